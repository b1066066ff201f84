# Differentiating through an iteration, and the implicit function theorem.
import torch

a = torch.tensor(2.0, dtype=torch.float64, requires_grad=True)
x = torch.tensor(1.0, dtype=torch.float64)
for i in range(30):
    x = 0.5 * (x + a / x)  # Heron's square root
x.backward()
print(f"{x.item():.12f} {a.grad.item():.12f} {0.5 / 2**0.5:.12f}")

# implicit: x = cos(b x), so dx/db = -x sin(bx) / (1 + b sin(bx))
b = torch.tensor(0.8, dtype=torch.float64, requires_grad=True)
x = torch.tensor(0.5, dtype=torch.float64)
for i in range(60):
    x = torch.cos(b * x)
x.backward()
with torch.no_grad():
    exact = -x * torch.sin(b * x) / (1 + b * torch.sin(b * x))
print(f"{b.grad.item():.10f} {exact.item():.10f}")

# a long chain is no problem
y = torch.tensor(1.0, dtype=torch.float64, requires_grad=True)
z = y
for i in range(20000):
    z = z + y * 1e-4
z.backward()
print(f"{y.grad.item():.6f}")
