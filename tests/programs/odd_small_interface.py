# Shapes, sizes, ranges and dtypes asked for in every way.
import torch
from torch import nn
import torch.nn.functional as F

x = torch.zeros(2, 3)
print(
    x.nelement(),
    x.ndimension(),
    x.is_contiguous(),
    x.storage_offset() if hasattr(x, "storage_offset") else 0,
)
print(
    x.new_zeros(2).dtype,
    torch.zeros_like(x, dtype=torch.int32).dtype,
    x.expand_as(torch.zeros(4, 2, 3)).shape,
)
print(torch.numel(x), torch.Size([2]) + torch.Size([3]), x.size()[-1], x.shape.numel())
print(torch.eye(3)[1].tolist(), torch.full((2,), float("inf")), torch.tensor(0.1).item() == 0.1)
print(
    torch.arange(0, 1, 0.1).shape,
    torch.arange(0.5, 3),
    torch.linspace(1, 2, 4),
    torch.logspace(-1, 1, 3),
)
print(
    torch.stack((torch.ones(2), torch.zeros(2)), 1),
    torch.cat((torch.ones(1, 2), torch.zeros(1, 2)), 0),
)
print(torch.matmul(torch.ones(2, 3), torch.ones(3)), torch.ones(2, 1, 3) @ torch.ones(3, 4))
print(
    x.sum(-1).shape,
    x.sum(dim=[0, 1]),
    x.mean(-1, True).shape,
    x.flatten().shape,
    x.reshape(-1, 1, 2).shape,
)
print(
    x.to(torch.float64).dtype,
    x.to("cpu").dtype,
    x.long().dtype,
)
print(
    torch.is_floating_point(x),
    x.dtype.is_floating_point,
    torch.get_default_dtype(),
    torch.finfo(torch.float64).eps,
)
