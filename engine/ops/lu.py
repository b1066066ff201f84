"""LU factorisations with pivoting, and solving with their factors.

The rules reduce to one, for the cotangents of L and U in A = P L U: Seeger et al. 2017,
"Auto-differentiating linear algebra", for square matrices; the others follow block by block.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..arrays import unbroadcast
from ..declare import operator, public
from ..errors import ArgumentError, MathError, ShapeError
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .matrices import adjoint, check_matrices, check_meet, check_square, on_diagonal, triangular

LEFT, RIGHT = True, False
LOWER, UPPER = False, True


def _lu_factor(a: np.ndarray, pivot: bool) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """L and U in one matrix, the row exchanges counted from 1, and where U is first zero."""
    from scipy.linalg import get_lapack_funcs

    size = min(a.shape[-2:])
    packed = np.empty_like(a)
    pivots = np.empty((*a.shape[:-2], size), np.int32)
    info = np.zeros(a.shape[:-2], np.int32)
    if not pivot:
        raise MathError("lu: factors without pivoting are not available on CPU")
    for place in np.ndindex(a.shape[:-2]):
        if not size:
            continue
        (getrf,) = get_lapack_funcs(("getrf",), (a,))
        packed[place], pivots[place], info[place] = getrf(a[place])
        pivots[place] += 1
    return packed, pivots, info


def _permutation(pivots: Tensor, m: int, dtype: Any) -> np.ndarray:
    """P with A = P L U, from the row exchanges."""
    if pivots.__class__ is not Tensor or pivots.array.dtype.kind not in "iu":
        raise ArgumentError("pivots are a tensor of integers")
    exchanges = memory(pivots)
    if exchanges.size and not 1 <= exchanges.min() <= exchanges.max() <= m:
        raise ShapeError(f"pivots are rows from 1 to {m}")
    if exchanges.ndim < 1 or exchanges.shape[-1] > m:
        raise ShapeError(f"pivots of shape {list(exchanges.shape)} for {m} rows")
    found = np.zeros((*exchanges.shape[:-1], m, m), dtype)
    for place in np.ndindex(exchanges.shape[:-1]):
        rows = list(range(m))
        for i, other in enumerate(exchanges[place]):
            rows[i], rows[other - 1] = rows[other - 1], rows[i]
        found[(*place, rows, range(m))] = 1
    return found


def _lower(packed: Any) -> Any:
    k = min(packed.shape[-2:])
    unit = np.tril(packed, -1)[..., :k]
    if packed.shape[-2] == k:
        return on_diagonal(1.0, unit)
    return np.concatenate([on_diagonal(1.0, unit[..., :k, :]), unit[..., k:, :]], -2)


def _upper(packed: Any) -> Any:
    return np.triu(packed)[..., : min(packed.shape[-2:]), :]


def _lu_vjp(gl: Any, gu: Any, p: Any, lower: Any, upper: Any) -> Any:
    """The cotangent of A = P L U from those of L and U, for square, wide and tall matrices."""
    m, n = lower.shape[-2], upper.shape[-1]
    gl, gu = np.tril(gl, -1), np.triu(gu)
    inner = adjoint(lower) @ gl - gu @ adjoint(upper)
    if m <= n:
        found = np.tril(inner, -1)
        found = triangular(adjoint(upper[..., :m]), found, LOWER, RIGHT, False)
        found = found + gu[..., :m]
        if m < n:
            found = np.concatenate([found, gu[..., m:]], -1)
        return p @ triangular(adjoint(lower), found, UPPER, LEFT, True)
    found = np.triu(-inner)
    found = triangular(adjoint(lower[..., :n, :]), found, UPPER, LEFT, True)
    found = found + gl[..., :n, :]
    found = np.concatenate([found, gl[..., n:, :]], -2)
    return p @ triangular(adjoint(upper), found, LOWER, RIGHT, False)


def _packed_vjp(g: Any, y: Any, p: Any) -> Any:
    """The cotangent of A from that of its factors packed into one matrix."""
    k = min(y.shape[-2:])
    return _lu_vjp(g[..., :k], g[..., :k, :], p, _lower(y), _upper(y))


def _pack(gl: Any, gu: Any) -> Any:
    """The cotangents of L and U as that of the one matrix that holds both."""
    gl, gu = np.tril(gl, -1), np.triu(gu)
    m, n = gl.shape[-2], gu.shape[-1]
    if m < n:
        gl = np.concatenate([gl, np.zeros_like(gu[..., m:])], -1)
    elif m > n:
        gu = np.concatenate([gu, np.zeros_like(gl[..., n:, :])], -2)
    return gl + gu


def _empty(packed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros(0, packed.dtype), np.zeros(0, packed.dtype)


lu_factor_op = operator(
    "linalg_lu_factor_ex", lambda a, packed, p: packed, holomorphic=False, a=_packed_vjp
)
lu_op = operator(
    "linalg_lu",
    lambda a, packed, p: (p, _lower(packed), _upper(packed)),
    constant_outputs=(0,),
    holomorphic=False,
    a=lambda g, y, p: _lu_vjp(g[1], g[2], p, y[1], y[2]),
)
lu_unpack_op = operator(
    "lu_unpack",
    lambda packed, p, data: (p, *((_lower(packed), _upper(packed)) if data else _empty(packed))),
    constant_outputs=(0,),
    holomorphic=False,
    packed=lambda g, packed, data: _pack(g[1], g[2]) if data else np.zeros_like(packed),
)
LuFactorEx = return_type("linalg_lu_factor_ex", "LU", "pivots", "info")
LuFactor = return_type("linalg_lu_factor", "LU", "pivots")
LuWithInfo = return_type("_lu_with_info", "LU", "pivots", "info")
Lu = return_type("linalg_lu", "P", "L", "U")
LuUnpack = return_type("lu_unpack", "P", "L", "U")


@public("linalg.lu_factor_ex")
def lu_factor_ex(A: Tensor, *, pivot: bool = True, check_errors: bool = False) -> Any:
    """As `lu_factor`, with a tensor that says where U is first zero on its diagonal."""
    check_matrices("lu_factor", A)
    packed, exchanges, info = _lu_factor(memory(A), pivot)
    pivots = new_tensor(exchanges)
    if check_errors and info.any():
        raise MathError(
            "lu_factor: U has a zero on its diagonal; solving with it would divide by 0"
        )
    p = _permutation(pivots, packed.shape[-2], packed.dtype)
    return LuFactorEx((lu_factor_op(A, packed, p), pivots, new_tensor(info)))


@public("linalg.lu_factor")
def lu_factor(A: Tensor, *, pivot: bool = True) -> Any:
    """L (its ones left out) and U in one matrix, and the exchanges of rows, counted from 1."""
    return LuFactor(lu_factor_ex(A, pivot=pivot)[:2])


@public("lu", method=True)
def old_lu(A: Tensor, pivot: bool = True, get_infos: bool = False) -> Any:
    """As `linalg.lu_factor`; with `get_infos` also where U is first zero on its diagonal."""
    found = lu_factor_ex(A, pivot=pivot)
    return LuWithInfo(found) if get_infos else tuple(found[:2])


@public("linalg.lu")
def lu(A: Tensor, *, pivot: bool = True) -> Any:
    """A permutation P, a lower L with ones on its diagonal, and an upper U: A = P L U."""
    check_matrices("lu", A)
    packed, exchanges, _ = _lu_factor(memory(A), pivot)
    p = _permutation(new_tensor(exchanges), packed.shape[-2], packed.dtype)
    return Lu(lu_op(A, packed, p))


@public("lu_unpack")
def lu_unpack(
    LU_data: Tensor, LU_pivots: Tensor, unpack_data: bool = True, unpack_pivots: bool = True
) -> Any:
    """P, L and U from what `lu_factor` gives; those not asked for come empty."""
    check_matrices("lu_unpack", LU_data)
    dtype, m = LU_data.array.dtype, LU_data.array.shape[-2]
    p = _permutation(LU_pivots, m, dtype) if unpack_pivots else np.zeros(0, dtype)
    return LuUnpack(lu_unpack_op(LU_data, p, bool(unpack_data)))


def _lu_solve(packed: Any, b: Any, p: Any, left: bool, adjointed: bool) -> Any:
    """X of A X = B for A = P L U; or of X A = B, or with A^H in A's place."""
    if not left:
        found = _lu_solve(packed, adjoint(b), p, LEFT, not adjointed)
        return adjoint(found)
    solve = triangular.kernel
    if adjointed:
        half = solve(adjoint(packed), b, LOWER, LEFT, False)
        return p @ solve(adjoint(packed), half, UPPER, LEFT, True)
    half = solve(packed, np.swapaxes(p, -1, -2) @ b, LOWER, LEFT, True)
    return solve(packed, half, UPPER, LEFT, False)


def _lu_solve_vjp(
    g: Any,
    packed: Any,
    y: Any,
    packed_shape: Any,
    b_shape: Any,
    p: Any,
    left: bool,
    adjointed: bool,
) -> Any:
    gb = lu_solve_op(packed, g, p, left, not adjointed)
    slope = -(gb @ adjoint(y)) if left else -(adjoint(y) @ gb)
    if adjointed:
        slope = adjoint(slope)
    rows = np.swapaxes(p, -1, -2) @ slope
    lower, upper = _lower(packed), _upper(packed)
    found = _pack(rows @ adjoint(upper), adjoint(lower) @ rows)
    return unbroadcast(found, packed_shape), unbroadcast(gb, b_shape)


lu_solve_op = operator("linalg_lu_solve", _lu_solve, joint=True, packed=_lu_solve_vjp, b=None)


@public("linalg.lu_solve")
def lu_solve(
    LU: Tensor, pivots: Tensor, B: Tensor, *, left: bool = True, adjoint: bool = False
) -> Tensor:
    """X of A X = B (X A = B; with A^H), given what `lu_factor` made of A."""
    tensor(pivots, "lu_solve")
    check_square("lu_solve", LU)
    check_matrices("lu_solve", LU, B)
    check_meet("lu_solve", LU, B, left)
    if pivots.array.shape != LU.array.shape[:-1]:
        raise ShapeError(f"lu_solve: pivots of {list(pivots.shape)} for {list(LU.shape)}")
    p = _permutation(pivots, LU.array.shape[-1], LU.array.dtype)
    return lu_solve_op(LU, B, p, bool(left), bool(adjoint))


@public("lu_solve", method=True)
def old_lu_solve(input: Tensor, LU_data: Tensor, LU_pivots: Tensor) -> Tensor:
    """X of A X = input, given what `lu_factor` made of A."""
    return lu_solve(LU_data, LU_pivots, input)
