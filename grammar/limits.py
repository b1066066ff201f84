"""Bounds on what a program may use: steps, time, depth of calls, and sizes of Python values."""

from __future__ import annotations

from time import monotonic

LARGE = 65_536  # results longer than this are charged as steps, so that memory is bounded too
NESTED_TOO_DEEPLY = "the program is nested too deeply"
POLL_SECONDS = 0.01
POLL_STEPS = 4096


class LimitError(MemoryError):
    """A value that would be too large. A program can catch it, as it can a MemoryError."""


class Stopped(BaseException):
    """Steps or time have run out. No `except` of the program catches this."""


class Limits:
    """What one run may use.

    steps     loop iterations and function calls
    seconds   wall-clock time, or None
    depth     calls of the program's functions inside one another
    digits    decimal digits of an integer
    size      elements of a string, a list or a tuple, and of a range that is gathered
    nesting   constructs of the text inside one another
    """

    def __init__(
        self,
        steps: int = 50_000_000,
        seconds: float | None = None,
        depth: int = 1000,
        digits: int = 20_000,
        size: int = 10_000_000,
        nesting: int = 800,
    ) -> None:
        self.steps = steps
        self.seconds = seconds
        self.depth = depth
        self.digits = digits
        self.size = size
        self.nesting = nesting

    @property
    def bits(self) -> int:
        """The bits of an integer of `digits` digits."""
        return self.digits * 10 // 3

    @property
    def host_depth(self) -> int:
        """The host's frames for calls to the full depth: each construct around a call takes one."""
        return 2000 + 10 * self.depth


class Meter:
    """Counts what a run uses.

    A loop does `meter.left -= 1` and calls `poll()` below zero, which looks at the clock and at
    the total, about every hundredth of a second.
    """

    __slots__ = ("_chunk", "_deadline", "_polled", "_rest", "depth", "left", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.start()

    def start(self) -> None:
        """Begin a run with all of the limits to spend."""
        self.depth = 0
        self.left = self._chunk = 64
        self._rest = self.limits.steps - self.left
        self._polled = monotonic()
        seconds = self.limits.seconds
        self._deadline = None if seconds is None else self._polled + seconds

    def poll(self) -> None:
        """Stop the program if its steps or its time are spent; else hand out more steps."""
        if self._rest <= 0:
            raise Stopped(f"the program took more than {self.limits.steps:,} steps")
        now = monotonic()
        if self._deadline is not None and now > self._deadline:
            raise Stopped(f"the program took longer than {self.limits.seconds:g} seconds")
        if now - self._polled < POLL_SECONDS:
            self._chunk = min(2 * self._chunk, POLL_STEPS)
        else:
            self._chunk = max(self._chunk // 4, 1)
        self._polled = now
        self._rest += self.left
        self.left = min(self._chunk, self._rest)
        self._rest -= self.left

    def charge(self, value: str | list | tuple) -> None:
        """Refuse a sequence that is too long; count a long one in proportion to its memory."""
        length = len(value)
        self.check_size(length)
        self.left -= length >> 3 if value.__class__ is str else length
        if self.left < 0:
            self.poll()

    def check_size(self, length: int) -> None:
        """LimitError if a sequence of `length` elements would be too long."""
        if length > self.limits.size:
            most = f"at most {self.limits.size:,}"
            raise LimitError(f"a sequence of {_count(length)} elements is too long ({most})")

    def check_bits(self, bits: int) -> None:
        """LimitError if an integer of that many bits would be too large."""
        if bits > self.limits.bits:
            raise LimitError(f"an integer of more than {self.limits.digits:,} digits is too large")


def _count(number: int) -> str:
    return f"{number:,}" if number < 10**15 else "10**15 or more"
