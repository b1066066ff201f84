# A tiny two-layer network learns XOR, which no straight line can separate.
import torch
import torch.nn.functional as F

torch.manual_seed(1)

inputs = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
targets = torch.tensor([[0.0], [1.0], [1.0], [0.0]])

W1 = torch.randn(8, 2).requires_grad_()
b1 = torch.zeros(8, requires_grad=True)
W2 = torch.randn(1, 8).requires_grad_()
b2 = torch.zeros(1, requires_grad=True)
parameters = [W1, b1, W2, b2]


def network(x):
    hidden = torch.tanh(F.linear(x, W1, b1))
    return torch.sigmoid(F.linear(hidden, W2, b2))


for epoch in range(201):
    loss = F.mse_loss(network(inputs), targets)
    for p in parameters:
        p.grad = None
    loss.backward()
    with torch.no_grad():
        for p in parameters:
            p -= 2.0 * p.grad
    if epoch % 50 == 0:
        print(f"epoch {epoch:3}: loss {loss.item():.3f}")

with torch.no_grad():
    print(network(inputs).round())
print("shapes of the gradients:", [list(p.grad.shape) for p in parameters])
