"""Scattering: a tensor with values written, added or combined at places that an index names.

Each operator is a `write` that changes an array. Out of place it works on a copy, in place on the
tensor's own memory.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import public
from ..dims import one_dim
from ..dtypes import I64
from ..errors import ArgumentError, DimError, DTypeError, ShapeError
from ..places import combine_at, of_slices
from ..scattering import Scatter, scattering
from ..tensor import Tensor, memory
from .filling import as_value, one_value
from .indexing import as_index, assign_at, index_put_operator
from .selecting import (
    check_bounds,
    check_index,
    flat_places,
    gathered,
    index_selected,
    taken,
    vector_index,
)


def same_dtype(input: Tensor, src: Any, name: str) -> None:
    if src.__class__ is not Tensor:
        raise ArgumentError(f"{name}: the source is a tensor, not {src!r}")
    if src.array.dtype != input.array.dtype:
        raise DTypeError(f"{name}: the source is {src.dtype}, the tensor {input.dtype}")


# Element by element: gather's counterpart


def portion(src: Any, index: Any) -> Any:
    """The part of `src` that the index reaches."""
    return src[tuple(slice(n) for n in index.shape)]


def _scatter(x: Any, dim: int, index: Any, src: Any) -> None:
    if index.size:
        places = flat_places(x.shape, dim, index)
        values = portion(src, index) if src.ndim else src
        flat = x.reshape(-1)
        flat[places] = values.reshape(places.shape) if src.ndim else values
        if not x.flags.c_contiguous:
            x[...] = flat.reshape(x.shape)


def _scatter_add(x: Any, dim: int, index: Any, src: Any) -> None:
    if index.size:
        places = flat_places(x.shape, dim, index)
        combine_at(np.add, x, places, portion(src, index).reshape(places.shape))


def _source_rule(g: Any, shape: Any, dim: int, index: Any) -> Any:
    if not index.size:
        return np.zeros(shape, g.dtype)
    return extended(gathered(g, dim, index), shape)


def extended(found: Any, shape: Any) -> Any:
    """The cotangent of a source of `shape`, with zeros where the index does not reach."""
    for axis, (have, wanted) in enumerate(zip(found.shape, shape, strict=True)):
        if have < wanted:
            missing = (*found.shape[:axis], wanted - have, *found.shape[axis + 1 :])
            found = np.concatenate([found, np.zeros(missing, found.dtype)], axis)
    return found


scattered = Scatter(
    "scatter",
    _scatter,
    "dim index src",
    x=lambda g, dim, index: scattered_number.operator(g, dim, index, np.zeros((), g.dtype)),
    src=lambda g, src_shape, dim, index: _source_rule(g, src_shape, dim, index),
)
scattered_number = Scatter(
    "scatter_number",
    _scatter,
    "dim index src",
    node="ScatterBackward1",
    x=lambda g, dim, index: scattered_number.operator(g, dim, index, np.zeros((), g.dtype)),
)
scatter_added = Scatter(
    "scatter_add",
    _scatter_add,
    "dim index src",
    x=lambda g: g,
    src=lambda g, src_shape, dim, index: _source_rule(g, src_shape, dim, index),
)


def checked(input: Tensor, dim: int, index: Tensor, src: Any, name: str) -> int:
    dim = check_index(input, dim, index, name)
    if src.__class__ is Tensor and index.array.size:
        same_dtype(input, src, name)
        have, reach = src.array.shape, index.array.shape
        if len(have or (1,)) != len(reach or (1,)):
            raise DimError(f"{name}: a source of {len(have)} dimensions for {len(reach)} of index")
        if any(n > m for n, m in zip(reach, have, strict=False)):
            raise ShapeError(
                f"{name}: the index of shape {list(reach)} reaches beyond the source of shape "
                f"{list(have)}"
            )
    return dim


@scattering("scatter")
def scatter(
    input: Tensor,
    dim: int,
    index: Tensor,
    src: Any = None,
    *,
    value: Any = None,
    reduce: str | None = None,
) -> Any:
    """out[index[i][j]][j] = src[i][j] for dim 0, and so on; the source may be one number.

    reduce: "add" or "multiply" combine instead of overwriting, without a gradient.
    """
    src = value if src is None else src
    dim = checked(input, dim, index, src, "scatter")
    if src.__class__ is not Tensor:
        made = scattered_number
        src = as_value(src, input.array.dtype)
    else:
        made = scattered
    if reduce is None:
        return made, (dim, index, src)
    if reduce not in _undifferentiated:
        raise ShapeError(f"scatter: reduce is 'add' or 'multiply', not {reduce!r}")
    return _undifferentiated[reduce], (dim, index, src)


def _combining(ufunc: np.ufunc) -> Callable[..., None]:
    def write(x: Any, dim: int, index: Any, src: Any) -> None:
        if not index.size:
            return
        places = flat_places(x.shape, dim, index)
        values = portion(src, index).reshape(places.shape) if src.ndim else src
        combine_at(ufunc, x, places, values)

    return write


def _no_derivative(g: Any) -> Any:
    raise DTypeError("scatter with reduce has no derivative; use scatter_reduce")


_undifferentiated = {
    name: Scatter(
        f"scatter_{name}_only",
        _combining(ufunc),
        "dim index src",
        node="torch::autograd::NotImplemented",
        x=_no_derivative,
    )
    for name, ufunc in (("add", np.add), ("multiply", np.multiply))
}


@scattering("scatter_add")
def scatter_add(input: Tensor, dim: int, index: Tensor, src: Tensor) -> Any:
    """out[index[i][j]][j] += src[i][j] for dim 0, and so on."""
    return scatter_added, (checked(input, dim, index, src, "scatter_add"), index, src)


# Slices along a dimension


def _index_add(x: Any, dim: int, index: Any, source: Any, alpha: Any) -> None:
    if not x.ndim:
        x += np.sum(source) * alpha
    else:
        values = source if alpha == 1 else source * np.asarray(alpha, x.dtype)
        combine_at(np.add, x, of_slices(x.shape, dim, index.reshape(-1)), values)


index_added = Scatter(
    "index_add",
    _index_add,
    "dim index source alpha",
    x=lambda g: g,
    source=lambda g, source_shape, dim, index, alpha: _slices_gradient(
        g, source_shape, dim, index, alpha
    ),
)


def _slices_gradient(g: Any, shape: Any, dim: int, index: Any, alpha: Any = 1) -> Any:
    found = index_selected(g, dim, index)
    if found.shape != shape:
        found = np.reshape(found, shape)
    return found if alpha == 1 else found * alpha


def check_source(
    input: Tensor, dim: int, index: Any, source: Tensor, name: str, error: Any = ShapeError
) -> None:
    same_dtype(input, source, name)
    have, shape = input.array.shape or (1,), source.array.shape or (1,)
    if len(shape) != len(have) or any(
        n != m for i, (n, m) in enumerate(zip(shape, have, strict=False)) if i != dim
    ):
        raise ShapeError(
            f"{name}: a source of shape {list(shape)} does not fit the slices along {dim} of a "
            f"tensor of shape {list(have)}"
        )
    if shape[dim] != index.size:
        raise error(f"{name}: {index.size} indices for {shape[dim]} slices of the source")


@scattering("index_add")
def index_add(input: Tensor, dim: int, index: Tensor, source: Tensor, *, alpha: Any = 1) -> Any:
    """Adds alpha * source to the slices along `dim` that the vector `index` names."""
    dim, array = vector(input, dim, index, "index_add")
    check_source(input, dim, array, source, "index_add")
    if not source.array.ndim and input.array.ndim:
        raise ShapeError("index_add: a zero-dimensional source needs a zero-dimensional tensor")
    return index_added, (dim, index, source, alpha)


def vector(input: Tensor, dim: int, index: Any, name: str, negative: bool = False) -> Any:
    shape = input.array.shape or (1,)
    dim = one_dim(dim, len(shape))
    return dim, vector_index(index, shape[dim], name, -shape[dim] if negative else 0)


def _index_copy(x: Any, dim: int, index: Any, source: Any) -> None:
    if not x.ndim:
        x[...] = source.reshape(-1)[-1]
    else:
        x[(slice(None),) * dim + (index.reshape(-1),)] = source


index_copied = Scatter(
    "index_copy",
    _index_copy,
    "dim index source",
    x=lambda g, dim, index: index_filled.operator(g, dim, index, np.zeros((), g.dtype)),
    source=lambda g, source_shape, dim, index: _slices_gradient(g, source_shape, dim, index),
)


@scattering("index_copy")
def index_copy(input: Tensor, dim: int, index: Tensor, source: Tensor) -> Any:
    """Overwrites the slices along `dim` that the vector `index` names with those of `source`."""
    dim, array = vector(input, dim, index, "index_copy")
    check_source(input, dim, array, source, "index_copy", DimError)
    return index_copied, (dim, index, source)


def _index_fill(x: Any, dim: int, index: Any, value: Any) -> None:
    if not x.ndim:
        if index.size:
            x[...] = value
    else:
        x[(slice(None),) * dim + (index.reshape(-1),)] = value


index_filled = Scatter(
    "index_fill",
    _index_fill,
    "dim index value",
    x=lambda g, dim, index: index_filled.operator(g, dim, index, np.zeros((), g.dtype)),
)
index_filled_with_tensor = Scatter(
    "index_fill_tensor",
    _index_fill,
    "dim index value",
    node="IndexFillBackward1",
    x=lambda g, dim, index: index_filled.operator(g, dim, index, np.zeros((), g.dtype)),
    value=lambda g, dim, index: np.sum(index_selected(g, dim, np.unique(index))),
)


@scattering("index_fill", repeats=True)
def index_fill(input: Tensor, dim: int, index: Tensor, value: Any) -> Any:
    """Fills the slices along `dim` that the vector `index` names with one number."""
    tensor(index, "index_fill")
    if memory(index).ndim > 1:
        raise ShapeError("index_fill: the index is a vector")
    dim, _ = vector(input, dim, index, "index_fill", negative=True)
    made = index_filled_with_tensor if value.__class__ is Tensor else index_filled
    return made, (dim, index, one_value(input, value, "index_fill"))


# Flattened, and by subscripts


def _put(x: Any, index: Any, source: Any, accumulate: bool) -> None:
    places = np.where(index < 0, index + x.size, index).reshape(-1)
    if accumulate:
        combine_at(np.add, x, places, source.reshape(-1))
    else:
        np.put(x, places, source.reshape(-1)) if places.size else None


put_flat = Scatter(
    "put",
    _put,
    "index source accumulate",
    x=lambda g, index, accumulate: (
        g if accumulate else put_flat.operator(g, index, np.zeros(index.shape, g.dtype), False)
    ),
    source=lambda g, source_shape, index: np.reshape(taken(g, index), source_shape),
)


@scattering("put")
def put(input: Tensor, index: Tensor, source: Tensor, accumulate: bool = False) -> Any:
    """Writes (or adds) `source` to the places of the flattened tensor that `index` names."""
    tensor(index, "put")
    if index.array.dtype != I64:
        raise DTypeError(f"put: an index holds int64, not {index.dtype}")
    same_dtype(input, source, "put")
    check_bounds(memory(index), input.array.size, DimError, -input.array.size)
    if index.array.size != source.array.size:
        raise DimError(f"put: {source.array.size} elements for {index.array.size} places")
    return put_flat, (index, source, accumulate)


def _subscripts(input: Tensor, indices: Any, values: Tensor) -> tuple[Any, ...]:
    if not isinstance(indices, (tuple, list)):
        raise ArgumentError("index_put takes a tuple of index tensors")
    same_dtype(input, values, "index_put")
    return tuple(as_index(index) for index in indices)


@public("index_put", method=True)
def index_put(input: Tensor, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
    """A copy of `input` with input[indices] = values, or += where `accumulate` is set."""
    return index_put_operator(input, values, _subscripts(input, indices, values), accumulate)


@public("index_put_", method=True)
def index_put_(input: Tensor, indices: Any, values: Tensor, accumulate: bool = False) -> Tensor:
    places = _subscripts(input, indices, values)
    return assign_at(input, places, values, accumulate, "index_put_")
