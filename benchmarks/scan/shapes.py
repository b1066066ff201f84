"""Views, joins, layouts, diagonals, creation and draws: what moves numbers or makes them."""

from .cases import FLAT, LINE, ROW, VIEWED, case, complex_numbers, each, fixed, leaf, real, whole

each(
    "x.view(-1) x.reshape(-1) x.flatten() x.ravel() x.t() x.T x.mT x.H x.mH x.permute(1,0) "
    "x.transpose(0,1) x.swapaxes(0,1) x.swapdims(0,1) x.movedim(0,1) x.moveaxis(0,1) x.adjoint() "
    "x.unsqueeze(0) x.squeeze() x.unflatten(0,(2,-1)) x.narrow(0,1,2) "
    "x.select(0,1) x.select(1,1) x.diagonal() x.unfold(0,2,2) x.contiguous() x.detach() "
    "x.expand(2,-1,-1) x.expand_as(x) x.view_as(x) x.reshape_as(x) x.as_strided((2,2),(1,2)) x[1] "
    "x[1:] x[:,1] x[:,::2] x[None] x[...,0]",
    "{}" + VIEWED,
    x=real(),
)
each("x[at] x[:,[0,2,1]] x[at,0]", "{}", x=real(), at="torch.arange(len(x)).flip(0)")
case("x[m]", x=real(), m="x > 0")
case("o.squeeze(0)" + VIEWED, x=real(), o=leaf("x.unsqueeze(0)"))
case("x.__setitem__(0, 0.5)", x=fixed())
case("x.__setitem__((slice(None), 1), 0.5)", x=fixed())
case("x.__setitem__(x > 1.9, 0.5)", x=fixed())

case("torch.broadcast_to(r, (40, r.shape[0]))" + VIEWED, r=real(ROW))
case("torch.broadcast_tensors(x, r)", x=real(), r=real(ROW))
each("cat stack hstack vstack dstack column_stack", "torch.{}([x, y])", x=real(), y=real())
case("torch.cat([x, y], 1)", x=real(), y=real())
case("torch.cat([r] * 10)", r=real(ROW))
case("torch.block_diag(x, y)", x=real([(4, 5), (64, 64), (500, 500)]), y=real(ROW))
each("chunk split tensor_split unsafe_chunk unsafe_split vsplit", "torch.{}(x, 2)", x=real())
each("split_with_sizes unsafe_split_with_sizes", "torch.{}(x, (1, len(x) - 1))", x=real())
case("torch.hsplit(x, (1, 2))", x=real())
case("torch.dsplit(c, 1)", x=real(), c=leaf("x[:, :, None]"))
case("torch.unbind(x)", x=real([(4, 5), (20, 128), (20, 100_000)]))
each("atleast_1d atleast_2d atleast_3d", "torch.{}(r)" + VIEWED, r=real(LINE))
each("fliplr flipud rot90", "torch.{}(x)", x=real())
case("torch.flip(x, (0, 1))", x=real())
case("torch.roll(x, 2, 1)", x=real())
each("x.repeat(2,1) torch.tile(x,(2,1)) x.repeat_interleave(2,0)", "{}", x=real())
case("x.sum_to_size(x.shape[1])", x=real())
each("tril triu", "torch.{}(x)", x=real())
case("torch.diag(x)", x=real())
SHORT = real([(5,), (128,), (1000,)])
each("diag diagflat diag_embed", "torch.{}(r)", "a vector", r=SHORT)
case("torch.linalg.diagonal(x)" + VIEWED, x=real())
case("torch.diagonal_scatter(x, d)", x=real(), d=leaf("torch.diagonal(x)"))
case("torch.select_scatter(x, r, 0, 1)", x=real(), r=real(ROW))
case("torch.slice_scatter(x, y, 0, 1)", x=real(), y=leaf("x[1:]"))
case("x.fill_diagonal_(0.5)", x=fixed())
case("torch.meshgrid(r, r, indexing='ij')", r=SHORT)
case("torch.cartesian_prod(r, r)", r=SHORT)
case("torch.combinations(r)", r=SHORT)
each("double float long int bool half", "x.{}()", x=real())
case("x.double().float()", x=real())
case("x.to(torch.float64)", x=real())
case("x.type_as(y)", x=real(), y=whole())
each("resolve_conj resolve_neg", "torch.{}(z)" + VIEWED, z=complex_numbers())

# -- made
each("zeros ones empty rand randn", "torch.{}(x.shape)", x=fixed())
each(
    "zeros_like ones_like empty_like rand_like randn_like bernoulli",
    "torch.{}(x)",
    x=fixed(FLAT, 0, 1),
)
case("torch.full(x.shape, 0.5)", x=fixed())
case("torch.full_like(x, 0.5)", x=fixed())
each("new_zeros new_ones new_empty", "x.{}(x.shape)", x=fixed())
case("x.new_full(x.shape, 0.5)", x=fixed())
case("x.new_tensor([0.5, 1.5])", x=fixed())
each("arange randperm", "torch.{}(x.numel())", x=fixed())
case("torch.range(0, x.numel())", x=fixed())
each("linspace logspace", "torch.{}(0, 1, x.numel())", x=fixed())
case("torch.eye(x.shape[1])", x=fixed())
each("tril_indices triu_indices", "torch.{}(*x.shape)", x=fixed())
case("torch.tensor(numbers)", x=fixed(), numbers="x[:40].tolist()")
case("torch.from_numpy(x.numpy())", x=fixed())
case("torch.as_tensor(x)", x=fixed())
case("torch.scalar_tensor(0.5)")
case("torch.randint(0, 9, x.shape)", x=fixed())
case("torch.randint_like(x, 9)", x=fixed())
case("torch.normal(x, 1.0)", x=fixed())
case("torch.normal(0.5, y)", y=fixed(FLAT, 0, 1))
case("torch.normal(x, y)", x=fixed(), y=fixed(FLAT, 0, 1))
case("torch.poisson(y)", y=fixed([(4, 5), (64, 64), (100, 500)], 0.1, 3))
case("torch.multinomial(y, 2)", y=fixed([(4, 5), (128, 128), (500, 500)], 0.1, 3))
each("normal_ uniform_ exponential_ cauchy_ log_normal_ random_ bernoulli_", "x.{}()", x=fixed())
case("x.geometric_(0.4)", x=fixed())
