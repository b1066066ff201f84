# Deeper tensors: brackets, blank lines between blocks, line breaks, summaries.
import torch

print(torch.arange(8).reshape(2, 2, 2))
print(torch.arange(8.0).reshape(2, 2, 2) / 4)
print(torch.arange(16).reshape(2, 2, 2, 2))
print(torch.ones(1, 1, 1, 1))
print(torch.arange(25.0))
print(torch.arange(40))
print(torch.arange(30.0).reshape(2, 15) * 1.5)
print(torch.linspace(0, 1, 12))
print(torch.ones(2, 3, requires_grad=True) * 2)
x = torch.ones(4, 5, requires_grad=True)
print((x * 1234.5678))
print(torch.arange(24.0).reshape(2, 3, 4))
print(torch.ones(2, 2, dtype=torch.float64, requires_grad=True))
print(torch.arange(12, dtype=torch.int16).reshape(3, 4))
print((torch.arange(6) % 2 == 0).reshape(2, 3))
print(torch.arange(4).reshape(4, 1))
