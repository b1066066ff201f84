# Fit a line by gradient descent: loss, backward, step, clear; again.
import torch

x = torch.linspace(0, 1, 5)
target = 3 * x - 1

w = torch.zeros(1, requires_grad=True)
b = torch.zeros(1, requires_grad=True)

for step in range(201):
    loss = ((w * x + b - target) ** 2).mean()
    loss.backward()
    if step % 50 == 0:
        print(f"step {step:3d}  loss {loss.item():.5f}  w {w.item():6.3f}  b {b.item():6.3f}")
    with torch.no_grad():  # the update itself is not part of any gradient
        w -= 0.5 * w.grad
        b -= 0.5 * b.grad
    w.grad.zero_()
    b.grad.zero_()

print(f"found y = {w.item():.2f} x + {b.item():.2f}")
