"""Every case at every size, gradline and PyTorch in turns, one thread, in CPU time."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ..measure import Contender, Missing, Row, Settings, ratio
from .cases import CASES, SIZES
from .report import Figure, table, write

ROUNDS = 5
SLOW, SLOWER = 0.03, 0.3  # seconds of a measurement from which fewer rounds are made


def rows(settings: Settings) -> Iterator[Row | str]:
    """The summary and the figures, the worst first; what is missing on either side as a text."""
    figures: list[Figure] = []
    notes: list[str] = []
    peer = settings.python_with("torch")
    with (
        Contender("scan.tasks", "gradline", threads=1) as mine,
        Contender("scan.tasks", "torch", peer, threads=1) as other,
    ):
        for name in chosen(settings.scan):
            for size in SIZES:
                try:
                    figures.append(figure(mine, other, name, size, settings))
                except Missing as missing:
                    notes.append(f"{name}, {size}: {missing}")
            if sys.stderr.isatty():
                print(f"\r\033[K{len(figures)} figures, {name}"[:100], end="", file=sys.stderr)
    print(file=sys.stderr)
    if settings.json:
        write(figures, notes, Path(settings.json))
    yield from table(figures)
    yield from notes


def chosen(operators: tuple[str, ...]) -> list[str]:
    """The cases that are about these operators; all without any. Raises Missing."""
    known = {case.operator for case in CASES.values()}
    unknown = [name for name in operators if name not in known]
    if unknown:
        raise Missing(f"no case is about {', '.join(unknown)}")
    return [name for name, case in CASES.items() if not operators or case.operator in operators]


def figure(mine: Contender, other: Contender, name: str, size: str, settings: Settings) -> Figure:
    """The median of the ratios of several turns. Raises Missing, with the side that fails."""
    turns: list[tuple[float, float]] = []
    while True:
        pair = [seconds(mine, "gradline", name, size), seconds(other, "PyTorch", name, size)]
        turns.append((pair[0], pair[1]))
        rounds = 1 if settings.quick or max(pair) > SLOWER else 3 if max(pair) > SLOW else ROUNDS
        if len(turns) >= rounds:
            break
    first, second = zip(*turns, strict=True)
    return Figure(name, size, ratio(first, second), sorted(first)[len(first) // 2])


def seconds(contender: Contender, side: str, name: str, size: str) -> float:
    try:
        return contender.run(f"{name} {size}").seconds
    except Missing as missing:
        raise Missing(f"{side}: {missing}") from None
