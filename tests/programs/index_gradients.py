# The gradient of every kind of index: scattered back, repeated positions add up.
import torch

x = torch.arange(12.0).reshape(3, 4).requires_grad_()
i = torch.tensor([2, 0, 2])
for name, f in [
    ("row", lambda: x[1]),
    ("element", lambda: x[1, 2]),
    ("slice", lambda: x[:, 1:3]),
    ("step", lambda: x[::2, ::3]),
    ("none", lambda: x[None, :, 0]),
    ("ellipsis", lambda: x[..., -1]),
    ("list", lambda: x[[0, 0, 1]]),
    ("tensor", lambda: x[i]),
    ("pairs", lambda: x[[0, 0, 2], [1, 1, 3]]),
    ("column tensor", lambda: x[:, i]),
    ("two-dimensional", lambda: x[torch.tensor([[0, 1], [1, 1]])]),
    ("mask", lambda: x[x > 6]),
    ("row mask", lambda: x[torch.tensor([True, False, True])]),
    ("slice then list", lambda: x[1:][:, [3, 3]]),
    ("mixed", lambda: x[0:2, i]),
    ("nothing", lambda: x[5:]),
    ("all", lambda: x[:]),
]:
    y = f()
    (y * 2).sum().backward()
    print(name, tuple(y.shape), y.grad_fn.name())
    print(x.grad)
    x.grad = None
