"""Bounds on what a program may take, as options say them: seconds and bytes."""

from __future__ import annotations

from contextlib import suppress

from .errors import UsageError
from .worker.stopping import Bounds

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")

# What `run`, `test` and the pytest plugin allow each program and cell if nobody says otherwise.
SECONDS = "60"
PRINTED = "64M"
SHARE = 2  # of the memory that is free a program may take one part in so many


def bounds_of_programs(
    timeout: str | None = None, max_memory: str | None = None, max_output: str | None = None
) -> Bounds:
    """The bounds on each program, cell and case. Raises UsageError."""
    free = available_memory()
    return Bounds(
        parse_seconds(timeout or SECONDS),
        parse_size("--max-memory", max_memory) if max_memory else free and free // SHARE,
        parse_size("--max-output", max_output or PRINTED),
    )


def bounds_of_expressions(timeout: str | None = None, max_memory: str | None = None) -> Bounds:
    """The bounds on a one-liner: none, but for the memory that there is. Raises UsageError."""
    return Bounds(
        parse_seconds(timeout or "none"),
        parse_size("--max-memory", max_memory) if max_memory else available_memory(),
    )


def parse_size(option: str, text: str) -> int | None:
    """Bytes in `512M`, `1.5G`, `2GiB`, `1000000`; None for `none`. Raises UsageError."""
    if text == "none":
        return None
    number = text.strip().upper().removesuffix("B").removesuffix("I")
    unit = number[-1:] if number[-1:] in "KMGT" else ""
    try:
        size = float(number.removesuffix(unit) if unit else number) * UNITS[unit]
        if size > 0:
            return int(size)
    except (ValueError, OverflowError):
        pass
    raise UsageError(f"{option}: {text!r} is no size", hint="write it like 512M or 2G, or none")


def parse_seconds(text: str) -> float | None:
    """The seconds in `60`, `0.5`; None for `none`. Raises UsageError."""
    if text == "none":
        return None
    with suppress(ValueError):
        seconds = float(text)
        if 0 < seconds < float("inf"):
            return seconds
    raise UsageError(f"--timeout: {text!r} is no time", hint="write seconds, as 60 or 0.5, or none")


def available_memory() -> int | None:
    """Bytes that this machine can still give and its container allows, as far as Linux says."""
    found = []
    with suppress(OSError, ValueError, StopIteration), open("/proc/meminfo") as file:
        line = next(line for line in file if line.startswith("MemAvailable:"))
        found.append(int(line.split()[1]) * 1024)
    for limit in CGROUPS:  # of its use much is cache, which it gives back
        with suppress(OSError, ValueError), open(limit) as file:
            found.append(int(file.read()))
    return min(found, default=None)
