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
