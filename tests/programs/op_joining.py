# cat, stack, split, chunk, unbind and what flows back through them.
import torch

a = torch.tensor([[1.0, 2.0]], requires_grad=True)
b = torch.tensor([[3.0, 4.0], [5.0, 6.0]], requires_grad=True)
y = torch.cat([a, b], dim=0)
print(y)
(y * torch.arange(6.0).reshape(3, 2)).sum().backward()
print(a.grad, b.grad)
a.grad = b.grad = None
s = torch.stack([a[0], b[0], b[1]], dim=1)
print(s)
s.prod().backward()
print(a.grad, b.grad)
x = torch.arange(10.0, requires_grad=True)
print(torch.split(x, 4), torch.split(x, [1, 2, 7])[1], torch.chunk(x, 3), x.tensor_split(3), sep="\n")
print([len(c) for c in torch.arange(7).chunk(4)], [p.shape for p in torch.zeros(3, 4).split(3, dim=1)])
parts = x.split(4)
(parts[0].sum() * parts[2].sum()).backward()
print(x.grad)
print(torch.cat([torch.zeros(0), torch.ones(2)]), torch.cat([torch.tensor([1]), torch.tensor([2.5])]))
print(torch.cat((a, a), -1), torch.concat([a, a]), torch.hstack([a[0], b[0]]), torch.column_stack([a[0], b[0]]), sep="\n")
print([t.item() for t in torch.tensor([1.0, 2.0]).unbind()], [r.tolist() for r in b.unbind(dim=1)])
r = x.detach().reshape(2, 5)
first, second = r
print(first, second, torch.broadcast_tensors(torch.ones(2, 1), torch.ones(3))[0].shape)
for bad in [lambda: torch.cat([a, x]), lambda: torch.stack([a, b]), lambda: torch.cat([])]:
    try:
        bad()
    except (RuntimeError, ValueError):
        print("these do not fit together")
