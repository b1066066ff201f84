# Long chains of in-place operations on one tensor, against their out-of-place twins.
import torch

x = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
w = torch.tensor([2.0, 3.0, -1.0], dtype=torch.float64, requires_grad=True)


def inplace():
    y = x.clone()
    y.mul_(w).add_(1).sub_(x, alpha=2)
    y /= 4
    y.add_(w * x).neg_()
    y[0] = y[0] * 2 + w[1]
    y[1:].add_(x[:2])
    y.view(3, 1)[2].mul_(3)
    return y


def outofplace():
    y = x * w + 1 - 2 * x
    y = y / 4
    y = -(y + w * x)
    y = torch.cat([(y[0] * 2 + w[1]).view(1), y[1:] + x[:2]])
    return torch.cat([y[:2], y[2:] * 3])


for f in (inplace, outofplace):
    y = f()
    v = torch.tensor([1.0, 10.0, 100.0], dtype=torch.float64)
    gx, gw = torch.autograd.grad(y, (x, w), v)
    print(y.detach(), gx, gw, sep="\n")
y = x.clone()
print(y.grad_fn.name())
y.mul_(2)
print(y.grad_fn.name(), y.grad_fn.next_functions[0][0].name())
y[0] = 0
print(y.grad_fn.name().split("::")[-1])
y.add_(1)
print(y.grad_fn.name())
y = y * 1
y.t_() if y.dim() == 2 else y.unsqueeze_(0)
print(y.shape, y.grad_fn.name())
y.squeeze_(0)
print(y.shape, y.grad_fn.name())
z = torch.zeros(2, 3)
z.transpose_(0, 1)
print(z.shape)
