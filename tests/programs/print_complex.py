# Complex numbers in every size.
import torch

print(torch.tensor([1 + 2j, 3 + 4j]), torch.tensor([1.5 + 2j, -3 + 4.25j]), sep="\n")
print(torch.tensor([1e-3 + 2j, 1e5 - 4j]), torch.tensor([1e10 + 1j]), torch.tensor([1e-8j]), sep="\n")
print(torch.tensor(2 - 1j), torch.tensor([]).to(torch.complex64), torch.zeros(2, 2, dtype=torch.complex64), sep="\n")
print(torch.tensor([[1 + 1j, 2.5j], [-1, 0]], dtype=torch.complex128))
print(torch.tensor([float("inf") + 1j, complex(0, float("nan"))]))
x = torch.tensor([1 + 1j, 2 - 3j], requires_grad=True)
print(x * x, x.abs(), x.real, sep="\n")
print(torch.arange(12).to(torch.complex64).reshape(3, 4) * (1 + 0.5j))
print(torch.ones(3, dtype=torch.complex64) / 3, torch.tensor([0j]), torch.tensor([-0.0 - 0j]))
print([1 + 2j, -1j, complex(1.5, -0.0)], 1j**2, (3 + 4j) / 2, f"{1 + 2j}", abs(-2j))
print(torch.tensor([1 + 2j]).item(), torch.tensor([1 + 2j, 3]).tolist(), torch.tensor(1j).conj())
