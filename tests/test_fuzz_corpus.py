"""What fuzzing found, and the inputs that reach the most, are tried again: no fault is left.

`python -m tools.fuzz keep` writes the corpus. An input's name begins with the target it is for.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import findings

ROOT = Path(__file__).parent.parent
CORPUS = sorted((ROOT / "tests" / "fuzz_corpus").iterdir())
FAULTS = {"parse": findings.parse_faults, "run": findings.run_faults}


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_no_fault_is_left(path: Path) -> None:
    check = FAULTS[path.name.partition("-")[0]]
    text = findings.text_of(path.read_bytes())
    assert [fault for fault in check(text) if fault.severe] == []


def test_the_oracles_see_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(text: str) -> None:
        raise KeyError(text)

    monkeypatch.setattr(findings, "parse", fails)
    assert [fault.key for fault in findings.parse_faults("x")] == ["parse: KeyError at nowhere"]
    frame = sys._getframe()
    assert [fault.severe for fault in findings.forged([[{"k": (frame, 1)}], frame])] == [True]
    assert list(findings.forged([1, "a", int, ValueError, [print], None])) == []


def test_a_text_is_made_smaller() -> None:
    text = "a = 1\nb = [1, 2, 30]\nprint(a)\n"
    assert findings.shrink(text, lambda text: "30" in text) == "30"
