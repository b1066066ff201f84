# All first derivatives of a vector function (Jacobian), all second ones of a scalar (Hessian).
import torch
from torch.autograd.functional import hessian, jacobian


def polar_to_cartesian(p):
    return torch.stack([p[0] * torch.cos(p[1]), p[0] * torch.sin(p[1])])


p = torch.tensor([2.0, 0.5])
J = jacobian(polar_to_cartesian, p)
print(J)
# Its determinant is the radius: the factor in "r dr dphi".
print(f"det = {(J[0, 0] * J[1, 1] - J[0, 1] * J[1, 0]).item():.4f}")


def rosenbrock(x):
    return (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2


minimum = torch.tensor([1.0, 1.0])
H = hessian(rosenbrock, minimum)
print(H)
print("symmetric:", torch.equal(H, H.T))

# With several inputs the answer is a table of blocks.
blocks = hessian(lambda a, b: (a * b**2).sum(), (torch.tensor([1.0, 2.0]), torch.tensor(3.0)))
for row in blocks:
    for block in row:
        print(tuple(block.shape), block.tolist())
