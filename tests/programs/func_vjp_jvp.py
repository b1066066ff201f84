# torch.func.vjp and jvp: pulling back and pushing forward.
import torch
from torch.func import jvp, vjp

x = torch.tensor([1.0, 2.0, 3.0])
out, pull = vjp(torch.exp, torch.zeros(3))
print(out, pull(torch.ones(3)), pull(torch.tensor([1.0, 2.0, 3.0])))
out, pull = vjp(lambda a, b: a @ b, torch.eye(2), x[:2])
print(out, pull(torch.tensor([1.0, 10.0])))
out, pull = vjp(lambda t: (t.sum(), t * 2), x)
print(out, pull((torch.tensor(1.0), torch.ones(3))))
out, pull, aux = vjp(lambda t: (t**2, t.sum()), x, has_aux=True)
print(out, pull(torch.ones(3)), aux)
print(jvp(lambda t: t**3, (x,), (torch.ones(3),)))
print(jvp(torch.mul, (x, x), (torch.ones(3), torch.zeros(3))))
print(jvp(lambda t: (t.sum(), t.prod()), (x,), (torch.tensor([1.0, 0.0, 0.0]),)))


# the two agree: <v, J u> = <J^T v, u>
def f(t):
    return torch.stack([t[0] * t[1], torch.sin(t[2]), t.sum()])


u, v = torch.tensor([0.5, -1.0, 2.0]), torch.tensor([1.0, 2.0, -1.0])
value, ju = jvp(f, (x,), (u,))
jv = vjp(f, x)[1](v)[0]
print(torch.allclose(v @ ju, jv @ u), value)
# forward over reverse: a Hessian-vector product
h = jvp(torch.func.grad(lambda t: (t**3).sum()), (x,), (u,))[1]
print(h)
