"""The one-liners: `eval` and `grad`, their inputs, options, output forms and errors."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Call

README_CASE = ("mean(3*(x+2)**2)", "x=ones(2,2)")


def test_grad_prints_value_and_gradient(gradline: Call) -> None:
    assert gradline("grad", *README_CASE) == (
        0,
        "value = tensor(27., grad_fn=<MeanBackward0>)\n"
        "x.grad = tensor([[4.5000, 4.5000],\n"
        "                 [4.5000, 4.5000]])\n",
        "",
    )


def test_eval_prints_the_value(gradline: Call) -> None:
    assert gradline("eval", "x + 2", "x=[1,2]").out == (
        "value = tensor([3., 4.], grad_fn=<AddBackward0>)\n"
    )
    assert gradline("eval", "(2, 'a')").out == "value = (2, 'a')\n"
    assert gradline("eval", "print('hi')").out == "hi\n"


def test_statements_before_the_result(gradline: Call) -> None:
    out = gradline("grad", "y = x + 2; z = y * y * 3; z.mean()", "x=ones(2,2)").out
    assert out.startswith("value = tensor(27., grad_fn=<MeanBackward0>)\nx.grad = tensor([[4.5")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("3", "tensor(3., requires_grad=True)"),
        ("[1,2]", "tensor([1., 2.], requires_grad=True)"),
        ("[[1,2],[3,4.5]]", "tensor([[1.0000, 2.0000],"),
        ("True", "tensor(True)"),
        ("[True,False]", "tensor([ True, False])"),
        ("tensor([1,2])", "tensor([1, 2])"),
        ("1e400", "tensor(inf, requires_grad=True)"),
        ("-1", "tensor(-1., requires_grad=True)"),
    ],
)
def test_what_a_value_becomes(gradline: Call, value: str, shown: str) -> None:
    assert gradline("eval", "x", f"x={value}").out.startswith(f"value = {shown}")


def test_default_dtype(gradline: Call) -> None:
    out = gradline("grad", "x * 0.1", "x=3", "--dtype", "float64").out
    assert out == ("value = tensor(0.3000, grad_fn=<MulBackward0>)\nx.grad = tensor(0.1000)\n")
    record = json.loads(gradline("eval", "x * 0.1", "x=3", "--dtype", "float64", "--json").out)
    assert (record["value"], record["dtype"]) == (3 * 0.1, "float64")


def test_seed_repeats_random_numbers(gradline: Call) -> None:
    first, again = (gradline("eval", "randn(3)", "--seed", "0").out for _ in range(2))
    assert first == again == "value = tensor([ 1.5410, -0.2934, -2.1788])\n"


def test_wrt_chooses_what_is_differentiated(gradline: Call) -> None:
    out = gradline("grad", "(w * x).sum()", "x=[1,2]", "w=[3,4]", "--wrt", "w").out
    assert out.splitlines()[1:] == ["w.grad = tensor([1., 2.])"]
    error = gradline("grad", "weight.sum()", "weight=[1,2]", "--wrt", "wieght")
    assert error.status == 2
    assert "did you mean 'weight'" in error.err


def test_variable_that_the_result_does_not_use(gradline: Call) -> None:
    out = gradline("grad", "x.sum()", "x=[1,2]", "y=3").out
    assert out.splitlines()[1:] == ["x.grad = tensor([1., 1.])", "y.grad = None"]


def test_integer_variables_have_no_gradient(gradline: Call) -> None:
    out = gradline("grad", "x[i].sum()", "x=[1,2,3]", "i=tensor([0,0,2])").out
    assert out.splitlines()[1:] == ["x.grad = tensor([2., 0., 1.])"]


def test_cotangent_of_a_vector(gradline: Call) -> None:
    out = gradline("grad", "x * 2", "x=[1,2]", "-v", "[0.5, 1]").out
    assert out.splitlines()[1] == "x.grad = tensor([1., 2.])"
    assert gradline("grad", "x * 2", "x=[1,2]", "-v", "-ones(2)").status == 0


def test_vector_without_cotangent_keeps_its_value(gradline: Call) -> None:
    status, out, err = gradline("grad", "x * 2", "x=[1,2]")
    assert status == 1
    assert out == "value = tensor([2., 4.], grad_fn=<MulBackward0>)\n"
    assert err.startswith("error: the result has the shape [2]")
    assert "-v 'ones(2)'" in err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["x * 2", "x=[1,2]", "-v", "[1,2,3]"], "cotangent has the shape [3], the result [2]"),
        (["x > 2", "x=3"], "does not depend on x"),
        (["x.sum()", "x=tensor([1])"], "no floating-point variable"),
        (["x.shape", "x=[1]"], "only a tensor has gradients"),
        (["y = x.exp(); z = y.sum(); y.mul_(2); z", "x=[1,2]"], "in the backward pass: "),
        (["y = x * 2; y.register_hook(lambda g: g / 'a'); y.sum()", "x=[1]"], "backward pass: "),
    ],
)
def test_results_without_a_gradient(gradline: Call, words: list[str], told: str) -> None:
    status, _, err = gradline("grad", *words)
    assert status == 1
    assert told in err


def test_expressions_may_begin_with_a_minus(gradline: Call) -> None:
    assert gradline("grad", "-x**2", "x=3").out.splitlines()[1] == "x.grad = tensor(-6.)"
    assert gradline("grad", "-v", "v=3").status == 2  # -v is the option it always is


def test_json(gradline: Call) -> None:
    assert json.loads(gradline("grad", *README_CASE, "--json").out) == {
        "value": 27.0,
        "dtype": "float32",
        "shape": [],
        "grad_fn": "MeanBackward0",
        "grads": {"x": [[4.5, 4.5], [4.5, 4.5]]},
    }
    special = json.loads(gradline("grad", "(1 / x).sum()", "x=[0,2]", "--json").out)
    assert special["value"] == "inf"
    assert special["grads"]["x"] == ["-inf", -0.25]
    status, out, err = gradline("eval", "print('noise'); x", "x=1", "--json")
    assert (status, json.loads(out)["value"], err) == (0, 1.0, "noise\n")


def test_json_of_other_results(gradline: Call) -> None:
    pair = json.loads(gradline("eval", "x.split(1)", "x=[1,2]", "--json").out)
    assert pair["value"] == [[1.0], [2.0]]
    assert pair["shape"] == [[1], [1]]
    assert json.loads(gradline("eval", "x.shape", "x=[1,2]", "--json").out)["value"] == [2]
    number = json.loads(gradline("eval", "tensor([1+2j])", "--json").out)
    assert (number["value"], number["dtype"]) == ([[1.0, 2.0]], "complex64")


class TestFiles:
    def test_npy(self, gradline: Call, tmp_path: Path) -> None:
        np.save(tmp_path / "x.npy", np.arange(6.0).reshape(2, 3))
        out = gradline("grad", "x.sum(0) @ v", f"x=@{tmp_path}/x.npy", "v=ones(3).double()").out
        assert out.startswith("value = tensor(15., dtype=torch.float64, grad_fn=<DotBackward0>)")

    def test_large_npy_is_mapped(self, gradline: Call, tmp_path: Path) -> None:
        np.save(tmp_path / "x.npy", np.ones(300_000, np.float32))
        out = gradline("eval", "x.sum()", f"x=@{tmp_path}/x.npy").out
        assert out == "value = tensor(300000., grad_fn=<SumBackward0>)\n"

    def test_byte_order_and_layout(self, gradline: Call, tmp_path: Path) -> None:
        np.save(tmp_path / "x.npy", np.asfortranarray(np.array([[1, 2], [3, 4]], ">f4")))
        assert "[[1., 2.],\n" in gradline("eval", "x", f"x=@{tmp_path}/x.npy").out

    def test_npz(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "data.npz"
        np.savez(path, a=np.array([1, 2], np.float32), b=np.array([3], np.float32))
        assert gradline("eval", "x", f"x=@{path}:b").out.startswith("value = tensor([3.]")
        status, _, err = gradline("eval", "x", f"x=@{path}")
        assert status == 1
        assert "one of a, b" in err

    def test_csv(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "data.csv"
        path.write_text("width,height\n1,2\n3,4.5\n")
        assert "[3.0000, 4.5000]]" in gradline("eval", "x", f"x=@{path}").out
        path.write_text("1\n2\n")
        assert gradline("eval", "x.shape", f"x=@{path}").out == "value = torch.Size([2])\n"
        path.write_text("1,2\n3,oops\n")
        assert (
            f"{path}, line 2, field 2: 'oops' is no number"
            in gradline("eval", "x", f"x=@{path}").err
        )
        path.write_text("1,2\n3\n")
        assert (
            "line 2: 1 fields where the first row has 2" in gradline("eval", "x", f"x=@{path}").err
        )

    def test_json(self, gradline: Call, tmp_path: Path) -> None:
        path = tmp_path / "data.json"
        path.write_text('[[1, "nan"], ["-inf", 2]]')
        assert "[-inf, 2.]" in gradline("eval", "x", f"x=@{path}").out
        path.write_text('{"data": [1, 2], "dtype": "int64"}')
        assert gradline("eval", "x", f"x=@{path}").out == "value = tensor([1, 2])\n"
        path.write_text("[[1, 2], [3]]")
        assert "nested unevenly" in gradline("eval", "x", f"x=@{path}").err

    def test_stdin_in_any_form(self, gradline: Call) -> None:
        buffer = io.BytesIO()
        np.save(buffer, np.array([1, 2], np.float32))
        for data in (buffer.getvalue(), b"[1, 2]", b"1,2\n", b"1\n2\n"):
            out = gradline("eval", "x", "x=@-", stdin=data).out
            assert out == "value = tensor([1., 2.], requires_grad=True)\n"
        assert gradline("eval", "x", "x=@-", "y=@-").status == 2

    def test_objects_are_not_unpickled(self, gradline: Call, tmp_path: Path) -> None:
        np.save(tmp_path / "x.npy", np.array([{}], dtype=object), allow_pickle=True)
        status, _, err = gradline("eval", "x", f"x=@{tmp_path}/x.npy")
        assert status == 1
        assert "Python objects" in err

    @pytest.mark.parametrize("name", ["x.npy", "x.npz", "x.json", "x"])
    def test_damaged_files(self, gradline: Call, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_bytes(b"\x93NUMPY\x01\x00garbage\xff")
        status, _, err = gradline("eval", "x", f"x=@{tmp_path / name}")
        assert status == 1
        assert err.startswith("error: value of x: ")

    def test_missing_file_suggests_its_neighbour(self, gradline: Call, tmp_path: Path) -> None:
        (tmp_path / "weights.npy").touch()
        status, _, err = gradline("eval", "x", f"x=@{tmp_path}/weight.npy")
        assert status == 2
        assert "did you mean 'weights.npy'" in err


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["eval", "x.foo(1)", "x=3"], 1, "foo"),
        (["eval", "x.sni()", "x=3"], 1, "sin"),
        (["eval", "maen(x)", "x=3"], 1, "mean"),
        (["eval", "x + y", "x=ones(2)", "y=ones(3)"], 1, "[2]"),
        (["eval", "(x + 1", "x=3"], 1, "("),
        (["eval", "'a' / 2"], 1, "str"),
        (["eval", "x", "x=oens(2)"], 1, "value of x"),
        (["eval", "x", "x=(1"], 1, "value of x"),
        (["eval", "x", "x=@nothing.npy"], 2, "no such file: nothing.npy"),
        (["eval", "x", "x=@."], 2, "cannot read"),
        (["eval", "x", "x"], 2, "expected NAME=VALUE"),
        (["eval", "x", "x="], 2, "no value"),
        (["eval", "x", "2x=1"], 2, "expected NAME=VALUE"),
        (["eval", "x", "x=1", "x=2"], 2, "given twice"),
        (["eval", "x", "x=1", "--jsn"], 2, "did you mean '--json'"),
        (["eval", "x", "x=1", "--dtype", "float16"], 2, "float16"),
        (["eval", "x", "x=1", "--timeout", "0"], 2, "timeout"),
        (["eval", "x", "x=1", "--max-memory", "lots"], 2, "512M"),
        (["eval"], 2, "EXPR"),
        (["evla", "x"], 2, "did you mean 'eval'"),
        (["frobnicate"], 2, "no command 'frobnicate'"),
        (["grad", "", "x=1"], 1, "result is nothing"),
    ],
)
def test_each_mistake_gives_one_clear_error(
    gradline: Call, words: list[str], status: int, told: str
) -> None:
    outcome = gradline(*words)
    assert outcome.status == status
    assert outcome.err.startswith("error: ")
    assert outcome.err.count("error: ") == 1
    assert told in outcome.err


def test_program_errors_show_their_place(gradline: Call) -> None:
    err = gradline("eval", "y = x + 1; y.foo(1)", "x=3").err
    lines = err.splitlines()
    assert ":1:" in lines[0]
    assert "y = x + 1; y.foo(1)" in lines[1]
    assert "^" in lines[2]
    assert lines[2].index("^") > lines[1].index(";")


def test_terminal_escapes_are_shown_not_sent(gradline: Call) -> None:
    out = gradline("eval", r"print('\x1b[31mred\r\x07\x9b', '\t|', '\ud800é')").out
    assert out == "\\x1b[31mred\\r\\x07\\x9b \t| \\ud800é\n"


def test_color_on_request(gradline: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = gradline("grad", *README_CASE)
    assert "\x1b" not in plain.out
    colored = gradline("grad", *README_CASE, "--color", "always")
    assert "\x1b[" in colored.out
    assert "MeanBackward0" in colored.out
    assert "\x1b[" in gradline("eval", "foo", "--color", "always").err
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in gradline("grad", *README_CASE).out


def test_help_and_version(gradline: Call) -> None:
    for words in (["--help"], ["grad", "--help"], ["run", "-h"]):
        status, out, _ = gradline(*words)
        assert status == 0
        assert out.startswith("Usage: gradline")
    assert gradline("--version").out.startswith("gradline 0.")
