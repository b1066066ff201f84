# torch.autograd.grad: several outputs and inputs, cotangents, unused inputs.
import torch

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], requires_grad=True)
c = torch.tensor([5.0, 6.0], requires_grad=True)
y = a * b
print(torch.autograd.grad(y.sum(), [a, b], retain_graph=True))
print(torch.autograd.grad(y, a, grad_outputs=torch.tensor([1.0, 10.0]), retain_graph=True))
print(torch.autograd.grad([y.sum(), (b * c).sum()], [a, b, c], retain_graph=True))
print(torch.autograd.grad(y.sum(), [a, c], allow_unused=True, retain_graph=True))
print(torch.autograd.grad(y.sum(), [a, c], allow_unused=True, materialize_grads=True, retain_graph=True))
try:
    torch.autograd.grad(y.sum(), [a, c], retain_graph=True)
except RuntimeError:
    print("c was not used")
try:
    torch.autograd.grad(y, [a])
except RuntimeError:
    print("y is no scalar")
try:
    torch.autograd.grad(a.detach().sum(), a)
except RuntimeError:
    print("nothing to differentiate")
print(a.grad, b.grad, c.grad)

# with respect to an inner tensor
h = a * 2
z = (h * h).sum()
print(torch.autograd.grad(z, h, retain_graph=True), torch.autograd.grad(z, (a, h)))
# several outputs with a None among the cotangents
s, t = (a * 3).sum(), a * 4
print(torch.autograd.grad((s, t), (a,), (None, torch.ones(2))))
print(torch.autograd.grad(a, a, torch.tensor([7.0, 8.0])))
