# More than a thousand elements: only the edges are shown.
import torch

print(torch.arange(1001))
print(torch.arange(1000.0)[:7])
print(torch.arange(2000.0))
print(torch.zeros(40, 40))
print(torch.arange(10000).reshape(100, 100))
print(torch.ones(1001, 1))
print(torch.ones(1, 1001))
print(torch.arange(1200.0).reshape(10, 10, 12) / 10)
print(torch.zeros(2, 2000, requires_grad=True) * 2)
print(torch.eye(50, dtype=torch.bool))
print(torch.arange(1500, dtype=torch.float64) * 1e6)
print(torch.ones(7, 200))
print(torch.full((8, 150), 0.5, dtype=torch.complex64))
