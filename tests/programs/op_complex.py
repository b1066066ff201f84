# Complex tensors: arithmetic, parts, and gradients by PyTorch's convention.
import torch

z = torch.tensor([1 + 2j, 3 - 1j], requires_grad=True)
print(z, z.dtype, z.is_complex())
print(z.real, z.imag, z.abs(), z.conj(), sep="\n")
print(z * z, z / (1 + 1j), z + 1, z - 1j, -z, z**2, sep="\n")
for name, f in [
    ("abs", lambda t: t.abs().sum()),
    ("abs squared", lambda t: (t * t.conj()).real.sum()),
    ("real", lambda t: t.real.sum()),
    ("imag", lambda t: (t.imag * 2).sum()),
    ("square real", lambda t: (t * t).real.sum()),
    ("exp", lambda t: torch.exp(t).imag.sum()),
    ("angle", lambda t: t.angle().sum()),
    ("product", lambda t: (t[0] * t[1]).real),
    ("division", lambda t: (1 / t).imag.sum()),
]:
    y = f(z)
    (g,) = torch.autograd.grad(y, z)
    print(name, y, g, sep="\n  ")
w = torch.complex(torch.tensor([3.0]), torch.tensor([4.0]))
print(w, w.abs(), torch.view_as_real(w), torch.polar(torch.tensor([2.0]), torch.tensor([0.0])))
x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * 1j + x).abs().sum()
y.backward()
print(y, x.grad)
print(torch.tensor([1j]) == torch.tensor([1j]), torch.tensor(3.0) + 2j, torch.real(z).requires_grad)
try:
    (z * z).sum().backward()
except RuntimeError:
    print("a complex result needs a cotangent")
(z * z).sum().backward(torch.tensor(1 + 0j))
print(z.grad)
