# sort, topk, median, max and min pick elements; the gradient goes where they came from.
import torch

x = torch.tensor([[3.0, 1.0, 2.0], [9.0, 7.0, 8.0]], requires_grad=True)
print(torch.sort(x), torch.sort(x, descending=True), torch.sort(x, dim=0), sep="\n")
print(x.topk(2), x.topk(1, dim=0, largest=False), x.median(dim=1), x.max(dim=0), x.min(dim=1), sep="\n")
print(x.kthvalue(2, dim=1), x.mode(dim=1).values, torch.msort(x.detach()), sep="\n")
weights = torch.tensor([[1.0, 10.0, 100.0], [2.0, 20.0, 200.0]])
for name, y, w in [
    ("sort", x.sort().values, weights),
    ("topk", x.topk(2).values, weights[:, :2]),
    ("median", x.median(dim=1).values, weights[:, 0]),
    ("max", x.max(dim=0)[0], weights[0]),
    ("min", x.min(dim=1)[0], weights[:, 1]),
    ("cummax", x.cummax(dim=1).values, weights),
    ("flip sort", x.flip(1).sort(dim=1).values, weights),
]:
    print(name, torch.autograd.grad(y, x, w)[0])
order = x.detach().argsort(dim=1)
print(order, x.gather(1, order))
ties = torch.tensor([1.0, 2.0, 2.0, 1.0], requires_grad=True)
for name, y in [("max", ties.max()), ("min", ties.min()), ("amax", ties.amax()), ("median", ties.median()), ("max 0", ties.max(0).values)]:
    print(name, torch.autograd.grad(y, ties)[0])
print(torch.searchsorted(torch.tensor([1.0, 3.0, 5.0]), torch.tensor([0.0, 3.0, 9.0])), torch.tensor([3, 1]).sort().indices)
