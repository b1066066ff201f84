"""Elementwise chains with gradient on large arrays: gradline against PyTorch eager and compiled.

    python benchmarks/fusion.py [ELEMENTS]

Each contender is a process of its own that waits while another runs; they take turns, so that all
of them meet the same moments of a shared machine. Prints the median of the ratios of each turn, and
the peak memory of gradline's process. Needs torch and a C++ compiler.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from operator import truediv
from typing import Any

ROUNDS = 15
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


def contender(kind: str, elements: int) -> None:
    """Answer each line on stdin, the number of an expression, with seconds and peak kilobytes."""
    import numpy as np

    if kind == "gradline":
        from gradline import engine as torch
    else:
        import torch

        torch.set_num_threads(len(os.sched_getaffinity(0)))
    data = np.random.default_rng(0).standard_normal(elements, dtype=np.float32)
    x = torch.from_numpy(data).requires_grad_()
    functions = [lambda x, f=f: f(torch, x) for f in EXPRESSIONS.values()]
    if kind == "compiled":
        functions = [torch.compile(function) for function in functions]
    for line in sys.stdin:
        function = functions[int(line)]
        x.grad = None
        start = time.perf_counter()
        value = function(x)
        value.backward()
        if kind == "gradline":
            torch.realize(value, x.grad)
        seconds = time.perf_counter() - start
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


def main(elements: int) -> None:
    kinds = ("gradline", "eager", "compiled")
    command = [sys.executable, __file__, "--contender"]
    processes = {
        kind: subprocess.Popen(
            [*command, kind, str(elements)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for kind in kinds
    }

    def ask(kind: str, number: int) -> tuple[float, int]:
        process = processes[kind]
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(f"{number}\n")
        process.stdin.flush()
        seconds, kilobytes = process.stdout.readline().split()
        return float(seconds), int(kilobytes)

    for number, name in enumerate(EXPRESSIONS):
        for kind in kinds:
            for _ in range(2):
                ask(kind, number)
        times = {kind: [] for kind in kinds}
        for _ in range(ROUNDS):
            for kind in kinds:
                times[kind].append(ask(kind, number)[0])
        against = {
            kind: statistics.median(map(truediv, times["gradline"], times[kind])) for kind in kinds
        }
        print(
            f"{name:40} {statistics.median(times['gradline']) * 1e3:7.1f} ms"
            f"   / compiled {against['compiled']:.2f}   / eager {against['eager']:.2f}"
        )
    peak = ask("gradline", 0)[1] / 1024
    print(f"peak memory of the gradline process: {peak:.0f} MB", end="")
    print(f", its input and gradient: {8 * elements / 2**20:.0f} MB")
    for process in processes.values():
        process.communicate()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--contender"]:
        contender(sys.argv[2], int(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000)
