"""Which modules a command imports, so that start-up cannot rot unseen. No time is asserted."""

from __future__ import annotations

import subprocess
import sys

ONE_LINER = ("grad", "mean(3*(x+2)**2)", "x=ones(2,2)")
PROBE = """
import os, sys
def leave(status):
    sys.stdout.flush()
    print(*sorted(sys.modules), file=sys.stderr)
    sys.stderr.flush()
    leave_now(status)
leave_now, os._exit = os._exit, leave
from gradline.cli import main
main()
"""


def modules_of(*arguments: str) -> set[str]:
    """Every module in memory when `gradline ARGUMENTS` ends."""
    command = [sys.executable, "-c", PROBE, *arguments]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def modules_of_python(statement: str) -> set[str]:
    """Every module in memory after a statement, in a process of its own."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    command = [sys.executable, "-c", program]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_a_one_liner_imports_numpy_and_click_and_little_else() -> None:
    known = modules_of_python("import numpy, click, gc, resource, signal, __future__")
    more = packages(modules_of(*ONE_LINER)) - packages(known)
    assert more <= {"gradline", "_string", "heapq", "_heapq", "locale", "_locale"}


def test_a_one_liner_loads_the_families_it_needs() -> None:
    ops = "gradline.engine.ops."
    families = {name.removeprefix(ops) for name in modules_of(*ONE_LINER) if name.startswith(ops)}
    assert families == {"arithmetic", "conversions", "creation", "reductions"}


def test_help_and_version_import_no_numpy() -> None:
    for arguments in (("--help",), ("--version",), ("grad", "--help")):
        found = modules_of(*arguments)
        assert "numpy" not in found
        assert not any(name.startswith(("gradline.engine", "gradline.grammar")) for name in found)


def test_the_engine_is_imported_without_its_families() -> None:
    found = modules_of_python("import gradline.engine")
    assert {name for name in found if name.startswith("gradline.engine.ops.")} == set()
    assert not packages(found) & {"scipy", "rich", "lark", "click"}
