"""What a program can set for the whole process, put back between programs."""

from __future__ import annotations

from collections.abc import Callable

from .dtypes import DType, set_default_dtype
from .gradmode import mode

RESTORERS: list[Callable[[], None]] = []


def restores(function: Callable[[], None]) -> Callable[[], None]:
    """Have `function` called by `reset`: it puts back what its module holds for the process."""
    RESTORERS.append(function)
    return function


def reset(dtype: DType) -> None:
    """Default dtype, grad mode, print options and random numbers, as they are at the start."""
    set_default_dtype(dtype)
    mode.enabled = True
    for restore in RESTORERS:
        restore()
