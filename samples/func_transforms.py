# torch.func: derivatives as functions of functions, that nest.
import torch
from torch.func import grad, hessian, jacrev, jvp, vjp


def f(x):
    return (x**3).sum()


x = torch.tensor([1.0, 2.0])
print("gradient     ", grad(f)(x))
print("second order ", grad(lambda x: grad(f)(x).sum())(x))
print("hessian      ", hessian(f)(x).tolist())

# vjp: pull a cotangent back. The function is evaluated once, then asked again and again.
out, pull = vjp(lambda x: x * x.flip(0), x)
print("value        ", out)
print("pulled back  ", pull(torch.tensor([1.0, 0.0]))[0], pull(torch.tensor([0.0, 1.0]))[0])

# jvp: push a tangent forward.
out, pushed = jvp(torch.sin, (torch.zeros(2),), (torch.tensor([1.0, -1.0]),))
print("pushed       ", pushed)

# jacrev: the whole Jacobian; argnums says which argument.
print("jacobian     ", jacrev(lambda a, b: a * b, argnums=1)(x, torch.ones(2)).tolist())

# grad differentiates the first argument unless told otherwise; has_aux passes extras along.
g, aux = grad(lambda w, x: ((w * x).sum(), w * x), has_aux=True)(torch.tensor(2.0), x)
print("with aux     ", g, aux)
