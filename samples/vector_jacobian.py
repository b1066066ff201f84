# Reverse mode computes v^T J for a vector v of your choosing, never J itself.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)


def f(x):
    return torch.stack([x[0] * x[1], x[1] * x[2], x[2] ** 2, x.sum()])


y = f(x)
print(y)

# A result that is not a scalar needs to be told v, of the shape of y.
try:
    y.backward()
except RuntimeError:
    print("y has 4 elements: backward() alone does not say which combination is meant")

v = torch.tensor([1.0, 0.0, 0.0, 10.0])
y.backward(v, retain_graph=True)
print("v^T J =", x.grad)

# One unit vector per row spells out the whole Jacobian.
rows = []
for i in range(4):
    unit = torch.zeros(4)
    unit[i] = 1.0
    (row,) = torch.autograd.grad(y, x, unit, retain_graph=True)
    rows.append(row)
J = torch.stack(rows)
print(J)

# The vector acts linearly: v @ J is what backward gave.
print(torch.equal(v @ J, x.grad))
