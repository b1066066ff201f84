"""as_strided: any pattern of places in the memory of a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from ..arguments import tensor
from ..bounds import occurrences, shown
from ..declare import operator, public
from ..dims import sizes
from ..errors import ShapeError
from ..places import address, owner_of
from ..tensor import Tensor, memory
from .shapes import view_operator


class Geometry:
    """A pattern of elements in memory: its shape, and steps and start counted in elements."""

    __slots__ = ("shape", "start", "steps")

    def __init__(self, shape: tuple[int, ...], steps: tuple[int, ...], start: int) -> None:
        self.shape = shape
        self.steps = steps
        self.start = start

    def look(self, owner: ndarray) -> ndarray:
        """The pattern in a contiguous array. Raises ShapeError beyond its end."""
        size = owner.itemsize
        return shown(
            owner, self.shape, tuple(step * size for step in self.steps), self.start * size
        )


def _geometry(array: ndarray) -> Geometry:
    steps = tuple(step // array.itemsize for step in array.strides)
    start = address(array) - address(owner_of(array))
    return Geometry(array.shape, steps, start // array.itemsize)


def _moved(g: Any, there: Geometry, here: Geometry, owner: Owner) -> Any:
    """What was added up at the places of `there`, read at those of `here`."""
    whole = np.zeros(owner.size, g.dtype)
    np.add.at(whole, there.look(np.arange(owner.size)).reshape(-1), np.asarray(g).reshape(-1))
    if owner.shares is not None:
        whole = (whole / owner.shares).astype(g.dtype)
    return here.look(whole).copy()


moved = operator(
    "as_strided_backward",
    _moved,
    holomorphic=False,
    g=lambda g, there, here, owner: moved(g, here, there, owner),
)
strided = view_operator(
    "as_strided",
    lambda x, there, here, owner: there.look(owner_of(x)),
    overlaps=True,
    x=lambda g, there, here, owner: moved(g, there, here, owner),
)


class Owner:
    """The memory that a tensor looks into: its size, and how many of the tensor's elements share
    each place (None when none do)."""

    __slots__ = ("shares", "size")

    def __init__(self, size: int, shares: Any) -> None:
        self.size = size
        self.shares = shares


def _owner(size: int, here: Geometry) -> Owner:
    """The memory of `size` elements that is looked into as `here` says."""
    repeated = zip(here.shape, here.steps, strict=True)
    if not any(step == 0 and length > 1 for length, step in repeated):
        return Owner(size, None)
    places = here.look(np.arange(size)).reshape(-1)
    return Owner(size, np.maximum(occurrences(places, size), 1))


@public("as_strided", method=True)
def as_strided(input: Tensor, size: Any, stride: Any, storage_offset: int | None = None) -> Tensor:
    """A view of the input's memory: elements `stride` apart, from `storage_offset` on.

    The offset counts from the start of the memory; default is where the input starts.
    Raises ShapeError for negative strides and beyond the end.
    """
    lengths, steps = sizes((size,)), sizes((stride,))
    if len(lengths) != len(steps):
        raise ShapeError(f"{len(lengths)} sizes with {len(steps)} strides")
    if any(n < 0 for n in (*lengths, *steps)):
        raise ShapeError(f"sizes {list(lengths)} and strides {list(steps)} cannot be negative")
    array = memory(tensor(input, "as_strided"))
    here = _geometry(array)
    start = here.start if storage_offset is None else storage_offset
    return strided(input, Geometry(lengths, steps, start), here, _owner(owner_of(array).size, here))
