"""What a worker says of a task that failed."""

from __future__ import annotations

from ..errors import CommandError
from .wire import number


class TaskFailed(CommandError):
    """A task failed in the worker: what tasks/failures.py sent, read back."""

    def __init__(self, texts: list[str]) -> None:
        status, kind, message, hint, line, column, self.shown = texts
        super().__init__(message, hint=hint or None, kind=kind)
        self.status = 2 if status == "2" else 1
        self.line = number(line)
        self.column = number(column)

    def render(self) -> str:
        return self.shown
