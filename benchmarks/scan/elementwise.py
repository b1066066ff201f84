"""Elementwise operators: of one tensor, of two, with numbers, in place."""

from .cases import COUNT, FLAT, ROW, VIEWED, case, complex_numbers, each, fixed, real, truth, whole

each(
    "abs atan asinh ceil cos cosh deg2rad erf erfc exp exp2 expm1 floor frac i0 isfinite isinf "
    "isnan isneginf isposinf isreal nan_to_num neg positive rad2deg relu round selu sgn sigmoid "
    "sign signbit sin sinc sinh square tan tanh trunc angle conj conj_physical real",
    "torch.{}(x)",
    x=real(),
)
each(
    "special.bessel_j0 special.bessel_j1 special.modified_bessel_i0 special.modified_bessel_i1",
    "torch.{}(x)",
    x=fixed(),
)
each(
    "special.erfcx special.i0e special.i1 special.i1e special.log_ndtr special.ndtr",
    "torch.{}(x)",
    x=real(),
)
POSITIVE = real(FLAT, 0.1, 3)
each(
    "digamma lgamma log log10 log1p log2 reciprocal rsqrt sqrt special.entr",
    "torch.{}(x)",
    x=POSITIVE,
)
each(
    "bessel_y0 bessel_y1 modified_bessel_k0 modified_bessel_k1 scaled_modified_bessel_k0 "
    "scaled_modified_bessel_k1",
    "torch.special.{}(x)",
    x=fixed(FLAT, 0.1, 3),
)
each("acos asin atanh erfinv", "torch.{}(x)", x=real(FLAT, -0.9, 0.9))
case("torch.acosh(x)", x=real(FLAT, 1.1, 3))
case("torch.mvlgamma(x, 2)", x=real(FLAT, 1.1, 3))
case("torch.polygamma(1, x)", x=POSITIVE)
each("logit special.ndtri", "torch.{}(x)", x=real(FLAT, 0.05, 0.95))
case("torch.frexp(x)", x=fixed())
case("torch.round(x, decimals=2)", x=real())
each("logical_not bitwise_not", "torch.{}(m)", m=truth())
case("x.clone()", x=real())

each(
    "celu elu gelu hardshrink hardsigmoid hardswish hardtanh leaky_relu logsigmoid mish relu6 "
    "rrelu silu softplus softshrink softsign tanhshrink",
    "F.{}(x)",
    x=real(),
)
case("F.gelu(x, approximate='tanh')", x=real())
case("F.threshold(x, 0.1, 0.0)", x=real())
case("F.rrelu(x, training=True)", x=real())
case("F.prelu(x, w)", x=real(), w=real(((1,),) * 3))
case("F.prelu(x, w)", "each channel", x=real(), w=real(ROW))

# -- two tensors
BOTH = {"x": real(FLAT, 0.1, 3), "y": real(FLAT, 0.1, 3)}
each(
    "add atan2 copysign div fmax fmin fmod hypot logaddexp logaddexp2 maximum minimum mul "
    "nextafter pow float_power remainder sub xlogy special.xlog1py rsub",
    "torch.{}(x, y)",
    **BOTH,
)
PLAIN = {"x": fixed(FLAT, 0.1, 3), "y": fixed(FLAT, 0.1, 3)}
each("eq ge gt isclose le lt ne heaviside floor_divide", "torch.{}(x, y)", **PLAIN)
each("logical_and logical_or logical_xor", "torch.{}(x, y)", x=truth(), y=truth())
each("bitwise_and bitwise_or bitwise_xor", "torch.{}(x, y)", x=whole(), y=whole())
each("bitwise_left_shift bitwise_right_shift", "torch.{}(x, y)", x=whole(), y=whole())
each("allclose equal", "torch.{}(x, y)", x=fixed(), y="x.clone()")
each("igamma igammac", "torch.{}(a, x)", a=fixed(FLAT, 0.1, 3), x=real(FLAT, 0.1, 3))
case("torch.special.zeta(x, y)", x=fixed(FLAT, 1.1, 3), y=fixed(FLAT, 0.5, 3))
case("torch.ldexp(x, k)", x=real(), k=whole())
each("complex polar", "torch.{}(x, y)", **BOTH)
each("floor trunc", "torch.div(x, y, rounding_mode='{}')", **BOTH)
each("add sub rsub", "torch.{}(x, y, alpha=2)", **BOTH)

COLUMN = [(count, 1) for count in COUNT]
each("+ - * / **", "x {} r", "a row", x=BOTH["x"], r=real(ROW, 0.1, 3))
each("+ *", "x {} c", "a column", x=BOTH["x"], c=real(COLUMN, 0.1, 3))
each("add mul", "torch.{}(x, y)", "integers", x=whole(), y=whole())
each("exp sin abs angle conj_physical", "torch.{}(z)", z=complex_numbers())
each("+ * /", "z {} w", z=complex_numbers(), w=complex_numbers())
each("real imag", "z.{}" + VIEWED, z=complex_numbers())
case("torch.view_as_real(z)" + VIEWED, z=complex_numbers())
case("torch.view_as_complex(x)" + VIEWED, x=real([(*shape, 2) for shape in FLAT]))

# -- with a number
each("+ - * / ** %", "x {} 0.7", x=POSITIVE)
each("- / **", "0.7 {} x", x=POSITIVE)
case("x // 0.7", x=fixed(FLAT, 0.1, 3))
each("% //", "0.7 {} x", x=fixed(FLAT, 0.1, 3))
each("2 3 4 -1 0.5", "x ** {}", x=POSITIVE)
each("> < >= <= == !=", "x {} 0.7", x=fixed())
case("torch.fmod(x, 0.7)", x=POSITIVE)
each("add sub rsub", "torch.{}(x, 0.7, alpha=2)", x=POSITIVE)
case("torch.copysign(x, -1.0)", x=real())
case("torch.xlogy(x, 0.7)", x=POSITIVE)
case("torch.xlogy(0.7, x)", x=POSITIVE)
case("torch.special.xlog1py(x, 0.7)", x=POSITIVE)
case("torch.special.xlog1py(0.7, x)", x=POSITIVE)
case("torch.special.zeta(x, 1.5)", x=fixed(FLAT, 1.1, 3))
case("torch.special.zeta(1.5, x)", x=fixed(FLAT, 1.1, 3))

# -- three
THREE = {**BOTH, "z": real(FLAT, 0.1, 3)}
each("addcmul addcdiv", "torch.{}(x, y, z, value=0.5)", **THREE)
case("torch.lerp(x, y, 0.3)", **BOTH)
case("torch.lerp(x, y, z)", **THREE)
case("torch.clamp(x, -1, 1)", x=real())
case("torch.clamp(x, min=y)", x=real(), y=real())
case("torch.clamp(x, max=y)", x=real(), y=real())
case("torch.clamp(x, y, z)", x=real(), y=real(FLAT, -1, 0), z=real(FLAT, 0, 1))
each("clamp_min clamp_max", "torch.{}(x, 0.5)", x=real())
each("clamp_min clamp_max", "torch.{}(x, y)", x=real(), y=real())
case("torch.where(m, x, y)", m=truth(), x=real(), y=real())
case("torch.where(m, x, 0.0)", m=truth(), x=real())

# -- in place: a step of an optimiser, and within a graph
each("add_ sub_", "x.{}(y, alpha=0.0)", x=fixed(), y=fixed())
each("mul_ div_", "x.{}(1.0)", x=fixed())
case("x.pow_(2.0)", x=fixed(FLAT, 1, 1))
each("abs_ neg_ relu_ zero_ round_", "x.{}()", x=fixed())
case("x.clamp_(-1, 1)", x=fixed())
each("addcmul_ addcdiv_", "x.{}(y, z, value=0.0)", x=fixed(), y=fixed(), z=fixed(FLAT, 1, 2))
case("x.lerp_(y, 0.1)", x=fixed(), y=fixed())
case("x.fill_(0.5)", x=fixed())
case("torch.fill(x, 0.5)", x=real())
case("x.copy_(y)", x=fixed(), y=fixed())
each("mul_ add_", "x.clone().{}(y)", x=real(), y=real())
each("exp_ sigmoid_ tanh_ relu_", "x.clone().{}()", x=real())
