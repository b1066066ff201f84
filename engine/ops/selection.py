"""Taking elements along one dimension by index, and putting cotangents back: what sorting and
selecting operators differentiate through."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import operator


def _take(x: Any, indices: Any, dim: int) -> Any:
    if x.ndim == 0:
        return x.copy()
    return np.take_along_axis(x, indices, dim)


def _put(g: Any, indices: Any, dim: int, shape: Any) -> Any:
    whole = np.zeros(shape, g.dtype)
    if whole.ndim == 0:
        return whole + np.reshape(g, ())
    np.put_along_axis(whole, np.asarray(indices), np.asarray(g), dim)
    return whole


def _add(g: Any, indices: Any, dim: int, shape: Any) -> Any:
    whole = np.zeros(shape, g.dtype)
    if whole.ndim == 0:
        return whole + np.reshape(g, ())
    places = list(np.indices(indices.shape, sparse=True))
    places[dim] = np.asarray(indices)
    np.add.at(whole, tuple(places), np.asarray(g))
    return whole


take_along = operator(
    "take_along",
    _take,
    node="GatherBackward0",
    x=lambda g, indices, x_shape, dim: add_along(g, indices, dim, x_shape),
    indices=None,
)
"""The elements at `indices` along `dim`."""

put_along = operator(
    "put_along",
    _put,
    node="ScatterBackward0",
    g=lambda g, indices, dim: take_along(g, indices, dim),
    indices=None,
)
"""Zeros of `shape`, with `g` at `indices` along `dim`, which name no place twice."""

add_along = operator(
    "add_along",
    _add,
    node="ScatterAddBackward0",
    g=lambda g, indices, dim: take_along(g, indices, dim),
    indices=None,
)
"""Zeros of `shape`, with `g` added at `indices` along `dim`."""
