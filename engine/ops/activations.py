"""Activations, element by element.

Where PyTorch gives an activation a backward kernel of its own, that kernel is an operator of the
table too: it is the activation's rule, and carries the rule for the next order.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..activation import activation, slope
from ..arguments import number, tensor
from ..arrays import cast
from ..declare import OPERATORS, elementwise, operator, public
from ..errors import ArgumentError, DTypeError, MathError
from ..inplace import inplace
from ..operator import Operator
from ..tensor import Tensor

# Curves that saturate

sigmoid = elementwise(
    "sigmoid",
    lambda x: 1 / (1 + np.exp(-x)),
    names="sigmoid",
    x=slope("sigmoid", lambda g, y: g * ((1 - y) * y), lambda c, g, y: (c * g) * (1 - 2 * y)),
)
tanh = elementwise(
    "tanh",
    np.tanh,
    x=slope("tanh", lambda g, y: g * (1 - y * y), lambda c, g, y: (c * g) * (-2 * y)),
)
public("nn.functional.sigmoid")(sigmoid)
public("nn.functional.tanh")(tanh)
sigmoid_ = OPERATORS["sigmoid"]

logsigmoid = elementwise(
    "log_sigmoid",
    lambda x: np.minimum(x, 0) - np.log1p(np.exp(-np.absolute(x))),
    names="nn.functional.logsigmoid",
    method=False,
    inplace_form=False,
    promote="floating",
    x=slope(
        "log_sigmoid",
        lambda g, x: g / (1 + np.exp(x)),
        lambda c, g, x: (c * g) * -(sigmoid_(x) * sigmoid_(-x)),
    ),
)


@public("nn.functional.softsign")
def softsign(input: Tensor) -> Tensor:
    """input / (1 + |input|)."""
    tensor(input, "softsign")
    return input / (input.abs() + 1)


@public("nn.functional.tanhshrink")
def tanhshrink(input: Tensor) -> Tensor:
    """input - tanh(input)."""
    return input - tanh(input)


# Smooth rectifiers


def _mish_slope(x: Any, t: Any) -> Any:
    return t + (x * sigmoid_(x)) * (1 - t * t)


silu = activation(
    "silu",
    lambda x: x / (1 + np.exp(-x)),
    lambda g, x: g * (sigmoid_(x) * (1 + x * (1 - sigmoid_(x)))),
)
mish = activation(
    "mish",
    lambda x: x * np.tanh(np.log1p(np.exp(x))),
    lambda g, x: g * _mish_slope(x, np.tanh(np.log1p(np.exp(x)))),
)

softplus_ = operator(
    "softplus",
    lambda x, beta, threshold: np.where(x * beta > threshold, x, np.log1p(np.exp(x * beta)) / beta),
    promote="floating",
    elementwise=True,
    x=slope(
        "softplus",
        lambda g, x, beta, threshold: np.where(
            x * beta > threshold, g, g / (1 + np.exp(-beta * x))
        ),
        lambda c, g, x, beta, threshold: np.where(
            x * beta >= threshold,
            0.0,
            (c * g) * (beta * (sigmoid_(x * beta) * sigmoid_(x * -beta))),
        ),
    ),
)


@public("nn.functional.softplus")
def softplus(input: Tensor, beta: float = 1, threshold: float = 20) -> Tensor:
    """log(1 + exp(beta*input)) / beta; `input` itself where beta*input is above `threshold`."""
    return softplus_(tensor(input, "softplus"), number(beta), number(threshold))


SQRT_HALF = math.sqrt(0.5)
SQRT_2_PI = math.sqrt(2 / math.pi)
CUBIC = 0.044715
"""gelu's tanh form: half of x * (1 + tanh(sqrt(2/pi) * (x + CUBIC * x**3)))."""


def _normal_cdf(x: Any) -> Any:
    from scipy.special import erf

    return 0.5 * (1 + cast(erf(x * SQRT_HALF), x.dtype))


def _normal_pdf(x: Any) -> Any:
    return np.exp(-0.5 * (x * x)) * (0.5 * SQRT_2_PI)


def _gelu_tanh_slope(g: Any, x: Any) -> Any:
    t = np.tanh(SQRT_2_PI * (x + CUBIC * (x * x * x)))
    inner = SQRT_2_PI * (1 + 3 * CUBIC * (x * x))
    return g * (0.5 * ((1 + t) + x * ((1 - t * t) * inner)))


def _gelu_tanh_bend(c: Any, g: Any, x: Any) -> Any:
    t = np.tanh(SQRT_2_PI * (x + CUBIC * (x * x * x)))
    inner = SQRT_2_PI * (1 + 3 * CUBIC * (x * x))
    outer = SQRT_2_PI * (6 * CUBIC) * x
    return (c * g) * ((1 - t * t) * (inner + 0.5 * x * (outer - 2 * (t * (inner * inner)))))


gelu_forms = {
    "none": operator(
        "gelu",
        lambda x: x * _normal_cdf(x),
        promote="floating",
        elementwise=True,
        x=slope(
            "gelu",
            lambda g, x: g * (_normal_cdf(x) + x * _normal_pdf(x)),
            lambda c, g, x: (c * g) * (_normal_pdf(x) * (2 - x * x)),
        ),
    ),
    "tanh": operator(
        "gelu_tanh",
        lambda x: (0.5 * x) * (1 + np.tanh(SQRT_2_PI * (x + CUBIC * (x * x * x)))),
        node="GeluBackward0",
        promote="floating",
        elementwise=True,
        x=slope("gelu_tanh", _gelu_tanh_slope, _gelu_tanh_bend, "GeluBackwardBackward0"),
    ),
}


@public("nn.functional.gelu")
def gelu(input: Tensor, *, approximate: str = "none") -> Tensor:
    """input * Phi(input), Phi the normal distribution function; "tanh" approximates it."""
    if not isinstance(approximate, str):
        raise ArgumentError(f"gelu: approximate is a string, not {approximate!r}")
    if approximate not in gelu_forms:
        raise DTypeError(f"gelu: approximate is 'none' or 'tanh', not {approximate!r}")
    return gelu_forms[approximate](tensor(input, "gelu"))


# Exponential below zero: elu(x) = scale * (x, or alpha * (exp(x * steep) - 1) for x <= 0)


def _elu(x: Any, alpha: float, scale: float, steep: float) -> Any:
    return np.where(x > 0, x * scale, np.expm1(x * steep) * (alpha * scale))


def _elu_slope(g: Any, x: Any, alpha: float, scale: float, steep: float) -> Any:
    return np.where(x <= 0, g * (np.exp(x * steep) * (alpha * scale * steep)), g * scale)


def _elu_bend(c: Any, g: Any, x: Any, alpha: float, scale: float, steep: float) -> Any:
    curve = np.exp(x * steep) * (alpha * scale * steep * steep)
    return np.where(x >= 0, 0.0, (c * g) * curve)


def _elu_slope_of_result(g: Any, y: Any, alpha: float, scale: float, steep: float) -> Any:
    return np.where(y <= 0, g * ((y + alpha * scale) * steep), g * scale)


elu_slope = slope("elu", _elu_slope, _elu_bend)


def _celu_slope(g: Any, x: Any, alpha: float) -> Any:
    return elu_slope(g, x, alpha, 1.0, _steep(alpha))


def _celu_slope_of_result(g: Any, y: Any, alpha: float) -> Any:
    return _elu_slope_of_result(g, y, alpha, 1.0, _steep(alpha))


def _steep(alpha: float) -> float:
    """1 / alpha as PyTorch has it in gradients: of alpha in single precision."""
    return 1 / float(np.float32(alpha))


def _elu_operator(name: str, node: str, rule: Any) -> Operator:
    return operator(name, _elu, node=node, promote="floating", elementwise=True, x=rule)


elu_ = _elu_operator("elu", "EluBackward0", elu_slope)
celu_ = _elu_operator("celu", "CeluBackward0", _celu_slope)
change_elu = inplace(_elu_operator("elu_", "EluBackward1", _elu_slope_of_result), "elu_")
change_celu = inplace(_elu_operator("celu_", "CeluBackward1", _celu_slope_of_result), "celu_")

SELU = 1.6732632423543772848170429916717, 1.0507009873554804934193349852946, 1.0
"""alpha and scale that keep mean and variance (Klambauer et al., 2017)."""


@public("nn.functional.elu")
def elu(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    """input where positive, else alpha * (exp(input) - 1)."""
    return (change_elu if inplace else elu_)(tensor(input, "elu"), number(alpha), 1.0, 1.0)


@public("nn.functional.elu_")
def elu_change(input: Tensor, alpha: float = 1.0) -> Tensor:
    """elu in place."""
    return elu(input, alpha, True)


@public("selu")
def selu(input: Tensor) -> Tensor:
    """elu with the two constants of self-normalising networks."""
    return elu_(tensor(input, "selu"), *SELU)


@public("selu_", "nn.functional.selu_")
def selu_change(input: Tensor) -> Tensor:
    """selu in place."""
    return change_elu(tensor(input, "selu"), *SELU)


@public("nn.functional.selu")
def selu_layer(input: Tensor, inplace: bool = False) -> Tensor:
    return selu_change(input) if inplace else selu(input)


@public("celu")
def celu(input: Tensor, alpha: float = 1.0) -> Tensor:
    """input where positive, else alpha * (exp(input / alpha) - 1). Raises MathError for alpha 0."""
    return celu_layer(input, alpha)


@public("celu_", "nn.functional.celu_")
def celu_change(input: Tensor, alpha: float = 1.0) -> Tensor:
    """celu in place."""
    return celu_layer(input, alpha, True)


@public("nn.functional.celu")
def celu_layer(input: Tensor, alpha: float = 1.0, inplace: bool = False) -> Tensor:
    alpha = number(alpha)
    if alpha == 0:
        raise MathError("celu: alpha must not be 0")
    return (change_celu if inplace else celu_)(tensor(input, "celu"), alpha, 1.0, 1.0 / alpha)
