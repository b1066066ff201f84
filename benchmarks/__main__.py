"""`python -m benchmarks`: every figure, gradline and its peers in turns, as one table of ratios.

    python -m benchmarks [--only NAME] [--quick] [--readme] [--peer-python PYTHON]...
    python -m benchmarks --only scan [--scan sin,conv2d] [--json FILE] [--peer-python PYTHON]...
    python -m benchmarks --compare OLD NEW

Run it where gradline is installed regularly (`pip install '.[bench]'`), on an idle machine. Peers
are looked for in this interpreter and in those of `--peer-python`; those that are nowhere are left
out. `torch.compile` needs a C++ compiler. The scan, of every operator at three sizes, takes ten
minutes and is made when it is named; --compare reads two files that --json wrote.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from . import case_lists, fusion, interpreter, products, small_graphs, startup
from .measure import Missing, Row, Settings
from .table import show, write_readme


def scan(settings: Settings) -> Iterator[Row | str]:
    """The scan, loaded when it is asked for.

    A process counts what its parent had in memory as its own peak: this one stays small.
    """
    from .scan.run import rows

    yield from rows(settings)


FIGURES = {
    "startup": startup.rows,
    "small-graphs": small_graphs.rows,
    "interpreter": interpreter.rows,
    "case-lists": case_lists.rows,
    "products": products.rows,
    "fusion": fusion.rows,
    "peers": startup.peers,
    "scan": scan,
}
WHEN_NAMED = {"scan"}


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__.split("\n")[0]
    )
    parser.add_argument("--only", action="append", choices=FIGURES, help="this figure alone")
    parser.add_argument("--quick", action="store_true", help="a quarter of the rounds")
    parser.add_argument("--readme", action="store_true", help="put the table into README.md")
    parser.add_argument("--peer-python", action="append", default=[], metavar="PYTHON")
    parser.add_argument("--scan", default="", metavar="NAMES", help="operators to scan, by commas")
    parser.add_argument("--json", metavar="FILE", help="where the scan is written to")
    parser.add_argument("--compare", nargs=2, type=Path, metavar=("OLD", "NEW"), help="two scans")
    options = parser.parse_args()
    if options.compare:
        from .scan import report

        print(*report.compare(*options.compare), sep="\n")
        return
    pythons = (sys.executable, *options.peer_python)
    operators = tuple(filter(None, options.scan.split(",")))
    settings = Settings(options.quick, pythons, operators, options.json)

    machine = describe_machine(settings)
    rows: list[Row] = []
    notes: list[str] = []
    for name in options.only or [name for name in FIGURES if name not in WHEN_NAMED]:
        print(f"{name} ...", file=sys.stderr)
        try:
            for found in FIGURES[name](settings):
                (rows if isinstance(found, Row) else notes).append(found)  # type: ignore[arg-type]
        except Missing as missing:
            notes.append(f"{name}: {missing}")
    show(rows, machine, notes)
    if options.readme:
        write_readme(rows, machine)


def describe_machine(settings: Settings) -> str:
    """The processor and the versions that the figures belong to."""
    model = platform.processor() or platform.machine()
    try:
        with open("/proc/cpuinfo") as file:
            model = next(line for line in file if line.startswith("model name")).partition(": ")[2]
    except (OSError, StopIteration):
        pass
    cores, load = len(os.sched_getaffinity(0)), os.getloadavg()[0]
    parts = [f"{cores} cores of {model.strip()}", f"Python {platform.python_version()}"]
    if load > cores:
        parts.insert(1, f"busy with other work (load {load:.1f})")
    for module, name in (("numpy", "NumPy"), ("torch", "PyTorch")):
        try:
            python = settings.python_with(module)
        except Missing:
            continue
        version = f"from importlib.metadata import version; print(version({module!r}))"
        found = subprocess.run([python, "-c", version], capture_output=True, text=True)
        parts.append(f"{name} {found.stdout.strip()}")
    return ", ".join(parts)


main()
