# Three ways to compute without recording: no_grad, detach and requires_grad_(False).
import torch

x = torch.tensor([2.0, 3.0], requires_grad=True)

# 1. Inside no_grad nothing is recorded, whatever the inputs ask for.
with torch.no_grad():
    y = x * 10
print(y, y.requires_grad, y.grad_fn)

# enable_grad switches recording back on inside.
with torch.no_grad():
    with torch.enable_grad():
        y = x * 10
print(y)


# It also decorates a function.
@torch.no_grad()
def predict(v):
    return v * v


print(predict(x))

# 2. detach cuts ONE path: the same numbers, treated as a constant from there on.
z = (x * x.detach()).sum()
z.backward()
print("d(x * const x)/dx =", x.grad)

# The detached tensor shares memory with its origin.
d = x.detach()
d[0] = 100.0
print(x)

# 3. A parameter may be frozen and thawed.
w = torch.tensor(1.0, requires_grad=True)
w.requires_grad_(False)
print((w * 2).requires_grad)
w.requires_grad_(True)
print((w * 2).requires_grad)
