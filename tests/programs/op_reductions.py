# Sums, means, products and the rest: over everything, a dimension, several, kept or not.
import torch

x = torch.tensor([[1.0, 2.0, 3.0], [4.0, -5.0, 6.0]], requires_grad=True)
for name, f in [
    ("sum", lambda t: t.sum()),
    ("sum 0", lambda t: t.sum(0)),
    ("sum -1 keep", lambda t: t.sum(dim=-1, keepdim=True)),
    ("sum both", lambda t: t.sum((0, 1))),
    ("mean", lambda t: t.mean()),
    ("mean 1", lambda t: t.mean(1)),
    ("prod", lambda t: t.prod()),
    ("prod 1", lambda t: t.prod(1)),
    ("max", lambda t: t.max()),
    ("min 0", lambda t: t.min(0).values),
    ("amax", lambda t: t.amax(1)),
    ("amin all", lambda t: t.amin()),
    ("var", lambda t: t.var()),
    ("var 1", lambda t: t.var(1)),
    ("var biased", lambda t: t.var(0, unbiased=False)),
    ("var correction", lambda t: t.var(1, correction=0)),
    ("std", lambda t: t.std()),
    ("std 1", lambda t: t.std(dim=1, keepdim=True)),
    ("norm", lambda t: t.norm()),
    ("norm 1", lambda t: t.norm(1)),
    ("norm dim", lambda t: t.norm(dim=1)),
    ("norm inf", lambda t: t.norm(float("inf"))),
    ("norm p dim", lambda t: torch.norm(t, p=3, dim=0)),
    ("logsumexp", lambda t: t.logsumexp(1)),
    ("cumsum", lambda t: t.cumsum(1)),
    ("cumprod", lambda t: t.cumprod(1)),
    ("median", lambda t: t.median()),
    ("median 1", lambda t: t.median(1).values),
    ("nansum", lambda t: t.nansum()),
    ("trace", lambda t: t.trace()),
    ("diff", lambda t: t.diff(dim=1)),
    ("sum dtype", lambda t: t.sum(dtype=torch.float64)),
    ("aminmax", lambda t: torch.aminmax(t).max),
]:
    y = f(x)
    (g,) = torch.autograd.grad(y.sum(), x)
    print(name, y, g, sep="\n")
