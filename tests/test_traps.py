"""What could go wrong unseen: state that only grows, and functions that only Linux has."""

from __future__ import annotations

import gc
import os

import pytest
from gradline import engine as torch
from gradline.engine.expression import INTERNED
from gradline.engine.formula import formulas
from gradline.engine.gradmode import mode
from gradline.engine.lazy.memory import THRESHOLD


def test_a_removed_leaf_hook_costs_later_passes_nothing() -> None:
    before = mode.leaf_hooks
    leaf = torch.ones(2, requires_grad=True)
    first = leaf.register_hook(lambda g: g * 2)
    second = leaf.register_post_accumulate_grad_hook(lambda leaf: None)
    assert mode.leaf_hooks == before + 2
    first.remove()
    first.remove()
    assert mode.leaf_hooks == before + 1
    second.remove()
    assert mode.leaf_hooks == before
    leaf.register_hook(lambda g: g)
    del leaf
    gc.collect()
    assert mode.leaf_hooks == before


def test_expressions_of_old_formulas_are_forgotten() -> None:
    sizes = []
    for power in range(2, 12):
        x = torch.ones(2, requires_grad=True)
        formulas({"x": x}, lambda x=x, n=power: list(torch.autograd.grad((x**n).sum(), [x])))
        sizes.append(len(INTERNED))
    assert max(sizes) < 3 * min(sizes) + 50


def test_large_tensors_where_processors_are_not_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert (torch.ones(2 * THRESHOLD) * 3).sum().item() == 6 * THRESHOLD
