# Learn a yes/no answer: a linear score, and the cross-entropy of its sigmoid.
import torch
import torch.nn.functional as F

points = torch.tensor(
    [[0.0, 0.2], [0.4, 0.1], [0.3, 0.6], [1.0, 1.1], [1.4, 0.8], [0.9, 1.6]]
)
labels = torch.tensor([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])

weights = torch.zeros(2, requires_grad=True)
bias = torch.zeros((), requires_grad=True)

for step in range(301):
    score = points @ weights + bias
    loss = F.binary_cross_entropy_with_logits(score, labels)
    grads = torch.autograd.grad(loss, [weights, bias])
    if step % 100 == 0:
        accuracy = ((score > 0) == labels.bool()).float().mean()
        print(f"step {step}: loss {loss.item():.4f}, accuracy {accuracy.item():.2f}")
    with torch.no_grad():
        weights -= grads[0]
        bias -= grads[1]

# The gradient has a famous short form: points^T (sigmoid(score) - labels) / n.
score = points @ weights + bias
(auto,) = torch.autograd.grad(F.binary_cross_entropy_with_logits(score, labels), weights)
by_hand = points.T @ (torch.sigmoid(score) - labels) / len(labels)
print(torch.allclose(auto, by_hand, atol=1e-6))
print([round(p, 2) for p in torch.sigmoid(score).tolist()])
