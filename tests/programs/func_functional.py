# torch.autograd.functional: jacobian, hessian, vjp, jvp, hvp, vhp.
import torch
from torch.autograd import functional as AF

x = torch.tensor([1.0, 2.0])
print(AF.jacobian(lambda t: t**2, x))
print(AF.jacobian(lambda a, b: a * b, (x, torch.tensor([3.0, 4.0]))))
print(AF.jacobian(lambda t: (t.sum(), t * 2), x))
print(AF.jacobian(torch.exp, torch.zeros(2, 2)).shape)
print(AF.hessian(lambda t: (t**3).sum(), x))
print(AF.hessian(lambda a, b: (a * b**2).sum(), (x, torch.tensor([3.0, 4.0]))))
print(AF.vjp(lambda t: t**2, x, torch.ones(2)), AF.jvp(lambda t: t**2, x, torch.ones(2)))
print(AF.hvp(lambda t: (t**3).sum(), x, torch.tensor([1.0, 0.0])), AF.vhp(lambda t: (t**3).sum(), x, torch.ones(2)))
w = torch.tensor([2.0, 3.0], requires_grad=True)
J = AF.jacobian(lambda t: t * w.detach(), w)
print(J, J.requires_grad, w.grad)
J = AF.jacobian(lambda t: t**3, w, create_graph=True)
print(J.requires_grad)
J.sum().backward()
print(w.grad)
print(AF.jacobian(lambda t: torch.ones(2), x), AF.hessian(lambda t: t.sum(), x))
