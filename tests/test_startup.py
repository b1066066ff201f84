"""Which modules a command imports, so that start-up cannot rot unseen. No time is asserted."""

from __future__ import annotations

import os
import subprocess
import sys

ONE_LINER = ("grad", "mean(3*(x+2)**2)", "x=ones(2,2)")
PROBE = """
import os, sys
from gradline.cli.worker import server, wire

def tell():
    sys.stdout.flush()
    print(os.getpid() == parent, *sorted(sys.modules), file=sys.stderr, flush=True)

def leave(status):
    tell()
    leave_now(status)

def send(self, kind, *texts):
    if kind == wire.DONE:
        tell()
    send_now(self, kind, *texts)

parent = os.getpid()
leave_now, os._exit = os._exit, leave
send_now, server.Server.send = server.Server.send, send
from gradline.cli import main
main()
"""


def modules_of(*arguments: str) -> tuple[set[str], set[str]]:
    """Every module in memory when `gradline ARGUMENTS` ends: in the command, and in its worker."""
    command = [sys.executable, "-c", PROBE, *arguments]
    environment = {**os.environ, "GRADLINE_DEBUG": "1"}  # the worker keeps its stderr
    run = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found: dict[str, set[str]] = {"True": set(), "False": set()}
    for line in run.stderr.splitlines():
        side, *names = line.split()
        found[side] = set(names)
    return found["True"], found["False"]


def modules_of_python(statement: str) -> set[str]:
    """Every module in memory after a statement, in a process of its own."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    command = [sys.executable, "-c", program]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())


def packages(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


OURS = {"gradline", "_string", "heapq", "_heapq", "locale", "_locale"}


def test_a_command_imports_click_and_its_worker_numpy() -> None:
    command, worker = modules_of(*ONE_LINER)
    known = modules_of_python("import click, gc, signal, select, _socket, __future__, struct")
    assert packages(command) - packages(known) <= OURS
    known = modules_of_python("import numpy, gc, signal, select, _socket, resource, __future__")
    assert packages(worker) - packages(known) <= OURS
    assert "numpy" not in command
    assert not any(name.startswith(("gradline.engine", "gradline.grammar")) for name in command)
    assert "click" not in worker


def test_a_one_liner_loads_the_families_it_needs() -> None:
    ops = "gradline.engine.ops."
    _, worker = modules_of(*ONE_LINER)
    families = {name.removeprefix(ops) for name in worker if name.startswith(ops)}
    assert families == {"arithmetic", "conversions", "creation", "reductions"}


def test_help_and_version_import_no_numpy_and_start_no_worker() -> None:
    for arguments in (("--help",), ("--version",), ("grad", "--help")):
        command, worker = modules_of(*arguments)
        assert "numpy" not in command
        assert not any(name.startswith(("gradline.engine", "gradline.grammar")) for name in command)
        assert not worker


def test_the_engine_is_imported_without_its_families() -> None:
    found = modules_of_python("import gradline.engine")
    assert {name for name in found if name.startswith("gradline.engine.ops.")} == set()
    assert not packages(found) & {"scipy", "rich", "lark", "click"}
