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
