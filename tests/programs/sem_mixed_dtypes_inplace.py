# In-place operations keep the dtype of their target.
import torch

x = torch.zeros(2)
x += torch.tensor([1.5, 2.5], dtype=torch.float64)
print(x, x.dtype)
x += torch.tensor([1, 2])
x *= True
print(x)
h = torch.ones(2, dtype=torch.float16)
h += 0.1
print(h)
i = torch.tensor([7, 8])
i //= 2
i **= 2
i -= 1
print(i)
i[0] = 3.99
print(i)
for f in [lambda: i.add_(0.5), lambda: i.div_(2), lambda: i.mul_(torch.tensor(1.5)), lambda: torch.tensor([True]).add_(1)]:
    try:
        print(f())
    except RuntimeError:
        print("would lose the fraction")
b = torch.tensor([True, False])
b |= torch.tensor([False, True])
b &= torch.tensor([True, False])
b ^= True
print(b)
c = torch.tensor([1 + 1j])
c *= 2
c += 1
print(c)
try:
    y = torch.zeros(1)
    y += c
except RuntimeError:
    print("nor the imaginary part")
d = torch.zeros(2, dtype=torch.float64, requires_grad=True)
e = d * 1
e += torch.tensor([1.0, 2.0])
e.sum().backward()
print(e, d.grad)
f = torch.ones(2, requires_grad=True)
g = f * 1
g += torch.ones(2, dtype=torch.float64) * 3
print(g)
g.sum().backward()
print(f.grad)
z = torch.zeros(2, dtype=torch.int32)
z.copy_(torch.tensor([1.9, -1.9]))
z.fill_(5)
print(z, z.zero_(), torch.zeros(2).copy_(torch.tensor([1, 2])))
