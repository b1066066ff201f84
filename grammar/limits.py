"""Bounds on what a program may use: steps, depth of calls, and sizes of Python values."""

from __future__ import annotations

LARGE = 65_536  # results longer than this are charged as steps, so that memory is bounded too
NESTED_TOO_DEEPLY = "the program is nested too deeply"


class LimitError(MemoryError):
    """A value that would be too large. A program can catch it, as it can a MemoryError."""


class Stopped(BaseException):
    """The program is to end: no `except` of it catches this, no `finally` of it runs any more."""


FAILURES = (Exception, Stopped)  # what passes through compiled code and has its place noted there


class Limits:
    """What one run may use.

    steps     loop iterations and function calls
    depth     calls of the program's functions inside one another
    digits    decimal digits of an integer
    size      elements of a string, a list or a tuple, and of a range that is gathered
    nesting   constructs of the text inside one another
    text      characters of the text, each of which may take a hundred bytes to parse
    """

    def __init__(
        self,
        steps: int = 50_000_000,
        depth: int = 1000,
        digits: int = 20_000,
        size: int = 10_000_000,
        nesting: int = 800,
        text: int = 16_000_000,
    ) -> None:
        self.steps = steps
        self.depth = depth
        self.digits = digits
        self.size = size
        self.nesting = nesting
        self.text = text

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

    A loop does `meter.left -= 1` and calls `poll()` below zero.
    """

    __slots__ = ("_message", "depth", "left", "limits")

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.start()

    def start(self) -> None:
        """Begin a run with all of the limits to spend."""
        self._message = ""
        self.depth = 0
        self.left = self.limits.steps

    def stop(self, message: str) -> None:
        """End the run at its next step, and at each one after. Made for signal handlers."""
        self._message = message
        self.left = -1

    def poll(self) -> None:
        """End the program: it was stopped, or its steps are spent."""
        raise Stopped(self._message or f"the program took more than {self.limits.steps:,} steps")

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
