"""Record what Python with PyTorch prints for the programs, the notebook and the case list.

    python tests/oracle/record_programs.py [NAME.py | NAME.ipynb | NAME.jsonl ...]

Without arguments everything under tests/programs/ and samples/ is recorded. Needs PyTorch 2.13;
the tests themselves only read what this script wrote.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import math
import os
import re
import runpy
import sys
import traceback
import warnings
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # the order of a sum must not depend on the machine

import torch

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")


def steady(text: str) -> str:
    """The same text with every memory address replaced by one fixed address."""
    return ADDRESS.sub("0x7f0000000000", text)


def apart(job) -> bool:
    """Run job() in a forked child, so that no program sees another's state; True if it worked."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            job()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    return os.waitpid(child, 0)[1] == 0


# ---------------------------------------------------------------- programs


def record_program(path: Path) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        runpy.run_path(str(path), run_name="__main__")
    path.with_suffix(".out").write_text(steady(out.getvalue()), encoding="utf-8")


# ---------------------------------------------------------------- notebooks


def shown(value) -> str:
    """The text a notebook shows for a cell's last expression: repr, but IPython's short form
    for objects that have no repr of their own."""
    kind = type(value)
    if kind.__repr__ is object.__repr__:
        return f"<{kind.__name__} at {id(value):#x}>"
    return repr(value)


def lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def run_cell(source: str, names: dict, count: int | None) -> list[dict]:
    body = ast.parse(source).body
    last = body.pop().value if body and isinstance(body[-1], ast.Expr) else None
    out, value = io.StringIO(), None
    with contextlib.redirect_stdout(out):
        exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last), "<cell>", "eval"), names)
    outputs: list[dict] = []
    if out.getvalue():
        text = steady(out.getvalue())
        outputs.append({"name": "stdout", "output_type": "stream", "text": lines(text)})
    if value is not None:
        data = {"text/plain": lines(steady(shown(value)))}
        result = {"data": data, "execution_count": count, "metadata": {}}
        outputs.append({**result, "output_type": "execute_result"})
    return outputs


def record_notebook(path: Path) -> None:
    notebook = json.loads(path.read_text(encoding="utf-8"))
    names: dict = {}
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            source = "".join(cell["source"])
            cell["outputs"] = run_cell(source, names, cell["execution_count"])
    path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


# ---------------------------------------------------------------- case lists


def plain(data):
    """Nested lists with nan and the infinities as strings, as case lists write them."""
    if isinstance(data, list):
        return [plain(item) for item in data]
    if isinstance(data, float) and not math.isfinite(data):
        return str(data)
    return data


def numbers(data):
    """The reverse of plain."""
    if isinstance(data, list):
        return [numbers(item) for item in data]
    return float(data) if isinstance(data, str) else data


def described(t: torch.Tensor) -> dict:
    return {
        "value": plain(t.tolist()),
        "dtype": str(t.dtype).removeprefix("torch."),
        "shape": list(t.shape),
        "grad_fn": t.grad_fn.name() if t.grad_fn is not None else None,
    }


def variable(spec) -> torch.Tensor:
    """A variable of a case: floating-point ones are differentiated unless the case says not."""
    spec = spec if isinstance(spec, dict) else {"data": spec}
    dtype = getattr(torch, spec.get("dtype", "float32"))
    t = torch.tensor(numbers(spec["data"]), dtype=dtype)
    if "shape" in spec:
        t = t.reshape(spec["shape"])
    return t.requires_grad_(spec.get("requires_grad", t.is_floating_point()))


def wanted(case: dict) -> dict:
    variables = {name: variable(spec) for name, spec in case.get("vars", {}).items()}
    result = eval(case["expr"], {"torch": torch, **variables})
    given = case.get("grad_output")
    if isinstance(result, torch.Tensor):
        want = described(result)
        seeds = [1.0 if given is None and result.numel() == 1 else given]
        parts = [result]
    else:
        parts = list(result)
        each = [described(part) for part in parts]
        want = {key: [one[key] for one in each] for key in each[0]}
        seeds = given or [None] * len(parts)
    pairs = [
        (part, torch.tensor(seed, dtype=part.dtype).expand_as(part))
        for part, seed in zip(parts, seeds, strict=True)
        if part.requires_grad and seed is not None
    ]
    leaves = {name: v for name, v in variables.items() if v.requires_grad}
    if pairs and leaves:
        roots, cotangents = zip(*pairs, strict=True)
        grads = torch.autograd.grad(roots, list(leaves.values()), cotangents, allow_unused=True)
        want["grads"] = {
            name: None if g is None else plain(g.tolist())
            for name, g in zip(leaves, grads, strict=True)
        }
    return want


def record_cases(path: Path) -> None:
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    records = [json.dumps({**case, "want": wanted(case)}) for case in cases]
    path.write_text("\n".join(records) + "\n", encoding="utf-8")


RECORDERS = {".py": record_program, ".ipynb": record_notebook, ".jsonl": record_cases}


def main(arguments: list[str]) -> int:
    warnings.simplefilter("ignore")
    folders = [ROOT / "tests" / "programs", ROOT / "samples"]
    paths = [Path(a) for a in arguments] or sorted(p for f in folders for p in f.iterdir())
    failed = 0
    for path in paths:
        recorder = RECORDERS.get(path.suffix)
        if recorder is not None and not apart(lambda r=recorder, p=path: r(p)):
            print(f"{path}: failed", file=sys.stderr)
            failed += 1
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
