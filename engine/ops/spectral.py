"""Eigenvalues and singular values, and what is made of them: norms of matrices, condition numbers,
pseudo-inverses, least squares, matrix exponentials.

Sources of the formulas: Giles 2008, "Collected matrix derivative results for forward and reverse
mode algorithmic differentiation"; for the pseudo-inverse Golub and Pereyra 1973.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import operator, public
from ..dtypes import complex_of
from ..errors import MathError, ShapeError
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .matrices import (
    NOT_FINITE,
    adjoint,
    all_finite,
    around_inf,
    check_matrices,
    check_square,
    diagonal_matrix,
    given,
    on_diagonal,
)
from .shapes import transposed

DID_NOT_CONVERGE = "{}: the iteration did not converge"


def _differences(values: Any) -> Any:
    """values[j] - values[i] at (i, j), one on the diagonal."""
    return on_diagonal(1.0, np.expand_dims(values, -2) - np.expand_dims(values, -1))


def _eigh(a: Any, uplo: Any) -> Any:
    check_half(a, uplo)
    try:
        return tuple(np.linalg.eigh(a, uplo))
    except np.linalg.LinAlgError:
        raise MathError(DID_NOT_CONVERGE.format("eigh")) from None


def check_half(a: np.ndarray, uplo: str) -> None:
    """Raise MathError where an iteration would meet nan or inf: 2x2 matrices need none."""
    if a.shape[-1] > 2 and not all_finite(np.tril(a) if uplo == "L" else np.triu(a)):
        raise MathError(f"eigh: {NOT_FINITE}")


def _eigh_vjp(g: Any, y: Any) -> Any:
    """V (diag(gL) + skew(V^H gV) / 2E) V^H, where E[i, j] = L[j] - L[i] off the diagonal."""
    values, vectors = y
    if not given(g[1]):
        return (vectors * np.expand_dims(g[0], -2)) @ adjoint(vectors)
    inner = 0.5 * _skew(adjoint(vectors) @ g[1]) / _differences(values)
    return vectors @ on_diagonal(g[0], inner) @ adjoint(vectors)


eigh_op = operator("linalg_eigh", _eigh, holomorphic=False, a=_eigh_vjp)
EigH = return_type("linalg_eigh", "eigenvalues", "eigenvectors")


def _check_eigh(A: Tensor, UPLO: Any) -> Any:
    check_square("eigh", A)
    if not isinstance(UPLO, str) or UPLO.upper() not in ("L", "U"):
        raise ShapeError(f"eigh: UPLO is 'L' or 'U', not {UPLO!r}")
    return UPLO.upper()


@public("linalg.eigh")
def eigh(input: Tensor, UPLO: str = "L") -> Any:
    """Eigenvalues (rising) and eigenvectors of symmetric or Hermitian matrices; UPLO says whether
    the lower or the upper half is read."""
    return EigH(eigh_op(input, _check_eigh(input, UPLO)))


@public("linalg.eigvalsh")
def eigvalsh(input: Tensor, UPLO: str = "L") -> Tensor:
    """The eigenvalues of symmetric or Hermitian matrices, rising."""
    uplo = _check_eigh(input, UPLO)
    if input.requires_grad:
        return eigh_op(input, uplo)[0]
    a = memory(input)
    check_half(a, uplo)
    return new_tensor(np.linalg.eigvalsh(a, uplo))


def _eig(a: Any) -> Any:
    if not all_finite(a):
        raise ShapeError("eig takes matrices without nan and inf")
    try:
        values, vectors = np.linalg.eig(a)
    except np.linalg.LinAlgError:
        raise MathError(DID_NOT_CONVERGE.format("eig")) from None
    dtype = complex_of(a.dtype)
    return values.astype(dtype), vectors.astype(dtype)


def _eig_vjp(g: Any, y: Any) -> Any:
    """V^-H (diag(gL) + (V^H gV - V^H V diag(Re(V^H gV))) / E) V^H, E[i, j] = L[j]* - L[i]*."""
    from .solving import solve_op

    values, vectors = y
    v_h = adjoint(vectors)
    if not given(g[1]):
        return solve_op(v_h, np.expand_dims(g[0], -1) * v_h, True, False)
    inner = v_h @ g[1]
    sizes = np.real(np.diagonal(inner, 0, -2, -1))
    inner = inner - (v_h @ vectors) * np.expand_dims(sizes, -2)
    inner = on_diagonal(g[0], inner / _differences(np.conj(values)))
    return solve_op(v_h, inner @ v_h, True, False)


eig_op = operator("linalg_eig", _eig, holomorphic=False, a=_eig_vjp)
Eig = return_type("linalg_eig", "eigenvalues", "eigenvectors")


@public("linalg.eig")
def eig(input: Tensor) -> Any:
    """Eigenvalues and eigenvectors of square matrices, complex."""
    check_square("eig", input)
    return Eig(eig_op(input))


@public("linalg.eigvals")
def eigvals(input: Tensor) -> Tensor:
    """The eigenvalues of square matrices, complex."""
    tensor(input, "eigvals")
    if input.requires_grad:
        return eig(input)[0]
    check_square("eigvals", input)
    a = memory(input)
    if a.shape[-1] == 1 and not np.isinf(a).any():
        return new_tensor(a[..., 0].astype(complex_of(a.dtype)))
    found = _eigvals(a)[0] if all_finite(a) else around_inf(_eigvals, a)[0]
    return new_tensor(found.astype(complex_of(a.dtype), copy=False))


def _eigvals(a: Any) -> tuple[np.ndarray]:
    try:
        return (np.linalg.eigvals(a),)
    except np.linalg.LinAlgError:
        raise MathError(DID_NOT_CONVERGE.format("eigvals")) from None


def _svd(a: Any, full: bool) -> Any:
    if not all_finite(a):
        return around_inf(lambda a: _svd(a, full), a)
    try:
        return tuple(np.linalg.svd(a, full))
    except np.linalg.LinAlgError:
        raise MathError(DID_NOT_CONVERGE.format("svd")) from None


def singular_values(a: np.ndarray) -> np.ndarray:
    """The singular values of every matrix, falling. Raises MathError for nan."""
    if not all_finite(a):
        return around_inf(lambda a: (singular_values(a),), a)[0]
    try:
        return np.linalg.svd(a, compute_uv=False)
    except np.linalg.LinAlgError:
        raise MathError(DID_NOT_CONVERGE.format("svd")) from None


def _skew(x: Any) -> Any:
    return x - adjoint(x)


def _svd_vjp(g: Any, y: Any) -> Any:
    """U [skew(U^H gU)/E S + S skew(V^H gV)/E + diag(gS)] V^H, and what of gU and gV lies outside
    the spaces that U and V span; E[i, j] = S[j]² - S[i]² off the diagonal."""
    u, s, vh = y
    k = s.shape[-1]
    gu, gs, gvh = g
    u, gu, vh, gvh = u[..., :k], gu[..., :k], vh[..., :k, :], gvh[..., :k, :]
    m, n = u.shape[-2], vh.shape[-1]
    if not given(gu) and not given(gvh):
        return (u * np.expand_dims(gs, -2)) @ vh
    row, column = np.expand_dims(s, -2), np.expand_dims(s, -1)
    gaps = _differences(s * s)
    of_u = _skew(adjoint(u) @ gu)
    inner = (of_u * row + column * _skew(vh @ adjoint(gvh))) / gaps + diagonal_matrix(gs)
    if u.dtype.kind == "c":
        inner = inner + diagonal_matrix(np.diagonal(of_u, 0, -2, -1) / (2 * s))
    found = u @ inner @ vh
    if m > k:
        outside = gu / row
        found = found + (outside - u @ (adjoint(u) @ outside)) @ vh
    if n > k:
        outside = gvh / column
        found = found + u @ (outside - (outside @ adjoint(vh)) @ vh)
    return found


svd_op = operator("linalg_svd", _svd, holomorphic=False, a=_svd_vjp)
Svd = return_type("linalg_svd", "U", "S", "Vh")
OldSvd = return_type("svd", "U", "S", "V")


@public("linalg.svd")
def svd(A: Tensor, full_matrices: bool = True, *, driver: str | None = None) -> Any:
    """U, S, Vh with A = U diag(S) Vh, the singular values S falling."""
    check_matrices("svd", A)
    return Svd(svd_op(A, bool(full_matrices)))


@public("svd", method=True)
def old_svd(input: Tensor, some: bool = True, compute_uv: bool = True) -> Any:
    """U, S, V with input = U diag(S) V^H; without `compute_uv` U and V are zeros."""
    check_matrices("svd", input)
    if not compute_uv:
        m, n = input.array.shape[-2:]
        batch, dtype = input.array.shape[:-2], input.array.dtype
        u, v = (new_tensor(np.zeros((*batch, k, k), dtype)) for k in (m, n))
        return OldSvd((u, svdvals(input), v))
    u, s, vh = svd_op(input, not some)
    v = transposed(vh, vh.array.ndim - 2, vh.array.ndim - 1)
    return OldSvd((u, s, v.conj() if v.array.dtype.kind == "c" else v))


@public("linalg.svdvals")
def svdvals(A: Tensor, *, driver: str | None = None) -> Tensor:
    """The singular values, falling."""
    check_matrices("svdvals", A)
    if A.requires_grad:
        return svd_op(A, False)[1]
    return new_tensor(singular_values(memory(A)))


def cutoff(largest: Any, shape: Any, dtype: Any, atol: Any, rtol: Any) -> Any:
    """Below which size a singular value counts as zero: max(atol, rtol * the largest).

    rtol is by default max(m, n) times the dtype's precision, 0 where an atol is given.
    """
    if rtol is None:
        rtol = 0.0 if atol is not None else max(shape[-2:]) * np.finfo(dtype).eps
    return np.maximum(0.0 if atol is None else atol, rtol * largest)


def _pinv(a: Any, atol: Any, rtol: Any, hermitian: bool) -> Any:
    if 0 in a.shape:
        return np.zeros((*a.shape[:-2], a.shape[-1], a.shape[-2]), a.dtype)
    if hermitian:
        s, u = _eigh(a, "L")
        vh = adjoint(u)
    else:
        u, s, vh = _svd(a, False)
    size = np.absolute(s)
    least = cutoff(size.max(-1, keepdims=True), a.shape, a.dtype, atol, rtol)
    inverse = np.where(size > least, 1 / s, 0).astype(s.dtype)
    return (adjoint(vh) * inverse[..., None, :]) @ adjoint(u)


def pinv_vjp(g: Any, a: Any, y: Any) -> Any:
    g_h, y_h = adjoint(g), adjoint(y)
    if a.shape[-2] <= a.shape[-1]:
        k = g_h @ y
        ky = k @ y_h
        return -adjoint(y @ k) + ky - (a @ y) @ ky + (y_h @ y) @ (g_h - k @ a)
    k = y @ g_h
    yk = y_h @ k
    return -adjoint(k @ y) + ((g_h - a @ k) @ y) @ y_h + yk - (yk @ y) @ a


pinv_op = operator("linalg_pinv", _pinv, holomorphic=False, a=pinv_vjp)


@public("linalg.pinv")
def pinv(
    input: Tensor,
    rcond: Any = None,
    hermitian: bool = False,
    *,
    atol: Any = None,
    rtol: Any = None,
) -> Tensor:
    """The Moore-Penrose inverse; singular values below max(atol, rtol * largest) count as zero."""
    check_matrices("pinv", input)
    rtol = rcond if rtol is None else rtol
    return pinv_op(input, _tolerance(atol), _tolerance(rtol), bool(hermitian))


def _tolerance(value: Any) -> Any:
    """A tolerance as a number, or one for each matrix."""
    return memory(value)[..., None] if value.__class__ is Tensor else value


@public("pinverse", method=True)
def pinverse(input: Tensor, rcond: float = 1e-15) -> Tensor:
    """The Moore-Penrose inverse."""
    return pinv(input, rcond)


@public("linalg.matrix_rank")
def matrix_rank(
    input: Tensor,
    tol: Any = None,
    hermitian: bool = False,
    *,
    atol: Any = None,
    rtol: Any = None,
) -> Tensor:
    """How many singular values are not below max(atol, rtol * largest)."""
    check_matrices("matrix_rank", input)
    a = memory(input)
    if 0 in a.shape[-2:]:
        return new_tensor(np.zeros(a.shape[:-2], np.int64))
    sizes = np.absolute(memory(eigvalsh(input))) if hermitian else singular_values(a)
    atol = _tolerance(tol if atol is None else atol)
    least = cutoff(sizes.max(-1, keepdims=True), a.shape, a.dtype, atol, _tolerance(rtol))
    return new_tensor(np.asarray(np.sum(sizes > least, -1), np.int64))


def _matrix_exp(a: Any) -> Any:
    from scipy.linalg import expm

    return expm(a).astype(a.dtype) if a.size else a.copy()


def _matrix_exp_vjp(g: Any, a: Any) -> Any:
    """The upper right block of exp [[A^H, g], [0, A^H]] (Al-Mohy and Higham 2009)."""
    n = a.shape[-1]
    a_h = adjoint(a)
    above = np.concatenate([a_h, g], -1)
    below = np.concatenate([np.zeros_like(a_h), a_h], -1)
    return matrix_exp_op(np.concatenate([above, below], -2))[..., :n, n:]


matrix_exp_op = operator("linalg_matrix_exp", _matrix_exp, holomorphic=False, a=_matrix_exp_vjp)


@public("linalg.matrix_exp", "matrix_exp", method="matrix_exp")
def matrix_exp(input: Tensor) -> Tensor:
    """The exponential of every square matrix."""
    check_square("matrix_exp", input)
    return matrix_exp_op(input)
