# Third-order derivatives by nesting, and .grad that is itself differentiable.
import torch

x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
y = (x**3 + torch.exp(x)).sum()
(g1,) = torch.autograd.grad(y, x, create_graph=True)
(g2,) = torch.autograd.grad(g1.sum(), x, create_graph=True)
(g3,) = torch.autograd.grad(g2.sum(), x, create_graph=True)
print(g1.detach(), g2.detach(), g3.detach())
print(g1.requires_grad, g2.requires_grad, g3.requires_grad)
(g1n,) = torch.autograd.grad((x**2).sum(), x)
print(g1n.requires_grad)

a = torch.tensor(2.0, requires_grad=True)
(a**3).backward(create_graph=True)
print(a.grad.requires_grad, a.grad.detach())
g = a.grad
a.grad = None
g.backward()
print(a.grad)

# mixed partial derivatives
u = torch.tensor(1.5, dtype=torch.float64, requires_grad=True)
v = torch.tensor(-0.5, dtype=torch.float64, requires_grad=True)
f = torch.sin(u * v) + u**2 * v**3
fu, fv = torch.autograd.grad(f, (u, v), create_graph=True)
(fuv,) = torch.autograd.grad(fu, v, retain_graph=True)
(fvu,) = torch.autograd.grad(fv, u)
print(torch.allclose(fuv, fvu), fuv)

t = torch.tensor(0.3, dtype=torch.float64, requires_grad=True)
d = torch.tanh(t)
for i in range(3):
    (d,) = torch.autograd.grad(d, t, create_graph=True)
    print(f"{d.item():.10f}")
