"""Reductions with and without `dim`, cumulative sums, sorting and selection."""

from build import (
    Dtype,
    T,
    b8,
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
    u8,
)

NAN = float("nan")
SHAPES = ((2, 3), (), (4,), (2, 1, 3), (2, 0, 3), (0,))


def over_dims(name: str, several: bool = True, form: str | None = None, **options: object) -> None:
    """The calls with `dim` that reductions share."""
    x = f64(2, 3, form=form)
    case(f"torch.{name}", x, 0, **options)
    case(f"torch.{name}", x, dim=-1, keepdim=True, **options)
    if name not in ("var_mean", "std_mean"):
        case(f"Tensor.{name}", x, 0, **options)
        case(f"Tensor.{name}", x, dim=-1, keepdim=True, **options)
    case(f"torch.{name}", f32(3, 2, 2, form=form), 1, True, **options)
    case(f"torch.{name}", f32(4, form=form), dim=0, **options)
    case(f"torch.{name}", f64(form=form), dim=0, **options)
    case(f"torch.{name}", f64(form=form), -1, True, **options)
    case(f"torch.{name}", f32(3, 0, form=form), 1 if name in EMPTY else 0, **options)
    case(f"torch.{name}", f64(2, 2, 1, 2, form=form), -2, **options)
    case(f"torch.{name}", f64(2, 3, form=form).after("t"), 0, **options)
    refuse(f"torch.{name}", x, 2, **options)
    refuse(f"torch.{name}", x, dim=-3, **options)
    if several:
        case(f"torch.{name}", f64(2, 3, 2, form=form), (0, 2), **options)
        case(f"torch.{name}", f64(2, 3, 2, form=form), dim=(-1, 0), keepdim=True, **options)
        case(f"torch.{name}", f32(2, 3, 2, form=form), [1], **options)
        refuse(f"torch.{name}", x, (0, 0), **options)
        refuse(f"torch.{name}", x, (0, -2), **options)
        refuse(f"torch.{name}", x, (0, 5), **options)


EMPTY = ("sum", "mean", "prod", "all", "any", "nansum", "nanmean", "var", "std", "logsumexp")

note(issue=2)
for name in ("sum", "mean", "prod", "nansum", "nanmean"):
    note(issue=5 if name.startswith("nan") else 2)
    for shape in SHAPES:
        function_and_method(name, f64(*shape))
        case(f"torch.{name}", f32(*shape))
    over_dims(name, several=name != "prod")
    case(f"torch.{name}", f32(2, 3), dtype=Dtype("float64"))
    case(f"torch.{name}", f64(2, 3), 0, dtype=Dtype("float32"))
    if name != "nanmean":
        case(f"torch.{name}", i64(2, 3), dtype=Dtype("float32"))
    case(f"torch.{name}", f16(4))
    if name.endswith("mean"):
        refuse(f"torch.{name}", i64(2, 3))
        refuse(f"torch.{name}", b8(2, 3))
    else:
        for x in (i64(2, 3), i32(2, 3), u8(4), b8(4)):
            case(f"torch.{name}", x)
            case(f"torch.{name}", x, 0)
    if name != "prod":
        case(f"torch.{name}", f64(2, 3), ())
        case(f"torch.{name}", f64(2, 3), None, True)
        case(f"torch.{name}", f64(2, 3), [])
        case(f"torch.{name}", of([1.0, NAN, 3.0])).mark(edge=True)
    if not name.startswith("nan"):
        case(f"torch.{name}", c128(3))
        case(f"torch.{name}", c128(2, 2), 0)
    refuse(f"torch.{name}", f64(2), 0, axis=0)
    refuse(f"torch.{name}", f64(2), "a")
case("torch.sum", f64(2, 3), axis=1)
case("torch.mean", f64(2, 3), axis=(0, 1))
case("torch.nansum", of([[NAN, 1.0], [2.0, NAN]]), 0).mark(edge=True, issue=5)
case("torch.nanmean", of([[NAN, 1.0], [NAN, 2.0]]), 0).mark(edge=True, issue=5)
for zeros in ([0.0, 2.0, 3.0], [0.0, 0.0, 3.0], [0.0], [2.0, 3.0]):
    case("torch.prod", of(zeros)).mark(edge=True)
    case("torch.prod", of([zeros, zeros]), 1).mark(edge=True)
case("torch.prod", of([[1.0, 0.0], [0.0, 2.0]]), 0, True).mark(edge=True)
case("torch.prod", of([[1.0, 0.0], [2.0, 3.0]])).mark(edge=True)

for name in ("max", "min", "amax", "amin"):
    for shape in SHAPES[:4]:
        function_and_method(name, f64(*shape))
        case(f"torch.{name}", f32(*shape))
    over_dims(name, several=name.startswith("a"))
    ties = of([[1.0, 3.0, 3.0], [3.0, 1.0, 1.0]])
    for x in (ties, ties.but(dtype="float32"), of([2.0, NAN, 3.0])):
        case(f"torch.{name}", x).mark(edge=True)
        case(f"torch.{name}", x, 0).mark(edge=True)
        case(f"torch.{name}", x, -1, True).mark(edge=True)
    for x in (i64(2, 3), b8(2, 3), u8(3)):
        case(f"torch.{name}", x)
        case(f"torch.{name}", x, 0)
    refuse(f"torch.{name}", f64(0))
    refuse(f"torch.{name}", f64(2, 0), 1)
    refuse(f"torch.{name}", c128(3))
case("torch.amax", f64(2, 3), ())
for keep in (False, True):
    case("torch.aminmax", f64(2, 3), dim=0, keepdim=keep).mark(issue=5)
    case("torch.aminmax", f32(2, 3), dim=-1, keepdim=keep).mark(issue=5)
    case("torch.aminmax", f64(2, 3), keepdim=keep).mark(issue=5)
case("torch.aminmax", of([[1.0, 3.0, 3.0], [1.0, 1.0, 1.0]]), dim=1).mark(issue=5, edge=True)
case("torch.aminmax", of([1.0, 3.0, 3.0, 1.0])).mark(issue=5, edge=True)
case("Tensor.aminmax", f64()).mark(issue=5)
case("Tensor.aminmax", f64(4)).mark(issue=5)
case("torch.aminmax", i64(4)).mark(issue=5)
case("torch.aminmax", f64(2, 0), dim=0).mark(issue=5)
case("torch.aminmax", f64(0)).mark(issue=5, refused=True)

for name in ("argmax", "argmin"):
    for shape in SHAPES[:4]:
        function_and_method(name, f64(*shape))
    for options in ({"dim": 0}, {"dim": -1, "keepdim": True}, {"dim": None, "keepdim": True}):
        function_and_method(name, f32(2, 3), **options)
        case(f"torch.{name}", of([[1, 3, 3], [3, 1, 1]], "int64"), **options)
    case(f"torch.{name}", f64(2, 3), 1)
    case(f"torch.{name}", of([1.0, NAN, 3.0]))
    refuse(f"torch.{name}", f64(0))
    refuse(f"torch.{name}", f64(2, 3), 2)
for name in ("all", "any"):
    for x in (b8(2, 3), i64(2, 3), f64(2, 3), of([0.0, 0.0]), u8(3), f32(0), b8()):
        function_and_method(name, x)
        case(f"torch.{name}", x, -1)
        case(f"torch.{name}", x, dim=0, keepdim=True)
    case(f"torch.{name}", b8(2, 3), (0, 1))
    refuse(f"torch.{name}", b8(2, 3), 2)

for name in ("var", "std"):
    for shape in SHAPES:
        function_and_method(name, f64(*shape))
        case(f"torch.{name}", f32(*shape))
    over_dims(name)
    for correction in (0, 1, 2, 1.5):
        case(f"torch.{name}", f64(2, 4), dim=1, correction=correction)
        case(f"torch.{name}", f32(5), correction=correction)
    function_and_method(name, f64(2, 3), unbiased=False)
    function_and_method(name, f64(2, 3), False)
    function_and_method(name, f64(2, 3), 1, False)
    function_and_method(name, f64(2, 3), 1, True, keepdim=True)
    case(f"torch.{name}", f64(2, 3), dim=(0, 1), unbiased=False, keepdim=True)
    case(f"torch.{name}", f64(2, 3), dim=None, correction=0)
    case(f"torch.{name}", of([1.0, 1.0, 1.0])).mark(edge=True)
    case(f"torch.{name}", c128(3)).mark(issue=5)
    refuse(f"torch.{name}", i64(3))
for name in ("var_mean", "std_mean"):
    note(issue=5)
    for shape in SHAPES[:3]:
        case(f"torch.{name}", f64(*shape))
        case(f"torch.{name}", f32(*shape))
    over_dims(name)
    case(f"torch.{name}", f64(2, 4), dim=1, correction=0)
    case(f"torch.{name}", f64(2, 3), False)
    case(f"torch.{name}", f64(2, 3), (0, 1), unbiased=False)

note(issue=2)
for p in (None, "fro", 2, 1, 0, 3, 2.5, -1, float("inf"), float("-inf")):
    options = {} if p is None else {"p": p}
    function_and_method("norm", f64(2, 3), **options)
    case("torch.norm", f32(4), **options)
    case("torch.norm", f64(2, 3), dim=1, **options)
    case("torch.norm", f64(2, 3, 2), dim=(0, 2), keepdim=True, **options)
    case("torch.norm", f64(), **options)
    case("torch.norm", of([0.0, 0.0, 0.0]), **options).mark(edge=True)
    case("torch.norm", of([[0.0, 3.0], [0.0, -3.0]]), dim=0, **options).mark(edge=True)
case("torch.norm", f64(2, 3), p="nuc").mark(issue=5)
case("torch.norm", f64(2, 3), 2, 1)
case("torch.norm", f64(2, 3), 2, -1, True)
case("torch.norm", f64(0))
case("torch.norm", f32(2, 3), dtype=Dtype("float64"))
case("torch.norm", c128(3))
case("torch.norm", c128(3), p=1)
refuse("torch.norm", i64(3))
refuse("torch.norm", f64(3), 2, 1)

over_dims("logsumexp")
for x in (f64(2, 3), f32(2, 3), f64(0, 2), i64(2, 3)):
    function_and_method("logsumexp", x, 1)
case("torch.logsumexp", of([1000.0, 1000.0]), 0)
case("torch.logsumexp", of([float("-inf"), float("-inf")]), 0).mark(edge=True)
case("torch.logsumexp", of([float("inf"), 0.0]), 0).mark(edge=True)
refuse("torch.logsumexp", f64(2, 3))

for name in ("cumsum", "cumprod", "logcumsumexp"):
    note(issue=5 if name.startswith("log") else 2)
    for shape, dim in (((2, 3), 0), ((2, 3), -1), ((4,), 0), ((), 0), ((0,), 0), ((2, 2, 3), 1)):
        function_and_method(name, f64(*shape), dim)
        case(f"torch.{name}", f32(*shape), dim=dim)
    case(f"torch.{name}", f64(2, 3).after("t"), 0)
    if not name.startswith("log"):
        case(f"torch.{name}", i64(2, 3), 1)
        case(f"torch.{name}", b8(4), 0)
        case(f"torch.{name}", f32(3), 0, dtype=Dtype("float64"))
        case(f"torch.{name}", c128(3), 0)
        in_place(name, f64(2, 3), 1)
    refuse(f"torch.{name}", f64(2, 3), 2)
    refuse(f"torch.{name}", f64(2, 3))
note(issue=2)
for zeros in ([0.0, 2.0, 3.0], [2.0, 0.0, 3.0, 0.0], [0.0, 0.0], [2.0, 3.0, 0.0]):
    case("torch.cumprod", of(zeros), 0).mark(edge=True)
    case("torch.cumprod", of([zeros, zeros]), 1).mark(edge=True)
case("torch.logcumsumexp", of([float("-inf"), 1.0, 2.0]), 0).mark(edge=True, issue=5)
note(issue=5)
for name in ("cummax", "cummin"):
    for shape, dim in (((2, 3), 0), ((2, 3), -1), ((4,), 0), ((), 0), ((0,), 0), ((2, 2, 3), 1)):
        function_and_method(name, f64(*shape, form="distinct"), dim)
        case(f"torch.{name}", f32(*shape, form="distinct"), dim=dim)
    case(f"torch.{name}", of([1.0, 3.0, 3.0, 1.0, NAN, 2.0]), 0).mark(edge=True)
    case(f"torch.{name}", of([2.0, 1.0, 1.0, 1.0]), 0).mark(edge=True)
    case(f"torch.{name}", i64(4), 0)
    refuse(f"torch.{name}", f64(2, 3), 2)

note(issue=2)
TIED = of([3.0, 1.0, 3.0, 1.0, 2.0])
for name in ("median", "nanmedian"):
    note(issue=5 if name.startswith("nan") else 2)
    for shape in ((2, 3), (), (4,), (5,), (0,), (2, 1, 3)):
        function_and_method(name, f64(*shape, form="distinct"))
    over_dims(name, several=False, form="distinct")
    case(f"torch.{name}", TIED).mark(edge=True)
    case(f"torch.{name}", TIED, 0).mark(edge=True)
    case(f"torch.{name}", of([1.0, NAN, 3.0, 2.0])).mark(edge=True)
    case(f"torch.{name}", of([[1.0, NAN, 3.0], [NAN, NAN, NAN]]), 1).mark(edge=True)
    case(f"torch.{name}", i64(5))
    case(f"torch.{name}", i64(2, 4), 1)
    refuse(f"torch.{name}", c128(3))
note(issue=5)
over_dims("mode", several=False, form="distinct")
case("torch.mode", of([[1.0, 2.0, 2.0, 3.0], [4.0, 4.0, 1.0, 1.0]])).mark(edge=True)
case("torch.mode", of([[1.0, 2.0, 2.0, 3.0], [4.0, 4.0, 1.0, 1.0]]), 0).mark(edge=True)
case("torch.mode", i64(2, 6), 1)
case("Tensor.mode", TIED).mark(edge=True)
for k in (1, 2, 4):
    function_and_method("kthvalue", f64(4, form="distinct"), k)
    case("torch.kthvalue", f32(4, 5, form="distinct"), k, 0)
    case("torch.kthvalue", f64(4, 4, form="distinct"), k, dim=-1, keepdim=True)
case("torch.kthvalue", f64(), 1)
case("torch.kthvalue", f64(2, 0, 3), 1, 2)
case("torch.kthvalue", i64(5), k=2)
refuse("torch.kthvalue", f64(4), 5)
refuse("torch.kthvalue", f64(4), 0)
refuse("torch.kthvalue", f64(2, 4), 1, 2)
for name in ("quantile", "nanquantile"):
    for q in (0.0, 0.3, 0.5, 1.0):
        function_and_method(name, f64(5, form="distinct"), q)
        case(f"torch.{name}", f32(2, 3, form="distinct"), q, dim=0)
    for how in ("linear", "lower", "higher", "midpoint", "nearest"):
        case(f"torch.{name}", f64(2, 4, form="distinct"), 0.4, 1, interpolation=how)
        q = of([0.1, 0.6], grad=False)
        case(f"torch.{name}", f64(2, 4, form="distinct"), q, -1, True, interpolation=how)
    case(f"torch.{name}", f64(form="distinct"), 0.5)
    case(f"torch.{name}", f64(2, 3, form="distinct"), 0.5, keepdim=True)
    case(f"torch.{name}", of([1.0, NAN, 3.0, 2.0]), 0.5).mark(edge=True)
    refuse(f"torch.{name}", f64(3), 1.5)
    refuse(f"torch.{name}", f64(3), of([0.5], "float32"))
    refuse(f"torch.{name}", f64(0), 0.5)
    refuse(f"torch.{name}", i64(3), 0.5)

note(issue=2)
for options in ({}, {"descending": True}, {"dim": 0}, {"dim": 0, "descending": True}):
    function_and_method("sort", f64(2, 4, form="distinct"), **options)
    case("torch.sort", f32(3, 2, form="distinct"), **options)
    function_and_method("argsort", f64(2, 4, form="distinct"), **options)
    case("torch.sort", of([[3.0, 1.0, 3.0, 1.0]] * 2), stable=True, **options).mark(edge=True)
for shape in ((), (0,), (5,), (2, 2, 2), (2, 0)):
    case("torch.sort", f64(*shape, form="distinct"))
    case("torch.argsort", f64(*shape, form="distinct"))
case("torch.sort", f64(2, 3, form="distinct"), 1, True)
case("torch.sort", f64(2, 3, form="distinct"), 0)
case("torch.sort", of([1.0, NAN, 0.5, float("inf")])).mark(edge=True)
case("torch.sort", of([1.0, NAN, 0.5, float("inf")]), descending=True).mark(edge=True)
case("torch.sort", of([3, 1, 2], "int64"))
case("torch.sort", of([True, False, True], "bool"), stable=True)
refuse("torch.sort", f64(2, 3), 2)
refuse("torch.sort", c128(3))
for x in (f64(4, form="distinct"), f32(3, 2, form="distinct"), f64(), f64(0), f64(2, 2, 2)):
    case("torch.msort", x.but(form="distinct")).mark(issue=5)
    case("Tensor.msort", x.but(form="distinct")).mark(issue=5)
for k in (1, 2, 0):
    function_and_method("topk", f64(4, form="distinct"), k)
    case("torch.topk", f32(3, 4, form="distinct"), k, dim=0)
    case("torch.topk", f64(2, 4, form="distinct"), k, largest=False)
    case("torch.topk", f64(2, 4, form="distinct"), k, -1, True, True)
case("torch.topk", f64(), 1)
case("torch.topk", f64(5, form="distinct"), k=5)
case("torch.topk", of([4, 1, 3], "int64"), 2)
refuse("torch.topk", f64(4), 5)
refuse("torch.topk", f64(2, 4), 1, 2)
refuse("torch.topk", f64(4))
for options in ({}, {"return_inverse": True}, {"return_counts": True}, {"dim": 0}):
    case("torch.unique", of([3, 1, 3, 2, 1], "int64"), **options)
    case("torch.unique", of([[3.0, 1.0], [3.0, 1.0]], grad=False), **options)
    case("torch.unique_consecutive", of([1, 1, 2, 2, 1], "int64"), **options)
case("torch.unique", f64(2, 3, grad=False), sorted=True, return_inverse=True, return_counts=True)
case("torch.bincount", of([1, 1, 3], "int64"))
case("torch.bincount", of([1, 1, 3], "int64"), minlength=6)
case("torch.count_nonzero", of([[1, 0], [0, 2]], "int64"))
case("torch.count_nonzero", of([[1, 0], [0, 2]], "int64"), 0)
case("torch.searchsorted", of([1.0, 2.0, 3.0], grad=False), of([0.5, 2.0, 4.0], grad=False))
case("torch.bucketize", of([0.5, 2.0, 4.0], grad=False), of([1.0, 2.0, 3.0], grad=False))
case("torch.histc", of([0.5, 2.0, 4.0], grad=False), bins=4)

note(issue=5)
for p in (2, 1, 0, 3, float("inf"), float("-inf"), 1.5):
    grad = p != 0  # PyTorch's backward pass fails for p = 0
    function_and_method("dist", f64(2, 3, grad=grad), f64(2, 3, grad=grad), p)
    case("torch.dist", f32(3, grad=grad), f32(2, 1, grad=grad), p=p)
case("torch.dist", f64(3), f64(3))
case("torch.dist", of([1.0, 2.0]), of([1.0, 2.0])).mark(edge=True)
for name in ("trapezoid", "trapz", "cumulative_trapezoid"):
    case(f"torch.{name}", f64(4))
    case(f"torch.{name}", f64(4), f64(4))
    case(f"torch.{name}", f64(2, 4), f64(4))
    case(f"torch.{name}", f64(2, 4), dx=0.5)
    case(f"torch.{name}", f32(2, 4), dx=2, dim=0)
    case(f"torch.{name}", f32(3, 4), f32(3), dim=0)
    case(f"torch.{name}", f64(2, 4), f64(2, 4), dim=1)
    case(f"torch.{name}", f64(1))
    case(f"torch.{name}", f64(2, 0))
    case(f"torch.{name}", f64(2, 4), dim=-1)
    refuse(f"torch.{name}", f64(4), f64(3))
    refuse(f"torch.{name}", f64(4), dim=1)
for options in ({}, {"correction": 0}, {"fweights": of([1, 2, 1], "int64")}):
    function_and_method("cov", f64(2, 3), **options)
    case("torch.cov", f32(4, 3), **options)
    case("torch.cov", f64(3), **options)
case("torch.cov", f64(2, 3), aweights=f64(3, lo=0.5, hi=2))
case("torch.cov", f64(2, 3), aweights=f64(3, lo=0.5, hi=2, grad=False), correction=0)
for x in (f64(2, 4), f32(3, 5), f64(4), f64(2, 3), f32(2, 2)):
    function_and_method("corrcoef", x)
refuse("torch.corrcoef", T((2, 2, 2), "float64"))
refuse("torch.cov", T((2, 2, 2), "float64"))
