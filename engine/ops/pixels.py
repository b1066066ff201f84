"""Rearranging pixels: between channels and space, and windows as columns of a matrix."""

from __future__ import annotations

from math import prod
from operator import index
from typing import Any

import numpy as np
from numpy import ndarray

from ..declare import operator, public
from ..errors import ArgumentError, DimError, ShapeError
from ..tensor import Tensor
from ..windows import (
    Sizes,
    add_windows,
    at_least,
    per_axis,
    window_counts,
    windows,
    zero_padded,
)


def _shuffle(x: ndarray, factor: int) -> ndarray:
    *lead, channels, height, width = x.shape
    blocks = x.reshape(*lead, channels // factor**2, factor, factor, height, width)
    n = len(lead)
    moved = blocks.transpose(*range(n), n, n + 3, n + 1, n + 4, n + 2)
    return moved.reshape(*lead, channels // factor**2, height * factor, width * factor)


def _unshuffle(x: ndarray, factor: int) -> ndarray:
    *lead, channels, height, width = x.shape
    blocks = x.reshape(*lead, channels, height // factor, factor, width // factor, factor)
    n = len(lead)
    moved = blocks.transpose(*range(n), n, n + 2, n + 4, n + 1, n + 3)
    return moved.reshape(*lead, channels * factor**2, height // factor, width // factor)


shuffled = operator(
    "pixel_shuffle",
    _shuffle,
    holomorphic=False,
    x=lambda g, factor: unshuffled(g, factor),
)
unshuffled = operator(
    "pixel_unshuffle",
    _unshuffle,
    holomorphic=False,
    x=lambda g, factor: shuffled(g, factor),
)


def _factor(input: Any, factor: Any) -> int:
    if input.__class__ is not Tensor:
        raise ArgumentError(f"expected a tensor, not {type(input).__name__}")
    if input.array.ndim < 3:
        raise ShapeError(f"pixels need three dimensions or more, not {list(input.shape)}")
    try:
        found = index(factor)
    except TypeError:
        raise ArgumentError(f"a factor is an integer, not {factor!r}") from None
    if found < 1:
        raise ShapeError(f"a factor is at least 1, not {found}")
    return found


@public("nn.functional.pixel_shuffle", "pixel_shuffle")
def pixel_shuffle(input: Tensor, upscale_factor: int) -> Tensor:
    """(*, C*r**2, H, W) to (*, C, H*r, W*r). Raises ShapeError if the channels do not divide."""
    factor = _factor(input, upscale_factor)
    if input.array.shape[-3] % factor**2:
        raise ShapeError(
            f"{input.array.shape[-3]} channels do not divide by {upscale_factor} squared"
        )
    return shuffled(input, factor)


@public("nn.functional.pixel_unshuffle", "pixel_unshuffle")
def pixel_unshuffle(input: Tensor, downscale_factor: int) -> Tensor:
    """(*, C, H*r, W*r) to (*, C*r**2, H, W). Raises ShapeError if the sides do not divide."""
    factor = _factor(input, downscale_factor)
    height, width = input.array.shape[-2:]
    if height % factor or width % factor:
        raise ShapeError(f"sides of {height} and {width} do not divide by {downscale_factor}")
    return unshuffled(input, factor)


class Grid:
    """How blocks of a `kernel` shape are taken from an image of `size`."""

    __slots__ = ("counts", "dilation", "kernel", "padding", "size", "stride")

    def __init__(
        self, size: Sizes, kernel_size: Any, dilation: Any, padding: Any, stride: Any
    ) -> None:
        self.size = size
        self.kernel = at_least(1, per_axis(kernel_size, 2, "kernel_size"), "kernel_size")
        self.dilation = at_least(1, per_axis(dilation, 2, "dilation"), "dilation")
        self.padding = at_least(0, per_axis(padding, 2, "padding"), "padding")
        self.stride = at_least(1, per_axis(stride, 2, "stride"), "stride")
        self.counts = window_counts(self.padded, self.kernel, self.stride, self.dilation)
        if min(self.counts) < 1:
            raise ShapeError(
                f"blocks of size {list(self.kernel)} do not fit into an image of size "
                f"{list(size)} with padding {list(self.padding)}"
            )

    @property
    def padded(self) -> Sizes:
        return tuple([n + 2 * p for n, p in zip(self.size, self.padding, strict=True)])


def _to_columns(x: ndarray, grid: Grid) -> ndarray:
    """(..., C, H, W) to (..., C * kernel, number of blocks)."""
    whole = zero_padded(x, [(p, p) for p in grid.padding])
    taken = windows(whole, grid.kernel, grid.counts, grid.stride, grid.dilation)
    channels = x.shape[-3] * prod(grid.kernel)
    return taken.reshape(*x.shape[:-3], channels, prod(grid.counts))


def _from_columns(x: ndarray, grid: Grid) -> ndarray:
    """The transpose: each block added to where it was taken from."""
    channels = x.shape[-2] // prod(grid.kernel)
    lead = (*x.shape[:-2], channels)
    whole = np.zeros((*lead, *grid.padded), x.dtype)
    blocks = x.reshape(*lead, *grid.kernel, *grid.counts)
    add_windows(whole, blocks, grid.stride, grid.dilation)
    inside = [slice(p, p + n) for p, n in zip(grid.padding, grid.size, strict=True)]
    return np.ascontiguousarray(whole[(..., *inside)])


to_columns = operator(
    "im2col",
    _to_columns,
    node="Im2ColBackward0",
    holomorphic=False,
    x=lambda g, grid: from_columns(g, grid),
)
from_columns = operator(
    "col2im",
    _from_columns,
    node="Col2ImBackward0",
    holomorphic=False,
    x=lambda g, grid: to_columns(g, grid),
)


@public("nn.functional.unfold")
def unfold(
    input: Tensor, kernel_size: Any, dilation: Any = 1, padding: Any = 0, stride: Any = 1
) -> Tensor:
    """The blocks of an image (N, C, H, W) or (C, H, W) as columns (N, C * kernel, blocks)."""
    if input.__class__ is not Tensor:
        raise ArgumentError(f"unfold takes a tensor, not {type(input).__name__}")
    shape = input.array.shape
    if len(shape) < 3:
        raise DimError(f"unfold takes an image of 3 or 4 dimensions, not {list(shape)}")
    if len(shape) > 4 or 0 in shape[1:]:
        raise ShapeError(f"unfold takes an image of 3 or 4 dimensions, not {list(shape)}")
    return to_columns(input, Grid(shape[-2:], kernel_size, dilation, padding, stride))


@public("nn.functional.fold")
def fold(
    input: Tensor,
    output_size: Any,
    kernel_size: Any,
    dilation: Any = 1,
    padding: Any = 0,
    stride: Any = 1,
) -> Tensor:
    """An image of `output_size` from columns, the transpose of unfold: overlaps are added."""
    if input.__class__ is not Tensor:
        raise ArgumentError(f"fold takes a tensor, not {type(input).__name__}")
    shape = input.array.shape
    if len(shape) not in (2, 3):
        raise ShapeError(f"fold takes columns of 2 or 3 dimensions, not {list(shape)}")
    size = at_least(1, per_axis(output_size, 2, "output_size"), "output_size")
    grid = Grid(size, kernel_size, dilation, padding, stride)
    if shape[-2] % prod(grid.kernel) or shape[-1] != prod(grid.counts):
        raise ShapeError(
            f"columns of shape {list(shape)} are no blocks of {list(grid.kernel)}: there are "
            f"{prod(grid.counts)} in an image of {list(size)}"
        )
    return from_columns(input, grid)
