# Writing through views of an inner tensor reaches the base, and differentiates.
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x * 1
y[0] *= 10
print(y)
y.sum().backward()
print(x.grad)
x.grad = None

y = x.clone()
v = y.view(4)
v[1:3] = 0
print(y, v, sep="\n")
(y * y).sum().backward()
print(x.grad)
x.grad = None

y = x.clone()
y[:, 1] *= 2
y.t()[0].add_(x[1])
print(y)
y.prod().backward()
print(x.grad)
x.grad = None

y = x.clone()
first, second = y[0], y[1]
first.add_(second)
print(first, y)
y.sum().backward()
print(x.grad)
y = x.clone()
y[0].mul_(y[1])
try:
    y.sum().backward()
except RuntimeError:
    print("y[1] was saved, and its memory is y's, which changed")
x.grad = None

# the base changes after the view was taken: the view's history follows
y = x * 2
v = y[0]
print(v.grad_fn.name())
y.mul_(3)
print(v)
v.sum().backward()
print(x.grad)
x.grad = None

# a constant base becomes part of the graph when a differentiable value is written to a view
base = torch.zeros(2, 2)
base[0].copy_(x[0] * 5)
print(base, base.requires_grad)
base.sum().backward()
print(x.grad)
x.grad = None
y = x.clone()
y.diagonal().exp_()
print(y)
y.sum().backward()
print(x.grad)
