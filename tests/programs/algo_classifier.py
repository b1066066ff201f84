# A softmax classifier on three clusters, trained with mini-batches.
import torch
import torch.nn.functional as F

torch.manual_seed(2)
centres = torch.tensor([[0.0, 0.0], [3.0, 0.0], [0.0, 3.0]])
X = torch.cat([centres[k] + 0.5 * torch.randn(10, 2) for k in range(3)])
t = torch.arange(3).repeat_interleave(10)
order = torch.randperm(30)
W = torch.zeros(3, 2, requires_grad=True)
b = torch.zeros(3, requires_grad=True)
for epoch in range(20):
    for batch in order.split(10):
        loss = F.cross_entropy(F.linear(X[batch], W, b), t[batch])
        gW, gb = torch.autograd.grad(loss, (W, b))
        with torch.no_grad():
            W -= 0.3 * gW
            b -= 0.3 * gb
with torch.no_grad():
    scores = F.linear(X, W, b)
    print("accuracy", (scores.argmax(1) == t).float().mean().item())
    print("loss", f"{F.cross_entropy(scores, t).item():.3f}")
    print(F.softmax(scores[::10], dim=1).round(decimals=1))
print(order)
print(gW.shape, gb.shape, W.grad)
