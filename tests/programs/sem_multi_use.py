# Diamonds, shared parts, a tensor used by several losses.
import torch

x = torch.tensor(2.0, requires_grad=True)
a = x * 3
b = a.sin() + a.cos() + a * a
c = b * a + x
c.backward()
print(f"{x.grad.item():.4f}")
x.grad = None
visits = []
s = x * x
s.register_hook(lambda g: visits.append(round(g.item(), 4)))
t = s + s * s + s.exp() * 0
t.backward()
print(visits, x.grad)

# 2**20 paths, but every node is visited once
x.grad = None
y = x
for i in range(20):
    y = y + y
y.backward()
print(x.grad)
x.grad = None
shared = (x**2).exp()
losses = [shared * k for k in range(1, 4)]
for k, loss in enumerate(losses):
    loss.backward(retain_graph=k < 2)
print(f"{x.grad.item():.3f} {(6 * 2 * x * (x**2).exp()).item():.3f}")
x.grad = None
p, q = torch.tensor([1.0, 2.0, 3.0], requires_grad=True).split([1, 2])
r = torch.cat([q, p, q])
print(r, torch.autograd.grad(r.sum(), [p, q]))
pool = [torch.tensor(float(i), requires_grad=True) for i in range(4)]
total = pool[0] * pool[1] + pool[2] * pool[3] + pool[1] * pool[2]
total.backward()
print([v.grad.item() for v in pool])
