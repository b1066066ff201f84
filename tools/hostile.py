"""Runs thousands of hostile programs in every form, and says which of them did harm.

    python -m tools.hostile [--count N] [--seed N] [--kinds K,...] [--forms F,...] [--jobs N]
    python -m tools.hostile --minute

Each program must end within its time limit plus two seconds, by itself, with exit status 0 or 1;
what stands beside it must come out once, right and in order; no process may stay behind; nothing
may have been forged. Programs of one kind and form are run in batches; those of a batch that
fails are run again one by one, so that the table counts the programs that are at fault.
"""

from __future__ import annotations

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple
from uuid import uuid4

from .hostile_forms import FORMS
from .hostile_programs import FORGED, KINDS, Hostile, programs

ROOT = Path(__file__).resolve().parent.parent
BATCH = 8
GRACE = 2.0  # seconds beyond the limit
EACH = 0.75
DYING = 0.5  # seconds that a killed process may need to be gone on a busy machine
ADDRESS_SPACE = 6 << 30  # the last resort: so that this machine survives whatever fails
MOST_OUTPUT = 600 << 20  # of a batch
LONGEST_ARGUMENT = 130_000  # Linux
MARK = "GRADLINE_HOSTILE"
DIRTY = ("Traceback (most recent call last)", "internal error", "Fatal Python error")
QUESTIONS = ("in time", "status", "neighbour", "left over", "clean", "forged")
SHOWN = 600


class Ended(NamedTuple):
    """How a process ended: its exit status (negative: a signal), seconds, what it wrote."""

    status: int
    seconds: float
    expired: bool
    left_over: list[str]
    out: str
    err: str


class Failure(NamedTuple):
    kind: str
    form: str
    question: str
    detail: str
    texts: list[str]

    def __str__(self) -> str:
        texts = "\n".join(f"    | {line[:SHOWN]}" for t in self.texts for line in t.splitlines())
        return f"{self.kind} as {self.form}: {self.question}: {self.detail}\n{texts}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.hostile", description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="programs in all, in every form")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--forms", default=",".join(FORMS))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--limit", type=float, default=0.5, help="seconds for each program")
    parser.add_argument("--minute", action="store_true", help="a sample that takes about a minute")
    options = parser.parse_args()
    if options.minute:
        failures = minute(options.seed, show=True)
    else:
        kinds, forms = options.kinds.split(","), options.forms.split(",")
        failures = run(options.count, options.seed, kinds, forms, options.jobs, options.limit, True)
    return 1 if failures else 0


def minute(seed: int = 0, show: bool = False) -> list[Failure]:
    """The failures of a small sample: each kind in each form."""
    return run(4 * BATCH, seed, list(KINDS), list(FORMS), jobs=2, limit=0.5, show=show)


def run(
    count: int, seed: int, kinds: list[str], forms: list[str], jobs: int, limit: float, show: bool
) -> list[Failure]:
    """Run `count` programs in each of the forms; with `show`, print the table and the failures."""
    if missing := {*kinds} - {*KINDS} | {*forms} - {*FORMS}:
        sys.exit(f"no such kind or form: {', '.join(missing)}")
    starts = {form: start_up(form) for form in forms}
    batches = [
        (form, batch, limit, starts[form])
        for kind in kinds
        for form in forms
        for batch in batched(programs(kind, -(-count // len(kinds)), seed), form)
    ]
    ran: Counter[tuple[str, str]] = Counter()
    failures: list[Failure] = []
    began = time.monotonic()
    with ThreadPoolExecutor(jobs) as pool:
        for done, (batch, found) in enumerate(pool.map(lambda b: (b, judged(*b)), batches), 1):
            ran[batch[1][0].kind, batch[0]] += len(batch[1])
            failures += found
            if show and sys.stderr.isatty():
                print(f"\r{done}/{len(batches)}", end="", file=sys.stderr)
    if show:
        print_table(ran, failures)
        print(f"seed {seed}, limit {limit:g} s, {time.monotonic() - began:.0f} s in all")
        for failure in failures:
            print(f"\n{failure}")
    return failures


def start_up(form: str) -> float:
    """How long a harmless program in this form takes here and now."""
    return run_one(form, [Hostile("none", "x = 1")], 60, 120, "start").seconds


def batched(some: list[Hostile], form: str) -> Iterator[list[Hostile]]:
    """The programs by the call: an expression has one for itself, and must fit into it."""
    size = 1 if FORMS[form].alone else BATCH
    if FORMS[form].alone:
        some = [program for program in some if len(program.text) < LONGEST_ARGUMENT]
    for start in range(0, len(some), size):
        yield some[start : start + size]


def judged(form: str, batch: list[Hostile], limit: float, start: float) -> list[Failure]:
    """The failures of a batch: those of its programs run alone, or else of them together.

    That together they took long says nothing where each of them alone took no longer than it may.
    """
    together = attempt(form, batch, limit, start)
    if not together or len(batch) == 1:
        return together
    alone = [failure for one in batch for failure in attempt(form, [one], limit, start)]
    return alone or [failure for failure in together if failure.question != "in time"]


def attempt(form: str, batch: list[Hostile], limit: float, start: float) -> list[Failure]:
    """Run the programs in one call, and ask every question about how that ended."""
    token = f"neighbour-{uuid4().hex[:8]}"
    # Each takes its limit at most, a process of its own perhaps, and a while until that has ended.
    allowed = len(batch) * (limit + start + EACH) + GRACE + start
    ended = run_one(form, batch, limit, allowed, token)
    answers = {
        "in time": "" if not ended.expired else f"took more than {allowed:.1f} s",
        "status": "" if ended.status in (0, 1) else f"exit status {ended.status}",
        "neighbour": FORMS[form].judge(ended.out, len(batch), token),
        "left over": ", ".join(ended.left_over),
        "clean": next((word for word in DIRTY if word in ended.out or word in ended.err), ""),
        "forged": FORGED if FORGED in ended.out or FORGED in ended.err else "",
    }
    if ended.expired:  # it was killed: what follows from that says nothing more
        answers = {"in time": answers["in time"], "forged": answers["forged"]}
    texts = [program.text for program in batch]
    told = ended.err[-SHOWN:].strip()
    return [
        Failure(batch[0].kind, form, question, f"{answer}\n    {told}"[: 2 * SHOWN], texts)
        for question, answer in answers.items()
        if answer
    ]


def run_one(form: str, batch: list[Hostile], limit: float, allowed: float, token: str) -> Ended:
    """One call of gradline or pytest over the programs and their neighbours."""
    with tempfile.TemporaryDirectory(prefix="gradline-hostile-") as scratch:
        folder = Path(scratch, "samples")
        folder.mkdir()
        FORMS[form].write(folder, batch, token)
        return call(FORMS[form].command(batch, limit), Path(scratch), allowed, token)


# ---- a process under watch


def call(command: list[str], folder: Path, seconds: float, token: str) -> Ended:
    """Run a command in a process group of its own; after `seconds` all of it is killed."""
    with in_memory() as out, in_memory() as err:
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
            env={**os.environ, MARK: token}, start_new_session=True,
        )  # fmt: skip
        bound(process.pid)
        expired = False
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            expired = True
        took = time.monotonic() - began
        left_over = clear(process, token)
        process.wait()
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read(MOST_OUTPUT).decode(errors="replace"))
    return Ended(process.returncode, took, expired, left_over, *texts)


def in_memory() -> BinaryIO:
    """A file that slow disks do not slow down; unlike a pipe it takes whatever is written."""
    return open(os.memfd_create("output"), "w+b")


def bound(pid: int) -> None:
    """What a called process may take at most, whatever its own limits do."""
    resource.prlimit(pid, resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (MOST_OUTPUT, MOST_OUTPUT))
    resource.prlimit(pid, resource.RLIMIT_CORE, (0, 0))


def clear(process: subprocess.Popen, token: str) -> list[str]:
    """End what is left of a call; the command lines of what outlived it."""
    end = time.monotonic() + DYING
    while True:
        left = {pid: name for pid, name in started_with(token) if pid != process.pid}
        if not left or process.poll() is None or time.monotonic() > end:
            break
        time.sleep(0.02)
    if process.poll() is None:
        process.kill()
    for pid in left:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return list(left.values())


def started_with(token: str) -> Iterator[tuple[int, str]]:
    """The living processes whose environment carries the token, by Linux's /proc."""
    mark = f"{MARK}={token}".encode()
    for path in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError):
            if mark in (path / "environ").read_bytes() and state_of(path) != "Z":
                yield int(path.name), (path / "cmdline").read_bytes()[-80:].decode(errors="replace")


def state_of(path: Path) -> str:
    return (path / "stat").read_text().rpartition(")")[2].split()[0]


# ---- what is told


def print_table(ran: Counter[tuple[str, str]], failures: list[Failure]) -> None:
    """Kind by form: how many programs ran, and how many stood each question."""
    failed = Counter((f.kind, f.form, f.question) for f in failures)
    row = "{:<10}{:<12}{:>6}" + "{:>11}" * len(QUESTIONS)
    print(row.format("kind", "form", "ran", *QUESTIONS))
    for (kind, form), count in ran.items():
        counts = [failed[kind, form, question] for question in QUESTIONS]
        kept = [count - bad for bad in counts[:-1]]
        print(row.format(kind, form, count, *kept, counts[-1]))


if __name__ == "__main__":
    sys.exit(main())
