# Gradients under broadcasting, for every pair of shapes that fit.
import torch

shapes = [(), (1,), (3,), (2, 1), (1, 3), (2, 3), (2, 1, 3)]
for s in shapes:
    for t in shapes:
        a = torch.full(s, 2.0, requires_grad=True)
        b = torch.full(t, 3.0, requires_grad=True)
        y = a * b + a / b - b**2
        y.sum().backward()
        print(s, t, tuple(y.shape), tuple(a.grad.shape), tuple(b.grad.shape), f"{a.grad.sum():.3f} {b.grad.sum():.3f}")
for s, t in [((2,), (3,)), ((2, 3), (2,)), ((0,), (2,))]:
    try:
        torch.ones(s) + torch.ones(t)
    except RuntimeError:
        print(s, "and", t, "do not fit")
print((torch.ones(0) + torch.ones(1)).shape, (torch.ones(0, 1) * torch.ones(3)).shape)
a = torch.ones(2, 1)
try:
    a += torch.ones(2, 3)
except RuntimeError:
    print("in place the shape may not grow")
b = torch.ones(2, 3, requires_grad=True)
c = b.clone()
r = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
c *= r
c -= torch.tensor(1.0)
c.sum().backward()
print(b.grad, r.grad, sep="\n")
n = torch.ones(2, dtype=torch.int64)
try:
    n += 1.5
except RuntimeError:
    print("nor the kind of number")
n *= 2
print(n)
