# Adam, written out, on a small regression problem.
import torch

torch.manual_seed(0)
X = torch.randn(20, 3)
true = torch.tensor([1.0, -2.0, 0.5])
y = X @ true
w = torch.zeros(3, requires_grad=True)
m, v = torch.zeros(3), torch.zeros(3)
beta1, beta2, rate = 0.9, 0.999, 0.1
for t in range(1, 201):
    loss = torch.nn.functional.mse_loss(X @ w, y)
    loss.backward()
    with torch.no_grad():
        m.mul_(beta1).add_(w.grad, alpha=1 - beta1)
        v.mul_(beta2).addcmul_(w.grad, w.grad, value=1 - beta2)
        step = m / (1 - beta1**t) / ((v / (1 - beta2**t)).sqrt() + 1e-8)
        w.sub_(rate * step)
        w.grad.zero_()
    if t in (1, 10, 100):
        print(t, f"{loss.item():.3f}", [f"{p:.2f}" for p in w.tolist()])
print(w.detach().round(decimals=2))
