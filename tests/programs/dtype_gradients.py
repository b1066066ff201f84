# Gradients come in the dtype of the variable, through conversions too.
import torch

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], dtype=torch.float64, requires_grad=True)
y = a * b
print(y)
y.sum().backward()
print(a.grad, b.grad)
d = a.double()
print(d, d.grad_fn.name(), a.float() is a)
a.grad = None
(d * d).sum().backward()
print(a.grad)
h = torch.tensor([0.5, 2.0], dtype=torch.float16, requires_grad=True)
(h.float() ** 2).sum().backward()
print(h.grad)
k = a.to(torch.int64)
print(k, k.requires_grad)
print((a > 1).requires_grad, a.argmax().requires_grad, a.floor().requires_grad)
n = torch.tensor([2, 3])
a.grad = None
(a * n).sum().backward()
print(a.grad)
a.grad = None
(a ** n).sum().backward()
print(a.grad)
m = torch.tensor([True, False])
a.grad = None
(a * m).sum().backward()
print(a.grad)
print((a + 1).type(torch.float64).grad_fn.name(), a.type_as(b).dtype)
z = torch.zeros((), dtype=torch.float64, requires_grad=True)
out = a.detach() * z
print(out, out.dtype)
out.sum().backward()
print(z.grad)
