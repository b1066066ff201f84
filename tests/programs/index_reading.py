# Indexing of every kind, read only.
import torch

x = torch.arange(24).reshape(2, 3, 4)
print(x[0], x[1, 2], x[1, 2, 3], x[-1, -1, -1], sep="\n")
print(x[:, 1], x[..., 0], x[0, ..., 1:3], sep="\n")
print(x[0, ::2, ::3], x[:, :, None, 0].shape, x[None].shape, x[..., None].shape)
print(x[0][1][2], x[(0, 1, 2)], x[0, 1:], x[0, -2:], x[0, :-1, 0])
print(x[[0, 1]].shape, x[0, [0, 2]], x[0, [0, 2], [1, 3]])
i = torch.tensor([[0, 1], [1, 0]])
print(i.shape, x[i].shape, x[0][i], x[:, i, 0].shape)
print(x[0, torch.tensor([2, 0])], x[torch.tensor(1), torch.tensor(2)])
m = x > 20
print(x[m], x[x % 5 == 0], x[0][torch.tensor([True, False, True])])
print(x[torch.tensor([True, False])].shape, x[:, torch.tensor([False, True, False])].shape)
print(x[:, [0, 1], 1:3].shape, x[[0], :, [1]].shape, x[0, :, [1, 2]].shape, x[[0, 1], [0, 1], [0, 1]])
print(x[True].shape, x[False].shape, x[5:].shape, x[1:0].shape, x[:100].shape)
print(torch.arange(10)[2:8:3], torch.arange(10)[-3:], torch.arange(10)[:-7])
print(torch.tensor(5)[None], torch.tensor(5)[...])
for bad in [lambda: x[2], lambda: x[0, 0, 0, 0], lambda: x[[5]], lambda: torch.tensor(1)[0]]:
    try:
        bad()
    except IndexError:
        print("IndexError")
try:
    x["a"]
except (TypeError, IndexError):
    print("not an index")
try:
    torch.arange(3)[::-1]
except ValueError:
    print("steps go forward")
print(torch.nonzero(torch.tensor([0, 3, 0, 5])), torch.tensor([0, 3, 5]).nonzero(as_tuple=True), torch.argwhere(torch.eye(2)))
