"""The benchmarks' table and case lists; what is timed is not the business of a test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from gradline import engine
from gradline.engine import catalog

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import case_lists, interpreter, table  # noqa: E402
from benchmarks.measure import Missing, Row  # noqa: E402
from benchmarks.scan import CASES, SIZES, coverage, report, run, tasks, used  # noqa: E402


def test_the_table_replaces_what_stands_between_its_marks(tmp_path: Path) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
    rows = [
        Row("a one-liner", "import numpy", 1.1234, 1.3, 0.15),
        Row("memory", "", 12.3, 64, unit=" MB"),
    ]
    for _ in range(2):
        table.write_readme(rows, "2 cores", readme)
    lines = readme.read_text().splitlines()
    assert lines[0] == "before" and lines[-1] == "after"
    assert "|a one-liner|import numpy|1.12|1.3|150 ms|" in lines
    assert "|memory||12 MB|64 MB||" in lines
    assert "2 cores." in lines and "old" not in lines


def test_every_case_of_the_list_has_gradients(tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    case_lists.write_cases(path, 21)
    command = [sys.executable, "-c", "from gradline.cli import main; main()", "run", str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    results = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(results) == 21
    assert all(result["ok"] and "x" in result["grads"] for result in results)


def test_the_loop_is_the_same_under_python_and_the_interpreter() -> None:
    for kind in ("gradline", "python"):
        interpreter.tasks(kind)["loop"]()


# -- the scan of speeds


def words(table: dict[str, str]) -> set[str]:
    return {name for names in table.values() for name in names.split()}


def public(name: str) -> Any:
    found: Any = engine
    for part in name.split("."):
        found = getattr(found, part)
    return found


def scanned() -> set[str]:
    """The short names that cases call, and other names of the same functions."""
    found = coverage.calls()
    alike: dict[int, set[str]] = {}
    for name in words(catalog.FUNCTIONS):
        alike.setdefault(id(public(name)), set()).add(name.rpartition(".")[2])
    return found.union(*[names for names in alike.values() if names & found])


def operators_of(tensor: engine.Tensor) -> set[str]:
    """The names of the operators in the graph of a tensor."""
    found: set[str] = set()
    waiting, seen = [tensor.grad_fn], set()
    while waiting:
        node = waiting.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if hasattr(node, "operator"):
            found.add(node.operator.name)
        waiting += [edge[0] for edge in node.next_functions]
    return found


def test_every_public_name_is_scanned_or_has_a_reason() -> None:
    names = words(catalog.FUNCTIONS) | words(catalog.METHODS)
    assert coverage.uncovered(names, scanned(), coverage.WITHOUT) == []
    known = {name.rpartition(".")[2] for name in names}
    assert not coverage.reasons(coverage.WITHOUT).keys() - known


@pytest.mark.filterwarnings("ignore")
def test_every_case_runs_and_every_operator_is_reached() -> None:
    reached = scanned()
    for name, case in CASES.items():
        values = tasks.inputs(engine, case, 0)
        for result in tasks.tensors(engine, eval(case.expression, values)):
            reached |= operators_of(result)
        tasks.step(engine, case, 0)()
        assert case.operator, name
    operators = words(catalog.OPERATORS)
    rest = {name for name in operators if not name.endswith(coverage.OF_BACKWARD)}
    assert coverage.uncovered(rest, reached, coverage.INTERNAL) == []
    assert not coverage.reasons(coverage.INTERNAL).keys() - operators


def test_cases_are_chosen_by_operator() -> None:
    assert "sin(x)" in run.chosen(("sin",)) and "cos(x)" not in run.chosen(("sin",))
    assert len(run.chosen(())) == len(CASES)
    with pytest.raises(Missing, match="no case is about nothing"):
        run.chosen(("nothing",))


def test_the_most_used_operators_have_cases() -> None:
    assert len(set(used.MOST_USED)) == 40
    assert not set(used.MOST_USED) - {case.operator for case in CASES.values()}


def test_a_task_measures_itself_and_inputs_are_the_same_each_time() -> None:
    task = tasks.Tasks(engine)["sin(x) tiny"]
    assert 0 < task() < 0.01
    first, second = (tasks.inputs(engine, CASES["sin(x)"], 1)["x"] for _ in range(2))
    assert first.equal(second)


def test_two_scans_are_compared(tmp_path: Path) -> None:
    old = [report.Figure("sin(x)", size, 1.0, 1e-5) for size in SIZES]
    new = [old[0], old[1]._replace(ratio=1.07), old[2]._replace(ratio=1.5)]
    report.write(old, ["cos(x), tiny: PyTorch: not there"], tmp_path / "old.json")
    report.write(new, [], tmp_path / "new.json")
    lines = list(report.compare(tmp_path / "old.json", tmp_path / "new.json"))
    assert "geometric mean, large (1): 1 -> 1.5" in lines
    assert "grew by more than 10%: 1 of 3" in lines
    assert "grew by more than 5%: 2 of 3" in lines
    assert "  sin(x), large: 1.00 -> 1.50, +50%" in lines


def test_the_worst_figure_stands_first() -> None:
    figures = [
        report.Figure("sin(x)", size, r, 1e-5) for size, r in zip(SIZES, (1, 4, 2), strict=True)
    ]
    rows = list(report.table(figures))
    assert [row.figure for row in rows[-3:]] == [4, 2, 1]
    assert {row.what: row.figure for row in rows}["figures above 1.5"] == 2
