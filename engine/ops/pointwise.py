"""Elementwise mathematics: exponentials, trigonometry, rounding, clamping, choosing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..declare import OPERATORS, UFUNCS, elementwise, operator, public
from ..dtypes import result_dtype, scalar_dtype
from ..errors import ArgumentError, DTypeError
from ..tensor import Tensor

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
    "square", np.square, node="PowBackward0", promote="common", x=lambda g, x: g * (2.0 * x)
)

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
asinh = elementwise("asinh", np.arcsinh, names="asinh arcsinh", x=lambda g, x: g * rsqrt_(x**2 + 1))
acosh = elementwise(
    "acosh", np.arccosh, names="acosh arccosh", x=lambda g, x: g * rsqrt_(x * x - 1)
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

abs_ = elementwise(
    "abs",
    np.absolute,
    names="abs absolute",
    promote="common",
    holomorphic=False,
    x=lambda g, x: g * np.sign(x),
)
sgn = elementwise(
    "sgn", np.sign, promote="common", holomorphic=False, x=lambda g, x, y: sgn_backward(g, x, y)
)
sign = elementwise(
    "sign", lambda x: np.sign(x), real=True, promote="common", x=lambda g: np.zeros_like(g)
)


def sgn_backward(g: Any, x: Any, y: Any) -> Any:
    """Real: zero. Complex: the part of g across the ray through x, over |x|."""
    if x.dtype.kind != "c":
        return np.zeros_like(g)
    size = np.absolute(x)
    across = (g - y * np.real(np.conj(y) * g)) / np.where(size == 0, 1.0, size)
    return np.where(size == 0, 0.0, across)


def _stepwise(name: str, ufunc: Any, **declaration: Any) -> Any:
    """A step function: integers stay, the derivative is zero."""
    return elementwise(
        name,
        lambda x: x if x.dtype.kind in "iu" else ufunc(x),
        promote="common",
        x=lambda g: np.zeros_like(g),
        **declaration,
    )


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
frac = elementwise("frac", lambda x: x - np.trunc(x), promote="common", x=lambda g: g)


def _round_decimals(x: Any, decimals: int) -> Any:
    scale = 10.0 ** abs(decimals)
    if decimals < 0:
        return np.rint(x / scale) * scale
    return np.rint(x * scale) / scale


@public("round", "special.round", method=True, inplace_form=True)
def round_(input: Tensor, *, decimals: int = 0) -> Tensor:
    """To the nearest integer, halves to even, or to `decimals` places."""
    return round_to_even(input) if decimals == 0 else round_to_decimals(input, decimals)


def python_round(input: Tensor, digits: int | None = None) -> Tensor:
    return round_(input, decimals=digits or 0)


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
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where(a == b, g / 2, np.where(a < b, 0.0, g)),
    b=lambda g, a, b: np.where(a == b, g / 2, np.where(a > b, 0.0, g)),
)
minimum = elementwise(
    "minimum",
    np.minimum,
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where(a == b, g / 2, np.where(a > b, 0.0, g)),
    b=lambda g, a, b: np.where(a == b, g / 2, np.where(a < b, 0.0, g)),
)
fmax = elementwise(
    "fmax",
    np.fmax,
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where((a >= b) | np.isnan(b), g, 0.0),
    b=lambda g, a, b: np.where((a >= b) | np.isnan(b), 0.0, g),
)
fmin = elementwise(
    "fmin",
    np.fmin,
    real=True,
    promote="common",
    inplace_form=False,
    a=lambda g, a, b: np.where((a <= b) | np.isnan(b), g, 0.0),
    b=lambda g, a, b: np.where((a <= b) | np.isnan(b), 0.0, g),
)
copysign = elementwise(
    "copysign",
    np.copysign,
    real=True,
    a=lambda g, a, y: g * np.where(a == 0, 0.0, y / a),
    b=lambda g: np.zeros_like(g),
)
nextafter = elementwise(
    "nextafter",
    np.nextafter,
    real=True,
    promote="common",
    a=lambda g: g,
    b=lambda g: np.zeros_like(g),
)
heaviside = elementwise("heaviside", np.heaviside, real=True, promote="common", a=None, b=None)
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
ldexp = elementwise(
    "ldexp",
    lambda a, b: a * 2.0**b,
    a=lambda g, b: g * 2**b,
    b=lambda g, y: (g * y) * LN2,
)

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
UFUNCS["rint"] = round_to_even

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
    if condition.array.dtype.kind not in "bu":
        raise DTypeError(f"a condition is a bool tensor, not {condition.dtype}")
    return choose(condition, input, other)


@public(method="where")
def where_method(self: Tensor, condition: Tensor, other: Any) -> Tensor:
    return where(condition, self, other)


clamp_between = operator(
    "clamp",
    lambda x, low, high: np.minimum(np.maximum(x, low), high),
    node="ClampBackward1",
    elementwise=True,
    x=lambda g, x, low, high: np.where((x >= low) & (x <= high), g, 0.0),
)
clamp_above = operator(
    "clamp_min",
    lambda x, low: np.maximum(x, low),
    elementwise=True,
    x=lambda g, x, low: np.where(x >= low, g, 0.0),
)
clamp_below = operator(
    "clamp_max",
    lambda x, high: np.minimum(x, high),
    elementwise=True,
    x=lambda g, x, high: np.where(x <= high, g, 0.0),
)
clamp_between_tensors = operator(
    "clamp_tensors",
    lambda x, low, high: np.minimum(np.maximum(x, low), high),
    node="ClampBackward1",
    promote="common",
    elementwise=True,
    x=lambda g, x, low, high: np.where((x >= low) & (x <= high), g, 0.0),
    low=lambda g, x, low, high: np.where((x < low) & (low < high), g, 0.0),
    high=lambda g, x, low, high: np.where((x > high) | (high < low), g, 0.0),
)
clamp_min_tensor = operator(
    "clamp_min_tensor",
    lambda x, low: np.maximum(x, low),
    node="ClampMinBackward1",
    promote="common",
    elementwise=True,
    x=lambda g, x, low: np.where(x >= low, g, 0.0),
    low=lambda g, x, low: np.where(x < low, g, 0.0),
)
clamp_max_tensor = operator(
    "clamp_max_tensor",
    lambda x, high: np.minimum(x, high),
    node="ClampMaxBackward1",
    promote="common",
    elementwise=True,
    x=lambda g, x, high: np.where(x <= high, g, 0.0),
    high=lambda g, x, high: np.where(x > high, g, 0.0),
)


@public("clamp", "clip", method="clamp clip", inplace_form=True)
def clamp(input: Tensor, min: Any = None, max: Any = None) -> Tensor:
    """The nearest value between `min` and `max`, numbers or tensors; one may be left out."""
    if min is None and max is None:
        raise DTypeError("clamp needs min, max or both")
    if min.__class__ is Tensor or max.__class__ is Tensor:
        if max is None:
            return clamp_min_tensor(input, min)
        if min is None:
            return clamp_max_tensor(input, max)
        return clamp_between_tensors(input, min, max)
    if max is None:
        return clamp_above(_with_bounds(input, min), min)
    if min is None:
        return clamp_below(_with_bounds(input, max), max)
    return clamp_between(_with_bounds(input, min, max), min, max)


def _with_bounds(input: Tensor, *bounds: Any) -> Tensor:
    """The tensor in the dtype it has together with its bounds."""
    dtype = result_dtype([input.array, *bounds])
    return input if input.array.dtype == dtype else input.to(dtype)


@public("clamp_min", method=True, inplace_form=True)
def clamp_min(input: Tensor, min: Any) -> Tensor:
    return clamp(input, min=min)


@public("clamp_max", method=True, inplace_form=True)
def clamp_max(input: Tensor, max: Any) -> Tensor:
    return clamp(input, max=max)


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
    if input.array.dtype != end.array.dtype:
        raise DTypeError(f"lerp needs one dtype, not {input.dtype} and {end.dtype}")
    if weight.__class__ is Tensor:
        return lerp_tensor(input, end, weight)
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
    dtype = input.array.dtype
    if dtype.kind not in "f":
        return input.clone()
    info = np.finfo(dtype)
    values = (0.0 if nan is None else nan, posinf, neginf)
    ends = (info.max, info.max, info.min)
    numbers = [end if v is None else v for v, end in zip(values, ends, strict=True)]
    return nan_to_number(input, *[dtype.type(n) for n in numbers])


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
    x=lambda g, y: g[0] / 2.0 ** y[1],
)


@public("frexp", method=True)
def frexp(input: Tensor) -> Any:
    """Mantissa in [0.5, 1) and power of two, as (mantissa, exponent)."""
    from ..size import return_type

    if input.array.dtype.kind != "f":
        raise DTypeError(f"frexp takes floating-point tensors, not {input.dtype}")
    return return_type("frexp", "mantissa", "exponent")(mantissa_and_exponent(input))


@public("isclose", method=True)
def isclose(
    input: Tensor, other: Tensor, rtol: float = 1e-5, atol: float = 1e-8, equal_nan: bool = False
) -> Tensor:
    """Whether |input - other| <= atol + rtol * |other|, element by element."""
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
    a, b = np.asarray(input.array), np.asarray(other.array)
    return a.shape == b.shape and bool((a == b).all())
