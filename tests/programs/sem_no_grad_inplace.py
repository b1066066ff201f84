# What no_grad does to in-place writes, and to views made inside it.
import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)
with torch.no_grad():
    w -= 0.5
    w[0] = 10.0
    w.mul_(2)
    w.view(2).add_(1)
print(w, w.is_leaf, w.requires_grad)
y = w * 3
with torch.no_grad():
    y.add_(100)
print(y, y.requires_grad)
y.sum().backward()
print(w.grad)
with torch.no_grad():
    z = w * 2
z.requires_grad_()
print(z.is_leaf, z)
(z * w).sum().backward()
print(z.grad, w.grad)
with torch.no_grad():
    v = w[0]
    print(v, v.requires_grad)
    c = w.clone()
    c += w
print(c, c.requires_grad)
with torch.no_grad():
    w.copy_(torch.tensor([7.0, 8.0]))
    w.fill_(3.0)
print(w)
w.grad.zero_()
s = torch.zeros(2)
with torch.no_grad():
    s += w
print(s.requires_grad)
s += w
print(s.requires_grad, s)
s.sum().backward()
print(w.grad)
with torch.no_grad():
    with torch.enable_grad():
        try:
            w += 1
        except RuntimeError:
            print("grad is on again: refused")
d = w.detach()
d += 1
print(w)
