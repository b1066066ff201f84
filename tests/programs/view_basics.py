# Views share memory: writing to one shows in the other, both ways.
import torch

base = torch.arange(12.0)
m = base.view(3, 4)
m[0, 0] = 100.0
base[11] = -1.0
print(m)
row, col, t = m[1], m[:, 2], m.t()
row += 10
col.zero_()
t[3, 2] = 5.0
print(m, base, sep="\n")
print(t.shape, t.is_contiguous(), m.is_contiguous(), m.stride(), t.stride())
e = torch.tensor([1.0, 2.0]).expand(3, 2)
print(e, e.stride(), e.is_contiguous())
s = base[::3]
s.fill_(0.5)
print(base, s.stride())
u = m.unsqueeze(0).squeeze()
u[2, 3] = 42.0
print(base[11])
p = torch.arange(6).reshape(1, 2, 3).permute(2, 0, 1)
print(p.shape, p.stride(), p.contiguous().stride(), p)
r = t.reshape(-1)
r[0] = 77.0
print(base[0])
c = base.clone()
c[0] = 1.0
print(base[0])
try:
    t.view(12)
except RuntimeError:
    print("a transposed tensor has no flat view")
d = torch.zeros(3, 3)
d.diagonal().fill_(1)
d.diagonal(1).copy_(torch.tensor([5.0, 6.0]))
print(d)
narrow = base.narrow(0, 4, 2)
narrow.mul_(0)
print(base)
for piece in base.chunk(3):
    piece.sub_(1)
print(base)
