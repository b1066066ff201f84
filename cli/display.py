"""The last value of a notebook cell as Jupyter shows it in text.

Jupyter does not print `repr(value)`: it breaks lists, tuples and dicts that are wider than a line,
or hold a value of several lines, and shortens the default form of an object.
"""

from __future__ import annotations

import re
from typing import Any

WIDTH = 79
LONGEST = 1000  # elements of a sequence that are shown
DEFAULT_REPR = re.compile(r"<([\w.]+) object at (0x[0-9a-fA-F]+)>")
BRACKETS = {list: "[]", tuple: "()", dict: "{}"}


def display(value: Any) -> str:
    return layout(value, 0, 0, 0)


def layout(value: Any, indent: int, column: int, trailing: int | None) -> str:
    """`value` written from `column` on, with `trailing` characters to follow on its last line.

    `trailing` is None where the width does not matter: inside what is tried on one line.
    """
    brackets = brackets_of(value)
    if brackets is None or not value:
        text = DEFAULT_REPR.sub(r"<\1 at \2>", repr(value))
        return text.replace("\n", "\n" + " " * indent)
    parts = written(value, brackets, indent + 1, column + 1, None)
    flat = brackets[0] + ", ".join(parts) + closing(value, brackets)
    if "\n" not in flat and (trailing is None or column + len(flat) + trailing <= WIDTH):
        return flat
    parts = written(value, brackets, indent + 1, column + 1, trailing or 0)
    return brackets[0] + (",\n" + " " * (indent + 1)).join(parts) + closing(value, brackets)


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


def written(value: Any, brackets: str, indent: int, column: int, trailing: int | None) -> list[str]:
    """Each element of a container, the last one with `trailing` characters after the bracket."""
    parts = []
    items = list(value.items() if isinstance(value, dict) else value)
    for index, item in enumerate(items[:LONGEST]):
        start = column if index == 0 else indent
        label = ""
        if isinstance(value, dict):
            label = layout(item[0], indent, start, 1) + ": "
            item = item[1]
        after = None if trailing is None else 1 + trailing if index == len(items) - 1 else 1
        parts.append(label + layout(item, indent, start + len(label), after))
    return [*parts, "..."] if len(items) > LONGEST else parts
