"""Windows, axis maps and convolutions against their transposes: <A x, y> = <x, A' y>."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from gradline.engine.axis_maps import AxisMap
from gradline.engine.correlation import Geometry, correlate, spread, weigh
from gradline.engine.windows import add_windows, window_counts, windows

RNG = np.random.default_rng(5)


@pytest.mark.parametrize(
    ("size", "kernel", "stride", "dilation"),
    [
        ((7,), (3,), (2,), (2,)),
        ((5, 6), (2, 3), (1, 2), (2, 1)),
        ((4, 3, 5), (2, 2, 2), *2 * [(1, 1, 2)]),
    ],
)
def test_windows_and_adding_them_back(size, kernel, stride, dilation):
    counts = window_counts(size, kernel, stride, dilation)
    x = RNG.standard_normal((2, *size))
    y = RNG.standard_normal((2, *kernel, *counts))
    back = np.zeros_like(x)
    add_windows(back, y, stride, dilation)
    taken = windows(x, kernel, counts, stride, dilation)
    assert np.isclose((taken * y).sum(), (x * back).sum())


@pytest.mark.parametrize("weighted", [False, True])
def test_axis_map_and_its_transpose(weighted):
    index = np.array([[0, 2, 4, 5, 5], [1, 1, 5, 0, 5]])  # 5 stands for nothing
    along = AxisMap(5, index, RNG.standard_normal(index.shape) if weighted else None)
    x, y = RNG.standard_normal((3, 5, 2)), RNG.standard_normal((3, 5, 2))
    there, back = along.apply(x, -2), along.transpose.apply(y, -2)
    assert np.isclose((there * y).sum(), (x * back).sum())
    assert along.transpose.transpose is along


def test_nothing_is_not_zero_times_infinity():
    along = AxisMap(3, np.array([[0, 3], [1, 2]]))
    assert along.apply(np.array([1.0, 2.0, np.inf]), -1).tolist() == [3.0, np.inf]


@pytest.mark.parametrize(
    ("stride", "padding", "dilation", "groups"),
    list(itertools.product((1, 2), (0, 2), (1, 2), (1, 2))),
)
@pytest.mark.parametrize("block", [1, 1 << 21])
def test_the_three_convolutions(monkeypatch, stride, padding, dilation, groups, block):
    monkeypatch.setattr("gradline.engine.correlation.BLOCK", block)
    geometry = Geometry((6, 5), (2, 3), (stride, 1), (padding, 1), (dilation, 1), groups)
    image = RNG.standard_normal((2, 4, 6, 5))
    weight = RNG.standard_normal((6, 4 // groups, 2, 3))
    response = RNG.standard_normal((2, 6, *geometry.counts))
    value = (correlate(image, weight, geometry) * response).sum()
    assert np.isclose(value, (image * spread(response, weight, geometry)).sum())
    assert np.isclose(value, (weight * weigh(image, response, geometry)).sum())
