"""What number and string literals mean."""

from __future__ import annotations

import re

ESCAPE = (
    r"\\(?:(\n)|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})"
    r"|N\{([^}]+)\}|([\\'\"abfnrtv])|([xuUN]))"
)
SINGLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def number(text: str) -> int | float | complex:
    """The value of a number literal. Raises ValueError for more digits than Python converts."""
    text = text.replace("_", "")
    if text[:2] in ("0x", "0X", "0b", "0B", "0o", "0O"):
        return int(text, 0)
    if text[-1] in "jJ":
        return complex(0.0, float(text[:-1]))
    return int(text) if text.isdigit() else float(text)


def string(text: str) -> str:
    """The value of a string literal with its prefix and quotes; ValueError for a bad escape."""
    first = text[0]
    raw = first in "rR"
    if first not in "'\"":
        text = text[1:]
    quotes = 3 if text[:3] in ("'''", '"""') and len(text) >= 6 else 1
    body = text[quotes:-quotes]
    return body if raw else unescape(body)


def unescape(text: str) -> str:
    """Replace escape sequences; ones that mean nothing stay, as in Python."""
    return re.sub(ESCAPE, _character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    newline, octal, x, u, big_u, name, single, incomplete = found.groups()
    if newline:
        return ""
    if octal:
        return chr(int(octal, 8))
    if single:
        return SINGLE.get(single, single)
    if name:
        from unicodedata import lookup

        try:
            return lookup(name)
        except KeyError:
            raise ValueError(f"there is no character named {name!r}") from None
    if incomplete:
        raise ValueError(f"the escape '\\{incomplete}' is not complete")
    code = int(x or u or big_u, 16)
    if code > 0x10FFFF:
        raise ValueError(f"there is no character U+{code:X}")
    return chr(code)
