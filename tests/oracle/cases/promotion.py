"""Dtype promotion: every pair of dtypes, zero-dimensional tensors and Python scalars."""

from itertools import product

from build import T, case, note, refuse

note(issue=2)

DTYPES = (
    *("bool", "uint8", "int8", "int16", "int32", "int64"),
    *("float16", "float32", "float64", "complex64", "complex128"),
)


def half_complex(*kinds: object) -> bool:
    """Pairs that give complex32, which NumPy lacks."""
    return "float16" in kinds and any("complex" in str(kind) for kind in kinds)


def tensor(dtype: str, *shape: int) -> T:
    return T(shape, dtype, 1, 4)


for left, right in product(DTYPES, DTYPES):
    if half_complex(left, right):
        continue
    case("operator.add", tensor(left, 2), tensor(right, 2))
    case("operator.mul", tensor(left, 2), tensor(right))
for left, right in product(DTYPES, DTYPES[::2]):
    if half_complex(left, right):
        continue
    case("operator.mul", tensor(left), tensor(right, 2))
for dtype, scalar in product(DTYPES, (2, 0.5, True, 1j)):
    if dtype == "float16" and scalar == 1j:
        continue
    case("operator.mul", tensor(dtype, 2), scalar)
    case("operator.add", scalar, tensor(dtype))
for dtype in DTYPES[:8]:
    for name in ("truediv", "sub", "pow", "mod", "floordiv", "lt", "eq"):
        if not (dtype == "bool" and name in ("sub", "mod", "pow", "floordiv")):
            case(f"operator.{name}", tensor(dtype, 2), tensor(dtype, 2))
            case(f"operator.{name}", tensor(dtype, 2), tensor("int64"))
            case(f"operator.{name}", tensor(dtype, 2), 2)
            case(f"operator.{name}", tensor(dtype, 2), 1.5)
    for name in ("sum", "exp", "cumsum", "prod", "sqrt", "square", "abs", "sign"):
        if (dtype, name) in (("bool", "abs"),):
            continue
        args = (0,) if name == "cumsum" else ()
        case(f"torch.{name}", tensor(dtype, 3), *args)
    case("torch.where", T((2,), "bool"), tensor(dtype, 2), tensor("float32", 2))
    case("torch.maximum", tensor(dtype, 2), tensor("int64", 2))
    if dtype != "bool":
        case("torch.clamp", tensor(dtype, 3), 1, 2)
    # PyTorch fails to differentiate bools here, and negates a uint8 by wrapping around.
    if dtype not in ("bool", "uint8"):
        case("torch.atan2", tensor(dtype, 2), tensor("float32"))
for left, right in (("int64", "float32"), ("bool", "int64"), ("float32", "complex64")):
    refuse("Tensor.add_", tensor(left, 2).but(grad=False), tensor(right, 2).but(grad=False))
case("Tensor.add_", tensor("uint8", 2), tensor("int64", 2))
case("Tensor.add_", tensor("float32", 2).but(grad=False), tensor("float64", 2).but(grad=False))
case("Tensor.mul_", tensor("float32", 2).but(grad=False), tensor("int64", 2))
refuse("Tensor.mul_", tensor("int64", 2), tensor("float64").but(grad=False))
for left, right in product(("int64", "float32", "float64", "float16"), repeat=2):
    case("torch.result_type", tensor(left, 2), tensor(right))
