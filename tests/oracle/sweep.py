"""Hold gradline against PyTorch live, on the sample inputs of PyTorch's own test-suite.

    python tests/oracle/sweep.py [--op NAME] [--dtype float64] [--limit 20] [--names FILE]

Wants torch and expecttest installed beside gradline. Nothing is recorded: it looks for argument
combinations that the recorded cases do not have. Same-named operators share one line.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "cases"))
sys.path.insert(0, str(Path(__file__).parents[1]))

import casefile
import numpy as np
from build import Case
from check import describe
from record import record

# Factors defined up to a sign or a phase: outputs whose values mean nothing by themselves.
LOOSE = {
    **{"linalg.eigh": [1], "linalg.svd": [0, 2], "svd": [0, 2], "linalg.eig": [0, 1]},
    **{"empty": [0], "empty_like": [0], "new_empty": [0], "linalg.eigvals": [0]},
}


class Unsupported(Exception):
    """An argument that a case cannot hold."""


def encode(item: Any, torch: Any) -> Any:
    """An argument of a sample as a case holds it."""
    if isinstance(item, torch.Tensor):
        if item.layout != torch.strided or item.dtype in (torch.bfloat16, torch.complex32):
            raise Unsupported
        array = item.detach().numpy(force=True)
        dtype = casefile.dtype_name(item)
        data = {"t": casefile.encode_array(array), "shape": [*array.shape], "dtype": dtype}
        return data | ({"requires_grad": True} if item.requires_grad else {})
    if isinstance(item, torch.dtype):
        return {"dtype": str(item).rpartition(".")[2]}
    if isinstance(item, tuple):
        return {"tuple": [encode(part, torch) for part in item]}
    if isinstance(item, list):
        return [encode(part, torch) for part in item]
    if isinstance(item, slice):
        return {"slice": [item.start, item.stop, item.step]}
    if item is ...:
        return {"ellipsis": True}
    if isinstance(item, complex):
        return {"complex": [item.real, item.imag]}
    if isinstance(item, float) and not np.isfinite(item):
        return {"float": str(item)}
    if item is None or isinstance(item, bool | int | float | str):
        return item
    raise Unsupported


class Sample(Case):
    """A case whose arguments are there already."""

    def __init__(self, number: int, call: str, line: dict[str, Any], **notes: Any) -> None:
        super().__init__(number, "sweep", call, (), {})
        self.line, self.notes = line, notes


def samples(info: Any, torch: Any, dtype: Any, limit: int) -> Iterator[Sample]:
    calls = forms(info.name, torch)
    given = info.sample_inputs("cpu", dtype, requires_grad=info.supports_autograd)
    for number, sample in enumerate(given):
        if number >= limit:
            return
        try:
            args = [encode(item, torch) for item in (sample.input, *sample.args)]
            kwargs = {key: encode(item, torch) for key, item in sample.kwargs.items()}
        except Unsupported:
            continue
        notes = {"loose": LOOSE[info.name]} if info.name in LOOSE else {}
        for call in calls:
            yield Sample(number, call, {"args": args, "kwargs": kwargs}, **notes)


def forms(name: str, torch: Any) -> list[str]:
    """The function of this name and the method of this name, as far as there are such."""
    function = "." in name or callable(getattr(torch, name, None))
    method = hasattr(torch.Tensor, name)
    return [f"torch.{name}"] * function + [f"Tensor.{name}"] * method


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--op", action="append", help="only these, as torch.sum or sum")
    parser.add_argument("--dtype", action="append", help="float32 unless given; may be repeated")
    parser.add_argument("--limit", type=int, default=30, help="samples for each operator")
    parser.add_argument("-n", "--show", type=int, default=2, help="mismatches shown an operator")
    parser.add_argument("--names", help="a table whose second column names the operators wanted")
    parser.add_argument("--engine", default="gradline.engine", help="the torch-like module")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch = importlib.import_module("torch")
    engine = importlib.import_module(options.engine)
    torch.set_num_threads(1)
    wanted = {name.partition("torch.")[2] or name for name in options.op or ()}
    if options.names:
        rows = Path(options.names).read_text().splitlines()[1:]
        wanted |= {row.split("\t")[1].partition(".")[2] for row in rows}

    tests = importlib.import_module("torch.testing._internal.common_methods_invocations")
    totals = [0, 0]
    for info in tests.op_db:
        if wanted and info.name not in wanted:
            continue
        for kind in options.dtype or ["float32"]:
            dtype = getattr(torch, kind)
            if dtype not in info.supported_dtypes("cpu"):
                continue
            torch.manual_seed(0)
            good, bad = compare(samples(info, torch, dtype, options.limit), torch, engine)
            totals[0] += good
            totals[1] += len(bad)
            if bad:
                print(f"{info.formatted_name:45} {kind:10} {good:4} ok {len(bad):4} bad")
            for line, found in bad[: options.show]:
                print(f"    {describe(line)[:300]}")
                for text in found:
                    print(f"        {text[:300]}")
    print(f"{totals[0]} agree, {totals[1]} differ")


def compare(given: Iterator[Sample], torch: Any, engine: Any) -> tuple[int, list[Any]]:
    """How many samples agree, and those that do not. What PyTorch refuses is passed over."""
    good, bad = 0, []
    for sample in given:
        line = record(sample, torch, sample.line)
        if "error" in line:
            continue
        found = casefile.mismatches(line, engine)
        good += not found
        bad += [(line, found)] if found else []
    return good, bad


if __name__ == "__main__":
    main()
