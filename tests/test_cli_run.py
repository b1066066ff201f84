"""`gradline run`: programs, notebooks, case lists, folders and stdin."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Call

PROGRAM = "import torch\nx = torch.ones(2, requires_grad=True)\nprint(x * 2)\n"
PRINTED = "tensor([2., 2.], grad_fn=<MulBackward0>)\n"


def code(source: Any, outputs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": outputs or [],
        "source": source,
    }


def write_notebook(path: Path, *cells: dict[str, Any]) -> Path:
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(notebook, indent=1) + "\n")
    return path


def write_cases(path: Path, *cases: Any) -> Path:
    path.write_text("".join(json.dumps(case) + "\n" for case in cases))
    return path


def results(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


class TestPrograms:
    def test_program(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_text(PROGRAM)
        assert gradline("run", str(path)) == (0, PRINTED, "")
        assert gradline("run", "-", stdin=PROGRAM.encode()) == (0, PRINTED, "")

    def test_bom_and_line_ends(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"\xef\xbb\xbf" + PROGRAM.replace("\n", "\r\n").encode())
        assert gradline("run", str(path)).out == PRINTED

    def test_names_follow_python(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_text("print(ones(2))\n")
        status, _, err = gradline("run", str(path))
        assert status == 1
        assert f"{path}:1:7" in err

    def test_error_comes_after_what_was_printed(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_text(PROGRAM + "x.backward()\n")
        status, out, err = gradline("run", str(path))
        assert (status, out) == (1, PRINTED)
        assert err.startswith("error: ")
        assert f"{path}:4:1" in err

    def test_bytes_that_are_no_text(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"x = 1\ny = '\xff'\n")
        err = gradline("run", str(path)).err
        assert err == f"error: {path}, line 2, column 6: the byte 0xff is not UTF-8\n"

    def test_the_place_of_a_byte_after_a_mark(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_bytes(b"\xef\xbb\xbfprint(\xff)\n")
        err = gradline("run", str(path)).err
        assert err == f"error: {path}, line 1, column 7: the byte 0xff is not UTF-8\n"

    def test_folder_in_order_and_past_failures(self, gradline: Call, tmp_path: Path) -> None:
        (tmp_path / "b.py").write_text("print('b')\n")
        (tmp_path / "a.py").write_text("print('a')\nfoo\n")
        (tmp_path / "note.txt").write_text("no program")
        (tmp_path / ".hidden").mkdir()
        (tmp_path / ".hidden" / "c.py").write_text("print('c')\n")
        status, out, err = gradline("run", str(tmp_path))
        assert (status, out) == (1, "a\nb\n")
        assert "a.py:2:1" in err

    def test_programs_do_not_see_each_other(self, gradline: Call, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(
            "import torch\ntorch.set_default_dtype(torch.float64)\ntorch.set_grad_enabled(False)\n"
            "torch.set_printoptions(precision=2)\n"
        )
        (tmp_path / "b.py").write_text("import torch\nprint(torch.ones(1, requires_grad=True) * 2)")
        assert gradline("run", str(tmp_path)).out == "tensor([2.], grad_fn=<MulBackward0>)\n"

    @pytest.mark.parametrize("name", ["none.py", "a.txt", "empty"])
    def test_paths_that_cannot_be_run(self, gradline: Call, tmp_path: Path, name: str) -> None:
        (tmp_path / "a.txt").write_text("hello")
        (tmp_path / "empty").mkdir()
        status, _, err = gradline("run", str(tmp_path / name))
        assert status == 2
        assert err.startswith("error: ")


class TestNotebooks:
    def test_prints_what_the_cells_show(self, gradline: Call, tmp_path: Path) -> None:
        path = write_notebook(
            tmp_path / "a.ipynb",
            {"cell_type": "markdown", "metadata": {}, "source": "# Title"},
            code(["import torch\n", "x = torch.ones(2, requires_grad=True)"]),
            code("print('no line end', end='')\nx * 2"),
            code("x * 3;"),
            code("x.sum().backward()"),
            code("x.grad"),
            code("{'shape': x.shape, 'name': 'x'}"),
        )
        expected = (
            "no line end\ntensor([2., 2.], grad_fn=<MulBackward0>)\ntensor([1., 1.])\n"
            "{'shape': torch.Size([2]), 'name': 'x'}\n"
        )
        assert gradline("run", str(path)) == (0, expected, "")
        assert gradline("run", "-", stdin=path.read_bytes()).out == expected

    def test_objects_look_as_in_jupyter(self, gradline: Call, tmp_path: Path) -> None:
        path = write_notebook(
            tmp_path / "a.ipynb",
            code("import torch\n(torch.ones(1, requires_grad=True) + 2).grad_fn"),
            code("[torch.ones(2, 2), list(range(30))]"),
        )
        out = gradline("run", str(path)).out
        assert out.startswith("<AddBackward0 at 0x")
        assert "\n[tensor([[1., 1.],\n         [1., 1.]]),\n [0,\n  1,\n" in out

    def test_error_names_the_cell_and_ends_the_run(self, gradline: Call, tmp_path: Path) -> None:
        path = write_notebook(tmp_path / "a.ipynb", code("print(1)"), code("\nfoo"), code("2"))
        status, out, err = gradline("run", str(path))
        assert (status, out) == (1, "1\n")
        assert "a.ipynb[cell 2]:2:1" in err

    def test_indented_cells(self, gradline: Call, tmp_path: Path) -> None:
        path = write_notebook(tmp_path / "a.ipynb", code("  x = 1\n  if x:\n    x = 2\n  x"))
        assert gradline("run", str(path)).out == "2\n"

    def test_magics(self, gradline: Call, tmp_path: Path) -> None:
        path = write_notebook(tmp_path / "a.ipynb", code("%matplotlib inline"))
        assert "magics" in gradline("run", str(path)).err

    @pytest.mark.parametrize("text", ["{", "[]", '{"cells": 3}', '{"worksheets": []}'])
    def test_what_is_no_notebook(self, gradline: Call, tmp_path: Path, text: str) -> None:
        (tmp_path / "a.ipynb").write_text(text)
        status, _, err = gradline("run", str(tmp_path / "a.ipynb"))
        assert status == 1
        assert err.startswith(f"error: {tmp_path}/a.ipynb is no")


class TestCases:
    def test_results_in_order(self, gradline: Call, tmp_path: Path) -> None:
        path = write_cases(
            tmp_path / "a.jsonl",
            {
                "id": "a",
                "expr": "torch.sin(x)",
                "vars": {"x": {"data": [0.5, 1.0], "dtype": "float64", "requires_grad": True}},
                "grad_output": [1.0, 1.0],
            },
            {"id": 7, "expr": "(x * y).sum()", "vars": {"x": [1, 2], "y": 3}},
        )
        first, second = results(gradline("run", str(path)).out)
        assert first["id"] == "a"
        assert first["ok"] is True
        assert first["value"] == pytest.approx([0.479425538604203, 0.8414709848078965], rel=1e-15)
        assert (first["dtype"], first["shape"]) == ("float64", [2])
        assert first["grad_fn"] == "SinBackward0"
        assert first["grads"]["x"] == pytest.approx([0.8775825618903728, 0.5403023058681398])
        assert second["value"] == 9.0
        assert second["grads"] == {"x": [3.0, 3.0], "y": 3.0}

    def test_bad_lines_do_not_stop_the_rest(self, gradline: Call) -> None:
        lines = b'\xef\xbb\xbf{"id": 1, "expr": "x", "vars": {"x": 1}}\n\n  \nnonsense\n[1]\n'
        lines += b'{"id": 2, "expr": "x + y", "vars": {"x": [1, 2], "y": [1, 2, 3]}}\n'
        lines += b'{"id": 3, "exrp": "x"}\n{"id": 4}\n{"id": "\xff"}\n{"expr": 1}\n'
        lines += b'{"id": 5, "expr": "x", "vars": {"x": 2}, "comment": "last, no line end"}'
        status, out, err = gradline("run", "-", stdin=lines)
        assert status == 1
        assert [result["ok"] for result in results(out)] == [True] + [False] * 7 + [True]
        assert [result["id"] for result in results(out)] == [1, None, None, 2, 3, 4, None, None, 5]
        kinds = [result["error"]["type"] for result in results(out)[1:4]]
        assert kinds == ["JSONError", "CaseError", "ShapeError"]
        assert results(out)[3]["error"]["line"] == 1
        assert results(out)[3]["error"]["column"] >= 1
        assert err.startswith("error: -:4:1: JSONError")
        assert "6 more" in err

    def test_special_numbers_are_strings_both_ways(self, gradline: Call) -> None:
        case = {"expr": "x * 1", "vars": {"x": ["nan", "inf", "-inf", 1]}, "grad_output": [1] * 4}
        result = results(gradline("run", "-", stdin=json.dumps(case).encode()).out)[0]
        assert result["value"] == ["nan", "inf", "-inf", 1.0]

    def test_shapes_that_lists_cannot_say(self, gradline: Call) -> None:
        case = {
            "expr": "x.sum(0)",
            "vars": {"x": {"data": [], "shape": [0, 2]}},
            "grad_output": [1, 1],
        }
        result = results(gradline("run", "-", stdin=json.dumps(case).encode()).out)[0]
        assert (result["value"], result["shape"], result["grads"]) == ([0.0, 0.0], [2], {"x": []})

    def test_tuples(self, gradline: Call) -> None:
        case: dict[str, Any] = {"expr": "x.split(1)", "vars": {"x": [1, 2]}}
        case["grad_output"] = [None, [5]]
        result = results(gradline("run", "-", stdin=json.dumps(case).encode()).out)[0]
        assert result["value"] == [[1.0], [2.0]]
        assert result["dtype"] == ["float32", "float32"]
        assert result["grad_fn"] == ["SplitBackward0", "SplitBackward0"]
        assert result["grads"] == {"x": [0.0, 5.0]}

    def test_which_gradients_there_are(self, gradline: Call, tmp_path: Path) -> None:
        path = write_cases(
            tmp_path / "a.jsonl",
            {"expr": "x * 2", "vars": {"x": [1, 2]}},
            {"expr": "x.sum()", "vars": {"x": {"data": [1], "requires_grad": False}}},
            {"expr": "x.argmax()", "vars": {"x": [1, 2]}},
            {"expr": "x.sum()", "vars": {"x": [1, 2], "y": 3, "i": {"data": 1, "dtype": "int64"}}},
        )
        found = [result.get("grads") for result in results(gradline("run", str(path)).out)]
        assert found == [None, None, None, {"x": [1.0, 1.0], "y": None}]

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            ({"vars": {"x": {"data": [1], "dtype": "flaot32"}}}, "did you mean 'float32'"),
            ({"vars": {"x": {"data": [1], "shape": [2]}}}, "do not fill"),
            ({"vars": {"x": {"data": [1], "shape": [-1]}}}, "shape"),
            ({"vars": {"x": {"dat": [1]}}}, "did you mean 'data'"),
            ({"vars": {"x": {"data": [1.5], "dtype": "int64"}}}, "cannot hold"),
            ({"vars": {"x": {"data": [1], "dtype": "int64", "requires_grad": True}}}, "grad"),
            ({"vars": {"x": [[1], [1, 2]]}}, "unevenly"),
            ({"vars": {"x": ["one"]}}, "expected a number"),
            ({"vars": {"x": None}}, "expected a number"),
            ({"vars": [1]}, "vars must be an object"),
            ({"grad_output": [1, 2]}, "must be equal"),
            ({"grad_output": [1], "expr": "3"}, "no tensor"),
            ({"expr": ""}, "no value"),
            ({"expr": "x.(", "id": 9}, ""),
        ],
    )
    def test_errors_say_what_is_wrong(
        self, gradline: Call, change: dict[str, Any], told: str
    ) -> None:
        case = {"expr": "x", "vars": {"x": [1]}, **change}
        status, out, _ = gradline("run", "-", stdin=json.dumps(case).encode())
        assert status == 1
        assert told in results(out)[0]["error"]["message"]

    def test_cases_do_not_see_each_other(self, gradline: Call, tmp_path: Path) -> None:
        path = write_cases(
            tmp_path / "a.jsonl",
            {"expr": "y = x; y", "vars": {"x": 1}},
            {"expr": "y"},
            {"expr": "x"},
            {"expr": "torch.set_grad_enabled(False); 1"},
            {"expr": "x * 2", "vars": {"x": 1}},
        )
        found = results(gradline("run", str(path)).out)
        assert [result["ok"] for result in found] == [True, False, False, True, True]
        assert found[4]["grads"] == {"x": 2.0}

    def test_results_come_as_cases_come(self) -> None:
        with subprocess.Popen(
            [sys.executable, "-c", "from gradline.cli import main; main()", "run", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        ) as process:
            assert process.stdin and process.stdout
            for number in range(3):
                case = {"id": number, "expr": "x", "vars": {"x": number}}
                process.stdin.write(json.dumps(case).encode() + b"\n")
                process.stdin.flush()
                assert json.loads(process.stdout.readline())["id"] == number
            process.stdin.close()
            assert process.wait(30) == 0

    def test_a_case_that_takes_too_long(self, gradline: Call, tmp_path: Path) -> None:
        path = write_cases(
            tmp_path / "a.jsonl", {"expr": "while True: pass"}, {"expr": "x", "vars": {"x": 1}}
        )
        status, out, _ = gradline("run", str(path), "--timeout", "0.3")
        assert status == 1
        slow, quick = results(out)
        assert "time limit" in slow["error"]["message"]
        assert quick["ok"]


@pytest.mark.parametrize(
    ("text", "split", "constants"),
    [
        ("3*(x+2.5)**-1e-3", "constant_0*(x+constant_1)**-constant_2", [3, 2.5, 1e-3]),
        ("x1 + x[0, 1:2]", "x1 + x[constant_0, constant_1:constant_2]", [0, 1, 2]),
        ("1j + 0x10 + 1_000 + 007", "1j + 0x10 + 1_000 + 007", []),
        ("x + .5 + 5.", "x + constant_0 + constant_1", [0.5, 5.0]),
        ("f'{x:2}' # 3", "f'{x:2}' # 3", []),
        ("9" * 30, "9" * 30, []),
    ],
)
def test_constants_are_split_from_an_expression(
    text: str, split: str, constants: list[float]
) -> None:
    from gradline.cli.tasks.constants import split_constants

    found, values = split_constants(text)
    assert found == split
    assert list(values.values()) == constants
    assert [type(value) for value in values.values()] == [type(value) for value in constants]


def test_errors_show_the_constants_themselves(gradline: Call) -> None:
    case = {"expr": "x.reshape(2, 3) + 1", "vars": {"x": [1]}}
    error = results(gradline("run", "-", stdin=json.dumps(case).encode()).out)[0]["error"]
    assert (error["line"], error["column"]) == (1, 1)
    assert "[2, 3]" in error["message"]
