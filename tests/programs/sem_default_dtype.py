# Double precision as the default: creation, literals, random numbers.
import torch

torch.set_default_dtype(torch.float64)
x = torch.tensor([0.1, 0.2], requires_grad=True)
print(x, x.dtype, torch.ones(1), torch.zeros(2).dtype, torch.arange(0, 1, 0.5), torch.linspace(0, 1, 3).dtype)
print((x * 3).sum(), torch.tensor([1, 2]) / 4, torch.tensor([1, 2]).float(), torch.tensor(1) * 0.5)
torch.manual_seed(0)
print(torch.rand(3), torch.randn(2), torch.randn(18).sum(), torch.eye(2).dtype)
print(torch.tensor([1, 2]).float(), torch.ones(2, dtype=torch.float32))
print(torch.exp(torch.tensor([1, 2])), torch.tensor([True]).sum() * 1.5, torch.full((2,), 0.5))
y = (x.sin() ** 2).sum()
y.backward()
print(x.grad, torch.get_default_dtype())
print(f"{(1 / torch.tensor(3.0)).item():.15f}")
print(torch.float32, torch.tensor(0.1, dtype=torch.float32).double().item())
torch.set_default_dtype(torch.float32)
print(torch.tensor(0.1), x.float())
