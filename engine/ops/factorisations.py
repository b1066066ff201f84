"""Cholesky and QR factorisations, and solving with a Cholesky factor.

Sources of the formulas: Murray 2016, "Differentiation of the Cholesky decomposition"; Walter and
Lehmann 2010 for QR.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import unbroadcast
from ..declare import operator, public
from ..errors import GradError, MathError, ShapeError
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .matrices import (
    adjoint,
    check_matrices,
    check_meet,
    check_square,
    each_matrix,
    eye,
    on_diagonal,
    triangular,
)

LEFT, RIGHT = True, False
LOWER, UPPER = False, True


def _cholesky(a: Any, upper: bool) -> Any:
    try:
        return np.linalg.cholesky(a, upper=upper)
    except np.linalg.LinAlgError:
        return np.stack(each_matrix(lambda x: _cholesky_or_nan(x, upper), a)).reshape(a.shape)


def _cholesky_or_nan(a: np.ndarray, upper: bool) -> np.ndarray:
    try:
        return np.linalg.cholesky(a, upper=upper)
    except np.linalg.LinAlgError:
        return np.full(a.shape, np.nan, a.dtype)


def _cholesky_vjp(g: Any, y: Any, upper: bool) -> Any:
    """L^-H sym(tril(L^H gL)) L^-1, where sym shares each element with its mirror image."""
    if upper:
        y, g = adjoint(y), adjoint(g)
    inner = np.tril(adjoint(y) @ g)
    inner = 0.5 * (inner + adjoint(np.tril(inner, -1)))
    inner = triangular(adjoint(y), inner, UPPER, LEFT, False)
    return triangular(y, inner, LOWER, RIGHT, False)


def _cholesky_operator(name: str) -> Any:
    return operator(name, _cholesky, holomorphic=False, a=_cholesky_vjp)


linalg_cholesky_op = _cholesky_operator("linalg_cholesky_ex")
cholesky_op = _cholesky_operator("cholesky")
CholeskyEx = return_type("linalg_cholesky_ex", "L", "info")


def _cholesky_info(A: Tensor, found: Tensor, check: bool) -> np.ndarray:
    """For each matrix 0, or the order of its first leading minor that is not positive."""
    a = memory(A)
    failed = np.isnan(found.array).any((-2, -1)) if a.size else np.zeros(a.shape[:-2], bool)
    info = np.zeros(a.shape[:-2], np.int32)
    if failed.any():
        info[...] = np.where(failed, np.reshape(each_matrix(_bad_minor, a), info.shape), 0)
    if check and info.any():
        raise MathError(
            f"cholesky: a matrix is not positive definite: its leading minor of order "
            f"{info.max()} is not positive"
        )
    return info


def _bad_minor(a: np.ndarray) -> int:
    for order in range(1, len(a) + 1):
        if np.isnan(_cholesky_or_nan(a[:order, :order], False)).any():
            return order
    return 0


@public("linalg.cholesky_ex")
def cholesky_ex(input: Tensor, *, upper: bool = False, check_errors: bool = False) -> Any:
    """As `linalg.cholesky`, with a tensor that is 0 where a factor exists."""
    check_square("cholesky", input)
    found = linalg_cholesky_op(input, bool(upper))
    return CholeskyEx((found, new_tensor(_cholesky_info(input, found, check_errors))))


@public("linalg.cholesky")
def linalg_cholesky(input: Tensor, *, upper: bool = False) -> Tensor:
    """The lower L with input = L L^H (or the upper U, input = U^H U). Raises MathError."""
    return cholesky_ex(input, upper=upper, check_errors=True)[0]


@public("cholesky", method=True)
def cholesky(input: Tensor, upper: bool = False) -> Tensor:
    """The lower L with A = L L^H (or the upper U with A = U^H U). Raises MathError."""
    check_square("cholesky", input)
    found = cholesky_op(input, bool(upper))
    _cholesky_info(input, found, True)
    return found


def _cholesky_solve(b: Any, factor: Any, upper: bool) -> Any:
    """X of A X = B, given A's Cholesky factor."""
    first, second = (adjoint(factor), factor) if upper else (factor, adjoint(factor))
    half = triangular.kernel(first, b, LOWER, LEFT, False)
    return triangular.kernel(second, half, UPPER, LEFT, False)


def _cholesky_solve_vjp(
    g: Any, factor: Any, y: Any, b_shape: Any, factor_shape: Any, upper: bool
) -> Any:
    gb = cholesky_solve_op(g, factor, upper)
    both = gb @ adjoint(y)
    both = both + adjoint(both)
    slope = -(factor @ both) if upper else -(both @ factor)
    return unbroadcast(gb, b_shape), unbroadcast(slope, factor_shape)


cholesky_solve_op = operator(
    "cholesky_solve", _cholesky_solve, joint=True, b=_cholesky_solve_vjp, factor=None
)


@public("cholesky_solve", method=True)
def cholesky_solve(input: Tensor, input2: Tensor, upper: bool = False) -> Tensor:
    """X of A X = input, given A's Cholesky factor `input2` (or the upper one)."""
    check_square("cholesky_solve", input2)
    check_matrices("cholesky_solve", input2, input)
    check_meet("cholesky_solve", input2, input)
    return cholesky_solve_op(input, input2, bool(upper))


def _cholesky_inverse(factor: Any, upper: bool) -> Any:
    return _cholesky_solve(eye(factor.shape[-1]).astype(factor.dtype), factor, upper)


def _cholesky_inverse_vjp(g: Any, factor: Any, y: Any, upper: bool) -> Any:
    both = y @ (g + adjoint(g)) @ y
    return -(factor @ both) if upper else -(both @ factor)


cholesky_inverse_op = operator(
    "cholesky_inverse", _cholesky_inverse, holomorphic=False, factor=_cholesky_inverse_vjp
)


@public("cholesky_inverse", method=True)
def cholesky_inverse(input: Tensor, upper: bool = False) -> Tensor:
    """The inverse of A, given its Cholesky factor (or the upper one)."""
    check_square("cholesky_inverse", input)
    return cholesky_inverse_op(input, bool(upper))


# QR


def _qr(a: Any, mode: Any) -> Any:
    if mode == "r":
        return np.zeros((0,), a.dtype), np.linalg.qr(a, "r")
    return tuple(np.linalg.qr(a, mode))


def _qr_vjp(g: Any, y: Any, a_shape: Any, mode: str) -> Any:
    """Q' = gQ + A2 gR2^H for the columns A2 = Q R2 beyond the square part; then
    (Q' + Q sym(triu(gR R^H - Q^H Q'))) R^-H."""
    q, r = y
    gq, gr = g
    m, n = a_shape[-2:]
    if mode == "r" or (mode == "complete" and m > n):
        raise GradError(f"qr: mode={mode!r} has no gradient for matrices of shape [{m}, {n}]")
    if m < n:
        q_wide = gq + q @ (r[..., m:] @ adjoint(gr[..., m:]))
        square = _tall_qr_vjp(q_wide, gr[..., :m], q, r[..., :m])
        return np.concatenate([square, q @ gr[..., m:]], -1)
    return _tall_qr_vjp(gq, gr, q, r)


def _tall_qr_vjp(gq: Any, gr: Any, q: Any, r: Any) -> Any:
    inner = np.triu(gr @ adjoint(r) - adjoint(q) @ gq)
    inner = inner + adjoint(inner)
    inner = on_diagonal(np.diagonal(inner, 0, -2, -1) / 2, inner)
    return triangular(adjoint(r), gq + q @ inner, LOWER, RIGHT, False)


qr_op = operator("linalg_qr", _qr, holomorphic=False, a=_qr_vjp)
Qr = return_type("linalg_qr", "Q", "R")
OldQr = return_type("qr", "Q", "R")


@public("linalg.qr")
def linalg_qr(A: Tensor, mode: str = "reduced") -> Any:
    """Q with orthonormal columns and upper triangular R, A = Q R; mode "reduced", "complete", or
    "r" for R alone."""
    check_matrices("qr", A)
    if mode not in ("reduced", "complete", "r"):
        raise ShapeError(f"qr: mode is 'reduced', 'complete' or 'r', not {mode!r}")
    return Qr(qr_op(A, mode))


@public("qr", method=True)
def qr(input: Tensor, some: bool = True) -> Any:
    """Q with orthonormal columns and upper triangular R, input = Q R; `some` as "reduced"."""
    return OldQr(linalg_qr(input, "reduced" if some else "complete"))
