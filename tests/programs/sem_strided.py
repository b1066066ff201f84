# Gradients through expanded, transposed and strided tensors of odd layouts.
import torch

x = torch.arange(6.0).reshape(2, 3).requires_grad_()
w = torch.arange(1.0, 7.0)
for name, f in [
    ("transpose, flatten", lambda: x.t().flatten() * w),
    ("permute, reshape", lambda: x.view(1, 2, 3).permute(2, 0, 1).reshape(6) * w),
    ("steps", lambda: x[:, ::2] * w.view(3, 2)[:2]),
    ("expand, sum", lambda: x.unsqueeze(0).expand(2, 2, 3).sum(0) * w.view(2, 3)),
    ("expand both", lambda: x[:, :1].expand(2, 3) * w.view(2, 3)),
    ("diagonal", lambda: x.diagonal() * w[:2]),
    ("narrow of t", lambda: x.t().narrow(0, 1, 2) * w.view(3, 2)[:2]),
    ("flip of t", lambda: x.t().flip(0) * w.view(3, 2)),
    ("as row", lambda: x.view(-1).unfold(0, 2, 2).sum(1) * w[:3]),
    ("repeat", lambda: x.repeat(2, 1)[1:3] * w.view(2, 3)),
    ("squeeze", lambda: x.view(2, 1, 3).squeeze(1).squeeze(0) * w.view(2, 3)),
    ("mixed", lambda: x.t()[[2, 0]].unsqueeze(-1) * w.view(3, 2)[:2].unsqueeze(-1)),
]:
    y = f()
    y.sum().backward()
    print(name, y.tolist())
    print(x.grad)
    x.grad = None
print(x.grad, x.t().grad_fn.name(), x.contiguous() is x, x.t().contiguous().grad_fn.name())
x.sum().backward()
print(x.grad.is_contiguous(), x.grad.stride(), (x.grad + 0).stride())
