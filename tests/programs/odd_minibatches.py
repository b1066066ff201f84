# Mini-batches from a permutation, a running loss, a decorated metric.
import torch

torch.manual_seed(0)
X = torch.randn(12, 3)
y = (X[:, 0] > 0).long()
W = torch.zeros(3, 2, requires_grad=True)


def batches(n):
    out = []
    for i in torch.randperm(12).split(n):
        out.append((X[i], y[i]))
    return out


history = []
for epoch in range(3):
    running = 0.0
    for xb, yb in batches(4):
        loss = torch.nn.functional.cross_entropy(xb @ W, yb)
        loss.backward()
        running += loss.item() * len(xb)
        with torch.no_grad():
            W -= W.grad
            W.grad.zero_()
    history.append(running / 12)
print([f"{h:.3f}" for h in history])


@torch.no_grad()
def accuracy():
    return ((X @ W).argmax(dim=1) == y).float().mean()


print(accuracy(), accuracy().requires_grad)
