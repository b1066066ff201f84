# Views of leaves, of constants and of detached tensors: when writing is refused, and what follows.
import torch


def attempt(label, f):
    try:
        f()
        print(label, "->", "fine")
    except RuntimeError:
        print(label, "->", "refused")


leaf = torch.zeros(4, requires_grad=True)
attempt("view of a leaf", lambda: leaf.view(2, 2).add_(1))
attempt("slice of a leaf", lambda: leaf[1:].add_(1))
attempt("view of detach", lambda: leaf.detach().view(2, 2).add_(1))
attempt("view of data", lambda: leaf.data[1:].mul_(3))
print(leaf)
plain = torch.zeros(4)
part = plain[:2]
part += leaf[2:]
print(plain.requires_grad, plain, part, sep="\n")
plain.sum().backward()
print(leaf.grad)
other = torch.zeros(3)
view = other[1:]
other.requires_grad_()
attempt("view made before requires_grad_", lambda: view.add_(1))
print(view.requires_grad, other)
a = torch.ones(2, 2, requires_grad=True)
b = a * 1
for row in b:
    attempt("row of unbind", lambda: row.add_(1))
c = a * 1
first, second = c.chunk(2)
attempt("chunk", lambda: first.mul_(2))
d = a * 1
attempt("select", lambda: d.select(0, 1).mul_(2))
print(d)
e = torch.ones(1, requires_grad=True).expand(3)
attempt("expanded leaf", lambda: e.add_(1))
attempt("expanded", lambda: torch.zeros(1).expand(3).add_(1))
with torch.no_grad():
    early = a.view(4)
attempt("view from no_grad", lambda: early.add_(1))
print(a)
