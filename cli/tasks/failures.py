"""Why a task failed, as texts for whoever asked: failures.py of the worker reads them back."""

from __future__ import annotations

import os

from ...grammar import ProgramError, Stopped
from ..errors import CommandError


def described(error: BaseException) -> list[str]:
    """Exit status, kind, message, hint, line, column, and all of it as it is to be shown."""
    if isinstance(error, ProgramError):
        place = [str(error.line), str(error.column)]
        return ["1", error.kind, error.message, error.hint, *place, f"error: {error.render()}"]
    if isinstance(error, CommandError):
        texts = [error.kind, error.message, error.hint or ""]
        return [str(error.status), *texts, "", "", error.render()]
    if isinstance(error, Stopped):
        return ["1", "LimitError", str(error), "", "", "", f"error: {error}"]
    if isinstance(error, MemoryError):
        return ["1", "MemoryError", "out of memory", "", "", "", "error: out of memory"]
    return ["1", "InternalError", *internal(error)]


def internal(error: BaseException) -> list[str]:
    """Message, hint, no place, and the whole, for an error that should not have come this far."""
    try:
        told = f"{type(error).__name__}: {error}"[:500]
    except Exception:
        told = type(error).__name__
    message = f"internal error ({told}); please report it"
    hint = "GRADLINE_DEBUG=1 shows where it came from"
    shown = f"error: {message}\nhint: {hint}"
    if os.environ.get("GRADLINE_DEBUG"):
        from traceback import format_exception

        shown = "".join(format_exception(error)) + shown
    return [message, hint, "", "", shown]
