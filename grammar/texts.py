"""Values as text: bounded, and with invented addresses in place of real ones."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from .limits import Meter

VIEWS = (type({}.keys()), type({}.values()), type({}.items()))
NESTING = (tuple, list, dict, set, frozenset, slice, BaseException, *VIEWS)
NUMBERS = frozenset([int, float, bool, complex, type(None)])
PLAIN = NUMBERS | {str}
ADDRESS = re.compile(r"(?<= at )0x[0-9a-fA-F]{5,}")
# Invented addresses look real and are none: here Linux keeps its main thread's stack, never an
# object. So text in which addresses were replaced already can be told by the numbers in it.
FIRST, APART, MOST = 0x7FFF_F800_0000, 112, 1_000_000


class Texts:
    """What `str`, `repr`, `format` and `id` give the programs of one interpreter."""

    def __init__(self, meter: Meter) -> None:
        self._meter = meter
        self._invented: dict[int, int] = {}
        self.conversions = {"r": self.repr_, "s": self.str_, "a": self.ascii_}

    # ---- addresses

    def address(self, real: int) -> int:
        """The number that stands for a real address, as long as it is among the last million."""
        if FIRST <= real < FIRST + APART * MOST:
            return real
        if len(self._invented) == MOST:
            self._invented.clear()
        return self._invented.setdefault(real, FIRST + APART * len(self._invented))

    def id_(self, value: object, /) -> int:
        return self.address(id(value))

    def hidden(self, text: str) -> str:
        """`text` with its addresses replaced."""
        if " at 0x" not in text:
            return text
        return ADDRESS.sub(lambda found: f"{self.address(int(found[0], 16)):#x}", text)

    def hide(self, error: BaseException) -> None:
        """Replace the addresses in the message of an error that a program gets hold of."""
        if any(arg.__class__ is str and " at 0x" in arg for arg in error.args):
            error.args = tuple(self.hidden(a) if a.__class__ is str else a for a in error.args)

    # ---- text

    def str_(self, value: Any) -> str:
        if value.__class__ in PLAIN:
            return str(value)
        self.check(value)
        return self.hidden(str(value))

    def repr_(self, value: object, /) -> str:
        if value.__class__ in PLAIN:
            return repr(value)
        self.check(value)
        return self.hidden(repr(value))

    def ascii_(self, value: object, /) -> str:
        self.check(value)
        return self.hidden(ascii(value))

    def format_(self, value: Any, spec: str = "") -> str:
        if value.__class__ in PLAIN:
            return format(value, spec)
        self.check(value)
        return self.hidden(format(value, spec))

    def check(self, value: Any) -> None:
        """LimitError if the text of `value` would be too long, as where lists share parts."""
        if isinstance(value, NESTING):
            self._meter.check_size(extent(value, {}))


def extent(value: Any, known: dict[int, int]) -> int:
    """The least number of characters that a value prints with; linear, whatever parts it shares."""
    if value.__class__ is str:
        return len(value)
    if not isinstance(value, NESTING):
        return 1
    key = id(value)
    found = known.get(key)
    if found is None:
        known[key] = 1  # where a value holds itself, dots are printed
        parts = parts_of(value)
        if NUMBERS.issuperset(map(type, parts)):
            found = len(parts)
        else:
            found = sum([1 + extent(part, known) for part in parts])
        known[key] = found
    return found


def parts_of(value: Any) -> Collection[Any]:
    """What a container shows."""
    if isinstance(value, dict):
        return [*value, *value.values()]
    if isinstance(value, BaseException):
        return value.args
    if isinstance(value, slice):
        return [value.start, value.stop, value.step]
    if value.__class__ is VIEWS[2]:  # its pairs are made as it is asked for them
        return [part for pair in value for part in pair]
    return value
