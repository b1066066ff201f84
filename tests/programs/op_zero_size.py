# Tensors with no elements flow through everything.
import torch

e = torch.zeros(0, requires_grad=True)
m = torch.zeros(2, 0, requires_grad=True)
for y in [e * 2, e.sum(), e + torch.ones(1), e.exp(), e.view(0, 3), e.unsqueeze(0), m.sum(0), m.sum(1), m.t(), e.prod()]:
    print(y, tuple(y.shape))
(e * 3).sum().backward()
print(e.grad)
(m @ torch.ones(0, 4)).sum().backward()
print(m.grad, torch.ones(2, 0) @ torch.ones(0, 2))
x = torch.ones(3, requires_grad=True)
(torch.cat([x[:0], x]) * 2).sum().backward()
print(x.grad)
x.grad = None
x[5:].sum().backward()
print(x.grad)
x.grad = None
x[torch.tensor([False, False, False])].sum().backward()
print(x.grad, x[x > 5], x[[]].shape)
print(torch.zeros(0).norm(), torch.zeros(0).numel(), torch.zeros(0).tolist(), torch.zeros(2, 0, 3).tolist())
print(torch.zeros(0, 2).mean(), torch.stack([torch.zeros(0)] * 2).shape, torch.arange(0), torch.linspace(0, 1, 0))
print(torch.zeros(0).all(), torch.zeros(0).any(), len(torch.zeros(0, 3)), torch.zeros(0) == torch.zeros(0))
for row in torch.zeros(0, 2):
    print("never")
print(torch.nn.functional.softmax(torch.zeros(0, 3), dim=1), torch.zeros(1, 0).sort())
