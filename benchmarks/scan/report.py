"""What a scan found: its summary, the file it is kept in, and two of them compared."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import geometric_mean
from typing import NamedTuple

from ..measure import Row
from .cases import CASES, SIZES
from .used import MOST_USED

MEAN, USED, OTHER = 0.75, 1.5, 3.0
"""What is aimed at: the mean of all, the worst of the most used and of the others."""
PEER = "PyTorch eager"


class Figure(NamedTuple):
    """A case at a size: the ratio of the times of one run, and gradline's."""

    case: str
    size: str
    ratio: float
    seconds: float

    @property
    def used(self) -> bool:
        return self.case in CASES and CASES[self.case].operator in MOST_USED


def table(figures: Sequence[Figure]) -> Iterator[Row]:
    """The summary, then every figure, the worst first."""
    yield from summary(figures)
    for figure in sorted(figures, key=lambda figure: -figure.ratio):
        target = USED if figure.used else OTHER
        title = f"{figure.case}, {figure.size}"
        yield Row(title, PEER, figure.ratio, target, figure.seconds)


def summary(figures: Sequence[Figure]) -> Iterator[Row]:
    """Geometric means of all, of each size and of the most used, and how many are slow."""
    yield mean("all", figures)
    for size in SIZES:
        yield mean(size, [figure for figure in figures if figure.size == size])
    used = [figure for figure in figures if figure.used]
    if used:
        yield mean("of the forty most used", used)
        yield Row("the worst of the forty most used", PEER, max(f.ratio for f in used), USED)
    for limit in (USED, OTHER):
        slow = sum(figure.ratio > limit for figure in figures)
        yield Row(f"figures above {limit:g}", PEER, slow, unit=f" of {len(figures)}")


def mean(what: str, figures: Sequence[Figure]) -> Row:
    found = geometric_mean([figure.ratio for figure in figures]) if figures else float("nan")
    return Row(f"geometric mean, {what} ({len(figures)})", PEER, found, MEAN)


def write(figures: Sequence[Figure], notes: Sequence[str], path: Path) -> None:
    lines = [json.dumps(figure) for figure in figures]
    text = ",\n".join(lines)
    path.write_text(f'{{"figures": [\n{text}\n],\n"left out": {json.dumps(list(notes))}}}\n')


def read(path: Path) -> list[Figure]:
    return [Figure(*fields) for fields in json.loads(path.read_text())["figures"]]


def compare(old: Path, new: Path) -> Iterator[str]:
    """The summaries side by side, and the figures that grew by more than 5 and 10 %."""
    before = {figure[:2]: figure for figure in read(old)}
    after = {figure[:2]: figure for figure in read(new)}
    shared = [key for key in before if key in after]
    sides = ([side[key] for key in shared] for side in (before, after))
    for first, second in zip(*map(summary, sides), strict=True):
        yield f"{first.what}: {first.figure:.3g} -> {second.figure:.3g}{second.unit}"
    growth = {key: after[key].ratio / before[key].ratio - 1 for key in shared}
    for limit in (0.10, 0.05):
        grown = [key for key in shared if growth[key] > limit]
        yield f"grew by more than {limit:.0%}: {len(grown)} of {len(shared)}"
    for key in sorted(shared, key=lambda key: -growth[key]):
        if growth[key] <= 0.05:
            break
        yield (
            f"  {', '.join(key)}: {before[key].ratio:.2f} -> {after[key].ratio:.2f}, "
            f"+{growth[key]:.0%}"
        )
    for key in before.keys() ^ after.keys():
        yield f"only in {'the old' if key in before else 'the new'}: {', '.join(key)}"
