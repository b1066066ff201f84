"""Expressions that differ in their constants only share one compiled program.

`mean(3*(x+2)**2)` becomes `mean(constant_0*(x+constant_1)**constant_2)` and three variables. Case
lists are made by programs and repeat their shapes, so that most of them parse in no time.
"""

from __future__ import annotations

import re

# A decimal number that stands alone: no part of a name, no complex or hexadecimal number.
NUMBER = re.compile(r"(?<![\w.])(?:(?:0|[1-9]\d{0,17})(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])")
NAME = "constant_"


def split_constants(text: str) -> tuple[str, dict[str, int | float]]:
    """The text with its numbers replaced by names, and what these names mean.

    A text with strings or comments, in which a number may be no number, is left as it is.
    """
    constants: dict[str, int | float] = {}
    if "'" in text or '"' in text or "#" in text or NAME in text:
        return text, constants

    def named(match: re.Match[str]) -> str:
        digits = match[0]
        name = f"{NAME}{len(constants)}"
        constants[name] = int(digits) if digits.isdigit() else float(digits)
        return name

    return NUMBER.sub(named, text), constants


def original_column(text: str, line: int, column: int) -> int:
    """Where a column of the changed text stands in `text` itself; both count from 1."""
    shift = 0
    before = sum(len(NUMBER.findall(part)) for part in text.split("\n")[: line - 1])
    for number, match in enumerate(NUMBER.finditer(text.split("\n")[line - 1]), before):
        name = f"{NAME}{number}"
        if match.start() + shift + len(name) >= column:
            return min(column - shift, match.start() + 1)
        shift += len(name) - len(match[0])
    return column - shift
