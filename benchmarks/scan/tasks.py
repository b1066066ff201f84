"""What a contender of the scan does: a case at a size, again and again, in its own CPU time."""

from __future__ import annotations

import math
import os
import time
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from ..contender import library
from . import CASES, SIZES
from .cases import Case, Input, Made

LONG_ENOUGH = 0.005  # seconds of one measurement


def tasks(kind: str) -> Tasks:
    if hasattr(os, "sched_setaffinity"):  # one thread, whatever a library counts
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return Tasks(library(kind))


class Tasks(dict[str, Callable[[], float]]):
    """Tasks by "case size", made when first asked for; only the latest is kept."""

    def __init__(self, torch: Any) -> None:
        self.torch = torch

    def __missing__(self, key: str) -> Callable[[], float]:
        self.clear()
        name, _, size = key.rpartition(" ")
        self[key] = timed(step(self.torch, CASES[name], SIZES.index(size)))
        return self[key]


def timed(run: Callable[[], None]) -> Callable[[], float]:
    """A task that returns the seconds of one run, measured over as many as that takes."""
    run()
    start = time.process_time()
    run()
    one = time.process_time() - start
    if one < LONG_ENOUGH:
        one = repeated(run, math.ceil(LONG_ENOUGH / 4 / max(one, 1e-5)))
    times = max(1, math.ceil(LONG_ENOUGH / max(one, 1e-7)))
    return lambda: repeated(run, times)


def repeated(run: Callable[[], None], times: int) -> float:
    start = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - start) / times


def step(torch: Any, case: Case, size: int) -> Callable[[], None]:
    """One run of a case: forward, and backward where a result depends on an input."""
    values = inputs(torch, case, size)
    function = eval(f"lambda: {case.expression}", values)
    leaves = [x for x in values.values() if torch.is_tensor(x) and x.requires_grad]
    first = function()
    outputs = tensors(torch, first)
    linked = [i for i, y in enumerate(outputs) if y.requires_grad]
    cotangents = [torch.ones_like(outputs[i]) for i in linked]
    realize = getattr(torch, "realize", lambda *_: None)

    def forward() -> None:
        realize(*tensors(torch, function()))

    def single() -> None:
        for x in leaves:
            x.grad = None
        y = function()
        y.backward(cotangents[0])
        realize(y, *[x.grad for x in leaves])

    def several() -> None:
        for x in leaves:
            x.grad = None
        found = tensors(torch, function())
        torch.autograd.backward([found[i] for i in linked], cotangents)
        realize(*found, *[x.grad for x in leaves])

    return forward if not linked else single if first is outputs[0] else several


def inputs(torch: Any, case: Case, size: int) -> dict[str, Any]:
    """What the expression sees; the same numbers in either library."""
    rng = np.random.default_rng(zlib.crc32(case.name.encode()))
    values: dict[str, Any] = {"torch": torch, "F": torch.nn.functional}
    for name, given in case.inputs.items():
        if isinstance(given, Input):
            value = torch.from_numpy(np.asarray(given.draw(rng, given.shapes[size], size)))
        else:
            given = Made(given) if isinstance(given, str) else given
            with torch.no_grad():
                value = eval(given.expression, values)
        values[name] = value.clone().requires_grad_() if given.grad else value
    return values


def tensors(torch: Any, found: Any) -> list[Any]:
    """The tensors of a result, which may be one, several, or none."""
    if torch.is_tensor(found):
        return [found]
    parts = found if isinstance(found, (tuple, list)) else ()
    return [y for part in parts for y in tensors(torch, part)]
