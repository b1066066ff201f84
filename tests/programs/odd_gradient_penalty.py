# A penalty on gradients through softplus, division, log and smooth L1.
import torch

torch.manual_seed(0)
x = torch.randn(4, 3, requires_grad=True)
W = torch.randn(3, 2, requires_grad=True)
b = torch.randn(2, requires_grad=True)
y = torch.nn.functional.softplus(x @ W + b)
y = y / y.sum(dim=1, keepdim=True)
loss = -(y.clamp(min=1e-6).log()[:, 0]).mean() + 0.1 * torch.nn.functional.smooth_l1_loss(
    y, torch.full_like(y, 0.5)
)
gx, gW = torch.autograd.grad(loss, (x, W), create_graph=True)
pen = gx.norm(2, dim=1).mean() + gW.abs().sum()
pen.backward()
print(loss.detach(), pen.detach())
print(W.grad, b.grad, sep="\n")
