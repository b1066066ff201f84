# Everything that backward and grad refuse.
import torch


def attempt(label, f):
    try:
        f()
        print(label, "-> fine")
    except RuntimeError:
        print(label, "-> RuntimeError")
    except TypeError:
        print(label, "-> TypeError")


x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x).sum()
attempt("first", lambda: y.backward())
attempt("twice", lambda: y.backward())
attempt("vector without cotangent", lambda: (x * 2).backward())
attempt("cotangent of wrong shape", lambda: (x * 2).backward(torch.ones(3)))
attempt("cotangent broadcastable", lambda: (x * 2).backward(torch.ones(1)))
attempt("cotangent a number", lambda: (x * 2).backward(1.0))
attempt("cotangent of other dtype", lambda: (x * 2).backward(torch.ones(2, dtype=torch.float64)))
attempt("no grad", lambda: torch.ones(2).sum().backward())
attempt("under no_grad", lambda: torch.no_grad()(lambda: x.sum())().backward())
attempt("integer result", lambda: (x > 0).sum().backward())
attempt("grad of no graph", lambda: torch.autograd.grad(torch.ones(()), x))
attempt("grad to a constant", lambda: torch.autograd.grad(x.sum(), torch.ones(2)))
attempt("grad to unused", lambda: torch.autograd.grad(x.sum(), torch.ones(2, requires_grad=True)))
attempt("grad to detached", lambda: torch.autograd.grad(x.sum(), x.detach()))
attempt("grad to a copy", lambda: torch.autograd.grad(x.sum(), x.clone()))
attempt("grad of vector", lambda: torch.autograd.grad(x * 2, x))
attempt("second order without create_graph", lambda: torch.autograd.grad(torch.autograd.grad((x**3).sum(), x)[0].sum(), x))
attempt("second order", lambda: torch.autograd.grad(torch.autograd.grad((x**3).sum(), x, create_graph=True)[0].sum(), x))
attempt("linear, second order", lambda: torch.autograd.grad(torch.autograd.grad(x.sum(), x, create_graph=True)[0].sum(), x))
attempt("after an inner backward", lambda: torch.autograd.grad(y, x))
print(x.grad)
