"""Errors in words, on stderr."""

from __future__ import annotations

import sys

from .errors import CommandError
from .output import printable, wants_color


def report(error: Exception) -> bool:
    """Show an error that a user can put right; False (and nothing shown) for any other."""
    if not isinstance(error, CommandError):
        return False
    show(error.render())
    return True


def show(text: str) -> None:
    """Print an error after what stdout still holds; red on a terminal."""
    try:
        sys.stdout.flush()
        text = printable(text)
        if wants_color(sys.stderr):
            head, mark, rest = text.partition("error:")
            text = f"{head}\x1b[1;31m{mark}\x1b[0m{rest}"
        print(text, file=sys.stderr, flush=True)
    except (OSError, AttributeError):
        pass  # nobody is left to read it
