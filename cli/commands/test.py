"""`gradline test`: golden outputs compared, and on request accepted."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from ..golden import Verdict, has_golden, judge
from .options import Invocation, batch

MARKS = {"ok": ("ok", "32"), "failed": ("FAILED", "1;31"), "updated": ("updated", "33")}


@click.command("test", short_help="Compare with golden outputs.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--update", is_flag=True, help="Accept what the files give now as golden.")
@batch
def command(paths: tuple[str, ...], update: bool, **options: Any) -> int:
    """Compare programs, notebooks and case lists with their golden outputs.

    NAME.py has its output in NAME.out beside it; a notebook carries its own outputs; a case
    carries `want`, compared within a tolerance that its `rtol` and `atol` set. Addresses of objects
    are compared as equal. Of a folder every file that has a golden output is compared.

    --update writes the outputs as they are now: for a program named on the command line also where
    there is none yet. A program that fails is not accepted.
    """
    from ..errors import UsageError
    from ..files import programs

    if "-" in paths:
        raise UsageError("test compares files; stdin has no golden output")
    named = {path for path in paths if not os.path.isdir(path)}
    files = [path for path in programs(paths) if path in named or has_golden(path)]
    if not files:
        raise UsageError(f"no golden outputs in {', '.join(paths)}")
    invocation = Invocation.of_programs(**options)
    counts = dict.fromkeys(MARKS, 0)
    with invocation.supervisor as supervisor:
        for path in files:
            verdict = judge(path, supervisor, update)
            counts[verdict.state] += 1
            show(path, verdict, invocation.screen.output.color)
    print(", ".join(f"{count} {state}" for state, count in counts.items() if count))
    return 1 if counts["failed"] else 0


def show(path: str, verdict: Verdict, color: bool) -> None:
    """One line for the file, and below it in what it differs."""
    from ..output import printable

    mark, style = MARKS[verdict.state]
    detail = printable(verdict.detail)
    if color:
        mark = f"\x1b[{style}m{mark}\x1b[0m"
        detail = "\n".join(map(tinted, detail.split("\n")))
    sys.stdout.write(f"{mark} {printable(path)}\n" + (f"{detail}\n" if detail else ""))
    sys.stdout.flush()


def tinted(line: str) -> str:
    """A line of a diff in red or green."""
    code = {"-": "31", "+": "32", "@": "36"}.get(line[:1])
    return f"\x1b[{code}m{line}\x1b[0m" if code else line
