# Functions of two tensors, and the gradient to each.
import torch

a = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
b = torch.tensor([2.0, 0.5, 3.0], requires_grad=True)
for name, f in [
    ("add", torch.add),
    ("add alpha", lambda u, v: torch.add(u, v, alpha=10)),
    ("sub", torch.sub),
    ("sub alpha", lambda u, v: u.sub(v, alpha=2)),
    ("mul", torch.mul),
    ("div", torch.div),
    ("div floor", lambda u, v: torch.div(u, v, rounding_mode="floor")),
    ("div trunc", lambda u, v: torch.div(u, v, rounding_mode="trunc")),
    ("pow", lambda u, v: v**u),
    ("maximum", torch.maximum),
    ("minimum", torch.minimum),
    ("max", torch.max),
    ("atan2", torch.atan2),
    ("hypot", torch.hypot),
    ("fmod", lambda u, v: torch.fmod(u, v)),
    ("remainder", torch.remainder),
    ("logaddexp", torch.logaddexp),
    ("lerp", lambda u, v: torch.lerp(u, v, 0.25)),
    ("addcmul", lambda u, v: torch.addcmul(u, u, v, value=2)),
    ("addcdiv", lambda u, v: torch.addcdiv(u, u, v)),
    ("copysign", torch.copysign),
    ("where", lambda u, v: torch.where(u > v, u, v)),
    ("xlogy", lambda u, v: torch.xlogy(u, v)),
    ("rsub", lambda u, v: torch.rsub(u, v)),
    ("dist", lambda u, v: torch.dist(u, v)),
]:
    y = f(a, b)
    ga, gb = torch.autograd.grad(y.sum(), (a, b), allow_unused=True)
    print(name, y, ga, gb, sep="\n  ")
