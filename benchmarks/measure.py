"""How things are measured: contenders take turns, and the median of the ratios counts.

On a shared machine an absolute time means nothing, and two timings taken one after the other mean
little. What is compared here runs in alternation, so that both sides meet the same moments.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from operator import truediv
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

ROOT = Path(__file__).parent.parent


class Row(NamedTuple):
    """One figure: what gradline takes, as a ratio to `against`, and what it should not exceed.

    seconds: gradline's own median time, where the figure is one of times.
    """

    what: str
    against: str
    figure: float
    target: float | None = None
    seconds: float | None = None
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.target is None or self.figure <= self.target


class Settings(NamedTuple):
    """What the command line says about a run.

    quick: fewer rounds. pythons: interpreters to look for peers in. scan: the operators that are
    scanned, if not all. json: where the scan is written to.
    """

    quick: bool
    pythons: tuple[str, ...]
    scan: tuple[str, ...] = ()
    json: str | None = None

    def rounds(self, number: int) -> int:
        return max(3, number // 4) if self.quick else number

    def python_with(self, module: str) -> str:
        """The interpreter in which `module` is installed. Raises Missing."""
        for python in self.pythons:
            found = f"import importlib.util as u, sys; sys.exit(u.find_spec({module!r}) is None)"
            if subprocess.run([python, "-c", found], capture_output=True).returncode == 0:
                return python
        raise Missing(f"{module} is not installed")


class Missing(Exception):
    """A peer, or a tool it needs, is not here: the figure is left out."""


# A regular start reads compiled modules; an environment that forbids to write them is not typical.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


class Usage(NamedTuple):
    """What one process took: seconds on the clock, and bytes at its peak.

    Of a process that leaves its work to another, the other's peak counts if it is higher.
    """

    seconds: float
    peak: int


def process(command: Sequence[str]) -> Usage:
    """Run a command to its end, its output dropped. Raises RuntimeError when it fails."""
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=ENVIRONMENT, cwd=ROOT
    )
    assert child.stderr is not None
    complaint = child.stderr.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)[:200]} failed:\n{complaint}")
    return Usage(seconds, max([usage.ru_maxrss, *orphans()]) * 1024)


def adopt() -> None:
    """Let processes whose parents end become ours (Linux), so that what they took is told."""
    if sys.platform == "linux":
        import ctypes

        PR_SET_CHILD_SUBREAPER = 36
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def orphans() -> list[int]:
    """The peaks, in kilobytes, of the adopted processes that have ended or are about to."""
    peaks = []
    for _ in range(20):
        try:
            pid, _, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            break
        if pid:
            peaks.append(usage.ru_maxrss)
        else:
            time.sleep(0.005)
    return peaks


def alternate(mine: Sequence[str], other: Sequence[str], rounds: int) -> list[tuple[Usage, Usage]]:
    """Both commands in turns, after one run of each to warm the disk's cache."""
    adopt()
    process(mine), process(other)
    return [(process(mine), process(other)) for _ in range(rounds)]


def ratio(mine: Sequence[float], other: Sequence[float]) -> float:
    """The median of the ratios of each turn."""
    return median(map(truediv, mine, other))


class Contender:
    """A process that has a figure's tasks ready and runs one of them when asked.

    It runs `tasks(kind)` of a module of this package and waits while others have their turn.
    threads: how many its libraries may use (None: all), where a pool that waits for work would
    take the time of the other's.
    """

    def __init__(
        self, module: str, kind: str, python: str = sys.executable, threads: int | None = None
    ) -> None:
        command = [python, "-m", "benchmarks.contender", module, kind]
        pools = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        limits = {} if threads is None else dict.fromkeys(pools, str(threads))
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=ROOT,
            env={**os.environ, **limits},
        )

    def run(self, task: str) -> Usage:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(task + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise Missing(f"{' '.join(self.process.args[1:])} ended early")  # type: ignore[index]
        if answer.startswith("!"):
            raise Missing(answer[1:].strip())
        seconds, peak = answer.split()
        return Usage(float(seconds), int(peak))

    def __enter__(self) -> Contender:
        return self

    def __exit__(self, *_: Any) -> None:
        self.process.communicate()


def compare(mine: Contender, other: Contender, task: str, rounds: int) -> tuple[float, float]:
    """The ratio of the times of one task, and the median of the first's."""
    for _ in range(2):
        mine.run(task), other.run(task)
    turns = [(mine.run(task).seconds, other.run(task).seconds) for _ in range(rounds)]
    first, second = zip(*turns, strict=True)
    return ratio(first, second), median(first)
