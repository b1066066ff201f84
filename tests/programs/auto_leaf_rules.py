# What is a leaf, and what may not be done to one.
import torch


def attempt(label, f):
    try:
        f()
        print(label, "worked")
    except RuntimeError:
        print(label, "refused")


x = torch.ones(2, requires_grad=True)
attempt("add_ on a leaf", lambda: x.add_(1))
attempt("mul_ on a view of a leaf", lambda: x.view(1, 2).mul_(2))
attempt("zero_ on an element", lambda: x[0].zero_())
attempt("on a plain tensor", lambda: torch.ones(2).add_(1))
attempt("on data", lambda: x.data.add_(1))
attempt("on detach", lambda: x.detach().add_(1))
print(x)


def put(t):
    t[0] = 5.0


attempt("subscript on a leaf", lambda: put(x))
y = x * 1
attempt("subscript on an inner tensor", lambda: put(y))
attempt("requires_grad_(False) on an inner tensor", lambda: y.requires_grad_(False))
attempt("requires_grad_(True) on an inner tensor", lambda: y.requires_grad_(True))
attempt("integers requiring grad", lambda: torch.tensor([1, 2], requires_grad=True))
attempt("integer requires_grad_", lambda: torch.tensor([1]).requires_grad_())
attempt("numpy of a leaf", lambda: x.numpy())
print(x.is_leaf, y.is_leaf, (x + 1).is_leaf, x.detach().is_leaf, torch.ones(1).is_leaf)
print(torch.tensor([1.0]).add(1).is_leaf, x.grad_fn, y.grad_fn.name())
with torch.no_grad():
    w = x * 2
    x.mul_(3)
print(w.is_leaf, x)
z = torch.zeros(2)
z += x
print(z.is_leaf, z.requires_grad, z.grad_fn.name())
