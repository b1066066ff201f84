"""Whole processes: a one-liner against `import numpy`, and against the same line in its peers."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from .measure import Missing, Row, Settings, alternate, ratio

ONE_LINER = ("grad", "mean(3*(x+2)**2)", "x=ones(2,2)")
HELP = ("--help",)
PEERS = {
    "PyTorch": (
        "torch",
        "x = torch.ones(2, 2, requires_grad=True); y = torch.mean(3 * (x + 2) ** 2); "
        "y.backward(); print(y, x.grad)",
    ),
    "JAX": (
        "jax",
        "f = jax.value_and_grad(lambda x: (3 * (x + 2) ** 2).mean()); "
        "print(*f(jax.numpy.ones((2, 2))))",
    ),
    "HIPS autograd": (
        "autograd",
        "import autograd.numpy as np; f = lambda x: np.mean(3 * (x + 2) ** 2); "
        "x = np.ones((2, 2)); print(f(x), autograd.grad(f)(x))",
    ),
    "MyGrad": (
        "mygrad",
        "x = mygrad.ones((2, 2)); y = mygrad.mean(3 * (x + 2) ** 2); "
        "y.backward(); print(y, x.grad)",
    ),
}


def gradline(*arguments: str) -> list[str]:
    """The console script of this interpreter's gradline."""
    return [str(Path(sysconfig.get_path("scripts")) / "gradline"), *arguments]


def rows(settings: Settings) -> Iterator[Row]:
    numpy = [sys.executable, "-c", "import numpy"]
    pairs = alternate(gradline(*ONE_LINER), numpy, settings.rounds(15))
    mine, other = zip(*pairs, strict=True)
    seconds = sorted(usage.seconds for usage in mine)[len(mine) // 2]
    found = ratio([u.seconds for u in mine], [u.seconds for u in other])
    yield Row("one-liner, whole process", "import numpy", found, 1.18, seconds)
    found = ratio([u.peak for u in mine], [u.peak for u in other])
    yield Row("one-liner, peak memory", "import numpy", found, 1.3)


def peers(settings: Settings) -> Iterator[Row | str]:
    """The one-liner in each peer that is installed; a sentence for each that is not."""
    for name, (module, line) in PEERS.items():
        try:
            python = settings.python_with(module)
        except Missing as missing:
            yield str(missing)
            continue
        program = [python, "-c", f"import {module}; {line}"]
        pairs = alternate(gradline(*ONE_LINER), program, settings.rounds(7))
        found = ratio([m.seconds for m, _ in pairs], [o.seconds for _, o in pairs])
        yield Row("one-liner, whole process", name, found)
