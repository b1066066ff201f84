"""Windows that slide over the last dimensions of an array: taking them out, adding them back.

Windows of a `kernel` shape, their elements `dilation` apart, start every `stride` elements.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from operator import index
from typing import Any

import numpy as np
from numpy import ndarray

from .bounds import check_size, shown
from .errors import ArgumentError, LimitError, ShapeError

Sizes = tuple[int, ...]
LONGEST = (1 << 31) - 1
"""The largest of the numbers that windows are described by, as in PyTorch's pooling: products of
two stay machine integers."""


def per_axis(value: Any, rank: int, what: str) -> Sizes:
    """An int for all of `rank` axes, or one for each. Raises ArgumentError, ShapeError."""
    if value.__class__ is int and -LONGEST <= value <= LONGEST:
        return (value,) * rank
    try:
        found = tuple(map(index, value if isinstance(value, Sequence) else (value,)))
    except TypeError:
        raise ArgumentError(f"{what} is made of integers, not {value!r}") from None
    if max(map(abs, found), default=0) > LONGEST:
        raise LimitError(f"{what} of {list(found)[:8]} is larger than any tensor")
    if len(found) == 1:
        return found * rank
    if len(found) != rank:
        raise ShapeError(f"{what} is one number or {rank}, not {list(found)}")
    return found


def at_least(minimum: int, values: Sizes, what: str) -> Sizes:
    """`values`. Raises ShapeError if one is smaller than `minimum`."""
    if min(values, default=minimum) < minimum:
        raise ShapeError(f"{what} is at least {minimum}, not {list(values)}")
    return values


def reach(kernel: Sizes, dilation: Sizes) -> Sizes:
    """How many elements a window spans along each axis."""
    return tuple([d * (k - 1) + 1 for k, d in zip(kernel, dilation, strict=True)])


def window_counts(size: Sizes, kernel: Sizes, stride: Sizes, dilation: Sizes) -> Sizes:
    """How many windows there are along each axis of an array whose last axes have `size`."""
    spans = reach(kernel, dilation)
    return tuple([(n - r) // s + 1 for n, r, s in zip(size, spans, stride, strict=True)])


def zero_padded(x: ndarray, padding: Sequence[tuple[int, int]]) -> ndarray:
    """`x` with zeros before and after along its last axes; contiguous."""
    if not any(before or after for before, after in padding):
        return np.ascontiguousarray(x)
    lead = x.ndim - len(padding)
    size = [n + before + after for n, (before, after) in zip(x.shape[lead:], padding, strict=True)]
    whole = np.zeros(check_size((*x.shape[:lead], *size), x.dtype), x.dtype)
    inside = [
        slice(before, before + n) for n, (before, _) in zip(x.shape[lead:], padding, strict=True)
    ]
    whole[(..., *inside)] = x
    return whole


def windows(x: ndarray, kernel: Sizes, counts: Sizes, stride: Sizes, dilation: Sizes) -> ndarray:
    """A view of shape (..., *kernel, *counts) of a contiguous `x`: its windows, tap by tap."""
    lead = x.ndim - len(kernel)
    steps = x.strides[lead:]
    return shown(
        x,
        (*x.shape[:lead], *kernel, *counts),
        (
            *x.strides[:lead],
            *[step * d for step, d in zip(steps, dilation, strict=True)],
            *[step * s for step, s in zip(steps, stride, strict=True)],
        ),
    )


def add_windows(into: ndarray, taken: ndarray, stride: Sizes, dilation: Sizes) -> None:
    """Add windows of shape (..., *kernel, *counts) back to where they were taken from."""
    rank = len(stride)
    kernel, counts = taken.shape[-2 * rank : -rank], taken.shape[-rank:]
    for tap in product(*map(range, kernel)):
        places = [
            slice(t * d, t * d + s * (n - 1) + 1, s)
            for t, d, s, n in zip(tap, dilation, stride, counts, strict=True)
        ]
        part = into[(..., *places)]
        part += taken[(..., *tap, *[slice(None)] * rank)]
