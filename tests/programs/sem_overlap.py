# In-place operands that share memory with their target: the same places, other places, or refused.
import torch


def attempt(label, change):
    x = torch.arange(6.0)
    try:
        change(x)
        print(label, x)
    except RuntimeError:
        print(label, "refused")


attempt("itself", lambda x: x.add_(x))
attempt("a view of all", lambda x: x[:].add_(x))
attempt("same view twice", lambda x: x[1:3].mul_(x[1:3]))
attempt("detached", lambda x: x.sub_(x.detach()))
attempt("a copy", lambda x: x.add_(x.flip(0)))
attempt("disjoint halves", lambda x: x[:3].add_(x[3:]))
attempt("interleaved", lambda x: x[::2].add_(x[1::2]))
attempt("shifted", lambda x: x[1:].add_(x[:-1]))
attempt("shifted copy", lambda x: x[1:].copy_(x[:-1]))
attempt("first element", lambda x: x.mul_(x[0]))
attempt("first element, kept", lambda x: x.mul_(x[:1]))
attempt("another shape", lambda x: x.view(1, 6).add_(x))
attempt("an element of itself", lambda x: x[0].add_(x[0]))
attempt("fill with an element", lambda x: x[2:].fill_(x[1]))


def transpose(x):
    m = x[:4].view(2, 2)
    m.add_(m.t())


attempt("transposed", transpose)


def assign(x):
    x[1:] = x[:-1]


attempt("assignment", assign)


def swap(x):
    x[[0, 1]] = x[[1, 0]]


attempt("swap by index", swap)


def halves(x):
    x[:3] = x[3:]


attempt("assignment of the other half", halves)
