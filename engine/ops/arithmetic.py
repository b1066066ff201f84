"""Arithmetic: the operators behind `+ - * / // % **`, and their functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..arrays import cast
from ..calls import number_call
from ..declare import elementwise, operator, public
from ..dtypes import B8, result_dtype
from ..errors import ArgumentError, DTypeError, GradError, MathError, OptionError
from ..inplace import inplace
from ..operator import number_as, unsupported
from ..tensor import Tensor

plus = elementwise("add", np.add, names="", promote="common", a=lambda g: g, b=lambda g: g)
minus = elementwise("sub", np.subtract, names="", promote="common", a=lambda g: g, b=lambda g: -g)
mul = elementwise(
    "mul",
    np.multiply,
    names="mul multiply",
    promote="common",
    a=lambda g, b: g * b,
    b=lambda g, a: g * a,
)
QUOTIENT: dict[str, Any] = {
    "a": lambda g, b: g / b,
    "b": lambda g, a, b: -g * ((a / b) / b),
}
divide = elementwise(
    "div",
    np.divide,
    names="true_divide",
    **QUOTIENT,
)
neg = elementwise("neg", np.negative, names="neg negative", promote="common", x=lambda g: -g)
reciprocal = elementwise("reciprocal", np.reciprocal, x=lambda g, y: -g * (y * y))

add_scaled = operator(
    "add_scaled",
    lambda a, b, alpha: a + alpha * b,
    node="AddBackward0",
    promote="common",
    elementwise=True,
    a=lambda g: g,
    b=lambda g, alpha: g * alpha,
)
sub_scaled = operator(
    "sub_scaled",
    lambda a, b, alpha: a - alpha * b,
    node="SubBackward0",
    promote="common",
    elementwise=True,
    a=lambda g: g,
    b=lambda g, alpha: -g * alpha,
)
reverse_minus = elementwise(
    "rsub",
    lambda a, b: b - a,
    names="",
    node="RsubBackward1",
    promote="common",
    a=lambda g: -g,
    b=None,
)
reverse_minus_tensor = elementwise(
    "rsub_tensor",
    lambda a, b: b - a,
    names="",
    node="RsubBackward0",
    promote="common",
    a=lambda g: -g,
    b=lambda g: g,
)
REVERSED: dict[str, Any] = {
    "promote": "common",
    "elementwise": True,
    "a": lambda g, alpha: -g * alpha,
    "b": lambda g: g,
}


def _reverse_scaled(a: Any, b: Any, alpha: Any) -> Any:
    return b - alpha * a


rsub_scaled = operator("rsub_scaled", _reverse_scaled, node="RsubBackward1", **REVERSED)
rsub_scaled_tensor = operator(
    "rsub_scaled_tensor", _reverse_scaled, node="RsubBackward0", **REVERSED
)


@public("add", method=True, inplace_form=True)
def add(input: Any, other: Any, *, alpha: Any = 1) -> Tensor:
    """input + alpha * other, broadcast. Raises ShapeError, DTypeError."""
    if alpha == 1:
        return plus(input, other)
    _check_alpha(input, other, alpha)
    return add_scaled(input, other, alpha)


@public("sub", "subtract", method="sub subtract", inplace_form=True)
def sub(input: Any, other: Any, *, alpha: Any = 1) -> Tensor:
    """input - alpha * other, broadcast. Raises DTypeError for two bool tensors."""
    _refuse_bool(input, other)
    if alpha == 1:
        return minus(input, other)
    _check_alpha(input, other, alpha)
    return sub_scaled(input, other, alpha)


@public("rsub")
def rsub(input: Any, other: Any, *, alpha: Any = 1) -> Tensor:
    """other - alpha * input."""
    _refuse_bool(input, other)
    if alpha != 1:
        _check_alpha(input, other, alpha)
        scaled = rsub_scaled_tensor if other.__class__ is Tensor else rsub_scaled
        return scaled(input, other, alpha)
    return (reverse_minus_tensor if other.__class__ is Tensor else reverse_minus)(input, other)


def _check_alpha(input: Any, other: Any, alpha: Any) -> None:
    dtype = result_dtype([x.array if x.__class__ is Tensor else x for x in (input, other)])
    if dtype.kind in "iub" and not isinstance(alpha, int):
        raise DTypeError(f"alpha is {alpha!r}, but integer tensors need an integer")


def _refuse_bool(*operands: Any) -> None:
    for operand in operands:
        if operand.__class__ is bool or (operand.__class__ is Tensor and operand.array.dtype is B8):
            raise DTypeError("subtraction is not defined for bool; use ^ or logical_xor")


def reverse_sub(input: Tensor, other: Any) -> Tensor:
    """other - input, as Python writes it: a number comes first."""
    return rsub(input, other)


rounded_divisions = {
    None: elementwise(
        "div_unrounded",
        np.divide,
        names="",
        node="DivBackward2",
        **QUOTIENT,
    ),
    "floor": elementwise(
        "div_floor",
        np.floor_divide,
        names="",
        node="DivBackward2",
        promote="common",
        a=lambda g: np.zeros_like(g),
        b=lambda g: np.zeros_like(g),
    ),
    "trunc": elementwise(
        "div_trunc",
        lambda a, b: cast(np.trunc(np.divide(a, b)), result_dtype([a, b])),
        names="",
        node="DivBackward2",
        promote="common",
        a=lambda g: np.zeros_like(g),
        b=lambda g: np.zeros_like(g),
    ),
}


@public("div", "divide", method="div divide", inplace_form=True)
def div(input: Any, other: Any, *, rounding_mode: str | None = "") -> Tensor:
    """input / other, or the quotient rounded down ("floor") or towards zero ("trunc")."""
    if rounding_mode == "":
        return divide(input, other)
    if rounding_mode not in rounded_divisions:
        raise OptionError(f"rounding_mode is None, 'floor' or 'trunc', not {rounding_mode!r}")
    if rounding_mode is not None:
        _refuse_integer_zero(other, input)
    return rounded_divisions[rounding_mode](input, other)


def _no_derivative(g: Any) -> Any:
    raise GradError("this division that rounds has no derivative: detach its inputs")


floor_division = elementwise(
    "floor_divide",
    np.floor_divide,
    names="",
    node="torch::autograd::NotImplemented",
    promote="numbers",
    a=_no_derivative,
    b=_no_derivative,
)


@public("floor_divide", method=True, inplace_form=True)
def floor_divide(input: Any, other: Any) -> Tensor:
    """input / other rounded down. Raises MathError for an integer division by zero."""
    _refuse_integer_zero(other, input)
    return floor_division(input, other)


def _refuse_integer_zero(divisor: Any, dividend: Any) -> None:
    operands = [x.array if x.__class__ is Tensor else x for x in (divisor, dividend)]
    if result_dtype(operands).kind in "iub" and not np.all(operands[0]):
        raise MathError("an integer tensor cannot be divided by zero")


fmod_tensor = elementwise(
    "fmod",
    np.fmod,
    names="",
    node="FmodBackward1",
    promote="numbers",
    a=lambda g: g,
    b=lambda g, a, b: -g * np.trunc(a / b),
)
fmod_scalar = operator(
    "fmod_scalar", lambda x, b: np.fmod(x, b), node="FmodBackward0", elementwise=True, x=lambda g: g
)


def _modulo(a: Any, b: Any) -> Any:
    """`a % b`; unlike NumPy's, a floating-point zero has the sign of `a`."""
    if not _is_floating(a) and not _is_floating(b):
        return np.remainder(a, b)
    rest = np.fmod(a, b)
    return np.where((rest != 0) & ((b < 0) != (rest < 0)), rest + b, rest)


def _is_floating(value: Any) -> bool:
    return value.dtype.kind == "f" if hasattr(value, "dtype") else isinstance(value, float)


remainder_tensor = elementwise(
    "remainder",
    _modulo,
    names="",
    node="RemainderBackward1",
    promote="numbers",
    a=lambda g: g,
    b=lambda g, a, b: -g * np.floor(a / b),
)
remainder_of_scalar = operator(
    "remainder_of_scalar",
    lambda a, x: _modulo(a, x),
    node="torch::autograd::NotImplemented",
    elementwise=True,
    x=_no_derivative,
)
remainder_scalar = operator(
    "remainder_scalar",
    lambda x, b: _modulo(x, b),
    node="RemainderBackward0",
    elementwise=True,
    x=lambda g: g,
)


@public("fmod", method=True, inplace_form=True)
def fmod(input: Tensor, other: Any) -> Tensor:
    """The remainder of input / other, with the sign of `input`."""
    return _remainder(input, other, fmod_scalar, fmod_tensor)


@public("remainder", method=True, inplace_form=True)
def remainder(input: Any, other: Any) -> Tensor:
    """The remainder of input / other, with the sign of `other`."""
    if input.__class__ is not Tensor:
        _refuse_integer_zero(tensor(other, "remainder"), input)
        return remainder_of_scalar(input, other.to(result_dtype([input, other.array])))
    return _remainder(input, other, remainder_scalar, remainder_tensor)


def _remainder(input: Any, other: Any, by_scalar: Any, by_tensor: Any) -> Tensor:
    _refuse_integer_zero(other, input)
    if input.__class__ is Tensor and other.__class__ is not Tensor:
        dtype = result_dtype([input.array, other])
        if dtype.kind == "b":
            raise unsupported(by_scalar.name, dtype)
        if dtype.kind in "iu":
            other = number_as(other, dtype)
        return by_scalar(input.to(dtype) if input.array.dtype != dtype else input, other)
    return by_tensor(input, other)


def power_slope(x: Any, exponent: Any) -> Any:
    """The derivative of `x**exponent`; small squares take one operation instead of two."""
    if exponent == 2 and x.__class__ is np.ndarray:
        return x + x
    return exponent * x ** (exponent - 1)


pow_scalar = operator(
    "pow_scalar",
    pow,
    node="PowBackward0",
    elementwise=True,
    params="x exponent",
    x=lambda g, x, exponent: np.zeros_like(g) if exponent == 0 else g * power_slope(x, exponent),
)
raise_to = number_call(pow_scalar)


def _power(a: Any, b: Any) -> Any:
    """`a ** b`; an integer to a negative power is 1 or -1 where that is exact, and else 0."""
    if b.dtype.kind != "i" or not (b < 0).any():
        return np.power(a, b)
    odd = (b & 1).astype(bool)
    below = np.where(a == 1, 1, np.where(a == -1, np.where(odd, -1, 1), 0))
    return np.where(b < 0, below, np.power(a, np.maximum(b, 0))).astype(a.dtype)


pow_tensor = elementwise(
    "pow",
    _power,
    names="",
    node="PowBackward1",
    promote="numbers",
    a=lambda g, a, b: g * np.where(b == 0, 0.0, b * a ** (b - 1)),
    b=lambda g, a, b, y: g * np.where((a == 0) & (b >= 0), 0.0, y * np.log(a)),
)
scalar_pow = operator(
    "scalar_pow",
    lambda x, base: np.power(base, x),
    node="PowBackward2",
    elementwise=True,
    x=lambda g, x, base, y: (
        np.where(x >= 0, 0.0, g * (y * _log(base))) if base == 0 else g * (y * _log(base))
    ),
)


def _log(base: Any) -> Any:
    """The logarithm of a Python number; of a negative one nan, as floating point has it."""
    import cmath
    import math

    if isinstance(base, complex):
        return cmath.log(base)
    return math.log(base) if base > 0 else -math.inf if base == 0 else math.nan


@public("pow", method=True, inplace_form=True)
def power(input: Any, exponent: Any) -> Tensor:
    """input ** exponent; one of the two may be a number.

    Raises DTypeError for an integer tensor to a negative integer power.
    """
    if exponent.__class__ is int or exponent.__class__ is float:
        if input.__class__ is Tensor and input.array.dtype.kind == "f":
            return raise_to(input, exponent)
    elif exponent.__class__ is Tensor:
        if input.__class__ is Tensor:
            return pow_tensor(input, exponent)
        if not isinstance(input, (int, float, complex, np.number)):
            raise ArgumentError(f"a base is a number or a tensor, not {input!r}")
        exponent = _as_result(exponent, input)
        kind = exponent.array.dtype.kind
        return scalar_pow(
            exponent, number_as(input, exponent.array.dtype) if kind in "iu" else input
        )
    if input.__class__ is not Tensor:
        raise ArgumentError("pow needs a tensor among its arguments")
    if not isinstance(exponent, (int, float, complex)):
        raise ArgumentError(f"an exponent is a number or a tensor, not {exponent!r}")
    if input.array.dtype.kind in "iub" and isinstance(exponent, int) and exponent < 0:
        raise DTypeError(
            "an integer tensor has no negative integer powers; convert it with .float() first"
        )
    return pow_scalar(_as_result(input, exponent), exponent)


def _as_result(tensor: Tensor, number: Any) -> Tensor:
    """The tensor in the dtype it has together with `number`."""
    if tensor.array.dtype.kind in "fc" and not isinstance(number, complex):
        return tensor
    return tensor.to(result_dtype([tensor.array, number]))


def reverse_pow(exponent: Tensor, base: Any) -> Tensor:
    return power(base, exponent)


def reverse(function: Any) -> Any:
    """The form that Python calls when the tensor stands on the right."""
    return lambda input, other: function(other, input)


def _reverse_divide(input: Tensor, other: Any) -> Tensor:
    """number / tensor: PyTorch takes the reciprocal and multiplies."""
    return mul(reciprocal(input), other)


OPERATORS_OF_PYTHON = {
    "add": (plus, plus),
    "sub": (sub, reverse_sub),
    "mul": (mul, mul),
    "truediv": (divide, _reverse_divide),
    "floordiv": (floor_divide, reverse(floor_divide)),
    "mod": (remainder, reverse(remainder)),
    "pow": (power, reverse_pow),
}
for _name, (_forward, _reverse) in OPERATORS_OF_PYTHON.items():
    setattr(Tensor, f"__{_name}__", _forward)
    setattr(Tensor, f"__r{_name}__", _reverse)
    setattr(Tensor, f"__i{_name}__", inplace(_forward, f"__i{_name}__"))
setattr(Tensor, "__neg__", neg)  # noqa: B010


@public("positive", method=True)
def positive(input: Tensor) -> Tensor:
    """The tensor itself. Raises DTypeError for bool."""
    tensor(input, "positive")
    if input.array.dtype is B8:
        raise DTypeError("unary + is not defined for bool tensors")
    return input


setattr(Tensor, "__pos__", positive)  # noqa: B010
