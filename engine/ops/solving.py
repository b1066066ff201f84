"""Linear systems, inverses and determinants."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..arguments import tensor
from ..arrays import unbroadcast
from ..declare import operator, public
from ..dims import one_dim
from ..errors import ArgumentError, DTypeError, MathError, ShapeError
from ..families import function
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .conversions import copy_backwards
from .cumulative import cumprod, exclusive_product
from .matrices import adjoint, check_matrices, check_meet, check_square, eye
from .products import matmul
from .shapes import expanded, permuted, reshaped, unsqueezed


def _solve(a: Any, b: Any, left: bool, vector: bool) -> Any:
    if vector:
        return np.linalg.solve(a, b[..., None])[..., 0]
    if not left:
        turned = np.linalg.solve(np.swapaxes(a, -1, -2), np.swapaxes(b, -1, -2))
        return np.swapaxes(turned, -1, -2)
    return np.linalg.solve(a, b)


def _quiet_solve(a: Any, b: Any, left: bool, vector: bool) -> Any:
    """As `_solve`; nan instead of an error for singular matrices."""
    try:
        return _solve(a, b, left, vector)
    except np.linalg.LinAlgError:
        singular, regular = _apart(a)
        found = _solve(regular, b, left, vector)
        return np.where(singular[..., 0] if vector else singular, np.nan, found).astype(a.dtype)


def _apart(a: Any) -> tuple[np.ndarray, np.ndarray]:
    """Which matrices are singular, and all matrices with the identity in place of those."""
    singular = (np.linalg.slogdet(a)[0] == 0)[..., None, None]
    return singular, np.where(singular, np.eye(a.shape[-1], dtype=a.dtype), a)


def _solve_vjp(g: Any, a: Any, y: Any, a_shape: Any, b_shape: Any, left: bool, vector: bool) -> Any:
    gb = solve_op(adjoint(a), g, left, vector)
    if vector:
        ga = -(np.expand_dims(gb, -1) @ adjoint(np.expand_dims(y, -1)))
    else:
        ga = -(gb @ adjoint(y)) if left else -(adjoint(y) @ gb)
    return unbroadcast(ga, a_shape), unbroadcast(gb, b_shape)


solve_op = operator("linalg_solve_ex", _quiet_solve, joint=True, a=_solve_vjp, b=None)
SolveEx = return_type("linalg_solve_ex", "result", "info")


@public("linalg.solve")
def solve(A: Tensor, B: Tensor, *, left: bool = True) -> Tensor:
    """X of A X = B, or of X A = B; B may be a vector, or a batch of vectors for a batch of A.

    Raises MathError for a singular matrix.
    """
    return solve_ex(A, B, left=left, check_errors=True)[0]


@public("linalg.solve_ex")
def solve_ex(A: Tensor, B: Tensor, *, left: bool = True, check_errors: bool = False) -> Any:
    """As `solve`, with a tensor that is 0 where a solution exists; errors only if asked for."""
    check_square("solve", A)
    if B.__class__ is not Tensor:
        raise ArgumentError(f"solve takes tensors, not {type(B).__name__}")
    if A.dtype != B.dtype:
        raise DTypeError(f"solve: A of {A.dtype} and B of {B.dtype} must have one dtype")
    a, b = A.array.shape, B.array.shape
    vector = len(b) == 1 or (len(b) == len(a) - 1 and b == a[:-1])
    if vector:
        if b[-1] != a[-1] or not left:
            raise ShapeError(f"solve: the shapes {list(a)} and {list(b)} do not fit together")
    else:
        check_matrices("solve", A, B)
        check_meet("solve", A, B, left)
    found = solve_op(A, B, bool(left), vector)
    info = _info(A, found)
    if check_errors and info.any():
        raise MathError("solve: a matrix is singular, so there is no one solution")
    return SolveEx((found, new_tensor(info)))


def _info(A: Tensor, found: Tensor) -> np.ndarray:
    """For each matrix 0, or n where it is singular and nothing was `found`."""
    a = memory(A)
    if not np.isnan(found.array).any():
        return np.zeros(a.shape[:-2], np.int32)
    return np.asarray((np.linalg.slogdet(a)[0] == 0) * a.shape[-1], np.int32)


def _inv(a: Any) -> Any:
    """The inverses, column by column in memory, as LAPACK leaves them."""
    try:
        return np.swapaxes(np.linalg.inv(np.swapaxes(a, -1, -2)), -1, -2)
    except np.linalg.LinAlgError:
        singular, regular = _apart(a)
        return np.where(singular, np.nan, np.linalg.inv(regular)).astype(a.dtype)


inv_op = operator(
    "linalg_inv_ex", _inv, holomorphic=False, a=lambda g, y: -(adjoint(y) @ g @ adjoint(y))
)
InvEx = return_type("linalg_inv_ex", "inverse", "info")


@public("linalg.inv")
def inv(A: Tensor) -> Tensor:
    """The inverse of every matrix. Raises MathError for a singular one."""
    return inv_ex(A, check_errors=True)[0]


@public("inverse", method=True)
def inverse(input: Tensor) -> Tensor:
    """The inverse of every matrix. Raises MathError for a singular one."""
    return inv(input)


@public("linalg.inv_ex")
def inv_ex(A: Tensor, *, check_errors: bool = False) -> Any:
    """As `inv`, with a tensor that is 0 where an inverse exists; errors only if asked for."""
    check_square("inv", A)
    found = inv_op(A)
    info = _info(A, found)
    if check_errors and info.any():
        raise MathError("inv: a matrix is singular, so it has no inverse")
    return InvEx((found, new_tensor(info)))


def _over_matrix(g: Any) -> Any:
    return np.expand_dims(np.expand_dims(g, -1), -1)


def _det_vjp(g: Any, a: Any, y: Any) -> Any:
    """The cofactors, det(A) A^-H; of singular matrices zero, as PyTorch has it, unless they are to
    be differentiated again."""
    if a.__class__ is Tensor and not np.all(y != 0):
        return _cofactors(g, a)
    singular = _over_matrix(y == 0)
    slope = _over_matrix(g * np.conj(y)) * adjoint(inv_op(np.where(singular, eye(a.shape[-1]), a)))
    return np.where(singular, 0.0, slope)


def _cofactors(g: Any, a: Any) -> Any:
    """g times the cofactors, which exist for singular matrices too, by singular values."""
    from .spectral import svd_op

    u, s, vh = svd_op(a, False)
    cofactors = (u * np.expand_dims(exclusive_product(s, s.ndim - 1), -2)) @ vh
    return _over_matrix(g * np.conj(det_op(u) * det_op(vh))) * cofactors


det_op = operator("linalg_det", lambda a: np.linalg.det(a), holomorphic=False, a=_det_vjp)


@public("linalg.det")
def linalg_det(A: Tensor) -> Tensor:
    """The determinant of every matrix."""
    check_square("det", A)
    return det_op(A)


@public("det", method=True)
def det(input: Tensor) -> Tensor:
    """The determinant of every matrix."""
    return linalg_det(input)


def _slogdet_vjp(g: Any, a: Any, y: Any) -> Any:
    of_log = g[1]
    if a.dtype.kind == "c":
        of_log = of_log - 1j * np.imag(np.conj(g[0]) * y[0])
    return _over_matrix(of_log) * adjoint(inv_op(a))


def _slogdet(a: Any) -> Any:
    sign, size = np.linalg.slogdet(a)
    if a.dtype.kind == "f" and np.isnan(size).any():
        sign = np.where(np.isnan(size), a.dtype.type(0), sign)
    return sign, size


slogdet_op = operator(
    "linalg_slogdet",
    _slogdet,
    holomorphic=False,
    a=_slogdet_vjp,
)
SLogDet = return_type("slogdet", "sign", "logabsdet")
LinalgSLogDet = return_type("linalg_slogdet", "sign", "logabsdet")


@public("linalg.slogdet")
def linalg_slogdet(A: Tensor) -> Any:
    """The sign of every determinant, and the logarithm of its size."""
    check_square("slogdet", A)
    return LinalgSLogDet(slogdet_op(A))


@public("slogdet", method=True)
def slogdet(input: Tensor) -> Any:
    """The sign of every determinant, and the logarithm of its size."""
    return SLogDet(linalg_slogdet(input))


@public("logdet", method=True)
def logdet(input: Tensor) -> Tensor:
    """The logarithm of every determinant; nan for negative ones."""
    sign, size = linalg_slogdet(input)
    if sign.array.dtype.kind == "c":
        return sign.log() + size
    return function("where")(sign == -1.0, float("nan"), size)


@public("linalg.matrix_power", "matrix_power", method="matrix_power")
def matrix_power(input: Tensor, n: int) -> Tensor:
    """The product of `n` copies of every matrix; of inverses for negative `n`."""
    check_square("matrix_power", input)
    if n.__class__ is not int:
        raise ArgumentError(f"matrix_power: the power is an integer, not {n!r}")
    if n == 0:
        return identity_like(function("clone")(input))
    if n < 0:
        input, n = inv(input), -n
        if n == 1:
            return input
    elif n == 1:
        return function("clone")(input)
    if n == 3:
        return matmul(matmul(input, input), input)
    square = result = None
    while n:
        square = input if square is None else matmul(square, square)
        if n % 2:
            result = square if result is None else matmul(result, square)
        n //= 2
    assert result is not None
    return result


identity_like = operator(
    "copy_eye",
    lambda x: np.broadcast_to(eye(x.shape[-1]), x.shape).astype(x.dtype),
    node=copy_backwards.node_name,
    x=lambda g: np.zeros_like(g),
)


@public("linalg.tensorinv")
def tensorinv(a: Tensor, ind: int = 2) -> Tensor:
    """The inverse of `a` as a matrix, its first `ind` dimensions being the rows."""
    tensor(a, "tensorinv")
    shape = a.array.shape
    if ind <= 0:
        raise ShapeError(f"tensorinv: ind is positive, not {ind}")
    rows, columns = prod(shape[:ind]), prod(shape[ind:])
    if rows != columns:
        raise ShapeError(f"tensorinv: {list(shape)} is no square matrix when split at {ind}")
    return reshaped(inv(reshaped(a, (rows, columns))), shape[ind:] + shape[:ind])


@public("linalg.tensorsolve")
def tensorsolve(input: Tensor, other: Tensor, dims: Any = None) -> Tensor:
    """X of tensordot(input, X, X.ndim) = other; `dims` of input are moved to its end first."""
    tensor(input, "tensorsolve")
    tensor(other, "tensorsolve")
    ndim = input.array.ndim
    if dims is not None:
        moved = [one_dim(d, ndim) for d in dims]
        input = permuted(input, (*[d for d in range(ndim) if d not in moved], *moved))
    shape = input.array.shape[other.array.ndim :]
    if prod(shape) != other.array.size or input.array.size != other.array.size**2:
        raise ShapeError(
            f"tensorsolve: {list(input.shape)} is no square system for {list(other.shape)}"
        )
    flat = reshaped(input, (other.array.size, prod(shape)))
    right = other if other.array.ndim == 1 else reshaped(other, (other.array.size,))
    return reshaped(solve(flat, right), shape)


@public("linalg.vander", "vander")
def vander(x: Tensor, *, N: int | None = None) -> Tensor:
    """The powers 0 to N - 1 of every element, along a new last dimension."""
    tensor(x, "vander")
    shape = x.array.shape
    if not shape and N is None:
        raise ShapeError("vander of a single number needs N")
    count = shape[-1] if N is None else N
    if count <= 1:
        raise ShapeError(f"vander: at least two powers, not {count}")
    repeated = expanded(unsqueezed(x, len(shape)), (*shape, count - 1))
    powers = cumprod(repeated, -1)
    ones = new_tensor(np.ones((*shape, 1), powers.array.dtype))
    return function("cat")([ones, powers], -1)
