"""Long lists of plain numbers, also in rows, are read in one go: data in a program's text.

Token by token ten megabytes of them take twenty seconds. What JSON and the language write alike
(no `1.`, `+1` or `1_000`, no comments) the JSON decoder reads; other lists take the usual way.
"""

from __future__ import annotations

import re

LONG = 1000  # characters; shorter lists gain nothing
MOST_NESTED = 8  # lists inside one another

PLAIN = re.compile(r"[-+0-9.eE,\[\] \t\n]*")
LAST_COMMA = re.compile(r",(?=\s*\])")
NO_COMMA = re.compile(r"([0-9\]]\s*),(?=\s*\])")
BRACKET = re.compile(r"[\[\]]")


class NumberLists:
    """Finds the long lists of numbers in a text; `values` holds them by where they begin.

    A list that is tried costs what it is long; since few are inside one another, all are linear.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.values: dict[int, list] = {}
        self.stop = 0  # of the latest stretch of characters that such a list may have

    def end(self, position: int) -> int:
        """Where the list that begins at `position` ends, if it is a long one; otherwise 0."""
        if position >= self.stop:
            found = PLAIN.match(self.text, position)
            self.stop = found.end() if found else position
        if self.stop - position < LONG:
            return 0
        end = self._closed(position)
        if end - position < LONG:
            return 0
        try:
            self.values[position] = _decoded(self.text[position:end])
        except ValueError:
            return 0
        return end

    def _closed(self, position: int) -> int:
        """Behind the bracket that closes the one at `position`; 0 if none does, or too deep."""
        level = 0
        for found in BRACKET.finditer(self.text, position, self.stop):
            level += 1 if found[0] == "[" else -1
            if level == 0:
                return found.end()
            if level > MOST_NESTED:
                break
        return 0


def _decoded(text: str) -> list:
    """The list that `text` stands for; ValueError if it is not a plain one."""
    from json import loads

    return loads(NO_COMMA.sub(r"\1 ", text) if LAST_COMMA.search(text) else text)


def depth(values: list) -> int:
    """How many lists are inside one another."""
    return 1 + max((depth(value) for value in values if value.__class__ is list), default=0)


def copied(values: list, depth: int) -> list:
    """A copy of nested lists of numbers."""
    if depth == 1:
        return values.copy()
    return [copied(value, depth - 1) if value.__class__ is list else value for value in values]
