# torch.func.grad and grad_and_value: nesting, argnums, has_aux.
import torch
from torch.func import grad, grad_and_value


def f(x, y):
    return (x**2 * y).sum()


x, y = torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])
print(grad(f)(x, y))
print(grad(f, argnums=1)(x, y), grad(f, argnums=(0, 1))(x, y))
print(grad_and_value(f)(x, y))
print(grad(torch.sin)(torch.tensor(0.0)), grad(grad(torch.sin))(torch.tensor(1.0)))
third = grad(grad(grad(lambda t: t**4)))
print(third(torch.tensor(2.0)))
g, aux = grad(lambda t: ((t * t).sum(), t * 10), has_aux=True)(x)
print(g, aux)
w = torch.tensor([1.0, 1.0], requires_grad=True)
out = grad(lambda t: (t**3).sum())(w)
print(out.requires_grad, out.detach())
out.sum().backward()
print(w.grad)
print(x.requires_grad, x.grad)


def loss(params, data):
    w, b = params
    return ((w * data + b) ** 2).mean()


gw, gb = grad(loss)((torch.tensor(2.0), torch.tensor(1.0)), x)
print(gw, gb)
print(grad(lambda d: (d["a"] * d["b"]).sum())({"a": x, "b": y}))
try:
    grad(lambda t: t * 2)(x)
except RuntimeError:
    print("the function must give one number")
