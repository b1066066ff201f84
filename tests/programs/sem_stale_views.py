# What becomes of views whose memory is written through another name.
import torch


def a():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    with torch.no_grad():
        v = w[0]
        w -= 0.5
        print(v)
    print(v, v.requires_grad)


def b():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    with torch.no_grad():
        v = y[0]
    print(v, v.requires_grad, v.is_leaf)
    y.add_(1)
    print(v)


def c():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    with torch.no_grad():
        v = y[0]
    with torch.no_grad():
        y.add_(1)
    print(v, (v * 2).requires_grad)
    print((v * 2))


def d():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    a, b = y.unbind()
    with torch.no_grad():
        y.add_(1)
    print(a)


def e():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    a, b = y.unbind()
    y.add_(1)
    print((a * 2).detach())


def f():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    a, b = y.unbind()
    v = a.view(1)
    y.add_(1)
    print(v)


def g():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    a, b = w.unbind()
    with torch.no_grad():
        w -= 1
    print(a.item())
    print(a.tolist(), a.detach())
    print(a.requires_grad)


def h():
    w = torch.tensor([1.0, 2.0])
    a, b = w.unbind()
    w -= 1
    a += 1
    print(a, w)


def i():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    with torch.no_grad():
        v = y[0]
    v2 = v.view(1)
    print(v2, (v * 3))
    y.sum().backward()
    print(w.grad)
    z = y[0]
    with torch.no_grad():
        z2 = z.view(1)
        z.add_(4)
    print(z, y)
    print(z2)


def j():
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    y = w * 1
    v = y[0]
    with torch.no_grad():
        v.add_(5)
    print(v, y)
    y.add_(1)
    v.mul_(2)
    print(v, y)
    y.sum().backward()
    print(w.grad)


cases = [a, b, c, d, e, f, g, h, i, j]
for name, case in zip("abcdefghij", cases):
    print("--", name)
    try:
        case()
    except RuntimeError:
        print("refused")
