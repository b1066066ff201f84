"""Bounds on what a program may take: seconds and bytes."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from .errors import CommandError, UsageError

UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
CGROUPS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def parse_size(text: str | None) -> int | None:
    """Bytes in `512M`, `1.5G`, `2GiB`, `1000000`; None for `none`; else what the machine has."""
    if text is None:
        return available_memory()
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
    raise UsageError(f"--max-memory: {text!r} is no size", hint="write it like 512M or 2G, or none")


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


def limit_memory(size: int | None) -> None:
    """Let this process take `size` more bytes of its own.

    The bound is on private memory (RLIMIT_DATA), not on address space: a mapped file may be larger.
    What the process holds already (the interpreter, NumPy's buffers) does not count.
    """
    if size is None or sys.platform != "linux":
        return
    import resource

    with open("/proc/self/statm") as file:
        held = int(file.read().split()[5]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([held + size, *bounds]), hard))


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """Stop what runs inside after `seconds`: a program with the place it had come to.

    The alarm waits for NumPy to return, so a second one ends the process if that takes too long.
    """
    if not seconds:
        yield
        return
    import signal
    from threading import Timer

    from ..grammar.limits import Stopped

    message = f"the time limit of {seconds:g} s is over"

    def expired(*_: object) -> None:
        raise Stopped(message)

    last_resort = Timer(seconds + 2, abandon, [message])
    last_resort.daemon = True
    previous = signal.signal(signal.SIGALRM, expired)
    last_resort.start()
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    except Stopped:  # outside of any program
        raise CommandError(message, kind="LimitError") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        last_resort.cancel()


def abandon(message: str) -> None:
    """End the process from beside a computation that cannot be interrupted."""
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os.write(2, f"error: {message}\n".encode())
    os._exit(1)
