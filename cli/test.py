"""`gradline test`: golden outputs compared, and on request accepted."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from .session import Session, settings

if TYPE_CHECKING:
    from .golden import Verdict

MARKS = {"ok": ("ok", "32"), "failed": ("FAILED", "1;31"), "updated": ("updated", "33")}


@click.command("test", short_help="Compare with golden outputs.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--update", is_flag=True, help="Accept what the files give now as golden.")
@settings
def command(paths: tuple[str, ...], update: bool, **options: Any) -> int:
    """Compare programs, notebooks and case lists with their golden outputs.

    NAME.py has its output in NAME.out beside it; a notebook carries its own outputs; a case
    carries `want`, compared within a tolerance that its `rtol` and `atol` set. Addresses of objects
    are compared as equal. Of a folder every file that has a golden output is compared.

    --update writes the outputs as they are now: for a program named on the command line also where
    there is none yet. A program that fails is not accepted.
    """
    from .errors import UsageError
    from .files import programs
    from .golden import has_golden

    if "-" in paths:
        raise UsageError("test compares files; stdin has no golden output")
    named = {path for path in paths if not os.path.isdir(path)}
    files = [path for path in programs(paths) if path in named or has_golden(path)]
    if not files:
        raise UsageError(f"no golden outputs in {', '.join(paths)}")
    session = Session(**options)
    counts = dict.fromkeys(MARKS, 0)
    for path in files:
        verdict = judge(path, session, update)
        counts[verdict.state] += 1
        show(path, verdict, session.output.color)
    print(", ".join(f"{count} {state}" for state, count in counts.items() if count))
    return 1 if counts["failed"] else 0


def judge(path: str, session: Session, update: bool) -> Verdict:
    """The verdict on one file; a file that cannot be compared has failed."""
    from .errors import CommandError
    from .golden import Verdict, compare

    try:
        return compare(path, session, update)
    except CommandError as error:
        return Verdict("failed", error.render())
    except MemoryError:
        return Verdict("failed", "out of memory")


def show(path: str, verdict: Verdict, color: bool) -> None:
    """One line for the file, and below it in what it differs."""
    from .output import printable

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
