# One leaf, many passes: gradients of different losses kept apart by hand.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
losses = {"square": lambda t: (t**2).sum(), "cube": lambda t: (t**3).sum(), "sin": lambda t: t.sin().sum()}
grads = {}
for name, f in losses.items():
    x.grad = None
    f(x).backward()
    grads[name] = x.grad
for name in losses:
    print(f"{name:>7}: {grads[name]}")
total = sum([f(x) for f in losses.values()])
x.grad = None
total.backward()
print(x.grad, torch.allclose(x.grad, sum(grads.values())))
print(torch.stack([g for g in grads.values()]))
old = x.grad
(x * 2).sum().backward()
print(old is x.grad, old)
x.grad = x.grad + 1
print(old is x.grad, x.grad)
x.grad.requires_grad_(False)
try:
    x.grad = torch.ones(3)
except RuntimeError:
    print("a gradient has the shape of its tensor")
try:
    x.grad = torch.ones(2, dtype=torch.float64)
except RuntimeError:
    print("and its dtype")
try:
    x.grad = 5
except TypeError:
    print("and is a tensor")
