"""Pooling by means, of windows or of equal parts; and what all pooling has in common."""

from __future__ import annotations

from functools import lru_cache
from math import prod
from typing import Any

import numpy as np
from numpy import ndarray

from ..arguments import tensor
from ..axis_maps import AxisMap, apply_maps, mapping
from ..bounds import check_size
from ..declare import operator, public
from ..errors import ArgumentError, OptionError, ShapeError, UnsupportedError
from ..families import function
from ..tensor import Tensor
from ..windows import Sizes, at_least, per_axis, reach


class Pool:
    """The checked arguments of a pooling with windows of one size."""

    __slots__ = ("counts", "dilation", "kernel", "padding", "size", "stride")

    def __init__(
        self,
        rank: int,
        input: Any,
        kernel_size: Any,
        stride: Any,
        padding: Any,
        dilation: Any,
        ceil_mode: bool,
    ) -> None:
        self.size = image_size(input, rank)
        self.kernel = at_least(1, per_axis(kernel_size, rank, "kernel_size"), "kernel_size")
        self.stride = self.kernel
        if stride is not None and stride != () and stride != []:
            self.stride = at_least(1, per_axis(stride, rank, "stride"), "stride")
        self.padding = at_least(0, per_axis(padding, rank, "padding"), "padding")
        self.dilation = at_least(1, per_axis(dilation, rank, "dilation"), "dilation")
        spans = self.kernel if rank == 3 else reach(self.kernel, self.dilation)
        if any(2 * p > span for p, span in zip(self.padding, spans, strict=True)):
            raise ShapeError(
                f"padding {list(self.padding)} is more than half of the windows {list(self.kernel)}"
            )
        self.counts = tuple([self._count(axis, ceil_mode) for axis in range(rank)])
        if min(self.counts) < 1:
            raise ShapeError(
                f"windows of size {list(self.kernel)} do not fit into an input of size "
                f"{list(self.size)} with padding {list(self.padding)}"
            )

    def _count(self, axis: int, ceil_mode: bool) -> int:
        span = self.dilation[axis] * (self.kernel[axis] - 1) + 1
        padding, stride = self.padding[axis], self.stride[axis]
        room = self.size[axis] + 2 * padding - span
        if not ceil_mode:
            return room // stride + 1
        count = -(-room // stride) + 1
        # The last window has to start inside the input or the padding before it.
        return count - 1 if (count - 1) * stride >= self.size[axis] + padding else count

    def axes(self) -> Any:
        return zip(
            self.size, self.kernel, self.stride, self.padding, self.dilation, self.counts,
            strict=True,
        )  # fmt: skip


def image_size(input: Any, rank: int) -> Sizes:
    """The lengths of the last `rank` axes, behind a channel and perhaps a batch axis."""
    if input.__class__ is not Tensor:
        raise ArgumentError(f"pooling takes a tensor, not {type(input).__name__}")
    shape = input.array.shape
    if len(shape) not in (rank + 1, rank + 2):
        raise ShapeError(
            f"an input has {rank + 1} dimensions, or {rank + 2} with those of a batch, "
            f"not the shape {list(shape)}"
        )
    if 0 in shape[1:]:
        raise ShapeError(f"the input of shape {list(shape)} has no elements to pool")
    return shape[-rank:]


def window_taps(kernel: int, stride: int, padding: int, dilation: int, count: int) -> ndarray:
    """(kernel, count): where the elements of each window lie; outside is negative or beyond."""
    starts = np.arange(count) * stride - padding
    return starts + (np.arange(kernel) * dilation)[:, np.newaxis]


@lru_cache(256)
def _window_sum(
    size: int, kernel: int, stride: int, padding: int, dilation: int, count: int
) -> AxisMap | None:
    if kernel == stride == 1 and padding == 0:
        return None
    taps = window_taps(kernel, stride, padding, dilation, count)
    return AxisMap(size, np.where((taps < 0) | (taps >= size), size, taps))


@lru_cache(256)
def _covered(
    size: int, kernel: int, stride: int, padding: int, count: int, with_padding: bool
) -> ndarray:
    """How many elements each window has: those inside, or also those of the padding."""
    starts = np.arange(count) * stride - padding
    ends = np.minimum(starts + kernel, size + padding)
    if with_padding:
        return ends - starts
    return np.minimum(ends, size) - np.maximum(starts, 0)


class Mean:
    """Sums over windows, one axis after the other, and what to divide them by."""

    __slots__ = ("divisor", "maps")

    def __init__(self, maps: Any, divisor: Any) -> None:
        self.maps = maps
        self.divisor = divisor

    def divided(self, x: ndarray) -> ndarray:
        if x.dtype.kind == "i":
            return x // self.divisor
        return x / np.asarray(self.divisor, x.dtype)

    def of(self, x: ndarray) -> ndarray:
        return self.divided(apply_maps(x, self.maps))

    def back(self, g: ndarray) -> ndarray:
        return apply_maps(self.divided(g), [along and along.transpose for along in self.maps])


def _mean_operator(rank: int) -> Any:
    made = operator(
        f"avg_pool{rank}d",
        lambda x, mean: mean.of(x),
        node=f"AvgPool{rank}DBackward0",
        holomorphic=False,
        x=lambda g, x, mean: back(g, mean),
    )
    back = operator(
        f"avg_pool{rank}d_backward",
        lambda x, mean: mean.back(x),
        node=f"AvgPool{rank}DBackwardBackward0",
        holomorphic=False,
        x=lambda g, mean: made(g, mean),
    )
    return made


AVERAGE = {rank: _mean_operator(rank) for rank in (2, 3)}


def _average(
    rank: int,
    input: Tensor,
    kernel_size: Any,
    stride: Any,
    padding: Any,
    ceil_mode: bool,
    count_include_pad: bool,
    divisor_override: Any,
) -> Tensor:
    pool = Pool(rank, input, kernel_size, stride, padding, 1, ceil_mode)
    if rank == 3 and any(k > n for k, n in zip(pool.kernel, pool.size, strict=True)):
        raise ShapeError(
            f"windows of size {list(pool.kernel)} are larger than the input's {list(pool.size)}"
        )
    if input.array.dtype.kind not in "fi":
        raise UnsupportedError(f"avg_pool{rank}d is not defined for {input.dtype}")
    if divisor_override is not None and divisor_override == 0:
        raise OptionError("divisor_override cannot be zero")
    divisor: Any = divisor_override
    if divisor is None:
        divisor = 1
        for n, k, s, p, _, count in pool.axes():
            counts = _covered(n, k, s, p, count, bool(count_include_pad))
            if (counts == counts[0]).all():
                counts = counts[:1]
            divisor = np.multiply.outer(divisor, counts)
    return AVERAGE[rank](input, Mean([_window_sum(*axis) for axis in pool.axes()], divisor))


@public("nn.functional.avg_pool1d", "avg_pool1d")
def avg_pool1d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> Tensor:
    """The mean of windows of `input` (N, C, L) or (C, L). Raises ShapeError."""
    image_size(input, 1)
    kernel, stride, padding = with_unit_axis(kernel_size, stride, padding)
    wide = _average(
        2, input.unsqueeze(-2), kernel, stride, padding, ceil_mode, count_include_pad, None
    )
    return wide.squeeze(-2)


def with_unit_axis(
    kernel_size: Any, stride: Any, padding: Any
) -> tuple[Sizes, Sizes | None, Sizes]:
    """The arguments of a pooling in one dimension as those in two of which one has length 1."""
    given = stride is not None and stride != () and stride != []
    return (
        (1, *per_axis(kernel_size, 1, "kernel_size")),
        (1, *per_axis(stride, 1, "stride")) if given else None,
        (0, *per_axis(padding, 1, "padding")),
    )


@public("nn.functional.avg_pool2d")
def avg_pool2d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of windows of `input` (N, C, H, W) or (C, H, W).

    count_include_pad: padding counts as zeros; divisor_override: divide the sums by this.
    """
    return _average(
        2, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )


@public("nn.functional.avg_pool3d")
def avg_pool3d(
    input: Tensor,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
    divisor_override: int | None = None,
) -> Tensor:
    """The mean of windows of `input` (N, C, D, H, W) or (C, D, H, W); see avg_pool2d."""
    return _average(
        3, input, kernel_size, stride, padding, ceil_mode, count_include_pad, divisor_override
    )


def bins(size: int, count: int) -> tuple[ndarray, ndarray]:
    """Where the `count` parts of an axis start and end, which may overlap by one."""
    check_size((count,), np.dtype(np.int64))
    parts = np.arange(count)
    return parts * size // count, -((parts + 1) * -size // count)


@lru_cache(256)
def _bin_mean(size: int, count: int) -> AxisMap | None:
    if size == count:
        return None
    starts, ends = bins(size, count)
    lengths = ends - starts
    taps = starts + np.arange(lengths.max(initial=1))[:, np.newaxis]
    outside = taps >= ends
    weight = np.where(outside, 0.0, 1.0 / lengths)
    return AxisMap(size, np.where(outside, size, taps), weight)


ADAPTIVE_AVERAGE = {
    rank: mapping(f"adaptive_avg_pool{rank}d", f"AdaptiveAvgPool{rank}DBackward0", saves=True)
    for rank in (2, 3)
}


def pooled_size(rank: int, size: Sizes, output_size: Any) -> Sizes:
    if isinstance(output_size, (tuple, list)) and len(output_size) == rank:
        output_size = [
            n if wanted is None else wanted for n, wanted in zip(size, output_size, strict=True)
        ]
    return at_least(0, per_axis(output_size, rank, "output_size"), "output_size")


def adaptive_average(rank: int, input: Tensor, output_size: Any) -> Tensor:
    """The means of as many parts of each axis as `output_size` says."""
    size = image_size(input, rank)
    wanted = pooled_size(rank, size, output_size)
    if input.array.dtype.kind != "f":
        raise UnsupportedError(f"adaptive_avg_pool{rank}d is not defined for {input.dtype}")
    if all(n == 1 for n in wanted):
        return input.mean(tuple(range(-rank, 0)), keepdim=True)
    maps = [_bin_mean(n, count) for n, count in zip(size, wanted, strict=True)]
    return ADAPTIVE_AVERAGE[rank](input, maps)


@public("nn.functional.adaptive_avg_pool1d", "adaptive_avg_pool1d")
def adaptive_avg_pool1d(input: Tensor, output_size: Any) -> Tensor:
    """The means of `output_size` parts of the last axis of (N, C, L) or (C, L)."""
    image_size(input, 1)
    length = per_axis(output_size, 1, "output_size")[0]
    return adaptive_average(2, input.unsqueeze(-2), (1, length)).squeeze(-2)


@public("nn.functional.adaptive_avg_pool2d")
def adaptive_avg_pool2d(input: Tensor, output_size: Any) -> Tensor:
    """The means of `output_size` parts of the last two axes; None keeps a length."""
    return adaptive_average(2, input, output_size)


@public("nn.functional.adaptive_avg_pool3d")
def adaptive_avg_pool3d(input: Tensor, output_size: Any) -> Tensor:
    """The means of `output_size` parts of the last three axes; None keeps a length."""
    return adaptive_average(3, input, output_size)


def _publish_power_pool(rank: int) -> None:
    average = {1: avg_pool1d, 2: avg_pool2d, 3: avg_pool3d}[rank]

    def lp_pool(
        input: Tensor,
        norm_type: float,
        kernel_size: Any,
        stride: Any = None,
        ceil_mode: bool = False,
    ) -> Tensor:
        """The p-norm of windows: (sum of x**p) ** (1/p)."""
        tensor(input, f"lp_pool{rank}d")
        found = average(input.pow(norm_type), kernel_size, stride, 0, ceil_mode)
        size = kernel_size if rank == 1 else prod(per_axis(kernel_size, rank, "kernel_size"))
        rectified = function("nn.functional.relu")(found.abs())
        return (found.sign() * rectified).mul(size).pow(1.0 / norm_type)

    public(f"nn.functional.lp_pool{rank}d")(lp_pool)


for _rank in (1, 2, 3):
    _publish_power_pool(_rank)
