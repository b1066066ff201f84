"""Reductions, running sums, orders, statistics and searches."""

from .cases import COUNT, FLAT, LINE, ROW, WIDTH, case, each, fixed, lines, real, truth, whole

each(
    "sum mean prod amax amin max min std var nansum nanmean norm median nanmedian argmax argmin",
    "torch.{}(x)",
    x=real(FLAT, 0.5, 1.5),
)
each(
    "sum mean prod amax amin std var nansum nanmean logsumexp argmax argmin cumsum cumprod "
    "logcumsumexp softmax log_softmax",
    "torch.{}(x, 0)",
    x=real(FLAT, 0.5, 1.5),
)
each(
    "sum mean prod amax amin max min std var nansum nanmean logsumexp median nanmedian mode argmax "
    "argmin std_mean var_mean cumsum cumprod cummax cummin logcumsumexp softmax log_softmax sort "
    "argsort linalg.vector_norm",
    "torch.{}(x, 1)",
    x=real(FLAT, 0.5, 1.5),
)
each("max sort", "torch.{}(x, 0)", x=real())
each("sum mean", "x.{}(1, keepdim=True)", x=real())
each("aminmax linalg.vector_norm", "torch.{}(x)", x=real())
each("1 2 3 float('inf')", "torch.norm(x, {}, 1)", x=real())
each("std_mean var_mean", "torch.{}(x)", x=real())
# `all` and `any` to the end, where neither library may stop early
TRUE, FALSE = fixed(FLAT, 1, 1), fixed(FLAT, 0, 0)
each("(m) (m,1)", "torch.all{}", x=TRUE, m="x > 0")
each("(m) (m,1)", "torch.any{}", x=FALSE, m="x > 0")
each("(m) (m,1)", "torch.count_nonzero{}", m=truth())
each("sum cumsum", "torch.{}(k, 1)", "integers", k=whole())
case("torch.sum(m)", "truths", m=truth())
case("torch.kthvalue(x, 2, 1)", x=real())
each("2 5", "torch.topk(x, {}, 1)", x=real())
case("torch.msort(x)", x=real())
case("torch.sort(x, dim=1, stable=True, descending=True)", x=real())
case("torch.sort(v)", v=real(LINE))
each("quantile nanquantile", "torch.{}(x, 0.3, 1)", x=real())
case("torch.renorm(x, 2, 0, 1.0)", x=real())
case("F.softmin(x, 1)", x=real())
case("F.glu(x, 0)", x=real())
case("F.gumbel_softmax(x, dim=1)", x=real())
case("F.normalize(x, dim=1)", x=real())
each("trapezoid cumulative_trapezoid diff", "torch.{}(x)", x=real())
case("torch.gradient(x)", x=real())
case("torch.trace(x)", x=real())
SAMPLES = real(((4, 5), (64, 128), (200, 2000)))
each("cov corrcoef", "torch.{}(x)", x=SAMPLES)
case("torch.dist(x, y)", x=real(), y=real())

# -- searching, counting
THIN = [(count, 3) for count in COUNT]
case("torch.histc(x, 20)", x=fixed())
case("torch.bincount(k)", k=whole(LINE, 50))
each("unique argwhere nonzero", "torch.{}(k)", k=whole(FLAT, 50))
case("torch.unique(k, dim=0)", k=whole(THIN))
case("torch.unique_consecutive(k)", k=whole(FLAT, 2))
case("torch.unique_consecutive(k, dim=0)", k=whole(THIN, 2))
EDGES = "torch.linspace(-2, 2, 50)"
case("torch.bucketize(x, edges)", x=fixed(), edges=EDGES)
case("torch.searchsorted(edges, x)", x=fixed(), edges=EDGES)
case("torch.isin(k, some)", k=whole(FLAT, 50), some=whole(((7,),) * 3, 50))
case("torch.unravel_index(k, (50, 40))", k=whole(LINE, 2000))

# -- where rows and columns are taken from, and put
AT = whole(lines(COUNT), COUNT)
ANYWHERE = whole(FLAT, [rows * columns for rows, columns in FLAT])
ACROSS = whole(FLAT, COUNT)
case("torch.gather(x, 0, at)", x=real(), at=ACROSS)
case("torch.gather(x, 1, at)", x=real(), at=whole(FLAT, WIDTH))
case("torch.take_along_dim(x, at, 0)", x=real(), at=ACROSS)
case("torch.index_select(x, 0, at)", x=real(), at=AT)
case("torch.index_select(x, 1, at)", x=real(), at=whole(ROW, WIDTH))
case("torch.take(x, at)", x=real(), at=ANYWHERE)
case("torch.masked_select(x, m)", x=real(), m=truth())
case("torch.masked_fill(x, m, 0.5)", x=real(), m=truth())
case("torch.masked_fill(x, m, v)", x=real(), m=truth(), v=real(((),) * 3))
case("torch.masked_scatter(x, m, y)", x=real(), m=truth(), y=real())
each("add copy", "torch.index_{}(x, 0, at, y)", x=real(), at=AT, y=real())
case("torch.index_fill(x, 0, at, 0.5)", x=real(), at=AT)
case("torch.index_fill(x, 0, at, v)", x=real(), at=AT, v=real(((),) * 3))
each("amax mean prod", "torch.index_reduce(x, 0, at, y, '{}')", x=real(), at=AT, y=real())
each("scatter scatter_add", "torch.{}(x, 0, at, y)", x=real(), at=ACROSS, y=real())
case("torch.scatter(x, 0, at, 0.5)", x=real(), at=ACROSS)
each("add multiply", "torch.scatter(x, 0, at, y, reduce='{}')", x=fixed(), at=ACROSS, y=fixed())
each("sum amax mean prod", "torch.scatter_reduce(x, 0, at, y, '{}')", x=real(), at=ACROSS, y=real())
case("torch.put(x, at, y)", x=real(), at=ANYWHERE, y=real())
case("torch.index_put(x, (at,), y)", x=real(), at=AT, y=real())
case("torch.index_put(x, (at,), y, accumulate=True)", x=real(), at=AT, y=real())
case("x.index_put_((at,), y)", x=fixed(), at=AT, y=fixed())
