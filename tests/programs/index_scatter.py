# gather, scatter and their kin, with gradients for source and target.
import torch

x = torch.arange(1.0, 7.0).reshape(2, 3).requires_grad_()
src = torch.tensor([[10.0, 20.0], [30.0, 40.0]], requires_grad=True)
i = torch.tensor([[2, 0], [1, 1]])


def report(name, y):
    print(name, y, sep="\n")
    grads = torch.autograd.grad((y * torch.arange(1.0, y.numel() + 1).reshape(y.shape)).sum(), [x, src], allow_unused=True)
    print(grads)


report("gather", torch.gather(x, 1, i))
report("scatter value", x.scatter(1, torch.tensor([[0], [2]]), 5.0))
report("scatter", x.scatter(1, torch.tensor([[2, 0], [1, 2]]), src))
report("scatter_add", x.scatter_add(1, i, src))
report("index_add", x.index_add(1, torch.tensor([0, 0]), src))
report("index_fill", x.index_fill(1, torch.tensor([1]), -1.0))
report("index_copy", x.index_copy(1, torch.tensor([2, 0]), src))
report("index_put", x.index_put((torch.tensor([0, 1]), torch.tensor([0, 2])), src[0]))
report("accumulate", x.index_put((torch.tensor([0, 0]), torch.tensor([1, 1])), src[1], accumulate=True))
report("masked_fill", x.masked_fill(x > 3, 0.0))
report("masked_scatter", x.masked_scatter(x.detach() > 2, src.flatten()))
report("where", torch.where(x > 3, x * 2, torch.zeros(())))
report("take_along_dim", torch.take_along_dim(x, i, dim=1))
y = torch.zeros(2, 3)
y.scatter_(1, torch.tensor([[0], [1]]), 1.0)
print(y)
y.index_add_(0, torch.tensor([1]), torch.ones(1, 3))
print(y)
print(torch.nn.functional.one_hot(torch.tensor([0, 2, 1]), 3), torch.bincount(torch.tensor([0, 1, 1, 3])))
