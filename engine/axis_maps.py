"""Linear maps along one axis, given by the few elements that each result is made of.

Padding by reflection, resampling, average pooling: all are such maps, one axis after the other,
and so are their transposes, which carry cotangents back.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy import ndarray

from .bounds import occurrences
from .declare import operator
from .operator import Operator

Picks = list[Any]
"""Slices or arrays of indices, to take elements along one axis."""


class AxisMap:
    """result[i] = sum over taps t of weight[t, i] * x[index[t, i]].

    size: the length of x; an index of `size` stands for nothing. weight None: all ones.
    """

    __slots__ = ("_transpose", "index", "picks", "ragged", "size", "weight")

    def __init__(self, size: int, index: ndarray, weight: ndarray | None = None) -> None:
        self.size = size
        self.index = index
        self.weight = weight
        self.ragged = bool((index == size).any())
        self.picks = picks(index)
        self._transpose: AxisMap | None = None

    @property
    def transpose(self) -> AxisMap:
        if self._transpose is None:
            self._transpose = self._transposed()
            self._transpose._transpose = self
        return self._transpose

    def _transposed(self) -> AxisMap:
        length = self.index.shape[1]
        order = np.argsort(self.index, axis=None, kind="stable")
        sources = self.index.reshape(-1)[order]
        real = int(np.searchsorted(sources, self.size))
        order, sources = order[:real], sources[:real]
        counts = occurrences(sources, self.size)
        rank = np.arange(real) - (np.cumsum(counts) - counts)[sources]
        most = max(1, int(counts.max(initial=0)))
        index = np.full((most, self.size), length)
        index[rank, sources] = order % length
        weight = None
        if self.weight is not None:
            weight = np.zeros(index.shape, self.weight.dtype)
            weight[rank, sources] = self.weight.reshape(-1)[order]
        return AxisMap(length, index, weight)

    def apply(self, x: ndarray, axis: int) -> ndarray:
        """The map along `axis`, negative, of `x`; never a view of it."""
        if self.ragged:
            shape = list(x.shape)
            shape[axis] = 1
            x = np.concatenate([x, np.zeros(shape, x.dtype)], axis)
        after = (slice(None),) * (-1 - axis)
        total, scratch = None, None
        for tap, pick in enumerate(self.picks):
            if pick.__class__ is slice:
                part = x[(..., pick, *after)]
                mine = None
            else:
                part = mine = np.take(x, pick, axis, scratch, "clip")
            if self.weight is not None:
                line = self.weight[tap].astype(np.real(x).dtype, copy=False)
                part = mine = np.multiply(part, line.reshape(-1, *(1,) * len(after)), mine)
            if total is None:
                total = part.copy() if mine is None else part
            else:
                total += part
                scratch = mine
        assert total is not None
        return total


def picks(index: ndarray) -> Picks:
    """What takes each row's elements from an axis: a slice if they rise by a constant step."""
    return [_as_slice(row) for row in index]


def _as_slice(row: ndarray) -> Any:
    """`row` as a slice if its elements rise by a constant step."""
    if len(row) == 1:
        return slice(int(row[0]), int(row[0]) + 1)
    if len(row) > 1:
        step = int(row[1] - row[0])
        if step > 0 and (np.diff(row) == step).all():
            return slice(int(row[0]), int(row[-1]) + 1, step)
    return row


Maps = Sequence[AxisMap | None]
"""A map for each of the last axes, None where nothing changes."""


def apply_maps(x: ndarray, maps: Maps) -> ndarray:
    found = x
    for axis, along in enumerate(maps, -len(maps)):
        if along is not None:
            found = along.apply(found, axis)
    return x.copy() if found is x else found


def apply_transposed(g: ndarray, maps: Maps) -> ndarray:
    return apply_maps(g, [along and along.transpose for along in maps])


def mapping(name: str, node: str, *, saves: bool = False, second: str = "") -> Operator:
    """An operator `name(x, maps)` and its transpose, which is its derivative.

    saves: the input is kept for the backward pass, so that it may not change before.
    """
    second = second or node.replace("Backward0", "BackwardBackward0")
    rule: Any = (
        (lambda g, x, maps: transposed(g, maps)) if saves else (lambda g, maps: transposed(g, maps))
    )
    made = operator(name, lambda x, maps: apply_maps(x, maps), node=node, holomorphic=False, x=rule)
    transposed = operator(
        f"{name}_backward",
        lambda x, maps: apply_transposed(x, maps),
        node=second,
        holomorphic=False,
        x=lambda g, maps: made(g, maps),
    )
    return made
