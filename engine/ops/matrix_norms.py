"""Norms of matrices, condition numbers, least squares, and the older triangular solve."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import unbroadcast
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import numpy_dtype
from ..errors import ArgumentError, DTypeError, MathError, ShapeError
from ..families import function
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .calculus import part
from .extrema import refuse_empty
from .matrices import adjoint, check_matrices, check_meet, check_square, triangular
from .norms import INF, vector_norm
from .reductions import check_tensor, sum_
from .shapes import permuted, squeezed_dim, unsqueezed
from .solving import inv_ex
from .spectral import cutoff, pinv_op, pinv_vjp, singular_values, svdvals


@public("linalg.matrix_norm")
def matrix_norm(
    input: Tensor,
    ord: Any = "fro",
    dim: Any = (-2, -1),
    keepdim: bool = False,
    *,
    dtype: Any = None,
) -> Tensor:
    """The norm of the matrices in two dimensions: "fro", "nuc", 1, 2, inf or their negatives."""
    check_tensor(input)
    if input.array.dtype.kind not in "fc":
        raise DTypeError(f"a norm takes floating-point tensors, not {input.dtype}")
    if not isinstance(dim, (tuple, list)) or len(dim) != 2 or input.array.ndim < 2:
        raise ShapeError(
            f"matrix_norm: two dimensions of {list(input.shape)} are needed, not {dim!r}"
        )
    rows, columns = (one_dim(d, input.array.ndim) for d in dim)
    if rows == columns:
        raise ShapeError(f"matrix_norm: {dim!r} names one dimension twice")
    if dtype is not None:
        input = input.to(numpy_dtype(dtype))
    if ord == "fro":
        return vector_norm(input, 2, (rows, columns), keepdim)
    if ord == "nuc" or (not isinstance(ord, str) and abs(ord) == 2):
        return _by_singular_values(input, ord, rows, columns, keepdim)
    if isinstance(ord, str) or abs(ord) not in (1, INF):
        raise MathError(f"matrix_norm: a norm of order {ord!r} does not exist")
    if abs(ord) == INF:
        rows, columns = columns, rows
    sums = vector_norm(input, 1, rows, keepdim)
    if columns > rows and not keepdim:
        columns -= 1
    return function("amax" if ord > 0 else "amin")(sums, columns, keepdim)


def _by_singular_values(A: Tensor, ord: Any, rows: int, columns: int, keepdim: bool) -> Tensor:
    ndim = A.array.ndim
    order = [d for d in range(ndim) if d not in (rows, columns)] + [rows, columns]
    values = svdvals(permuted(A, tuple(order)))
    if ord == "nuc":
        found = sum_(values, -1, keepdim)
    else:
        refuse_empty("matrix_norm", values.array.shape, (values.array.ndim - 1,))
        found = function("amax" if ord > 0 else "amin")(values, -1, keepdim)
    if keepdim:
        back = tuple(int(d) for d in np.argsort(order))
        found = permuted(unsqueezed(found, found.array.ndim), back)
    return found


@public("linalg.norm")
def norm(
    input: Tensor, ord: Any = None, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """A vector's or a matrix's norm, as `dim` (or the tensor) has one or two dimensions; without
    `ord` the 2-norm of all elements."""
    check_tensor(input)
    dims = None if dim is None else (dim,) if isinstance(dim, int) else tuple(dim)
    if dims is not None and len(dims) not in (1, 2):
        raise ShapeError(f"norm: one dimension or two, not {list(dims)}")
    if ord is None:
        return vector_norm(input, 2, dims, keepdim, dtype=dtype)
    if dims is None:
        dims = tuple(range(input.array.ndim))
        if len(dims) not in (1, 2) or (isinstance(ord, str) and len(dims) != 2):
            raise ShapeError(f"norm of order {ord!r}: say which dim of {list(input.shape)}")
    if len(dims) == 2:
        return matrix_norm(input, ord, dims, keepdim, dtype=dtype)
    if len(dims) != 1 or isinstance(ord, str):
        raise ShapeError(f"norm of order {ord!r} over the dimensions {list(dims)} does not exist")
    return vector_norm(input, ord, dims, keepdim, dtype=dtype)


@public("linalg.cond")
def cond(input: Tensor, p: Any = None) -> Tensor:
    """The condition number: the norm of order `p` (2) times that of the inverse."""
    check_matrices("cond", input)
    if p in (None, 2, -2):
        values = svdvals(input)
        last = values.array.ndim - 1
        largest, smallest = part(values, last, 0, 1), part(values, last, -1)
        ratio = smallest / largest if p == -2 else largest / smallest
        return squeezed_dim(ratio, (last,))
    check_square("cond", input)
    if p == "nuc":
        values = svdvals(input)
        return sum_(values, -1) * sum_(values.reciprocal(), -1)
    inverse, info = inv_ex(input)
    failed = unsqueezed(unsqueezed(info != 0, info.array.ndim), info.array.ndim + 1)
    inverse = inverse.masked_fill(failed, INF)
    found = matrix_norm(input, p) * matrix_norm(inverse, p)
    return found.nan_to_num(INF, INF, -INF)


def _residuals(a: Any, b: Any, x: Any) -> Any:
    difference = a @ x - b
    return np.sum(np.real(difference * np.conj(difference)), axis=-2)


def _lstsq(a: Any, b: Any, rcond: Any, with_residuals: bool) -> Any:
    x = pinv_op.kernel(a, None, rcond, False) @ b
    return x, _residuals(a, b, x) if with_residuals else np.zeros(0, x.real.dtype)


def _lstsq_vjp(
    g: Any, a: Any, b: Any, y: Any, a_shape: Any, b_shape: Any, rcond: Any, with_residuals: bool
) -> Any:
    """Through X = pinv(A) B; the residuals depend on A and B alone, X being their minimum."""
    inverse = pinv_op(a, None, rcond, False)
    ga = pinv_vjp(g[0] @ adjoint(b), a, inverse)
    gb = adjoint(inverse) @ g[0]
    if with_residuals:
        slope = 2 * (a @ y[0] - b) * np.expand_dims(g[1], -2)
        ga, gb = ga + slope @ adjoint(y[0]), gb - slope
    return unbroadcast(ga, a_shape), unbroadcast(gb, b_shape)


lstsq_op = operator("linalg_lstsq", _lstsq, joint=True, a=_lstsq_vjp, b=None)
LstSq = return_type("linalg_lstsq", "solution", "residuals", "rank", "singular_values")
DRIVERS = ("gels", "gelsy", "gelsd", "gelss")


@public("linalg.lstsq")
def lstsq(
    input: Tensor, b: Tensor, rcond: float | None = None, *, driver: str | None = None
) -> Any:
    """X with the least |input @ X - b|, the squared residuals, the rank and singular values.

    driver: LAPACK's name for the method; "gels" gives no rank, only "gelsd" and "gelss" give
    singular values, and "gelsy" (the default) no residuals.
    """
    driver = driver or "gelsy"
    if driver not in DRIVERS:
        raise MathError(f"lstsq: the driver is one of {', '.join(DRIVERS)}, not {driver!r}")
    check_matrices("lstsq", input)
    if b.__class__ is not Tensor:
        raise ArgumentError(f"lstsq takes tensors, not {type(b).__name__}")
    if input.dtype != b.dtype:
        raise DTypeError(f"lstsq: input of {input.dtype} and b of {b.dtype} must have one dtype")
    vector = b.array.ndim == input.array.ndim - 1
    right = unsqueezed(b, b.array.ndim) if vector else b
    m, n = input.array.shape[-2:]
    if right.array.ndim < 2 or right.array.shape[-2] != m:
        raise ShapeError(f"lstsq: the shapes {list(input.shape)} and {list(b.shape)} do not fit")
    a = memory(input)
    values = singular_values(a)
    if np.isnan(memory(right)).any():
        raise MathError("lstsq: b holds nan")
    tolerance = None if rcond is None or rcond < 0 else rcond
    rank = np.zeros(0, np.int64)
    if driver != "gels":
        largest = values.max(-1, keepdims=True) if values.shape[-1] else 0.0
        least = cutoff(largest, a.shape, a.dtype, None, tolerance)
        rank = np.asarray(np.sum(values > least, -1), np.int64)
    with_residuals = m > n and driver != "gelsy" and bool(np.all(rank == n))
    solution, residuals = lstsq_op(input, right, tolerance, with_residuals)
    if vector:
        solution = squeezed_dim(solution, (solution.array.ndim - 1,))
    kept = values if driver in ("gelsd", "gelss") else np.zeros(0, values.dtype)
    return LstSq((solution, residuals, new_tensor(rank), new_tensor(kept)))


def _triangular_solve(b: Any, a: Any, upper: bool, transpose: bool, unit: bool) -> Any:
    turned = np.swapaxes(a, -1, -2) if transpose else a
    return triangular(turned, b, upper != transpose, True, unit), a.copy()


def _triangular_solve_vjp(
    g: Any,
    a: Any,
    y: Any,
    b_shape: Any,
    a_shape: Any,
    upper: bool,
    transpose: bool,
    unit: bool,
) -> Any:
    turned = adjoint(a) if not transpose else np.conj(a)
    gb = triangular(turned, g[0], upper == transpose, True, unit)
    slope = -(gb @ adjoint(y[0]))
    if transpose:
        slope = np.swapaxes(slope, -1, -2)
    slope = np.triu(slope, int(unit)) if upper else np.tril(slope, -int(unit))
    return unbroadcast(gb, b_shape), unbroadcast(slope, a_shape) + g[1]


triangular_solve_op = operator(
    "triangular_solve", _triangular_solve, joint=True, b=_triangular_solve_vjp, a=None
)
TriangularSolve = return_type("triangular_solve", "solution", "cloned_coefficient")


@public("triangular_solve", method=True)
def triangular_solve(
    input: Tensor,
    A: Tensor,
    upper: bool = True,
    transpose: bool = False,
    unitriangular: bool = False,
) -> Any:
    """X of A X = input for triangular A, and a copy of A: an older `linalg.solve_triangular`."""
    check_square("triangular_solve", A)
    check_matrices("triangular_solve", A, input)
    check_meet("triangular_solve", A, input)
    batch = np.broadcast_shapes(A.array.shape[:-2], input.array.shape[:-2])
    A = A.expand(*batch, *A.array.shape[-2:])
    input = input.expand(*batch, *input.array.shape[-2:])
    found = triangular_solve_op(input, A, bool(upper), bool(transpose), bool(unitriangular))
    return TriangularSolve(found)
