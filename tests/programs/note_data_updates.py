# Gradient descent through .data, as older notebooks write it.
import torch

w = torch.tensor([2.0, -1.0], requires_grad=True)
optimizer_state = []
lr = 0.1
for i in range(10):
    loss = ((w - torch.tensor([1.0, 1.0])) ** 2).sum()
    if w.grad is not None:
        w.grad.data.zero_()
    loss.backward()
    w.data.sub_(lr * w.grad.data)
    optimizer_state.append(round(loss.item(), 4))
print(optimizer_state)
print(w)
print(w.data, w.grad)
