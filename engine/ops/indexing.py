"""Subscripts, read and assigned: `x[key]` is a chain of views, then at most one gathering.

Integers, slices, None and `...` look at the same memory. Index tensors, lists and masks copy the
elements that they choose; assigning to them writes those elements.
"""

from __future__ import annotations

from operator import index as to_int
from typing import Any

import numpy as np

from ..arguments import tensor
from ..arrays import unbroadcast
from ..bounds import check_size
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import B8, I64
from ..errors import ArgumentError, DimError, DTypeError, ShapeError, ValueRangeError
from ..inplace import store
from ..places import combine_at, of_key
from ..tensor import Tensor, memory
from .filling import as_value, copy_, fill_
from .shapes import alias, expand_to, unsqueezed, view_operator, viewed


def pick(x: Any, dim: int, at: int) -> Any:
    return x[(slice(None),) * dim + (at, ...)]


def cut(x: Any, dim: int, start: int, stop: int, step: int) -> Any:
    return x[(slice(None),) * dim + (slice(start, stop, step),)]


select_backward = operator(
    "select_backward",
    lambda g, shape, dim, at: embedded(g, shape, pick, dim, at),
    holomorphic=False,
    g=lambda g, dim, at: selected(g, dim, at),
)
slice_backward = operator(
    "slice_backward",
    lambda g, shape, dim, start, stop, step: embedded(g, shape, cut, dim, start, stop, step),
    holomorphic=False,
    g=lambda g, dim, start, stop, step: sliced(g, dim, start, stop, step),
)


def embedded(g: Any, shape: tuple[int, ...], look: Any, *args: Any) -> Any:
    """Zeros of `shape` that hold `g` where `look` looks."""
    whole = np.zeros(check_size(tuple(shape), g.dtype), g.dtype)
    look(whole, *args)[...] = g
    return whole


selected = view_operator(
    "select",
    pick,
    x=lambda g, x_shape, dim, at: select_backward(g, x_shape, dim, at),
)
sliced = view_operator(
    "slice",
    cut,
    x=lambda g, x_shape, dim, start, stop, step: slice_backward(g, x_shape, dim, start, stop, step),
)


# Index tensors


def _numpy_key(indices: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(slice(None) if index is None else index for index in indices)


def _gathered(x: Any, indices: tuple[Any, ...]) -> Any:
    try:
        return np.asarray(x[_numpy_key(indices)], order="C")
    except IndexError as error:
        raise _index_error(x.shape, indices, error) from None


def _index_error(shape: tuple[int, ...], indices: tuple[Any, ...], error: IndexError) -> DimError:
    shapes = [list(index.shape) for index in indices if index is not None]
    return DimError(f"indices of shape {shapes} do not fit the shape {list(shape)}: {error}")


def _accumulated(base: Any, g: Any, indices: tuple[Any, ...]) -> Any:
    whole = base.copy()
    accumulate_at(whole, indices, g)
    return whole


def accumulate_at(target: Any, indices: tuple[Any, ...], values: Any) -> None:
    """Add `values` at the indexed places; places that are named twice receive both."""
    key = _numpy_key(indices)
    if sum(index is not None for index in indices) == 1 and all(
        index is None or index.dtype == B8 for index in indices
    ):
        target[key] += values
    else:
        combine_at(np.add, target, of_key(target.shape, key), values)


indexed = operator(
    "index",
    _gathered,
    holomorphic=False,
    x=lambda g, x_shape, indices: index_backward(np.zeros(x_shape, g.dtype), g, indices),
)
index_backward = operator(
    "index_put_impl",
    _accumulated,
    holomorphic=False,
    base=None,
    g=lambda g, indices: indexed(g, indices),
)


def put_at(target: Any, value: Any, indices: tuple[Any, ...], accumulate: bool) -> None:
    """Write `value`, which broadcasts, to the indexed places of the array `target`."""
    try:
        if accumulate:
            accumulate_at(target, indices, value)
        else:
            target[_numpy_key(indices)] = value
    except IndexError as error:
        raise _index_error(target.shape, indices, error) from None
    except (ValueError, TypeError):
        place = _gathered(target, indices)
        raise ShapeError(
            f"a value of shape {list(value.shape)} does not broadcast to the indexed region of "
            f"shape {list(place.shape)}"
        ) from None


def _put(x: Any, value: Any, indices: tuple[Any, ...], accumulate: bool) -> Any:
    changed = np.array(x)
    put_at(changed, value, indices, accumulate)
    return changed


index_put_operator = operator(
    "index_put",
    _put,
    holomorphic=False,
    x=lambda g, indices, accumulate: (
        g if accumulate else index_put_operator(g, np.zeros((), g.dtype), indices, False)
    ),
    value=lambda g, value_shape, indices: unbroadcast(indexed(g, indices), value_shape),
)


def as_index(value: Any) -> Any:
    """An index tensor or sequence as an array of integers or a mask.

    Raises DimError for dtypes that do not index, ArgumentError for what is no index at all.
    """
    if value.__class__ is Tensor:
        array = memory(value)
        if array.dtype == np.uint8:
            return array != 0
    else:
        array = _sequence_index(value)
    if array.dtype not in (I64, B8, np.int32):
        raise DimError(f"an index is of integers (int64, int32) or bools, not {array.dtype}")
    return array


def _sequence_index(value: Any) -> Any:
    try:
        array = np.asarray(value)
    except ValueError:
        raise ShapeError(f"the rows of the index {value!r} differ in length") from None
    if not array.size and array.dtype.kind == "f":
        return array.astype(I64)
    if array.dtype.kind not in "iufb":
        raise ArgumentError(f"{value!r} is no index")
    return array.astype(I64) if array.dtype.kind == "f" else array


# Reading a key


def _as_tuple(key: Any) -> tuple[Any, ...]:
    """The parts of a key; a short list that holds more than numbers counts as a tuple."""
    if key.__class__ is tuple:
        return key
    if key.__class__ is list and len(key) < 32:
        for part in key:
            if part is None or part is ... or isinstance(part, (Tensor, slice, list, tuple)):
                return tuple(key)
    return (key,)


def _uses(part: Any) -> int:
    """How many dimensions of the tensor a part of a key stands for."""
    if part is None or part is ... or part is True or part is False:
        return 0
    if part.__class__ is Tensor and part.array.dtype.kind in "bu":
        return part.array.ndim
    return 1


def walk(input: Tensor, key: Any, whole: bool) -> tuple[Tensor, tuple[Any, ...]]:
    """The view of `input` that `key` looks at, and the index arrays to apply to it.

    whole: whether a key of one full slice makes a step of its own, as it does when read.
    """
    parts = _as_tuple(key)
    x = input
    used = sum(map(_uses, parts))
    if used > x.array.ndim:
        raise DimError(f"{used} indices are too many for a tensor of {x.array.ndim} dimensions")
    dim = 0
    indices: list[Any] = []
    part: Any
    for part in parts:
        if part.__class__ is Tensor and not part.array.ndim and part.array.dtype.kind in "iub":
            # A zero-dimensional tensor is the number it holds, or a bool.
            part = bool(part.item()) if part.array.dtype.kind in "bu" else part.item()
        if part.__class__ is int:
            x = _selected(x, dim, part)
        elif part.__class__ is slice:
            x = _sliced(x, dim, part, whole and len(parts) == 1)
            dim += 1
            indices.append(None)
        elif dim > x.array.ndim:
            raise DimError(f"the index names more than the {input.array.ndim} dimensions there are")
        elif part is None:
            x = unsqueezed(x, dim)
            dim += 1
            indices.append(None)
        elif part is ...:
            skipped = input.array.ndim - used
            dim += skipped
            indices += [None] * skipped
        elif part.__class__ is bool:
            x = unsqueezed(x, dim)
            dim += 1
            indices.append(np.zeros(int(part), I64))
        elif isinstance(part, (Tensor, list, tuple, range, np.ndarray)):
            found = as_index(part)
            dim += found.ndim if found.dtype == B8 else 1
            indices.append(found)
        else:
            x = _selected(x, dim, _number(part))
    while indices and indices[-1] is None:
        indices.pop()
    return x, tuple(indices)


def _number(part: Any) -> int:
    try:
        return to_int(part)
    except TypeError:
        if isinstance(part, (float, complex)):
            raise DimError(f"{part!r} cannot be an index: floats do not count elements") from None
        raise ArgumentError(f"{part!r} is no index") from None


def _selected(x: Tensor, dim: int, at: int) -> Tensor:
    shape = x.array.shape
    if dim >= len(shape):
        raise DimError("a tensor of 0 dimensions has no elements to index; item() gives its value")
    length = shape[dim]
    if not -length <= at < length:
        raise DimError(f"index {at} is out of bounds for dimension {dim} of length {length}")
    return selected(x, dim, at)


def _sliced(x: Tensor, dim: int, part: slice, always: bool) -> Tensor:
    if dim >= x.array.ndim:
        raise DimError(f"a tensor of {x.array.ndim} dimensions has no dimension {dim} to slice")
    length = x.array.shape[dim]
    step = 1 if part.step is None else _number(part.step)
    if step <= 0:
        raise ValueRangeError(f"the step of a slice must be positive, not {step}; see flip()")
    start = 0 if part.start is None else _number(part.start)
    stop = length if part.stop is None else _number(part.stop)
    if start == 0 and stop >= length and step == 1 and not always:
        return x
    return sliced(x, dim, *slice(start, stop, step).indices(length))


def getitem(input: Tensor, key: Any) -> Tensor:
    """`input[key]`, with integers, slices, None, `...`, bools, index tensors, lists and masks.

    Raises DimError out of bounds, ValueRangeError for a step that is not positive.
    """
    if key.__class__ is int:
        return _selected(input, 0, key)
    x, indices = walk(input, key, whole=True)
    if indices:
        return indexed(x, indices)
    return alias(x) if x is input else x


def setitem(input: Tensor, key: Any, value: Any) -> None:
    """`input[key] = value`, a number or a tensor that broadcasts to the place."""
    if key is False:
        return
    if key is True:
        target, indices = unsqueezed(input, 0), ()
    else:
        target, indices = walk(input, key, whole=False)
    value = as_value(value, target.array.dtype)
    if indices:
        if value.array.dtype != target.array.dtype and (
            value.array.size != 1 or not any(i is not None and i.dtype == B8 for i in indices)
        ):
            raise DTypeError(
                f"an indexed place of {target.dtype} takes values of that dtype, not {value.dtype}"
            )
        assign_at(target, indices, _without_ones(value), False, "x[...] = value")
    elif value.array.shape == target.array.shape:
        copy_(target, value)
    elif not value.array.ndim:
        fill_(target, value)
    else:
        value = viewed(value, _trimmed(value.array.shape))
        if value.array.shape != target.array.shape:
            value = expand_to(value, target.array.shape)
        copy_(target, value)


def _trimmed(shape: tuple[int, ...]) -> tuple[int, ...]:
    """`shape` without its leading ones."""
    first = next((i for i, n in enumerate(shape) if n != 1), len(shape))
    return shape[first:]


def _without_ones(value: Tensor) -> Tensor:
    shape = _trimmed(value.array.shape)
    return value if shape == value.array.shape else viewed(value, shape)


def assign_at(
    target: Tensor, indices: tuple[Any, ...], value: Tensor, accumulate: bool, name: str
) -> Tensor:
    array = memory(value)
    return store(
        target,
        index_put_operator,
        (value, indices, accumulate),
        lambda x: put_at(x, array, indices, accumulate),
        name,
        repeats=True,
    )


setattr(Tensor, "__getitem__", getitem)  # noqa: B010
setattr(Tensor, "__setitem__", setitem)  # noqa: B010


# Subscripts by name


@public("select", method=True)
def select(input: Tensor, dim: int, index: Any) -> Tensor:
    """The slice at `index` of one dimension, which disappears."""
    tensor(input, "select")
    ndim = input.array.ndim
    if not ndim:
        raise DimError("a tensor of 0 dimensions has nothing to select from")
    return _selected(input, one_dim(dim, ndim), _number(index))


@public("narrow", method=True)
def narrow(input: Tensor, dim: int, start: Any, length: int) -> Tensor:
    """`length` elements of one dimension from `start` on."""
    tensor(input, "narrow")
    ndim = input.array.ndim
    if not ndim:
        raise ShapeError("a tensor of 0 dimensions cannot be narrowed")
    dim = one_dim(dim, ndim)
    have, start = input.array.shape[dim], _number(start)
    if not -have <= start <= have:
        raise DimError(f"narrow: start {start} lies outside dimension {dim} of length {have}")
    start += have if start < 0 else 0
    if length < 0 or start + length > have:
        raise ShapeError(f"narrow: {length} elements from {start} do not fit a length of {have}")
    return sliced(input, dim, start, start + length, 1)
