"""In-place forms: on copies, on views whose base must follow, and where they are refused."""

from build import b8, case, f32, f64, i64, in_place, note, of, refuse

note(issue=2)

UNIT = {"lo": 0.2, "hi": 0.9}
for name in ("subtract", "multiply", "divide"):
    in_place(name, f64(2, 3), f64(3, **UNIT))
    in_place(name, f32(2), 2)
for name in ("absolute", "arcsin", "arccos", "arctan", "fix", "sgn"):
    in_place(name, f64(2, 2, **UNIT))
for name in ("greater", "greater_equal", "less", "less_equal", "not_equal"):
    in_place(name, f64(3, grad=False), 0.0)
in_place("bitwise_not", i64(3))
in_place("logical_not", b8(3))
in_place("bitwise_left_shift", i64(3, lo=0), 1)
in_place("bitwise_right_shift", i64(3, lo=0), 1)
in_place("float_power", f64(3, **UNIT), 2)
in_place("nextafter", f64(3, grad=False), f64(3, grad=False))
in_place("arctan2", f64(3), f64(3))
in_place("swapaxes", f64(2, 3), 0, 1)
in_place("swapdims", f64(2, 3), 0, 1)
in_place("fill_diagonal", f64(3, 3), 7.0)
in_place("polygamma", f64(3, **UNIT), 1)
for source in (f64(2, 3), f64(3), f32(3), i64(2, 3), f64()):
    in_place("copy", f64(2, 3), source)
    case("Tensor.copy_", f64(2, 3, grad=False), source)
in_place("detach", f64(3))
case("Tensor.requires_grad_", f64(3, grad=False))
case("Tensor.requires_grad_", f64(3), False)
refuse("Tensor.requires_grad_", i64(3))
refuse("Tensor.requires_grad_", f64(3).after("exp"), False)

# name of the composition: what it does to a copy of x through a view
for name in (
    *("write_row", "scale_column", "write_through_view", "write_through_transpose"),
    *("write_masked", "write_slice_step", "write_twice", "write_diagonal", "write_narrow"),
    *("view_after_write", "augmented"),
    *("augmented_row", "write_unbound", "write_split", "write_chain", "write_expanded_source"),
    *("saved_overwritten", "saved_not_needed", "leaf_written", "leaf_view"),
    *("write_self_row", "zeroed_row", "clamped_row", "copied_row", "write_squeeze", "grad_of_view"),
):
    case(f"composed.{name}", f64(3, 2, lo=0.5))
    case(f"composed.{name}", f32(2, 3, lo=0.5))

for x in (f64(3, 2), f32(2, 3)):
    for name in ("write_under_no_grad", "write_detached", "write_data"):
        case(f"composed.{name}", x).mark(edge=True)  # written behind autograd's back
    case("composed.overwritten_output", x).mark(grad_error=True)

note(issue=5)
for name, args in {
    "acos": (), "acosh": (), "asin": (), "ceil": (), "cosh": (), "deg2rad": (), "rad2deg": (),
    "erfinv": (), "exp2": (), "frac": (), "i0": (), "lgamma": (), "log2": (), "sinc": (),
    "logit": (0.1,), "nan_to_num": (), "rsqrt": (), "trunc": (), "neg": (), "tril": (),
    "triu": (1,), "fmod": (0.3,), "remainder": (0.3,), "cumsum": (0,), "cumprod": (1,),
    "clamp_min": (0.5,), "clamp_max": (0.5,), "xlogy": (2.0,), "copysign": (-1.0,),
    "hypot": (f64(2, 2),), "lerp": (f64(2, 2), 0.3), "renorm": (2, 0, 0.5), "fill": (2.0,),
    "masked_fill": (of([[True, False], [False, True]], "bool"), 1.0),
    "index_fill": (0, of([1], "int64"), 2.0),
}.items():  # fmt: skip
    options = {"lo": 1.1, "hi": 2.0} if name == "acosh" else UNIT
    grad = name != "acosh"
    in_place(name, f64(2, 2, grad=grad, **options), *args)
    if not any(hasattr(item, "dtype") for item in args):
        in_place(name, f32(2, 2, grad=grad, **options), *args)
    refuse(f"Tensor.{name}_", f64(2, 2, **options), *args)
