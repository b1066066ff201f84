"""Padding: with a constant, by reflection, by repeating the border, around in a circle."""

from __future__ import annotations

from operator import index
from typing import Any

import numpy as np
from numpy import ndarray

from ..axis_maps import AxisMap, mapping
from ..bounds import check_size
from ..declare import operator, public
from ..errors import ArgumentError, OptionError, ShapeError, UnsupportedError
from ..tensor import Tensor

Pads = tuple[int, ...]
"""Before and after the last axis, before and after the one before, and so on; negative crops."""


def _pad_constant(x: ndarray, pad: Pads, value: Any) -> ndarray:
    shape, source, target = list(x.shape), [slice(None)] * x.ndim, [slice(None)] * x.ndim
    for place in range(len(pad) // 2):
        axis = x.ndim - 1 - place
        before, after = pad[2 * place], pad[2 * place + 1]
        length = shape[axis]
        shape[axis] = length + before + after
        source[axis] = slice(max(-before, 0), length - max(-after, 0))
        target[axis] = slice(max(before, 0), shape[axis] - max(after, 0))
    if isinstance(value, complex) and x.dtype.kind != "c":
        raise ArgumentError(f"padding of {x.dtype} is no complex number")
    found = np.full(check_size(tuple(shape), x.dtype), value, x.dtype)
    found[tuple(target)] = x[tuple(source)]
    return found


constant_padded = operator(
    "constant_pad_nd",
    _pad_constant,
    holomorphic=False,
    x=lambda g, pad: constant_padded(g, tuple([-n for n in pad]), 0),
)


def _pads(pad: Any) -> Pads:
    try:
        found = tuple([index(n) for n in pad])
    except TypeError:
        raise ArgumentError(f"pad is a sequence of integers, not {pad!r}") from None
    if len(found) % 2:
        raise ShapeError(f"pad has a number before and one after each axis, not {len(found)}")
    return found


@public("constant_pad_nd")
def constant_pad_nd(input: Tensor, pad: Any, value: Any = 0) -> Tensor:
    """`input` with `pad` elements of `value` before and after its last axes; negative crops.

    Raises ShapeError where an axis would get a negative length.
    """
    if input.__class__ is not Tensor:
        raise ArgumentError(f"padding takes a tensor, not {type(input).__name__}")
    pads = _pads(pad)
    shape = input.array.shape
    if len(pads) > 2 * len(shape):
        raise ShapeError(f"{len(pads)} numbers pad {len(pads) // 2} axes, there are {len(shape)}")
    for place in range(len(pads) // 2):
        _padded_length(shape[-1 - place], pads[2 * place], pads[2 * place + 1])
    return constant_padded(input, pads, value.item() if value.__class__ is Tensor else value)


def _padded_length(length: int, before: int, after: int) -> int:
    padded = length + before + after
    if padded < 0 or length + min(before, 0) < 0 or length + min(after, 0) < 0:
        raise ShapeError(f"padding by {before} and {after} crops more than the {length} there are")
    return padded


def _reflected(places: ndarray, length: int, crop: tuple[int, int]) -> ndarray:
    period = max(1, 2 * (length - 1))
    places = np.abs(places) % period
    return np.minimum(places, period - places) if length > 1 else places


def _repeated(places: ndarray, length: int, crop: tuple[int, int]) -> ndarray:
    return np.clip(places, 0, length - 1)


def _around(places: ndarray, length: int, crop: tuple[int, int]) -> ndarray:
    """What is cropped (a negative padding) is no part of the circle."""
    start, end = crop
    return start + (places - start) % (length - start - end)


SOURCES = {"reflect": _reflected, "replicate": _repeated, "circular": _around}
"""Which element stands at a place outside, by mode."""

PADDED = {
    **{
        ("reflect", rank): mapping(
            f"reflection_pad{rank}d", f"ReflectionPad{rank}DBackward0", saves=True
        )
        for rank in (1, 2, 3)
    },
    **{
        ("replicate", rank): mapping(
            f"replication_pad{rank}d", f"ReplicationPad{rank}DBackward0", saves=True
        )
        for rank in (1, 2, 3)
    },
}
for _rank in (1, 2, 3):
    PADDED["circular", _rank] = mapping(
        f"circular_pad{_rank}d",
        "torch::autograd::CopySlices",  # PyTorch copies slices into an empty tensor
        second="SliceBackwardBackward0",
    )


@public("nn.functional.pad")
def pad(input: Tensor, pad: Any, mode: str = "constant", value: Any = None) -> Tensor:
    """`input` with `pad` elements before and after its last axes, the last one first.

    mode: "constant" (with `value`, 0), or of the last one to three axes behind batch and channel
    "reflect", "replicate", "circular". Raises ShapeError, OptionError.
    """
    if mode == "constant":
        return constant_pad_nd(input, pad, 0 if value is None else value)
    if mode not in SOURCES:
        raise UnsupportedError(f"there is no padding mode {mode!r}")
    if value is not None and value != 0:
        raise OptionError(f"padding by {mode!r} takes no value, {value!r} was given")
    if input.__class__ is not Tensor:
        raise ArgumentError(f"padding takes a tensor, not {type(input).__name__}")
    pads = _pads(pad)
    rank, shape = len(pads) // 2, input.array.shape
    if rank not in (1, 2, 3) or len(shape) not in (rank + 1, rank + 2):
        raise UnsupportedError(
            f"padding by {mode!r} takes 2, 4 or 6 numbers for 2 or 3, 3 or 4, 4 or 5 dimensions, "
            f"not {len(pads)} for {len(shape)}"
        )
    maps = [
        _axis_map(mode, shape[axis], pads[-2 * axis - 2], pads[-2 * axis - 1], shape)
        for axis in range(-rank, 0)
    ]
    lengths = [
        n + before + after
        for n, before, after in zip(reversed(shape), pads[::2], pads[1::2], strict=False)
    ]
    if mode != "circular" and max(lengths) < 1:
        raise ShapeError(f"padding by {list(pads)} leaves nothing of the shape {list(shape)}")
    return PADDED[mode, rank](input, maps)


def _axis_map(mode: str, length: int, before: int, after: int, shape: Any) -> AxisMap | None:
    limit = {"reflect": length - 1, "circular": length}.get(mode)
    if limit is not None and max(before, after) > limit:
        raise ShapeError(
            f"padding by {mode!r} adds at most {limit} to an axis of length {length}, "
            f"not {before} and {after}"
        )
    _padded_length(length, before, after)
    if length == 0:
        raise ShapeError(f"padding by {mode!r} needs elements, the shape is {list(shape)}")
    if before == after == 0:
        return None
    check_size((before + length + after,), np.dtype(np.int64))
    places = np.arange(-before, length + after)
    sources = SOURCES[mode](places, length, (max(-before, 0), max(-after, 0)))
    return AxisMap(length, sources[np.newaxis])
