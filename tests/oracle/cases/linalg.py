"""Linear algebra. Factors defined up to a sign or phase are compared through functions of them."""

from build import Dtype, c128, case, f32, f64, function_and_method, i64, note, of, refuse

note(issue=5)

L = "torch.linalg."
SQUARE = ((2, 2), (3, 3), (1, 1), (2, 2, 2), (1, 2, 3, 3))
INF = float("inf")


def squares(name: str, form: str | None, *args: object, **options: object) -> None:
    """Over the square shapes, both precisions, and a complex one."""
    for shape in SQUARE:
        case(name, f64(*shape, form=form), *args, **options)
        case(name, f32(*shape, form=form), *args, **options).mark(tolerance=2e-5)
    case(name, c128(2, 2, form=form), *args, **options)
    case(name, f64(0, 0), *args, **options)
    case(name, f64(0, 2, 2, form=form), *args, **options)
    case(name, f64(3, 3, form=form).after("mul", 2.0), *args, **options)
    refuse(name, f64(2, 3), *args, **options)
    refuse(name, f64(3), *args, **options)
    refuse(name, i64(2, 2), *args, **options)


for name in ("det", "inv", "slogdet"):
    squares(L + name, "regular")
    squares("torch." + {"inv": "inverse"}.get(name, name), "regular")
case("Tensor.det", f64(2, 2))
case("Tensor.inverse", f64(2, 2, form="regular"))
case("Tensor.slogdet", f64(2, 2))
case(L + "det", of([[1.0, 2.0], [2.0, 4.0]])).mark(edge=True)
case(L + "det", of([[0.0, 0.0], [0.0, 0.0]])).mark(edge=True)
refuse(L + "inv", of([[1.0, 2.0], [2.0, 4.0]]))
squares("torch.logdet", "spd")
case("Tensor.logdet", f64(2, 2, form="spd"))
case("torch.logdet", of([[1.0, 0.0], [0.0, -1.0]])).mark(edge=True)
squares(L + "inv_ex", "regular")
case(L + "inv_ex", f64(2, 2, form="regular"), check_errors=True)

for upper in (False, True):
    squares(L + "cholesky", "spd", upper=upper)
    squares("torch.cholesky", "spd", upper)
squares(L + "cholesky_ex", "spd")
case("Tensor.cholesky", f64(3, 3, form="spd"))
refuse(L + "cholesky", of([[-1.0, 0.0], [0.0, 1.0]]))
for upper in (False, True):
    form = "upper" if upper else "lower"
    for make in (f64, f32):
        factor = make(3, 3, form=form)
        loose = {"tolerance": None if make is f64 else 2e-5}
        case("torch.cholesky_inverse", factor, upper).mark(**loose)
        case("Tensor.cholesky_inverse", make(2, 2, 2, form=form), upper=upper).mark(**loose)
        case("torch.cholesky_solve", make(3, 2), factor, upper).mark(**loose)
        case("torch.cholesky_solve", make(2, 2, 1), make(2, 2, 2, form=form), upper=upper).mark(
            **loose
        )
        case("Tensor.cholesky_solve", make(3, 1), factor, upper).mark(**loose)
case("torch.cholesky_inverse", f64(2, 2, form="lower"))
case("torch.cholesky_solve", f64(2, 3, 2), f64(3, 3, form="lower"))
refuse("torch.cholesky_solve", f64(2, 1), f64(3, 3, form="lower"))
refuse("torch.cholesky_inverse", f64(2, 3))

for name in ("solve", "solve_ex"):
    for a, b in (
        ((2, 2), (2,)),
        ((2, 2), (2, 3)),
        ((2, 3, 3), (2, 3, 1)),
        ((3, 3), (2, 3, 2)),
        ((2, 2, 2), (2, 2)),
    ):
        case(L + name, f64(*a, form="regular"), f64(*b))
        case(L + name, f32(*a, form="regular"), f32(*b)).mark(tolerance=2e-5)
    case(L + name, c128(2, 2, form="regular"), c128(2))
    case(L + name, f64(2, 2, form="regular"), f64(3, 2), left=False)
    case(L + name, f64(2, 2, form="regular"), f64(2, 1, grad=False))
    case(L + name, f64(0, 0), f64(0, 2))
    refuse(L + name, f64(2, 3), f64(2))
    refuse(L + name, f64(2, 2), f64(3))
    refuse(L + name, f64(2, 2), f32(2))
refuse(L + "solve", of([[1.0, 2.0], [2.0, 4.0]]), f64(2))
for upper in (False, True):
    form = "upper" if upper else "lower"
    for left in (True, False):
        for unit in (False, True):
            options = {"upper": upper, "left": left, "unitriangular": unit}
            case(L + "solve_triangular", f64(2, 2, form=form), f64(2, 2), **options)
            case(L + "solve_triangular", f32(3, 3, form=form), f32(2, 3, 3), **options)
    for transpose in (False, True):
        for unit in (False, True):
            args = upper, transpose, unit
            function_and_method("triangular_solve", f64(3, 2), f64(3, 3, form=form), *args)
            case("torch.triangular_solve", f32(2, 1), f32(2, 2, form=form), *args)
case("torch.triangular_solve", f64(2, 2, 1), f64(2, 2, 2, form="upper"))
case(L + "solve_triangular", f64(2, 2), f64(2, 1), upper=True)
refuse(L + "solve_triangular", f64(2, 3), f64(2, 1), upper=True)
refuse(L + "solve_triangular", f64(2, 2), f64(2, 1))

for x in (f64(3, 3), f64(3, 2), f64(2, 3), f64(2, 2, 2), f32(3, 3), c128(2, 2)):
    loose = {"tolerance": 2e-5} if x.dtype == "float32" else {}
    case(L + "lu", x).mark(**loose)
    case(L + "lu_factor", x).mark(**loose)
    case(L + "lu_factor_ex", x).mark(**loose)
    case("torch.lu", x).mark(**loose)
    if x.shape[-1] == x.shape[-2]:
        case("composed.lu_solved", x).mark(**loose)
        case("composed.lu_solved_function", x).mark(**loose)
    case("composed.lu_unpacked", x).mark(**loose)
    case("composed.lu_unpacked_data_only", x).mark(**loose)
case("Tensor.lu", f64(2, 2))
case("torch.lu", f64(2, 2), get_infos=True)
case(L + "lu_factor", f64(2, 2), pivot=True)
factor, pivots = f64(2, 2, form="regular"), of([2, 2], "int32")
for make in (f64, f32):
    data = make(2, 2, form="regular")
    for left in (True, False):
        for adjoint in (False, True):
            case(L + "lu_solve", data, pivots, make(2, 2), left=left, adjoint=adjoint)
    case("torch.lu_solve", make(2, 3), data, pivots)
    case("Tensor.lu_solve", make(2, 1), data, pivots)
    case("torch.lu_solve", make(3, 2, 1), make(3, 2, 2, form="regular"), of([[2, 2]] * 3, "int32"))
    case("torch.lu_unpack", data, pivots)
    case("torch.lu_unpack", data, pivots, unpack_data=False)
    case("torch.lu_unpack", data, pivots, unpack_pivots=False)
    case("torch.lu_unpack", make(3, 2), pivots)
    case("torch.lu_unpack", make(2, 3), pivots)
refuse(L + "lu", f64(3))
refuse(L + "lu_solve", f64(2, 2), pivots, f64(3, 1))

for shape in ((3, 3), (3, 2), (2, 3), (2, 3, 2), (1, 1)):
    for make in (f64, f32):
        loose = {"tolerance": None if make is f64 else 5e-5}
        for mode in ("reduced", "complete", "r"):
            if mode == "reduced" or (mode == "complete" and shape[-2] <= shape[-1]):
                case("composed.qr_product", make(*shape), mode).mark(**loose)
                case("composed.qr_invariants", make(*shape), mode).mark(**loose)
            if mode == "reduced":
                case(L + "qr", make(*shape)).mark(**loose)
        case("torch.qr", make(*shape)).mark(**loose)
        case("composed.svd_function", make(*shape)).mark(**loose)
        case("composed.svd_projector", make(*shape)).mark(**loose)
        case("composed.svd_old_function", make(*shape)).mark(**loose)
        case(L + "svdvals", make(*shape)).mark(**loose)
        case(L + "svd", make(*shape), full_matrices=False).mark(loose=[0, 2], **loose)
        case("torch.svd", make(*shape)).mark(loose=[0, 2], **loose)
        case(L + "pinv", make(*shape)).mark(**loose)
        case("torch.pinverse", make(*shape)).mark(**loose)
case(L + "qr", f64(3, 2, grad=False), mode="complete")
case(L + "qr", f64(3, 2, grad=False), mode="r")
case(L + "qr", f64(2, 3), mode="complete")
case("torch.qr", f64(3, 2, grad=False), some=False)
case("Tensor.qr", f64(3, 2))
case("Tensor.svd", f64(3, 2)).mark(loose=[0, 2])
case("Tensor.pinverse", f64(3, 2))
case(L + "svd", f64(2, 2)).mark(loose=[0, 2])
case(L + "svd", f64(3, 2, grad=False)).mark(loose=[0, 2])
case("torch.svd", f64(2, 3), some=True, compute_uv=True).mark(loose=[0, 2])
case("torch.svd", f64(2, 3, grad=False), compute_uv=False)
case(L + "svdvals", c128(2, 2))
case(L + "svdvals", f64(0, 2))
case("composed.svd_function", c128(3, 2))
case("composed.qr_product", c128(3, 2), "reduced")
case(L + "pinv", f64(3, 2), rtol=1e-6)
case(L + "pinv", f64(3, 2), hermitian=False)
case(L + "pinv", f64(2, 2, form="symmetric"), hermitian=True)
refuse(L + "svd", f64(3))
refuse(L + "qr", f64(3, 2), mode="other")
refuse(L + "qr", f64(3))
for shape in SQUARE:
    for make in (f64, f32):
        loose = {"tolerance": None if make is f64 else 5e-5}
        x = make(*shape, form="symmetric")
        case("composed.eigh_function", x).mark(**loose)
        case("composed.eigh_projector", x).mark(**loose)
        case(L + "eigvalsh", x).mark(**loose)
        case(L + "eigvalsh", x, UPLO="U").mark(**loose)
        case(L + "eigh", x).mark(loose=[1], **loose)
        case(L + "eigh", x, UPLO="U").mark(loose=[1], **loose)
        case(L + "eigvals", make(*shape, form="distinct", grad=False)).mark(loose=[0])
case("composed.eigh_function", c128(2, 2, form="symmetric"))
case("composed.eig_function", f64(2, 2, form="regular"))
case(L + "eigvalsh", c128(2, 2, form="symmetric"))
case(L + "eigvalsh", of([[2.0, 0.0], [0.0, 2.0]])).mark(edge=True)
case("composed.eigh_function", of([[1.0, 0.0], [0.0, 1.0]])).mark(edge=True)
refuse(L + "eigh", f64(2, 3))
refuse(L + "eigh", f64(2, 2), UPLO="X")
refuse(L + "eigvalsh", f64(3))

VECTOR_P = (2, 1, 0, 3, 2.5, -1, -2, INF, -INF)
for p in VECTOR_P:
    case(L + "vector_norm", f64(2, 3), p)
    case(L + "vector_norm", f32(4), ord=p, dim=0, keepdim=True)
    case(L + "vector_norm", f64(2, 3, 2), p, dim=(0, -1))
    case(L + "vector_norm", of([0.0, 0.0]), p).mark(edge=True)
    case(L + "vector_norm", of([0.0, 3.0, -3.0]), p).mark(edge=True)
    case(L + "norm", f64(3), p)
    if p in (1, 2, 3, INF):
        case(L + "norm", f64(2, 3), p, 1)
case(L + "vector_norm", f64(2, 3))
case(L + "vector_norm", f64())
case(L + "vector_norm", c128(3), 3)
case(L + "vector_norm", f32(3), dtype=Dtype("float64"))
case(L + "vector_norm", f64(0))
case(L + "vector_norm", f64(2, 3), 2, 1, True)
refuse(L + "vector_norm", f64(0), INF)
refuse(L + "vector_norm", i64(3))
refuse(L + "vector_norm", f64(3), 2, 1)
refuse(L + "vector_norm", f64(3), "fro")
for p in ("fro", "nuc", 1, -1, 2, -2, INF, -INF):
    case(L + "matrix_norm", f64(2, 3), p)
    case(L + "matrix_norm", f32(2, 3), ord=p, keepdim=True).mark(tolerance=2e-5)
    case(L + "matrix_norm", f64(2, 2, 3), p, dim=(0, 2))
    case(L + "matrix_norm", f64(2, 3, 2), p, (-2, 0), True)
    case(L + "norm", f64(2, 3), p)
    case(L + "norm", f64(2, 2, 3), ord=p, dim=(0, 1), keepdim=True)
    case(L + "cond", f64(3, 3), p)
    case(L + "cond", f32(2, 2, 2, form="regular"), p).mark(tolerance=2e-5)
case(L + "matrix_norm", f64(2, 3))
case(L + "matrix_norm", f64(2, 3), dtype=Dtype("float64"))
case(L + "norm", f64(2, 3))
case(L + "norm", f64(2, 2, 2))
case(L + "norm", f64(2, 3), dim=0)
case("torch.norm", f64(2, 3), "nuc", dim=(0, 1))
case(L + "cond", f64(3, 2))
case(L + "cond", f64(2, 2))
refuse(L + "matrix_norm", f64(3))
refuse(L + "matrix_norm", f64(2, 3), 3)
refuse(L + "matrix_norm", f64(2, 3), dim=(0, 0))
refuse(L + "norm", f64(2, 2, 2), "fro")
refuse(L + "cond", f64(2, 3), 1)

for n in (0, 1, 2, 3, 5, -1, -2):
    case(L + "matrix_power", f64(2, 2, form="regular"), n)
    case(L + "matrix_power", f32(2, 2, 2, form="regular"), n).mark(tolerance=2e-5)
    case("Tensor.matrix_power", f64(3, 3, form="regular"), n)
    case("torch.matrix_power", f64(2, 2, form="regular"), n=n)
refuse(L + "matrix_power", f64(2, 3), 2)
refuse(L + "matrix_power", f64(2, 2), 1.5)
for name in ("torch.matrix_exp", L + "matrix_exp"):
    for shape in SQUARE:
        case(name, f64(*shape))
        case(name, f32(*shape)).mark(tolerance=2e-5)
    case(name, f64(2, 2, lo=-9, hi=9))
    case(name, c128(2, 2))
    case(name, of([[0.0, 0.0], [0.0, 0.0]])).mark(edge=True)
    refuse(name, f64(2, 3))
case("Tensor.matrix_exp", f64(2, 2))
for shape, index in (((2, 3, 6), 2), ((4, 2, 2), 1), ((2, 2), 1), ((6, 2, 3), 1)):
    case(L + "tensorinv", f64(*shape), index)
    case(L + "tensorinv", f32(*shape), ind=index).mark(tolerance=2e-4)
refuse(L + "tensorinv", f64(2, 3, 4), 2)
refuse(L + "tensorinv", f64(2, 2), 0)
for a, b, dims in (
    ((2, 3, 6), (2, 3), None),
    ((2, 2), (2,), None),
    ((4, 2, 2), (4,), None),
    ((2, 6, 3), (2, 3), (1,)),
):
    if dims is None:
        case(L + "tensorsolve", f64(*a), f64(*b))
        case(L + "tensorsolve", f32(*a), f32(*b)).mark(tolerance=2e-4)
        case("Tensor.matmul", f64(2, 2), f64(2))
    else:
        case(L + "tensorsolve", f64(*a), f64(*b), dims)
        case(L + "tensorsolve", f32(*a), f32(*b), dims=dims).mark(tolerance=2e-4)
refuse(L + "tensorsolve", f64(2, 3, 4), f64(2, 3))
for n in (None, 2, 3, 5):
    for shape in ((3,), (2, 2), (2,)):
        case(L + "vander", f64(*shape), N=n)
    case(L + "vander", f32(3), N=n)
refuse(L + "vander", f64())
refuse(L + "vander", f64(3), N=1)
for a, b in (
    ((3, 2), (3, 1)),
    ((2, 2), (2, 2)),
    ((4, 2), (4, 3)),
    ((2, 3, 2), (2, 3, 1)),
    ((2, 3), (2, 1)),
):
    for make in (f64, f32):
        loose = {"tolerance": None if make is f64 else 1e-4}
        case(L + "lstsq", make(*a, form="regular"), make(*b)).mark(**loose)
        case(L + "lstsq", make(*a, form="regular"), make(*b), driver="gelsd").mark(**loose)
        case(L + "lstsq", make(*a, form="regular"), make(*b), rcond=1e-5).mark(**loose)
for driver in ("gels", "gelss", "gelsd"):
    case(L + "lstsq", f64(4, 2), f64(4, 1), driver=driver)
refuse(L + "lstsq", f64(3, 2), f64(2, 1))
refuse(L + "lstsq", f64(3, 2), f64(3, 1), driver="other")
case(L + "matrix_rank", f64(3, 2, grad=False))
case(L + "matrix_rank", of([[1.0, 2.0], [2.0, 4.0]], grad=False))
case(L + "eigvals", f64(2, 2, grad=False)).mark(loose=[0])
function_and_method("trace", f64(2, 2))
