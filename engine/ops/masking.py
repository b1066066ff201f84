"""Elements under a mask: chosen, filled, or replaced in order."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..arguments import tensor
from ..arrays import unbroadcast
from ..declare import operator, public
from ..errors import DTypeError, ShapeError
from ..scattering import MaskedScatter, scattering
from ..tensor import Tensor
from .filling import one_value
from .scatter import same_dtype
from .shapes import broadcast_shape


def check_mask(mask: Tensor, name: str) -> None:
    if tensor(mask, f"{name}, for its mask,").array.dtype.kind != "b":
        raise DTypeError(f"{name}: the mask is a tensor of bools, not {mask!r}")


def _masked_select(x: Any, mask: Any) -> Any:
    shape = broadcast_shape(x.shape, mask.shape)
    return np.broadcast_to(x, shape)[np.broadcast_to(mask, shape)]


def _masked_select_backward(g: Any, shape: Any, mask: Any) -> Any:
    whole = np.zeros(broadcast_shape(shape, mask.shape), g.dtype)
    return unbroadcast(masked_scattered.operator(whole, mask, g), shape)


mask_selected = operator(
    "masked_select",
    _masked_select,
    holomorphic=False,
    x=lambda g, x_shape, mask: _masked_select_backward(g, x_shape, mask),
)


@public("masked_select", method=True)
def masked_select(input: Tensor, mask: Tensor) -> Tensor:
    """The elements where `mask`, which broadcasts with the input, is true, as a vector."""
    tensor(input, "masked_select")
    check_mask(mask, "masked_select")
    return mask_selected(input, mask)


def _masked_fill(x: Any, mask: Any, value: Any) -> None:
    x[_mask_of(x, mask)] = value


def _mask_of(x: Any, mask: Any) -> Any:
    try:
        return np.broadcast_to(mask, x.shape)
    except ValueError:
        raise ShapeError(
            f"a mask of shape {list(mask.shape)} does not broadcast to the shape {list(x.shape)} "
            "of the tensor that is changed"
        ) from None


def _outside(g: Any, x_shape: Any, mask: Any) -> Any:
    """The cotangent of a tensor that was overwritten wherever `mask` is true."""
    return unbroadcast(mask_filled.operator(g, mask, np.zeros((), g.dtype)), x_shape)


mask_filled = MaskedScatter(
    "masked_fill",
    _masked_fill,
    "mask value",
    x=_outside,
)
mask_filled_with_tensor = MaskedScatter(
    "masked_fill_tensor",
    _masked_fill,
    "mask value",
    node="MaskedFillBackward1",
    x=_outside,
    value=lambda g, mask: np.sum(np.where(mask, g, np.zeros((), g.dtype))),
)


@scattering("masked_fill", repeats=True)
def masked_fill(input: Tensor, mask: Tensor, value: Any) -> Any:
    """One number wherever `mask`, which broadcasts with the tensor, is true."""
    check_mask(mask, "masked_fill")
    made = mask_filled_with_tensor if value.__class__ is Tensor else mask_filled
    return made, (mask, one_value(input, value, "masked_fill"))


def _masked_scatter(x: Any, mask: Any, source: Any) -> None:
    places = _mask_of(x, mask)
    count = int(np.count_nonzero(places))
    if source.size < count:
        raise ShapeError(f"masked_scatter: {source.size} elements for {count} places")
    x[places] = source.reshape(-1)[:count]


def _masked_scatter_source(g: Any, mask: Any, shape: Any) -> Any:
    found = mask_selected(g, mask)
    missing = prod(shape) - found.shape[0]
    if missing:
        found = np.concatenate([found, np.zeros(missing, g.dtype)], 0)
    return np.reshape(found, tuple(shape))


masked_scattered = MaskedScatter(
    "masked_scatter",
    _masked_scatter,
    "mask source",
    x=_outside,
    source=lambda g, source_shape, mask: _masked_scatter_source(g, mask, source_shape),
)


@scattering("masked_scatter")
def masked_scatter(input: Tensor, mask: Tensor, source: Tensor) -> Any:
    """The elements of `source`, in order, wherever `mask` is true."""
    check_mask(mask, "masked_scatter")
    same_dtype(input, source, "masked_scatter")
    return masked_scattered, (mask, source)
