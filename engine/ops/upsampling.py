"""Resampling of images in every mode of `interpolate`, one axis after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import floor, isfinite
from typing import Any

import numpy as np
from numpy import ndarray

from ..axis_maps import AxisMap, mapping
from ..bounds import check_size
from ..declare import public
from ..errors import ArgumentError, ShapeError, UnsupportedError, ValueRangeError
from ..operator import Operator
from ..tensor import Tensor
from ..windows import Sizes, per_axis
from .pooling import adaptive_average

CUBIC = -0.75
CUBIC_ANTIALIASED = -0.5
"""The free parameter of the cubic convolution kernel (Keys 1981)."""


@lru_cache(256)
def _nearest(length: int, count: int, factor: float | None) -> AxisMap:
    """PyTorch's "nearest" takes the element at the start of a pixel, in float32."""
    starts = np.arange(count).astype(np.float32)
    return _single(length, np.floor(starts * _step(length, count, factor, np.float32)))


@lru_cache(256)
def _nearest_exact(length: int, count: int, factor: float | None) -> AxisMap:
    middles = np.arange(count).astype(np.float32) + np.float32(0.5)
    return _single(length, np.floor(middles * _step(length, count, factor, np.float32)))


def _single(length: int, places: ndarray) -> AxisMap:
    return AxisMap(length, np.minimum(places.astype(np.int64), length - 1)[np.newaxis])


def _step(length: int, count: int, factor: float | None, kind: Any) -> Any:
    """How far apart neighbours of the result lie in the input."""
    return kind(1.0 / factor) if factor else kind(length) / kind(count)


def _sources(length: int, count: int, factor: float | None, corners: bool, kind: Any) -> ndarray:
    """Where the elements of the result lie in the input, computed in its dtype."""
    places = np.arange(count).astype(kind)
    if corners:
        step = kind(length - 1) / kind(count - 1) if count > 1 else kind(0)
        return step * places
    half = kind(0.5)
    return _step(length, count, factor, kind) * (places + half) - half


@lru_cache(256)
def _linear(
    length: int, count: int, factor: float | None, corners: bool, kind: Any
) -> AxisMap | None:
    if length == count:
        return None
    sources = np.maximum(_sources(length, count, factor, corners, kind), kind(0))
    left = np.minimum(sources.astype(np.int64), length - 1)
    part = np.clip(sources - left.astype(kind), kind(0), kind(1))
    right = left + (left < length - 1)
    return AxisMap(length, np.stack([left, right]), np.stack([kind(1) - part, part]))


def cubic_weights(t: Any, a: float) -> tuple[Any, Any, Any, Any]:
    """The weights of four neighbours for a place at `t` in [0, 1) behind the second."""
    return _outer(t + 1, a), _inner(t, a), _inner(1 - t, a), _outer(2 - t, a)


def _inner(d: Any, a: float) -> Any:
    return ((a + 2) * d - (a + 3)) * d * d + 1


def _outer(d: Any, a: float) -> Any:
    return ((a * d - 5 * a) * d + 8 * a) * d - 4 * a


@lru_cache(256)
def _cubic(
    length: int, count: int, factor: float | None, corners: bool, kind: Any
) -> AxisMap | None:
    sources = _sources(length, count, factor, corners, kind)
    if length == count and (sources == np.arange(count)).all():
        return None
    left = np.floor(sources)
    weights = np.stack(cubic_weights(sources - left, CUBIC)).astype(kind)
    index = left.astype(np.int64) + np.arange(-1, 3)[:, np.newaxis]
    return AxisMap(length, np.clip(index, 0, length - 1), weights)


def _triangle(d: ndarray) -> ndarray:
    return np.maximum(1 - np.abs(d), 0)


def _keys(d: ndarray) -> ndarray:
    d = np.abs(d)
    near, far = _inner(d, CUBIC_ANTIALIASED), _outer(d, CUBIC_ANTIALIASED)
    return np.where(d < 1, near, np.where(d < 2, far, 0))


def _lanczos(d: ndarray) -> ndarray:
    return np.where(np.abs(d) < 3, np.sinc(d) * np.sinc(d / 3), 0)


FILTERS = {"bilinear": (_triangle, 1), "bicubic": (_keys, 2), "lanczos": (_lanczos, 3)}
"""The filters for antialiasing, and how far they reach."""


@lru_cache(256)
def _antialiased(
    mode: str, length: int, count: int, factor: float | None, corners: bool, kind: Any
) -> AxisMap | None:
    """A filter as wide as a pixel of the result, where that is wider than one of the input."""
    if length == count:
        return None
    if corners:
        step = (length - 1) / (count - 1) if count > 1 else 0.0
    else:
        step = 1.0 / factor if factor else length / count
    shape, support = FILTERS[mode]
    wide = max(step, 1.0)
    index, weight = [], []
    most = 2 * (floor(support * wide) + 2)
    for place in range(count):
        middle = step * (place + 0.5)
        first = max(int(middle - support * wide + 0.5), 0)
        taps = np.arange(first, min(int(middle + support * wide + 0.5), length))
        found = shape((taps - middle + 0.5) / wide)
        missing = (0, most - len(taps))
        index.append(np.pad(taps, missing, constant_values=length))
        weight.append(np.pad(found / found.sum(), missing))
    return AxisMap(length, np.stack(index, 1), np.stack(weight, 1).astype(kind))


def _operators(name: str, node: str, ranks: Sequence[int]) -> dict[int, Operator]:
    return {
        rank: mapping(f"upsample_{name}{rank}d", f"Upsample{node}{rank}DBackward0")
        for rank in ranks
    }


RESAMPLED = {
    "nearest": _operators("nearest", "Nearest", (1, 2, 3)),
    "nearest-exact": _operators("nearest_exact", "NearestExact", (1, 2, 3)),
    "linear": _operators("linear", "Linear", (1,)),
    "bilinear": _operators("bilinear", "Bilinear", (2,)),
    "bicubic": _operators("bicubic", "Bicubic", (2,)),
    "trilinear": _operators("trilinear", "Trilinear", (3,)),
}
ANTIALIASED = {
    mode: mapping(f"upsample_{mode}2d_aa", f"Upsample{mode.capitalize()}2DAaBackward0")
    for mode in FILTERS
}
MODES = (*RESAMPLED, "area", "lanczos")


@public("nn.functional.interpolate")
def interpolate(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
    recompute_scale_factor: bool | None = None,
    antialias: bool = False,
) -> Tensor:
    """Resample the axes behind batch and channels to `size`, or by `scale_factor`.

    mode: "nearest", "nearest-exact", "linear" (1 axis), "bilinear", "bicubic" (2), "trilinear"
    (3), "area". align_corners: the centres of the corner pixels stay, rather than the corners.
    antialias: filter before shrinking ("bilinear", "bicubic"). Raises ValueRangeError,
    UnsupportedError, ShapeError.
    """
    if input.__class__ is not Tensor:
        raise ArgumentError(f"interpolate takes a tensor, not {type(input).__name__}")
    _check_modes(mode, align_corners, antialias)
    rank = input.array.ndim - 2
    if not 1 <= rank <= 3:
        raise UnsupportedError(
            f"interpolate resamples 3 to 5 dimensions, not the shape {list(input.shape)}"
        )
    wanted, factors = _wanted(
        input.array.shape[2:], size, scale_factor, recompute_scale_factor, mode
    )
    if mode == "area":
        return adaptive_average(rank, input, wanted) if rank > 1 else _area1d(input, wanted)
    made = RESAMPLED[mode].get(rank) if not antialias else ANTIALIASED[mode] if rank == 2 else None
    if made is None:
        raise UnsupportedError(f"mode {mode!r} does not resample {rank} axes")
    if input.array.dtype.kind not in ("fu" if mode.startswith("nearest") else "f"):
        raise UnsupportedError(f"interpolate by {mode!r} is not defined for {input.dtype}")
    if min(wanted) < 1 or 0 in input.array.shape[1:]:
        raise ShapeError(
            f"cannot resample an input of shape {list(input.shape)} to the size {list(wanted)}"
        )
    kind = input.array.dtype.type
    maps = [
        _axis_map(mode, n, count, factor, bool(align_corners), antialias, kind)
        for n, count, factor in zip(input.array.shape[2:], wanted, factors, strict=True)
    ]
    return made(input, maps)


def _area1d(input: Tensor, wanted: Sizes) -> Tensor:
    return adaptive_average(2, input.unsqueeze(-2), (1, *wanted)).squeeze(-2)


def _check_modes(mode: str, align_corners: bool | None, antialias: bool) -> None:
    if mode not in MODES:
        raise UnsupportedError(f"mode is one of {', '.join(MODES)}, not {mode!r}")
    if align_corners is not None and (mode == "area" or mode.startswith("nearest")):
        raise ValueRangeError(f"align_corners has no meaning for mode {mode!r}")
    if antialias and mode not in FILTERS:
        raise ValueRangeError(f"antialias goes with {', '.join(FILTERS)}, not with {mode!r}")
    if mode == "lanczos" and not antialias:
        raise ValueRangeError("mode 'lanczos' needs antialias=True")


def _wanted(
    size: Sizes, output_size: Any, scale_factor: Any, recompute: bool | None, mode: str
) -> tuple[Sizes, Sequence[float | None]]:
    """The size of the result, and the factors that determine where its elements lie."""
    rank = len(size)
    if (output_size is None) == (scale_factor is None):
        raise ValueRangeError("interpolate takes either size or scale_factor")
    if output_size is not None:
        if recompute:
            raise ValueRangeError("recompute_scale_factor goes with scale_factor, not with size")
        if isinstance(output_size, (tuple, list)) and len(output_size) != rank:
            raise ValueRangeError(f"size {list(output_size)} for {rank} axes")
        wanted = per_axis(output_size, rank, "size")
        return check_size(wanted, np.dtype(np.float32)), (None,) * rank
    factors = _factors(scale_factor, rank)
    if not all(map(isfinite, factors)):
        raise ValueRangeError(f"scale_factor {factors} is no finite number")
    wanted = tuple([floor(n * factor) for n, factor in zip(size, factors, strict=True)])
    check_size(wanted, np.dtype(np.float32))
    if recompute or mode == "area":
        return wanted, (None,) * rank
    return wanted, factors


def _factors(scale_factor: Any, rank: int) -> list[float]:
    if not isinstance(scale_factor, (tuple, list)):
        return [float(scale_factor)] * rank
    if len(scale_factor) != rank:
        raise ValueRangeError(f"scale_factor {list(scale_factor)} for {rank} axes")
    return [float(factor) for factor in scale_factor]


def _axis_map(
    mode: str,
    length: int,
    count: int,
    factor: float | None,
    corners: bool,
    antialias: bool,
    kind: Any,
) -> AxisMap | None:
    if antialias:
        return _antialiased(mode, length, count, factor, corners, kind)
    if mode == "nearest":
        return _nearest(length, count, factor)
    if mode == "nearest-exact":
        return _nearest_exact(length, count, factor)
    smooth = _cubic if mode == "bicubic" else _linear
    return smooth(length, count, factor, corners, kind)


@public("nn.functional.upsample")
def upsample(
    input: Tensor,
    size: Any = None,
    scale_factor: Any = None,
    mode: str = "nearest",
    align_corners: bool | None = None,
) -> Tensor:
    """The older name of interpolate."""
    return interpolate(input, size, scale_factor, mode, align_corners)


@public("nn.functional.upsample_nearest")
def upsample_nearest(input: Tensor, size: Any = None, scale_factor: Any = None) -> Tensor:
    """interpolate with mode "nearest"."""
    return interpolate(input, size, scale_factor)


@public("nn.functional.upsample_bilinear")
def upsample_bilinear(input: Tensor, size: Any = None, scale_factor: Any = None) -> Tensor:
    """interpolate with mode "bilinear" and align_corners=True."""
    return interpolate(input, size, scale_factor, "bilinear", True)
