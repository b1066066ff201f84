# Tensors as indices, boolean arithmetic, nan, chained comparisons.
import torch

x = torch.tensor([2, 0, 1])
print(x[x], x[x[x]], (x > 0) * 2, (x > 0) + (x > 1), ~(x > 0) | (x == 1))
print((x > 0).sum() / len(x), (x > 0).float().mean(), x.float() @ (x > 0).float())
a = torch.tensor([1.0, float("nan"), 3.0])
print(
    a == a,
    a != a,
    a[a == a].sum(),
    a.nansum(),
    torch.nan_to_num(a, nan=9.0),
    a.max(),
    torch.fmax(a, torch.zeros(3)),
)
print(0 < x[0] < 3, bool(0 < x[0] < 3), x[0] > x[1] > -1)
print(
    torch.tensor([1, 2, 3]) + torch.tensor([[10], [20]]), torch.arange(3)[:, None] * torch.arange(3)
)
print(
    1 / torch.tensor([1, 2, 4]),
    torch.tensor([1, 2, 4]) / 2,
    torch.tensor([7, 8]) // torch.tensor([2, 3]),
    -torch.tensor([7]) // 2,
    torch.tensor([7.5]) // 2,
)
