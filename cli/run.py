"""`gradline run`: programs, notebooks and case lists."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any, BinaryIO

import click

from .session import Session, settings


@click.command("run", short_help="Run programs (.py), notebooks (.ipynb), case lists (.jsonl).")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@settings
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Run programs (.py), notebooks (.ipynb) and case lists (.jsonl); - is stdin.

    Of a folder all of these run, in the order of their names. A file that fails does not keep the
    next from running.

    A notebook prints what Jupyter shows below its cells, in order, as plain text. It ends at the
    first cell that fails, unless the stored outputs show that the failure is meant.

    A case list gives one JSON object a line, each as soon as it is known.

    \b
    gradline run program.py
    gradline run - < cases.jsonl > results.jsonl
    """
    from .files import programs

    session = Session(**options)
    files = programs(paths)
    failed = 0
    for path in files:
        if len(files) > 1:
            session.output.heading(path)
        failed += not run_file(path, session)
    return 1 if failed else 0


def run_file(path: str, session: Session) -> bool:
    """Run one file; whether it succeeded. Its errors are shown here."""
    from .errors import UsageError
    from .files import decode_text, opened
    from .report import report

    session.fresh()
    try:
        with opened(path) as file:
            kind, lines = kind_of(path, file)
            if kind == ".jsonl":
                return run_cases(lines, path, session)
            text = decode_text(b"".join(lines), path)
        if kind == ".ipynb":
            return run_notebook(text, path, session)
        with session.time_limit():
            session.interpreter("python").run(text, filename="<stdin>" if path == "-" else path)
        return True
    except UsageError:
        raise
    except Exception as error:
        if not report(error):
            raise
        return False


def kind_of(path: str, file: BinaryIO) -> tuple[str, Iterable[bytes]]:
    """The kind of a source, by its name or for stdin by its first line; and its lines."""
    if path != "-":
        return path[path.rindex(".") :].lower(), file
    import json

    head = []
    for line in file:
        head.append(line)
        if line.strip():
            break
    lines = chain(head, file)
    first = b"".join(head).removeprefix(b"\xef\xbb\xbf").strip()
    if not first.startswith(b"{"):
        return ".py", lines
    try:  # a notebook opens with a line of its own, or is one line
        is_notebook = first == b"{" or "cells" in json.loads(first)
    except ValueError:
        is_notebook = False
    return ".ipynb" if is_notebook else ".jsonl", lines


def run_cases(lines: Iterable[bytes], path: str, session: Session) -> bool:
    """Print the result of each case; on stderr the first failure with its place, and how many."""
    from .cases import evaluate
    from .report import show

    failed = 0
    first = ""
    for number, _, result in evaluate(lines, session):
        session.output.json(result)
        if not result["ok"]:
            failed += 1
            error = result["error"]
            column = error.get("column")
            place = f"{path}:{number}" + (f":{column}" if column and "line" not in error else "")
            first = first or f"{place}: {error['type']}: {error['message']}"
    if failed:
        others = f" (and {failed - 1} more of the cases failed)" if failed > 1 else ""
        show(f"error: {first}{others}")
    return not failed


def run_notebook(text: str, path: str, session: Session) -> bool:
    """Print the outputs of each cell; a terminal also shows the cells' numbers."""
    from .notebooks import Runner, code_cells, expects_error, parse_notebook
    from .report import report

    runner = Runner(session.interpreter, path, session.output.program)
    for number, cell in enumerate(code_cells(parse_notebook(text, path)), 1):
        session.output.heading(f"[{number}]")
        with session.time_limit():
            _, error = runner.run(cell)
        if error is not None:
            report(error)
            if not expects_error(cell):
                return False
    return True
