# Subscript assignment: values, broadcasting, masks, index tensors; its gradient.
import torch

x = torch.arange(6.0).reshape(2, 3)
x[0, 1] = 10.0
x[1] = torch.tensor([7.0, 8.0, 9.0])
x[:, 2] = -1
print(x)
x[x < 0] = 0
print(x)
x[[0, 1], [0, 0]] = torch.tensor([50.0, 60.0])
x[..., 1] += 0.5
x[0] *= 2
x[1, 1:] = torch.tensor([1.0])
print(x)
x[None, :, 0] = 3
x[-1, -1] = 99
x[:, ::2] = torch.tensor([[1.0], [2.0]])
print(x)
mask = torch.tensor([True, False])
x[mask] = torch.tensor([0.1, 0.2, 0.3])
x[torch.tensor([1])] = x[0] * 10
print(x)
n = torch.zeros(3, dtype=torch.int64)
n[1] = 2.9
n[2] = True
print(n)

a = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
v = torch.tensor([10.0, 20.0], requires_grad=True)
y = a * 2
y[0] = v[1]
print(y)
y[1:] = y[1:] + v
print(y)
y.sum().backward()
print(a.grad, v.grad)
y = a * 2
y[1:] = y[1:] * v
try:
    y.sum().backward()
except RuntimeError:
    print("the product needed the old y[1:], which shares its memory with the new one")
z = torch.zeros(2, 2)
z[0] = v
z[1, 1] = a[2]
print(z, z.requires_grad, z.is_leaf)
(z * z).sum().backward()
print(a.grad, v.grad)
try:
    z[5] = 1
except IndexError:
    print("no such row")
try:
    z[0] = torch.ones(3)
except RuntimeError:
    print("does not fit")
