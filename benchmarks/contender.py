"""`python -m benchmarks.contender MODULE KIND`: answer names of tasks with seconds and peak bytes.

A task is a function that takes nothing, from `tasks(kind)` of benchmarks/MODULE.py. It may return
the seconds that count; one that fails is answered with an exclamation mark and the reason.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from importlib import import_module
from typing import Any


def library(kind: str) -> Any:
    """gradline's engine, or PyTorch: the same names, so that a task is written once."""
    if kind == "gradline":
        from gradline import engine

        return engine
    import torch

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", len(os.sched_getaffinity(0)))))
    return torch


def main(module: str, kind: str) -> None:
    tasks = import_module(f"benchmarks.{module}").tasks(kind)
    for line in sys.stdin:
        try:
            task = tasks[line.strip()]
            start = time.perf_counter()
            own = task()
            seconds = time.perf_counter() - start if own is None else own
        except Exception as error:
            print("!", type(error).__name__, str(error).partition("\n")[0], flush=True)
            continue
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        print(seconds, peak, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
