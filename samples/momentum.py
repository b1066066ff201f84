# An optimiser is a few lines: here plain descent, momentum and Adam on one narrow valley.
import torch


def valley(p):
    return 0.5 * (p[0] ** 2 + 25 * p[1] ** 2)


def minimise(update, steps=60):
    p = torch.tensor([4.0, 1.0], requires_grad=True)
    state = {"t": 0, "m": torch.zeros(2), "v": torch.zeros(2)}
    for step in range(steps):
        (g,) = torch.autograd.grad(valley(p), p)
        with torch.no_grad():
            p -= update(g, state)
    return valley(p).item()


def descent(g, state):
    return 0.03 * g


def momentum(g, state):
    state["m"] = 0.8 * state["m"] + g
    return 0.03 * state["m"]


def adam(g, state):
    state["t"] += 1
    state["m"] = 0.9 * state["m"] + 0.1 * g
    state["v"] = 0.999 * state["v"] + 0.001 * g * g
    m = state["m"] / (1 - 0.9 ** state["t"])
    v = state["v"] / (1 - 0.999 ** state["t"])
    return 0.1 * m / (v.sqrt() + 1e-8)


for name, update in {"descent": descent, "momentum": momentum, "adam": adam}.items():
    few, more = minimise(update, 20), minimise(update, 60)
    print(f"{name:9s} after 20 steps {few:8.4f}   after 60 {more:8.4f}")
