"""The benchmarks' table and case lists; what is timed is not the business of a test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import case_lists, interpreter, table  # noqa: E402
from benchmarks.measure import Row  # noqa: E402


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
