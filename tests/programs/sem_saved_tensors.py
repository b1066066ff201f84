# Which operations save what: overwriting after use is refused exactly where it matters.
import torch

x = torch.tensor([0.5, 1.5], requires_grad=True)


def refused(f, target):
    """Does overwriting the input or the result of f spoil its backward pass?"""
    h = x * 1
    y = f(h)
    with torch.no_grad():
        if target == "input":
            h.add_(1)
        else:
            y.add_(1)
    try:
        y.sum().backward()
        return "-"
    except RuntimeError:
        return "refused"


for name, f in [
    ("add", lambda t: t + 1),
    ("mul number", lambda t: t * 3),
    ("mul self", lambda t: t * t),
    ("mul constant", lambda t: t * torch.ones(2)),
    ("div number", lambda t: t / 2),
    ("div under", lambda t: 1 / t),
    ("div constant", lambda t: t / torch.ones(2)),
    ("exp", torch.exp),
    ("log", torch.log),
    ("sqrt", torch.sqrt),
    ("rsqrt", torch.rsqrt),
    ("reciprocal", torch.reciprocal),
    ("sin", torch.sin),
    ("tanh", torch.tanh),
    ("sigmoid", torch.sigmoid),
    ("relu", torch.relu),
    ("pow 2", lambda t: t**2),
    ("pow 3", lambda t: t**3),
    ("2 to the", lambda t: 2**t),
    ("abs", torch.abs),
    ("neg", torch.neg),
    ("clamp", lambda t: t.clamp(0, 1)),
    ("sum", lambda t: t.sum().view(1)),
    ("mean", lambda t: t.mean().view(1)),
    ("prod", lambda t: t.prod().view(1)),
    ("cumsum", lambda t: t.cumsum(0)),
    ("softmax", lambda t: t.softmax(0)),
    ("log_softmax", lambda t: t.log_softmax(0)),
    ("logsumexp", lambda t: t.logsumexp(0).view(1)),
    ("norm", lambda t: t.norm().view(1)),
    ("max", lambda t: t.max(0).values.view(1)),
    ("amax", lambda t: t.amax(0).view(1)),
    ("sort", lambda t: t.sort().values),
    ("maximum", lambda t: torch.maximum(t, torch.ones(2))),
    ("where", lambda t: torch.where(torch.tensor([True, False]), t, t * 2)),
    ("matmul", lambda t: torch.eye(2) @ t),
    ("dot", lambda t: (t @ t).view(1)),
    ("cat", lambda t: torch.cat([t, t])),
    ("index", lambda t: t[[1, 0]]),
    ("clone", torch.clone),
    ("softplus", torch.nn.functional.softplus),
    ("gelu", torch.nn.functional.gelu),
    ("elu", torch.nn.functional.elu),
    ("leaky_relu", torch.nn.functional.leaky_relu),
    ("mse", lambda t: torch.nn.functional.mse_loss(t, torch.zeros(2)).view(1)),
]:
    print(f"{name:14} input {refused(f, 'input'):8} result {refused(f, 'result')}")
