"""`gradline run`: programs, notebooks and case lists."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from ..errors import CommandError, UsageError
from ..files import BOM, Found, decode_text, programs
from ..lines import Lines
from .options import Invocation, batch


@click.command("run", short_help="Run programs (.py), notebooks (.ipynb), case lists (.jsonl).")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@batch
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
    invocation = Invocation.of_programs(**options)
    files = programs(paths)
    failed = 0
    with invocation.supervisor, invocation.screen:
        for path in files:
            if len(files) > 1:
                invocation.screen.output.heading(path)
            failed += not run_file(path, invocation)
    return 1 if failed else 0


def run_file(path: str, invocation: Invocation) -> bool:
    """Run one file; whether it succeeded. Its errors are shown here."""
    from ..report import report

    try:
        # Whoever gives stdin may take time: it may be another process that has no case yet.
        seconds = None if path == "-" else invocation.bounds.seconds
        with Found(path, seconds) as source:
            kind, lines = kind_of(path, source)
            if kind == ".jsonl":
                return run_cases(lines, path, invocation)
            text = decode_text(lines.rest(seconds), path)
        if kind == ".ipynb":
            return run_notebook(text, path, invocation)
        filename = "<stdin>" if path == "-" else path
        arguments = {"text": text, "filename": filename}
        invocation.supervisor.run("program", arguments, invocation.screen.show)
        return True
    except UsageError:
        raise
    except CommandError as error:
        report(named(error, path))
        return False


def named(error: CommandError, path: str) -> CommandError:
    """An error that has no place, with the file that it is about."""
    from ..worker.failure import TaskFailed

    if not isinstance(error, TaskFailed) and path not in error.message:
        error.message = f"{path}: {error.message}"
    return error


def kind_of(path: str, source: Found) -> tuple[str, Lines]:
    """The kind of a source, by its name or for stdin by its first line; and its lines."""
    lines = Lines(source.descriptor, path)
    if path != "-":
        return os.path.splitext(path)[1].lower(), lines
    first = lines.peek().removeprefix(BOM).strip()
    if not first.startswith(b"{"):
        return ".py", lines
    try:  # a notebook opens with a line of its own, or is one line
        is_notebook = first == b"{" or "cells" in json.loads(first)
    except (ValueError, RecursionError):
        is_notebook = False
    return ".ipynb" if is_notebook else ".jsonl", lines


def run_cases(lines: Lines, path: str, invocation: Invocation) -> bool:
    """Print the result of each case; on stderr the first failure with its place, and how many."""
    from ..cases import Answer, evaluate
    from ..report import show

    failed = 0
    first = ""

    def handle(answer: Answer) -> None:
        nonlocal failed, first
        invocation.screen.output.line(answer.text)
        if answer.kind:
            failed += 1
            column = f":{answer.column}" if answer.column else ""
            first = first or f"{path}:{answer.number}{column}: {answer.kind}: {answer.message}"

    evaluate(lines, invocation.supervisor, handle)
    if failed:
        others = f" (and {failed - 1} more of the cases failed)" if failed > 1 else ""
        show(f"error: {first}{others}")
    return not failed


def run_notebook(text: str, path: str, invocation: Invocation) -> bool:
    """Print the outputs of each cell; a terminal also shows the cells' numbers."""
    from ..notebooks import Runner, code_cells, expects_error, parse_notebook
    from ..report import report

    output = invocation.screen.output
    runner = Runner(invocation.supervisor, path, output.program)
    for number, cell in enumerate(code_cells(parse_notebook(text, path)), 1):
        output.heading(f"[{number}]")
        _, error = runner.run(cell)
        if error is not None:
            report(error)
            if runner.is_lost or not expects_error(cell):
                return False
    return True
