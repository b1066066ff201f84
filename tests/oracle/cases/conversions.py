"""Conversions between dtypes and to Python, and what a tensor says of itself."""

from build import Dtype, b8, c64, c128, case, f16, f32, f64, i8, i32, i64, note, of, refuse, u8

note(issue=2)

TENSORS = (f32(2, 2), f64(2, 2), i64(3), b8(3), f64(), f32(0), of([1.7, -1.7, 0.0]), f16(2), u8(2))
METHODS = ("float", "double", "half", "int", "long", "short", "bool")
for name in METHODS:
    for x in TENSORS:
        case(f"Tensor.{name}", x)
    case(f"Tensor.{name}", f64(2, 2).after("exp"))
DTYPES = (
    "float16",
    "float32",
    "float64",
    "int32",
    "int64",
    "uint8",
    "bool",
    "complex64",
    "complex128",
)
for dtype in DTYPES:
    for x in (f32(2), f64(2, 2).after("t"), i64(3, lo=0), c64(2)):
        if not (x.dtype.startswith("c") and not dtype.startswith("c")):
            case("Tensor.to", x, Dtype(dtype))
    case("Tensor.type", f64(2, lo=0), Dtype(dtype))
    case("Tensor.to", f32(2, lo=0), dtype=Dtype(dtype))
case("Tensor.to", f32(2), f64(3))
case("Tensor.to", f32(2), i64(3))
case("Tensor.type_as", f32(2), f64(3))
case("Tensor.type_as", f64(2), f64(3))
case("Tensor.to", f32(2), "cpu")
case("Tensor.to", f32(2), "cpu", Dtype("float64"))
case("Tensor.cpu", f32(2))
case("Tensor.type", f32(2))
case("Tensor.type", i64(2))
case("Tensor.cfloat", f32(2))
case("Tensor.cdouble", f32(2))
refuse("Tensor.to", f32(2), "float64")
refuse("Tensor.to", f32(2), 3)

for x in (f64(), i64(), b8(), f32(1, 1), c128(), i8(1), of(float("nan"))):
    case("Tensor.item", x)
    if x.dtype != "complex128":
        case("builtins.float", x)
        case("builtins.bool", x)
        if x.values is None:
            case("builtins.int", x)
case("builtins.complex", c128())
refuse("Tensor.item", f64(2))
refuse("Tensor.item", f64(0))
refuse("builtins.float", f64(2))
refuse("builtins.bool", f64(2))
refuse("builtins.int", f64(0, 2))
refuse("builtins.int", of(float("nan")))
refuse("builtins.float", c128())
for x in (f64(2, 2), i64(3), f64(), b8(2), f64(0), f64(2, 0), f32(2), c128(2), u8(1, 1, 1)):
    case("Tensor.tolist", x)
    case("Tensor.numel", x)
    case("Tensor.nelement", x)
    case("Tensor.size", x)
    case("Tensor.dim", x)
    case("Tensor.ndimension", x)
    case("Tensor.element_size", x)
    for name in ("shape", "dtype", "ndim", "is_leaf", "requires_grad", "itemsize"):
        case(f"attr.{name}", x)
    case("Tensor.is_contiguous", x)
    case("Tensor.stride", x)
    case("Tensor.is_floating_point", x)
    if x.shape:
        case("builtins.len", x)
        case("Tensor.size", x, 0)
        case("Tensor.size", x, dim=-1)
        case("Tensor.stride", x, 0)
refuse("Tensor.size", f64(2), 1)
refuse("builtins.len", f64())
case("Tensor.is_contiguous", f64(2, 3).after("t"))
case("Tensor.stride", f64(2, 3).after("t"))
case("Tensor.contiguous", f64(2, 3).after("t"))
case("Tensor.contiguous", f64(3).after("expand", 2, 3))
case("Tensor.numpy", f64(2, 2, grad=False))
case("Tensor.numpy", i32(3))
refuse("Tensor.numpy", f64(2))
case("Tensor.__contains__", of([1.0, 2.0], grad=False), 2.0)
case("operator.contains", of([1.0, 2.0], grad=False), 3.0)
case("operator.index", of(3, "int64"))
refuse("operator.index", f64())
case("attr.data", f64(2).after("exp"))
case("Tensor.detach", f64(2).after("exp"))
case("attr.grad", f64(2))
case("attr.is_leaf", f64(2).after("exp"))
case("attr.real", f64(2))
for name in ("float", "double", "contiguous"):
    note(issue=5)
    for x in (f32(2, 3).after("t"), f64(2, 1, 2), f32(), f64(0, 2), f64(3).after("exp")):
        case(f"Tensor.{name}", x)
refuse("Tensor.foo", f64(2), 1)
refuse("attr.foo", f64(2))
refuse("torch.foo", f64(2))
