# Hooks: order, replacement, removal, on leaves and on inner tensors.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
log = []
x.register_hook(lambda g: log.append(("x", g.tolist())))
y = x * 2
handle = y.register_hook(lambda g: log.append(("y", g.tolist())))
z = y * y
z.register_hook(lambda g: log.append(("z", g.tolist())))
z.sum().backward()
for line in log:
    print(line)
log.clear()
handle.remove()
(x * 2).sum().backward()
print(log, x.grad)

a = torch.tensor(1.0, requires_grad=True)
h1 = a.register_hook(lambda g: g * 2)
h2 = a.register_hook(lambda g: g + 1)
(a * 5).backward()
print(a.grad)
h1.remove()
a.grad = None
(a * 5).backward()
print(a.grad)
h2.remove()
a.grad = None
(a * 5).backward()
print(a.grad)

# A leaf's hook sees the whole sum of one pass, once.
b = torch.tensor(2.0, requires_grad=True)
b.register_hook(lambda g: print("b receives", g))
(b * b + b).backward()
# A hook that returns nothing changes nothing; .grad accumulates what hooks return.
b.register_hook(lambda g: -g)
b.grad = None
(b * 3).backward()
(b * 3).backward()
print(b.grad)
try:
    torch.ones(1).register_hook(lambda g: g)
except RuntimeError:
    print("no gradient, no hook")
