"""When a worker is asked to stop: the clock, the bound on output, Ctrl-C."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import NamedTuple

from .process import Worker, WorkerDied
from .server import STOP_OUTPUT, STOP_TIME, STOP_USER

GRACE = 1.0  # seconds that a worker has to end what it was asked to stop
STARTING = 60.0  # seconds that a worker has to get ready
TICK = 0.1  # seconds after which a wait looks whether Ctrl-C was pressed


class Bounds(NamedTuple):
    """What one program, cell, case or expression may take; None where nothing bounds it."""

    seconds: float | None = None
    memory: int | None = None
    output: int | None = None

    def messages(self) -> dict[int, str]:
        """What a stop says, by the signal that asks for it."""
        return {
            int(STOP_TIME): f"the time limit of {self.seconds or 0:g} s is over",
            int(STOP_OUTPUT): f"the program printed more than {shown_size(self.output or 0)}",
            int(STOP_USER): "interrupted",
        }


def shown_size(size: int) -> str:
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:g} {unit}"
    return f"{size} bytes"


class Stop:
    """One thing that a worker does, and whether and why it was asked to stop it."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.begin()

    def begin(self) -> None:
        """The clock starts anew."""
        now = self._began = monotonic()
        seconds = self._bounds.seconds
        self._deadline = None if seconds is None else now + seconds
        self._patience = 0.0
        self._printed = 0
        self.asked: signal.Signals | None = None

    @property
    def message(self) -> str:
        return self._bounds.messages()[int(self.asked or 0)]

    def pause(self, seconds: float) -> None:
        """Time that went by while nobody took the output does not count."""
        if self._deadline is not None:
            self._deadline += seconds

    def printed(self, text: str) -> bool:
        """Whether this text may still be printed."""
        self._printed += len(text)
        return self._bounds.output is None or self._printed <= self._bounds.output

    def ask(self, worker: Worker, reason: signal.Signals) -> None:
        if self.asked is not None:
            return
        self.asked = reason
        self._patience = monotonic()
        if worker.is_ready:  # one that is still starting would not understand
            self._patience += GRACE
            worker.signal(reason)

    def check(self, worker: Worker) -> float:
        """Ask or force the worker to stop if it is time; how long to wait until the next look.

        Raises Overdue when the worker had to be ended.
        """
        now = monotonic()
        if self.asked is not None:
            if now >= self._patience:
                worker.kill()
                raise Overdue
            return min(TICK, self._patience - now)
        if not worker.is_ready:  # starting takes none of the program's time
            if now >= self._began + STARTING:
                worker.kill()
                raise WorkerDied("it did not get ready")
            return TICK
        if self._deadline is None:
            return TICK
        if now >= self._deadline:
            self.ask(worker, STOP_TIME)
            return TICK
        return min(TICK, self._deadline - now)


class Overdue(Exception):
    """A worker did not stop when it was asked to, and was ended."""


class Cancelled(BaseException):
    """Ctrl-C ended what ran. No handler of errors mistakes it for one of them."""


class Interrupted:
    """Whether Ctrl-C was pressed; pressed again, it is not waited for anything."""

    def __init__(self) -> None:
        self.pressed = False

    def __call__(self, *_: object) -> None:
        if self.pressed:
            raise KeyboardInterrupt
        self.pressed = True


@contextmanager
def interruptible() -> Iterator[Interrupted]:
    """Inside, Ctrl-C is noted, and raised at the end: what was computed can still be shown."""
    noted = Interrupted()
    try:
        before = signal.signal(signal.SIGINT, noted)
    except ValueError:  # not the main thread, which alone hears signals
        yield noted
        return
    try:
        yield noted
    except Exception:
        if not noted.pressed:
            raise
    finally:
        signal.signal(signal.SIGINT, before)
    if noted.pressed:
        raise Cancelled
