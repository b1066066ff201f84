"""Products of matrices and vectors, distances, linear algebra, Fourier transforms."""

from .cases import case, complex_numbers, definite, each, fixed, leaf, lines, real, regular

LEFT, RIGHT = real([(4, 5), (128, 128), (512, 512)]), real([(5, 4), (128, 128), (512, 512)])
each("mm matmul", "torch.{}(x, y)", x=LEFT, y=RIGHT)
case(
    "x @ y",
    "a batch",
    x=real([(2, 4, 5), (16, 64, 64), (32, 128, 128)]),
    y=real([(2, 5, 4), (16, 64, 64), (32, 128, 128)]),
)
case(
    "x @ y",
    "a batch by one",
    x=real([(2, 4, 5), (16, 64, 64), (32, 128, 128)]),
    y=real([(5, 4), (64, 64), (128, 128)]),
)
TALL, VECTOR = real([(4, 5), (128, 128), (2000, 1000)]), real(lines((5, 128, 1000)))
each("mv matmul", "torch.{}(x, v)", "a vector", x=TALL, v=VECTOR)
LONG = real(lines((20, 16_384, 2_000_000)))
each("dot vdot inner linalg.vecdot", "torch.{}(u, v)", u=LONG, v=LONG)
each("outer ger", "torch.{}(u, v)", u=real(lines((4, 128, 2000))), v=VECTOR)
BATCH = [(2, 4, 4), (16, 64, 64), (32, 128, 128)]
case("torch.bmm(x, y)", x=real(BATCH), y=real(BATCH))
SQUARE = real([(4, 4), (128, 128), (512, 512)])
case("torch.addmm(z, x, y)", x=SQUARE, y=SQUARE, z=SQUARE)
case("torch.addmv(b, x, v)", x=SQUARE, b=real(lines((4, 128, 512))), v=real(lines((4, 128, 512))))
case("torch.addr(z, u, v)", z=SQUARE, u=real(lines((4, 128, 512))), v=real(lines((4, 128, 512))))
case("torch.addbmm(z, x, y)", x=real(BATCH), y=real(BATCH), z=real([(4, 4), (64, 64), (128, 128)]))
case("torch.baddbmm(z, x, y)", x=real(BATCH), y=real(BATCH), z=real(BATCH))
case("torch.einsum('ij,jk->ik', x, y)", x=LEFT, y=RIGHT)
case("torch.einsum('bij,bkj->bik', x, y)", x=real(BATCH), y=real(BATCH))
case("torch.tensordot(x, y, 1)", x=LEFT, y=RIGHT)
case("torch.chain_matmul(x, y, z)", x=SQUARE, y=SQUARE, z=SQUARE)
case("torch.linalg.multi_dot([x, y, z])", x=SQUARE, y=SQUARE, z=SQUARE)
case("torch.kron(x, y)", x=real([(4, 5), (12, 10), (40, 50)]), y=real([(3, 2), (10, 12), (50, 20)]))
case(
    "F.linear(x, w, b)",
    x=LEFT,
    w=real([(3, 5), (128, 128), (512, 512)]),
    b=real(lines((3, 128, 512))),
)
case(
    "F.linear(x, w)",
    x=real([(2, 4, 5), (16, 64, 64), (32, 128, 128)]),
    w=real([(3, 5), (64, 64), (128, 128)]),
)
case(
    "F.bilinear(x, y, w, b)",
    x=real([(4, 5), (32, 20), (128, 64)]),
    y=real([(4, 3), (32, 20), (128, 64)]),
    w=real([(2, 5, 3), (10, 20, 20), (32, 64, 64)]),
    b=real(lines((2, 10, 32))),
)
case(
    "torch.bilinear(x, y, w, b)",
    x=real([(4, 5), (32, 20), (128, 64)]),
    y=real([(4, 3), (32, 20), (128, 64)]),
    w=real([(2, 5, 3), (10, 20, 20), (32, 64, 64)]),
    b=real(lines((2, 10, 32))),
)
each(
    "cross linalg.cross",
    "torch.{}(x, y)",
    x=real([(4, 3), (5000, 3), (600_000, 3)]),
    y=real([(4, 3), (5000, 3), (600_000, 3)]),
)
POINTS = real([(4, 5), (128, 16), (500, 50)])
each("2.0 1.0", "torch.cdist(x, y, {})", x=POINTS, y=POINTS)
case("torch.cdist(x, y, compute_mode='donot_use_mm_for_euclid_dist')", x=POINTS, y=POINTS)
case("F.pdist(x)", x=POINTS)
WIDE = real([(4, 5), (128, 128), (2000, 1000)])
each("cosine_similarity pairwise_distance", "F.{}(x, y)", x=WIDE, y=WIDE)

# -- linear algebra
SMALL = [(4, 4), (32, 32), (200, 200)]
MANY = [(2, 3, 3), (64, 4, 4), (256, 16, 16)]
EXACT = regular(SMALL)
each(
    "det slogdet inv matrix_exp qr svd svdvals pinv lu_factor lu cond matrix_norm norm eigvals "
    "inv_ex lu_factor_ex matrix_rank",
    "torch.linalg.{}(a)",
    a=EXACT,
)
case("torch.linalg.eig(a)", a=EXACT._replace(grad=False))  # vectors up to a phase
each("logdet pinverse qr svd lu", "torch.{}(a)", a=EXACT)
each("det inv qr", "torch.linalg.{}(a)", "many small", a=regular(MANY))
each("eigh eigvalsh cholesky cholesky_ex", "torch.linalg.{}(a)", a=definite(SMALL))
case("torch.cholesky(a)", a=definite(SMALL))
case("torch.linalg.matrix_power(a, 3)", a=EXACT)
case("torch.linalg.matrix_norm(a, 2)", a=EXACT)
case("torch.linalg.matrix_norm(a, 'nuc')", a=EXACT)
RIGHTS = real([(4, 2), (32, 8), (200, 50)])
each("solve solve_ex lstsq", "torch.linalg.{}(a, b)", a=EXACT, b=RIGHTS)
case(
    "torch.linalg.solve(a, b)",
    "many small",
    a=regular(MANY),
    b=real([(2, 3, 2), (64, 4, 2), (256, 16, 4)]),
)
case("torch.linalg.solve_triangular(a, b, upper=True)", a=EXACT, b=RIGHTS)
case("torch.triangular_solve(b, a)", a=EXACT, b=RIGHTS)
FACTOR = {"a": definite(SMALL), "c": leaf("torch.linalg.cholesky(a)")}
case("torch.cholesky_solve(b, c)", b=RIGHTS, **FACTOR)
case("torch.cholesky_inverse(c)", **FACTOR)
LU = {"a": EXACT, "f": "torch.linalg.lu_factor(a)", "m": leaf("f[0]"), "p": "f[1]"}
case("torch.lu_solve(b, m, p)", b=RIGHTS, **LU)
case("torch.linalg.lu_solve(m, p, b)", b=RIGHTS, **LU)
case("torch.lu_unpack(m, p)", **LU)
case("torch.linalg.tensorinv(t)", a=EXACT, t=leaf("a.reshape(2, -1, *a.shape[1:])"))
case("torch.linalg.tensorsolve(a, b)", a=EXACT, b=real(lines((4, 32, 200))))
case("torch.linalg.vander(v)", v=real(lines((4, 32, 200)), 0.5, 1))

# -- Fourier
SIGNALS = real([(4, 6), (64, 256), (1000, 1024)])
WAVES = complex_numbers([(4, 6), (64, 256), (1000, 1024)])
each(
    "fft ifft fft2 ifft2 fftn ifftn hfft irfft irfft2 irfftn hfft2 hfftn",
    "torch.fft.{}(z)",
    z=WAVES,
)
each("rfft rfft2 rfftn ihfft ihfft2 ihfftn fft", "torch.fft.{}(x)", "of reals", x=SIGNALS)
each("fftshift ifftshift", "torch.fft.{}(x)", x=SIGNALS)
each("fftfreq rfftfreq", "torch.fft.{}(x.numel())", x=fixed())
