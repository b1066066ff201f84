# Inner tensors that retain their gradient: in backward, in grad, with inputs, over several passes.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
a = x * 2
b = a * a
c = x * 5
for t in (a, b, c):
    t.retain_grad()
y = (b * c).sum()
print(torch.autograd.grad(y, x, retain_graph=True))
print(a.grad, b.grad, c.grad)
print(torch.autograd.grad(y, a, retain_graph=True))
print(a.grad, b.grad, c.grad)
for t in (a, b, c):
    t.grad = None
print(torch.autograd.grad(y, a, create_graph=True)[0].detach())
print(a.grad.requires_grad, b.grad.requires_grad, c.grad)
for t in (a, b, c):
    t.grad = None
y.backward(inputs=[a], retain_graph=True)
print(a.grad, b.grad, c.grad, x.grad)
y.backward()
print(a.grad, b.grad, c.grad, x.grad)
