# Who requires grad: how the flag travels, and where it stops.
import torch

a = torch.ones(2, requires_grad=True)
b = torch.ones(2)
for name, y in [
    ("a + b", a + b),
    ("b + b", b + b),
    ("a.detach() + b", a.detach() + b),
    ("a > b", a > b),
    ("a.long()", a.long()),
    ("a.bool().float()", a.bool().float()),
    ("a.argmax()", a.argmax()),
    ("a.sign()", a.sign()),
    ("a.round()", a.round()),
    ("a * 0", a * 0),
    ("zeros_like(a)", torch.zeros_like(a)),
    ("ones_like(a)", torch.ones_like(a, requires_grad=True)),
    ("a.new_zeros(2)", a.new_zeros(2)),
    ("cat", torch.cat([b, a])),
    ("where", torch.where(b > 0, b, a)),
    ("b[a > 0]", b[a > 0]),
    ("a[b > 0]", a[b > 0]),
    ("sort indices", a.sort().indices),
    ("max values", a.max(0).values),
    ("tensor(a)", torch.tensor(a.tolist())),
    ("clone", a.clone()),
    ("data", a.data),
    ("clone of detach", a.detach().clone()),
    ("item", torch.tensor(a[0].item())),
    ("b.expand", b.expand(2, 2)),
    ("a.view", a.view(1, 2)),
    ("float", a.float()),
    ("double", a.double()),
    ("linear", torch.nn.functional.linear(b, torch.ones(3, 2, requires_grad=True))),
]:
    print(f"{name:18} {y.requires_grad!s:5} {y.is_leaf!s:5} {y.grad_fn.name() if y.grad_fn else None}")
c = torch.ones(2)
c.requires_grad = True
print(c.requires_grad)
c.requires_grad = False
print(c.requires_grad)
b.requires_grad_()
print((b + b).requires_grad)
