# Overwriting a value that the backward pass still needs is refused; else it is allowed.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)


def verdict(label, make):
    x.grad = None
    try:
        make().sum().backward()
        print(label, "->", x.grad)
    except RuntimeError:
        print(label, "-> refused")


def exp_then(change):
    def make():
        y = x.exp()
        change(y)
        return y

    return make


def used_then(f, change):
    def make():
        y = x * 1
        z = f(y)
        change(y)
        return z

    return make


verdict("exp, add_", exp_then(lambda y: y.add_(1)))
verdict("exp, zero_", exp_then(lambda y: y.zero_()))
verdict("exp, detach add_", exp_then(lambda y: y.detach().add_(1)))
verdict("exp, data add_", exp_then(lambda y: y.data.add_(1)))
verdict("square, add_", used_then(lambda y: y * y, lambda y: y.add_(1)))
verdict("sum, add_", used_then(lambda y: y.sum(), lambda y: y.add_(1)))
verdict("times number, add_", used_then(lambda y: y * 3, lambda y: y.add_(1)))
verdict("plus, mul_", used_then(lambda y: y + 3, lambda y: y.mul_(2)))
verdict("sin, element", used_then(lambda y: y.sin(), lambda y: y[0].fill_(0)))
verdict("relu, add_", used_then(lambda y: y.relu(), lambda y: y.add_(1)))
verdict("pow 2, add_", used_then(lambda y: y**2, lambda y: y.add_(1)))
verdict("sigmoid, add_", used_then(lambda y: y.sigmoid(), lambda y: y.add_(1)))
verdict("clone first", used_then(lambda y: y.clone() ** 2, lambda y: y.add_(1)))
w = torch.tensor([3.0, 4.0], requires_grad=True)
loss = (w * x).sum()
with torch.no_grad():
    w += 1
try:
    loss.backward()
    print("kept", x.grad)
except RuntimeError:
    print("a leaf stepped under no_grad counts too")
c = torch.ones(2)
loss = (c * x).sum()
c += 1
try:
    loss.backward()
except RuntimeError:
    print("a constant that was saved counts too")
