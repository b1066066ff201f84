# backward on things that are no scalars, backward from several roots, backward into inputs=.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = x**2
y.backward(torch.tensor([1.0, 0.1, 0.01]))
print(x.grad)
x.grad = None
y = x**2
y.backward(gradient=torch.ones_like(y), retain_graph=True)
y.backward(torch.ones(3))
print(x.grad)
try:
    (x * 2).backward()
except RuntimeError:
    print("needs a gradient")
try:
    (x * 2).backward(torch.ones(2))
except RuntimeError:
    print("wrong shape")
try:
    torch.ones(1).backward()
except RuntimeError:
    print("does not require grad")
x.grad = None
(x * 2).sum().view(1, 1).backward()
print(x.grad)
x.grad = None
torch.autograd.backward([x.sum(), (x * x).sum()])
print(x.grad)
x.grad = None
torch.autograd.backward([x * 2, x * 3], [torch.ones(3), torch.tensor([1.0, 0.0, -1.0])])
print(x.grad)
w = torch.ones(3, requires_grad=True)
x.grad = None
(x * w).sum().backward(inputs=[w])
print(x.grad, w.grad)
leaf = torch.tensor(5.0, requires_grad=True)
leaf.backward()
leaf.backward(torch.tensor(2.0))
print(leaf.grad)
