# jacrev, jacfwd, hessian and vmap.
import torch
from torch.func import hessian, jacfwd, jacrev

x = torch.tensor([1.0, 2.0])
print(jacrev(lambda t: t**2)(x), jacfwd(lambda t: t**2)(x))
print(jacrev(lambda t: t.sum())(x), jacrev(lambda t: torch.outer(t, t))(x))
print(jacrev(lambda a, b: a * b.sum(), argnums=(0, 1))(x, torch.ones(3)))
print(hessian(lambda t: (t**3).sum() + t.prod())(x))
print(hessian(lambda a, b: (a @ b) ** 2, argnums=(0, 1))(x, torch.tensor([1.0, -1.0])))
print(jacrev(jacrev(lambda t: t**3))(x).shape)
A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
print(torch.equal(jacrev(lambda t: A @ t)(x), A), torch.equal(jacfwd(lambda t: A @ t)(x), A))
print(jacrev(lambda t: torch.softmax(t, 0))(torch.zeros(2)))
print(torch.allclose(hessian(lambda t: torch.logsumexp(t, 0))(x), jacfwd(jacrev(lambda t: torch.logsumexp(t, 0)))(x)))
m = torch.arange(4.0).reshape(2, 2)
print(jacrev(lambda t: t.t())(m).shape, jacrev(torch.trace)(m))
