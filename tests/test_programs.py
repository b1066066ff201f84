"""Every program prints, to the byte, what Python with PyTorch 2.13 printed.

The recordings are made by tests/oracle/record_programs.py.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from pathlib import Path

import pytest
from gradline import engine
from gradline.cli import notebooks
from gradline.cli.worker.stopping import Bounds
from gradline.cli.worker.supervisor import Supervisor
from gradline.engine.state import reset
from gradline.grammar import Interpreter

ROOT = Path(__file__).resolve().parents[1]
PROGRAMS = sorted((ROOT / "tests" / "programs").glob("*.py"))
SAMPLES = sorted((ROOT / "samples").glob("*.py"))
NOTEBOOKS = sorted((ROOT / "samples").glob("*.ipynb"))
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")


@pytest.fixture(autouse=True)
def fresh_engine():
    """No program sees the settings of the one before."""
    reset(engine.float32)
    yield
    reset(engine.float32)


def steady(text: str) -> str:
    return ADDRESS.sub("0x...", text)


def assert_same(got: str, want: str) -> None:
    got, want = steady(got), steady(want)
    if got != want:
        difference = difflib.unified_diff(
            want.splitlines(), got.splitlines(), "PyTorch", "gradline", lineterm=""
        )
        pytest.fail("\n".join(difference) or "they differ in line ends", pytrace=False)


def assert_prints(path: Path) -> None:
    printed: list[str] = []
    interpreter = Interpreter(write=printed.append, prelude="python")
    interpreter.run(path.read_text(encoding="utf-8"), str(path))
    assert_same("".join(printed), path.with_suffix(".out").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", PROGRAMS + SAMPLES, ids=lambda path: path.stem)
def test_program(path: Path):
    assert_prints(path)


@pytest.fixture
def everything_lazy(monkeypatch: pytest.MonkeyPatch):
    """Treat tensors of any size as large ones: unevaluated until something needs numbers."""
    for name, module in tuple(sys.modules.items()):
        if name.startswith("gradline.engine") and hasattr(module, "THRESHOLD"):
            monkeypatch.setattr(module, "THRESHOLD", 1)
    assert type((engine.ones(2) * 2).array).__name__ == "LazyArray"


# What `exp` saved is memory of its own here, so a write to .data, which goes unnoticed in PyTorch,
# cannot spoil it.
LAZY_DIFFERS = {"inplace_versions"}
COMPUTING = [
    path
    for path in PROGRAMS
    if path.stem.partition("_")[0] not in ("lang", "print", "create", "note")
    and path.stem not in LAZY_DIFFERS
]


@pytest.mark.usefixtures("everything_lazy")
@pytest.mark.parametrize("path", COMPUTING, ids=lambda path: path.stem)
def test_program_on_lazy_arrays(path: Path):
    assert_prints(path)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook(path: Path):
    notebook = json.loads(path.read_text(encoding="utf-8"))
    with Supervisor(Bounds()) as supervisor:
        compare_cells(notebook, notebooks.Runner(supervisor, str(path), lambda text: None))


def compare_cells(notebook: dict, runner: notebooks.Runner) -> None:
    for number, cell in enumerate(notebooks.code_cells(notebook), 1):
        parts, error = runner.run(cell)
        assert error is None, f"cell {number}"
        want = notebooks.stored_parts(cell)
        assert [kind for kind, _ in parts] == [kind for kind, _ in want], f"cell {number}"
        for (_, got), (_, text) in zip(parts, want, strict=True):
            assert_same(got, text)


def test_every_program_has_a_recording():
    assert len(PROGRAMS) >= 60
    assert [path.name for path in PROGRAMS + SAMPLES if not path.with_suffix(".out").exists()] == []
