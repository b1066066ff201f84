"""Norms of vectors, and the distances made of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import expand_reduced, reduce_by
from ..calls import call_with_numbers
from ..declare import operator, public
from ..dims import one_dim, reduced_dims
from ..dtypes import numpy_dtype
from ..errors import ArgumentError, DTypeError, MathError, ShapeError
from ..families import function
from ..tensor import Tensor
from .reductions import check_tensor

INF = float("inf")


def _norm(x: Any, p: float, dim: Any, keepdim: bool, dtype: Any) -> Any:
    """The p-norm: the p-th root of the sum of the sizes to the power p, and its limits."""
    if dtype is not None:
        if x.dtype.kind == "c" and np.dtype(dtype).kind != "c":
            raise DTypeError(f"a norm of complex numbers has a complex dtype, not {dtype}")
        x = x.astype(dtype)
    if p == 2 and x.dtype.kind == "f":
        return np.sqrt(reduce_by(np.add, x * x, dim, keepdim))
    size = np.absolute(x)
    if p == 0:
        return np.sum((size != 0).astype(size.dtype), axis=dim, keepdims=keepdim)
    if p == INF:
        return np.max(size, axis=dim, keepdims=keepdim)
    if p == -INF:
        return np.min(size, axis=dim, keepdims=keepdim)
    if p == 1:
        return np.sum(size, axis=dim, keepdims=keepdim)
    return np.power(np.sum(np.power(size, p), axis=dim, keepdims=keepdim), 1 / p)


def _direction(x: Any) -> Any:
    """The sign of `x`, as PyTorch has it: of nan zero."""
    return np.where(np.isnan(x), 0.0, np.sign(x))


def norm_vjp(g: Any, x: Any, y: Any, p: float, dim: Any, keepdim: bool) -> Any:
    """The p-norm's gradient, a subgradient where there is none: zero where the norm is zero.

    A count of elements (p = 0) has no gradient at all.
    """
    if p == 0:
        return None
    y = expand_reduced(y, x.shape, dim, keepdim)
    g = expand_reduced(g, x.shape, dim, keepdim)
    if p == 1:
        return g * _direction(x)
    if p == 2:
        zero = y == 0
        return g * np.where(zero, 0.0, x / np.where(zero, 1.0, y))
    size = np.absolute(x)
    if p in (INF, -INF):
        ties = np.logical_or(size == y, np.isnan(size))
        ways = np.sum(ties, axis=dim, keepdims=True)
        return g / ways.astype(size.dtype) * ties * _direction(x)
    if p < 1:
        zero = size == 0
        slope = np.where(zero, 0.0, np.where(zero, 1.0, size) ** (p - 1)) * np.sign(x)
        return g * (slope * y ** (1 - p))
    slope = np.sign(x) * size ** (p - 1) if p < 2 else x * size ** (p - 2)
    zero = y == 0
    return g * np.where(zero, 0.0, slope / np.where(zero, 1.0, y) ** (p - 1))


vector_norm_dim = operator("linalg_vector_norm", _norm, holomorphic=False, lazy=True, x=norm_vjp)
_norm_of = call_with_numbers(vector_norm_dim)


@public("linalg.vector_norm")
def vector_norm(
    input: Tensor, ord: float = 2, dim: Any = None, keepdim: bool = False, *, dtype: Any = None
) -> Tensor:
    """The norm of order `ord` of all elements, or along `dim`.

    Raises DTypeError for integers, MathError for an extremum of no elements.
    """
    check_tensor(input)
    array = input.array
    if array.dtype.kind not in "fc":
        raise DTypeError(f"a norm takes floating-point tensors, not {input.dtype}")
    if isinstance(ord, (str, complex)):
        raise ArgumentError(f"the order of a vector's norm is a number, not {ord!r}")
    p = float(ord)
    over = reduced_dims(dim, array.ndim)
    if p < 0 or p == INF:
        for length in array.shape if over is None else [array.shape[d] for d in over]:
            if length == 0:
                raise MathError(f"the {p} norm of no elements does not exist")
    if dtype is None:
        return _norm_of(input, p, over, keepdim, None)
    return vector_norm_dim(input, p, over, keepdim, numpy_dtype(dtype))


@public("norm", method=True)
def norm(
    input: Tensor, p: Any = "fro", dim: Any = None, keepdim: bool = False, dtype: Any = None
) -> Tensor:
    """The norm of order `p`, of all elements or along `dim`; "fro" is 2, "nuc" of a matrix."""
    if p is None or p == "fro":
        return vector_norm(input, 2, dim, keepdim, dtype=dtype)
    if p.__class__ is str:
        over = (-2, -1) if dim is None else dim
        return function("linalg.matrix_norm")(input, p, over, keepdim, dtype=dtype)
    if isinstance(p, complex):
        raise ArgumentError(f"the order of a norm is a real number, not {p!r}")
    return vector_norm(input, p, dim, keepdim, dtype=dtype)


def _renorm_factor(x: Any, p: float, dim: Any, maxnorm: float) -> tuple[Any, Any]:
    """The norms over `dim`, and what to scale with to bring those above `maxnorm` down to it."""
    norm = vector_norm_dim(x, p, dim, True, None)
    return norm, np.where(norm > maxnorm, maxnorm / (norm + 1e-7), 1.0)


def _renorm_vjp(g: Any, x: Any, p: float, dim: Any, maxnorm: float) -> Any:
    norm, factor = _renorm_factor(x, p, dim, maxnorm)
    inverse = 1 / (norm + 1e-7)
    along = np.sum(np.conj(x) * g, axis=dim, keepdims=True) if dim else np.conj(x) * g
    slope = norm_vjp(np.real(along), x, norm, p, dim, True)
    return np.where(norm > maxnorm, factor * (g - inverse * slope), g)


renorm_dim = operator(
    "renorm",
    lambda x, p, dim, maxnorm: x * _renorm_factor(x, p, dim, maxnorm)[1].astype(x.real.dtype),
    holomorphic=False,
    x=_renorm_vjp,
)


@public("renorm", method=True, inplace_form=True)
def renorm(input: Tensor, p: float, dim: int, maxnorm: float) -> Tensor:
    """Each slice along `dim` scaled down to the p-norm `maxnorm` where its own is larger."""
    check_tensor(input)
    if not p > 0 or maxnorm < 0 or input.array.ndim < 2:
        raise ShapeError("renorm takes a tensor of two dimensions or more, p > 0, maxnorm >= 0")
    place = one_dim(dim, input.array.ndim)
    others = tuple(d for d in range(input.array.ndim) if d != place)
    return renorm_dim(input, float(p), others, float(maxnorm))
