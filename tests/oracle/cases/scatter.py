"""Gather and scatter: reading and writing at computed places."""

from build import b8, case, f32, f64, function_and_method, i64, in_place, note, of, refuse

note(issue=5)

ACROSS = of([[0, 1, 1], [2, 0, 2]], "int64")
ONCE = of([[0, 1, 2], [2, 0, 1]], "int64")
DOWN = of([[0, 1, 1, 0]], "int64")

for make in (f64, f32):
    function_and_method("gather", make(2, 3), 1, ACROSS)
    function_and_method("gather", make(3, 4), 0, DOWN)
    case("torch.gather", make(3, 4), dim=-1, index=of([[3], [0]], "int64"))
    case("torch.gather", make(4), 0, of([3, 3, 0], "int64"))
case("torch.gather", f64(), 0, of(0, "int64"))
case("torch.gather", f64(3), 0, of([], "int64"))
case("torch.gather", f64(2, 3), 1, ACROSS, sparse_grad=False)
refuse("torch.gather", f64(2, 3), 1, of([[3]], "int64"))
refuse("torch.gather", f64(2, 3), 1, of([0], "int64"))
refuse("torch.gather", f64(2, 3), 2, ACROSS)
refuse("torch.gather", f64(2, 3), 1, of([[0.0]]))
refuse("torch.gather", f64(2, 3), 1, of([[0], [0], [0]], "int64"))
for make in (f64, f32):
    function_and_method("take_along_dim", make(2, 3), ACROSS, 1)
    case("torch.take_along_dim", make(2, 3), of([[1, 0, 0]], "int64"), dim=0)
    case("torch.take_along_dim", make(2, 3), of([5, 0, 0], "int64"))
    case("torch.take_along_dim", make(1, 3), ACROSS, dim=-1)
refuse("torch.take_along_dim", f64(2, 3), of([0], "int64"), 1)

for name in ("scatter", "scatter_add"):
    for make in (f64, f32):
        source = make(2, 3)
        index = ONCE if name == "scatter" else ACROSS
        function_and_method(name, make(2, 3), 1, index, source)
        # A source longer than the index has no gradient in PyTorch.
        case(f"torch.{name}", make(3, 4), 0, DOWN, make(2, 4, grad=False))
        case(f"torch.{name}", make(3, 4), 0, DOWN, make(1, 4))
        case(f"torch.{name}", make(2, 5), dim=-1, index=index, src=make(2, 3))
        case(f"torch.{name}", make(4), 0, of([1, 3], "int64"), make(3, grad=False))
        case(f"torch.{name}", make(4), 0, of([1, 3], "int64"), make(2))
        case(f"torch.{name}", make(2, 3), 1, index, make(2, 3, grad=False))
        case(f"torch.{name}", make(2, 3, grad=False), 1, index, source)
    in_place(name, f64(2, 3), 1, index, f64(2, 3))
    case(f"torch.{name}", f64(3), 0, of([], "int64"), f64(0))
    refuse(f"torch.{name}", f64(2, 3), 1, of([[5]], "int64"), f64(1, 1))
    refuse(f"torch.{name}", f64(2, 3), 1, ACROSS, f64(1, 1))
    refuse(f"torch.{name}", f64(2, 3), 1, ACROSS, f32(2, 3))
    refuse(f"torch.{name}", f64(2, 3), 3, ACROSS, f64(2, 3))
case("torch.scatter", f64(2, 3), 1, ONCE, 2.5)
case("torch.scatter", f32(2, 3), 1, ACROSS, value=-1)
case("Tensor.scatter", f64(4), 0, of([0, 2], "int64"), 7)
case("torch.scatter", f64(2, 3), 1, ACROSS, f64(2, 3, grad=False), reduce="add")
case("torch.scatter", f64(2, 3, grad=False), 1, ACROSS, f64(2, 3, grad=False), reduce="multiply")
in_place("scatter", f64(2, 3), 1, ACROSS, 1.5)
for reduce in ("sum", "prod", "mean", "amax", "amin"):
    for include in (True, False):
        for make in (f64, f32):
            x, source = make(2, 3, lo=0.5, hi=2), make(2, 3, lo=0.5, hi=2)
            case("torch.scatter_reduce", x, 1, ACROSS, source, reduce, include_self=include)
        options = {"include_self": include}
        case("Tensor.scatter_reduce", f64(3, 4), 0, DOWN, f64(1, 4), reduce, **options)
        source = f64(2, 4, grad=False)
        case("Tensor.scatter_reduce", f64(3, 4), 0, DOWN, source, reduce, **options)
        case(
            "torch.scatter_reduce", f64(4), 0, of([1, 1], "int64"), f64(2), reduce=reduce, **options
        )
        zeros = of([2.0, 0.0, 3.0]), of([0.0, 0.0, 5.0, 1.0])
        case(
            "torch.scatter_reduce",
            zeros[0],
            0,
            of([0, 0, 1, 2], "int64"),
            zeros[1],
            reduce,
            **options,
        ).mark(edge=True)
        tied = of([1.0, 2.0, 2.0]), of([1.0, 1.0, 2.0, 2.0])
        case(
            "torch.scatter_reduce",
            tied[0],
            0,
            of([0, 0, 1, 1], "int64"),
            tied[1],
            reduce,
            **options,
        ).mark(edge=True)
    target = f64(2, 3).after("clone")
    case("Tensor.scatter_reduce_", target, 1, ACROSS, f64(2, 3), reduce)
refuse("torch.scatter_reduce", f64(2, 3), 1, ACROSS, f64(2, 3), "other")
refuse("torch.scatter_reduce", f64(2, 3), 1, ACROSS, f64(2, 3))

ROWS = of([0, 2], "int64")
for make in (f64, f32):
    function_and_method("index_add", make(3, 2), 0, ROWS, make(2, 2))
    case("torch.index_add", make(3, 2), 0, of([1, 1], "int64"), make(2, 2), alpha=0.5)
    case("torch.index_add", make(2, 3), dim=-1, index=ROWS, source=make(2, 2), alpha=-2)
    case("torch.index_add", make(3), 0, of([2, 0, 2], "int64"), make(3))
    function_and_method("index_copy", make(3, 2), 0, ROWS, make(2, 2))
    case("torch.index_copy", make(2, 3), 1, ROWS, make(2, 2))
    function_and_method("index_fill", make(3, 2), 0, ROWS, 1.5)
    case("torch.index_fill", make(2, 3), dim=1, index=ROWS, value=-2)
    case("torch.index_fill", make(3, 2), 0, ROWS, make())
    case("torch.index_fill", make(3), -1, of([], "int64"), 1)
in_place("index_add", f64(3, 2), 0, ROWS, f64(2, 2))
in_place("index_copy", f64(3, 2), 0, ROWS, f64(2, 2))
in_place("index_fill", f64(3, 2), 0, ROWS, 0.0)
case("torch.index_add", i64(3), 0, ROWS, i64(2))
refuse("torch.index_add", f64(3, 2), 0, ROWS, f64(3, 2))
refuse("torch.index_add", f64(3), 0, of([5], "int64"), f64(1))
refuse("torch.index_add", f64(3), 0, of([0], "int64"), f32(1))
refuse("torch.index_fill", f64(3), 0, of([7], "int64"), 1)
refuse("torch.index_fill", f64(3), 0, ROWS, f64(2))
refuse("torch.index_copy", f64(3), 0, ROWS, f64(3))
for reduce in ("prod", "mean", "amax", "amin"):
    for include in (True, False):
        options = {"include_self": include}
        for make in (f64, f32):
            case("torch.index_reduce", make(3, 2), 0, ROWS, make(2, 2), reduce, **options)
        index = of([1, 1, 0], "int64")
        case("Tensor.index_reduce", f64(3), 0, index, f64(3), reduce, **options)
        case("torch.index_reduce", f64(2, 3), 1, ROWS, f64(2, 2), reduce, **options)
        tied = of([1.0, 2.0]), of([1.0, 1.0, 0.0])
        case(
            "torch.index_reduce", tied[0], 0, of([0, 0, 1], "int64"), tied[1], reduce, **options
        ).mark(edge=True)
    case("Tensor.index_reduce_", f64(3).after("clone"), 0, ROWS, f64(2), reduce)
refuse("torch.index_reduce", f64(3), 0, ROWS, f64(2), "sum")

for accumulate in (False, True):
    for make in (f64, f32):
        pair = (of([0, 2], "int64"), of([1, 0], "int64"))
        function_and_method("index_put", make(3, 2), pair, make(2), accumulate)
        case("torch.index_put", make(3, 2), (ROWS,), make(2, 2), accumulate=accumulate)
        case("torch.index_put", make(3, 2), (ROWS,), make(), accumulate)
        mask = of([True, False, True], "bool")
        case("torch.index_put", make(3, 2), (mask,), make(2, 2), accumulate)
        case("torch.index_put", make(3, 2), indices=(ROWS,), values=make(2))
        index = of([0, 5, 2], "int64")
        function_and_method("put", make(2, 3), index, make(3), accumulate)
        case("torch.put", make(6), of([[1, 4]], "int64"), make(1, 2), accumulate=accumulate)
    in_place("index_put", f64(3, 2), (ROWS,), f64(2), accumulate)
    in_place("put", f64(2, 3), index, f64(3), accumulate)
case("torch.index_put", f64(3), (of([1, 1], "int64"),), f64(2), accumulate=True)
case("torch.put", f64(4), of([1, 1], "int64"), f64(2), accumulate=True)
refuse("torch.index_put", f64(3, 2), (ROWS,), f64(3))
refuse("torch.index_put", f64(3, 2), (ROWS,), f32(2))
refuse("torch.index_put", f64(3, 2), (of([9], "int64"),), f64(2))
refuse("torch.put", f64(3), of([5], "int64"), f64(1))
refuse("torch.put", f64(3), ROWS, f64(3))
refuse("torch.put", f64(3), ROWS, f32(2))

MASK = of([[True, False, True], [False, True, False]], "bool")
ROW = of([True, False, True], "bool")
for make in (f64, f32):
    function_and_method("masked_fill", make(2, 3), MASK, 1.5)
    function_and_method("masked_fill", make(2, 3), ROW, make())
    case("torch.masked_fill", make(3), MASK, -1)
    case("torch.masked_fill", make(2, 3), mask=MASK, value=float("-inf"))
    function_and_method("masked_scatter", make(2, 3), MASK, make(4))
    case("torch.masked_scatter", make(2, 3), ROW, make(5))
    case("torch.masked_scatter", make(3), MASK, make(3))
    case("torch.masked_scatter", make(2, 3), mask=MASK, source=make(2, 3))
    function_and_method("select_scatter", make(2, 3), make(3), 0, 1)
    case("torch.select_scatter", make(2, 3), make(2), dim=1, index=-1)
    function_and_method("diagonal_scatter", make(3, 3), make(3))
    case("torch.diagonal_scatter", make(2, 3), make(2), offset=1)
    case("torch.diagonal_scatter", make(3, 2), make(1), -2)
    case("torch.diagonal_scatter", make(2, 3, 2), make(3, 2), 0, 0, 2)
    function_and_method("slice_scatter", make(4, 2), make(2, 2), 0, 1, 3)
    case("torch.slice_scatter", make(2, 4), make(2, 2), dim=1, start=0, end=4, step=2)
case("torch.masked_fill", f64(0), b8(0), 1.0)
case("torch.masked_fill", i64(3), ROW, 7)
case("torch.select_scatter", f64(2, 2, 2), f64(2, 2), 2, 0)
case("torch.select_scatter", f64(3), f64(), 0, 2)
in_place("masked_fill", f64(2, 3), MASK, 0.0)
in_place("masked_fill", f64(2, 3), ROW, f64())
in_place("masked_scatter", f64(2, 3), MASK, f64(3))
refuse("torch.masked_fill", f64(2, 3), i64(2, 3, lo=0, hi=2), 1.0)
refuse("torch.masked_fill", f64(3), ROW, f64(3))
refuse("torch.masked_fill", f64(2), ROW, 1.0)
refuse("torch.masked_scatter", f64(2, 3), MASK, f64(2))
refuse("torch.masked_scatter", f64(2, 3), MASK, f32(6))
refuse("torch.select_scatter", f64(2, 3), f64(2), 0, 0)
refuse("torch.select_scatter", f64(2, 3), f64(3), 0, 2)
refuse("torch.diagonal_scatter", f64(3, 3), f64(2))

for p in (1, 2, 3.0, float("inf")):
    function_and_method("renorm", f64(3, 2), p, 0, 1.0)
    case("torch.renorm", f32(2, 3, 2), p, dim=1, maxnorm=0.5)
    case("torch.renorm", f64(3, 2), p, -1, 100.0)
case("torch.renorm", of([[0.0, 0.0], [3.0, 4.0]]), 2, 0, 1.0).mark(edge=True)
in_place("renorm", f64(3, 2), 2, 0, 1.0)
refuse("torch.renorm", f64(3), 2, 0, 1.0)
refuse("torch.renorm", f64(3, 2), -1, 0, 1.0)
refuse("torch.renorm", f64(3, 2), 2, 2, 1.0)
