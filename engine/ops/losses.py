"""Losses that compare an input with a target element by element.

All take `reduction`: "mean", "sum" or "none" (and the two flags that came before it).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..errors import DTypeError, GradError, MathError, ShapeError, ValueRangeError
from ..families import function
from ..operator import Operator
from ..tensor import Tensor, memory
from .activations import sigmoid_
from .scalars import divided

REDUCTIONS = ("mean", "sum", "none")


def reduction_name(reduction: str, size_average: Any = None, reduce: Any = None) -> str:
    """The reduction meant; the old flags, where given, decide. Raises ValueRangeError."""
    if size_average is not None or reduce is not None:
        if reduce is False:
            return "none"
        return "sum" if size_average is False else "mean"
    if reduction not in REDUCTIONS:
        raise ValueRangeError(f"reduction is one of {', '.join(REDUCTIONS)}, not {reduction!r}")
    return reduction


def reduced(loss: Tensor, reduction: str) -> Tensor:
    """The loss of every element, or their mean or sum."""
    return loss if reduction == "none" else loss.mean() if reduction == "mean" else loss.sum()


def reduce_array(loss: Any, reduction: str) -> Any:
    """The same inside a kernel."""
    if reduction == "none":
        return loss
    return loss.sum() / loss.size if reduction == "mean" else loss.sum()


def spread(g: Any, reduction: str, x: Any) -> Any:
    """The cotangent of every element's loss, `x` being the input: the VJP of the reduction."""
    return divided(g, math.prod(x.shape)) if reduction == "mean" else g


def refuse_grad(name: str, **arguments: Tensor | None) -> None:
    """Raise GradError for an argument that requires grad where no derivative is defined."""
    for argument, value in arguments.items():
        if value is not None and tensor(value, name).requires_grad:
            raise GradError(f"{name} has no derivative for {argument}; pass {argument}.detach()")


def same_size(name: str, input: Tensor, target: Tensor, what: str = "target") -> None:
    if tensor(input, name).array.shape != tensor(target, name).array.shape:
        raise ValueRangeError(
            f"{name}: input has shape {list(input.shape)}, {what} has {list(target.shape)}; "
            "they must be equal"
        )


# Losses of the difference


def difference_loss(
    name: str,
    value: Callable[[Any, Any], Any],
    slope: Callable[[Any, Any], Any],
    bend: Callable[[Any, Any, Any], Any],
) -> Operator:
    """The loss value(x - t, width), its derivative slope(x - t, width), and the product of its
    second derivative with v, bend(v, x - t, width)."""
    vjp = operator(
        name + "_backward",
        lambda g, x, t, reduction, width: spread(g, reduction, x) * slope(x - t, width),
        elementwise=True,
        g=lambda c, x, t, reduction, width: spread(c, reduction, x) * slope(x - t, width),
        x=lambda c, g, x, t, reduction, width: bend(c * spread(g, reduction, x), x - t, width),
        t=lambda c, g, x, t, reduction, width: -bend(c * spread(g, reduction, x), x - t, width),
    )
    return operator(
        name,
        lambda x, t, reduction, width: reduce_array(value(x - t, width), reduction),
        promote="floating",
        elementwise=True,
        x=vjp,
        t=lambda g, x, t, reduction, width: vjp(g, t, x, reduction, width),
    )


mse = difference_loss("mse_loss", lambda d, _: d * d, lambda d, _: 2 * d, lambda v, d, _: 2 * v)
smooth_l1 = difference_loss(
    "smooth_l1_loss",
    lambda d, beta: np.where(
        np.absolute(d) < beta, (0.5 / beta) * (d * d), np.absolute(d) - 0.5 * beta
    ),
    lambda d, beta: np.minimum(np.maximum(d / beta, -1), 1),
    lambda v, d, beta: np.where(np.absolute(d) < beta, v / beta, 0.0),
)
huber = difference_loss(
    "huber_loss",
    lambda d, delta: np.where(
        np.absolute(d) <= delta, 0.5 * (d * d), delta * (np.absolute(d) - 0.5 * delta)
    ),
    lambda d, delta: np.minimum(np.maximum(d, -delta), delta),
    lambda v, d, delta: np.where(np.absolute(d) < delta, v, 0.0),
)


def broadcast_pair(name: str, input: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Input and target expanded to one shape. Raises ShapeError."""
    x, t = tensor(input, name).array.shape, tensor(target, name).array.shape
    if x == t:
        return input, target
    try:
        shape = np.broadcast_shapes(x, t)
    except ValueError:
        raise ShapeError(
            f"{name}: the shapes {list(x)} and {list(t)} of input and target do not broadcast"
        ) from None
    return input if x == shape else input.expand(shape), (
        target if t == shape else target.expand(shape)
    )


def weighted(name: str, loss: Tensor, input: Tensor, weight: Tensor, reduction: str) -> Tensor:
    """Every element's loss times its weight; the mean is weighted too. Raises ValueRangeError."""
    same_size(name, input, weight, "weight")
    loss = loss * weight
    return loss.sum() / weight.sum() if reduction == "mean" else reduced(loss, reduction)


@public("nn.functional.mse_loss")
def mse_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """(input - target)**2. Raises ShapeError when the shapes do not broadcast."""
    reduction = reduction_name(reduction, size_average, reduce)
    x, t = broadcast_pair("mse_loss", input, target)
    if weight is not None:
        return weighted("mse_loss", (x - t) ** 2, input, weight, reduction)
    return mse(x, t, reduction, None)


@public("nn.functional.l1_loss")
def l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    weight: Tensor | None = None,
) -> Tensor:
    """|input - target|. Raises ShapeError when the shapes do not broadcast."""
    reduction = reduction_name(reduction, size_average, reduce)
    x, t = broadcast_pair("l1_loss", input, target)
    loss = (x - t).abs()
    if weight is not None:
        return weighted("l1_loss", loss, input, weight, reduction)
    return reduced(loss, reduction)


@public("nn.functional.smooth_l1_loss")
def smooth_l1_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    beta: float = 1.0,
) -> Tensor:
    """The absolute difference, rounded off to a parabola below `beta`.

    Raises MathError for a negative `beta`.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    beta = number(beta)
    if beta < 0:
        raise MathError(f"smooth_l1_loss: beta must not be negative, it is {beta}")
    input, target = broadcast_pair("smooth_l1_loss", input, target)
    if beta == 0:
        return reduced((input - target).abs(), reduction)
    return smooth_l1(input, target, reduction, beta)


@public("nn.functional.huber_loss")
def huber_loss(
    input: Tensor,
    target: Tensor,
    reduction: str = "mean",
    delta: float = 1.0,
    weight: Tensor | None = None,
) -> Tensor:
    """Half the squared difference, continued by its tangent beyond `delta`.

    Raises MathError when `delta` is not positive.
    """
    reduction = reduction_name(reduction)
    delta = number(delta)
    if not delta > 0:
        raise MathError(f"huber_loss: delta must be positive, it is {delta}")
    x, t = broadcast_pair("huber_loss", input, target)
    if weight is None:
        return huber(x, t, reduction, delta)
    same_size("huber_loss", input, weight, "weight")
    return reduced(huber(x, t, "none", delta) * weight, reduction)


# Binary cross entropy


def _bce(x: Any, t: Any, weight: Any, reduction: str) -> Any:
    """The logarithms are cut off at -100."""
    loss = (t - 1) * np.maximum(np.log1p(-x), -100) - t * np.maximum(np.log(x), -100)
    return reduce_array(_times(loss, weight), reduction)


def _times(value: Any, weight: Any) -> Any:
    return value if weight is None else value * weight


FLOOR = float(np.float32(1e-12))
"""What keeps the gradient finite at 0 and 1; PyTorch has it in single precision."""


def _variance(x: Any) -> Any:
    return np.maximum((1 - x) * x, FLOOR)


bce_vjp = operator(
    "binary_cross_entropy_backward",
    lambda g, x, t, weight, reduction: _times(
        spread(g, reduction, x) * ((x - t) / _variance(x)), weight
    ),
    elementwise=True,
    g=lambda c, x, t, weight, reduction: _times(
        spread(c, reduction, x) * ((x - t) / _variance(x)), weight
    ),
    x=lambda c, g, x, t, weight, reduction: _times(
        (c * spread(g, reduction, x)) * ((x * x - 2 * (x * t) + t) / _variance(x) ** 2), weight
    ),
    t=lambda c, g, x, weight, reduction: _times(
        -(c * spread(g, reduction, x)) / _variance(x), weight
    ),
)
bce = operator(
    "binary_cross_entropy",
    _bce,
    promote="floating",
    elementwise=True,
    x=bce_vjp,
    t=lambda g, x, weight, reduction: spread(
        _times(g * (np.log1p(-x) - np.log(x)), weight), reduction, x
    ),
)


@public("nn.functional.binary_cross_entropy")
def binary_cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """-(target*log(input) + (1-target)*log(1-input)), `input` being probabilities.

    Raises ValueRangeError for different shapes, DTypeError for different dtypes, MathError for
    an input outside 0 to 1, GradError for a weight that requires grad.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    same_size("binary_cross_entropy", input, target)
    x = memory(input)
    if target.array.dtype != x.dtype:
        raise DTypeError(f"binary_cross_entropy: input is {input.dtype}, target is {target.dtype}")
    refuse_grad("binary_cross_entropy", weight=weight)
    if weight is not None:
        broadcast_pair("binary_cross_entropy", weight, target)
    if not ((x >= 0) & (x <= 1)).all():
        raise MathError("binary_cross_entropy: the input must lie between 0 and 1")
    return bce(input, target, None if weight is None else weight.detach(), reduction)


def _softplus(x: Any) -> Any:
    return np.log1p(np.exp(-np.absolute(x))) + np.maximum(x, 0)


def _logits(x: Any, t: Any, weight: Any, positive: Any, reduction: str) -> Any:
    if positive is None:
        loss = (1 - t) * x + _softplus(-x)
    else:
        loss = (1 - t) * x + (1 + (positive - 1) * t) * _softplus(-x)
    return reduce_array(_times(loss, weight), reduction)


def _logits_vjp(g: Any, x: Any, t: Any, weight: Any, positive: Any, reduction: str) -> Any:
    if positive is None:
        slope = sigmoid_(x) - t
    else:
        slope = (positive * t + (1 - t)) * sigmoid_(x) - positive * t
    return spread(_times(slope * g, weight), reduction, x)


def _logits_vjp_of_target(g: Any, x: Any, weight: Any, positive: Any, reduction: str) -> Any:
    slope = -x if positive is None else (positive - 1) * _softplus(-x) - x
    return spread(_times(slope * g, weight), reduction, x)


logits = operator(
    "binary_cross_entropy_with_logits",
    _logits,
    promote="floating",
    elementwise=True,
    x=_logits_vjp,
    t=_logits_vjp_of_target,
)


@public("nn.functional.binary_cross_entropy_with_logits")
def binary_cross_entropy_with_logits(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    pos_weight: Tensor | None = None,
) -> Tensor:
    """binary_cross_entropy of sigmoid(input), without its cancellations.

    pos_weight: a factor for the positive part, broadcast to the target.
    Raises ValueRangeError for different shapes, GradError for weights that require grad.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    name = "binary_cross_entropy_with_logits"
    same_size(name, input, target)
    if target.array.dtype.kind != "f":
        raise DTypeError(f"{name}: the target is {target.dtype}; convert it with .float()")
    refuse_grad(name, weight=weight, pos_weight=pos_weight)
    weights = [None if w is None else w.detach() for w in (weight, pos_weight)]
    return logits(input, target, *weights, reduction)


# Kullback-Leibler divergence


@public("nn.functional.kl_div")
def kl_div(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
    log_target: bool = False,
) -> Tensor:
    """target * (log(target) - input), `input` being log-probabilities.

    log_target: the target is log-probabilities too. reduction: also "batchmean", the sum divided
    by the first dimension.
    """
    batchmean = reduction == "batchmean" and size_average is None and reduce is None
    reduction = "sum" if batchmean else reduction_name(reduction, size_average, reduce)
    if not {tensor(t, "kl_div").array.dtype.kind for t in (input, target)} & set("fc"):
        raise DTypeError("kl_div takes floating-point tensors, these hold integers")
    if log_target:
        loss = target.exp() * (target - input)
    else:
        loss = function("xlogy")(target, target) - target * input
    loss = reduced(loss, reduction)
    return loss / input.shape[0] if batchmean and tensor(input, "kl_div").ndim else loss
