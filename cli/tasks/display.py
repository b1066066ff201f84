"""The last value of a notebook cell as Jupyter shows it in text.

Jupyter does not print `repr(value)`: it breaks lists, tuples and dicts that are wider than a line,
or hold a value of several lines, and shortens the default form of an object.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from ..errors import CommandError

WIDTH = 79
LONGEST = 1000  # elements of a sequence that are shown
LONGEST_TEXT = 10_000_000  # characters
DEFAULT_REPR = re.compile(r"<([\w.]+) object at (0x[0-9a-fA-F]+)>")
BRACKETS = {list: "[]", tuple: "()", dict: "{}"}


def display(value: Any, show: Callable[[Any], str]) -> str:
    """The text of a value; `show` gives that of what is no container.

    Raises what `show` raises for a value that has no text, as one that is nested too deeply or
    would be too long; RecursionError, and CommandError for what is too long when laid out.
    """
    if brackets_of(value) is not None:
        show(value)
    return Layout(show).of(value, 0, 0, 0)


class Layout:
    """Writes one value; knows the containers around what is being written."""

    def __init__(self, show: Callable[[Any], str]) -> None:
        self._show = show
        self._around: set[int] = set()
        self._flat_texts: dict[int, str | None] = {}
        self._length = 0

    def of(self, value: Any, indent: int, column: int, trailing: int) -> str:
        """`value` written from `column` on, with `trailing` characters to follow on its last line.

        Further lines begin at `indent`. Raises RecursionError and CommandError.
        """
        flat = self._flat(value)
        if flat is not None and column + len(flat) + trailing <= WIDTH:
            return flat
        brackets = brackets_of(value)
        if brackets is None or not value:
            return self._plain(value).replace("\n", "\n" + " " * indent)
        if id(value) in self._around:
            return "...".join(brackets)
        self._around.add(id(value))
        parts = self._broken(value, indent + 1, column + 1, trailing)
        self._around.discard(id(value))
        return brackets[0] + (",\n" + " " * (indent + 1)).join(parts) + closing(value, brackets)

    def _plain(self, value: Any) -> str:
        text = DEFAULT_REPR.sub(r"<\1 at \2>", self._show(value))
        self._length += len(text)
        if self._length > LONGEST_TEXT:
            raise CommandError("the value is too long to be shown", kind="LimitError")
        return text

    def _flat(self, value: Any) -> str | None:
        """A value on one line, None where it does not fit on any."""
        brackets = brackets_of(value)
        if brackets is None or not value:
            text = self._plain(value)
            return None if "\n" in text else text
        if id(value) in self._around:
            return "...".join(brackets)
        if id(value) not in self._flat_texts:
            self._around.add(id(value))
            self._flat_texts[id(value)] = self._joined(value, brackets)
            self._around.discard(id(value))
        return self._flat_texts[id(value)]

    def _joined(self, value: Any, brackets: str) -> str | None:
        parts: list[str] = []
        length = 0
        for item in value.items() if isinstance(value, dict) else value:
            one = [self._flat(part) for part in (item if isinstance(value, dict) else (item,))]
            if None in one or length > WIDTH:
                return None
            parts.append(": ".join(map(str, one)))
            length += len(parts[-1]) + 2
        return brackets[0] + ", ".join(parts) + closing(value, brackets)

    def _broken(self, value: Any, indent: int, column: int, trailing: int) -> list[str]:
        """Each element of a container, the last with `trailing` characters after the bracket."""
        parts = []
        items = list(value.items() if isinstance(value, dict) else value)
        for index, item in enumerate(items[:LONGEST]):
            start = column if index == 0 else indent
            label = ""
            if isinstance(value, dict):
                label = self.of(item[0], indent, start, 1) + ": "
                item = item[1]
            after = 1 + trailing if index == len(items) - 1 else 1
            parts.append(label + self.of(item, indent, start + len(label), after))
        return [*parts, "..."] if len(items) > LONGEST else parts


def brackets_of(value: Any) -> str | None:
    """The brackets of a container; None for a value that says itself how it is written."""
    for cls in type(value).__mro__:
        if cls in BRACKETS:
            return BRACKETS[cls]
        if "__repr__" in vars(cls):
            return None
    return None


def closing(value: Any, brackets: str) -> str:
    return "," + brackets[1] if isinstance(value, tuple) and len(value) == 1 else brackets[1]
