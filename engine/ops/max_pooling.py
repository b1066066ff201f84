"""Max pooling: gathering the largest elements of windows, and putting them back."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy import ndarray

from ..axis_maps import Picks, picks
from ..bounds import check_size
from ..declare import operator, public
from ..dtypes import I64
from ..errors import ArgumentError, DTypeError, ShapeError, UnsupportedError, ValueRangeError
from ..operator import Operator
from ..places import combine_at
from ..tensor import Tensor, memory, new_tensor
from ..windows import Sizes, per_axis
from .pooling import Pool, bins, image_size, pooled_size, window_taps, with_unit_axis


class Found:
    """The largest elements, and where each lies in its flattened image of shape `size`."""

    __slots__ = ("index", "size", "values")

    def __init__(self, values: ndarray, index: ndarray, size: Sizes) -> None:
        self.values = values
        self.index = index
        self.size = size


def _largest(x: ndarray, lists: list[Picks]) -> Found:
    """The largest element of each window, the first of equals, the last nan.

    lists: for each of the last axes what picks the first element of each window, the second, ...
    """
    size = x.shape[-len(lists) :]
    places: ndarray = np.broadcast_to(np.arange(prod(size), dtype=np.int32).reshape(size), x.shape)
    with_nan = x.dtype.kind == "f" and x.size > 0 and bool(np.isnan(np.max(x)))
    for axis in range(-1, -len(lists) - 1, -1):
        after = (slice(None),) * (-1 - axis)
        best, where = None, None
        for pick in lists[axis]:
            values, here = x[(..., pick, *after)], places[(..., pick, *after)]
            if best is None or where is None:
                best, where = values.copy(), here.copy()
                continue
            better = values > best
            if with_nan:
                better |= np.isnan(values)
            np.maximum(best, values, out=best)
            where += (here - where) * better  # several times faster than writing under a mask
        assert best is not None
        assert where is not None
        x, places = best, where
    return Found(x, places.astype(I64), size)


def _put(values: ndarray, index: ndarray, size: Sizes) -> ndarray:
    """Images of shape `size` with each value added where `index` says."""
    images = prod(values.shape[: -len(size)])
    whole = np.zeros((images, prod(size)), values.dtype)
    if values.size:
        first = np.arange(images)[:, np.newaxis] * whole.shape[1]
        combine_at(np.add, whole, index.reshape(images, -1) + first, values.reshape(images, -1))
    return whole.reshape(*values.shape[: -len(size)], *size)


def _take(x: ndarray, index: ndarray, size: Sizes) -> ndarray:
    """The elements at `index` of each flattened image of shape `size`."""
    if not index.size:
        return np.zeros(index.shape, x.dtype)
    lead = x.shape[: -len(size)]
    flat = x.reshape(prod(lead), prod(size))
    return np.take_along_axis(flat, index.reshape(len(flat), -1), 1).reshape(index.shape)


def _pooling(name: str, node: str) -> Operator:
    """An operator that gathers what a search has found, and its transpose."""
    made = operator(
        name,
        lambda x, found: found.values,
        node=node,
        x=lambda g, x, found: put(g, found.index, found.size),
    )
    second = node.replace("Backward0", "BackwardBackward0")
    put = operator(
        f"{name}_backward",
        _put,
        node=second,
        values=lambda g, index, size: take(g, index, size),
    )
    take = operator(
        f"{name}_backward_backward",
        _take,
        node=second,
        x=lambda g, index, size: put(g, index, size),
    )
    return made


MAXIMUM = {
    rank: _pooling(f"max_pool{rank}d", f"MaxPool{rank}DWithIndicesBackward0") for rank in (2, 3)
}
ADAPTIVE_MAXIMUM = {
    rank: _pooling(f"adaptive_max_pool{rank}d", f"AdaptiveMaxPool{rank}DBackward0")
    for rank in (2, 3)
}


def _pooled(made: Operator, input: Tensor, lists: list[Picks]) -> tuple[Tensor, Tensor]:
    x = memory(input)
    if x.dtype.kind not in "fiu":
        raise UnsupportedError(f"{made.name} is not defined for {input.dtype}")
    found = _largest(x, lists)
    return made(input, found), new_tensor(found.index)


@lru_cache(256)
def _inside(size: int, kernel: int, stride: int, padding: int, dilation: int, count: int) -> Picks:
    """The places of each window; one outside is replaced by its neighbour in the window."""
    taps = window_taps(kernel, stride, padding, dilation, count)
    starts = taps[0]
    first = starts + np.maximum(-(starts // dilation), 0) * dilation
    last = starts + (size - 1 - starts) // dilation * dilation
    return picks(np.clip(np.clip(taps, first, last), 0, size - 1))


def _max_pool(
    rank: int,
    input: Tensor,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    ceil_mode: bool,
) -> tuple[Tensor, Tensor]:
    pool = Pool(rank, input, kernel_size, stride, padding, dilation, ceil_mode)
    return _pooled(MAXIMUM[rank], input, [_inside(*axis) for axis in pool.axes()])


def _max_pool1d(
    input: Tensor, kernel_size: Any, stride: Any, padding: Any, dilation: Any, ceil_mode: bool
) -> tuple[Tensor, Tensor]:
    image_size(input, 1)
    kernel, stride, padding = with_unit_axis(kernel_size, stride, padding)
    spread = (1, *per_axis(dilation, 1, "dilation"))
    if 2 * padding[1] > kernel[1]:
        raise ShapeError(f"padding {padding[1]} is more than half of the windows of {kernel[1]}")
    values, index = _max_pool(2, input.unsqueeze(-2), kernel, stride, padding, spread, ceil_mode)
    return values.squeeze(-2), index.squeeze(-2)


def _publish(rank: int) -> None:
    """max_pool1d to 3d: with and without indices, below nn.functional and below torch."""

    def both(
        input: Tensor,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> tuple[Tensor, Tensor]:
        """The largest elements of windows, and their places in the flattened input."""
        if rank == 1:
            return _max_pool1d(input, kernel_size, stride, padding, dilation, ceil_mode)
        return _max_pool(rank, input, kernel_size, stride, padding, dilation, ceil_mode)

    def max_pool(
        input: Tensor,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        dilation: Any = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> Any:
        """The largest element of each window, a nan if there is one; perhaps with its place.

        input: a batch axis that may be missing, channels, the axes to pool.
        Raises ShapeError for windows that do not fit.
        """
        found = both(input, kernel_size, stride, padding, dilation, ceil_mode)
        return found if return_indices else found[0]

    public(f"nn.functional.max_pool{rank}d", f"max_pool{rank}d")(max_pool)
    names = [f"nn.functional.max_pool{rank}d_with_indices"]
    public(*names, *["max_pool1d_with_indices"] * (rank == 1))(both)


def _publish_adaptive(rank: int) -> None:
    def both(
        input: Tensor, output_size: Any, return_indices: bool = False
    ) -> tuple[Tensor, Tensor]:
        """The largest elements of equal parts, and their places in the flattened input."""
        size = image_size(input, rank)
        if rank > 1:
            wanted = pooled_size(rank, size, output_size)
            return _adaptive(rank, input, wanted)
        wanted = (1, per_axis(output_size, 1, "output_size")[0])
        values, index = _adaptive(2, input.unsqueeze(-2), wanted)
        return values.squeeze(-2), index.squeeze(-2)

    def adaptive_max_pool(input: Tensor, output_size: Any, return_indices: bool = False) -> Any:
        """The largest element of each of `output_size` parts; perhaps with its place."""
        found = both(input, output_size)
        return found if return_indices else found[0]

    public(f"nn.functional.adaptive_max_pool{rank}d")(adaptive_max_pool)
    names = [f"nn.functional.adaptive_max_pool{rank}d_with_indices"]
    public(*names, *["adaptive_max_pool1d"] * (rank == 1))(both)


def _adaptive(rank: int, input: Tensor, wanted: Sizes) -> tuple[Tensor, Tensor]:
    if min(wanted) < 0:
        raise ShapeError(f"output_size cannot be negative: {list(wanted)}")
    lists = [_parts(n, count) for n, count in zip(input.array.shape[-rank:], wanted, strict=True)]
    return _pooled(ADAPTIVE_MAXIMUM[rank], input, lists)


@lru_cache(256)
def _parts(size: int, count: int) -> Picks:
    starts, ends = bins(size, count)
    longest = (ends - starts).max(initial=1)
    return picks(np.minimum(starts + np.arange(longest)[:, np.newaxis], ends - 1))


for _rank in (1, 2, 3):
    _publish(_rank)
    _publish_adaptive(_rank)


# Unpooling.


def _unpool(x: ndarray, index: ndarray, size: Sizes) -> ndarray:
    images = prod(x.shape[: -len(size)])
    check_size((images, *size), x.dtype)
    whole = np.zeros((images, prod(size)), x.dtype)
    np.put_along_axis(whole, index.reshape(images, -1), x.reshape(images, -1), 1)
    return whole.reshape(*x.shape[: -len(size)], *size)


gathered = operator(
    "max_unpool_backward",
    _take,
    node="ViewBackward0",  # PyTorch gathers in a flattened view
    x=lambda g, index, size: put_back(g, index, size),
)
put_back = operator(
    "max_unpool_backward_backward",
    _put,
    node="ViewBackward0",
    values=lambda g, index, size: gathered(g, index, size),
)
UNPOOLED = {
    rank: operator(
        f"max_unpool{rank}d",
        _unpool,
        node=f"MaxUnpool{rank}DBackward0",
        x=lambda g, index, size: gathered(g, index, size),
    )
    for rank in (2, 3)
}


def _unpooled(rank: int, input: Tensor, indices: Tensor, size: Sizes) -> Tensor:
    index = memory(indices)
    if index.dtype != I64:
        raise DTypeError(f"indices are int64, not {indices.dtype}")
    if index.shape != input.array.shape:
        raise ShapeError(
            f"indices of shape {list(index.shape)} for values of shape {list(input.shape)}"
        )
    if index.size and not 0 <= index.min() <= index.max() < prod(size):
        raise ShapeError(f"indices from {index.min()} to {index.max()} for a size of {list(size)}")
    return UNPOOLED[rank](input, index, size)


def _unpooled_size(
    rank: int, input: Tensor, kernel_size: Any, stride: Any, padding: Any, output_size: Any
) -> Sizes:
    """What was pooled had this size, or `output_size` if that is less than a stride away."""
    size = image_size(input, rank)
    kernel = per_axis(kernel_size, rank, "kernel_size")
    steps = kernel if stride is None else per_axis(stride, rank, "stride")
    pads = per_axis(padding, rank, "padding")
    default = tuple(
        [(n - 1) * s + k - 2 * p for n, s, k, p in zip(size, steps, kernel, pads, strict=True)]
    )
    if output_size is None:
        return default
    wanted = tuple(output_size)
    if len(wanted) == rank + 2:
        wanted = wanted[2:]
    if len(wanted) != rank:
        raise ValueRangeError(f"output_size has {rank} or {rank + 2} numbers, not {len(wanted)}")
    if any(abs(w - d) >= s for w, d, s in zip(wanted, default, steps, strict=True)):
        raise ValueRangeError(
            f"output_size {list(wanted)} is a stride {list(steps)} or more from {list(default)}"
        )
    return wanted


def _publish_unpool(rank: int) -> None:
    def max_unpool(
        input: Tensor,
        indices: Tensor,
        kernel_size: Any,
        stride: Any = None,
        padding: Any = 0,
        output_size: Any = None,
    ) -> Tensor:
        """Put the values that a max pooling found back to their places, zeros elsewhere.

        Raises ShapeError for indices outside, ValueRangeError for an impossible output_size.
        """
        if indices.__class__ is not Tensor:
            raise ArgumentError(f"indices are a tensor, not {type(indices).__name__}")
        size = _unpooled_size(rank, input, kernel_size, stride, padding, output_size)
        if rank > 1:
            return _unpooled(rank, input, indices, size)
        wide = _unpooled(2, input.unsqueeze(-1), indices.unsqueeze(-1), (*size, 1))
        return wide.squeeze(-1)

    public(f"nn.functional.max_unpool{rank}d")(max_unpool)


for _rank in (1, 2, 3):
    _publish_unpool(_rank)
