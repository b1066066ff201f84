# Tensors against Python numbers, on either side.
import torch

x = torch.tensor([1.0, 2.0, 4.0], requires_grad=True)
for y in [x + 1, 1 + x, x - 1, 1 - x, x * 3, 3 * x, x / 2, 2 / x, x**2, 2**x, x // 2, 9 // x, x % 3, 5 % x]:
    try:
        print(y, torch.autograd.grad(y.sum(), x)[0])
    except RuntimeError:
        print(y, "no derivative")
print(-x, +x, abs(-x), x**0.5, x**0, x**1, x**-1, sep="\n")
print(torch.round(torch.tensor([1.26, 2.5, 3.5])))
print(torch.round(torch.tensor([1.26, -2.347]), decimals=1), torch.tensor([7, -7]) // 2, torch.tensor([7, -7]) % 4)
i = torch.tensor([6, 3])
print(i & 2, i | 1, i ^ 7, ~i, i << 1, i >> 1, ~torch.tensor([True, False]))
t, f = torch.tensor([True, True, False]), torch.tensor([True, False, False])
print(t & f, t | f, t ^ f, ~t, torch.logical_and(t, f), torch.logical_not(i), torch.logical_xor(t, f))
print(x == 2, x != 2, x < 2, x <= 2, x > 2, x >= 2, 2 < x, (1 < x) & (x < 4))
print(x.eq(2), torch.ne(x, 1), x.lt(3), torch.le(x, x), x.gt(torch.tensor([2.0])), x.ge(1))
print(torch.tensor(3) == 3, bool(torch.tensor(3) == 3), torch.tensor([1, 2]) == torch.tensor([1, 3]))
print(torch.isclose(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 2.1])), torch.allclose(x, x))
if torch.tensor(1.5) > 1:
    print("a zero-dimensional tensor decides")
try:
    if x > 1:
        print("never")
except RuntimeError:
    print("three elements do not")
print(2.0 * torch.tensor(3), torch.tensor(3) * torch.tensor(2.5), torch.tensor(2) ** -1.0)
