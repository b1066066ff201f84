# Four ways to one Jacobian, two ways to one Hessian.
import torch


def f(x):
    return torch.stack([x[0] ** 2 * x[1], 5 * x[0] + torch.sin(x[1]), x.prod() / x.norm()])


x = torch.tensor([1.2, 0.7], dtype=torch.float64)
J1 = torch.autograd.functional.jacobian(f, x)
J2 = torch.func.jacrev(f)(x)
J3 = torch.func.jacfwd(f)(x)
y = x.clone().requires_grad_()
out = f(y)
J4 = torch.stack([torch.autograd.grad(out[i], y, retain_graph=True)[0] for i in range(3)])
print(J1)
print(torch.allclose(J1, J2), torch.allclose(J1, J3), torch.allclose(J1, J4))
H1 = torch.autograd.functional.hessian(lambda v: f(v).sum(), x)
H2 = torch.func.hessian(lambda v: f(v).sum())(x)
print(H1, torch.allclose(H1, H2), torch.allclose(H1, H1.T))
