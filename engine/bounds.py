"""What memory can hold: sizes are looked at before anything is allocated, places before anything is
read. NumPy's own checks compute in machine integers, which wrap around."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy import ndarray

from .errors import LimitError, ShapeError

MAX_BYTES = 1 << 46
MAX_ELEMENTS = (1 << 59) - 1
"""The most elements of a view, which takes no memory: NumPy counts their bytes."""
MAX_PARTS = 10_000_000
MAX_STRIDE = 1 << 62
"""The longest stride in bytes, be it one that nothing takes: a machine integer."""
MAX_DIMS = 64
"""The most dimensions that an array of NumPy has."""


def check_size(shape: tuple[int, ...], dtype: np.dtype) -> tuple[int, ...]:
    """`shape`. Raises ShapeError for a negative length, LimitError for what no memory can hold."""
    if min(shape, default=1) < 0:
        raise ShapeError(f"a shape has no negative lengths: {brief(shape)}")
    if len(shape) > MAX_DIMS:
        check_dims(shape)
    elements = prod(shape) or prod([length or 1 for length in shape])
    if elements * dtype.itemsize > MAX_BYTES:
        raise LimitError(f"a tensor of shape {brief(shape)} is too large for any memory")
    return shape


def check_dims(shape: tuple[int, ...]) -> tuple[int, ...]:
    """`shape`. Raises LimitError for more dimensions or elements than a view can have."""
    if len(shape) > MAX_DIMS:
        raise LimitError(f"a tensor has at most {MAX_DIMS} dimensions, not {len(shape)}")
    if prod(shape) > MAX_ELEMENTS:
        raise LimitError(f"a tensor of shape {brief(shape)} has more elements than can be counted")
    return shape


def check_parts(count: int) -> int:
    """`count`. Raises LimitError for more parts of a tensor than can be made at once."""
    if count > MAX_PARTS:
        raise LimitError(f"a tensor cannot be taken into {count:,} parts (at most {MAX_PARTS:,})")
    return count


def brief(shape: tuple[int, ...]) -> str:
    """A shape for an error, which may come from anywhere."""
    text = str(list(shape[:MAX_DIMS]))
    return text if len(text) <= 200 else f"{text[:200]}..."


def shown(
    owner: ndarray, shape: tuple[int, ...], strides: tuple[int, ...], start: int = 0
) -> ndarray:
    """A view of a contiguous array: `strides` apart, from `start` on, both in bytes.

    Raises ShapeError beyond its ends.
    """
    check_dims(shape)
    low = high = start
    for length, stride in zip(shape, strides, strict=True):
        if stride < 0:
            low += (length - 1) * stride
        else:
            high += (length - 1) * stride
    if 0 in shape:
        start = low = 0
        high = -owner.itemsize
    far = max(strides, default=0) > MAX_STRIDE or min(strides, default=0) < -MAX_STRIDE
    if low < 0 or high > owner.nbytes - owner.itemsize or far:
        raise ShapeError(
            f"elements of shape {brief(shape)}, {brief(strides)} bytes apart, do not lie within "
            f"the {owner.nbytes} bytes of the memory"
        )
    return ndarray(shape, owner.dtype, owner, start, strides)


def occurrences(places: ndarray, least: int = 0) -> ndarray:
    """How often each number from 0 on occurs among `places`, for `least` numbers or more.

    Raises LimitError for numbers up to which nothing can be counted.
    """
    check_size((max(least, int(places.max(initial=-1)) + 1),), np.dtype(np.int64))
    return np.bincount(places, minlength=least)


def of_counts(values: ndarray, counts: Any) -> ndarray:
    """Each of `values`, a vector, as often as `counts` says, which are not negative."""
    check_size((int(np.sum(counts, dtype=np.float64)),), values.dtype)
    return np.repeat(values, counts)
