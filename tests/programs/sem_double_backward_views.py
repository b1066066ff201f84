# Second derivatives through slices, indexing, cat and in-place writes.
import torch

x = torch.tensor([1.0, 2.0, 3.0, 4.0], dtype=torch.float64, requires_grad=True)


def hessian_rows(f):
    (g,) = torch.autograd.grad(f(x), x, create_graph=True)
    rows = []
    for i in range(4):
        row = torch.autograd.grad(g[i], x, retain_graph=True, allow_unused=True)[0] if g.requires_grad else None
        rows.append([0.0] * 4 if row is None else row.tolist())
    return rows


def with_inplace(t):
    y = t * t
    y[:2] *= t[2:]
    return y.sum()


def with_copy(t):
    y = torch.zeros(4, dtype=torch.float64)
    y[1:3] = t[:2] * t[2:]
    return (y * y).sum()


for name, f in [
    ("slices", lambda t: (t[:2] * t[2:]).sum()),
    ("index", lambda t: (t[[0, 0, 3]] ** 3).sum()),
    ("cat", lambda t: (torch.cat([t[2:], t[:2]]) * t).sum()),
    ("matrix", lambda t: (t.view(2, 2) @ t.view(2, 2)).sum()),
    ("expand", lambda t: (t.expand(2, 4) * t.view(4, 1)[:2]).sum()),
    ("in place", with_inplace),
    ("copy", with_copy),
    ("max", lambda t: t.max() ** 2),
    ("prod", lambda t: t.prod()),
    ("norm", lambda t: t.norm() ** 2 / 2),
    ("cumsum", lambda t: (t.cumsum(0) ** 2).sum() / 2),
    ("where", lambda t: torch.where(t > 2, t**3, t**2).sum()),
]:
    print(name)
    for row in hessian_rows(f):
        print("  ", [round(v, 6) + 0.0 for v in row])
