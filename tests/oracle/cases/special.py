"""torch.special and the special functions outside it."""

from build import T, case, f32, f64, function_and_method, i64, in_place, note, of, refuse

note(issue=5)

WHOLE, POSITIVE, UNIT = (-3, 3), (0.2, 3), (0.05, 0.95)
INF, NAN = float("inf"), float("nan")
UNARY = {
    "entr": (POSITIVE, [0, 1, -1]),
    "erfcx": (WHOLE, [0, 30, -5]),
    "i0e": (WHOLE, [0, 50, 8]),
    "i1": (WHOLE, [0, 10, 8]),
    "i1e": (WHOLE, [0, 50, 8]),
    "log_ndtr": (WHOLE, [0, -1, -30, 30]),
    "ndtr": (WHOLE, [0, -30, 30]),
    "ndtri": (UNIT, [0, 1, 0.5, 2]),
    "erf": (WHOLE, [0]),
    "erfc": (WHOLE, [0]),
    "erfinv": ((-0.9, 0.9), [0, 1]),
    "exp2": (WHOLE, [0]),
    "expm1": (WHOLE, [0]),
    "expit": (WHOLE, [0]),
    "gammaln": (POSITIVE, [0, -1]),
    "digamma": (POSITIVE, [0, -1.5]),
    "psi": (POSITIVE, [0]),
    "i0": (WHOLE, [0]),
    "log1p": (POSITIVE, [-1]),
    "sinc": (WHOLE, [0, 1]),
    "round": (WHOLE, [0.5]),
    "logit": (UNIT, [0, 1]),
}
for name, (span, edges) in UNARY.items():
    for shape in ((2, 3), (), (0,), (2, 1, 2)):
        case(f"torch.special.{name}", T(shape, "float64", *span))
        case(f"torch.special.{name}", T(shape, "float32", *span)).mark(tolerance=1e-5)
    case(f"torch.special.{name}", of(edges, "float64")).mark(edge=True)
    case(f"torch.special.{name}", of([NAN, INF, -INF])).mark(edge=True)
    if name != "round":
        case(f"torch.special.{name}", i64(3, lo=1, hi=3))
    case(f"torch.special.{name}", T((2, 3), "float64", *span).after("t"))
    refuse(f"torch.special.{name}", 1.0)
for name in ("erfinv", "digamma", "lgamma", "i0", "sinc", "erf", "erfc", "exp2", "expm1"):
    in_place(name, f64(2, lo=0.2, hi=0.8))
for n in (0, 1, 2, 3):
    case("torch.special.polygamma", n, f64(2, 3, lo=0.3, hi=3))
    case("torch.polygamma", n, f32(3, lo=0.3, hi=3)).mark(tolerance=1e-5)
    case("Tensor.polygamma", f64(3, lo=0.3, hi=3), n)
refuse("torch.polygamma", -1, f64(3))
for name, first, second in (
    ("xlog1py", (-2, 2), (-0.5, 2)),
    ("xlogy", (-2, 2), (0.2, 2)),
    ("zeta", (1.5, 4), (0.5, 3)),
):
    grad = name != "zeta"
    for a, b in (((3,), (3,)), ((2, 3), (3,)), ((2, 1), (1, 2)), ((), (2,)), ((0,), (1,))):
        x, y = T(a, "float64", *first, grad=grad), T(b, "float64", *second)
        case(f"torch.special.{name}", x, y)
        single = x.but(dtype="float32"), y.but(dtype="float32")
        case(f"torch.special.{name}", *single).mark(tolerance=1e-5)
    if grad:
        case(f"torch.special.{name}", T((3,), "float64", *first), 2.0)
    case(f"torch.special.{name}", 2.5, T((3,), "float64", *second))
    case(f"torch.special.{name}", of([0.0, 0.0, 1.0], grad=grad), of([-1.0, NAN, -1.0])).mark(
        edge=True
    )
    refuse(f"torch.special.{name}", f64(2, grad=grad), f64(3))
for p in (1, 2):
    case("torch.special.multigammaln", f64(3, lo=2, hi=4), p)
for name in ("special.gammainc", "special.gammaincc", "igamma", "igammac"):
    case(f"torch.{name}", f64(3, lo=0.5, hi=3, grad=False), f64(3, lo=0.5, hi=3))
for x in (f64(2, 3), f64(4)):
    case("torch.special.logsumexp", x, -1)
    case("torch.special.softmax", x, 0)
    case("torch.special.log_softmax", x, 0)
for options in ({}, {"eps": 0.2}):
    case("torch.special.logit", f64(3, lo=0.1, hi=0.9), **options)
function_and_method("lgamma", f64(2, 2, lo=-3, hi=-2.1))
function_and_method("digamma", f64(2, 2, lo=-3.9, hi=-3.1))
case("torch.lgamma", f32(3, lo=3, hi=30)).mark(tolerance=1e-5)
case("torch.digamma", f32(3, lo=3, hi=30)).mark(tolerance=1e-5)
