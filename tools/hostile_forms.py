"""The five forms in which a hostile program meets gradline, each with neighbours that must work.

A form writes its files into a folder and says how gradline is called there; `judge` says what is
wrong with what came back.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from .hostile_programs import Hostile

GRADLINE = [sys.executable, "-c", "from gradline.cli import main; main()"]
MEMORY = "512M"


class Form(NamedTuple):
    """`alone`: one program a call, without neighbours."""

    write: Callable[[Path, list[Hostile], str], None]
    command: Callable[[list[Hostile], float], list[str]]
    judge: Callable[[str, int, str], str]
    alone: bool = False


# ---- neighbours


def neighbour(token: str, number: int) -> str:
    """A program that shows what another could have spoiled: dtype, print options, gradients."""
    return (
        "import torch\n"
        "x = torch.arange(3., requires_grad=True)\n"
        f"(x * {number}).sum().backward()\n"
        f"print('{token}', {number}, torch.full((2,), {number}.5), x.grad.tolist())\n"
    )


def neighbour_prints(token: str, number: int) -> str:
    value = f"{number}.5000"
    return f"{token} {number} tensor([{value}, {value}]) {[float(number)] * 3}"


def judge_prints(out: str, count: int, token: str) -> str:
    """Whether every neighbour's line is there, once, right and in order."""
    found = re.findall(rf"{token}[^\n]*", out)
    wanted = [neighbour_prints(token, number) for number in range(count)]
    return "" if found == wanted else f"neighbours printed {found}"


# ---- a folder of files, of notebooks, of samples


def write_files(folder: Path, hostile: list[Hostile], token: str) -> None:
    for number, program in enumerate(hostile):
        (folder / f"{number:03}a_hostile.py").write_text(program.text)
        (folder / f"{number:03}b_good.py").write_text(neighbour(token, number))


def write_notebooks(folder: Path, hostile: list[Hostile], token: str) -> None:
    for number, program in enumerate(hostile):
        write_notebook(folder / f"{number:03}a_hostile.ipynb", program.text)
        write_notebook(folder / f"{number:03}b_good.ipynb", neighbour(token, number))


def write_notebook(path: Path, source: str) -> None:
    """A notebook of one cell, whose failure is meant."""
    cell = {
        "cell_type": "code", "source": source, "outputs": [], "execution_count": None,
        "metadata": {"tags": ["raises-exception"]},
    }  # fmt: skip
    path.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4}))


def write_samples(folder: Path, hostile: list[Hostile], token: str) -> None:
    write_files(folder, hostile, token)
    for number in range(len(hostile)):
        (folder / f"{number:03}a_hostile.out").write_text("what no program prints\n")
        golden = neighbour_prints(token, number) + "\n"
        (folder / f"{number:03}b_good.out").write_text(golden)


def run_folder(_: list[Hostile], limit: float) -> list[str]:
    return [*GRADLINE, "run", "samples", "--timeout", str(limit), "--max-memory", MEMORY]


def run_pytest(_: list[Hostile], limit: float) -> list[str]:
    options = ["-v", "--rootdir=.", "-p", "no:cacheprovider", "-o", f"gradline_timeout={limit}"]
    return [sys.executable, "-m", "pytest", *options, "samples"]


def judge_pytest(out: str, count: int, _: str) -> str:
    """Whether every sample has its one line, in order, and the neighbours passed."""
    found = re.findall(r"(\d\d\d)(?:a_hostile|b_good)\.py::golden output (PASSED|FAILED)", out)
    wanted = [(f"{n:03}", state) for n in range(count) for state in ("FAILED", "PASSED")]
    return "" if found == wanted else f"pytest said {found}"


# ---- a list of cases


def write_cases(folder: Path, hostile: list[Hostile], token: str) -> None:
    with (folder / "cases.jsonl").open("w") as file:
        for number, program in enumerate(hostile):
            bad = {"id": f"{token} bad {number}", "expr": program.text, "vars": {"v": [1.0, 2.0]}}
            good = {"id": f"{token} good {number}", "expr": "(v * k).sum()", "vars": {"v": [1, 2]}}
            good["vars"]["k"] = number  # type: ignore[index]
            file.write(f"{json.dumps(bad)}\n{json.dumps(good)}\n")


def judge_cases(out: str, count: int, token: str) -> str:
    """Whether every case has its one line, in order, and the neighbours' are right."""
    try:
        results = [json.loads(line) for line in out.splitlines()]
    except ValueError as error:
        return f"a line is no JSON: {error}"
    wanted = [f"{token} {kind} {n}" for n in range(count) for kind in ("bad", "good")]
    found = [result.get("id") for result in results]
    if found != wanted:
        return f"the ids of the results are {found}"
    for number, result in enumerate(results[1::2]):
        if result.get("value") != 3.0 * number or result["grads"].get("v") != [float(number)] * 2:
            return f"a neighbour's result is {result}"
    return ""


# ---- an expression


def write_nothing(folder: Path, hostile: list[Hostile], token: str) -> None:
    """An expression stands in the command."""


def run_expression(hostile: list[Hostile], limit: float) -> list[str]:
    options = ["--timeout", str(limit), "--max-memory", MEMORY]
    return [*GRADLINE, "eval", *options, hostile[0].text]


def judge_nothing(out: str, count: int, token: str) -> str:
    return ""


FORMS = {
    "file": Form(write_files, run_folder, judge_prints),
    "cell": Form(write_notebooks, run_folder, judge_prints),
    "case": Form(write_cases, run_folder, judge_cases),
    "expression": Form(write_nothing, run_expression, judge_nothing, alone=True),
    "sample": Form(write_samples, run_pytest, judge_pytest),
}
