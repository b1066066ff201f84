"""Elementwise mathematics of one tensor, and the few of two or three that are no arithmetic."""

from build import (
    T,
    b8,
    c64,
    c128,
    case,
    f16,
    f32,
    f64,
    function_and_method,
    i32,
    i64,
    in_place,
    note,
    of,
    refuse,
)

note(issue=2)

WHOLE = (-2, 2)
POSITIVE = (0.2, 3)
UNIT = (-0.9, 0.9)

# name: the range inputs are drawn from, points outside the domain or at a kink
UNARY = {
    "exp": (WHOLE, [0, -1000, 1000]),
    "exp2": (WHOLE, [0, 2000]),
    "expm1": (WHOLE, [0, 1e-9]),
    "log": (POSITIVE, [0, -1, 1]),
    "log2": (POSITIVE, [0, -1, 1]),
    "log10": (POSITIVE, [0, -1, 1]),
    "log1p": ((-0.8, 3), [-1, -2, 0, 1e-9]),
    "sin": (WHOLE, [0, 100]),
    "cos": (WHOLE, [0, 100]),
    "tan": ((-1.4, 1.4), [0, 3]),
    "asin": (UNIT, [1, -1, 2]),
    "acos": (UNIT, [1, -1, 2]),
    "atan": (WHOLE, [0, 1000]),
    "sinh": (WHOLE, [0, 20]),
    "cosh": (WHOLE, [0, 20]),
    "tanh": (WHOLE, [0, 50, -50]),
    "asinh": (WHOLE, [0, 1e6]),
    "acosh": ((1.1, 4), [1, 0.5]),
    "atanh": (UNIT, [1, -1, 2]),
    "sqrt": (POSITIVE, [0, -1]),
    "rsqrt": (POSITIVE, [0, -1]),
    "reciprocal": (POSITIVE, [0, -0.5]),
    "abs": (WHOLE, [0, -0.0]),
    "sign": (WHOLE, [0, -0.0]),
    "floor": (WHOLE, [0, 1, -1]),
    "ceil": (WHOLE, [0, 1, -1]),
    "round": (WHOLE, [0.5, 1.5, 2.5, -0.5]),
    "trunc": (WHOLE, [0, 1, -1]),
    "frac": (WHOLE, [0, 1, -1.5]),
    "sigmoid": (WHOLE, [0, 1000, -1000]),
    "deg2rad": (WHOLE, [180]),
    "rad2deg": (WHOLE, [1]),
    "erf": (WHOLE, [0, 10]),
    "erfc": (WHOLE, [0, 10]),
    "erfinv": (UNIT, [0, 1, -1, 2]),
    "lgamma": (POSITIVE, [0, -1, -1.5, 1]),
    "digamma": (POSITIVE, [0, -1.5, 1]),
    "sinc": (WHOLE, [0, 1]),
    "i0": (WHOLE, [0, 10]),
}
FIRST_ISSUE = set(list(UNARY)[:30]) - {"trunc", "frac"}
COMPLEX = (
    *("exp", "log", "log2", "log10", "sin", "cos", "tan", "sinh", "cosh", "tanh", "sqrt", "rsqrt"),
    *("reciprocal", "abs", "asin", "acos", "atan", "asinh", "acosh", "atanh", "sigmoid", "log1p"),
    *("expm1", "exp2"),
)
NO_GRADIENT_IN_PLACE = ("asinh", "acosh", "atanh")  # PyTorch has not written these down
ALIASES = {
    "absolute": "abs",
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "fix": "trunc",
    "sgn": "sign",
}

for name, (span, edges) in UNARY.items():
    note(issue=2 if name in FIRST_ISSUE else 5)
    for shape in ((2, 3), (), (0,), (2, 1, 2)):
        case(f"torch.{name}", T(shape, "float64", *span))
        case(f"Tensor.{name}", T(shape, "float32", *span))
    case(f"torch.{name}", of(edges)).mark(edge=True)
    case(f"Tensor.{name}", of(edges, "float32")).mark(edge=True)
    case(f"torch.{name}", of([float("nan"), float("inf"), float("-inf")])).mark(edge=True)
    case(f"torch.{name}", T((2, 3, 1, 2), "float32", *span).after("transpose", 0, 1))
    in_place(name, T((2, 2), "float64", *span, grad=name not in NO_GRADIENT_IN_PLACE))
    case(f"torch.{name}", T((2, 2), "float64", *span, grad=False))
    (refuse if name == "frac" else case)(f"torch.{name}", T((4,), "int64", 1, 4))
    if name in ("exp", "sin", "log", "tanh", "sqrt", "abs", "floor", "round"):
        case(f"torch.{name}", T((3,), "float16", *span))
        case(f"torch.{name}", i32(3, lo=0))
        (refuse if name in ("abs", "floor", "round") else case)(f"torch.{name}", b8(3))
        refuse(f"torch.{name}")
        refuse(f"torch.{name}", 2.0)
        refuse(f"torch.{name}", f64(2), 3, 4)
        refuse(f"Tensor.{name}_", T((2,), "float64", *span))
        refuse(f"Tensor.{name}", f64(2), blah=1)
    if name in ("exp", "sin", "sqrt"):
        refuse(f"Tensor.{name}_", i64(3))
    if name in COMPLEX:
        case(f"torch.{name}", c128(2, 2))
        case(f"torch.{name}", c64(3))
        case(f"torch.{name}", of([0, 1, -1, 1j], "complex128")).mark(edge=True)
note(issue=2)
for name, same in ALIASES.items():
    case(f"torch.{name}", T((3,), "float64", *UNARY[same][0]))
    case(f"Tensor.{name}", T((3,), "float32", *UNARY[same][0]))
case("torch.sgn", c128(3))
case("torch.angle", c128(3)).mark(issue=5)
case("torch.angle", f64(3)).mark(issue=5)
for decimals in (0, 1, 2, -1):
    function_and_method("round", f64(4, lo=-30, hi=30), decimals=decimals)
    case("torch.round", f32(4, lo=-30, hi=30), decimals=decimals)
case("torch.floor", i64(3))
refuse("torch.floor", c128(2))
refuse("torch.sign", c128(2))

TIED = of([-1.0, 0.0, 1.0, 2.0, float("nan")])
for name in ("clamp", "clip"):
    function_and_method(name, f64(2, 3), -0.5, 0.5)
    function_and_method(name, f32(5), min=0.2)
    function_and_method(name, f32(5), max=0.2)
    case(f"torch.{name}", f64(0), 0.0, 1.0)
    case(f"torch.{name}", f64(), 0, 1)
    case(f"torch.{name}", TIED, 0.0, 1.0).mark(edge=True)
    case(f"torch.{name}", TIED, 1.0, 0.0).mark(edge=True)
    case(f"torch.{name}", i64(5), -1, 1)
    case(f"torch.{name}", i64(5), 0.5, 2)
    case(f"torch.{name}", f64(2, 3), f64(3, hi=0), f64(3, lo=0.2))
    case(f"torch.{name}", f64(2, 3), min=f64(2, 1))
    case(f"torch.{name}", f64(3), max=f64(2, 1))
    case(f"torch.{name}", f32(2, 3), f32(3), None)
    case(f"torch.{name}", of([0.0, 1.0]), of([0.0, 0.0]), of([1.0, 1.0])).mark(edge=True)
    case(f"torch.{name}", of([2.0, 1.0]), of([3.0, 0.0]), of([1.0, 1.0])).mark(edge=True)
    in_place(name, f64(4), -0.5, 0.5)
    in_place(name, f64(4), min=f64(4))
    refuse(f"torch.{name}", f64(3))
    refuse(f"torch.{name}", f64(3), "a")
    refuse(f"torch.{name}", c128(3), 0, 1)
for name in ("clamp_min", "clamp_max"):
    function_and_method(name, f64(2, 3), 0.2)
    function_and_method(name, f32(2, 3), f32(3))
    function_and_method(name, f64(3), f64(2, 1))
    case(f"torch.{name}", TIED, 0.0).mark(edge=True)
    case(f"torch.{name}", TIED, of([0.0, 0.0, 1.0, 3.0, 0.0])).mark(edge=True)
    case(f"torch.{name}", f32(0), 0)
    case(f"torch.{name}", i64(4), 1)
    in_place(name, f64(3), 0.1)

for a, b in (((3,), (3,)), ((2, 3), (3,)), ((2, 1), (1, 2)), ((), (2,)), ((0,), (0,)), ((), ())):
    for name in ("maximum", "minimum", "max", "min", "fmax", "fmin"):
        note(issue=5 if name[0] == "f" else 2)
        function_and_method(name, f64(*a), f64(*b))
        case(f"torch.{name}", f32(*a), f32(*b))
for name in ("maximum", "minimum", "max", "min", "fmax", "fmin"):
    note(issue=5 if name[0] == "f" else 2)
    case(f"torch.{name}", of([1.0, 2.0, 0.0]), of([1.0, 1.0, 0.0])).mark(edge=True)
    case(f"torch.{name}", of([float("nan"), 1.0]), of([1.0, float("nan")])).mark(edge=True)
    case(f"torch.{name}", i64(4), i64(4))
    case(f"torch.{name}", i64(4), f32(4))
    case(f"torch.{name}", b8(4), b8(4))
    refuse(f"torch.{name}", f64(2), f64(3))
    refuse(f"torch.{name}", c128(2), c128(2))
    if name in ("maximum", "fmin"):
        refuse(f"torch.{name}", f64(2), 1.0)

note(issue=2)
MASK = of([True, False, True], "bool")
for x, y in ((f64(3), f64(3)), (f64(2, 3), f64(3)), (f32(3), 2.0), (1.5, f32(3)), (f64(), f64(3))):
    case("torch.where", MASK, x, y)
case("torch.where", b8(2, 3), f64(3), f64(2, 1))
case("torch.where", b8(0), f64(0), f64(0))
case("torch.where", MASK, i64(3), f32(3))
case("torch.where", MASK, f32(3), f64(3))
case("torch.where", MASK, 1, 0)
case("torch.where", MASK, 1.0, 0)
case("torch.where", MASK, i64(3), 1.5)
case("torch.where", i64(2, 3, lo=0, hi=2))
case("torch.where", b8(4))
case("torch.where", b8(), f64(), f64())
case("Tensor.where", f64(3), MASK, f64(3))
case("Tensor.where", f64(3), MASK, 0.0)
case("torch.where", condition=MASK, input=f64(3), other=f64(3))
case("torch.where", b8(3), c128(3), c128(3))
case("torch.nonzero", of([[1, 0], [0, 2]], "int64"))
case("torch.nonzero", of([[1, 0], [0, 2]], "int64"), as_tuple=True)
case("Tensor.nonzero", f64(3))
refuse("torch.where", f64(3), f64(3), f64(3))
refuse("torch.where", MASK, f64(2), f64(3))
refuse("torch.where", MASK, f64(3))

note(issue=5)
NONZERO = {"lo": 0.3, "hi": 2}
for name in ("atan2", "hypot", "copysign", "nextafter", "logaddexp", "logaddexp2", "xlogy"):
    for a, b in (((3,), (3,)), ((2, 3), (3,)), ((2, 1), (1, 3)), ((), (2,)), ((0,), (1,))):
        function_and_method(name, f64(*a, **NONZERO), f64(*b, **NONZERO))
    case(f"torch.{name}", f32(2, 3), f32(2, 1, **NONZERO))
    if name != "nextafter":
        if not name.startswith("loga"):
            in_place(name, f64(3), f64(3, **NONZERO))
        if not name.startswith("loga") and name != "hypot":
            case(f"torch.{name}", i64(3, lo=1), i64(3, lo=1))
    zeros = of([0.0, 0.0, 1.0, -0.0]), of([0.0, 1.0, 0.0, -0.0])
    case(f"torch.{name}", *zeros).mark(edge=True)
    refuse(f"torch.{name}", f64(2), f64(3))
case("torch.arctan2", f64(2), f64(2))
case("torch.copysign", f64(3), -1.0)
case("torch.copysign", f64(3), 2)
case("torch.xlogy", f64(3), 2.0)
case("torch.xlogy", 2.0, f64(3, **NONZERO))
case("torch.xlogy", of([0.0, 0.0, 1.0]), of([0.0, float("nan"), 0.0])).mark(edge=True)
case("torch.logaddexp", of([float("-inf"), 1.0]), of([float("-inf"), float("-inf")])).mark(
    edge=True
)
for name in ("logaddexp", "logaddexp2"):
    case(f"torch.{name}", of([1000.0, -1000.0]), of([999.0, -1001.0]))

for weight in (0.3, 0.7, 2, 0):
    function_and_method("lerp", f64(2, 3), f64(3), weight)
    case("torch.lerp", f32(3), f32(3), weight)
function_and_method("lerp", f64(2, 3), f64(3), f64(2, 1))
case("torch.lerp", f64(3), f64(2, 1), f64(3))
case("torch.lerp", f32(3), f32(3), weight=f32(3))
case("torch.lerp", f64(0), f64(0), 0.5)
in_place("lerp", f64(3), f64(3), 0.4)
in_place("lerp", f64(3), f64(3), f64(3))
refuse("torch.lerp", f64(3), f32(3), 0.5)
refuse("torch.lerp", f64(3), 1.0, 0.5)

for name in ("addcmul", "addcdiv"):
    for shapes in (
        ((3,), (3,), (3,)),
        ((2, 3), (3,), (2, 1)),
        ((3,), (2, 1), ()),
        ((0,), (0,), (0,)),
    ):
        a, b, c = shapes
        function_and_method(name, f64(*a), f64(*b), f64(*c, **NONZERO))
    case(f"torch.{name}", f32(3), f32(3), f32(3, **NONZERO), value=0.5)
    case(f"torch.{name}", f64(3), f64(3), f64(3, **NONZERO), value=2)
    in_place(name, f64(3), f64(3), f64(3, **NONZERO), value=-1)
    refuse(f"torch.{name}", f64(2), f64(3), f64(3))

function_and_method("ldexp", f64(3), i64(3, lo=0))
function_and_method("ldexp", f32(2, 3), i64(3, lo=0))
# With integers PyTorch's derivative is the integer power 2**n: zero for a negative n.
case("torch.ldexp", f64(3), of([-1, -2, 3], "int64")).mark(edge=True)
case("torch.ldexp", f64(3), of([2]).but(dtype="int64"))
case("torch.ldexp", f64(0), i64(0))
case("torch.ldexp", f32(3), f32(3))
in_place("ldexp", f64(3), i64(3, lo=0))
function_and_method("frexp", f64(3))
function_and_method("frexp", f32(2, 3, lo=-50, hi=50))
case("torch.frexp", of([0.0, 1.0, -0.5])).mark(edge=True)
case("torch.frexp", f64(0))
case("torch.frexp", f64())
refuse("torch.frexp", i64(3))

BAD = of([float("nan"), float("inf"), float("-inf"), 1.0])
function_and_method("nan_to_num", BAD.but(dtype="float32"))
function_and_method("nan_to_num", BAD)
case("torch.nan_to_num", BAD, 2.0)
case("torch.nan_to_num", BAD, nan=1.0, posinf=5.0, neginf=-5.0)
case("torch.nan_to_num", BAD, posinf=3.0)
case("torch.nan_to_num", f64(2, 3))
case("torch.nan_to_num", f64(0))
case("torch.nan_to_num", i64(3))
in_place("nan_to_num", BAD)

for eps in (None, 1e-3, 0.1):
    function_and_method("logit", f64(2, 3, lo=0.05, hi=0.95), eps)
    case("torch.logit", f32(4, lo=0.05, hi=0.95), eps=eps)
case("torch.logit", of([0.0, 1.0, 0.5, 2.0, -1.0])).mark(edge=True)
case("torch.logit", of([0.0, 1.0, 0.1, 0.9, 2.0]), 0.1).mark(edge=True)
case("torch.logit", f64(0))
in_place("logit", f64(3, lo=0.1, hi=0.9))
in_place("logit", f64(3, lo=0.1, hi=0.9), 0.2)

for p in (1, 2, 3):
    function_and_method("mvlgamma", f64(2, 3, lo=2, hi=5), p)
    case("torch.mvlgamma", f32(3, lo=2, hi=5), p=p)
case("torch.mvlgamma", f64(0), 2)
case("torch.mvlgamma", f64(lo=2, hi=3), 2)
in_place("mvlgamma", f64(3, lo=2, hi=4), 2)
refuse("torch.mvlgamma", f64(2, lo=2, hi=3), 0)

for x in (f64(2, 3), f32(3), f64(), f64(0), i64(3)):
    case("torch.fill", x, 2)
    if x.dtype != "int64":
        case("torch.fill", x, 1.5)
case("torch.fill", f64(3), f64())
case("torch.fill", f32(2, 2), f32())
case("Tensor.fill_", f64(3).after("clone"), 2.0)
case("Tensor.fill_", f64(3).after("clone"), f64())
case("Tensor.zero_", f64(3).after("clone"))
refuse("torch.fill", f64(3), f64(2))
case("torch.sigmoid", f16(4))
