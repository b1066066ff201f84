"""Products of vectors and matrices, and what adds to them."""

from build import (
    T,
    b8,
    c128,
    case,
    f16,
    f32,
    f64,
    function_and_method,
    i64,
    in_place,
    note,
    refuse,
)

note(issue=2)

MATMUL = [
    ((3,), (3,)),
    ((2, 3), (3,)),
    ((3,), (3, 2)),
    ((2, 3), (3, 2)),
    ((4, 2, 3), (3, 2)),
    ((4, 2, 3), (4, 3, 2)),
    ((2, 3), (4, 3, 2)),
    ((4, 2, 3), (3,)),
    ((3,), (4, 3, 2)),
    ((2, 1, 2, 3), (2, 3, 2)),
    ((1, 2, 2), (3, 1, 2, 2)),
    ((0, 3), (3, 2)),
    ((2, 0), (0, 3)),
    ((0,), (0,)),
    ((2, 0, 2), (2, 2)),
]
for a, b in MATMUL:
    case("operator.matmul", f64(*a), f64(*b))
    function_and_method("matmul", f32(*a), f32(*b))
    case("torch.matmul", f64(*a, grad=False), f64(*b))
    case("torch.matmul", f64(*a), f64(*b, grad=False))
case("torch.matmul", c128(2, 3), c128(3, 2))
case("torch.matmul", i64(2, 3), i64(3, 2))
case("torch.matmul", f64(3, 2).after("t"), f64(3, 4))
case("torch.matmul", f16(2, 2, grad=False), f16(2, 2, grad=False))
case("operator.imatmul", f64(2, 2, grad=False), f64(2, 2, grad=False))
for a, b in (((2, 3), (2, 3)), ((), (3,)), ((3,), ()), ((3,), (2,)), ((2, 2, 3), (3, 3, 2))):
    refuse("torch.matmul", f64(*a), f64(*b))
refuse("operator.matmul", f64(2, 2), f32(2, 2))
refuse("operator.matmul", f64(2, 2), 2.0)
refuse("operator.matmul", f64(2, 2), i64(2, 2))

for a, b in (
    ((2, 3), (3, 2)),
    ((1, 1), (1, 4)),
    ((0, 2), (2, 3)),
    ((2, 0), (0, 2)),
    ((3, 1), (1, 3)),
):
    function_and_method("mm", f64(*a), f64(*b))
    case("torch.mm", f32(*a), f32(*b))
case("torch.mm", f64(2, 3), mat2=f64(3, 1))
case("torch.mm", c128(2, 2), c128(2, 2))
refuse("torch.mm", f64(2, 3), f64(2, 3))
refuse("torch.mm", f64(3), f64(3, 2))
for a, b in (((2, 3), (3,)), ((1, 1), (1,)), ((0, 2), (2,)), ((2, 0), (0,)), ((3, 2), (2,))):
    function_and_method("mv", f64(*a), f64(*b))
    case("torch.mv", f32(*a), f32(*b))
refuse("torch.mv", f64(2, 3), f64(2))
refuse("torch.mv", f64(2, 3), f64(3, 1))
for shape in ((3,), (1,), (0,)):
    for name in ("dot", "vdot", "inner"):
        note(issue=2 if name == "dot" else 5)
        function_and_method(name, f64(*shape), f64(*shape))
        case(f"torch.{name}", f32(*shape), f32(*shape))
        case(f"torch.{name}", c128(*shape), c128(*shape))
note(issue=2)
case("torch.dot", f64(3, grad=False), f64(3))
case("torch.dot", i64(3), i64(3))
refuse("torch.dot", f64(3), f64(2))
refuse("torch.dot", f64(2, 2), f64(2, 2))
refuse("torch.dot", f64(2), f32(2))
refuse("torch.vdot", f64(2, 2), f64(2, 2))
for a, b in (((2, 3), (3,)), ((2, 3), (4, 3)), ((), (2, 2)), ((3,), ()), ((2, 2, 3), (3,))):
    case("torch.inner", f64(*a), f64(*b)).mark(issue=5)
    case("Tensor.inner", f32(*a), f32(*b)).mark(issue=5)
refuse("torch.inner", f64(2), f64(3))
for a, b in (((4, 2, 3), (4, 3, 2)), ((1, 1, 1), (1, 1, 1)), ((0, 2, 3), (0, 3, 1))):
    function_and_method("bmm", f64(*a), f64(*b))
    case("torch.bmm", f32(*a), f32(*b))
refuse("torch.bmm", f64(2, 2), f64(2, 2))
refuse("torch.bmm", f64(2, 2, 3), f64(3, 3, 2))
for a, b in ((2, 3), (1, 1), (0, 2), (3, 0)):
    function_and_method("outer", f64(a), f64(b))
    case("torch.outer", f32(a), f32(b))
    case("Tensor.ger", f64(a), f64(b))
case("torch.outer", i64(2), f32(2))
case("torch.outer", c128(2), c128(2))
refuse("torch.outer", f64(2, 2), f64(2))

EINSUM = [
    ("i,i->", (3,), (3,)),
    ("i,j->ij", (2,), (3,)),
    ("ij,jk->ik", (2, 3), (3, 2)),
    ("ij,jk", (2, 3), (3, 2)),
    ("ij->ji", (2, 3)),
    ("ij->", (2, 3)),
    ("ij->i", (2, 3)),
    ("ii->", (3, 3)),
    ("ii->i", (3, 3)),
    ("bij,bjk->bik", (2, 2, 3), (2, 3, 2)),
    ("bij,jk->bik", (2, 2, 3), (3, 2)),
    ("...ij,...jk->...ik", (2, 2, 3), (3, 2)),
    ("...i->...", (2, 3)),
    ("i...,i->...", (3, 2), (3,)),
    ("ij,kj,lj->ikl", (2, 2), (3, 2), (1, 2)),
    ("ij,ij->ij", (2, 3), (2, 3)),
    ("i,ij,j->", (2,), (2, 3), (3,)),
    ("ba", (2, 3)),
    ("bhid,bhjd->bhij", (1, 2, 2, 2), (1, 2, 3, 2)),
    (" i j , j k -> i k ", (2, 3), (3, 2)),
    ("ij,j->ij", (2, 3), (1,)),
    ("ij,jk->ik", (0, 3), (3, 2)),
    (",->", (), ()),
    ("i,->i", (3,), ()),
    ("ij,jk->k", (2, 3), (3, 2)),
    ("Ab,bA->A", (2, 3), (3, 2)),
]
for equation, *shapes in EINSUM:
    case("torch.einsum", equation, *(f64(*shape) for shape in shapes))
    case("torch.einsum", equation, *(f32(*shape) for shape in shapes))
case("torch.einsum", "ij,jk->ik", [f64(2, 3), f64(3, 2)])
case("torch.einsum", "i,i->", c128(2), c128(2))
refuse("torch.einsum", "ij,jk->ik", f64(2, 3), f64(2, 3))
refuse("torch.einsum", "ij->k", f64(2, 3))
refuse("torch.einsum", "ij", f64(2))
refuse("torch.einsum", "ij,jk->ik", f64(2, 3))
refuse("torch.einsum", "i1->i", f64(2, 3))

LINEAR = "torch.nn.functional.linear"
for x, weight in (
    ((3,), (2, 3)),
    ((4, 3), (2, 3)),
    ((2, 2, 3), (4, 3)),
    ((0, 3), (2, 3)),
    ((3,), (3,)),
):
    case(LINEAR, f64(*x), f64(*weight))
    case(LINEAR, f32(*x), f32(*weight), f32(weight[0]) if len(weight) == 2 else f32())
    case(LINEAR, f64(*x), f64(*weight), bias=f64(weight[0]) if len(weight) == 2 else f64())
case(LINEAR, f64(4, 3), f64(3))
case(LINEAR, f64(2, 1, 2, 3), f64(2, 3), f64(2))
refuse(LINEAR, f64(4, 3), f64(2, 4))
refuse(LINEAR, f64(4, 3), f64(2, 3), f64(3))
refuse(LINEAR, f64(4, 3), f32(2, 3))

note(issue=5)
BILINEAR = "torch.nn.functional.bilinear"
for a, b, weight in (
    ((4, 2), (4, 3), (2, 2, 3)),
    ((2,), (3,), (1, 2, 3)),
    ((2, 2, 2), (2, 2, 1), (2, 2, 1)),
):
    case(BILINEAR, f64(*a), f64(*b), f64(*weight))
    case(BILINEAR, f64(*a), f64(*b), f64(*weight), f64(weight[0]))
    case(BILINEAR, f32(*a), f32(*b), f32(*weight), bias=f32(weight[0]))
refuse(BILINEAR, f64(4, 2), f64(4, 2), f64(2, 2, 3))

ADDED = {
    "addmm": ((2, 2), (2, 3), (3, 2)),
    "addmv": ((2,), (2, 3), (3,)),
    "addr": ((2, 3), (2,), (3,)),
    "addbmm": ((2, 2), (4, 2, 3), (4, 3, 2)),
    "baddbmm": ((4, 2, 2), (4, 2, 3), (4, 3, 2)),
}
for name, (x, a, b) in ADDED.items():
    function_and_method(name, f64(*x), f64(*a), f64(*b))
    case(f"torch.{name}", f32(*x), f32(*a), f32(*b))
    for options in (
        {"beta": 2},
        {"alpha": 0.5},
        {"beta": 0, "alpha": 3},
        {"beta": -1.5, "alpha": 2},
    ):
        function_and_method(name, f64(*x), f64(*a), f64(*b), **options)
        case(f"torch.{name}", f32(*x), f32(*a), f32(*b), **options)
    case(f"torch.{name}", f64(x[-1]), f64(*a), f64(*b))
    case(f"torch.{name}", f64(), f64(*a), f64(*b))
    case(f"torch.{name}", f64(*x), f64(*a, grad=False), f64(*b))
    case(f"torch.{name}", c128(*x), c128(*a), c128(*b))
    case(f"torch.{name}", i64(*x), i64(*a), i64(*b))
    in_place(name, f64(*x), f64(*a), f64(*b), beta=2)
    refuse(f"torch.{name}", f64(*x), f64(*a), f64(5))
    refuse(f"torch.{name}", f64(7), f64(*a), f64(*b))
    if name != "addr":
        refuse(f"torch.{name}", f64(*x), f64(*a), f32(*b))

for a, b, dims in (
    ((2, 3), (3, 2), 1),
    ((2, 3), (2, 3), 2),
    ((2,), (3,), 0),
    ((2, 3), (4, 3), ([1], [1])),
    ((2, 3, 2), (3, 2, 4), ([1, 2], [0, 1])),
    ((2, 3, 2), (2, 2, 3), ([0, 1], [1, 2])),
    ((0, 3), (3, 2), 1),
):
    case("torch.tensordot", f64(*a), f64(*b), dims)
    case("torch.tensordot", f32(*a), f32(*b), dims=dims)
case("torch.tensordot", f64(2, 3, 2), f64(3, 2, 2))
refuse("torch.tensordot", f64(2, 3), f64(2, 3), 1)
for a, b in (((2,), (3,)), ((2, 2), (2, 3)), ((2,), (2, 2)), ((), (2,)), ((0,), (2,))):
    function_and_method("kron", f64(*a), f64(*b))
    case("torch.kron", f32(*a), f32(*b))
for shapes in (
    ((2, 3), (3, 2)),
    ((2, 3), (3, 4), (4, 2)),
    ((3,), (3, 2), (2,)),
    ((3,), (3, 2)),
    ((2, 2),) * 4,
):
    case("torch.linalg.multi_dot", [f64(*shape) for shape in shapes])
    case("torch.linalg.multi_dot", tuple(f32(*shape) for shape in shapes))
    if len(shapes[0]) == 2:
        case("torch.chain_matmul", *(f64(*shape) for shape in shapes))
refuse("torch.linalg.multi_dot", [f64(2, 3)])
refuse("torch.linalg.multi_dot", [f64(2, 3), f64(2, 3)])
for name in ("torch.cross", "torch.linalg.cross"):
    for a, b in (((3,), (3,)), ((2, 3), (2, 3)), ((2, 3), (1, 3)), ((0, 3), (0, 3))):
        if name == "torch.linalg.cross" or a == b:
            case(name, f64(*a), f64(*b))
        case(name, f32(*a), f32(*b), dim=-1)
    case(name, f64(3, 2), f64(3, 2), dim=0)
    case(name, c128(3), c128(3))
    refuse(name, f64(2), f64(2))
    refuse(name, f64(2, 4), f64(2, 4), dim=1)
case("Tensor.cross", f64(2, 3), f64(2, 3))
case("Tensor.cross", f64(3, 2), f64(3, 2), 0)
for a, b in (((3,), (3,)), ((2, 3), (2, 3)), ((2, 3), (3,)), ((2, 0), (2, 0)), ((), ())):
    if a:
        case("torch.linalg.vecdot", f64(*a), f64(*b))
        case("torch.linalg.vecdot", f32(*a), f32(*b), dim=0 if a == b else -1)
        case("torch.linalg.vecdot", c128(*a), c128(*b))
for x in (f64(3, 3), f32(2, 3), f64(1, 1), f64(0, 2), i64(2, 2), c128(2, 2)):
    function_and_method("trace", x)
refuse("torch.trace", f64(3))
refuse("torch.trace", b8(2, 2, 2))
for a, b in (
    ((3, 2), (2, 2)),
    ((2, 3, 2), (2, 4, 2)),
    ((1, 2), (1, 2)),
    ((0, 2), (3, 2)),
    ((3, 2), (3, 2)),
):
    for p in (2.0, 1.0, 3.0, float("inf"), 0.0, 1.5):
        case("torch.cdist", f64(*a), f64(*b), p).mark(tolerance=1e-7)
    case("torch.cdist", f32(*a), f32(*b)).mark(tolerance=1e-4)
case("torch.cdist", f64(3, 2), f64(2, 2), compute_mode="donot_use_mm_for_euclid_dist")
case("torch.cdist", f64(2, 3, 2), f64(3, 2))
same = T((2, 2), "float64", values=[[1.0, 2.0], [3.0, 4.0]])
case("torch.cdist", same, same, 1.0).mark(edge=True)
case("torch.cdist", same, same, 2.0, compute_mode="donot_use_mm_for_euclid_dist").mark(edge=True)
refuse("torch.cdist", f64(3, 2), f64(2, 3))
refuse("torch.cdist", f64(3, 2), f64(2, 2), -1.0)
PDIST = "torch.nn.functional.pdist"
for p in (2.0, 1.0, 3.0, float("inf"), 0.0):
    case(PDIST, f64(4, 2), p)
    case(PDIST, f32(3, 3), p=p)
    case("torch.pdist", f64(2, 2), p)
case(PDIST, f64(1, 2))
case(PDIST, f64(3, 2))
refuse(PDIST, f64(3))
