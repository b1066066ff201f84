# Idioms from notebooks: chained calls, walrus-free loops, keyword arguments, zip over parameters.
import torch
import torch.nn.functional as F
from torch.autograd import grad

torch.manual_seed(0)
params = {"w": torch.randn(2, 2), "b": torch.zeros(2)}
for name, p in params.items():
    p.requires_grad_(True)
    print(name, tuple(p.shape), p.requires_grad)
x = torch.randn(4, 2)
out = F.relu(x @ params["w"].t() + params["b"]).sum(dim=1, keepdim=True).squeeze()
loss = F.mse_loss(input=out, target=torch.ones(4), reduction="mean")
gs = grad(outputs=loss, inputs=list(params.values()))
for (name, p), g in zip(params.items(), gs):
    print(f"{name}: {g.norm():.4f}")
    p.data.add_(g, alpha=-0.1)
print(*[f"{v:.3f}" for v in params["b"].tolist()], sep=", ")
a = (torch.arange(6, dtype=torch.float32)
     .view(2, 3)
     .mul(2)
     .add(1))
print(a)
b = a[:, 1:] if a.shape[1] > 2 else \
    a
print(b)
assert b.shape == (2, 2), "shape"
_, top = a.max(dim=1)
print(top)
for _ in range(2):
    a = a / 2
print(a.sum().item())
h, w = a.shape
print(h * w == a.numel(), (h, w) == a.shape, [*a.shape, 1])
print(a.mean(dim=(0, 1), keepdim=True).shape, a.size()[0], a.shape[-1:])
if (a > 0).any() and not torch.isnan(a).any():
    print("healthy")
mask = (a > 1) & (a < 2) | (a == 0.25)
print(mask.sum().item(), a[mask].tolist())
losses = []
w0 = torch.tensor([5.0], requires_grad=True)
while len(losses) < 4:
    loss = (w0 ** 2).sum()
    loss.backward()
    w0.data -= 0.25 * w0.grad.data
    w0.grad.data.zero_()
    losses.append(loss.item())
print(losses)
