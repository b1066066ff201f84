"""Complex tensors: parts, conjugates, polar forms, Fourier transforms, arithmetic."""

from build import c64, c128, case, f32, f64, function_and_method, i64, note, of, refuse

note(issue=5)

for name in ("conj", "real", "imag", "abs", "angle", "conj_physical", "resolve_conj", "sgn"):
    for x in (c128(2, 2), c64(3), c128(), c128(0), c128(2, 2).after("conj")):
        case(f"torch.{name}", x)
        if name in ("conj", "conj_physical", "abs"):
            case(f"Tensor.{name}", x)
    if name != "imag":
        case(f"torch.{name}", f64(2, 2))
for name in ("conj", "conj_physical"):
    case(f"torch.{name}", i64(2))
    case(f"Tensor.{name}", f32(3))
case("Tensor.conj_physical_", c128(3).after("clone"))
case("attr.real", c128(2))
case("attr.imag", c128(2))
case("attr.real", f64(2))
refuse("attr.imag", f64(2))
refuse("torch.imag", f64(2))
case("torch.view_as_real", c128(2, 2))
case("torch.view_as_complex", f64(3, 2))
case("torch.view_as_complex", f32(2, 2, 2))
refuse("torch.view_as_complex", f64(3))
case("torch.complex", f64(2, 2), f64(2))
case("torch.polar", f64(3, lo=0.2, hi=2), f64(3))
case("torch.abs", of([0j, 3 + 4j], "complex128")).mark(edge=True)
case("torch.is_conj", c128(2))

for name in ("add", "sub", "mul", "truediv"):
    for a, b in ((c128(3), c128(3)), (c64(2, 1), c64(3)), (c128(3), f64(3)), (f64(2, 1), c128(3))):
        case(f"operator.{name}", a, b)
    case(f"operator.{name}", c64(3), 2)
    case(f"operator.{name}", 1 - 2j, c128(3))
for name in ("exp", "log", "sin", "cos", "tanh", "sqrt", "reciprocal", "square", "sinh", "cosh"):
    for x in (c128(2, 2), c64(3), c128(), c128(0)):
        function_and_method(name, x)
case("operator.pow", c128(3), 3)
case("operator.pow", 2.0, c128(3))
case("operator.pow", c128(3), -1.5)
case("torch.sum", c64(2, 2), 0)
case("torch.mean", c128(2, 2), 1)
case("torch.prod", c128(3))
case("torch.cumsum", c128(4), 0)
case("torch.cumprod", c128(4), 0)
case("torch.var", c128(4))
case("torch.linalg.vector_norm", c128(4))
case("torch.matmul", c64(2, 3), c64(3, 2))
case("torch.where", of([True, False], "bool"), c128(2), c128(2))
case("torch.stack", [c128(2), c128(2)])
case("torch.einsum", "ij,j->i", c128(2, 3), c128(3))
case("torch.nn.functional.linear", c128(2, 3), c128(2, 3))
case("torch.diag", c128(2))
case("torch.flip", c128(3), [0])
case("torch.reshape", c128(2, 2), (4,))
case("torch.clone", c128(2))
case("torch.trace", c128(2, 2))
case("torch.eq", c128(2), c128(2))
case("torch.isnan", c128(2))
case("torch.linalg.det", c128(2, 2))
case("torch.linalg.inv", c128(2, 2, form="regular"))
case("torch.linalg.solve", c128(2, 2, form="regular"), c128(2))

FFT = {
    "fft": c128,
    "ifft": c128,
    "rfft": f64,
    "irfft": c128,
    "hfft": c128,
    "ihfft": f64,
}
for name, make in FFT.items():
    for shape in ((4,), (2, 5), (1,), (2, 1, 3)):
        if not (shape[-1] == 1 and name in ("irfft", "hfft")):
            case(f"torch.fft.{name}", make(*shape))
    for norm in ("forward", "backward", "ortho"):
        case(f"torch.fft.{name}", make(5), norm=norm)
        case(f"torch.fft.{name}", make(3, 4), n=6, dim=0, norm=norm)
    case(f"torch.fft.{name}", make(5), 3)
    case(f"torch.fft.{name}", make(5), 8)
    single = c64 if make is c128 else f32
    case(f"torch.fft.{name}", single(4)).mark(tolerance=1e-5)
    if name in ("fft", "ifft", "irfft"):
        case(f"torch.fft.{name}", f64(4))
    refuse(f"torch.fft.{name}", make(3), 0)
    refuse(f"torch.fft.{name}", make(3), dim=1)
for name in ("fft2", "ifft2", "fftn", "ifftn", "rfft2", "rfftn", "irfft2", "irfftn"):
    make = f64 if name.startswith("r") else c128
    case(f"torch.fft.{name}", make(3, 4))
    case(f"torch.fft.{name}", make(2, 3, 4), s=(2, 4), norm="ortho")
    case(f"torch.fft.{name}", make(2, 3, 2), dim=(0, 1))
case("torch.fft.fftn", c128(2, 2, 2))
case("torch.fft.fftfreq", 5)
case("torch.fft.rfftfreq", 4, 0.5)
for name in ("fftshift", "ifftshift"):
    case(f"torch.fft.{name}", f64(5))
    case(f"torch.fft.{name}", c128(2, 3), dim=1)
