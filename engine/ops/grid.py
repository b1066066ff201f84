"""Sampling an image at the points of a grid, and grids of affine maps.

Between pixels an image is a piecewise polynomial, so that its derivative along an axis is again
a sampling, with the derivatives of the weights: `sampled` and its transpose `deposited` carry the
order of the derivative for each axis, and every order of derivative stays between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod
from typing import Any

import numpy as np
from numpy import ndarray

from ..arguments import tensor
from ..bounds import check_size
from ..declare import operator, public
from ..dims import sizes
from ..errors import ArgumentError, ShapeError, UnsupportedError, ValueRangeError
from ..places import combine_at
from ..tensor import Tensor
from .upsampling import CUBIC

MODES = ("bilinear", "nearest", "bicubic")
PADDINGS = ("zeros", "border", "reflection")
WEIGHTS = {
    "nearest": ((1.0,),),
    "bilinear": ((1.0, -1.0), (0.0, 1.0)),
    "bicubic": (
        (0.0, CUBIC, -2 * CUBIC, CUBIC),
        (1.0, 0.0, -(CUBIC + 3), CUBIC + 2),
        (0.0, -CUBIC, 2 * CUBIC + 3, -(CUBIC + 2)),
        (0.0, 0.0, CUBIC, -CUBIC),
    ),
}
"""The weight of each neighbour as a polynomial, constant first, in the place after a pixel."""


class Sampling:
    """How to sample an image of `size`: mode, padding, the meaning of -1 and 1, and the order of
    the derivative along each axis."""

    __slots__ = ("corners", "mode", "orders", "padding", "size")

    def __init__(
        self,
        size: tuple[int, ...],
        mode: str,
        padding: str,
        corners: bool,
        orders: tuple[int, ...] = (),
    ) -> None:
        self.size = size
        self.mode = mode
        self.padding = padding
        self.corners = corners
        self.orders = orders or (0,) * len(size)

    def derived(self, axis: int) -> Sampling:
        """The same for the derivative along `axis`."""
        orders = [order + (place == axis) for place, order in enumerate(self.orders)]
        return Sampling(self.size, self.mode, self.padding, self.corners, tuple(orders))

    def place(self, grid: ndarray, axis: int) -> tuple[ndarray, Any]:
        """Where points lie along `axis` in pixels, and how that changes with the grid."""
        length = self.size[axis]
        coordinate = grid[..., len(self.size) - 1 - axis]
        kind = grid.dtype.type
        if self.corners:
            slope: Any = kind((length - 1) / 2)
            places = (coordinate + 1) * slope
        else:
            slope = kind(length / 2)
            places = ((coordinate + 1) * kind(length) - 1) / 2
        if self.mode == "bicubic":  # there each neighbour is brought inside by itself
            return places, slope
        places, turned = self.inside(places, length)
        return places, slope * turned

    def inside(self, places: ndarray, length: int) -> tuple[ndarray, Any]:
        """Places after padding, and the sign or zero by which they then change."""
        if self.padding == "zeros":
            return places, places.dtype.type(1)
        turned: Any = places.dtype.type(1)
        if self.padding == "reflection":
            low, span = (0.0, length - 1.0) if self.corners else (-0.5, float(length))
            if span == 0:
                return np.zeros_like(places), np.zeros_like(places)
            before = np.where(places < low, -1, 1)
            distance = np.abs(places - places.dtype.type(low))
            flips, rest = np.divmod(distance, places.dtype.type(span))
            back = flips % 2 == 1
            places = np.where(back, span - rest, rest).astype(places.dtype) + places.dtype.type(low)
            turned = (before * np.where(back, -1, 1)).astype(places.dtype)
        clear = (places > 0) & (places < length - 1)
        return np.clip(places, 0, length - 1), turned * clear.astype(places.dtype)

    def neighbours(self, grid: ndarray, axis: int) -> tuple[ndarray, ndarray]:
        """For each neighbour along `axis` its index and its weight, which is zero outside."""
        length = self.size[axis]
        places, _ = self.place(grid, axis)
        if self.mode == "nearest":
            first = np.rint(places)
            after = np.zeros_like(places)
        else:
            first = np.floor(places)
            after = places - first
        polynomials = WEIGHTS[self.mode]
        steps = np.arange(len(polynomials), dtype=first.dtype) - (self.mode == "bicubic")
        pixel = first + steps.reshape(-1, *[1] * first.ndim)
        if self.mode == "bicubic":
            pixel, _ = self.inside(pixel, length)
        with np.errstate(invalid="ignore"):  # nan and infinity lie outside
            index = pixel.astype(np.int64)
        valid = (pixel >= 0) & (pixel < length)
        order = self.orders[axis]
        weights = np.stack([_value(polynomial, after, order) for polynomial in polynomials])
        return np.where(valid, index, 0), np.where(valid, weights, 0)

    def taps(self, grid: ndarray) -> Iterator[tuple[ndarray, ndarray]]:
        """For each pixel around the points: its flat index and its weight, (N, 1, points)."""
        shape = (len(grid), 1, -1)
        axes = [
            [
                (index.reshape(shape), weight.reshape(shape))
                for index, weight in zip(*found, strict=True)
            ]
            for found in (self.neighbours(grid, axis) for axis in range(len(self.size)))
        ]
        for chosen in product(*axes):
            (index, weight), *others = chosen
            for (along, factor), length in zip(others, self.size[1:], strict=True):
                index = index * length + along
                weight = weight * factor
            yield index, weight


def _value(polynomial: tuple[float, ...], at: ndarray, order: int) -> ndarray:
    """The derivative of a polynomial by Horner's rule."""
    coefficients = list(polynomial)
    for _ in range(order):
        coefficients = [power * c for power, c in enumerate(coefficients)][1:]
    total = np.zeros_like(at)
    for coefficient in reversed(coefficients):
        total = total * at + at.dtype.type(coefficient)
    return total


def _sampled(x: ndarray, grid: ndarray, sampling: Sampling) -> ndarray:
    """(N, C, *points): the image at the points of the grid."""
    rows, channels = x.shape[:2]
    flat = np.ascontiguousarray(x).reshape(-1)
    first = _planes(rows, channels, prod(sampling.size))
    total = np.zeros((rows, channels, prod(grid.shape[1:-1])), x.dtype)
    for index, weight in sampling.taps(grid):
        weight = weight.astype(x.dtype, copy=False)
        total += np.where(weight == 0, 0, np.take(flat, index + first) * weight)
    return total.reshape(rows, channels, *grid.shape[1:-1])


def _deposited(g: ndarray, grid: ndarray, sampling: Sampling) -> ndarray:
    """(N, C, *size): each value added to the pixels around its point, by their weights."""
    rows, channels = g.shape[:2]
    area = prod(sampling.size)
    whole = np.zeros((rows, channels, area), g.dtype)
    flat = g.reshape(rows, channels, -1)
    first = _planes(rows, channels, area)
    for index, weight in sampling.taps(grid):
        weight = weight.astype(g.dtype, copy=False)
        combine_at(np.add, whole, index + first, np.where(weight == 0, 0, flat * weight))
    return whole.reshape(rows, channels, *sampling.size)


def _planes(rows: int, channels: int, area: int) -> ndarray:
    """Where the plane of each channel of each sample begins, (N, C, 1)."""
    return (np.arange(rows * channels) * area).reshape(rows, channels, 1)


def _slopes(grid: ndarray, sampling: Sampling) -> ndarray:
    """How much each coordinate of the grid moves its point, in the grid's order of axes."""
    axes = reversed(range(len(sampling.size)))
    found = [np.broadcast_to(sampling.place(grid, a)[1], grid.shape[:-1]) for a in axes]
    return np.stack(found, -1).astype(grid.dtype)


slopes = operator("grid_slopes", _slopes, grid=None)


def _grid_rule(g: Any, image: Any, grid: Any, sampling: Sampling) -> Any:
    """What moving the points does: the derivatives along each axis, over all channels."""
    parts = [
        np.sum(g * sampled[len(sampling.size)](image, grid, sampling.derived(axis)), axis=1)
        for axis in reversed(range(len(sampling.size)))
    ]
    return np.stack(parts, axis=-1) * slopes(grid, sampling)


sampled = {
    rank: operator(
        f"grid_sampler_{rank}d",
        _sampled,
        x=lambda g, grid, sampling: deposited[len(sampling.size)](g, grid, sampling),
        grid=lambda g, x, grid, sampling: _grid_rule(g, x, grid, sampling),
    )
    for rank in (2, 3)
}
deposited = {
    rank: operator(
        f"grid_sampler_{rank}d_backward",
        lambda values, grid, sampling: _deposited(values, grid, sampling),
        node=f"GridSampler{rank}DBackwardBackward0",
        values=lambda g, grid, sampling: sampled[len(sampling.size)](g, grid, sampling),
        grid=lambda g, values, grid, sampling: _grid_rule(values, g, grid, sampling),
    )
    for rank in (2, 3)
}


@public("nn.functional.grid_sample")
def grid_sample(
    input: Tensor,
    grid: Tensor,
    mode: str = "bilinear",
    padding_mode: str = "zeros",
    align_corners: bool | None = None,
) -> Tensor:
    """`input` (N, C, H, W) at the points (x, y) of `grid` (N, H', W', 2), each in [-1, 1]; or
    with a third axis (N, C, D, H, W) at points (x, y, z).

    mode: "bilinear", "nearest", "bicubic" (two axes). padding_mode: "zeros", "border",
    "reflection". align_corners: -1 and 1 are the centres of the corner pixels, not their edges.
    Raises ValueRangeError for unknown modes, ShapeError for shapes that do not fit.
    """
    if mode not in MODES:
        raise ValueRangeError(f"mode is one of {', '.join(MODES)}, not {mode!r}")
    if padding_mode not in PADDINGS:
        raise ValueRangeError(f"padding_mode is one of {', '.join(PADDINGS)}, not {padding_mode!r}")
    return _sample(input, grid, mode, padding_mode, bool(align_corners))


def _sample(input: Any, grid: Any, mode: str, padding: str, corners: bool) -> Tensor:
    if input.__class__ is not Tensor or grid.__class__ is not Tensor:
        raise ArgumentError("grid_sample takes two tensors, an input and a grid")
    shape, points = input.array.shape, grid.array.shape
    rank = len(shape) - 2
    if rank not in (2, 3) or len(points) != len(shape):
        raise ShapeError(
            f"input and grid both have 4 or both 5 dimensions, not {list(shape)} and {list(points)}"
        )
    if points[0] != shape[0] or points[-1] != rank:
        raise ShapeError(
            f"a grid for an input of shape {list(shape)} has {shape[0]} parts of points with "
            f"{rank} coordinates, not the shape {list(points)}"
        )
    if 0 in shape[2:]:
        raise ShapeError(f"an input of shape {list(shape)} has no pixels")
    if mode == "bicubic" and rank == 3:
        raise ShapeError("mode 'bicubic' samples two axes, the input has three")
    if input.array.dtype != grid.array.dtype:
        raise ShapeError(f"input and grid have one dtype, not {input.dtype} and {grid.dtype}")
    if input.array.dtype.kind != "f":
        raise UnsupportedError(f"grid_sample is not defined for {input.dtype}")
    return sampled[rank](input, grid, Sampling(shape[2:], mode, padding, corners))


@public("grid_sampler", "grid_sampler_2d", "grid_sampler_3d")
def grid_sampler(
    input: Tensor, grid: Tensor, interpolation_mode: int, padding_mode: int, align_corners: bool
) -> Tensor:
    """grid_sample with its modes as numbers: places in MODES and PADDINGS."""
    tensor(input, "grid_sampler")
    tensor(grid, "grid_sampler")
    if interpolation_mode not in range(3) or padding_mode not in range(3):
        raise ShapeError(
            f"modes are numbers from 0 to 2, not {interpolation_mode} and {padding_mode}"
        )
    return _sample(
        input, grid, MODES[interpolation_mode], PADDINGS[padding_mode], bool(align_corners)
    )


def _affine_rule(g: Any, base: ndarray) -> Any:
    points, rank = base.shape[0], base.shape[1] - 1
    flat = np.reshape(g, (g.shape[0], points, rank))
    return np.swapaxes(np.matmul(np.broadcast_to(base.T, (g.shape[0], *base.T.shape)), flat), 1, 2)


affine = operator(
    "affine_grid_generator",
    lambda theta, base, shape: np.matmul(base, theta.swapaxes(1, 2)).reshape(shape),
    theta=lambda g, base: _affine_rule(g, base),
)


@public("nn.functional.affine_grid")
def affine_grid(theta: Tensor, size: Any, align_corners: bool | None = None) -> Tensor:
    """The grid for grid_sample that affine maps `theta` (N, 2, 3) or (N, 3, 4) make of an image.

    size: the shape (N, C, H, W) or (N, C, D, H, W) of what is to be sampled.
    """
    if theta.__class__ is not Tensor:
        raise ArgumentError(f"affine_grid takes a tensor, not {type(theta).__name__}")
    shape = sizes((size,))
    rank = len(shape) - 2
    if rank not in (2, 3):
        raise UnsupportedError(f"affine_grid makes grids for 4 or 5 dimensions, not {list(shape)}")
    if theta.array.dtype.kind != "f":
        raise ValueRangeError(f"affine maps are floating point, not {theta.dtype}")
    if theta.array.shape[1:] != (rank, rank + 1) or theta.array.ndim != 3:
        raise ValueRangeError(
            f"affine maps for {rank} axes have the shape [N, {rank}, {rank + 1}], "
            f"not {list(theta.shape)}"
        )
    if theta.array.shape[0] != shape[0] or min(shape) < 1:
        raise ShapeError(f"{theta.array.shape[0]} affine maps for a size of {list(shape)}")
    check_size(shape, theta.array.dtype)
    lines = [_line(n, bool(align_corners), theta.array.dtype) for n in shape[2:]]
    axes = [axis.reshape(-1) for axis in np.meshgrid(*lines, indexing="ij")]
    base = np.stack([*reversed(axes), np.ones_like(axes[0])], -1)
    return affine(theta, base, (shape[0], *shape[2:], rank))


def _line(count: int, corners: bool, dtype: Any) -> ndarray:
    """Coordinates from -1 to 1 of the centres of `count` pixels."""
    if count == 1:
        return np.zeros(1, dtype)
    line = np.linspace(-1, 1, count)
    return (line if corners else line * ((count - 1) / count)).astype(dtype)
