"""What the interpreter adds to the same program written in Python against gradline.engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .measure import Contender, Row, Settings, compare

PROGRAM = """
import torch
x = torch.tensor([0.5, -1.0, 2.0], requires_grad=True)
y = torch.zeros(3)
for i in range(2000):
    y = torch.sin(x * 0.5 + y) - y * 0.25
"""  # 5 operations a turn


def tasks(kind: str) -> dict[str, Callable[[], object]]:
    from gradline import engine
    from gradline.grammar import Interpreter

    if kind == "python":
        python = compile(PROGRAM.replace("import torch", ""), "<program>", "exec")
        return {"loop": lambda: exec(python, {"torch": engine})}
    interpreter = Interpreter(prelude="python")
    return {"loop": lambda: interpreter.run(PROGRAM)}


def rows(settings: Settings) -> Iterator[Row]:
    with Contender("interpreter", "gradline") as mine, Contender("interpreter", "python") as python:
        found, seconds = compare(mine, python, "loop", settings.rounds(21))
        yield Row("a loop of 10,000 small operations", "engine from Python", found, 1.5, seconds)
