# One weight in two places, against a frozen copy.
import torch

w = torch.tensor([[0.5, -0.5], [0.25, 1.0]], requires_grad=True)
frozen = w.detach().clone()
h = torch.tanh(torch.tensor([1.0, 2.0]) @ w)
out = h @ w.T
reg = ((w - frozen) ** 2).sum()
(out.sum() + reg).backward()
print(w.grad)
g1 = w.grad.clone()
w.grad = None
(torch.tanh(torch.tensor([1.0, 2.0]) @ w) @ frozen.T).sum().backward()
print(w.grad, torch.equal(g1, w.grad))
