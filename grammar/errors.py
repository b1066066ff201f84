"""What went wrong in a program, and where: the one error that a user of the language sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable

MOST_LINES, MOST_CHARACTERS = 20, 2000  # of a message
MOST_SHOWN, MOST_BEFORE = 400, 100  # characters of a source line, and of those before a place


class Source:
    """The text of a program with its name, to turn offsets into lines and columns."""

    __slots__ = ("filename", "is_one_liner", "text")

    def __init__(self, text: str, filename: str, is_one_liner: bool = False) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        self.filename = filename
        self.is_one_liner = is_one_liner

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both counted from 1, of the character at `offset`."""
        line_start = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, offset) + 1, offset - line_start + 1

    def line(self, number: int) -> str:
        """The text of line `number`, counted from 1."""
        lines = self.text.split("\n", number)
        return lines[number - 1] if number <= len(lines) else ""


class Place:
    """A stretch of a source: where a syntax tree node, or an error, stands."""

    __slots__ = ("column", "end_column", "filename", "line", "source_line")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.filename = source.filename
        self.line, self.column = source.position(start)
        self.source_line = source.line(self.line)
        length = max(1, end - start)
        rest = max(1, len(self.source_line) + 1 - self.column)
        self.end_column = self.column + min(length, rest)

    def caret(self) -> str:
        """The source line with carets under the place; control characters shown as blanks."""
        start = max(0, self.column - 1 - MOST_BEFORE) if len(self.source_line) > MOST_SHOWN else 0
        piece = self.source_line[start : start + MOST_SHOWN]
        line = "".join(char if char.isprintable() else " " for char in piece)
        before = _width(line[: self.column - 1 - start])
        length = _width(line[self.column - 1 - start : self.end_column - 1 - start]) or 1
        left = "..." if start else ""
        right = "..." if start + len(piece) < len(self.source_line) else ""
        return f"    {left}{line}{right}\n    {' ' * (len(left) + before)}{'^' * length}"

    def __str__(self) -> str:
        return f"{self.filename}:{self.line}:{self.column}"


def _width(text: str) -> int:
    """The columns of a terminal that `text` takes."""
    if text.isascii():
        return len(text)
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


class ProgramError(Exception):
    """An error in a program: in its text, or raised while it ran.

    `kind` is the name of the error's class ("SyntaxError", "ShapeError", ...), `place` where it
    arose, `calls` the places of the calls that led there, innermost first, of which `skipped` in
    the middle are left out. `incomplete` says that more text could mend it: a bracket, a string or
    a block is still open.
    """

    def __init__(
        self,
        kind: str,
        message: str,
        place: Place,
        *,
        hint: str = "",
        calls: tuple[Place, ...] = (),
        skipped: int = 0,
        incomplete: bool = False,
    ) -> None:
        message = shortened(message)
        super().__init__(kind, message)
        self.kind = kind
        self.message = message
        self.hint = hint
        self.calls = calls
        self.skipped = skipped
        self.incomplete = incomplete
        self.place = place
        self.filename = place.filename
        self.line = place.line
        self.column = place.column
        self.end_column = place.end_column
        self.source_line = place.source_line

    def __str__(self) -> str:
        return (
            f"{self.place}: {self.kind}: {self.message}"
            if self.message
            else (f"{self.place}: {self.kind}")
        )

    def render(self) -> str:
        """`FILE:LINE:COLUMN: message`, the line with carets, the calls that led there, the hint."""
        lines = [str(self), self.place.caret()]
        for number, place in enumerate(self.calls):
            if self.skipped and number == len(self.calls) // 2:
                lines.append(f"  ... {self.skipped} more calls ...")
            lines += [f"  called from {place}", place.caret()]
        if self.hint:
            lines.append(f"hint: {self.hint}")
        return "\n".join(lines)


def syntax_error(
    source: Source, start: int, end: int, message: str, hint: str = "", incomplete: bool = False
) -> ProgramError:
    """The error for text that is not in the language."""
    place = Place(source, start, end)
    return ProgramError("SyntaxError", message, place, hint=hint, incomplete=incomplete)


def shortened(text: str) -> str:
    """`text`, of a very long one the beginning."""
    kept = text[:MOST_CHARACTERS]
    if kept.count("\n") >= MOST_LINES:
        kept = "\n".join(kept.split("\n", MOST_LINES)[:MOST_LINES])
    if len(kept) == len(text):
        return text
    return f"{kept}\n... and {len(text) - len(kept):,} more characters"


Hint = str | Callable[[], str]


def hinted(error: BaseException, hint: Hint) -> BaseException:
    """`error` with a hint for `ProgramError`; one that takes time to find is a function.

    It is called when the error is shown: a program may catch thousands.
    """
    error.__dict__["hint"] = hint
    return error


def hint_of(error: BaseException) -> str:
    """The hint that `hinted` left."""
    hint = error.__dict__.get("hint", "")
    return hint if isinstance(hint, str) else hint()


def near(name: str, known: Iterable[str]) -> str:
    """`did you mean 'NAME'?` for the nearest of the `known` names, or an empty hint."""
    from difflib import get_close_matches

    matches = get_close_matches(name, known, n=1, cutoff=0.6)
    return f"did you mean '{matches[0]}'?" if matches else ""


def suggest_keyword(error: BaseException, function: Callable, keywords: Iterable[str]) -> None:
    """Give a TypeError about one of the `keywords` the nearest that `function` does take."""
    if not isinstance(error, TypeError) or "hint" in error.__dict__:
        return
    unknown = next((name for name in keywords if f"'{name}'" in str(error)), None)
    if unknown is not None:
        hinted(error, lambda: _near_keyword(unknown, function))


def _near_keyword(unknown: str, function: Callable) -> str:
    from inspect import signature

    try:
        known = signature(function).parameters
    except (TypeError, ValueError):  # not everything has a signature
        return ""
    return "" if unknown in known else near(unknown, known)
