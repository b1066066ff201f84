"""Variance, standard deviation, and their relatives."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import expand_reduced
from ..calls import call_with_numbers
from ..declare import operator, public
from ..dims import reduced_dims
from ..errors import ArgumentError, DTypeError
from ..tensor import Tensor
from .reductions import check_keepdim, check_tensor, count, mean_dim


def _variance(x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    """The mean squared distance from the mean, in two passes, over n - correction."""
    n = count(x.shape, dim)
    distance = x - np.sum(x, axis=dim, keepdims=True) / x.dtype.type(n)
    square = np.real(distance * np.conj(distance)) if x.dtype.kind == "c" else distance * distance
    total = np.sum(square, axis=dim, keepdims=keepdim)
    return total / total.dtype.type(max(n - correction, 0))


def _variance_vjp(g: Any, x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    """g * 2 (x - mean) / (n - correction)."""
    elements = count(x.shape, dim)
    left = elements - correction
    g = expand_reduced(g, x.shape, dim, keepdim)
    middle = np.mean(x, axis=dim, keepdims=True) if elements else np.nan
    if left <= 0:
        return g * np.where(x == middle, np.nan, np.inf).astype(x.dtype)
    return (2.0 / left) * g * (x - middle)


def _deviation(x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    return np.sqrt(_variance(x, dim, correction, keepdim))


def _halved(g: Any, y: Any) -> Any:
    """The cotangent of a variance given that of its root `y`; zero where the root is zero."""
    zero = y == 0
    return np.where(zero, 0.0, g / (2 * np.where(zero, 1.0, y)))


def _deviation_vjp(g: Any, x: Any, y: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    return _variance_vjp(_halved(g, y), x, dim, correction, keepdim)


def _mean_vjp(g: Any, x: Any, dim: Any, keepdim: bool) -> Any:
    return expand_reduced(g, x.shape, dim, keepdim) / count(x.shape, dim)


REAL: dict[str, Any] = {"holomorphic": False, "lazy": True}

var_dim = operator("var", _variance, **REAL, x=_variance_vjp)
std_dim = operator("std", _deviation, **REAL, x=_deviation_vjp)
var_mean_dim = operator(
    "var_mean",
    lambda x, dim, correction, keepdim: (
        _variance(x, dim, correction, keepdim),
        mean_dim.kernel(x, dim, keepdim),
    ),
    **REAL,
    x=lambda g, x, dim, correction, keepdim: (
        _variance_vjp(g[0], x, dim, correction, keepdim) + _mean_vjp(g[1], x, dim, keepdim)
    ),
)
std_mean_dim = operator(
    "std_mean",
    lambda x, dim, correction, keepdim: (
        _deviation(x, dim, correction, keepdim),
        mean_dim.kernel(x, dim, keepdim),
    ),
    **REAL,
    x=lambda g, x, y, dim, correction, keepdim: (
        _deviation_vjp(g[0], x, y[0], dim, correction, keepdim) + _mean_vjp(g[1], x, dim, keepdim)
    ),
)


def _publish(name: str, made: Any, method: bool) -> None:
    """PyTorch's three signatures: (unbiased), (dim, unbiased, keepdim), (dim, *, correction,
    keepdim). `unbiased` is an older way to say correction=1, and False to say 0."""

    def call(
        input: Tensor,
        dim: Any = ...,
        unbiased: Any = ...,
        keepdim: bool = False,
        *,
        correction: Any = ...,
    ) -> Any:
        check_tensor(input)
        check_keepdim(keepdim)
        x = input.array
        if x.dtype.kind not in "fc":
            raise DTypeError(f"{name} takes floating-point tensors, not {input.dtype}")
        if dim.__class__ is bool:
            dim, unbiased = ..., dim
        if unbiased is not ...:
            if correction is not ... or (keepdim and dim is ...):
                raise ArgumentError(f"{name}: unbiased goes with dim and keepdim, not correction")
            if unbiased.__class__ is not bool:
                raise ArgumentError(f"{name}: unbiased is True or False, not {unbiased!r}")
            correction = int(unbiased)
        elif correction is ... or correction is None:
            correction = 1
        return apply(input, reduced_dims(dim, x.ndim), correction, keepdim)

    apply = made if made.node_name.endswith("MeanBackward0") else call_with_numbers(made)
    public(name, method=method)(call)


_publish("var", var_dim, True)
_publish("std", std_dim, True)
_publish("var_mean", var_mean_dim, False)
_publish("std_mean", std_mean_dim, False)
