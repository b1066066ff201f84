"""5,000 cases from a JSONL file, whole process, against a PyTorch script that does the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .measure import ROOT, Row, Settings, alternate, ratio
from .startup import gradline

CASES = 5000
SHAPES = (
    "mean({a}*(x+{b})**2)",
    "sum(sin({a}*x)*exp(-x*{b}))",
    "(x**2 + {a}*x - {b}).sum()",
    "tanh(x/{b}) @ tensor([{a}, {b}])",
    "log(1 + exp(-{a}*x)).mean() + {b}",
    "(x*y*{a}).sum() / (1 + {b}*(x**2).sum())",
    "relu(x*{a} - {b}).max()",
)


def write_cases(path: Path, number: int) -> None:
    """Seven shapes of expressions, each time with other constants and other data."""
    with open(path, "w") as file:
        for i in range(number):
            expr = SHAPES[i % 7].format(a=1 + i % 97 / 8, b=1 + i % 89 / 16)
            data = [[0.25 * (i % 11), -0.5 - i % 13 / 8], [1.5, 0.125 * (i % 17)]]
            names = {"x": data, "y": data[::-1]} if "y" in expr else {"x": data}
            case: dict[str, object] = {"id": i, "expr": expr, "vars": names}
            if "@" in expr:
                case["grad_output"] = [1.0, -0.5]
            file.write(json.dumps(case) + "\n")


def rows(settings: Settings) -> Iterator[Row]:
    torch = settings.python_with("torch")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cases.jsonl"
        write_cases(path, CASES)
        script = [torch, str(ROOT / "benchmarks" / "peers" / "torch_cases.py"), str(path)]
        pairs = alternate(gradline("run", str(path)), script, settings.rounds(7))
    mine, other = ([usage.seconds for usage in side] for side in zip(*pairs, strict=True))
    yield Row("5,000 cases, whole process", "PyTorch script", ratio(mine, other), 0.3, median(mine))
