"""What the linear algebra families share: checks of arguments, adjoints, triangular solves."""

from __future__ import annotations

from cmath import isfinite
from typing import Any

import numpy as np

from ..arrays import conj, unbroadcast
from ..declare import operator, public
from ..errors import ArgumentError, DTypeError, MathError, ShapeError, UnsupportedError
from ..tensor import Tensor

LARGE = 64
"""From which size on a triangular solve is worth SciPy's import and one call a matrix."""


NOT_FINITE = "the iteration does not converge, as the matrix holds nan or inf"

public("linalg.LinAlgError")(MathError)


def check_matrices(name: str, *tensors: Any) -> None:
    """Every tensor is floating point or complex, with matrices in its last two dimensions."""
    for tensor in tensors:
        if tensor.__class__ is not Tensor:
            raise ArgumentError(f"{name} takes tensors, not {type(tensor).__name__}")
        if tensor.array.ndim < 2:
            raise ShapeError(f"{name} takes matrices, not the shape {list(tensor.shape)}")
        if tensor.array.dtype.char not in "fdFD":
            raise UnsupportedError(f"{name} takes float or complex tensors, not {tensor.dtype}")
        if tensor.array.dtype != tensors[0].array.dtype:
            raise DTypeError(
                f"{name}: the tensors must have one dtype, these have {tensors[0].dtype} and "
                f"{tensor.dtype}"
            )


def check_square(name: str, tensor: Any) -> None:
    check_matrices(name, tensor)
    if tensor.array.shape[-1] != tensor.array.shape[-2]:
        raise ShapeError(f"{name} takes square matrices, not the shape {list(tensor.shape)}")


def adjoint(x: Any) -> Any:
    """The matrices in the last two dimensions, transposed and conjugated."""
    return conj(np.swapaxes(x, -1, -2))


def eye(n: int) -> np.ndarray:
    return np.eye(n, dtype=bool)


def diagonal_matrix(d: Any) -> Any:
    """Matrices with the vectors `d` on their diagonals, zero elsewhere."""
    return np.where(eye(d.shape[-1]), np.expand_dims(d, -1), 0.0)


def on_diagonal(d: Any, rest: Any) -> Any:
    """The matrices `rest` with the vectors (or the number) `d` on their diagonals."""
    if hasattr(d, "shape"):
        d = np.expand_dims(d, -1)
    return np.where(eye(rest.shape[-1]), d, rest)


def all_finite(a: np.ndarray) -> bool:
    """Whether there is neither nan nor inf: LAPACK's iterations may never end on them."""
    if 0 in a.strides:  # LAPACK needs what was expanded in memory: if there is none, say so now
        a = a.copy()
    return isfinite(np.add.reduce(a, axis=None)) or bool(np.isfinite(a).all())


def around_inf(function: Any, a: np.ndarray) -> tuple[np.ndarray, ...]:
    """The arrays that `function` gives for a batch of matrices; all nan for those that hold inf.

    Raises MathError for nan.
    """
    if np.isnan(a).any():
        raise MathError(NOT_FINITE)
    infinite = np.asarray(np.isinf(a).any((-2, -1), keepdims=True))
    found = function(np.where(infinite, a.dtype.type(0), a))
    return tuple([_nan_where(infinite, part, a.ndim) for part in found])


def _nan_where(infinite: np.ndarray, part: np.ndarray, ndim: int) -> np.ndarray:
    nan = complex("nan+nanj") if part.dtype.kind == "c" else float("nan")
    where = infinite if part.ndim == ndim else infinite[..., 0]
    return np.where(where, part.dtype.type(nan), part)


def given(g: Any) -> bool:
    """Whether a cotangent matters: those that no one asked for arrive as zeros."""
    if g.__class__ is Tensor:
        return g.requires_grad or bool(np.any(g.array))
    return bool(np.any(g))


def each_matrix(function: Any, x: np.ndarray) -> list[Any]:
    """`function` of every matrix of a batch, in order."""
    return [function(matrix) for matrix in x.reshape(-1, *x.shape[-2:])]


def _solve_triangular(a: Any, b: Any, upper: bool, left: bool, unit: bool) -> Any:
    if not left:
        turned = np.swapaxes(a, -1, -2), np.swapaxes(b, -1, -2)
        return np.swapaxes(_solve_triangular(*turned, not upper, True, unit), -1, -2)
    a = np.triu(a) if upper else np.tril(a)
    if unit:
        a = on_diagonal(a.dtype.type(1), a)
    if a.ndim == b.ndim == 2 and a.shape[-1] >= LARGE:
        from scipy.linalg import solve_triangular

        return solve_triangular(a, b, lower=not upper, unit_diagonal=unit, check_finite=False)
    try:
        return np.linalg.solve(a, b)
    except np.linalg.LinAlgError:
        return np.full(
            np.broadcast_shapes(a.shape[:-2], b.shape[:-2]) + b.shape[-2:], np.nan, a.dtype
        )


def _solve_triangular_vjp(
    g: Any, a: Any, y: Any, a_shape: Any, b_shape: Any, upper: bool, left: bool, unit: bool
) -> Any:
    gb = triangular(adjoint(a), g, not upper, left, unit)
    ga = -(gb @ adjoint(y)) if left else -(adjoint(y) @ gb)
    ga = np.triu(ga, int(unit)) if upper else np.tril(ga, -int(unit))
    return unbroadcast(ga, a_shape), unbroadcast(gb, b_shape)


triangular = operator(
    "linalg_solve_triangular", _solve_triangular, joint=True, a=_solve_triangular_vjp, b=None
)
"""X of AX = B, or of XA = B: (a, b, upper, left, unit)."""


@public("linalg.solve_triangular")
def solve_triangular(
    input: Tensor, B: Tensor, *, upper: bool, left: bool = True, unitriangular: bool = False
) -> Tensor:
    """X of input X = B (or X input = B), input triangular: only one half of it is read."""
    check_square("solve_triangular", input)
    check_matrices("solve_triangular", input, B)
    check_meet("solve_triangular", input, B, left)
    return triangular(input, B, bool(upper), bool(left), bool(unitriangular))


def check_meet(name: str, a: Tensor, b: Tensor, left: bool = True) -> None:
    """The sides of A X = B (or X A = B) fit together, and their batches broadcast."""
    m, n = a.array.shape, b.array.shape
    try:
        np.broadcast_shapes(m[:-2], n[:-2])
        fits = n[-2 if left else -1] == m[-1]
    except ValueError:
        fits = False
    if not fits:
        raise ShapeError(f"{name}: the shapes {list(m)} and {list(n)} do not fit together")
