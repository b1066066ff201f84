"""The README's examples print what the README shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text()
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def examples() -> list[tuple[str, str]]:
    """Each `$ command` of a console block, with the output shown below it."""
    found = []
    for kind, text in BLOCKS:
        if kind == "console":
            for example in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, output = example.partition("\n")
                found.append((command, output))
    return found


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH on which `gradline` is the one under test."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "gradline"
    script.write_text(
        f'#!/bin/sh\nexec {sys.executable} -c "from gradline.cli import main; main()" "$@"\n'
    )
    script.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(("command", "output"), examples())
def test_example(path: str, command: str, output: str) -> None:
    done = subprocess.run(
        command,
        shell=True,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
    )
    assert done.stdout == output


def test_quick_start() -> None:
    """Two blocks of one command line each open the README; their output follows."""
    (first_kind, first), (second_kind, second), (_, output) = BLOCKS[:3]
    assert first_kind == second_kind == "sh"
    assert first.count("\n") == second.count("\n") == 1
    command = first.split("&& ")[-1].removeprefix(".venv/bin/")
    arguments = command.replace("'", "").split()[1:]
    done = subprocess.run(
        [sys.executable, "-c", "from gradline.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
    )
    assert done.stdout == output
    assert "27" in output
    assert "4.5" in output


def test_library_example() -> None:
    code = next(text for kind, text in BLOCKS if kind == "python")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "tensor([[4.5000, 4.5000],\n        [4.5000, 4.5000]])\n"
