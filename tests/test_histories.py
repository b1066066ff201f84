"""Views, in-place writes, subscripts and hooks: random programs show what PyTorch showed."""

from __future__ import annotations

import json
from pathlib import Path

import histories
import pytest
from gradline import engine

RECORDED = json.loads(
    (Path(__file__).parent / "oracle" / "data" / "histories.json").read_text(encoding="utf-8")
)
BLOCK = 50


@pytest.mark.parametrize("name", ["program", "subscripts", "hooks"])
@pytest.mark.parametrize("start", range(0, 400, BLOCK))
def test_programs_show_what_pytorch_showed(name: str, start: int) -> None:
    make = getattr(histories, name)
    differing = []
    for seed, want in list(enumerate(RECORDED[name]))[start : start + BLOCK]:
        got = histories.trace(make(seed), engine)
        if not histories.close(want, got):
            differing.append("\n    ".join([f"seed {seed}", *make(seed), str(want), str(got)]))
    assert not differing, "\n".join(differing[:5])
