# detach, data, clone: who shares memory with whom, who shares history.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
d = x.detach()
d[0] = 10.0
print(x, d)
c = x.clone()
print(c, c.is_leaf)
k = x.detach().clone()
k[1] = -1.0
print(x, k)
x.data[2] = 30.0
print(x, x.data, x.data.requires_grad)
x.data = torch.tensor([7.0, 8.0, 9.0])
print(x)
x.data *= 2
print(x)
y = x * x
y.detach_()
print(y, y.requires_grad, y.is_leaf)
z = x * x.detach()
z.sum().backward()
print(x.grad)
# cutting a chain in the middle
x.grad = None
h = (x * 2).detach()
h.requires_grad_()
(h**2).sum().backward()
print(x.grad, h.grad)
print(x.detach().requires_grad_().is_leaf)
v = x.detach().view(3, 1)
v += 1
print(x, v.requires_grad)
