"""Run every case of the family files under PyTorch 2.13 and write down what it gave.

    python tests/oracle/cases/record.py [FAMILY…]

Each family file of this folder becomes `../data/cases/FAMILY.jsonl` (`tests/casefile.py` says what
a line holds). Runs are reproducible: the numbers of a case are drawn from its own id.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import numpy as np
from build import Case, Dtype, Numpy, T, cases_of
from casefile import DATA, Run, dtype_name, encode_array, node_name, plain, to_numpy

HERE = Path(__file__).parent
TOOLS = ("build", "record")


class Encoder:
    """Arguments as JSON, tensors drawn from the case's own generator."""

    def __init__(self, rng: np.random.Generator) -> None:
        self.rng = rng

    def __call__(self, item: Any) -> Any:
        if isinstance(item, T):
            return self.tensor(item)
        if isinstance(item, Numpy):
            return plain(item.array)
        if isinstance(item, Dtype):
            return {"dtype": str(item)}
        if isinstance(item, list):
            return [self(part) for part in item]
        if isinstance(item, tuple):
            return {"tuple": [self(part) for part in item]}
        if isinstance(item, slice):
            return {"slice": [self(part) for part in (item.start, item.stop, item.step)]}
        if item is ...:
            return {"ellipsis": True}
        if isinstance(item, complex):
            return {"complex": [item.real, item.imag]}
        if isinstance(item, float) and not np.isfinite(item):
            return {"float": str(item)}
        return item

    def tensor(self, item: T) -> dict[str, Any]:
        array = item.draw(self.rng)
        encoded = {"t": encode_array(array), "shape": [*array.shape], "dtype": item.dtype}
        if item.grad:
            encoded["requires_grad"] = True
        if item.then:
            encoded["then"] = [[self(part) for part in step] for step in item.then]
        if item.form in ("spd", "symmetric", "lower", "upper"):
            encoded["form"] = item.form
        return encoded


def arguments(case: Case) -> dict[str, Any]:
    """The case's arguments, drawn."""
    encode = Encoder(case.rng("inputs"))
    args = [encode(item) for item in case.args]
    kwargs = {key: encode(item) for key, item in case.kwargs.items()}
    return {"args": args, "kwargs": kwargs} if kwargs else {"args": args}


def record(case: Case, torch: Any, given: dict[str, Any]) -> dict[str, Any]:
    """The case's line: its name, its arguments, what PyTorch gives."""
    line = {"id": case.id, "family": case.family, "call": case.call, **given, **case.notes}
    run = Run(line, torch)
    try:
        run.call()
    except Exception as error:
        if not line.pop("refused", False):
            print(f"    {case.id}: refused, {str(error).partition(chr(10))[0][:150]}")
        return line | {"error": built_in_class(error)}
    if line.pop("refused", False):
        print(f"    {case.id}: accepted")
    if hasattr(run.result, "n_fields"):
        line["fields"] = list(run.result.__match_args__)
    line["outputs"] = [describe(output, torch) for output in run.outputs]
    for index in case.notes.get("loose", ()):
        line["outputs"][index]["data"] = None
    return line | gradients(case, run)


def describe(output: Any, torch: Any) -> dict[str, Any]:
    if not isinstance(output, torch.Tensor):
        return {"value": plain(output)}
    return values(output) | {"requires_grad": output.requires_grad, "grad_fn": node_name(output)}


def values(tensor: Any) -> dict[str, Any]:
    array = to_numpy(tensor)
    return {"data": encode_array(array), "shape": [*array.shape], "dtype": dtype_name(tensor)}


def gradients(case: Case, run: Run) -> dict[str, Any]:
    """Random cotangents for the outputs that have a gradient, and the leaves' gradients."""
    rng = case.rng("cotangents")
    cotangents = [
        cotangent(output, rng)
        if getattr(output, "requires_grad", False) and index not in case.notes.get("loose", ())
        else None
        for index, output in enumerate(run.outputs)
    ]
    if not run.leaves or all(item is None for item in cotangents):
        return {}
    try:
        grads = run.grads(cotangents)
    except Exception as error:
        wanted = any("NotImplemented" in str(node_name(output)) for output in run.outputs)
        if wanted or "grad_error" in case.notes:
            return {"grad_output": cotangents, "grad_error": built_in_class(error)}
        print(f"    {case.id}: no gradient, {str(error).partition(chr(10))[0][:150]}")
        return {}  # PyTorch's own slip: only the values are held against gradline
    found = [None if grad is None else values(grad) for grad in grads]
    return {"grad_output": cotangents, "grads": found}


def cotangent(output: Any, rng: np.random.Generator) -> dict[str, Any]:
    dtype = dtype_name(output)
    array = T(tuple(output.shape), dtype, -2, 2).draw(rng)
    return {"t": encode_array(array), "shape": [*array.shape], "dtype": dtype}


def built_in_class(error: Exception) -> str:
    """The nearest built-in class, which is what a program can name without PyTorch."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def main() -> None:
    torch = importlib.import_module("torch")
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    DATA.mkdir(parents=True, exist_ok=True)
    names = sys.argv[1:] or sorted(
        path.stem for path in HERE.glob("*.py") if path.stem not in TOOLS
    )
    for family in names:
        lines = [record(case, torch, arguments(case)) for case in cases_of(family)]
        with open(DATA / f"{family}.jsonl", "w") as out:
            for line in lines:
                out.write(json.dumps(line) + "\n")
        report(family, lines)


def report(family: str, lines: list[dict[str, Any]]) -> None:
    errors = [line for line in lines if "error" in line]
    calls = Counter(line["call"] for line in lines)
    print(f"{family}: {len(lines)} cases, {len(calls)} calls, {len(errors)} refused")


if __name__ == "__main__":
    main()
