"""Rearrangements: elements repeated, reversed, shifted, windowed, and grids of them."""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import Any

import numpy as np

from ..arguments import integer, tensor
from ..bounds import MAX_DIMS, check_size, of_counts, shown
from ..declare import operator, public
from ..dims import many_dims, one_dim, sizes
from ..dtypes import I64
from ..errors import ArgumentError, DimError, DTypeError, LimitError, ShapeError
from ..places import memory_of
from ..tensor import Tensor, memory, new_tensor
from .conversions import contiguous_copy
from .joining import stack
from .masking import masked_select
from .selecting import index_select
from .shapes import expand_to, expanded, flatten, reshaped, unsqueezed, view_operator, viewed

flipped = operator(
    "flip",
    lambda x, dims: np.flip(x, dims).copy(),
    holomorphic=False,
    x=lambda g, dims: np.flip(g, dims),
)
rolled = operator(
    "roll",
    lambda x, shifts, dims: np.roll(x, shifts, dims),
    holomorphic=False,
    x=lambda g, shifts, dims: rolled(g, _negated(shifts), dims),
)
rotated = operator(
    "rot90",
    lambda x, k, dims: np.rot90(x, k, dims).copy(order="K"),
    holomorphic=False,
    x=lambda g, k, dims: rotated(g, -k, dims),
)


def _negated(shifts: Any) -> Any:
    return tuple(-n for n in shifts) if isinstance(shifts, tuple) else -shifts


def _flip(input: Tensor, dims: tuple[int, ...]) -> Tensor:
    places = many_dims(dims, input.array.ndim) if dims else ()
    if not input.array.ndim:
        places = ()
    return flipped(input, places)


@public("flip")
def flip(input: Tensor, dims: Any) -> Tensor:
    """The order of the elements reversed along `dims`; a copy."""
    tensor(input, "flip")
    if not isinstance(dims, (tuple, list)):
        raise ArgumentError(f"flip takes a tuple of dimensions, not {dims!r}")
    return _flip(input, tuple(dims))


@public(method="flip")
def flip_method(input: Tensor, *args: Any, dims: Any = None) -> Tensor:
    if dims is None and not args:
        raise ArgumentError("flip needs the dimensions to reverse")
    return _flip(input, sizes(args if dims is None else (dims,)))


@public("fliplr", method=True)
def fliplr(input: Tensor) -> Tensor:
    """The columns in reverse order."""
    tensor(input, "fliplr")
    if input.array.ndim < 2:
        raise ShapeError(f"fliplr needs two dimensions, not the shape {list(input.shape)}")
    return flipped(input, (1,))


@public("flipud", method=True)
def flipud(input: Tensor) -> Tensor:
    """The rows in reverse order."""
    tensor(input, "flipud")
    if input.array.ndim < 1:
        raise ShapeError("flipud needs a dimension")
    return flipped(input, (0,))


@public("roll", method=True)
def roll(input: Tensor, shifts: Any, dims: Any = None) -> Tensor:
    """Elements moved by `shifts` along `dims`, the last ones reappearing first.

    Without `dims` one shift moves the flattened elements. Raises ShapeError unless there is a
    shift for each dimension.
    """
    tensor(input, "roll")
    shifts = sizes((shifts,))
    if dims is None or dims == ():
        if len(shifts) != 1:
            raise ShapeError(f"roll: {len(shifts)} shifts need as many dimensions")
        return rolled(input, shifts[0], None)
    places = tuple(one_dim(d, input.array.ndim) for d in sizes((dims,)))
    if len(places) != len(shifts):
        raise ShapeError(f"roll: {len(shifts)} shifts for {len(places)} dimensions")
    if not input.array.ndim:
        raise DimError("roll: a zero-dimensional tensor has no dimension to roll along")
    return rolled(input, shifts, places)


@public("rot90", method=True)
def rot90(input: Tensor, k: int = 1, dims: Any = (0, 1)) -> Tensor:
    """A quarter turn, `k` times, in the plane of two dimensions, from the first to the second."""
    tensor(input, "rot90")
    ndim = input.array.ndim
    k, dims = integer(k, "rot90"), sizes((dims,))
    if len(dims) != 2 or ndim < 2:
        raise ShapeError(f"rot90 turns a plane of two dimensions, not {list(dims)} of {ndim}")
    first, second = (one_dim(d, ndim) for d in dims)
    if first == second:
        raise ShapeError(f"rot90 needs two different dimensions, not {list(dims)}")
    return rotated(input, k, (first, second))


# Repetition


def _folded(g: Any, shape: tuple[int, ...], repeats: tuple[int, ...]) -> Any:
    """The sum of a cotangent over the repetitions of an input of `shape`."""
    extra = len(repeats) - len(shape)
    if extra:
        g = np.sum(g, axis=tuple(range(extra)))
    parts: list[int] = []
    axes = []
    for length, times in zip(shape, repeats[extra:], strict=True):
        if times != 1:
            axes.append(len(parts))
            parts.append(times)
        parts.append(length)
    return np.sum(np.reshape(g, tuple(parts)), axis=tuple(axes)) if axes else g


def _repeat(x: Any, repeats: tuple[int, ...]) -> Any:
    shape = (1,) * (len(repeats) - x.ndim) + x.shape
    check_size(tuple([n * times for n, times in zip(shape, repeats, strict=True)]), x.dtype)
    return np.tile(x, repeats)


repeated = operator(
    "repeat",
    lambda x, repeats: _repeat(x, repeats),
    holomorphic=False,
    x=lambda g, x_shape, repeats: _folded(g, x_shape, repeats),
)


@public(method="repeat")
def repeat(input: Tensor, *args: Any, repeats: Any = None) -> Tensor:
    """Copies of the tensor along each dimension; more numbers than dimensions add some in front."""
    if not args and repeats is None:
        raise ArgumentError("repeat needs the numbers of copies")
    times = sizes(args if repeats is None else (repeats,))
    if len(times) < input.array.ndim:
        raise ShapeError(f"repeat: {input.array.ndim} dimensions need as many numbers, not {times}")
    if any(n < 0 for n in times):
        raise ShapeError(f"repeat: {list(times)} has negative numbers of copies")
    return repeated(input, times)


def _tile(input: Tensor, dims: tuple[int, ...]) -> Tensor:
    return repeat(input, (1,) * (input.array.ndim - len(dims)) + dims)


@public("tile")
def tile(input: Tensor, dims: Any) -> Tensor:
    """As repeat; fewer numbers than dimensions belong to the last ones."""
    tensor(input, "tile")
    return _tile(input, sizes((dims,)))


@public(method="tile")
def tile_method(input: Tensor, *args: Any, dims: Any = None) -> Tensor:
    return _tile(input, sizes(args if dims is None else (dims,)))


@public("repeat_interleave", method=True)
def repeat_interleave(
    input: Tensor, repeats: Any = None, dim: int | None = None, *, output_size: Any = None
) -> Tensor:
    """Each element, or each slice along `dim`, repeated in place: x x y y z z.

    repeats: one number, or a tensor with one for each slice. Without it, `input` holds the
    numbers, and the result how often each index occurs.
    """
    tensor(input, "repeat_interleave")
    if repeats is None:
        return _counted_indices(input)
    if dim is None:
        input, dim = flatten(input), 0
    elif not input.array.ndim:
        raise DimError("repeat_interleave: a zero-dimensional tensor has no dimension")
    shape = input.array.shape or (1,)
    dim = one_dim(dim, len(shape))
    if repeats.__class__ is not Tensor:
        if integer(repeats, "repeat_interleave") < 0:
            raise ShapeError(f"repeat_interleave: {repeats} copies do not exist")
        new = (*shape[: dim + 1], repeats, *shape[dim + 1 :])
        spread = contiguous_copy(expanded(unsqueezed(input, dim + 1), new))
        return viewed(spread, (*shape[:dim], shape[dim] * repeats, *shape[dim + 1 :]))
    counts = memory(repeats)
    if counts.size == 1:
        counts = np.broadcast_to(counts.reshape(-1), shape[dim])
    if counts.shape != (shape[dim],):
        raise ShapeError(
            f"repeat_interleave: {counts.size} numbers of copies for {shape[dim]} slices"
        )
    return index_select(input, dim, _counted_indices(new_tensor(counts)))


def _counted_indices(repeats: Tensor) -> Tensor:
    counts = memory(repeats)
    if counts.ndim != 1 or counts.dtype.kind not in "iu":
        raise DTypeError("repeat_interleave takes its numbers as a vector of integers")
    if counts.size and counts.min() < 0:
        raise ShapeError("repeat_interleave: there are no negative numbers of copies")
    return new_tensor(of_counts(np.arange(counts.size, dtype=I64), counts))


# Windows


def _windows(x: Any, dim: int, size: int, step: int) -> Any:
    if not x.ndim:
        return x.reshape(1)[:size]
    count = (x.shape[dim] - size) // step + 1
    strides = x.strides
    owner, start = memory_of(x)
    return shown(
        owner,
        (*x.shape[:dim], count, *x.shape[dim + 1 :], size),
        (*strides[:dim], strides[dim] * step, *strides[dim + 1 :], strides[dim]),
        start,
    )


def _unfold_backward(g: Any, shape: tuple[int, ...], dim: int, size: int, step: int) -> Any:
    whole = np.zeros(prod(shape), g.dtype)
    places = _windows(np.arange(whole.size).reshape(shape), dim, size, step)
    np.add.at(whole, places.reshape(-1), np.asarray(g).reshape(-1))
    return whole.reshape(shape)


unfolded = view_operator(
    "unfold",
    _windows,
    overlaps=True,
    x=lambda g, x_shape, dim, size, step: unfold_backward(g, x_shape, dim, size, step),
)
unfold_backward = operator(
    "unfold_backward",
    _unfold_backward,
    holomorphic=False,
    g=lambda g, dim, size, step: unfolded(g, dim, size, step),
)


@public(method="unfold")
def unfold(input: Tensor, dimension: int, size: int, step: int) -> Tensor:
    """A view of all windows of `size` along a dimension, `step` apart, as a new last dimension."""
    shape = input.array.shape or (1,)
    dim = one_dim(dimension, len(shape))
    if step <= 0 or not 0 <= size <= shape[dim]:
        raise ShapeError(
            f"unfold: windows of {size}, {step} apart, do not fit a length of {shape[dim]}"
        )
    return unfolded(input, dim, size, step)


# Grids


@public("meshgrid")
def meshgrid(*tensors: Any, indexing: str | None = None) -> tuple[Tensor, ...]:
    """The coordinates of a grid spanned by vectors, one tensor for each vector.

    indexing: "ij" (default) lets the first vector vary along the first dimension, "xy" along the
    second.
    """
    nested = len(tensors) == 1 and isinstance(tensors[0], (tuple, list))
    given = [tensor(part, "meshgrid") for part in (tensors[0] if nested else tensors)]
    if not given:
        raise ShapeError("meshgrid needs at least one vector")
    if indexing not in (None, "ij", "xy"):
        raise ShapeError(f"indexing is 'ij' or 'xy', not {indexing!r}")
    for part in given:
        if part.array.ndim > 1:
            raise ShapeError(f"meshgrid takes vectors, not the shape {list(part.shape)}")
        if part.array.dtype != given[0].array.dtype:
            raise DTypeError("meshgrid takes vectors of one dtype")
    swap = indexing == "xy" and len(given) > 1
    if swap:
        given[:2] = reversed(given[:2])
    shape = tuple(part.array.size for part in given)
    grids = []
    for place, part in enumerate(given):
        line = tuple(n if i == place else 1 for i, n in enumerate(shape))
        grids.append(expand_to(reshaped(part, line), shape))
    if swap:
        grids[:2] = reversed(grids[:2])
    return tuple(grids)


@public("cartesian_prod")
def cartesian_prod(*tensors: Tensor) -> Tensor:
    """All ways to take one element of each vector, one a row."""
    for part in [tensor(part, "cartesian_prod") for part in tensors]:
        if part.array.ndim != 1:
            raise ShapeError(f"cartesian_prod takes vectors, not the shape {list(part.shape)}")
    if len(tensors) == 1:
        return tensors[0]
    return stack([flatten(grid) for grid in meshgrid(*tensors)], 1)


@public("combinations")
def combinations(input: Tensor, r: int = 2, with_replacement: bool = False) -> Tensor:
    """The sets of `r` elements of a vector, one a row, in the order of their indices."""
    tensor(input, "combinations")
    r = integer(r, "combinations")
    if input.array.ndim != 1:
        raise ShapeError(f"combinations takes a vector, not the shape {list(input.shape)}")
    if r < 0:
        raise ShapeError(f"combinations of {r} elements do not exist")
    if r == 0:
        return new_tensor(np.zeros(0, input.array.dtype))
    if r > MAX_DIMS:
        raise LimitError(f"combinations of {r} elements: at most {MAX_DIMS}")
    check_size((input.array.size,) * r, np.dtype(bool))
    places = np.indices((input.array.size,) * r, sparse=True)
    keep = np.ones((input.array.size,) * r, bool)
    for left, right in pairwise(places):
        keep &= (left <= right) if with_replacement else (left < right)
    mask = new_tensor(keep)
    return stack([masked_select(grid, mask) for grid in meshgrid(*[input] * r)], 1)


@public(method="sum_to_size")
def sum_to_size(input: Tensor, *size: Any) -> Tensor:
    """The sum over the dimensions along which a tensor of `size` would be expanded to this."""
    if not size:
        raise ArgumentError("sum_to_size needs a shape")
    shape, have = sizes(size), input.array.shape
    extra = len(have) - len(shape)
    if extra < 0 or any(n not in (1, m) for n, m in zip(shape, have[extra:], strict=True)):
        raise ShapeError(f"a tensor of shape {list(have)} is no expansion of {list(shape)}")
    grown = [i for i, n in enumerate(shape, extra) if n == 1 and have[i] != 1]
    dims = (*range(extra), *grown)
    if not dims:
        return input
    if not shape:
        return input.sum()
    total = input.sum(dims, keepdim=True)
    return viewed(total, shape) if extra else total
