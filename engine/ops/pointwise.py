"""Elementwise mathematics: exponentials, trigonometry, rounding, clamping, choosing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import OPERATORS, UFUNCS, elementwise, operator, public
from ..dtypes import result_dtype, scalar_dtype
from ..errors import ArgumentError, DTypeError
from ..operator import unsupported
from ..tensor import Tensor
from .shapes import broadcast_shape

LN2 = math.log(2.0)
LN10 = math.log(10.0)

exp = elementwise("exp", np.exp, x=lambda g, y: g * y)
exp2 = elementwise("exp2", np.exp2, names="exp2 special.exp2", x=lambda g, y: g * y * LN2)
expm1 = elementwise("expm1", np.expm1, names="expm1 special.expm1", x=lambda g, y: g * (y + 1))
log = elementwise("log", np.log, x=lambda g, x: g / x)
log2 = elementwise("log2", np.log2, x=lambda g, x: g / (x * LN2))
log10 = elementwise("log10", np.log10, x=lambda g, x: g / (x * LN10))
log1p = elementwise("log1p", np.log1p, names="log1p special.log1p", x=lambda g, x: g / (x + 1))
sqrt = elementwise("sqrt", np.sqrt, x=lambda g, y: g / (2 * y))
rsqrt = elementwise("rsqrt", lambda x: 1 / np.sqrt(x), x=lambda g, y: (-0.5 * g) * y**3)
square = elementwise(
    "square",
    lambda x: np.square(x if x.dtype.kind != "b" else x.astype(np.int64)),
    node="PowBackward0",
    promote="common",
    x=lambda g, x: g * (2.0 * x),
)
UFUNCS["square"] = square

rsqrt_ = OPERATORS["rsqrt"]


def _inverse_square(a: Any, b: Any) -> Any:
    """1 / (a**2 + b**2), and 0 at the origin."""
    square = a * a + b * b
    return np.where(square == 0, 0.0, np.reciprocal(square))


sin = elementwise("sin", np.sin, x=lambda g, x: g * np.cos(x))
cos = elementwise("cos", np.cos, x=lambda g, x: g * -np.sin(x))
tan = elementwise("tan", np.tan, x=lambda g, y: g * (1 + y**2))
asin = elementwise("asin", np.arcsin, names="asin arcsin", x=lambda g, x: g * rsqrt_(1 - x * x))
acos = elementwise("acos", np.arccos, names="acos arccos", x=lambda g, x: g * -rsqrt_(1 - x * x))
atan = elementwise("atan", np.arctan, names="atan arctan", x=lambda g, x: g / (x * x + 1))
sinh = elementwise("sinh", np.sinh, x=lambda g, x: g * np.cosh(x))
cosh = elementwise("cosh", np.cosh, x=lambda g, x: g * np.sinh(x))


def _acosh_derivative(x: Any) -> Any:
    """1 / sqrt(x**2 - 1); of a complex x on the branch that is continuous there."""
    return rsqrt_(x - 1) * rsqrt_(x + 1) if x.dtype.kind == "c" else rsqrt_(x * x - 1)


asinh = elementwise("asinh", np.arcsinh, names="asinh arcsinh", x=lambda g, x: g * rsqrt_(x**2 + 1))
acosh = elementwise(
    "acosh", np.arccosh, names="acosh arccosh", x=lambda g, x: g * _acosh_derivative(x)
)
atanh = elementwise("atanh", np.arctanh, names="atanh arctanh", x=lambda g, x: g / (1 - x**2))
atan2 = elementwise(
    "atan2",
    np.arctan2,
    real=True,
    names="atan2 arctan2",
    a=lambda g, a, b: (g * b) * _inverse_square(a, b),
    b=lambda g, a, b: (g * -a) * _inverse_square(a, b),
)
hypot = elementwise(
    "hypot",
    np.hypot,
    real=True,
    promote="common",
    a=lambda g, a, y: (g * a) / y,
    b=lambda g, b, y: (g * b) / y,
)
deg2rad = elementwise("deg2rad", np.deg2rad, x=lambda g: g * (math.pi / 180))
rad2deg = elementwise("rad2deg", np.rad2deg, x=lambda g: g * (180 / math.pi))


def _not_bool(name: str, kernel: Any) -> Any:
    def checked(x: Any) -> Any:
        if x.dtype.kind == "b":
            raise unsupported(name, x.dtype)
        return kernel(x)

    return checked


def _sign(x: Any) -> Any:
    """The sign, of nan 0."""
    if x.dtype.kind == "b":
        return x
    return np.sign(x) if x.dtype.kind in "iu" else np.where(np.isnan(x), 0, np.sign(x))


abs_ = elementwise(
    "abs",
    _not_bool("abs", np.absolute),
    names="abs absolute",
    promote="common",
    holomorphic=False,
    x=lambda g, x: g * sgn_(x),
)
sgn = elementwise(
    "sgn", _sign, promote="common", holomorphic=False, x=lambda g, x, y: sgn_backward(g, x, y)
)
sgn_ = OPERATORS["sgn"]
sign = elementwise("sign", _sign, real=True, promote="common", x=lambda g: np.zeros_like(g))
UFUNCS["absolute"] = abs_
UFUNCS["sign"] = sgn


def sgn_backward(g: Any, x: Any, y: Any) -> Any:
    """Real: zero. Complex: the part of g across the ray through x, over |x|."""
    if x.dtype.kind != "c":
        return np.zeros_like(g)
    size = np.absolute(x)
    across = (g - y * np.real(np.conj(y) * g)) / np.where(size == 0, 1.0, size)
    return np.where(size == 0, 0.0, across)


def _stepwise(name: str, ufunc: np.ufunc, **declaration: Any) -> Any:
    """A step function: integers stay, the derivative is zero."""
    call = UFUNCS[ufunc.__name__] = elementwise(
        name,
        _not_bool(name, lambda x: x if x.dtype.kind in "iu" else ufunc(x)),
        promote="common",
        x=lambda g: np.zeros_like(g),
        **declaration,
    )
    return call


floor = _stepwise("floor", np.floor)
ceil = _stepwise("ceil", np.ceil)
trunc = _stepwise("trunc", np.trunc, names="trunc fix")
round_to_even = _stepwise("round_to_even", np.rint, names="", node="RoundBackward0")
round_to_decimals = operator(
    "round_to_decimals",
    lambda x, decimals: _round_decimals(x, decimals),
    node="RoundBackward1",
    elementwise=True,
    x=lambda g: np.zeros_like(g),
)
frac = elementwise("frac", lambda x: x - np.trunc(x), promote="floating", x=lambda g: g)


MOST_DECIMALS = 308
"""The highest power of ten that is a float."""


def _round_decimals(x: Any, decimals: int) -> Any:
    scale = 10.0 ** min(abs(decimals), MOST_DECIMALS)
    if decimals < 0:
        return np.rint(x / scale) * scale
    return np.rint(x * scale) / scale


@public("round", method=True, inplace_form=True)
def round_(input: Tensor, *, decimals: int | None = None) -> Tensor:
    """To the nearest integer, halves to even, or to `decimals` places."""
    return round_to_even(input) if decimals is None else round_to_decimals(input, decimals)


def python_round(input: Tensor, digits: int | None = None) -> Tensor:
    return round_(input, decimals=digits)


for _name, _function in {
    "abs": abs_,
    "round": python_round,
    "floor": floor,
    "ceil": ceil,
    "trunc": trunc,
}.items():
    setattr(Tensor, f"__{_name}__", _function)


maximum = elementwise(
    "maximum",
    np.maximum,
    names="",
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where(a == b, g / 2, np.where(a < b, 0.0, g)),
    b=lambda g, a, b: np.where(a == b, g / 2, np.where(a > b, 0.0, g)),
)
minimum = elementwise(
    "minimum",
    np.minimum,
    names="",
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where(a == b, g / 2, np.where(a > b, 0.0, g)),
    b=lambda g, a, b: np.where(a == b, g / 2, np.where(a < b, 0.0, g)),
)
fmax = elementwise(
    "fmax",
    np.fmax,
    names="",
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where((a >= b) | np.isnan(b), g, 0.0),
    b=lambda g, a, b: np.where((a >= b) | np.isnan(b), 0.0, g),
)
fmin = elementwise(
    "fmin",
    np.fmin,
    names="",
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where((a <= b) | np.isnan(b), g, 0.0),
    b=lambda g, a, b: np.where((a <= b) | np.isnan(b), 0.0, g),
)


def _of_tensors(function: Any, name: str) -> None:
    """Publish a function that takes two tensors, no numbers."""

    def of_tensors(input: Tensor, other: Tensor) -> Tensor:
        return function(tensor(input, name), tensor(other, name))

    of_tensors.__name__ = name
    public(name, method=True)(of_tensors)


for _name, _function in {
    "maximum": maximum,
    "minimum": minimum,
    "fmax": fmax,
    "fmin": fmin,
}.items():
    _of_tensors(_function, _name)

copysign_tensor = elementwise(
    "copysign",
    np.copysign,
    names="",
    real=True,
    a=lambda g, a, y: g * np.where(a == 0, 0.0, y / a),
    b=lambda g: np.zeros_like(g),
)
copysign_number = operator(
    "copysign_number",
    lambda x, sign: np.copysign(x, sign),
    node="CopysignBackward1",
    elementwise=True,
    real=True,
    x=lambda g, x, y: g * np.where(x == 0, 0.0, y / x),
)


@public("copysign", method=True, inplace_form=True)
def copysign(input: Tensor, other: Any) -> Tensor:
    """The size of `input` with the sign of `other`, a tensor or a number."""
    if other.__class__ is Tensor:
        return copysign_tensor(input, other)
    size = input if tensor(input, "copysign").array.dtype.kind == "f" else input.float()
    return copysign_number(size, number(other))


nextafter = elementwise(
    "nextafter",
    np.nextafter,
    real=True,
    promote="common",
    a=lambda g, a, b: np.where(a != b, g, 0.0),
    b=lambda g: np.zeros_like(g),
)
step = elementwise("heaviside", np.heaviside, names="", real=True, promote="common", a=None, b=None)


@public("heaviside", method=True, inplace_form=True)
def heaviside(input: Tensor, values: Tensor) -> Tensor:
    """0 below zero, 1 above, and `values` at zero."""
    return step(tensor(input, "heaviside"), tensor(values, "heaviside"))


logaddexp = elementwise(
    "logaddexp",
    np.logaddexp,
    inplace_form=False,
    a=lambda g, a, b: g / (1 + np.exp(b - a)),
    b=lambda g, a, b: g / (1 + np.exp(a - b)),
)
logaddexp2 = elementwise(
    "logaddexp2",
    np.logaddexp2,
    real=True,
    inplace_form=False,
    a=lambda g, a, b: g / (1 + 2 ** (b - a)),
    b=lambda g, a, b: g / (1 + 2 ** (a - b)),
)
scale_by_power = operator(
    "ldexp",
    lambda a, b, whole: a * np.exp2(b),
    promote="float",
    elementwise=True,
    a=lambda g, b, whole: g * (_whole_power_of_two(b) if whole else 2**b),
    b=lambda g, y: (g * y) * LN2,
)


@public("ldexp", method=True, inplace_form=True)
def ldexp(input: Tensor, other: Tensor) -> Tensor:
    """input * 2**other."""
    return scale_by_power(input, other, tensor(other, "ldexp").array.dtype.kind in "iub")


def _whole_power_of_two(exponent: Any) -> Any:
    """2**exponent as PyTorch's integer power has it in the gradient: 0 for negative ones."""
    return np.where(exponent < 0, 0.0, 2**exponent)


signbit = elementwise("signbit", np.signbit, promote="common", inplace_form=False, x=None)
isnan = elementwise("isnan", np.isnan, promote="common", inplace_form=False, x=None)
isinf = elementwise("isinf", np.isinf, promote="common", inplace_form=False, x=None)
isfinite = elementwise("isfinite", np.isfinite, promote="common", inplace_form=False, x=None)
isposinf = elementwise(
    "isposinf", lambda x: x == np.inf, promote="common", inplace_form=False, x=None
)
isneginf = elementwise(
    "isneginf", lambda x: x == -np.inf, promote="common", inplace_form=False, x=None
)
UFUNCS["degrees"] = rad2deg
UFUNCS["radians"] = deg2rad

choose = operator(
    "where",
    lambda condition, a, b: np.where(condition, a, b),
    promote="common",
    elementwise=True,
    a=lambda g, condition: np.where(condition, g, 0.0),
    b=lambda g, condition: np.where(condition, 0.0, g),
)


@public("where")
def where(condition: Tensor, input: Any = None, other: Any = None) -> Any:
    """`input` where the condition holds, `other` elsewhere, all broadcast.

    With the condition alone: the indices where it holds, a tensor for each dimension.
    """
    if condition.__class__ is not Tensor:
        raise ArgumentError("where takes a bool tensor as its condition")
    if input is None and other is None:
        return condition.nonzero(as_tuple=True)
    if input is None or other is None:
        raise ArgumentError("where takes the condition alone, or both values too")
    if condition.array.dtype.kind not in "bu":
        raise DTypeError(f"a condition is a bool tensor, not {condition.dtype}")
    return choose(condition, input, other)


@public(method="where")
def where_method(self: Tensor, condition: Tensor, other: Any) -> Tensor:
    return where(condition, self, other)


def _clamp(x: Any, low: Any, high: Any) -> Any:
    if low is not None:
        x = np.maximum(x, low)
    return x if high is None else np.minimum(x, high)


def _inside(x: Any, low: Any, high: Any) -> Any:
    """Where clamping leaves x as it is; the bounds themselves belong to it."""
    if low is None or high is None:
        return x <= high if low is None else x >= low
    return (x >= low) & (x <= high)


def _clamp_operator(name: str, node: str, *bounds: str) -> Any:
    """An operator of x, low and high; those named in `bounds` are tensors with rules."""
    rules: dict[str, Any] = {
        "x": lambda g, x, low, high: np.where(_inside(x, low, high), g, 0.0),
        "low": lambda g, x, low, high: np.where(
            (x < low) if high is None else (x < low) & (low < high), g, 0.0
        ),
        "high": lambda g, x, low, high: np.where(
            (x > high) if low is None else (x > high) | (high < low), g, 0.0
        ),
    }
    return operator(
        name,
        _clamp,
        node=node,
        promote="common" if bounds else None,
        elementwise=True,
        real=True,
        **{key: rules[key] for key in ("x", *bounds)},
    )


clamp_numbers = _clamp_operator("clamp", "ClampBackward1")
clamp_low_number = _clamp_operator("clamp_min", "ClampMinBackward0")
clamp_high_number = _clamp_operator("clamp_max", "ClampMaxBackward0")
clamp_low_tensor = _clamp_operator("clamp_min_tensor", "ClampMinBackward1", "low")
clamp_high_tensor = _clamp_operator("clamp_max_tensor", "ClampMaxBackward1", "high")
clamp_tensors = {
    (True, True): _clamp_operator("clamp_tensors", "ClampBackward0", "low", "high"),
    (True, False): _clamp_operator("clamp_low_tensors", "ClampBackward0", "low"),
    (False, True): _clamp_operator("clamp_high_tensors", "ClampBackward0", "high"),
}


@public("clamp", "clip", method="clamp clip", inplace_form=True)
def clamp(input: Tensor, min: Any = None, max: Any = None) -> Tensor:
    """The nearest value between `min` and `max`, numbers or tensors; one may be left out."""
    tensor(input, "clamp")
    if min is None and max is None:
        raise DTypeError("clamp needs min, max or both")
    by_tensors = clamp_tensors[min is not None, max is not None]
    return _clamped(input, min, max, clamp_numbers, by_tensors)


@public("clamp_min", method=True, inplace_form=True)
def clamp_min(input: Tensor, min: Any) -> Tensor:
    return _clamped(tensor(input, "clamp_min"), min, None, clamp_low_number, clamp_low_tensor)


@public("clamp_max", method=True, inplace_form=True)
def clamp_max(input: Tensor, max: Any) -> Tensor:
    return _clamped(tensor(input, "clamp_max"), None, max, clamp_high_number, clamp_high_tensor)


def _clamped(input: Tensor, low: Any, high: Any, by_numbers: Any, by_tensors: Any) -> Tensor:
    if low.__class__ is Tensor or high.__class__ is Tensor:
        return by_tensors(input, low, high)
    bounds = [bound for bound in (low, high) if bound is not None]
    for bound in bounds:
        if not isinstance(bound, (int, float)):
            raise ArgumentError(f"a bound is a number or a tensor, not {bound!r}")
    dtype = result_dtype([input.array, *bounds])
    return by_numbers(input if input.array.dtype == dtype else input.to(dtype), low, high)


lerp_scalar = operator(
    "lerp",
    lambda start, end, weight: (
        start + weight * (end - start) if abs(weight) < 0.5 else end - (end - start) * (1 - weight)
    ),
    elementwise=True,
    promote="common",
    start=lambda g, weight: g * (1 - weight),
    end=lambda g, weight: g * weight,
)
lerp_tensor = operator(
    "lerp_tensor",
    lambda start, end, weight: np.where(
        np.absolute(weight) < 0.5,
        start + weight * (end - start),
        end - (end - start) * (1 - weight),
    ),
    node="LerpBackward1",
    elementwise=True,
    start=lambda g, weight: g * (1 - weight),
    end=lambda g, weight: g * weight,
    weight=lambda g, start, end: g * (end - start),
)


@public("lerp", method=True, inplace_form=True)
def lerp(input: Tensor, end: Tensor, weight: Any) -> Tensor:
    """input + weight * (end - input), computed from the nearer end."""
    tensor(input, "lerp")
    if input.array.dtype != tensor(end, "lerp").array.dtype:
        raise DTypeError(f"lerp needs one dtype, not {input.dtype} and {end.dtype}")
    if weight.__class__ is Tensor:
        return lerp_tensor(input, end, weight)
    if not isinstance(weight, (int, float, complex, np.number)):
        raise ArgumentError(f"lerp weighs with a number or a tensor, not {weight!r}")
    return lerp_scalar(input, end, weight)


addcmul_ = operator(
    "addcmul",
    lambda x, a, b, value: x + value * (a * b),
    promote="common",
    elementwise=True,
    x=lambda g: g,
    a=lambda g, b, value: g * (b * value),
    b=lambda g, a, value: g * (a * value),
)
addcdiv_ = operator(
    "addcdiv",
    lambda x, a, b, value: x + value * (a / b),
    promote="common",
    elementwise=True,
    x=lambda g: g,
    a=lambda g, b, value: g * (value / b),
    b=lambda g, a, b, value: -g * ((value * a) / (b * b)),
)


@public("addcmul", method=True, inplace_form=True)
def addcmul(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Any = 1) -> Tensor:
    """input + value * tensor1 * tensor2."""
    return addcmul_(input, tensor1, tensor2, value)


@public("addcdiv", method=True, inplace_form=True)
def addcdiv(input: Tensor, tensor1: Tensor, tensor2: Tensor, *, value: Any = 1) -> Tensor:
    """input + value * tensor1 / tensor2. Raises DTypeError for two integer tensors."""
    tensor(tensor1, "addcdiv")
    tensor(tensor2, "addcdiv")
    if tensor1.array.dtype.kind in "iub" and tensor2.array.dtype.kind in "iub":
        raise DTypeError("addcdiv does not divide integers by integers; convert one with float()")
    return addcdiv_(input, tensor1, tensor2, value)


nan_to_number = operator(
    "nan_to_num",
    lambda x, nan, posinf, neginf: np.where(
        np.isnan(x), nan, np.where(x == np.inf, posinf, np.where(x == -np.inf, neginf, x))
    ),
    elementwise=True,
    x=lambda g, x: np.where(np.isfinite(x), g, 0.0),
)


@public("nan_to_num", method=True, inplace_form=True)
def nan_to_num(
    input: Tensor,
    nan: float | None = None,
    posinf: float | None = None,
    neginf: float | None = None,
) -> Tensor:
    """nan becomes `nan` (0), inf `posinf` and -inf `neginf` (the dtype's largest, least)."""
    tensor(input, "nan_to_num")
    dtype = input.array.dtype
    if dtype.kind not in "f":
        return input.clone()
    info = np.finfo(dtype)
    values = (0.0 if nan is None else nan, posinf, neginf)
    ends = (info.max, info.max, info.min)
    numbers = [end if v is None else v for v, end in zip(values, ends, strict=True)]
    return nan_to_number(input, *[dtype.type(number(n)) for n in numbers])


@public("float_power", method=True, inplace_form=True)
def float_power(input: Any, exponent: Any) -> Tensor:
    """input ** exponent in double precision."""
    from .arithmetic import power

    operands = [v.array if v.__class__ is Tensor else v for v in (input, exponent)]
    complex_ = any(getattr(v, "dtype", scalar_dtype(0.0)).kind == "c" for v in operands)
    target = np.dtype(np.complex128 if complex_ else np.float64)
    wide = [v.to(target) if v.__class__ is Tensor else v for v in (input, exponent)]
    return power(*wide)


mantissa_and_exponent = operator(
    "frexp",
    lambda x: np.frexp(x),
    x=lambda g, y, x_dtype: g[0] / (2.0 ** y[1]).astype(x_dtype),
)


@public("frexp", method=True)
def frexp(input: Tensor) -> Any:
    """Mantissa in [0.5, 1) and power of two, as (mantissa, exponent)."""
    tensor(input, "frexp")
    from ..size import return_type

    if input.array.dtype.kind != "f":
        raise DTypeError(f"frexp takes floating-point tensors, not {input.dtype}")
    return return_type("frexp", "mantissa", "exponent")(mantissa_and_exponent(input))


isreal = elementwise("isreal", lambda x: x.imag == 0, promote="common", inplace_form=False, x=None)


@public("isclose", method=True)
def isclose(
    input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Whether |input - other| <= atol + rtol * |other|, element by element."""
    tensor(input, "isclose")
    tensor(other, "isclose")
    if input.array.dtype != other.array.dtype:
        raise DTypeError(f"isclose needs one dtype, not {input.dtype} and {other.dtype}")
    broadcast_shape(input.array.shape, other.array.shape)
    return close_(input, other, rtol, atol, equal_nan)


close_ = operator(
    "isclose",
    lambda a, b, rtol, atol, equal_nan: np.isclose(a, b, rtol, atol, equal_nan),
    a=None,
    b=None,
)


@public("allclose", method=True)
def allclose(
    input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> bool:
    return bool(isclose(input, other, rtol, atol, equal_nan).array.all())


@public("equal", method=True)
def equal(input: Tensor, other: Tensor) -> bool:
    """Whether shape and all elements agree."""
    tensor(input, "equal")
    tensor(other, "equal")
    a, b = np.asarray(input.array), np.asarray(other.array)
    return a.shape == b.shape and bool((a == b).all())
