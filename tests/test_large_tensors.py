"""Tensors large enough to be lazy behave as small ones do: gradients written to, derived again."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from gradline import engine as torch
from gradline.engine.lazy.memory import THRESHOLD

F = torch.nn.functional
LENGTH = 2 * THRESHOLD


def test_a_gradient_can_be_written_to():
    x = torch.ones(LENGTH, requires_grad=True)
    x.sum().backward()
    x.grad.mul_(2)
    x.grad[0] = 5
    (x * 3).sum().backward()
    assert x.grad[:2].tolist() == [8, 5]
    x.grad.zero_()
    assert x.grad.sum().item() == 0
    x.mean().backward()
    assert x.grad.is_contiguous() and x.grad.stride() == (1,)


@pytest.mark.parametrize(
    "function",
    [
        F.softplus,
        F.elu,
        F.gelu,
        torch.sigmoid,
        lambda x: torch.where(x > 0, x**3, x**2),
        lambda x: torch.atan2(x, x + 3),
        lambda x: x.clamp(-1, 1) * x.abs(),
    ],
)
def test_second_derivatives_are_those_of_small_tensors(function: Callable):
    few = np.linspace(-2, 2, 8)
    found = []
    for values in (few, np.tile(few, LENGTH // 8)):
        x = torch.as_tensor(values.copy()).requires_grad_()
        (g,) = torch.autograd.grad((function(x) ** 2).sum(), x, create_graph=True)
        (h,) = torch.autograd.grad((g * x).sum(), x)
        found.append(h[:8].numpy())
    np.testing.assert_allclose(found[1], found[0], rtol=1e-9, atol=1e-12)


def test_results_that_are_held_share_no_memory():
    x = torch.rand(LENGTH).requires_grad_()
    held = []
    for power in (1, 2, 3):
        x.grad = None
        (power * x).sum().backward()
        gradient = x.grad
        assert gradient is not None
        held.append(gradient.numpy())
    assert [g[0] for g in held] == [1, 2, 3]
    assert not np.shares_memory(held[0], held[1]) and not np.shares_memory(held[1], held[2])


@pytest.mark.parametrize(
    "special", [[], [0.0], [-1.0], [np.inf], [np.nan], [1e-40, 1e-38], [3e38, 3e38], [-2.0, -2.0]]
)
@pytest.mark.parametrize("near", [1.0, 1e-3, 1e6])
def test_sum_of_logarithms(special: list[float], near: float):
    values = np.random.default_rng(0).uniform(0.5, 1.5, LENGTH).astype("f4") * np.float32(near)
    values[: len(special)] = special
    with np.errstate(all="ignore"):
        want = np.log(values.astype("f8")).sum()
    found = torch.log(torch.from_numpy(values)).sum().item()
    np.testing.assert_allclose(found, want, rtol=1e-6)


@pytest.mark.parametrize("name", ["log1p", "expm1", "tan", "sinh", "cosh"])
def test_functions_of_large_singles(name: str):
    draw = np.random.default_rng(0)
    values = np.concatenate(
        [draw.uniform(-80, 80, LENGTH // 2), 10.0 ** draw.uniform(-30, 1, 9000)]
    )
    values = np.concatenate([values, -values, [np.inf, -np.inf, np.nan, 0, 1, -1]]).astype("f4")
    with np.errstate(all="ignore"):
        want = getattr(np, name)(values.astype("f8"))
    found = getattr(torch, name)(torch.from_numpy(values)).numpy()
    np.testing.assert_allclose(found, want, rtol=8 * 2.0**-23, atol=0)
