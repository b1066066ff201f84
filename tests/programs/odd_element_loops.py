# Assigning elements in loops, and what flows back.
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
y = x.clone()
for i in range(2):
    for j in range(2):
        y[i, j] = y[i, j] * (i + j + 1)
print(y)
y.sum().backward()
print(x.grad)
y = torch.zeros(3, 2)
for i in range(3):
    y[i] = x[i % 2] * i
print(y)
x.grad = None
y.pow(2).sum().backward()
print(x.grad)
