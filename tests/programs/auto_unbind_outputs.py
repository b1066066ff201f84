# Operators with several outputs: one node, numbered outputs, gradients for some of them.
import torch

x = torch.arange(6.0).reshape(3, 2).requires_grad_()
p, q, r = x.unbind()
print(p, q, r)
y = r * 2
print(y.grad_fn.next_functions[0][1], y.grad_fn.next_functions[0][0].name())
(p.sum() + 10 * r.sum()).backward()
print(x.grad)
x.grad = None
first, second = x.split([1, 2])
print(first, second, sep="\n")
second.sum().backward()
print(x.grad)
x.grad = None
v, i = x.max(dim=1)
print(v, i)
v.sum().backward()
print(x.grad)
x.grad = None
s, order = x.flatten().sort(descending=True)
print(s, order)
(s * torch.arange(6.0)).sum().backward()
print(x.grad)
x.grad = None
a, b = torch.chunk(x, 2, dim=1)
(a * b).sum().backward()
print(x.grad)
x.grad = None
for row in x:
    print(row)
sum([row.sum() * i for i, row in enumerate(x)]).backward()
print(x.grad)
m, s = torch.var_mean(x.detach(), dim=0)
print(m, s)
