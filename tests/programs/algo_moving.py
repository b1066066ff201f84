# Exponential moving averages, running statistics: state that must not be differentiated.
import torch

torch.manual_seed(6)
w = torch.ones(2, requires_grad=True)
average = torch.zeros(2)
history = []
for step in range(5):
    x = torch.randint(0, 5, (2,)).float()
    y = w * x
    average = 0.5 * average + 0.5 * y.detach()
    loss = ((y - average) ** 2).sum()
    loss.backward()
    history.append((x.tolist(), loss.item(), w.grad.tolist()))
    w.grad = None
for line in history:
    print(line)
print(average, average.requires_grad)
best, which = min([(h[1], i) for i, h in enumerate(history)])
print(best, which)
lr = 1.0
for milestone in range(4):
    lr *= 0.5 if milestone % 2 else 1
    print(f"{milestone}: {lr}", end="; ")
print()
