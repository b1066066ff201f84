# Inner tensors forget their gradient unless told to keep it.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
h = x * 3
y = h * h
print(h.retains_grad, x.retains_grad)
h.retain_grad()
print(h.retains_grad)
y.sum().backward(retain_graph=True)
print(h.grad, x.grad)
y.sum().backward()
print(h.grad, x.grad)
x.retain_grad()
print(x.retains_grad)

# after hooks have changed the gradient
x.grad = None
h = x * 3
h.retain_grad()
h.register_hook(lambda g: g * 100)
h.sum().backward()
print(h.grad, x.grad)
x.grad = None
h = x * 3
h.register_hook(lambda g: g * 100)
h.retain_grad()
h.sum().backward()
print(h.grad, x.grad)
try:
    torch.ones(2).retain_grad()
except RuntimeError:
    print("nothing to retain")
k = x * 2
k.sum().backward()
print(k.is_leaf, k.requires_grad)
