"""Case lists (.jsonl): one JSON object a line in, one result a line out, in order.

What a line gives is worked out in the worker (tasks/cases.py). Here the answers come in, and for a
case that its worker could not finish the answer is made.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NamedTuple

from .errors import CommandError
from .jsontext import dumps, failed_case
from .lines import Lines
from .worker.failure import TaskFailed
from .worker.supervisor import Supervisor


class Answer(NamedTuple):
    """What a line gave: its result as JSON; of a failed one also the kind and the message.

    column: the place in the line, for a line that is no case.
    """

    number: int
    line: bytes
    text: str
    kind: str = ""
    message: str = ""
    column: str = ""


def evaluate(source: Lines, supervisor: Supervisor, handle: Callable[[Answer], None]) -> None:
    """Give the answer to every line that is not blank; no line stops the rest."""

    def answered(number: int, line: bytes, told: list[str] | CommandError) -> None:
        texts = failure(line, told) if isinstance(told, CommandError) else told
        handle(Answer(number, line, *texts))

    supervisor.stream(source, answered)


def failure(line: bytes, error: CommandError) -> list[str]:
    """The answer to a line whose evaluation was ended from outside."""
    try:
        case = json.loads(line)
    except (ValueError, RecursionError):
        case = None
    told: dict[str, object] = {"type": error.kind, "message": error.message}
    if isinstance(error, TaskFailed) and error.line is not None:
        told |= {"line": error.line, "column": error.column}
    return [dumps(failed_case(case, told)), error.kind, error.message, ""]
