# Decorators, closures and functions as values, with tensors inside.
import torch


def traced(label):
    def wrap(f):
        def call(*args, **kwargs):
            print(f"{label}({len(args)} arguments)")
            return f(*args, **kwargs)

        return call

    return wrap


@traced("square")
@torch.no_grad()
def square(x):
    return x * x


@traced("scale")
def scale(x, by=2.0):
    return x * by


x = torch.tensor([1.0, 2.0], requires_grad=True)
print(square(x))
print(scale(x, by=3.0))
layers = [lambda t: t * 2, torch.tanh, lambda t: t.sum()]


def chain(fs):
    def run(t):
        for f in fs:
            t = f(t)
        return t

    return run


y = chain(layers)(x)
y.backward()
print(y, x.grad)


def derivative(f):
    def df(t):
        t = t.detach().requires_grad_()
        (g,) = torch.autograd.grad(f(t).sum(), t, create_graph=True)
        return g

    return df


def nth(f, n):
    return f if n == 0 else nth(derivative(f), n - 1)


print(derivative(torch.sin)(torch.tensor(0.0)).item(), nth(lambda t: t**3, 1)(torch.tensor(2.0)).item())
memory = {}


def remember(key, make):
    if key not in memory:
        memory[key] = make()
    return memory[key]


print(remember("w", lambda: torch.ones(2)) is remember("w", lambda: torch.zeros(2)), memory)
with torch.set_grad_enabled(False):
    hidden = scale(x)
print(hidden.requires_grad)
print(list(map(lambda f: f(torch.tensor(-1.0)).item(), [torch.abs, torch.relu, torch.sign])))
