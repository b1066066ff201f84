"""`gradline grad` with --formula, --latex and --save, and the rules in `gradline ops`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from conftest import Call

LEAST = ["mean((X@w - y)**2)", "X=randn(5,3)", "w=randn(3)", "y=randn(5)", "--wrt", "w"]


def test_formula(gradline: Call) -> None:
    words = ["mean(3*(x+2)**2)", "x=ones(2,2)", "--formula"]
    assert gradline("grad", *words) == (0, "x.grad = 1.5*(x + 2)\n", "")


def test_formula_names_what_is_given(gradline: Call) -> None:
    assert gradline("grad", *LEAST, "--formula").out == "w.grad = 0.4*X.T @ (X @ w - y)\n"


def test_formula_as_json(gradline: Call) -> None:
    out = gradline("grad", *LEAST, "--formula", "--json").out
    assert json.loads(out) == {"formulas": {"w": "0.4*X.T @ (X @ w - y)"}}


def test_formula_evaluates(gradline: Call) -> None:
    """What is printed is a program, also when it has steps."""
    words = ["f = x\nfor i in range(20): f = sin(f)*f\nf.sum()", "x=[0.5, 1.5]"]
    formula = gradline("grad", *words, "--formula").out.removeprefix("x.grad = ")
    _, found, _ = gradline("eval", formula, words[1], "--json")
    _, expected, _ = gradline("grad", *words, "--json")
    gradient = json.loads(expected)["grads"]["x"]
    assert np.allclose(json.loads(found)["value"], gradient, rtol=1e-4)


def test_formula_with_cotangent(gradline: Call) -> None:
    words = ["x**2", "x=[1,2]", "-v", "[1, 1]", "--formula"]
    assert gradline("grad", *words).out == "x.grad = 2*x\n"


def test_formula_refuses_as_numbers_do(gradline: Call) -> None:
    status, out, err = gradline("grad", "x * 2", "x=[1,2]", "--formula")
    assert (status, out) == (1, "")
    assert "only a scalar has a gradient" in err


def test_latex(gradline: Call) -> None:
    assert gradline("grad", *LEAST, "--latex").out == (
        r"w.grad = 0.4 \, X^{\top} \, \left(X \, w - y\right)" + "\n"
    )


def test_save(gradline: Call, tmp_path: Path) -> None:
    path = tmp_path / "grad.npy"
    status, out, _ = gradline("grad", "sum(x**2 * y)", "x=[1,2]", "y=3", "--save", f"x={path}")
    assert status == 0
    assert "x.grad = tensor([ 6., 12.])\n" in out
    assert np.array_equal(np.load(path), np.array([6, 12], np.float32))
    assert os.listdir(tmp_path) == ["grad.npy"]


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("x", "expected X=FILE.npy"),
        ("z=z.npy", "'z' is no variable"),
        ("x=x.txt", "should end in .npy"),
        ("x=/nowhere/x.npy", "cannot write /nowhere/x.npy"),
    ],
)
def test_save_refusals(gradline: Call, word: str, message: str) -> None:
    status, _, err = gradline("grad", "sum(x)", "x=[1,2]", "--save", word)
    assert status in (1, 2)
    assert message in err


@pytest.mark.skipif(sys.platform != "linux", reason="limits memory as Linux counts it")
def test_larger_than_memory(tmp_path: Path) -> None:
    """A file of 160 MB, its gradient in another, within 64 MB beyond what is there at the start."""
    count = 40_000_000
    file = np.lib.format.open_memmap(tmp_path / "x.npy", "w+", np.float32, (count,))
    file[:] = 0.5
    file[7] = 2
    file.flush()
    program = "from gradline.cli import main; main()"
    words = ["grad", "mean(3*(x+2)**2)", f"x=@{tmp_path / 'x.npy'}", "--max-memory", "64M"]
    words += ["--save", f"x={tmp_path / 'g.npy'}"]
    done = subprocess.run(
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )
    assert done.returncode == 0, done.stderr
    gradient = np.load(tmp_path / "g.npy", mmap_mode="r")
    assert gradient.shape == (count,)
    assert np.allclose(gradient[[0, 7, -1]], 6 * np.array([2.5, 4, 2.5]) / count)
    for path in tmp_path.iterdir():
        path.unlink()


def test_rules(gradline: Call) -> None:
    assert "  d/dx: g*cos(x)\n" in gradline("ops", "sin").out
    out = gradline("ops", "mul").out
    assert "  d/dx: g*y\n" in out
    assert "  d/dy: g*x\n" in out


def test_rule_for_shapes(gradline: Call) -> None:
    out = gradline("ops", "matmul").out
    assert "for tensors of shape [" in out
    assert "  d/dx: g @ y.T\n" in out


def test_rule_by_example(gradline: Call) -> None:
    out = gradline("ops", "where").out
    assert "in where(x > 0.5, x, y)" in out
    assert "  d/dx: where(x > 0.5, g, 0.0)\n" in out


@pytest.mark.parametrize(
    ("expr", "words", "formula"),
    [
        # Values that are equal by chance are two values.
        ("(x.sin()*tensor([1.,2.])).sum()", ["x=[1,2]"], "x.grad = tensor([1.0, 2.0])*cos(x)"),
        (
            "(w*tensor([0.5,0.25])).sum()",
            ["w=[1,2]", "lr=[0.5,0.25]", "--wrt", "w"],
            "w.grad = tensor([0.5, 0.25])",
        ),
        ("y = tensor(x.tolist()); (x*y).sum()", ["x=[1,2]"], "x.grad = tensor([1.0, 2.0])"),
        # Writes count, recorded or not, whole or in part, through whatever looks into the memory.
        ("y = x*1\nwith torch.no_grad(): y.mul_(3)\n(y*y).sum()", ["x=[1,2]"], "x.grad = 6*x"),
        ("y = x.detach()*1\ny.add_(1)\n(x*y).sum()", ["x=[1,2]"], "x.grad = x + 1"),
        (
            "y = x*1\nv = y[0]\nwith torch.no_grad(): y.mul_(3)\n(v*v*x[1]).sum()",
            ["x=[1,2]"],
            "x.grad = select_scatter",
        ),
    ],
)
def test_values_are_known_by_what_they_are(
    gradline: Call, expr: str, words: list[str], formula: str
) -> None:
    out = gradline("grad", expr, *words, "--formula").out
    assert out.startswith(formula)
    if not formula.endswith("scatter"):
        assert out == formula + "\n"
