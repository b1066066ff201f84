# Hooks on leaves and inner tensors across accumulation, retain_grad and several passes.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
seen = []
x.register_hook(lambda g: seen.append(("leaf", g.tolist())))
a = x * 2
b = x * 3
a.register_hook(lambda g: seen.append(("a", g.tolist())))
b.register_hook(lambda g: seen.append(("b", g.tolist())))
a.retain_grad()
y = (a * b).sum()
y.register_hook(lambda g: seen.append(("y", g.tolist())))
y.backward()
print(sorted(seen))
print(a.grad, b.grad, x.grad)
seen.clear()


def double(g):
    return g * 2


c = x + 1
h = c.register_hook(double)
(g,) = torch.autograd.grad(c.sum(), x)
print(g, x.grad, seen)
h.remove()
h.remove()
(g,) = torch.autograd.grad((x + 1).sum(), x)
print(g)

# a hook's result may be part of a graph of its own
t = torch.tensor(3.0, requires_grad=True)
u = t * t
u.register_hook(lambda g: g * t.detach())
(d,) = torch.autograd.grad(u, t, create_graph=True)
print(d.detach())

# hooks during create_graph see gradients that can be differentiated
w = torch.tensor(2.0, requires_grad=True)
v = w**3
v.register_hook(lambda g: print("requires grad:", g.requires_grad))
(first,) = torch.autograd.grad(v, w, create_graph=True)
(second,) = torch.autograd.grad(first, w)
print(second)

# scaling a gradient on its way: reverse it
r = torch.tensor([1.0, -1.0], requires_grad=True)
f = r.clone()
f.register_hook(torch.neg)
(f * torch.tensor([2.0, 3.0])).sum().backward()
print(r.grad)
p = torch.tensor(1.0, requires_grad=True)
p.register_post_accumulate_grad_hook(lambda q: print("accumulated", q.grad))
(p * 4).backward()
(p * 4).backward()
