"""Elementwise chains with gradient on large arrays, against PyTorch eager and compiled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .contender import library
from .measure import Contender, Missing, Row, Settings, compare

ELEMENTS = 10_000_000
EXPRESSIONS: dict[str, Callable[[Any, Any], Any]] = {
    "mean(3*(x+2)**2)": lambda t, x: t.mean(3 * (x + 2) ** 2),
    "sum(log(1+exp(-x*sin(x))))": lambda t, x: t.sum(t.log(1 + t.exp(-x * t.sin(x)))),
    "mean(exp(-(x-0.5)**2/0.02)*cos(8*x))": lambda t, x: t.mean(
        t.exp(-((x - 0.5) ** 2) / 0.02) * t.cos(8 * x)
    ),
    "sum(tanh(tanh(tanh(1.5*x)+x))**2)": lambda t, x: t.sum(
        t.tanh(t.tanh(t.tanh(1.5 * x) + x)) ** 2
    ),
}


def tasks(kind: str) -> dict[str, Callable[[], None]]:
    import numpy as np

    torch = library(kind)
    data = np.random.default_rng(0).standard_normal(ELEMENTS, dtype=np.float32)
    x = torch.from_numpy(data).requires_grad_()

    def task(expression: Callable[[Any, Any], Any]) -> Callable[[], None]:
        def function(x: Any) -> Any:
            return expression(torch, x)

        compiled = torch.compile(function) if kind == "compiled" else function

        def run() -> None:
            x.grad = None
            value = compiled(x)
            value.backward()
            if kind == "gradline":
                torch.realize(value, x.grad)

        return run

    return {"nothing": lambda: None} | {name: task(e) for name, e in EXPRESSIONS.items()}


def rows(settings: Settings) -> Iterator[Row | str]:
    peer = settings.python_with("torch")
    with Contender("fusion", "gradline") as mine:
        before = mine.run("nothing").peak
        peak = mine.run(next(iter(EXPRESSIONS))).peak - before
        gradient = ELEMENTS * 4
        for kind, name, target in (
            ("compiled", "torch.compile", 1.0),
            ("eager", "PyTorch eager", 0.25),
        ):
            try:
                with Contender("fusion", kind, peer) as other:
                    for task in EXPRESSIONS:
                        found, seconds = compare(mine, other, task, settings.rounds(15))
                        yield Row(
                            f"{task}, 10M float32, and gradient", name, found, target, seconds
                        )
            except Missing as missing:
                yield str(missing)
        title = f"{next(iter(EXPRESSIONS))}, 10M: memory"
        yield Row(title, "beyond input and gradient", (peak - gradient) / 2**20, 64, unit=" MB")
