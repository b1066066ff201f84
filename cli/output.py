"""Everything that is printed: plain text in a pipe, colour on a terminal, JSON on request."""

from __future__ import annotations

import os
import sys
from typing import TextIO

# A terminal obeys control characters, so they are shown instead of sent: `\x1b`, never ESC.
# Tab and newline are harmless. The second range is the 8-bit form of the same controls. What turns
# the direction of writing round could make a text look like another.
DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
ESCAPES = (
    {code: f"\\x{code:02x}" for code in (*range(32), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
    | {code: f"\\u{code:04x}" for code in DIRECTIONS}
    | {ord("\r"): "\\r"}
)


def printable(text: str) -> str:
    """`text` with its control characters, and halves of characters, made visible."""
    if not text.isascii():
        text = text.encode("utf-8", "backslashreplace").decode()
    return text.translate(ESCAPES)


choice = "auto"  # what `--color` says, for the output and for errors alike


def wants_color(stream: TextIO) -> bool:
    """Whether this stream gets colour; `auto` asks whether it is a terminal."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return stream.isatty()


class Output:
    """Where a command prints. Under `--json` what a program prints moves to stderr."""

    def __init__(self, as_json: bool = False) -> None:
        self.color = not as_json and wants_color(sys.stdout)
        self.as_json = as_json

    def program(self, text: str) -> None:
        """What a program prints, as it comes."""
        (sys.stderr if self.as_json else sys.stdout).write(printable(text))

    def named(self, name: str, text: str) -> None:
        """`name = text`, the text's further lines aligned under its first."""
        name = printable(name)
        text = printable(text).replace("\n", "\n" + " " * (len(name) + 3))
        if self.color:
            self._rich(name, text)
        else:
            sys.stdout.write(f"{name} = {text}\n")

    def line(self, text: str) -> None:
        """One JSON object on a line."""
        sys.stdout.write(printable(text).replace("\n", " ") + "\n")

    def heading(self, text: str) -> None:
        """A dim line between the parts of a longer output; only a terminal shows it."""
        if self.color:
            sys.stdout.write(f"\x1b[2m── {printable(text)}\x1b[0m\n")

    def _rich(self, name: str, text: str) -> None:
        from rich.console import Console
        from rich.highlighter import ReprHighlighter
        from rich.text import Text

        line = Text.assemble((name, "bold cyan"), " = ", ReprHighlighter()(Text(text)))
        Console(force_terminal=True, highlight=False).print(line, soft_wrap=True)
