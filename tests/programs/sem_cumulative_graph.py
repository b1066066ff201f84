# A graph that is kept growing on purpose, and one that is cut.
import torch

w = torch.tensor(0.5, requires_grad=True)
total = 0.0
for i in range(4):
    total = total + w**i
print(total)
total.backward()
print(w.grad)
depth = 0
node = total.grad_fn
while node.next_functions:
    node = node.next_functions[0][0]
    depth += 1
    if node is None:
        break
print(depth)
w.grad = None
carry = torch.tensor(1.0)
for i in range(3):
    carry = carry.detach() * w + 1
carry.backward()
print(carry, w.grad)
losses = []
for i in range(3):
    losses.append((w * (i + 1)) ** 2)
w.grad = None
torch.stack(losses).mean().backward()
print(w.grad, [round(v.item(), 4) for v in losses])
running = 0.0
for v in losses:
    running += v.item()
print(running, isinstance(running, float))
w.grad = None
y = w
for i in range(10):
    y = y * y if i % 3 == 0 else y + 0.1
y.backward()
print(f"{y.item():.5f} {w.grad.item():.5f}")
