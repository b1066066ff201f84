# Training through a gradient: double backward in a small adversarial setting.
import torch

torch.manual_seed(4)
W1 = torch.randn(5, 2, dtype=torch.float64).requires_grad_()
W2 = torch.randn(1, 5, dtype=torch.float64).requires_grad_()
x = torch.randn(3, 2, dtype=torch.float64).requires_grad_()


def net(x):
    return (torch.tanh(x @ W1.T) @ W2.T).squeeze(1)


(g,) = torch.autograd.grad(net(x).sum(), x, create_graph=True)
print(g.detach())
penalty = ((g.norm(dim=1) - 1) ** 2).mean()
penalty.backward()
print(f"{penalty.item():.6f}")
print(W1.grad, W2.grad, sep="\n")
# against finite differences
eps = 1e-6


def value():
    return ((torch.autograd.grad(net(x).sum(), x)[0].norm(dim=1) - 1) ** 2).mean().item()


with torch.no_grad():
    W2[0, 0] += eps
up = value()
with torch.no_grad():
    W2[0, 0] -= 2 * eps
down = value()
print(abs((up - down) / (2 * eps) - W2.grad[0, 0].item()) < 1e-6)
