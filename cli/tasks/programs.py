"""Programs, and the cells of notebooks."""

from __future__ import annotations

from ...grammar import Interpreter, ProgramError
from ..errors import CommandError
from .display import display
from .session import TOO_DEEP, Session

MAGIC_HINT = "IPython's magics and shell commands are not part of the language"


def program(session: Session, text: str, filename: str) -> None:
    """Run a program from its first line to its last."""
    session.fresh()
    session.interpreter("python").run(text, filename=filename)


def notebook(session: Session) -> None:
    """Begin a notebook: its cells share an interpreter."""
    session.fresh()
    session.current = session.interpreter("python")


def cell(session: Session, source: str, place: str) -> list[str]:
    """Run a cell; the text of its last value as Jupyter shows it, nothing where it shows none.

    A semicolon at the end of a cell hides the value.
    """
    interpreter: Interpreter = session.current
    try:
        value = interpreter.run(dedented(source), filename=place)
    except ProgramError as error:
        if str(error.source_line).lstrip()[:1] in ("%", "!", "?"):
            error.hint = MAGIC_HINT
        raise
    if value is None or source.rstrip().endswith(";"):
        return []
    try:
        return [display(value, session.text_of)]
    except RecursionError:
        raise CommandError(f"{place}: {TOO_DEEP}", kind="RecursionError") from None


def dedented(source: str) -> str:
    """A cell as IPython reads it: without the blanks that its first line begins with."""
    indent = source[: len(source) - len(source.lstrip(" \t"))]
    if not indent:
        return source
    return "\n".join(line.removeprefix(indent) for line in source.split("\n"))
