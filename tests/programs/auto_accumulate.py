# .grad adds up over passes, over uses, and may be set, cleared or read in between.
import torch

x = torch.tensor([1.0, -1.0], requires_grad=True)
for i in range(3):
    (x * (i + 1)).sum().backward()
    print(i, x.grad)
g = x.grad
(x * 10).sum().backward()
print(g is x.grad, g)
x.grad = torch.tensor([100.0, 200.0])
x.sum().backward()
print(x.grad)
x.grad.zero_()
x.sum().backward()
print(x.grad)
x.grad = None
print(x.grad)
(x * x * x).sum().backward()
print(x.grad)
del x.grad
print(x.grad)
y = x + x + x * x
y.sum().backward()
print(x.grad)
x.grad *= 0.5
print(x.grad)
unused = torch.ones(2, requires_grad=True)
(x * 1).sum().backward()
print(unused.grad)
