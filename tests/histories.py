"""Random short programs: views, in-place writes, subscripts, hooks, and what they record.

`program`, `subscripts` and `hooks` make them from a seed; `trace` runs one on PyTorch or on the
engine and notes what can be seen: which statements were refused, every tensor's values and
history, and the gradients at the end.
"""

from __future__ import annotations

import random
from typing import Any

VIEWS = """{t}[0] | {t}[-1] | {t}[1:] | {t}[:, 1] | {t}.t() | {t}.view(-1) | {t}.reshape(-1)
 | {t}.unsqueeze(0) | {t}.squeeze() | {t}.diagonal() | {t}.narrow(0, 0, 1) | {t}[...]
 | {t}.transpose(0, -1) | {t}.detach() | {t}[None] | {t}.view_as({t}) | {t}.unbind(0)[0]
 | {t}.chunk(2)[0] | {t}.split(1)[-1] | {t}[::2] | {t}.flatten() | {t}.select(0, 0) | {t}.T
 | {t}.unfold(0, 1, 1) | {t}.data | {t}.movedim(0, -1) | {t}.contiguous() | {t}.clone()
 | {t}.as_strided((2,), (1,)) | {t}.expand(2, *{t}.shape)[0]"""
WRITES = """{t}.mul_(2) | {t}.add_(1) | {t}.mul_({u}.sum()) | {t}.sub_({u}.sum()) | {t}.sigmoid_()
 | {t}.zero_() | {t}.fill_(3.0) | {t}.copy_({u}.sum()) | {t}[0] = 5.0 | {t}[0] = {u}.sum()
 | {t}[..., 0] *= 2 | {t}[0] += 1 | {t}.div_(2) | {t}.pow_(2) | {t}.neg_() | {t}[[0]] = 2.0
 | {t}[[0]] = {u}.sum() | {t}[{t} > 1] = 0.0 | {t}.masked_fill_({t} > 2, 1.0) | {t}.tanh_()
 | {t}.index_fill_(0, torch.tensor([0]), 7.0) | {t}.addcmul_({t}.detach(), {u}.sum())
 | {t}.clamp_(0, 2) | {t} += {u}.sum() | {t}.lerp_({u}.sum(), 0.5) | {t}.mul_({t})
 | {t}.index_add_(0, torch.tensor([0]), {t}[:1].clone())
 | {t}.scatter_add_(0, torch.zeros_like({t}).long(), {t}.clone())"""
READS = """{t} * {t} | {t}.sin() | {t} * 2 | {t} + {u}.sum() | {t}.exp() | {t} * {u}.sum()
 | {t}.sum() | {t}.relu()"""
STARTS = ("a * 1", "a * 1", "a * 1", "a.clone()", "torch.ones(2, 3)")


def forms(text: str) -> list[str]:
    return [" ".join(form.split()) for form in text.split(" | ")]


def program(seed: int) -> list[str]:
    """A leaf, a tensor made of it, and up to ten statements that look at it, write and read."""
    draw = random.Random(seed)
    lines = [
        "a = torch.arange(6.0).reshape(2, 3).div(4).requires_grad_()",
        "w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)",
        f"y = {draw.choice(STARTS)}",
    ]
    names = ["a", "w", "y"]
    for step in range(draw.randint(3, 10)):
        choice = {"t": draw.choice(names[2:] if draw.random() < 0.9 else names)}
        choice["u"] = draw.choice(names)
        kind = draw.random()
        if kind < 0.8:
            line = draw.choice(forms(VIEWS if kind < 0.4 else WRITES)).format(**choice)
        else:
            line = draw.choice(forms(READS)).format(**choice)
        if kind < 0.4 or kind >= 0.8:
            names.append(f"v{step}")
            line = f"v{step} = {line}"
        lines.append(f"with torch.no_grad(): {line}" if draw.random() < 0.08 else line)
    return lines


SHAPES = [(2, 3, 4), (3,), (2, 3), (1, 2, 1, 3), (), (4, 3, 2)]
SLICES = ["", "0", "1", "-1", "-2", "5"]
STEPS = ["", ":2", ":1", ":3", ":"]
STORED = ["5.0", "2", "True", "w.sum()", "w[:1]", "w", "torch.ones(1, 1) * w[0]", "x * 2", "x[:1]"]


def subscript(draw: random.Random, length: int) -> str:
    """One part of a key, for a dimension of this length."""

    def numbers(least: int, most: int) -> str:
        count = draw.randint(least, most)
        return ", ".join(str(draw.randint(-length, length - 1)) for _ in range(count))

    kind = draw.random()
    if kind < 0.22:
        return str(draw.randint(-length, length - 1))
    if kind < 0.5:
        return f"{draw.choice(SLICES)}:{draw.choice(SLICES)}{draw.choice(STEPS)}"
    if kind < 0.64:
        return draw.choice(["None", "...", "True", "torch.tensor(True)"])
    if kind < 0.76:
        return f"[{numbers(0, 3)}]"
    if kind < 0.86:
        return f"torch.tensor([{numbers(1, 3)}])"
    if kind < 0.9:
        return f"torch.tensor({draw.randint(-length, length - 1)})"
    if kind < 0.98:
        return f"torch.tensor({[draw.random() < 0.5 for _ in range(length)]})"
    return draw.choice(["1.5", "'a'", "torch.tensor([1.0])", "range(1)", "(0, 0)"])


def subscripts(seed: int) -> list[str]:
    """A program of one subscript, read, assigned to, or changed in place."""
    draw = random.Random(seed)
    shape = draw.choice(SHAPES)
    parts = []
    for place in range(draw.randint(1, max(1, len(shape) + (draw.random() < 0.2)))):
        parts.append(subscript(draw, shape[place] if place < len(shape) else 2))
    key = ", ".join(parts)
    count = 1
    for length in shape:
        count *= length
    endings = [
        f"y = x[{key}]",
        f"x[{key}] = {draw.choice(STORED)}",
        f"x[{key}] *= 2",
        f"y = torch.zeros({shape}); y[{key}] = {draw.choice(STORED)}",
    ]
    last = draw.choice(endings)
    return [
        f"a = torch.arange({count}.0).reshape({shape}).requires_grad_()",
        "w = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)",
        "x = a * 1",
        last,
    ]


RESULTS = """{t} + {u} | {t} * {u} | {t}.sin() | {t} * 2 | {t}.detach() | {t} - {u}
 | {t}.exp() * 0.1 | torch.stack([{t}.unbind(0)[1], {t}.unbind(0)[0] * 2, {u}[0]])
 | {u} * {t}.max(0)[0] | torch.cat({t}.split([1, 2])[::-1]) | {t} ** 2
 | torch.cat([{t}[:1], {u}[1:]]) | {t}.flip(0) | {t}.sum() * {u} | {t}.sort()[0] | {t}.clone()"""
PASSES = """({t}.sum() + {u}.sum()).backward(retain_graph=True) | {t}.backward(torch.ones(3))
 | {t}.backward(torch.tensor([1.0, 2.0, 3.0]), retain_graph=True) | ({t} * {u}).sum().backward()
 | found = torch.autograd.grad([{t}.sum(), {u}.sum()], [a, {u}], allow_unused=True)
 | found = torch.autograd.grad({t}.sum(), [{u}, w], retain_graph=True, allow_unused=True)
 | {t}.sum().backward(inputs=[a, {u}]) | {t}.pow(2).sum().backward(create_graph=True)"""


def hooks(seed: int) -> list[str]:
    """A graph with hooks and retained gradients, and passes that show what they saw, and when."""
    draw = random.Random(seed)
    lines = [
        "a = torch.tensor([0.5, 1.5, 1.0], requires_grad=True)",
        "w = torch.tensor([1.25, 0.75, 2.0], requires_grad=True)",
        "seen, found = [], []",
        "look = lambda n, by: lambda g: (seen.extend([n, *g.tolist()]), g * by if by else None)[1]",
        "after = lambda n: lambda p: seen.extend([n, *p.grad.tolist()])",
    ]
    names = ["a", "w"]
    for step in range(draw.randint(2, 8)):
        made = draw.choice(forms(RESULTS)).format(t=draw.choice(names), u=draw.choice(names))
        names.append(f"t{step}")
        lines.append(f"t{step} = {made}")
    for number, name in enumerate(names):
        if draw.random() < 0.4:
            lines.append(f"{name}.register_hook(look({number}, {draw.choice([0, 0, 2])}))")
        if draw.random() < 0.2:
            lines.append(f"{name}.retain_grad()")
        if draw.random() < 0.2:
            lines.append(f"{name}.register_post_accumulate_grad_hook(after({number}))")
    for _ in range(draw.randint(1, 2)):
        lines.append(draw.choice(forms(PASSES)).format(t=names[-1], u=draw.choice(names)))
    lines.append("log = torch.tensor([0.0, *seen])")
    lines.append("got = torch.stack([*(g for g in found if g is not None), torch.zeros(3)])")
    for name in names:
        lines.append(f"{name}_grad = {name}.grad.detach().clone()")
    return lines


def trace(lines: list[str], torch: Any) -> dict[str, Any]:
    """What running the program shows.

    refused: the lines that raised, with the class of what they raised. tensors: by name shape,
    values, history and whether it requires grad. gradients: of `a` and `w`, or what refused them.
    """
    space: dict[str, Any] = {"torch": torch}
    refused = {}
    for number, line in enumerate(lines):
        try:
            exec(line, space)
        except Exception as error:
            refused[str(number)] = kind(error)
    tensors = {n: t for n, t in space.items() if isinstance(t, torch.Tensor)}
    seen = {name: look(tensor) for name, tensor in tensors.items()}
    try:
        total = sum(
            (t * torch.arange(1.0, t.numel() + 1).reshape(t.shape)).sum()
            for name, t in sorted(tensors.items())
            if t.requires_grad
        )
        total.backward()  # pyright: ignore[reportAttributeAccessIssue]
        gradients: Any = [
            None if t is None else t.tolist() for t in (space["a"].grad, space["w"].grad)
        ]
    except Exception as error:
        gradients = kind(error)
    return {"refused": refused, "tensors": seen, "gradients": gradients}


def look(tensor: Any) -> list[Any]:
    try:
        node = tensor.grad_fn
        history = node and node.name().rpartition("::")[2]
    except Exception as error:
        history = kind(error)
    return [list(tensor.shape), tensor.detach().tolist(), history, tensor.requires_grad]


def kind(error: Exception) -> str:
    """The built-in class that a program would catch the error by."""
    classes = (IndexError, TypeError, ValueError, RuntimeError, AttributeError, NameError)
    return next((c.__name__ for c in classes if isinstance(error, c)), type(error).__name__)


def close(a: Any, b: Any) -> bool:
    """Whether two traces agree, their numbers up to rounding."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(close(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(close, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (a != a and b != b) or abs(a - b) <= 1e-4 * max(1.0, abs(a), abs(b))
    return a == b
