"""Arithmetic and comparison, in every form and over broadcasting shapes."""

from build import (
    b8,
    c128,
    case,
    f32,
    f64,
    function_and_method,
    i32,
    i64,
    in_place,
    note,
    of,
    refuse,
    u8,
)

note(issue=2)

SHAPES = [
    ((), ()),
    ((3,), ()),
    ((), (2, 2)),
    ((3,), (3,)),
    ((2, 1), (1, 3)),
    ((2, 3), (3,)),
    ((4, 1, 2), (3, 1)),
    ((0,), (1,)),
    ((2, 0), (2, 0)),
    ((2, 1, 2, 2), (3, 1, 2)),
]
SCALARS = (2, 0.5, -3, 1.5)

for name in ("add", "sub", "mul"):
    for a, b in SHAPES:
        case(f"operator.{name}", f64(*a), f64(*b))
        function_and_method(name, f32(*a), f32(*b))
    for scalar in SCALARS:
        case(f"operator.{name}", f64(2, 2), scalar)
        case(f"operator.{name}", scalar, f32(3))
        case(f"torch.{name}", f64(3), scalar)
        case(f"Tensor.{name}", f32(), scalar)
    in_place(name, f64(2, 3), f64(3))
    in_place(name, f32(2, 3), 2)
    case(f"operator.i{name}", f64(2, 3).after("clone"), f64(2, 1))
    case(f"operator.{name}", c128(2), c128(2))
    case(f"operator.{name}", c128(2), f64(2))
    case(f"operator.{name}", f64(2), c128(2))
    case(f"operator.{name}", f64(2), 1 + 2j)
    refuse(f"operator.{name}", f64(2), f64(3))
    refuse(f"torch.{name}", f64(2, 3), f64(2))
    refuse(f"operator.{name}", f64(2), "a")
    refuse(f"operator.{name}", f64(2), None)
    refuse(f"operator.{name}", f64(2), [1.0, 2.0])
    refuse(f"Tensor.{name}_", f64(3), 1)
    refuse(f"Tensor.{name}_", f64(3, grad=False), f64(2, 3))
    refuse(f"Tensor.{name}_", i64(3), 1.5)
for name in ("add", "sub"):
    for alpha in (2, -1, 0.5):
        case(f"torch.{name}", f64(2, 3), f64(3), alpha=alpha)
        case(f"Tensor.{name}", f32(2, 3), 2, alpha=alpha)
    in_place(name, f64(3), f64(3), alpha=3)
    refuse(f"torch.{name}", i64(3), i64(3), alpha=0.5)
case("torch.add", f64(2), other=f64(2))
case("torch.mul", input=f64(2), other=f64(2))
case("torch.subtract", f64(2, 2), f64(2))
case("torch.multiply", f64(2, 2), f64(2))
case("Tensor.multiply", f64(2, 2), 3)
case("Tensor.subtract", f64(2, 2), 3)
refuse("operator.sub", b8(2), b8(2))
refuse("operator.neg", b8(2))
refuse("torch.add", f64(2))
refuse("torch.add", f64(2), f64(2), f64(2))
case("torch.rsub", f64(2), f64(2))
case("torch.rsub", f64(2), 3)
case("torch.rsub", f64(2), f64(2), alpha=2)
case("torch.rsub", f32(2, 3), f32(3))
case("torch.rsub", f32(2), 1.5, alpha=2)
case("torch.rsub", c128(2), 1)

DENOMINATOR = {"lo": 0.5, "hi": 2}
for a, b in SHAPES:
    case("operator.truediv", f64(*a), f64(*b, **DENOMINATOR))
    function_and_method("div", f32(*a), f32(*b, **DENOMINATOR))
for scalar in SCALARS:
    case("operator.truediv", f64(2, 2), scalar)
    case("operator.truediv", scalar, f32(3, **DENOMINATOR))
    case("torch.div", f64(3), scalar)
in_place("div", f64(2, 3), f64(3, **DENOMINATOR))
in_place("div", f32(2, 3), 4)
case("operator.itruediv", f64(2, 3).after("clone"), f64(2, 1, **DENOMINATOR))
case("operator.truediv", of([1.0, -1.0, 0.0]), of([0.0, 0.0, 0.0])).mark(edge=True)
case("operator.truediv", c128(2), c128(2))
case("operator.truediv", i64(3), i64(3, lo=1))
case("operator.truediv", 1, i64(3, lo=1))
refuse("Tensor.div_", i64(3), 2)
for name in ("div", "divide", "true_divide"):
    case(f"torch.{name}", f64(2, 3), f64(3, **DENOMINATOR))
    case(f"Tensor.{name}", f64(2, 3), 2.0)
for name in ("div", "divide"):
    for mode in ("floor", "trunc", None):
        case(f"torch.{name}", f64(2, 3, lo=-9, hi=9), f64(3, **DENOMINATOR), rounding_mode=mode)
        case(f"Tensor.{name}", f32(3, lo=-9, hi=9), 2.5, rounding_mode=mode)
        case(f"torch.{name}", i64(5, lo=-9, hi=9), 4, rounding_mode=mode)
in_place("div", f64(3, lo=-9, hi=9), 2, rounding_mode="floor")
refuse("torch.div", f64(2), f64(2), rounding_mode="up")
case("torch.true_divide", f32(2), f32(2, **DENOMINATOR))
case("torch.true_divide", f32(2, 3), f32(2, 1, **DENOMINATOR))
case("torch.true_divide", i64(2), 2)
in_place("true_divide", f64(2), f64(2, **DENOMINATOR))

FAR = {"lo": -9, "hi": 9}
for name, symbol in (("floor_divide", "floordiv"), ("remainder", "mod"), ("fmod", None)):
    function_and_method(name, f64(2, 3, **FAR), f64(3, **DENOMINATOR))
    function_and_method(name, f32(4, **FAR), 2.5)
    function_and_method(name, f64(4, **FAR), -2.5)
    function_and_method(name, i64(6, **FAR), i64(6, lo=1, hi=4))
    function_and_method(name, i64(6, **FAR), -3)
    case(f"torch.{name}", f64(2, 0), f64(0))
    case(f"torch.{name}", f64(**FAR), f64(**DENOMINATOR))
    case(f"torch.{name}", of([5.0, -5.0, 5.0, -5.0]), of([3.0, 3.0, -3.0, -3.0]))
    case(f"torch.{name}", of([6.0, -6.0, 0.0]), 3.0).mark(edge=True)
    case(f"torch.{name}", of([1.0, -1.0, 0.0]), 0.0).mark(edge=True)
    in_place(name, f64(4, **FAR), 2.0)
    if symbol:
        case(f"operator.{symbol}", f64(4, **FAR), 2)
        case(f"operator.{symbol}", 7.5, f64(4, **DENOMINATOR))
        case(f"operator.{symbol}", i64(4, **FAR), i64(4, lo=1))
        case(f"operator.i{symbol}", f64(4, **FAR).after("clone"), 2)
    refuse(f"torch.{name}", f64(2), f64(3))
case("torch.remainder", 7, i64(3, lo=1))
case("torch.remainder", 5.5, f64(3, **DENOMINATOR))

POSITIVE = {"lo": 0.3, "hi": 2}
for a, b in SHAPES:
    case("operator.pow", f64(*a, **POSITIVE), f64(*b))
    function_and_method("pow", f32(*a, **POSITIVE), f32(*b))
for scalar in (0, 1, 2, 3, -1, -2, 0.5, -0.5, 2.5):
    case("operator.pow", f64(2, 2, **POSITIVE), scalar)
    case("operator.pow", 2.0, f64(3) if scalar else f64(0))
    function_and_method("pow", f32(3, **POSITIVE), scalar)
    case("torch.pow", of([0.0, 1.0, -1.0, -2.0]), scalar).mark(edge=True)
for base in (2, 0.5, 1, 0, -1.5):
    case("operator.pow", base, of([2.0, 1.0, 0.0])).mark(edge=True)
    case("torch.pow", base, f64(2, grad=False))
case("torch.pow", of([0.0, 0.0, 0.0, 1.0]), of([0.0, 1.0, 2.0, 0.0])).mark(edge=True)
case("torch.pow", of([-1.0, -2.0, -0.5]), of([2.0, 3.0, 0.5])).mark(edge=True)
case("torch.pow", f64(2, 2, **POSITIVE), exponent=3)
case("Tensor.pow", f64(2, 2, **POSITIVE), exponent=f64(2))
in_place("pow", f64(2, 2, **POSITIVE), 2)
in_place("pow", f64(2, 2, **POSITIVE), f64(2))
case("operator.ipow", f64(2, **POSITIVE).after("clone"), 3)
case("operator.pow", i64(3), 2)
case("operator.pow", i64(3, lo=0), i64(3, lo=0))
case("operator.pow", i64(3, lo=1), 0.5)
case("operator.pow", 2, i64(3, lo=0))
case("operator.pow", c128(3), 2)
case("operator.pow", c128(3), c128(3))
case("operator.pow", c128(3), 0.5)
refuse("operator.pow", i64(3), -1)
refuse("operator.pow", f64(2), f64(3))
refuse("operator.pow", f64(2), "2")
function_and_method("float_power", f32(3, **POSITIVE), 2)
function_and_method("float_power", f64(3, **POSITIVE), f64(3))
function_and_method("float_power", i64(3, lo=1), 2)
case("torch.float_power", 2.0, f32(3))
case("torch.float_power", f32(2, 3, **POSITIVE), f32(3))
function_and_method("square", f64(2, 3))
function_and_method("square", f32())
function_and_method("square", i64(3))
case("torch.square", f64(0))
case("torch.square", c128(2))
in_place("square", f64(3))

for name in ("neg", "pos"):
    for x in (f64(), f32(2, 3), f64(0), i64(3), c128(2)):
        case(f"operator.{name}", x)
for name in ("neg", "negative"):
    function_and_method(name, f64(2, 3))
    function_and_method(name, f32())
    function_and_method(name, f32(2, 0))
    function_and_method(name, i64(3))
    in_place(name, f64(3))
function_and_method("positive", f64(2, 3))
function_and_method("positive", f32())
function_and_method("positive", i64(3))
case("torch.positive", c128(2))
case("torch.positive", f64(0))
case("torch.positive", f64(3).after("exp"))
refuse("torch.positive", b8(3))
case("operator.abs", f64(2, 3))
case("operator.abs", i64(3))

COMPARISONS = (
    ("lt", "less"),
    ("le", "less_equal"),
    ("gt", "greater"),
    ("ge", "greater_equal"),
    ("eq", None),
    ("ne", "not_equal"),
)
for name, long_name in COMPARISONS:
    tied = of([1.0, 2.0, 3.0]), of([1.0, 3.0, 2.0])
    case(f"operator.{name}", *tied)
    function_and_method(name, *tied)
    for a, b in SHAPES:
        case(f"operator.{name}", i64(*a), i64(*b))
    case(f"operator.{name}", f64(3), 0.5)
    case(f"operator.{name}", 0, f32(3))
    case(f"operator.{name}", i64(4), 1.5)
    case(f"operator.{name}", i64(4), f32(4))
    case(f"operator.{name}", b8(3), True)
    case(f"operator.{name}", of([float("nan"), 1.0]), of([float("nan"), float("inf")]))
    case(f"torch.{name}", f64(2), 0)
    in_place(name, f64(3, grad=False), 0)
    if long_name:
        function_and_method(long_name, f64(3), f64(3))
    refuse(f"operator.{name}", f64(2), f64(3))
    if name in ("lt", "ge"):
        refuse(f"operator.{name}", f64(2), "a")
        refuse(f"operator.{name}", c128(2), 1)
case("operator.eq", f64(2), None)
case("operator.eq", c128(2), c128(2))

for name, symbol in (("and", "and_"), ("or", "or_"), ("xor", "xor")):
    for a, b in ((b8(4), b8(4)), (i64(4), i64(4)), (i32(2, 3), i32(3)), (b8(4), True), (i64(4), 3)):
        case(f"operator.{symbol}", a, b)
        function_and_method(f"bitwise_{name}", a, b)
    in_place(f"bitwise_{name}", i64(4), 5)
    case(f"operator.i{name}", b8(4), b8(4))
    for a, b in ((b8(4), b8(4)), (f64(4), i64(4)), (i64(2, 3), b8(3))):
        function_and_method(f"logical_{name}", a, b)
    in_place(f"logical_{name}", b8(4), b8(4))
    refuse(f"operator.{symbol}", f64(2), f64(2))
    refuse(f"torch.logical_{name}", b8(2), b8(3))
for x in (b8(4), i64(4), u8(3)):
    case("operator.invert", x)
    case("torch.bitwise_not", x)
    case("torch.logical_not", x)
case("torch.logical_not", of([0.0, 1.0, float("nan")]))
case("Tensor.logical_not", f32(3))
refuse("operator.invert", f64(2))
for name in ("lshift", "rshift"):
    case(f"operator.{name}", i64(4, lo=0), 2)
    case(f"operator.{name}", i64(4, lo=0), i64(4, lo=0))
    case(f"torch.bitwise_{'left' if name == 'lshift' else 'right'}_shift", i64(4, lo=0), 1)

for name in ("isclose", "allclose"):
    function_and_method(name, of([1.0, 2.0, float("nan")]), of([1.0, 2.0 + 1e-9, float("nan")]))
    case(f"torch.{name}", of([1.0, float("nan")]), of([1.0, float("nan")]), equal_nan=True)
    case(f"torch.{name}", of([1.0, 2.0]), of([1.1, 2.0]), rtol=0.2)
    case(f"torch.{name}", of([1.0, 2.0]), of([1.1, 2.0]), atol=0.05)
    case(f"torch.{name}", of([float("inf"), 2.0]), of([float("inf"), 2.0]))
    refuse(f"torch.{name}", f64(2), f32(2))
function_and_method("equal", of([1.0, 2.0]), of([1.0, 2.0]))
function_and_method("equal", of([1.0, 2.0]), of([1.0, 3.0]))
case("torch.equal", f64(2), f64(3))
for name in ("isnan", "isinf", "isfinite", "isposinf", "isneginf", "isreal", "signbit"):
    x = of([0.0, -1.0, float("nan"), float("inf"), float("-inf")])
    function_and_method(name, x)
    case(f"torch.{name}", f32(2, 0))
    case(f"torch.{name}", i64(3))
case("torch.is_tensor", f64(2))
case("torch.is_tensor", 3)
case("torch.is_floating_point", f64(2))
case("Tensor.is_floating_point", i64(2))
case("torch.is_complex", c128(2))
case("Tensor.is_complex", f64(2))
