# einsum spells out sums over indices.
import torch
from torch import einsum

a = torch.arange(6.0).reshape(2, 3).requires_grad_()
b = torch.arange(12.0).reshape(3, 4).requires_grad_()
v = torch.tensor([1.0, -1.0, 2.0], requires_grad=True)
s = torch.arange(9.0).reshape(3, 3).requires_grad_()
for spec, operands in [
    ("ij,jk->ik", (a, b)),
    ("ij,jk", (a, b)),
    ("ij->ji", (a,)),
    ("ij->", (a,)),
    ("ij->j", (a,)),
    ("ii->i", (s,)),
    ("ii", (s,)),
    ("i,i->", (v, v)),
    ("i,j->ij", (v, v)),
    ("ij,j->i", (a, v)),
    ("ij,ij->ij", (a, a)),
    ("ij,jk,j->k", (a, b, v)),
    ("i,ij,j->", (v, s, v)),
    ("...j,j->...", (a, v)),
    ("b i, b j -> b i j", (a, a)),
]:
    y = einsum(spec, *operands)
    print(spec, tuple(y.shape), y.tolist())
    grads = torch.autograd.grad(y.sum(), list(operands)[:1])
    print("  ", grads[0].tolist())
print(torch.equal(einsum("ij,jk->ik", a, b), a @ b))
