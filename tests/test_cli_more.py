"""`gradline jacobian`, `hessian`, `check` and `ops`."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Call


def test_jacobian(gradline: Call) -> None:
    out = gradline("jacobian", "x**2 * y", "x=[1,2]", "y=3").out
    assert out == (
        "value = tensor([ 3., 12.], grad_fn=<MulBackward0>)\n"
        "jacobian[x] = tensor([[ 6.,  0.],\n"
        "                      [ 0., 12.]])\n"
        "jacobian[y] = tensor([1., 4.])\n"
    )


def test_jacobian_shapes(gradline: Call) -> None:
    out = gradline("jacobian", "x.sum(1)", "x=ones(2,3)", "y=ones(4)", "--json").out
    jacobian = json.loads(out)["jacobian"]
    assert np.shape(jacobian["x"]) == (2, 2, 3)
    assert np.array_equal(jacobian["y"], np.zeros((2, 4)))


def test_hessian(gradline: Call) -> None:
    words = ["(x**3).sum() * y", "x=[1,2]", "y=3"]
    assert json.loads(gradline("hessian", *words, "--json").out)["hessian"] == {
        "x, x": [[18.0, 0.0], [0.0, 36.0]],
        "x, y": [3.0, 12.0],
        "y, x": [3.0, 12.0],
        "y, y": 0.0,
    }
    assert gradline("hessian", *words, "--wrt", "y").out.endswith("hessian[y, y] = tensor(0.)\n")


def test_hessian_needs_a_scalar(gradline: Call) -> None:
    status, _, err = gradline("hessian", "x * 2", "x=[1,2]")
    assert status == 1
    assert "only a scalar has a Hessian" in err


class TestCheck:
    def test_numeric_agreement(self, gradline: Call) -> None:
        status, out, _ = gradline("check", "sin(x) * exp(y)", "x=[1,2]", "y=[[3],[4]]")
        assert status == 0
        assert out.startswith("x.grad agrees: 2 elements, largest difference ")
        assert "\ny.grad agrees: 2 elements" in out

    def test_numeric_disagreement(self, gradline: Call) -> None:
        status, out, _ = gradline("check", "(x * x.detach()).sum()", "x=[1,2]")
        assert status == 1
        assert out == "x.grad differs in 2 of 2 elements, most at [1]: 2 computed, 4 numeric\n"

    def test_random_programs_repeat(self, gradline: Call) -> None:
        assert gradline("check", "(x * randn(3)).sum()", "x=[1,2,3]").status == 0

    def test_against_a_file(self, gradline: Call, tmp_path: Path) -> None:
        np.save(tmp_path / "g.npy", np.array([2, 4.00001], np.float32))
        words = ["check", "(x**2).sum()", "x=[1,2]", "--against", f"x=@{tmp_path}/g.npy"]
        assert gradline(*words).status == 0
        assert gradline(*words, "--rtol", "0", "--atol", "0").status == 1
        np.save(tmp_path / "g.npy", np.array([2, np.nan], np.float32))
        result = json.loads(gradline(*words, "--json").out)
        assert result["ok"] is False
        assert result["grads"]["x"]["worst"]["index"] == [1]

    @pytest.mark.parametrize(
        ("words", "status", "told"),
        [
            (["x * 2", "x=[1,2]", "--against", "x=[2,2]"], 1, "-v 'ones(2)'"),
            (["x.sum()", "x=[1,2]", "--against", "x=[1,1,1]"], 1, "has the shape [3]"),
            (["x.sum()", "x=[1,2]", "--against", "y=1"], 2, "y is not differentiated"),
            (["x > 1", "x=[1,2]"], 1, "does not depend"),
            (["x.sum()", "x=[1,2]", "--against", "x=3", "-v", "3"], 1, "shape"),
        ],
    )
    def test_mistakes(self, gradline: Call, words: list[str], status: int, told: str) -> None:
        outcome = gradline("check", *words)
        assert outcome.status == status
        assert told in outcome.err


class TestOps:
    def test_table(self, gradline: Call) -> None:
        rows = [line.split("\t") for line in gradline("ops").out.splitlines()]
        found = {signature.split("(")[0]: (nodes, family) for signature, nodes, family in rows}
        assert len(rows) > 100
        assert found["mul"] == ("MulBackward0", "arithmetic")
        assert found["sum"][0] == "SumBackward0, SumBackward1"

    def test_one(self, gradline: Call) -> None:
        out = gradline("ops", "exp").out
        assert out.startswith("exp(input")
        assert "torch.exp, x.exp, x.exp_" in out
        assert "ExpBackward0" in out
        assert json.loads(gradline("ops", "torch.exp", "--json").out)["grad_fn"] == ["ExpBackward0"]

    def test_unknown(self, gradline: Call) -> None:
        status, _, err = gradline("ops", "lgosumexp")
        assert status == 2
        assert "no operator 'lgosumexp'" in err


@pytest.mark.parametrize(
    ("name", "signature", "node"),
    [
        ("gelu", "nn.functional.gelu(", "GeluBackward0"),
        ("F.silu", "nn.functional.silu(", "SiluBackward0"),
        ("mse_loss", "nn.functional.mse_loss(", "MseLossBackward0"),
        ("norm", "norm(", "LinalgVectorNormBackward0"),
        ("hstack", "hstack(", "CatBackward0"),
        ("max_pool2d", "nn.functional.max_pool2d(", "MaxPool2DWithIndicesBackward0"),
        ("one_hot", "nn.functional.one_hot(", "none"),
        ("x.sum", "sum(", "SumBackward0, SumBackward1"),
        ("@", "matmul(", "MmBackward0"),
        ("exp_", "exp(", "ExpBackward0"),
        ("x.view", "Tensor.view(", "ViewBackward0"),
        ("MeanBackward1", "mean(", "MeanBackward0, MeanBackward1"),
    ],
)
def test_operators_are_found_by_what_people_write(
    gradline: Call, name: str, signature: str, node: str
) -> None:
    out = gradline("ops", name).out
    assert out.startswith(signature)
    assert node in out


def test_operators_are_found_by_how_they_begin(gradline: Call) -> None:
    rows = [line.split("\t") for line in gradline("ops", "soft").out.splitlines()]
    assert {row[0].partition("(")[0] for row in rows} >= {
        "nn.functional.softmax",
        "nn.functional.softplus",
        "nn.functional.softmin",
    }


def test_every_operator_of_a_one_liner_is_listed() -> None:
    from gradline.cli.commands import ops
    from gradline.engine.families import FAMILY_OF

    entries = ops.table()
    kinds = ("Generator", "linalg.LinAlgError", "finfo", "iinfo")
    names = [name for name in FAMILY_OF if name not in kinds and not name.startswith("autograd.")]
    assert [name for name in names if not ops.chosen(name, entries)[0]] == []
