"""Cumulative sums, products and extrema, and the rules of integration built on them."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import cast
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import I64, numpy_dtype
from ..errors import DTypeError
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .selection import add_along, take_along


def reverse_cumsum(g: Any, dim: int) -> Any:
    """The sum of each element and all that follow it along `dim`."""
    return np.flip(np.cumsum(np.flip(g, dim), dim), dim)


def exclusive_product(x: Any, dim: int) -> Any:
    """For each element the product of all others along `dim`, zeros or not."""
    before = np.cumprod(_shifted(x, dim), dim)
    after = np.flip(np.cumprod(_shifted(np.flip(x, dim), dim), dim), dim)
    return before * after


def _shifted(x: Any, dim: int) -> Any:
    """`x` moved on by one along `dim`, a one put in front."""
    first = (slice(None),) * dim + (slice(0, 1),)
    rest = (slice(None),) * dim + (slice(0, -1),)
    return np.concatenate([np.ones_like(x[first]), x[rest]], dim)


def _cumulative(ufunc: Any) -> Any:
    def kernel(x: Any, dim: int, dtype: Any) -> Any:
        if dtype is not None or x.dtype.kind not in "fc":
            x = cast(x, dtype or I64)
        return ufunc.accumulate(x, dim) if x.ndim else x.copy()

    return kernel


def _cumprod_vjp(g: Any, x: Any, y: Any, dim: int) -> Any:
    """Of cumprod: (sum over j >= i of g[j] y[j]) / x[i], with care where x is zero."""
    if x.ndim == 0:
        return g
    if np.all(x):
        return reverse_cumsum(g * y, dim) / x
    if x.__class__ is Tensor:
        return _cumprod_vjp_by_pairs(g, x, dim)
    zero = x == 0
    first = zero & (np.cumsum(zero, dim) == 1)
    before = np.cumsum(zero, dim) == 0
    without = np.cumprod(np.where(first, x.dtype.type(1), x), dim)
    ahead = reverse_cumsum(g * y, dim) / np.where(zero, x.dtype.type(1), x)
    return np.where(first, reverse_cumsum(g * without, dim), ahead * before)


def _cumprod_vjp_by_pairs(g: Any, x: Any, dim: int) -> Any:
    """The same to any order: each element in turn replaced by one, at quadratic cost."""
    x, g = np.moveaxis(x, dim, -1), np.moveaxis(g, dim, -1)
    n = x.shape[-1]
    others = np.where(np.eye(n, dtype=bool), 1.0, np.expand_dims(x, -2))
    products = np.triu(np.cumprod(others, -1))
    return np.moveaxis(np.sum(products * np.expand_dims(g, -2), axis=-1), -1, dim)


cumsum_dim = operator(
    "cumsum",
    _cumulative(np.add),
    holomorphic=False,
    x=lambda g, dim: reverse_cumsum(g, dim) if g.ndim else g,
)
cumprod_dim = operator("cumprod", _cumulative(np.multiply), x=_cumprod_vjp)


@public("cumsum", method=True, inplace_form=True)
def cumsum(input: Tensor, dim: int, *, dtype: Any = None) -> Tensor:
    """The running sum along `dim`; integers and bools are summed as int64."""
    wanted = None if dtype is None else numpy_dtype(dtype)
    return cumsum_dim(input, one_dim(dim, input.array.ndim), wanted)


@public("cumprod", method=True, inplace_form=True)
def cumprod(input: Tensor, dim: int, *, dtype: Any = None) -> Tensor:
    """The running product along `dim`; integers and bools multiply as int64."""
    wanted = None if dtype is None else numpy_dtype(dtype)
    return cumprod_dim(input, one_dim(dim, input.array.ndim), wanted)


def _logcumsumexp(x: Any, dim: int) -> Any:
    if x.ndim == 0:
        return x.copy()
    if x.dtype.kind == "c":
        shift = np.max(np.real(x), axis=dim, keepdims=True, initial=-np.inf)
        return np.log(np.cumsum(np.exp(x - shift), dim)) + shift
    return np.logaddexp.accumulate(x, dim)


LOG_OF_NOTHING = -1e30
"""Stands for log(0) where its derivative must stay finite."""


def _logcumsumexp_vjp(g: Any, x: Any, y: Any, dim: int) -> Any:
    """sum over j >= i of g[j] exp(x[i] - y[j]), by logarithms so that nothing overflows.

    The positive and the negative part of g are summed apart, as logarithms of their sizes.
    """
    if x.ndim == 0:
        return g
    if x.dtype.kind == "c":
        return reverse_cumsum(g * np.exp(-y), dim) * np.exp(x)

    def part(size: Any) -> Any:
        positive = size > 0
        log_size = np.where(positive, np.log(np.where(positive, size, 1.0)), LOG_OF_NOTHING) - y
        return np.exp(np.flip(logcumsumexp_dim(np.flip(log_size, dim), dim), dim) + x)

    return part(g) - part(-g)


logcumsumexp_dim = operator("logcumsumexp", _logcumsumexp, x=_logcumsumexp_vjp)


@public("logcumsumexp", method=True)
def logcumsumexp(input: Tensor, dim: int) -> Tensor:
    """log(cumsum(exp(input))) along `dim`, without overflow."""
    if input.array.dtype.kind in "iub":
        raise DTypeError(f"logcumsumexp takes floating-point tensors, not {input.dtype}")
    return logcumsumexp_dim(input, one_dim(dim, input.array.ndim))


def _running_extremum(x: np.ndarray, ufunc: Any, dim: int) -> np.ndarray:
    """Where the running extremum along `dim` stands: the last of equals, and any nan."""
    if x.ndim == 0:
        return np.zeros((), I64)
    best = ufunc.accumulate(x, dim)
    renewed = (x == best) | (x != x)
    shape = [1] * x.ndim
    shape[dim] = -1
    places = np.arange(x.shape[dim]).reshape(shape)
    return np.maximum.accumulate(np.where(renewed, places, 0), dim)


def _cumulative_extremum(name: str, ufunc: Any) -> None:
    found = operator(
        name,
        take_along.kernel,
        x=lambda g, indices, x_shape, dim: add_along(g, indices, dim, x_shape),
        indices=None,
    )
    results = return_type(name, "values", "indices")

    def call(input: Tensor, dim: int) -> Any:
        if input.array.dtype.kind == "c":
            raise DTypeError(f"{name} is not defined for complex tensors")
        place = one_dim(dim, input.array.ndim)
        indices = new_tensor(_running_extremum(memory(input), ufunc, place))
        return results((found(input, indices, place), indices))

    public(name, method=True)(call)


_cumulative_extremum("cummax", np.maximum)
_cumulative_extremum("cummin", np.minimum)
