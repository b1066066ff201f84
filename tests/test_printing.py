"""Printing: PyTorch's recorded texts, the options, and what only a big tensor shows."""

from __future__ import annotations

import json
import time
from pathlib import Path

import numpy as np
import pytest
from gradline.engine.printing import (
    PrintOptions,
    format_scalar,
    format_tensor,
    get_printoptions,
    set_printoptions,
)
from gradline.engine.size import Size, return_type

CASES = json.loads((Path(__file__).parent / "oracle" / "data" / "printing.json").read_text())


@pytest.fixture(autouse=True)
def default_options():
    yield
    set_printoptions(profile="default")


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_prints_what_pytorch_printed(case):
    array = np.frombuffer(bytes.fromhex(case["bytes"]), case["dtype"]).reshape(case["shape"])
    text = format_tensor(
        array,
        requires_grad=case["requires_grad"],
        grad_fn=case["grad_fn"],
        options=PrintOptions(**case["options"]),
        default_dtype=np.dtype(case["default_dtype"]),
    )
    assert text == case["text"]


def test_the_first_line_of_the_seed_notebook():
    ones = np.ones((2, 2), "float32")
    assert format_tensor(ones, requires_grad=True) == (
        "tensor([[1., 1.],\n        [1., 1.]], requires_grad=True)"
    )


def test_non_contiguous_and_read_only_arrays():
    array = np.arange(6).reshape(2, 3).T
    array.flags.writeable = False
    assert format_tensor(array) == "tensor([[0, 3],\n        [1, 4],\n        [2, 5]])"


def test_a_suffix_moves_down_when_the_line_is_full():
    array = np.arange(16)
    text = format_tensor(array, grad_fn="LongEnoughNotToFitBackward0")
    assert text.endswith("15],\n       grad_fn=<LongEnoughNotToFitBackward0>)")


def test_ten_million_elements_print_at_once():
    array = np.zeros((100, 100_000), "float32")
    start = time.perf_counter()
    text = format_tensor(array)
    assert time.perf_counter() - start < 0.2
    assert text.count("0., 0., 0.,  ..., 0., 0., 0.") == 6
    assert "        ...,\n" in text


def test_options_hold_until_changed():
    third = np.array(1 / 3)
    set_printoptions(precision=2, sci_mode=True)
    assert format_tensor(third, default_dtype=third.dtype) == "tensor(3.33e-01)"
    set_printoptions()
    assert format_tensor(third, default_dtype=third.dtype) == "tensor(0.33)"
    set_printoptions(profile="short", edgeitems=1)
    assert get_printoptions() == {
        "precision": 2,
        "threshold": 1000,
        "edgeitems": 1,
        "linewidth": 80,
        "sci_mode": None,
    }
    assert format_tensor(np.arange(1001)) == "tensor([   0,  ..., 1000])"
    set_printoptions(profile="full")
    assert "..." not in format_tensor(np.arange(1001))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"precision": "4"}, TypeError),
        ({"edgeitems": 1.5}, TypeError),
        ({"precision": -1}, ValueError),
        ({"precision": 10**9}, ValueError),
        ({"edgeitems": -1}, ValueError),
    ],
)
def test_options_that_mean_nothing_change_nothing(options, error):
    before = get_printoptions()
    with pytest.raises(error):
        set_printoptions(**options)
    assert get_printoptions() == before


def test_format_specifications():
    assert format_scalar(np.array(2.0 / 3.0), ".3f") == "0.667"
    assert format_scalar(np.array(7), ">5") == "    7"
    assert format_scalar(np.array(1.5), "") == "1.5"
    with pytest.raises(TypeError, match=r"\.2f"):
        format_scalar(np.ones(2), ".2f")


def test_size_is_a_tuple_that_stays_a_size():
    size = Size([2, 3])
    assert str(size) == f"{size}" == "torch.Size([2, 3])"
    assert (size == (2, 3), hash(size), size.numel(), Size().numel()) == (True, hash((2, 3)), 6, 1)
    for derived in (size[:1], size.__add__((4,)), size.__radd__((4,)), size * 2, 2 * size):
        assert type(derived) is Size
    assert size.__radd__((4,)) == (4, 2, 3)
    assert size[-1] == 3
    with pytest.raises(TypeError):
        Size([1.5])


def test_return_types():
    result = return_type("max", "values", "indices")((3.0, 1))
    values, indices = result
    assert (values, indices, result.values, result.indices) == (3.0, 1, 3.0, 1)  # type: ignore
    assert repr(result) == "torch.return_types.max(\nvalues=3.0,\nindices=1)"
    with pytest.raises(AttributeError):
        result.values = 2  # type: ignore
