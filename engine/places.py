"""Where elements lie: positions in a flattened array, for kernels that gather and scatter."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy import ndarray


def steps(shape: tuple[int, ...]) -> list[int]:
    """How far apart neighbours along each dimension lie when the array is flattened."""
    return [prod(shape[dim + 1 :]) for dim in range(len(shape))]


def along(shape: tuple[int, ...], dim: int, index: ndarray) -> ndarray:
    """The place of the element that `index` names along `dim`, for each element of `index`.

    index: as many dimensions as `shape`, none longer except `dim`; its own place gives the other
    coordinates.
    """
    places = index * steps(shape)[dim]
    for other, step in enumerate(steps(shape)):
        if other != dim and index.shape[other] > 1:
            line = [1] * len(shape)
            line[other] = -1
            places = places + (np.arange(index.shape[other]) * step).reshape(line)
    return places


def of_slices(shape: tuple[int, ...], dim: int, index: ndarray) -> ndarray:
    """The places of the slices that the vector `index` names along `dim`."""
    line = index.reshape((-1,) + (1,) * (len(shape) - dim - 1))
    full = np.broadcast_to(line, (*shape[:dim], index.size, *shape[dim + 1 :]))
    return along(shape, dim, full)


def of_key(shape: tuple[int, ...], key: tuple[Any, ...]) -> ndarray:
    """The places that NumPy's index `key` names."""
    chosen = [dim for dim, part in enumerate(key) if isinstance(part, ndarray)]
    if len(chosen) == 1:
        index = key[chosen[0]]
        if index.ndim == 1 and index.dtype.kind != "b":
            index = np.where(index < 0, index + shape[chosen[0]], index)
            return of_slices(shape, chosen[0], index)
    return np.arange(prod(shape)).reshape(shape)[key]


def combine_at(ufunc: np.ufunc, target: ndarray, places: ndarray, values: Any) -> None:
    """target = ufunc(target, value) at each place of the flattened target, however often named."""
    values = np.broadcast_to(values, places.shape).reshape(-1)
    if target.flags.c_contiguous:
        ufunc.at(target.reshape(-1), places.reshape(-1), values)
    else:
        flat = target.flatten()
        ufunc.at(flat, places.reshape(-1), values)
        target[...] = flat.reshape(target.shape)


def owner_of(array: ndarray) -> ndarray:
    """The array that owns the memory of `array`, its axes in the order of the memory."""
    while isinstance(array.base, ndarray):
        array = array.base
    if array.flags.c_contiguous:
        return array
    return array.transpose(sorted(range(array.ndim), key=lambda axis: -array.strides[axis]))


def address(array: ndarray) -> int:
    return array.__array_interface__["data"][0]


def restrided(array: ndarray, shape: tuple[int, ...], strides: tuple[int, ...]) -> ndarray:
    """The same memory from the same start with another shape and other strides, in bytes, that are
    known to stay within it: see `shown` for any others.

    NumPy's own functions for this hand out arrays that do not know whose memory they show.
    """
    owner, start = memory_of(array)
    return ndarray(shape, array.dtype, owner, start, strides)


def memory_of(array: ndarray) -> tuple[ndarray, int]:
    """A contiguous array that `array` shows a part of, and at which byte it starts."""
    if array.flags.c_contiguous or not array.size:
        return array, 0
    owner = owner_of(array)
    return owner, address(array) - address(owner)
