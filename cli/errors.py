"""What can go wrong outside a program: wrong usage, files, data. Shown as `error: …`."""

from __future__ import annotations

from typing import Any


class CommandError(Exception):
    """Something the user can put right. `status` is the exit status: 1 failed, 2 wrong usage."""

    def __init__(self, message: str, *, hint: str | None = None, kind: str = "InputError") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.kind = kind

    status = 1

    def render(self) -> str:
        return f"error: {self.message}" + (f"\nhint: {self.hint}" if self.hint else "")


class UsageError(CommandError):
    """The command was called wrongly."""

    status = 2


def near(name: str, known: Any) -> str:
    """`; did you mean 'mean'?` when one of the `known` names is near, else nothing."""
    from difflib import get_close_matches

    matches = get_close_matches(name, list(known), n=1)
    return f"; did you mean {matches[0]!r}?" if matches else ""
