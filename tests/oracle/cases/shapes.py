"""Shapes: views, expansion, order of dimensions, diagonals, windows, differences."""

from build import (
    b8,
    c128,
    case,
    f32,
    f64,
    function_and_method,
    i64,
    note,
    of,
    refuse,
)

note(issue=2)

VIEWS = [
    ((2, 3), (6,)),
    ((2, 3), (3, -1)),
    ((2, 3), (-1,)),
    ((6,), (1, 2, 3)),
    ((), (1, 1)),
    ((1,), ()),
    ((0, 3), (3, 0)),
    ((2, 1, 3), (2, 3)),
]
for name in ("reshape", "view"):
    for before, after in VIEWS:
        if name == "reshape":
            case("torch.reshape", f64(*before), after)
        if after:
            case(f"Tensor.{name}", f32(*before), *after)
        case(f"Tensor.{name}", f64(*before), after)
    case(f"Tensor.{name}", i64(4), 2, 2)
    case(f"Tensor.{name}", f64(3, 2).after("exp"), [2, -1])
    refuse(f"Tensor.{name}", f64(4), 3)
    refuse(f"Tensor.{name}", f64(4), -1, -1)
    refuse(f"Tensor.{name}", f64(4), -2)
    refuse(f"Tensor.{name}", f64(0), -1, 0)
    case(f"Tensor.{name}_as", f64(2, 3), f64(6))
    case(f"Tensor.{name}_as", f32(2, 3), f32(3, 2))
    case(f"Tensor.{name}_as", f64(4), f64(2, 2))
    case(f"Tensor.{name}_as", f64(), f64(1))
    case(f"Tensor.{name}_as", f32(0), f32(2, 0))
    refuse(f"Tensor.{name}_as", f64(4), f64(3))
case("torch.reshape", f64(2, 3).after("t"), (6,))
case("torch.reshape", f64(2, 3).after("t"), (3, 2, 1))
case("torch.reshape", f64(2, 3, 2).after("transpose", 0, 1), (-1,))
case("torch.reshape", f64(3, 1).after("expand", 3, 4), (12,))
case("torch.reshape", f64(1, 3).after("t"), (3,))
case("Tensor.view", f64(2, 3).after("t"), 3, 2)
refuse("Tensor.view", f64(2, 3).after("t"), 6)
case("torch.reshape", f64(2, 2), shape=(4,))

for options in ({}, {"start_dim": 1}, {"start_dim": 0, "end_dim": 1}, {"end_dim": -2}):
    function_and_method("flatten", f64(2, 3, 2), **options)
    case("torch.flatten", f32(2, 1, 2, 2), **options)
case("torch.flatten", f64())
case("torch.flatten", f64(3))
case("torch.flatten", f64(0, 2))
case("torch.flatten", f64(2, 3, 2), 1, 2)
case("torch.flatten", f64(2, 3).after("t"))
refuse("torch.flatten", f64(2, 3), 1, 0)
refuse("torch.flatten", f64(2, 3), 2)
for x in (f64(2, 3), f32(4), f64(), f64(0, 2), f32(2, 3).after("t")):
    case("torch.ravel", x).mark(issue=5)
    case("Tensor.ravel", x).mark(issue=5)
for sizes in ((2, 3), (-1, 2), (6,), (1, -1), [3, 2]):
    case("torch.unflatten", f64(2, 6), 1, sizes).mark(issue=5)
    case("Tensor.unflatten", f32(6, 2), dim=0, sizes=sizes).mark(issue=5)
case("torch.unflatten", f64(2, 6), -2, (1, 2)).mark(issue=5)
case("torch.unflatten", f64(2, 6), 1, (4, 2)).mark(issue=5, refused=True)

for shape in ((1, 2, 1), (2, 3), (1,), (), (1, 0), (1, 1)):
    function_and_method("squeeze", f64(*shape))
    for dim in (0, -1):
        case("torch.squeeze", f32(*shape), dim)
        case("Tensor.unsqueeze", f64(*shape), dim)
        case("torch.unsqueeze", f32(*shape), dim=dim)
case("torch.squeeze", f64(1, 2, 1), (0, 2))
case("torch.squeeze", f64(1, 2, 1), (0, 1))
case("Tensor.squeeze", f64(1, 2, 1), dim=(-1,))
case("Tensor.squeeze_", f64(1, 2).after("clone"))
case("Tensor.squeeze_", f64(1, 2).after("clone"), 0)
case("Tensor.unsqueeze_", f64(2).after("clone"), 0)
case("torch.unsqueeze", f64(2, 3), 1)
case("torch.unsqueeze", f64(2, 3), 2)
refuse("torch.squeeze", f64(2, 3), 2)
refuse("torch.unsqueeze", f64(2, 3), 3)
refuse("torch.unsqueeze", f64(2, 3), -4)
refuse("torch.unsqueeze", f64(2, 3))

for dims in ((0, 1), (1, 0), (-1, 0), (0, 0)):
    function_and_method("transpose", f64(2, 3), *dims)
    case("torch.transpose", f32(2, 1, 3), *dims)
    case("Tensor.swapaxes", f64(2, 3), *dims)
    case("torch.swapdims", f64(2, 3), *dims)
case("torch.transpose", f64(), 0, 0)
case("torch.transpose", f64(2, 0), 0, 1)
case("torch.transpose", f64(2, 3), dim0=0, dim1=1)
case("Tensor.transpose_", f64(2, 3).after("clone"), 0, 1)
case("Tensor.t_", f64(2, 3).after("clone"))
refuse("torch.transpose", f64(2, 3), 0, 2)
refuse("torch.transpose", f64(2, 3), 0)
for shape in ((2, 3), (3,), (), (0, 2)):
    function_and_method("t", f64(*shape))
    case("torch.t", f32(*shape))
    if len(shape) == 2:
        case("attr.T", f64(*shape))
        case("attr.mT", f64(*shape))
case("attr.mT", f64(2, 2, 3))
case("attr.H", c128(2, 3))
case("attr.mH", c128(2, 2, 3))
case("attr.mH", f64(2, 3))
case("Tensor.adjoint", c128(2, 3))
refuse("torch.t", f64(2, 2, 2))
refuse("attr.mT", f64(3))
for dims in ((0, 1, 2), (2, 0, 1), (-1, 0, 1), (1, 0, 2)):
    case("torch.permute", f64(2, 1, 3), dims)
    case("Tensor.permute", f32(2, 1, 3), *dims)
    case("Tensor.permute", f64(2, 1, 3), dims)
case("torch.permute", f64(), ())
case("torch.permute", f64(0, 2), (1, 0))
case("torch.permute", f64(2, 3), dims=(1, 0))
refuse("torch.permute", f64(2, 3), (0,))
refuse("torch.permute", f64(2, 3), (0, 0))
refuse("torch.permute", f64(2, 3), (0, 2))
for name in ("movedim", "moveaxis"):
    note(issue=5)
    for source, target in ((0, 2), (-1, 0), ((0, 1), (1, 2)), ((0, 1), (1, 0)), (1, 1)):
        function_and_method(name, f64(2, 1, 3), source, target)
    case(f"torch.{name}", f32(2, 3), source=0, destination=1)
    refuse(f"torch.{name}", f64(2, 3), (0, 1), (1,))
    refuse(f"torch.{name}", f64(2, 3), (0, 0), (0, 1))

note(issue=2)
EXPANSIONS = [
    ((3,), (2, 3)),
    ((2, 1), (2, 4)),
    ((2, 1), (-1, 3)),
    ((), (2, 2)),
    ((1,), (0,)),
    ((2, 3), (2, 3)),
    ((1, 3), (2, -1, 3)),
]
for before, after in EXPANSIONS:
    case("Tensor.expand", f64(*before), *after)
    case("Tensor.expand", f32(*before), after)
    case("torch.broadcast_to", f64(*before), after).mark(issue=5)
    case("Tensor.broadcast_to", f32(*before), after).mark(issue=5)
refuse("Tensor.expand", f64(2), 3)
refuse("Tensor.expand", f64(2, 3), 3)
refuse("Tensor.expand", f64(3), -1, 3)
for before, after in (((3,), (2, 3)), ((2, 1), (2, 4)), ((), (3,)), ((1,), (0,)), ((2,), (2,))):
    case("Tensor.expand_as", f64(*before), f64(*after))
    case("Tensor.expand_as", f32(*before), f32(*after, grad=False))
for shapes in (((3,), (2, 1)), ((2, 1), (1, 3), ()), ((2, 2),), ((0,), (1,)), ((), ())):
    case("torch.broadcast_tensors", *(f64(*shape) for shape in shapes)).mark(issue=5)
    case("torch.broadcast_tensors", *(f32(*shape) for shape in shapes)).mark(issue=5)
case("torch.broadcast_tensors", f64(2), f64(3)).mark(issue=5, refused=True)
case("torch.broadcast_shapes", (2, 1), (3,))
for sizes in ((2,), (2, 2), (1, 1), (0, 2), (2, 1, 3)):
    case("Tensor.repeat", f64(3) if len(sizes) == 1 else f64(2, 1), *sizes)
    case("Tensor.repeat", f32(2), sizes)
    case("torch.tile", f64(2, 1), sizes).mark(issue=5)
    case("Tensor.tile", f32(2), sizes).mark(issue=5)
case("Tensor.tile", f64(2, 3), 2).mark(issue=5)
case("torch.tile", f64(), (2, 2)).mark(issue=5)
case("Tensor.repeat", f64(), 3)
refuse("Tensor.repeat", f64(2, 3), 2)
refuse("Tensor.repeat", f64(2), -1)
note(issue=5)
for repeats in (2, 0, of([1, 0, 2], "int64"), of([2], "int64")):
    function_and_method("repeat_interleave", f64(3), repeats)
    case("torch.repeat_interleave", f32(3, 2), repeats, dim=0)
    case("torch.repeat_interleave", f64(2, 3), repeats, 1)
case("torch.repeat_interleave", f64(2, 3), 2)
case("torch.repeat_interleave", of([1, 0, 2], "int64"))
case("torch.repeat_interleave", f64(2, 3), 2, -1, output_size=6)
refuse("torch.repeat_interleave", f64(3), -1)
refuse("torch.repeat_interleave", f64(3), of([1, 2], "int64"), 0)
for shape, target in (
    ((2, 3), (3,)),
    ((2, 3), (1, 3)),
    ((2, 3), (2, 1)),
    ((2, 3), ()),
    ((4,), (4,)),
):
    if target:
        case("Tensor.sum_to_size", f64(*shape), *target)
    case("Tensor.sum_to_size", f32(*shape), target)
case("Tensor.sum_to_size", f64(2, 2, 3), 2, 1)
refuse("Tensor.sum_to_size", f64(2, 3), 2)

note(issue=2)
for dims in (0, -1, (0, 1), [1], ()):
    case("Tensor.flip", f64(2, 3), dims)
    if dims in (0, -1):
        refuse("torch.flip", f64(2, 3), dims)
    else:
        case("torch.flip", f64(2, 3), dims)
        case("torch.flip", f32(2, 1, 3), dims)
case("Tensor.flip", f64(2, 3), 0, 1)
case("torch.flip", f64(0), [0])
case("torch.flip", f64(), ())
refuse("torch.flip", f64(2, 3), [2])
refuse("torch.flip", f64(2, 3), (0, 0))
for name in ("fliplr", "flipud"):
    note(issue=5)
    for x in (f64(2, 3), f32(3, 1), f64(2, 0), f64(2, 2, 2), i64(2, 2)):
        function_and_method(name, x)
refuse("torch.fliplr", f64(3))
note(issue=2)
for shifts, dims in ((1, 0), (-1, 1), ((1, 2), (0, 1)), (5, -1), (0, 0)):
    function_and_method("roll", f64(2, 3), shifts, dims)
case("torch.roll", f64(2, 3), 1)
case("torch.roll", f32(2, 3), -4)
case("torch.roll", f64(4), shifts=1, dims=0)
case("torch.roll", f64(0), 1)
case("torch.roll", f64(), 1)
case("torch.roll", f64(2, 3), (1, 1), (0, 0))
refuse("torch.roll", f64(2, 3), (1, 2), 0)
refuse("torch.roll", f64(2, 3), 1, 2)
note(issue=5)
for k in (0, 1, 2, 3, -1, 5):
    function_and_method("rot90", f64(2, 3), k)
    case("torch.rot90", f32(2, 1, 3), k, (0, 2))
case("torch.rot90", f64(2, 3), 1, [1, 0])
case("torch.rot90", f64(2, 3))
refuse("torch.rot90", f64(3))
refuse("torch.rot90", f64(2, 3), 1, (0, 0))

note(issue=5)
for name in ("atleast_1d", "atleast_2d", "atleast_3d"):
    for shape in ((), (3,), (2, 3), (2, 1, 2), (1, 2, 1, 2)):
        case(f"torch.{name}", f64(*shape))
        case(f"torch.{name}", f32(*shape))
    case(f"torch.{name}", f64(), f64(2))
    case(f"torch.{name}", [f64(), f64(2, 2)])
for offset in (0, 1, -1, 3):
    function_and_method("diagonal", f64(3, 4), offset)
    case("torch.diagonal", f32(2, 3, 3), offset, 1, 2)
    case("torch.diagonal", f32(2, 3, 2), offset, dim1=0, dim2=-1)
    case("torch.linalg.diagonal", f64(2, 3, 3), offset=offset)
    case("torch.diagonal", f64(0, 2), offset)
    function_and_method("diag", f64(3, 3), offset)
    case("torch.diag", f32(2), offset)
    function_and_method("diagflat", f64(2), offset)
    case("torch.diagflat", f32(2, 2), offset)
    function_and_method("diag_embed", f64(2, 3), offset)
    case("torch.diag_embed", f32(2, 2), offset, 0, 2)
    function_and_method("tril", f64(3, 4), offset)
    function_and_method("triu", f64(3, 4), offset)
    case("torch.tril", f32(2, 3, 2), diagonal=offset)
    case("torch.triu", f32(2, 3, 2), diagonal=offset)
case("torch.linalg.diagonal", f64(3, 2))
case("torch.linalg.diagonal", f32(2, 3, 2), dim1=0, dim2=2)
case("Tensor.tril_", f64(3, 3).after("clone"))
case("Tensor.triu_", f64(3, 3).after("clone"), 1)
case("torch.tril", f64(0, 3))
case("torch.diagflat", f64())
case("torch.diag_embed", f64(2), offset=1, dim1=-1, dim2=-2)
refuse("torch.diag", f64(2, 2, 2))
refuse("torch.diag", f64())
refuse("torch.diagonal", f64(3))
refuse("torch.diagonal", f64(3, 3), 0, 1, 1)
refuse("torch.tril", f64(3))
for shapes in (((2, 2), (1, 3)), ((2,), (2, 1)), ((), (2, 2)), ((2, 2),), ((3,), (0, 2))):
    case("torch.block_diag", *(f64(*shape) for shape in shapes))
    case("torch.block_diag", *(f32(*shape) for shape in shapes))
refuse("torch.block_diag", f64(2, 2, 2))
for shapes in (((2,), (3,)), ((2,), (2,), (2,)), ((3,),), ((0,), (2,)), ((1,), (4,))):
    case("torch.cartesian_prod", *(f64(*shape) for shape in shapes))
    case("torch.cartesian_prod", *(f32(*shape) for shape in shapes))
for indexing in ("ij", "xy"):
    case("torch.meshgrid", f64(2), f64(3), indexing=indexing)
    case("torch.meshgrid", [f32(2), f32(3), f32(1)], indexing=indexing)
    case("torch.meshgrid", f64(), f64(2), indexing=indexing)
case("torch.meshgrid", f64(2), f64(3))
case("torch.meshgrid", f64(3), indexing="ij")
refuse("torch.meshgrid", f64(2), f64(2, 2), indexing="ij")
refuse("torch.meshgrid", f64(2), f32(2), indexing="ij")
for r in (1, 2, 3):
    case("torch.combinations", f64(4), r)
    case("torch.combinations", f32(3), r=r, with_replacement=True)
case("torch.combinations", f64(4))
case("torch.combinations", f64(2), 3)
refuse("torch.combinations", f64(2, 2))
for size, step in ((2, 1), (3, 2), (1, 1), (4, 4)):
    case("Tensor.unfold", f64(6), 0, size, step)
    case("Tensor.unfold", f32(2, 5), 1, size, step)
    case("Tensor.unfold", f64(5, 2), -2, size, step)
case("Tensor.unfold", f64(), 0, 1, 1)
refuse("Tensor.unfold", f64(3), 0, 4, 1)
refuse("Tensor.unfold", f64(3), 0, 2, 0)
for n in (1, 2, 0):
    function_and_method("diff", f64(5), n)
    case("torch.diff", f32(2, 4), n, 0)
    case("torch.diff", f64(2, 4), n=n, dim=-1)
case("torch.diff", f64(2, 3), prepend=f64(2, 1))
case("torch.diff", f64(2, 3), append=f64(2, 1), dim=1)
case("torch.diff", f64(3), prepend=f64(2), append=f64(1), n=2)
case("torch.diff", f64(1))
case("torch.diff", f64(3), 4)
case("torch.diff", b8(4))
case("torch.diff", i64(4))
refuse("torch.diff", f64())
refuse("torch.diff", f64(3), 1, 1)
for options in ({}, {"spacing": 2.0}, {"edge_order": 2}, {"dim": 0}, {"spacing": 0.5, "dim": (0,)}):
    case("torch.gradient", f64(4), **options)
    case("torch.gradient", f32(3, 4), **options)
case("torch.gradient", f64(4), spacing=(of([0.0, 1.0, 3.0, 4.0], grad=False),))
case("torch.gradient", f64(3, 4), spacing=[1.0, 2.0])
case("torch.gradient", f64(3, 4), dim=(0, 1), edge_order=2)
refuse("torch.gradient", f64(1))
refuse("torch.gradient", f64(2), edge_order=2)
for x in (f64(2, 3), f32(), f64(0, 2), i64(3), f64(2, 3).after("t")):
    case("torch.clone", x).mark(issue=2)
    case("Tensor.clone", x).mark(issue=2)
    case("Tensor.contiguous", x).mark(issue=2)
    case("Tensor.detach", x).mark(issue=2)
case("torch.numel", f64(2, 3)).mark(issue=2)
