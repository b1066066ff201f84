"""Joining tensors and taking them apart: cat, stack, split, chunk, unbind."""

from build import b8, c128, case, f32, f64, function_and_method, i64, note, of, refuse

note(issue=2)
for name in ("cat", "concat", "concatenate"):
    case(f"torch.{name}", [f64(2, 3), f64(1, 3)])
    case(f"torch.{name}", (f32(2, 3), f32(2, 1)), 1)
for tensors in (
    [f64(3), f64(2)],
    [f64(2), f64(0), f64(1)],
    [f64(2, 1, 2), f64(2, 3, 2)],
    [f64(2), f32(2)],
    [i64(2), f32(2)],
    [b8(2), i64(2)],
    [f64(2, grad=False), f64(2)],
    [c128(2), f64(2)],
):
    case("torch.cat", tensors, dim=1 if tensors[0].shape == (2, 1, 2) else 0)
case("torch.cat", [f64(2, 2)] * 3, dim=-1)
case("torch.cat", tensors=[f64(2), f64(3)])
refuse("torch.cat", [f64(2, 3), f64(2, 2)])
refuse("torch.cat", [f64(2, 3), f64(3)])
refuse("torch.cat", [f64(2, 3), f64(2, 3)], 2)
refuse("torch.cat", [f64(), f64()])
refuse("torch.cat", [])
refuse("torch.cat", f64(2))
refuse("torch.cat", [f64(2), 1.0])
for dim in (0, 1, -1):
    case("torch.stack", [f64(3), f64(3)], dim)
    case("torch.stack", (f32(2, 2), f32(2, 2), f32(2, 2)), dim=dim)
case("torch.stack", [f64(), f64(), f64()])
case("torch.stack", [f64(0), f64(0)])
case("torch.stack", [f64(2), f32(2)])
case("torch.stack", [i64(2), i64(2)])
case("torch.stack", [f64(2)])
refuse("torch.stack", [f64(2), f64(3)])
refuse("torch.stack", [f64(2), f64(2)], 2)
refuse("torch.stack", [])
for name in ("hstack", "vstack", "dstack", "column_stack", "row_stack"):
    note(issue=5)
    case(f"torch.{name}", [f64(3), f64(3)])
    case(f"torch.{name}", [f64(2, 3), f64(2, 3)])
    case(f"torch.{name}", (f32(2, 1, 2), f32(2, 1, 2)))
    case(f"torch.{name}", [f64(), f64()])
    case(f"torch.{name}", [f32(2), f64(2)])
    case(f"torch.{name}", [f64(0), f64(0)])
    refuse(f"torch.{name}", [f64(2, 3), f64(3, 2)])
case("torch.hstack", [f64(3), f64(1)])
case("torch.column_stack", [f64(3), f64(3, 2)])
case("torch.vstack", [f64(3), f64(2, 3)])

note(issue=2)
for name in ("split", "unsafe_split"):
    note(issue=5 if name.startswith("u") else 2)
    for size in (1, 2, 5):
        function_and_method(name, f64(5, 2), size)
        case(f"torch.{name}", f32(2, 5), size, dim=1)
    case(f"torch.{name}", f64(0), 1)
    refuse(f"torch.{name}", f64(3), -1)
    refuse(f"torch.{name}", f64(3), 1, 1)
note(issue=2)
function_and_method("split", f64(5, 2), [2, 3])
case("torch.split", f32(2, 5), [1, 0, 4], dim=-1)
case("torch.split", f32(4), split_size_or_sections=3)
refuse("torch.split", f64(5), [2, 2])
refuse("torch.split", f64(5), [6, -1])
for name in ("chunk", "unsafe_chunk"):
    note(issue=5 if name.startswith("u") else 2)
    for count in (1, 2, 3, 7):
        function_and_method(name, f64(5, 2), count)
        case(f"torch.{name}", f32(2, 4), count, dim=-1)
    refuse(f"torch.{name}", f64(3), 0)
    refuse(f"torch.{name}", f64(), 1)
note(issue=5)
for sizes, dim in (([2, 3], 0), ([1, 4], -2), ([5], 0), ([0, 5], 0), ([1, 1], 1)):
    function_and_method("split_with_sizes", f64(5, 2), sizes, dim)
refuse("torch.split_with_sizes", f64(5), [2])
for sections in (2, 3, (1, 3), [2]):
    function_and_method("tensor_split", f64(5, 2), sections)
    case("torch.tensor_split", f32(2, 5), sections, dim=1)
case("torch.tensor_split", f64(4), indices=(1, 2))
case("torch.tensor_split", f64(4), sections=2)
case("torch.tensor_split", f64(5), of([1, 3], "int64"))
refuse("torch.tensor_split", f64(5), 0)
for name, shape in (("hsplit", (2, 4)), ("vsplit", (4, 2)), ("dsplit", (2, 1, 4))):
    for sections in (2, 4, [1, 3], (2,)):
        function_and_method(name, f64(*shape), sections)
    case(f"torch.{name}", f32(*shape), 1)
    refuse(f"torch.{name}", f64(*shape), 3)
    refuse(f"torch.{name}", f64(), 1)
case("torch.hsplit", f64(4), 2)
note(issue=2)
for dim in (0, 1, -1):
    function_and_method("unbind", f64(2, 3), dim)
    case("torch.unbind", f32(2, 2, 1), dim=dim)
case("torch.unbind", f64(3))
case("torch.unbind", f64(0, 2))
case("builtins.list", f64(3))
case("builtins.tuple", f64(2, 2))
refuse("torch.unbind", f64())
refuse("torch.unbind", f64(2), 1)
refuse("builtins.list", f64())
