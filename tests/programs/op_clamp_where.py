# clamp in all forms, where, and gradients at and beyond the limits.
import torch

x = torch.tensor([-2.0, -1.0, 0.0, 1.0, 2.0], requires_grad=True)
lo, hi = torch.tensor(-1.5, requires_grad=True), torch.tensor([1.0, 0.5, 0.0, 0.5, 1.0], requires_grad=True)
for y in [
    x.clamp(-1, 1),
    x.clamp(min=0),
    x.clamp(max=0),
    torch.clamp(x, -0.5, 1.5),
    x.clip(0, 1),
    x.clamp_min(0.5),
    x.clamp_max(-0.5),
    torch.clamp(x, lo, hi),
    torch.where(x > 0, x, -x),
    torch.where(x > 0, 1.0, x),
    torch.where(x > 0, x * hi, lo),
    torch.relu(x),
    x.abs(),
    torch.maximum(x, torch.zeros(5)),
    x.nan_to_num(0),
    torch.heaviside(x.detach(), torch.tensor(0.5)) * x,
]:
    print(y)
    print(torch.autograd.grad(y.sum(), (x, lo, hi), allow_unused=True))
print(torch.where(torch.tensor([True, False]), 1, 2), torch.where(torch.tensor([True, False])))
print(torch.tensor([5, 1]).clamp(2, 4), torch.tensor([1, 2]).clamp(1.5))
