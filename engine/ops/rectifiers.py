"""Activations made of straight pieces: relu and its kin, and the hard forms of the curves."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..activation import activation, slope
from ..arguments import number, tensor
from ..arrays import unbroadcast
from ..declare import operator, public
from ..errors import DTypeError, MathError, ShapeError, ValueRangeError
from ..inplace import inplace
from ..tensor import Tensor

threshold_slope = slope("threshold", lambda g, x, threshold: np.where(x <= threshold, 0, g))

relu = activation(
    "relu",
    lambda x: np.maximum(0, x),
    lambda g, y: threshold_slope(g, y, 0),
    names="relu",
    promote="numbers",
    real=True,
)
public("nn.functional.relu_")(inplace(relu, "relu_"))
SIXTH = float(np.float32(1 / 6))
"""PyTorch keeps it in single precision, whatever the dtype."""

hardsigmoid = activation(
    "hardsigmoid",
    lambda x: np.minimum(np.maximum(x + 3, 0), 6) / 6,
    slope("hardsigmoid", lambda g, x: np.where((x > -3) & (x < 3), g * SIXTH, 0)),
)
hardswish = activation(
    "hardswish",
    lambda x: x * np.minimum(np.maximum(x + 3, 0), 6) / 6,
    slope(
        "hardswish",
        lambda g, x: np.where(x <= -3, 0, np.where(x < 3, g * (x / 3 + 0.5), g)),
        lambda c, g, x: np.where((x > -3) & (x < 3), (c * g) / 3, 0.0),
    ),
)


# Leaky: one slope above zero, another below


def _leaky(x: Any, leak: Any) -> Any:
    return np.where(x > 0, x, x * leak)


leaky_slope = slope("leaky_relu", lambda g, x, leak: np.where(x > 0, g, g * leak))
leaky = operator("leaky_relu", _leaky, promote="floating", elementwise=True, x=leaky_slope)
leaky_change = inplace(
    operator(
        "leaky_relu_",
        _leaky,
        node="LeakyReluBackward1",
        promote="floating",
        elementwise=True,
        x=lambda g, y, leak: leaky_slope(g, y, leak),
    ),
    "leaky_relu_",
)


@public("nn.functional.leaky_relu")
def leaky_relu(input: Tensor, negative_slope: float = 0.01, inplace: bool = False) -> Tensor:
    """input where positive, else negative_slope * input."""
    return (leaky_change if inplace else leaky)(tensor(input, "leaky_relu"), number(negative_slope))


@public("nn.functional.leaky_relu_")
def leaky_relu_(input: Tensor, negative_slope: float = 0.01) -> Tensor:
    """leaky_relu in place."""
    return leaky_relu(input, negative_slope, True)


rrelu_slope = slope("rrelu_with_noise", lambda g, x, leak: np.where(x > 0, g, g * leak))
rrelu_leak = operator(
    "rrelu_with_noise", _leaky, promote="floating", elementwise=True, x=rrelu_slope
)
rrelu_change = inplace(
    operator(
        "rrelu_with_noise_",
        _leaky,
        node="RreluWithNoiseBackward1",
        promote="floating",
        elementwise=True,
        x=lambda g, y, leak: rrelu_slope(g, y, leak),
    ),
    "rrelu_",
)


@public("nn.functional.rrelu")
def rrelu(
    input: Tensor,
    lower: float = 1.0 / 8,
    upper: float = 1.0 / 3,
    training: bool = False,
    inplace: bool = False,
) -> Tensor:
    """leaky_relu whose negative slope is drawn from lower to upper; their mean when not training.

    Raises MathError when lower is above upper.
    """
    array = tensor(input, "rrelu").array
    lower, upper = number(lower), number(upper)
    if lower > upper:
        raise MathError(f"rrelu: lower ({lower}) must not be above upper ({upper})")
    leak: Any = (lower + upper) / 2
    if training:
        from ..rng.continuous import uniform

        negative = np.asarray(array) <= 0
        leak = np.ones(array.shape, array.dtype)
        leak[negative] = uniform(lower, upper, (int(negative.sum()),), np.float64)
    return (rrelu_change if inplace else rrelu_leak)(input, leak)


@public("rrelu")
def rrelu_plain(
    input: Tensor, lower: float = 1.0 / 8, upper: float = 1.0 / 3, training: bool = False
) -> Tensor:
    return rrelu(input, lower, upper, training)


@public("rrelu_", "nn.functional.rrelu_")
def rrelu_(
    input: Tensor, lower: float = 1.0 / 8, upper: float = 1.0 / 3, training: bool = False
) -> Tensor:
    """rrelu in place."""
    return rrelu(input, lower, upper, training, True)


def _prelu_slopes(g: Any, a: Any, b: Any) -> Any:
    return np.where(a > 0, g, g * b), np.where(a > 0, 0.0, g * a)


prelu_slopes = operator(
    "prelu_kernel_backward",
    _prelu_slopes,
    elementwise=True,
    g=lambda c, a, b: np.where(a >= 0, c[0], c[0] * b + c[1] * a),
    a=lambda c, g, a: np.where(a > 0, 0.0, c[1] * g),
    b=lambda c, g, a: np.where(a > 0, 0.0, c[0] * g),
)


def _prelu_vjp(g: Any, a: Any, b: Any) -> Any:
    of_input, of_weight = prelu_slopes(g, a, b)
    return of_input, unbroadcast(of_weight, b.shape)


prelu_kernel = operator(
    "prelu_kernel",
    lambda a, b: np.where(a > 0, a, a * b),
    promote="floating",
    elementwise=True,
    joint=True,
    a=_prelu_vjp,
    b=None,
)


@public("prelu", "nn.functional.prelu", method=True)
def prelu(input: Tensor, weight: Tensor) -> Tensor:
    """input where positive, else weight * input; one weight, or one for each channel (dim 1).

    Raises ShapeError when the weights do not fit, DTypeError when the dtypes differ.
    """
    x, w = tensor(input, "prelu").array, tensor(weight, "prelu").array
    if x.dtype != w.dtype:
        raise DTypeError(f"prelu: input is {input.dtype}, weight is {weight.dtype}")
    channels = x.shape[1] if x.ndim > 1 else 1
    if w.ndim > 1 or (w.size != 1 and w.size != channels):
        raise ShapeError(
            f"prelu: weight holds one number, or one for each of {channels} channels; "
            f"it has shape {list(w.shape)}"
        )
    shape = (w.size, *[1] * (x.ndim - 2)) if x.ndim > 1 else (1,) * x.ndim
    shape = (1, *shape) if x.ndim > 1 else shape
    return prelu_kernel(input, weight if w.shape == shape else weight.view(shape))


# Clipped


def _clip(x: Any, low: Any, high: Any) -> Any:
    return np.minimum(np.maximum(x, low), high)


clip_slope = slope("hardtanh", lambda g, x, low, high: np.where((x <= low) | (x >= high), 0, g))
clip = operator("hardtanh", _clip, promote="common", real=True, elementwise=True, x=clip_slope)
clip_change = inplace(clip, "hardtanh_")


@public("nn.functional.hardtanh")
def hardtanh(
    input: Tensor, min_val: float = -1.0, max_val: float = 1.0, inplace: bool = False
) -> Tensor:
    """input, limited to min_val and max_val. Raises ValueRangeError when these are swapped."""
    low, high = number(min_val), number(max_val)
    kind = tensor(input, "hardtanh").array.dtype.kind
    if low > high:
        raise ValueRangeError(f"hardtanh: min_val ({low}) must not be above max_val ({high})")
    if kind in "bu" and (low < 0 or kind == "b"):
        raise DTypeError(f"hardtanh from {low} to {high} is not defined for {input.dtype}")
    if kind in "iu":
        low, high = int(low), int(high)
    return (clip_change if inplace else clip)(input, low, high)


@public("nn.functional.hardtanh_")
def hardtanh_(input: Tensor, min_val: float = -1.0, max_val: float = 1.0) -> Tensor:
    """hardtanh in place."""
    return hardtanh(input, min_val, max_val, True)


@public("nn.functional.relu6")
def relu6(input: Tensor, inplace: bool = False) -> Tensor:
    """input, limited to 0 and 6."""
    return hardtanh(input, 0, 6, inplace)


# Shrinking: zero near zero

shrink_slope = slope("hardshrink", lambda g, x, lambd: np.where(np.absolute(x) <= lambd, 0, g))
hard = operator(
    "hardshrink",
    lambda x, lambd: np.where(np.absolute(x) <= lambd, 0, x),
    promote="floating",
    elementwise=True,
    x=shrink_slope,
)
soft = operator(
    "softshrink",
    lambda x, lambd: np.maximum(x - lambd, 0) + np.minimum(x + lambd, 0),
    promote="floating",
    elementwise=True,
    x=slope("softshrink", lambda g, x, lambd: np.where(np.absolute(x) <= lambd, 0, g)),
)


@public("hardshrink", "nn.functional.hardshrink", method=True)
def hardshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """input, and 0 where it lies between -lambd and lambd."""
    return hard(tensor(input, "hardshrink"), number(lambd))


@public("nn.functional.softshrink")
def softshrink(input: Tensor, lambd: float = 0.5) -> Tensor:
    """input moved by lambd towards 0, and no further. Raises MathError for a negative lambd."""
    lambd = number(lambd)
    if not lambd >= 0:
        raise MathError(f"softshrink: lambd must not be negative, it is {lambd}")
    return soft(tensor(input, "softshrink"), lambd)


def _threshold(x: Any, threshold: Any, value: Any) -> Any:
    return np.where(x <= threshold, value, x).astype(x.dtype)


over = operator(
    "threshold", _threshold, promote="common", real=True, elementwise=True, x=threshold_slope
)
over_change = inplace(
    operator(
        "threshold_",
        _threshold,
        node="ThresholdBackward1",
        promote="common",
        real=True,
        elementwise=True,
        x=threshold_slope,
    ),
    "threshold_",
)


@public("threshold")
def threshold(input: Tensor, threshold: float, value: float) -> Tensor:
    """input where it is above `threshold`, else `value`."""
    return over(tensor(input, "threshold"), number(threshold), number(value))


@public("threshold_", "nn.functional.threshold_")
def threshold_(input: Tensor, threshold: float, value: float) -> Tensor:
    """threshold in place."""
    return over_change(tensor(input, "threshold"), number(threshold), number(value))


@public("nn.functional.threshold")
def threshold_layer(input: Tensor, threshold: float, value: float, inplace: bool = False) -> Tensor:
    apply = over_change if inplace else over
    return apply(tensor(input, "threshold"), number(threshold), number(value))
