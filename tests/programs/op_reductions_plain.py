# Reductions without gradients: arguments, truth, counts, and empty input.
import torch

x = torch.tensor([[3, 1, 2], [4, 1, 5]])
print(x.sum(), x.sum(0), x.prod(), x.max(), x.min(), x.argmax(), x.argmin(), x.argmax(1), x.argmin(dim=0))
print(x.argmax(dim=1, keepdim=True), x.amax(0), x.float().mean(), x.float().std(), x.cumsum(1))
print(x.max(dim=1), x.min(0), sep="\n")
print(x.any(), x.all(), (x > 3).any(), (x > 3).any(dim=0), (x > 0).all(1), (x == 1).sum())
print(x.median(), x.median(dim=1), x.mode(1), sep="\n")
print(x.sort(), x.sort(dim=0, descending=True), sep="\n")
print(x.argsort(), x.topk(2), x.kthvalue(2), sep="\n")
print(torch.topk(x, 1, largest=False), torch.sort(torch.tensor([2.0, 1.0, 3.0])).values, sep="\n")
print(torch.tensor([1.0, float("nan")]).max(), torch.tensor([1.0, float("nan")]).sum(), torch.tensor([float("nan"), 2.0]).nanmean())
e = torch.zeros(0, 3)
print(e.sum(), e.sum(0), e.sum(1), e.prod(), e.mean(), e.mean(0), e.any(), e.all(), e.norm(), e.cumsum(0))
for f in [lambda: e.max(), lambda: e.argmax(), lambda: e.max(0)]:
    try:
        print(f())
    except (RuntimeError, IndexError):
        print("no largest of none")
values, indices = torch.tensor([3.0, 9.0, 4.0]).max(0)
print(values, indices, values.item(), indices.item())
m = x.max(1)
print(m.values, m.indices, m[0], len(m))
print(torch.unique(torch.tensor([3, 1, 3, 2])), torch.count_nonzero(x), torch.cummax(torch.tensor([1, 3, 2]), 0), sep="\n")
print(torch.std_mean(torch.tensor([1.0, 2.0, 4.0])), torch.var_mean(torch.tensor([1.0, 3.0])))
