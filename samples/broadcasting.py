# Where a small tensor is stretched to fit, its gradient sums over the stretched places.
import torch

matrix = torch.arange(6.0).reshape(2, 3).requires_grad_()
row = torch.tensor([10.0, 20.0, 30.0], requires_grad=True)
column = torch.tensor([[1.0], [2.0]], requires_grad=True)
scalar = torch.tensor(2.0, requires_grad=True)

out = scalar * (matrix + row) * column
print(out)
out.sum().backward()

# Every gradient has the shape of its variable.
for name, t in [("matrix", matrix), ("row", row), ("column", column), ("scalar", scalar)]:
    print(name, tuple(t.shape), "->")
    print(t.grad)

# By hand: the row was used by both rows of the result, so it adds up over dim 0.
by_hand = (scalar * column).expand(2, 3).sum(0)
print(torch.equal(row.grad, by_hand))

# expand makes the stretching visible.
b = torch.tensor([1.0, 2.0], requires_grad=True)
e = b.expand(4, 2)
print(e.shape, e.grad_fn.name())
e.sum().backward()
print(b.grad)
