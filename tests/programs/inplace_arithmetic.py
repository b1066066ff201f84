# In-place methods and augmented assignment on inner tensors: values, names and gradients.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
for name, change in [
    ("add_", lambda t: t.add_(1)),
    ("sub_", lambda t: t.sub_(1)),
    ("mul_", lambda t: t.mul_(2)),
    ("div_", lambda t: t.div_(4)),
    ("pow_", lambda t: t.pow_(2)),
    ("neg_", lambda t: t.neg_()),
    ("exp_", lambda t: t.exp_()),
    ("sqrt_", lambda t: t.sqrt_()),
    ("sin_", lambda t: t.sin_()),
    ("relu_", lambda t: t.relu_()),
    ("sigmoid_", lambda t: t.sigmoid_()),
    ("tanh_", lambda t: t.tanh_()),
    ("clamp_", lambda t: t.clamp_(1.5, 2.5)),
    ("zero_", lambda t: t.zero_()),
    ("fill_", lambda t: t.fill_(7)),
    ("abs_", lambda t: t.abs_()),
    ("add_ alpha", lambda t: t.add_(x, alpha=3)),
    ("copy_", lambda t: t.copy_(x * 3)),
    ("masked_fill_", lambda t: t.masked_fill_(x > 2, -1.0)),
]:
    y = x.clone()
    out = change(y)
    y.sum().backward()
    print(name, out is y, y, x.grad)
    x.grad = None
y = x * 1
y += 1
y *= x
y -= x
y /= 2
y **= 2
print(y)
y.sum().backward()
print(x.grad)
alias = z = x + 0
z += 10
print(alias is z, alias)
a = torch.ones(2)
b = a
a = a + 1
print(a, b)
b += 5
print(a, b)
