"""Laziness never shows: large tensors give the values, gradients and errors of small ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest
from gradline import engine as torch
from gradline.engine import arrays, calls
from gradline.engine import operator as operators
from gradline.engine.lazy import array as lazy
from gradline.engine.lazy import execution
from gradline.engine.lazy import graph as lazy_graph
from gradline.engine.lazy import memory as lazy_memory
from gradline.engine.lazy import program as programs_
from hypothesis import given, settings
from hypothesis import strategies as st

WITH_THRESHOLD = (arrays, calls, lazy, lazy_memory, operators)


@contextmanager
def large_from(elements: int) -> Iterator[None]:
    """Let tensors be lazy from some size on, and tiles hold a few elements."""
    with pytest.MonkeyPatch.context() as patch:
        for module in WITH_THRESHOLD:
            patch.setattr(module, "THRESHOLD", elements)
        for module in (lazy_graph, execution):
            patch.setattr(module, "SMALL", 2)
        patch.setattr(execution, "_prepared", {})
        patch.setattr(programs_, "TILE_ELEMENTS", (4, 8))
        patch.setattr(programs_, "LEAST_ELEMENTS", 2)
        yield


UNARY: list[Callable[[Any], Any]] = [
    lambda x: torch.sin(x),
    lambda x: torch.exp(-x),
    lambda x: torch.tanh(x) ** 2,
    lambda x: torch.log(1 + x * x),
    lambda x: torch.sqrt(torch.abs(x) + 1),
    lambda x: torch.relu(x),
    lambda x: torch.sigmoid(x) * 3,
    lambda x: x.sum(-1, keepdim=True) + x,
    lambda x: x - x.mean(),
    lambda x: x.mean(0),
    lambda x: x.max() - x,
    lambda x: torch.softmax(x, -1),
    lambda x: torch.logsumexp(x, -1, keepdim=True) * x,
    lambda x: x.t() if x.ndim == 2 else x,
    lambda x: x.reshape(-1),
    lambda x: x.unsqueeze(0),
    lambda x: x[..., :2],
    lambda x: x.var(),
    lambda x: torch.where(x > 0.5, x, -x),
    lambda x: torch.clamp(x, -0.5, 1.0),
    lambda x: x.detach() * x,
    lambda x: x.clone().mul_(2).add_(1),
    lambda x: x.double(),
    lambda x: x.norm() * x,
    lambda x: x.prod(-1),
    lambda x: torch.cumsum(x, -1),
    lambda x: x / 3 + x.item() if x.numel() == 1 else x / 3,
    lambda x: x + 1 if bool((x.sum() > 0).item()) else x - 1,
    lambda x: x.expand(2, *x.shape) if x.ndim < 3 else x,
    lambda x: x @ x.transpose(-1, -2) if x.ndim >= 2 else x,
]
BINARY: list[Callable[[Any, Any], Any]] = [
    lambda x, y: x + y,
    lambda x, y: x * y,
    lambda x, y: x - 2 * y,
    lambda x, y: x / (y * y + 1),
    lambda x, y: torch.maximum(x, y),
    lambda x, y: torch.where(x > y, x, y),
    lambda x, y: torch.cat([x, y]) if x.ndim and y.ndim else x + y,
]


def name_of(tensor: Any) -> str | None:
    return tensor.grad_fn and tensor.grad_fn.name()


def run(shapes: list[tuple[int, ...]], steps: list[tuple[int, int, int]]) -> list[Any]:
    """Values, names and gradients of a random program, or the error it ends in."""
    generator = np.random.default_rng(7)
    leaves = [
        torch.from_numpy(generator.standard_normal(shape).astype("f4")).requires_grad_()
        for shape in shapes
    ]
    values: list[Any] = list(leaves)
    found: list[Any] = []
    for which, a, b in steps:
        x, y = values[a % len(values)], values[b % len(values)]
        which %= len(UNARY) + 2 * len(BINARY)
        try:
            if which < len(UNARY):
                result = UNARY[which](x)
            else:
                result = BINARY[(which - len(UNARY)) % len(BINARY)](x, y)
        except (RuntimeError, IndexError, TypeError, ValueError) as error:
            found.append((type(error), str(error)))
            continue
        if result.numel() <= 400:
            values.append(result)
            found.append((tuple(result.shape), result.dtype, name_of(result)))
    values[-1].sum().backward()
    found += [np.asarray(value.detach().numpy()) for value in values]
    return found + [np.asarray(leaf.grad.numpy()) for leaf in leaves if leaf.grad is not None]


def same(got: list[Any], want: list[Any]) -> None:
    assert len(got) == len(want)
    for one, other in zip(got, want, strict=True):
        if isinstance(other, np.ndarray):
            assert one.dtype == other.dtype
            scale = max(1.0, float(np.max(np.abs(np.nan_to_num(other)), initial=0)))
            np.testing.assert_allclose(one, other, rtol=2e-3, atol=2e-3 * scale)
        else:
            assert one == other


SHAPES = [(5,), (3, 5), (1, 5), (3, 1), (4, 5), (2, 3, 5), ()]


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from(SHAPES), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 9), st.integers(0, 9)), max_size=7),
)
def test_random_programs(shapes: list[tuple[int, ...]], steps: list[tuple[int, int, int]]) -> None:
    with large_from(1 << 40):
        want = run(shapes, steps)
    with large_from(2):
        got = run(shapes, steps)
    same(got, want)
