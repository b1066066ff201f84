"""Subscripts of every kind, read and written, and the functions that name what they do."""

from build import b8, c128, case, f32, f64, function_and_method, i64, note, of, refuse, u8

note(issue=2)

rows = of([0, 2], "int64")
columns = of([1, 0], "int64")
mask = of([True, False, True], "bool")
mask2 = of([[True, False, True, False]] * 3, "bool")
INDICES = [
    0,
    -1,
    slice(None),
    slice(1, None),
    slice(None, -1),
    slice(0, 3, 2),
    slice(2, 1),
    slice(-2, None),
    slice(None, 10),
    ...,
    None,
    True,
    False,
    (0, 1),
    (-1, -1),
    (slice(None), 0),
    (0, slice(1, 3)),
    (slice(1, 3), slice(None, None, 2)),
    (..., 0),
    (0, ...),
    (None, 0),
    (slice(None), None),
    (None, ..., None),
    (slice(None), None, 0),
    rows,
    rows.but(values=[-1, -2]),
    [0, 2],
    [0, 0, 1],
    [True, False, True],
    (rows, columns),
    (rows, 1),
    (0, columns),
    (slice(None), columns),
    (rows, slice(None)),
    (rows, slice(0, 2)),
    ([0, 1], [1, 2]),
    (of([[0], [2]], "int64"), columns),
    of([[0, 1], [2, 0]], "int64"),
    of(1, "int64"),
    of([], "int64"),
    mask,
    mask2,
    (mask, 0),
    (mask, columns),
    (slice(None), mask2.but(values=[True, False, True, False], shape=(4,))),
    (None, mask),
    (rows, None),
    (..., columns),
    (slice(0, 2), columns),
    u8(3, hi=2),
    (),
]
for index in INDICES:
    case("operator.getitem", f64(3, 4), index)
    case("operator.getitem", f32(3, 4, 2), index)
    if getattr(index, "dtype", None) != "uint8":  # a mask only when read, and that is deprecated
        case("operator.setitem", f64(3, 4).after("clone"), index, 0.5)
THREE = [
    (0, slice(None), 1),
    (rows, slice(None), columns),
    (slice(None), rows, columns),
    (rows, 0, slice(None)),
    (slice(None), 0, columns),
    (0, ..., columns),
    (slice(None, None, 2), [1, 0], slice(1)),
    (rows, None, columns),
    (mask, slice(None), columns),
    (slice(1), mask2.but(values=[True, False, True, False], shape=(4,))),
]
for index in THREE:
    case("operator.getitem", f64(3, 4, 2), index)
    case("operator.setitem", f64(3, 4, 2).after("clone"), index, -1)
case("operator.getitem", f64(3), 0)
case("operator.getitem", f64(), None)
case("operator.getitem", f64(), ...)
case("operator.getitem", f64(), True)
case("operator.getitem", f64(), ())
case("operator.getitem", f64(0, 2), slice(None))
case("operator.getitem", i64(3), mask)
case("operator.getitem", f64(3), of([], "int64"))
case("operator.getitem", f64(3), of([False] * 3, "bool"))
case("operator.getitem", f64(3, 4).after("t"), (slice(None), 0))
case("operator.getitem", f64(3, 4).after("exp"), (rows, columns))
for bad in (3, -4, (0, 4), (0, 0, 0), slice(None, None, -1), slice(None, None, 0), "a", 1.5):
    refuse("operator.getitem", f64(3, 4), bad)
for bad in (
    of([5], "int64"),
    of([True, False], "bool"),
    (rows, of([0, 1, 2], "int64")),
):
    refuse("operator.getitem", f64(3, 4), bad)
refuse("operator.getitem", f64(), 0)
refuse("operator.getitem", f64(3, 4), of([0.0]))
refuse("operator.setitem", f64(3), 0, 1.0)
refuse("operator.setitem", f64(3).after("clone"), 5, 1.0)
refuse("operator.setitem", f64(3).after("clone"), 0, f64(2))
refuse("operator.setitem", f64(3).after("clone"), 0, "a")
refuse("operator.setitem", f64(3, 4).after("clone"), slice(None), f64(3))
refuse("operator.setitem", f64(3, 4).after("clone"), (rows, columns), f64(3))

for index, shape in (
    (0, (4,)),
    (slice(None), (3, 4)),
    (slice(None), ()),
    (slice(1, None), (4,)),
    ((slice(None), 1), (3,)),
    ((slice(None), 1), (1,)),
    (..., (3, 4)),
    ((0, 1), ()),
    ((0, 1), (1,)),
    (rows, (2, 4)),
    (rows, (4,)),
    ((rows, columns), (2,)),
    (mask, (2, 4)),
    (mask2, (6,)),
    (mask2, ()),
    (slice(0, 0), (0, 4)),
    (None, (1, 3, 4)),
    ((slice(None), columns), (3, 2)),
):
    case("operator.setitem", f64(3, 4).after("clone"), index, f64(*shape))
    case("operator.setitem", f64(3, 4, grad=False), index, f64(*shape))
    case("operator.setitem", f32(3, 4).after("clone"), index, f32(*shape, grad=False))
case("operator.setitem", f64(3).after("clone"), of([0, 0], "int64"), 2.0)
case("operator.setitem", f32(3, 4).after("clone"), 0, f64(4))
case("operator.setitem", f32(3, 4).after("clone"), slice(1), 2)
refuse("operator.setitem", f32(3, 4).after("clone"), rows, f64(2, 4))
case("operator.setitem", i64(3), 0, 2.7)
case("operator.setitem", i64(3), mask, 5)
case("operator.setitem", b8(3), 0, True)
case("operator.setitem", c128(3).after("clone"), 0, 1j)

note(issue=5)
for dim, index in ((0, 1), (1, 0), (-1, -1), (0, -2)):
    function_and_method("select", f64(3, 2), dim, index)
    case("torch.select", f32(2, 3, 2), dim=dim, index=index)
refuse("torch.select", f64(3, 2), 0, 3)
refuse("torch.select", f64(3, 2), 2, 0)
refuse("torch.select", f64(), 0, 0)
for args in ((0, 0, 2), (0, 1, 1), (1, -2, 2), (-1, 0, 3), (0, 3, 0)):
    function_and_method("narrow", f64(3, 3), *args)
    case("torch.narrow", f32(3, 3), *args)
case("torch.narrow", f64(3), dim=0, start=of(1, "int64"), length=1)
refuse("torch.narrow", f64(3), 0, 2, 2)
refuse("torch.narrow", f64(3), 0, 0, -1)
for dim in (0, 1, -1):
    function_and_method("index_select", f64(3, 3), dim, rows)
    case("torch.index_select", f32(3, 3), dim, of([0, 0, 1], "int64"))
    case("torch.index_select", f64(3, 3), dim=dim, index=of([], "int64"))
    case("torch.index_select", f64(3, 3), dim, of([1], "int32"))
case("torch.index_select", f64(), 0, of([0], "int64"))
case("torch.index_select", f64(3), 0, of(1, "int64"))
refuse("torch.index_select", f64(3), 0, of([3], "int64"))
refuse("torch.index_select", f64(3), 0, of([[0]], "int64"))
refuse("torch.index_select", f64(3), 0, of([0.0]))
refuse("torch.index_select", f64(3), 1, rows)
for where in (mask2, mask2.but(values=[[True], [False], [True]], shape=(3, 1)), of(True, "bool")):
    function_and_method("masked_select", f64(3, 4), where)
    case("torch.masked_select", f32(3, 1), where)
case("torch.masked_select", f64(3), of([False] * 3, "bool"))
case("torch.masked_select", f64(2), b8(3, 1))
refuse("torch.masked_select", f64(3), of([1, 0, 1], "int64"))
refuse("torch.masked_select", f64(3), b8(2))
for index in (of([0, 5, 2], "int64"), of([[0, -1], [1, 1]], "int64"), of(3, "int64")):
    function_and_method("take", f64(2, 3), index)
    case("torch.take", f32(6), index)
case("torch.take", f64(2, 3), of([], "int64"))
refuse("torch.take", f64(2, 3), of([6], "int64"))
refuse("torch.take", f64(2, 3), of([0.0]))
