"""`gradline test` and the pytest plugin: golden outputs compared and accepted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

import pytest
from conftest import Call
from test_cli_run import code, write_cases, write_notebook

pytest_plugins = "pytester"
PROGRAM = "import torch\nprint(torch.ones(2))\n"
PRINTED = "tensor([1., 1.])\n"


def write_program(folder: Path, name: str, source: str, golden: str | None) -> Path:
    path = folder / f"{name}.py"
    path.write_text(source)
    if golden is not None:
        path.with_suffix(".out").write_text(golden)
    return path


class TestPrograms:
    def test_agreement(self, gradline: Call, tmp_path: Path) -> None:
        path = write_program(tmp_path, "a", PROGRAM, PRINTED)
        assert gradline("test", str(path)) == (0, f"ok {path}\n1 ok\n", "")

    def test_mismatch_shows_a_diff(self, gradline: Call, tmp_path: Path) -> None:
        path = write_program(tmp_path, "a", PROGRAM, "tensor([1., 2.])\n")
        status, out, _ = gradline("test", str(path))
        assert status == 1
        assert "-tensor([1., 2.])\n+tensor([1., 1.])\n" in out
        assert out.endswith("1 failed\n")

    def test_update_accepts(self, gradline: Call, tmp_path: Path) -> None:
        path = write_program(tmp_path, "a", PROGRAM, None)
        status, out, _ = gradline("test", str(path))
        assert status == 1
        assert "--update" in out
        assert gradline("test", str(path), "--update").status == 0
        assert path.with_suffix(".out").read_text() == PRINTED
        assert gradline("test", str(path)).status == 0

    def test_addresses_are_equal(self, gradline: Call, tmp_path: Path) -> None:
        source = "import torch\nprint((torch.ones(1, requires_grad=True) + 2).grad_fn)\n"
        golden = "<AddBackward0 object at 0x7f0000000000>\n"
        path = write_program(tmp_path, "a", source, golden)
        assert gradline("test", str(path), "--update").out == f"ok {path}\n1 ok\n"
        assert path.with_suffix(".out").read_text() == golden

    def test_a_program_that_fails_is_not_accepted(self, gradline: Call, tmp_path: Path) -> None:
        path = write_program(tmp_path, "a", "print(1)\nfoo\n", "1\n")
        for words in ((), ("--update",)):
            status, out, _ = gradline("test", str(path), *words)
            assert status == 1
            assert "a.py:2:1" in out

    def test_folders(self, gradline: Call, tmp_path: Path) -> None:
        write_program(tmp_path, "a", PROGRAM, PRINTED)
        write_program(tmp_path, "helper", "foo", None)
        inner = tmp_path / "inner"
        inner.mkdir()
        write_program(inner, "b", PROGRAM, "x\n")
        status, out, _ = gradline("test", str(tmp_path))
        assert status == 1
        assert out.endswith("1 ok, 1 failed\n")
        empty = tmp_path / "empty"
        empty.mkdir()
        assert gradline("test", str(empty)).status == 2
        assert gradline("test", "-").status == 2


class TestNotebooks:
    stream: ClassVar = {"name": "stdout", "output_type": "stream", "text": ["tensor([1., 1.])\n"]}
    error: ClassVar = {
        "ename": "RuntimeError",
        "evalue": "",
        "output_type": "error",
        "traceback": [],
    }

    @staticmethod
    def result(text: str) -> dict[str, Any]:
        return {
            "data": {"text/plain": [text]},
            "execution_count": 3,
            "metadata": {},
            "output_type": "execute_result",
        }

    def test_agreement(self, gradline: Call, tmp_path: Path) -> None:
        path = write_notebook(
            tmp_path / "a.ipynb",
            code("import torch\nx = torch.ones(2, requires_grad=True)"),
            code("print(x.detach())", [self.stream]),
            code("(x + 2).grad_fn", [self.result("<AddBackward0 at 0x7faff57e84a8>")]),
            code("raise RuntimeError('meant')", [self.error]),
            code("x", [self.result("tensor([1., 1.], requires_grad=True)")]),
        )
        assert gradline("test", str(path)).out == f"ok {path}\n1 ok\n"

    def test_update_changes_outputs_only(self, gradline: Call, tmp_path: Path) -> None:
        kept = code("2 + 2", [self.result("4")])
        kept["metadata"] = {"tags": ["kept"], "é": 1}
        path = write_notebook(tmp_path / "a.ipynb", kept, code("print('new')\n7"))
        before = json.loads(path.read_text())
        status, out, _ = gradline("test", str(path))
        assert status == 1
        assert "a.ipynb[cell 2]" in out
        assert "+new" in out
        assert gradline("test", str(path), "--update").status == 0
        text = path.read_text()
        assert text.startswith('{\n "cells": [\n  {\n   "cell_type"')
        assert text.endswith("}\n")
        after = json.loads(text)
        assert after["cells"][1].pop("outputs") == [
            {"name": "stdout", "output_type": "stream", "text": ["new\n"]},
            {
                "data": {"text/plain": ["7"]},
                "execution_count": None,
                "metadata": {},
                "output_type": "execute_result",
            },
        ]
        before["cells"][1].pop("outputs")
        assert after == before
        assert gradline("test", str(path)).status == 0


class TestCases:
    case: ClassVar[dict[str, Any]] = {"id": "a", "expr": "x.sum()", "vars": {"x": [1, 2]}}

    @pytest.mark.parametrize(
        "want",
        [
            3,
            3.000001,
            {"value": 3},
            {"grads": {"x": [1, 1]}, "grad_fn": "SumBackward0", "dtype": "float32", "shape": []},
        ],
    )
    def test_agreement(self, gradline: Call, tmp_path: Path, want: Any) -> None:
        path = write_cases(tmp_path / "a.jsonl", {**self.case, "want": want})
        assert gradline("test", str(path)).status == 0

    @pytest.mark.parametrize(
        ("want", "told"),
        [
            (3.1, "value: 3.1 wanted, 3.0 found"),
            ("nan", 'value: "nan" wanted'),
            ({"shape": [1]}, "shape: 1 elements wanted, 0 found"),
            ({"grads": {"x": [1, 2]}}, "grads.x[1]: 2 wanted, 1.0 found"),
            ({"grads": {"y": 1}}, "grads.y: 1 wanted, null found"),
            ({"grad_fn": "MeanBackward0"}, "grad_fn"),
            ({"error": {"type": "ShapeError"}}, "error"),
        ],
    )
    def test_mismatch(self, gradline: Call, tmp_path: Path, want: Any, told: str) -> None:
        path = write_cases(tmp_path / "a.jsonl", self.case, {**self.case, "want": want})
        status, out, _ = gradline("test", str(path))
        assert status == 1
        assert f"{path}:2 (id a): {told}" in out

    def test_wanted_errors_and_special_numbers(self, gradline: Call, tmp_path: Path) -> None:
        path = write_cases(
            tmp_path / "a.jsonl",
            {"expr": "x + y", "vars": {"x": [1, 2], "y": [1, 2, 3]}, "want": {"ok": False}},
            {"expr": "x / 0", "vars": {"x": [0, 1]}, "want": ["nan", "inf"]},
            {"expr": "x", "vars": {"x": 1}, "want": 1.2, "atol": 0.5},
        )
        assert gradline("test", str(path)).out == f"ok {path}\n1 ok\n"

    def test_update(self, gradline: Call, tmp_path: Path) -> None:
        odd = '{"expr":"x",   "vars":{"x":1},"want":1}'
        path = tmp_path / "a.jsonl"
        path.write_text(f"{odd}\n\n" + json.dumps(self.case) + "\n")
        assert gradline("test", str(path), "--update").status == 0
        lines = path.read_text().split("\n")
        assert lines[:2] == [odd, ""]
        assert json.loads(lines[2])["want"] == {
            "value": 3.0,
            "dtype": "float32",
            "shape": [],
            "grad_fn": "SumBackward0",
            "grads": {"x": [1.0, 1.0]},
        }
        assert gradline("test", str(path)).status == 0

    def test_lines_keep_their_ends_and_bad_bytes_fail_alone(
        self, gradline: Call, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.jsonl"
        good = b'{"expr": "x", "vars": {"x": 1}, "want": 1}\r\n'
        path.write_bytes(b"\xef\xbb\xbf" + good + b'{"expr": "\xff"}\r\n{"expr": "2 + 2"}\r\n')
        out = gradline("test", str(path)).out
        assert f"{path}:2: JSONError" in out
        assert f"{path}:3" not in out
        gradline("test", str(path), "--update")
        assert path.read_bytes().startswith(b"\xef\xbb\xbf" + good + b'{"expr": "\xff"}\r\n{')
        assert path.read_bytes().endswith(b'"grad_fn": null}}\r\n')


class TestPlugin:
    """pytest collects what `gradline test` compares, where it is pointed at it."""

    @pytest.fixture
    def samples(self, pytester: pytest.Pytester) -> Path:
        folder = pytester.mkdir("samples")
        write_program(folder, "good", PROGRAM, PRINTED)
        write_program(folder, "bad", PROGRAM, "tensor([1., 2.])\n")
        write_program(folder, "none", "foo", None)
        write_program(folder, "test_own", "def test_it(): pass\n", "a log\n")
        write_cases(folder / "cases.jsonl", {"expr": "x", "vars": {"x": 1}, "want": 1})
        write_cases(folder / "other.jsonl", {"text": "no case"})
        return folder

    def test_a_folder(self, pytester: pytest.Pytester, samples: Path) -> None:
        result = pytester.runpytest_inprocess("samples")
        result.assert_outcomes(passed=3, failed=1)
        result.stdout.fnmatch_lines(["*-tensor([[]1., 2.[]])*", "*+tensor([[]1., 1.[]])*"])

    def test_a_file(self, pytester: pytest.Pytester, samples: Path) -> None:
        pytester.runpytest_inprocess("samples/good.py").assert_outcomes(passed=1)
        pytester.runpytest_inprocess("samples/bad.py").assert_outcomes(failed=1)

    def test_nothing_unasked(self, pytester: pytest.Pytester, samples: Path) -> None:
        pytester.runpytest_inprocess().assert_outcomes(passed=1)
        pytester.runpytest_inprocess(".").assert_outcomes(passed=1)

    def test_a_setting(self, pytester: pytest.Pytester, samples: Path) -> None:
        pytester.makeini("[pytest]\ngradline_samples = samples\n")
        pytester.runpytest_inprocess().assert_outcomes(passed=3, failed=1)

    def test_a_sample_that_hangs_or_crashes_costs_only_itself(
        self, pytester: pytest.Pytester
    ) -> None:
        folder = pytester.mkdir("samples")
        write_program(folder, "a", "max(map(max, [range(10**7)] * 10**5))", "")
        write_program(folder, "b", "t = ()\nfor i in range(200_000): t = (t,)\nt = {t}", "")
        write_program(folder, "c", PROGRAM, PRINTED)
        pytester.makeini("[pytest]\ngradline_timeout = 0.5\n")
        result = pytester.runpytest_inprocess("samples")
        result.assert_outcomes(passed=1, failed=2)
        result.stdout.fnmatch_lines(["*time limit of 0.5 s*"])

    def test_control_characters_are_shown(self, pytester: pytest.Pytester) -> None:
        folder = pytester.mkdir("samples")
        write_program(folder, "a", "print('\\x1b[2J \\u202e')", "\x1b[31m\u2066")
        write_program(folder, "b", "raise ValueError('\\x1b[2J \\u202e')", "")
        result = pytester.runpytest_inprocess("samples", "--color=no")
        result.assert_outcomes(failed=2)
        text = result.stdout.str()
        assert "\\x1b[2J" in text and "\\u202e" in text
        assert not set(text) & set("\x1b\u202e\u2066")


def test_a_notebook_stays_indented_as_it_was(gradline: Call, tmp_path: Path) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": "1 + 1", "outputs": []}
    for indent in ("\t", " ", "  ", None):
        path = tmp_path / "a.ipynb"
        path.write_text(json.dumps({"cells": [cell], "nbformat": 4}, indent=indent))
        assert gradline("test", "--update", str(path)).status == 0
        text = path.read_text()
        assert text == json.dumps(json.loads(text), indent=indent)
        assert json.loads(text)["cells"][0]["outputs"] != []
