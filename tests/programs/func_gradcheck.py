# gradcheck and gradgradcheck.
import torch
from torch.autograd import gradcheck, gradgradcheck

a = torch.tensor([0.5, -1.5, 2.0], dtype=torch.float64, requires_grad=True)
b = torch.tensor([[1.0], [2.0]], dtype=torch.float64, requires_grad=True)
print(gradcheck(torch.sin, (a,)), gradcheck(torch.sin, a), gradgradcheck(torch.sin, (a,)))
print(gradcheck(lambda x, y: x * y, (a, b)), gradgradcheck(lambda x, y: x * y, (a, b)))
print(gradcheck(lambda x: x.softmax(0), (a,)), gradcheck(lambda x: x.sort().values, (a,)))
print(gradcheck(lambda x: (x * x.detach()).sum(), (a,), raise_exception=False))
try:
    gradcheck(lambda x: x.detach() * x, (a,))
except RuntimeError:
    print("analytic and numeric disagree")
print(gradcheck(lambda x: x.abs(), (a,), eps=1e-6, atol=1e-4))
print(torch.autograd.gradcheck(lambda x: (x.sum(), x.prod()), (a,)))
z = torch.tensor([1 + 1j, 2 - 1j], dtype=torch.complex128, requires_grad=True)
print(gradcheck(lambda t: t * t, (z,)), gradcheck(lambda t: t.abs(), (z,)))
