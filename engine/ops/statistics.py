"""Variance, standard deviation, and their relatives."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import expand_reduced
from ..calls import call_with_numbers
from ..declare import operator, public
from ..dims import reduced_dims
from ..errors import ArgumentError, DTypeError, MathError, ShapeError, UnsupportedError
from ..tensor import Tensor, memory, new_tensor
from .diagonals import diagonal
from .products import mm
from .reductions import check_keepdim, check_tensor, count, mean_dim, sum_
from .shapes import matrix_transposed, squeezed, unsqueezed, viewed


def _variance(x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    """The mean squared distance from the mean, in two passes, over n - correction."""
    n = count(x.shape, dim)
    distance = x - np.sum(x, axis=dim, keepdims=True) / x.dtype.type(n)
    square = np.real(distance * np.conj(distance)) if x.dtype.kind == "c" else distance * distance
    total = np.sum(square, axis=dim, keepdims=keepdim)
    return total / total.dtype.type(max(n - correction, 0))


def _variance_vjp(g: Any, x: Any, dim: Any, correction: float, keepdim: bool) -> Any:
    """g * 2 (x - mean) / (n - correction)."""
    left = count(x.shape, dim) - correction
    g = expand_reduced(g, x.shape, dim, keepdim)
    middle = np.mean(x, axis=dim, keepdims=True)
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


@public("cov", method=True)
def cov(
    input: Tensor,
    *,
    correction: int = 1,
    fweights: Tensor | None = None,
    aweights: Tensor | None = None,
) -> Tensor:
    """The covariance matrix of variables (rows) over observations (columns).

    fweights: how often each observation was made; aweights: how much each counts.
    """
    rows = _as_rows(input, "cov")
    count_ = rows.array.shape[1]
    weights = _weights(fweights, aweights, count_)
    if weights is None:
        total = new_tensor(np.asarray(count_))
        average = sum_(rows, 1) / total
    else:
        total = sum_(weights)
        if not total.item():
            raise MathError("cov: the weights sum to zero")
        average = sum_(rows * weights, 1) / total
    if weights is not None and aweights is not None and correction:
        norm = total - correction * sum_(weights * aweights) / total
    else:
        norm = total - correction
    if norm.item() <= 0:
        norm = norm * 0
    rows = rows - unsqueezed(average, 1)
    weighted = rows if weights is None else rows * weights
    other = matrix_transposed(weighted)
    if other.array.dtype.kind == "c":
        other = other.conj()
    found = mm(rows, other) / norm
    return squeezed(found, tuple(i for i, n in enumerate(found.array.shape) if n == 1))


def _as_rows(input: Tensor, name: str) -> Tensor:
    check_tensor(input)
    if input.array.ndim > 2:
        raise ShapeError(f"{name} takes at most two dimensions, not the shape {list(input.shape)}")
    if input.array.dtype.kind == "b":
        raise DTypeError(f"{name} is not defined for bool tensors")
    return input if input.array.ndim == 2 else viewed(input, (1, input.array.size))


def _weights(fweights: Tensor | None, aweights: Tensor | None, count: int) -> Tensor | None:
    for weights, kinds in ((fweights, "iu"), (aweights, "f")):
        if weights is None:
            continue
        if weights.array.ndim > 1 or weights.array.size != count:
            raise ShapeError(f"cov: {count} observations, weights of {list(weights.shape)}")
        if weights.array.dtype.kind not in kinds:
            raise DTypeError(
                f"cov: fweights are integers, aweights floating-point numbers; not {weights.dtype}"
            )
        if np.any(memory(weights) < 0):
            raise MathError("cov: weights are not negative")
    if fweights is None or aweights is None:
        return aweights if fweights is None else fweights
    return fweights * aweights


@public("corrcoef", method=True)
def corrcoef(input: Tensor) -> Tensor:
    """The correlation coefficients of variables (rows) over observations (columns)."""
    found = cov(input)
    if found.array.ndim == 0:
        return found / found
    deviation = diagonal(found)
    if deviation.array.dtype.kind == "c":
        deviation = deviation.real
    deviation = deviation.sqrt()
    n = deviation.array.size
    found = found / viewed(deviation, (n, 1)) / viewed(deviation, (1, n))
    return found if found.array.dtype.kind == "c" else found.clamp(-1, 1)


@public("histc", method=True)
def histc(input: Tensor, bins: int = 100, min: float = 0, max: float = 0) -> Tensor:
    """How many elements lie in each of `bins` equal parts of [min, max], by default the range."""
    x = memory(input)
    if x.dtype.kind != "f":
        raise UnsupportedError(f"histc takes floating-point tensors, not {input.dtype}")
    if bins <= 0:
        raise MathError(f"histc: {bins} bins")
    if min == max and x.size:
        min, max = float(x.min()), float(x.max())
    if min == max:
        min, max = min - 1, max + 1
    if not min < max or not np.isfinite([min, max]).all():
        raise MathError(f"histc: the range from {min} to {max} is none")
    found = np.histogram(x, bins, (min, max))[0]
    return new_tensor(found.astype(x.dtype))
