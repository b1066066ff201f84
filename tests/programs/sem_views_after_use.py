# In-place on a view after its base was used: what is refused and what is right.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)


def verdict(label, f):
    x.grad = None
    try:
        f().backward()
        print(label, x.grad)
    except RuntimeError:
        print(label, "refused")


def view_before():
    y = x * 2
    v = y[:2]
    z = (y * y).sum()
    v.mul_(0)
    return z


def view_after_sum():
    y = x * 2
    z = y.sum()
    y[:2].mul_(0)
    return z + y.sum()


def view_of_view():
    y = x * 2
    y.view(3, 1)[1:].view(-1)[0] = 9.0
    return (y * torch.tensor([1.0, 10.0, 100.0])).sum()


def two_views():
    y = x * 1
    a, b = y[:2], y[1:]
    a.add_(10)
    b.mul_(3)
    print(y, a, b)
    return y.sum() + a.sum()


def base_then_view():
    y = x * 1
    v = y[0]
    y.mul_(4)
    v.add_(1)
    print(y, v)
    return y.sum() + v


def expanded():
    e = (x * 1).unsqueeze(0).expand(2, 3)
    c = e.clone()
    c[0] *= 5
    return c.sum()


def detached_view():
    y = x * 1
    d = y.detach()
    d[0] = 100.0
    return (y * 2).sum()


def detached_after_save():
    y = x * 1
    z = (y * y).sum()
    y.detach()[0] = 100.0
    return z


def transposed():
    y = (x * 1).view(3, 1)
    y.t().exp_()
    return (y * y).sum()


verdict("view before", view_before)
verdict("view after sum", view_after_sum)
verdict("view of view", view_of_view)
verdict("two views", two_views)
verdict("base then view", base_then_view)
verdict("expanded", expanded)
verdict("detached view", detached_view)
verdict("detached after save", detached_after_save)
verdict("transposed", transposed)
