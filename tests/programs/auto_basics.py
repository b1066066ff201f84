# The first things anybody prints about a tensor that requires grad.
import torch

x = torch.tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
print(x)
print(x.requires_grad, x.is_leaf, x.grad, x.grad_fn)
y = x * 2 + 1
print(y)
print(y.requires_grad, y.is_leaf, y.grad_fn.name())
z = y.mean()
print(z)
z.backward()
print(x.grad)
print(x.grad.requires_grad, x.grad.is_leaf, x.grad.grad_fn)
print(x.shape, x.size(), x.size(0), x.dim(), x.ndim, x.numel(), x.dtype, len(x))
print(z.item(), y.tolist(), x.device)
w = torch.tensor([1.0])
print(w, w.requires_grad, w.is_leaf)
w.requires_grad = True
print(w, w.is_leaf)
v = (w * 3).detach()
print(v, v.requires_grad, v.is_leaf)
v.requires_grad_()
print(v, v.requires_grad_(False))
