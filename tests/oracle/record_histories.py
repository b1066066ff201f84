"""Record what PyTorch shows for random programs: views, in-place writes, subscripts, hooks.

    python tests/oracle/record_histories.py [PROGRAMS] [SUBSCRIPTS] [HOOKS]

needs PyTorch. Prints where the engine differs, and rewrites `data/histories.json`: by seed what
`tests/histories.py` saw when it ran the program of that seed.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import histories
import torch
from gradline import engine

DATA = Path(__file__).parent / "data" / "histories.json"
DIGITS = 6


def rounded(value: object) -> object:
    if isinstance(value, dict):
        return {key: rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def main() -> None:
    warnings.simplefilter("ignore")
    counts = [int(word) for word in sys.argv[1:]] or [400, 400, 400]
    recorded: dict[str, list[object]] = {}
    for name, count in zip(("program", "subscripts", "hooks"), counts, strict=True):
        make = getattr(histories, name)
        recorded[name] = []
        for seed in range(count):
            want = rounded(histories.trace(make(seed), torch))
            recorded[name].append(want)
            got = histories.trace(make(seed), engine)
            if not histories.close(want, got):
                print(name, seed, *make(seed), want, got, sep="\n  ")
    DATA.write_text(json.dumps(recorded, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
