# With create_graph=True the gradient is itself a recorded expression, to differentiate again.
import torch

x = torch.tensor(2.0, requires_grad=True)
y = x**4

# autograd.grad returns gradients instead of storing them in .grad.
d = y
for order in range(1, 6):
    (d,) = torch.autograd.grad(d, x, create_graph=True)
    print(f"d^{order} x^4 / dx^{order} at 2 = {d.item():g}")

# sin, differentiated four times, comes back to itself.
t = torch.tensor(0.5, requires_grad=True)
f = torch.sin(t)
for order in range(4):
    (f,) = torch.autograd.grad(f, t, create_graph=True)
    print(order + 1, f)

# A gradient penalty: the loss contains a gradient, and is trained like any other.
w = torch.tensor([1.0, 2.0], requires_grad=True)
loss = (w**3).sum()
(g,) = torch.autograd.grad(loss, w, create_graph=True)
penalty = (g**2).sum()  # sum of (3 w^2)^2 = 9 w^4
penalty.backward()
print("gradient  ", g)
print("36 w^3    ", w.grad)
