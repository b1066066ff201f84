# Freed graphs, kept graphs, graphs without anything to free.
import torch


def refused(f):
    try:
        f()
        return False
    except RuntimeError:
        return True


x = torch.tensor(3.0, requires_grad=True)
y = x * x
y.backward(retain_graph=True)
y.backward(retain_graph=True)
y.backward()
print(x.grad, refused(lambda: y.backward()))
print(x.grad)
for name, f in [
    ("add", lambda t: t + 1),
    ("mul by number", lambda t: t * 2),
    ("exp", lambda t: t.exp()),
    ("sin", lambda t: t.sin()),
    ("pow", lambda t: t**2),
    ("neg", lambda t: -t),
    ("view", lambda t: t.view(1).sum()),
    ("sum", lambda t: t.sum()),
    ("relu", lambda t: t.relu()),
    ("clone", lambda t: t.clone()),
    ("clamp", lambda t: t.clamp(0, 5)),
    ("sqrt", lambda t: t.sqrt()),
    ("abs", lambda t: t.abs()),
    ("div by number", lambda t: t / 2),
    ("mean", lambda t: t.mean()),
    ("sigmoid", lambda t: t.sigmoid()),
]:
    out = f(x)
    out.backward()
    print(f"{name}: second pass refused: {refused(lambda: out.backward())}")
a = x.exp()
b, c = a * 2, a * 3
b.backward()
print(refused(lambda: c.backward()))
