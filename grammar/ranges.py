"""Ranges too long for Python to go through."""

from __future__ import annotations

from typing import Any

from .limits import LimitError


class LongRange:
    """A range too long to be gathered. A `for` loop runs over its `range`."""

    def __init__(self, real: range) -> None:
        self.range = real

    start = property(lambda self: self.range.start)
    stop = property(lambda self: self.range.stop)
    step = property(lambda self: self.range.step)

    def __iter__(self):
        raise LimitError(f"{self.range} is too long to be gathered; loop over it with `for`")

    def __len__(self) -> int:
        return len(self.range)

    def __eq__(self, other: object) -> bool:
        return self.range == (other.range if isinstance(other, LongRange) else other)

    def __hash__(self) -> int:
        return hash(self.range)

    def __reversed__(self):
        return LongRange(self.range[::-1])

    def __contains__(self, item: Any) -> bool:
        """Computed: Python would compare what is no int with each element."""
        whole = whole_number(item)
        return whole is not None and whole in self.range

    def count(self, item: object) -> int:
        return int(item in self)

    def index(self, item: Any) -> int:
        whole = whole_number(item)
        if whole is None:
            raise ValueError(f"{item!r} is not in range")
        return self.range.index(whole)

    def __getitem__(self, index):
        found = self.range[index]
        return LongRange(found) if isinstance(found, range) else found

    def __repr__(self) -> str:
        return repr(self.range)


# As errors of Python's own and its methods name it.
LongRange.__name__ = LongRange.__qualname__ = "range"
LongRange.count.__qualname__, LongRange.index.__qualname__ = "range.count", "range.index"


def whole_number(item: Any) -> int | None:
    """The int that `item`, a number or a tensor of one, is equal to, if there is one."""
    try:
        whole = int(item)
        return whole if bool(item == whole) else None
    except (TypeError, ValueError, OverflowError, RuntimeError):
        return None
