"""Softmax and its logarithm, and the gated linear unit: activations along a dimension."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import operator, public
from ..dims import one_dim
from ..errors import ShapeError
from ..operator import Operator
from ..tensor import Tensor, memory, new_tensor
from .activations import sigmoid_


def _softmax(x: Any, dim: int | None) -> Any:
    if not x.size:
        return x
    e = np.exp(x - x.max(dim, None, True))
    return e / e.sum(dim, None, None, True)


def _log_softmax(x: Any, dim: int | None) -> Any:
    if not x.size:
        return x
    x = x - x.max(dim, None, True)
    return x - np.log(np.exp(x).sum(dim, None, None, True))


def _total(x: Any, dim: int | None) -> Any:
    return np.sum(x, axis=dim, keepdims=True)


softmax_vjp = operator(
    "softmax_backward_data",
    lambda g, y, dim: y * (g - _total(y * g, dim)),
    lazy=True,
    g=lambda c, y, dim: softmax_vjp(c, y, dim),
    y=lambda c, g, y, dim: c * g - (c * _total(y * g, dim) + g * _total(y * c, dim)),
)
log_softmax_vjp = operator(
    "log_softmax_backward_data",
    lambda g, y, dim: g - np.exp(y) * _total(g, dim),
    lazy=True,
    g=lambda c, y, dim: c - _total(c * np.exp(y), dim),
    y=lambda c, g, y, dim: -(c * np.exp(y)) * _total(g, dim),
)
softmax_ = operator("softmax", _softmax, promote="floating", lazy=True, x=softmax_vjp)
log_softmax_ = operator(
    "log_softmax", _log_softmax, promote="floating", lazy=True, x=log_softmax_vjp
)


def _along(apply: Operator, input: Tensor, dim: Any, dtype: Any) -> Tensor:
    ndim = tensor(input, apply.name).array.ndim
    if dtype is not None:
        input = input.to(dtype)
    dim = one_dim(dim, ndim)
    return apply(input, dim if ndim else None)


@public("softmax", "special.softmax", method=True)
def softmax(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
    """exp(input) / sum(exp(input)) along `dim`; computed in `dtype` when one is given."""
    return _along(softmax_, input, dim, dtype)


@public("log_softmax", "special.log_softmax", method=True)
def log_softmax(input: Tensor, dim: int, dtype: Any = None) -> Tensor:
    """The logarithm of softmax, without its cancellations."""
    return _along(log_softmax_, input, dim, dtype)


def _usual_dim(input: Tensor) -> int:
    """The dimension that layers take when none is given."""
    return 0 if tensor(input, "softmax").array.ndim in (0, 1, 3) else 1


@public("nn.functional.softmax")
def softmax_layer(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None
) -> Tensor:
    return softmax(input, _usual_dim(input) if dim is None else dim, dtype)


@public("nn.functional.log_softmax")
def log_softmax_layer(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None
) -> Tensor:
    return log_softmax(input, _usual_dim(input) if dim is None else dim, dtype)


@public("nn.functional.softmin")
def softmin(
    input: Tensor, dim: int | None = None, _stacklevel: int = 3, dtype: Any = None
) -> Tensor:
    """softmax of -input."""
    return softmax(-tensor(input, "softmin"), _usual_dim(input) if dim is None else dim, dtype)


@public("nn.functional.gumbel_softmax")
def gumbel_softmax(
    logits: Tensor, tau: float = 1, hard: bool = False, eps: float = 1e-10, dim: int = -1
) -> Tensor:
    """softmax of logits with Gumbel noise; `hard` gives one-hot values with softmax's gradient.

    Jang et al., 2016. `eps` has no effect.
    """
    from ..rng.continuous import exponential

    array = tensor(logits, "gumbel_softmax").array
    noise = new_tensor(-np.log(exponential(1.0, array.shape, array.dtype)))
    soft = softmax((logits + noise) / tau, dim)
    if not hard:
        return soft
    values = memory(soft)
    chosen = np.argmax(values, axis=dim, keepdims=True)
    one_hot = np.zeros_like(values)
    np.put_along_axis(one_hot, chosen, 1, dim)
    return new_tensor(one_hot) - soft.detach() + soft


def _halves(x: Any, dim: int) -> tuple[Any, Any]:
    middle = x.shape[dim] // 2
    before = (slice(None),) * dim
    return x[(*before, slice(0, middle))], x[(*before, slice(middle, None))]


def _glu(x: Any, dim: int) -> Any:
    a, b = _halves(x, dim)
    return a * sigmoid_(b)


def _glu_vjp(g: Any, x: Any, dim: int) -> Any:
    a, b = _halves(x, dim)
    s = sigmoid_(b)
    return np.concatenate([g * s, (g * a) * (s * (1 - s))], dim)


def _glu_vjp_of_g(c: Any, x: Any, dim: int) -> Any:
    (a, b), (ca, cb) = _halves(x, dim), _halves(c, dim)
    s = sigmoid_(b)
    return ca * s + cb * a * (s * (1 - s))


def _glu_vjp_of_x(c: Any, g: Any, x: Any, dim: int) -> Any:
    (a, b), (ca, cb) = _halves(x, dim), _halves(c, dim)
    s = sigmoid_(b)
    bend = (g * (s * (1 - s))) * (ca + cb * a * (1 - 2 * s))
    return np.concatenate([(cb * g) * (s * (1 - s)), bend], dim)


glu_ = operator(
    "glu",
    _glu,
    promote="floating",
    x=operator("glu_backward", _glu_vjp, g=_glu_vjp_of_g, x=_glu_vjp_of_x),
)


@public("nn.functional.glu")
def glu(input: Tensor, dim: int = -1) -> Tensor:
    """The first half of `input` along `dim`, times the sigmoid of the second half.

    Raises ShapeError for an odd length, and for a tensor without dimensions.
    """
    array = tensor(input, "glu").array
    if array.ndim == 0:
        raise ShapeError("glu needs a dimension to halve; this tensor has none")
    dim = one_dim(dim, array.ndim)
    if array.shape[dim] % 2:
        raise ShapeError(f"glu halves dimension {dim}, whose length {array.shape[dim]} is odd")
    return glu_(input, dim)
