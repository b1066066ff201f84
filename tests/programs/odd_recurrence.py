# A recurrence stored into one tensor: with and without clone.
import torch

x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)
y = torch.zeros(5)
y[0] = 1.0
for i in range(4):
    y[i + 1] = y[i].clone() * x[i]
print(y)
y[4].backward()
print(x.grad)
try:
    z = torch.zeros(5)
    z[0] = 1.0
    for i in range(4):
        z[i + 1] = z[i] * x[i]
    z[4].backward()
    print("fine")
except RuntimeError:
    print("z[i] was saved, then z changed")
