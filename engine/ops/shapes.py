"""Shapes: the same elements seen with other dimensions. All results are views where they can be."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy import ndarray

from ..arguments import tensor
from ..arrays import unbroadcast
from ..bounds import check_dims
from ..declare import OPERATORS, operator, public
from ..dims import many_dims, one_dim, sizes
from ..dtypes import DType, numpy_dtype
from ..errors import ArgumentError, ShapeError
from ..places import restrided
from ..tensor import Tensor, memory, new_tensor
from ..views import ViewOperator
from .conversions import contiguous, contiguous_copy


def view_operator(name: str, kernel: Any, **declaration: Any) -> Any:
    """Add an operator whose result shares the memory of its input; its rule is linear."""
    made = ViewOperator(name, kernel, view=True, holomorphic=False, **declaration)
    OPERATORS[name] = made
    return made


def _view(x: Any, shape: Any) -> Any:
    try:
        return x.reshape(shape, copy=False)
    except ValueError:
        check_dims(shape)
        raise ShapeError(
            f"the elements of a tensor of shape {list(x.shape)} do not lie in memory so that they "
            f"can be seen as {list(shape)}; reshape() copies them where it must"
        ) from None


viewed = view_operator("view", _view, x=lambda g, x_shape: np.reshape(g, x_shape))
reshape_alias = view_operator("reshape_alias", _view, x=lambda g, x_shape: np.reshape(g, x_shape))
unsafe_view = operator(
    "unsafe_view",
    lambda x, shape: x.reshape(shape),
    holomorphic=False,
    x=lambda g, x_shape: np.reshape(g, x_shape),
)
alias = view_operator("alias", lambda x: x[...], x=lambda g: g)
unsqueezed = view_operator(
    "unsqueeze",
    lambda x, dim: x.reshape((*x.shape[:dim], 1, *x.shape[dim:])),
    x=lambda g, dim: squeezed_dim(g, (dim,)),
)


def _squeeze(x: Any, dims: tuple[int, ...]) -> Any:
    return x.reshape(tuple(n for i, n in enumerate(x.shape) if i not in dims))


def _unsqueeze_all(g: Any, dims: tuple[int, ...]) -> Any:
    for dim in dims:
        g = unsqueezed(g, dim)
    return g


squeezed = view_operator("squeeze", _squeeze, x=lambda g, dims: _unsqueeze_all(g, dims))
squeezed_dim = view_operator(
    "squeeze.1", _squeeze, node="SqueezeBackward1", x=lambda g, dims: _unsqueeze_all(g, dims)
)
squeezed_dims = view_operator(
    "squeeze.2", _squeeze, node="SqueezeBackward2", x=lambda g, dims: _unsqueeze_all(g, dims)
)
transposed = view_operator(
    "transpose",
    lambda x, dim0, dim1: x.swapaxes(dim0, dim1) if x.ndim else x[...],
    x=lambda g, dim0, dim1: transposed(g, dim0, dim1),
)
matrix_transposed = view_operator("t", lambda x: x.transpose(), x=lambda g: matrix_transposed(g))
permuted = view_operator(
    "permute",
    lambda x, dims: x.transpose(dims),
    x=lambda g, dims: permuted(g, tuple(np.argsort(dims).tolist())),
)


def _expand(x: Any, shape: tuple[int, ...]) -> Any:
    if prod(shape) == x.size:
        return x.reshape(shape)
    if not isinstance(x, ndarray):
        return np.broadcast_to(x, shape)
    new = len(check_dims(shape)) - x.ndim
    kept = zip(x.strides, x.shape, shape[new:], strict=True)
    strides = [step if have == wanted else 0 for step, have, wanted in kept]
    return restrided(x, shape, (*(0,) * new, *strides))


expanded = view_operator(
    "expand", _expand, overlaps=True, x=lambda g, x_shape: unbroadcast(g, x_shape)
)


def _sequence(dims: Any, name: str) -> tuple[int, ...]:
    if not isinstance(dims, (tuple, list)):
        raise ArgumentError(f"{name} takes a tuple of integers, not {dims!r}")
    return sizes((dims,))


def _sizes_of(args: tuple[Any, ...], keyword: Any, name: str) -> tuple[int, ...]:
    """A method's shape, given as numbers, as one sequence, or by keyword."""
    if keyword is not None:
        return _sequence(keyword, name)
    if not args:
        raise ArgumentError(f"{name}() needs a shape")
    return sizes(args)


def resolve(shape: tuple[int, ...], count: int) -> tuple[int, ...]:
    """`shape` with its -1 replaced so that it has `count` elements. Raises ShapeError."""
    if shape == (-1,):
        return (count,)
    total = prod(shape)
    if total == count and (not shape or min(shape) >= 0):
        return shape
    unknown = shape.count(-1)
    if unknown > 1 or any(n < -1 for n in shape):
        raise ShapeError(f"the shape {list(shape)} leaves more than one length open")
    known = -total
    if unknown and known and count % known == 0:
        return tuple(count // known if n == -1 else n for n in shape)
    if unknown and not known and not count:
        raise ShapeError(f"with no elements, the -1 of the shape {list(shape)} could be anything")
    raise ShapeError(f"{count} elements do not fill the shape {list(shape)}")


@public(method="view")
def view(input: Tensor, *shape: Any, size: Any = None, dtype: DType | None = None) -> Tensor:
    """The same memory with another shape, or its bytes read as another dtype.

    Raises ShapeError when strides do not allow it without a copy.
    """
    if dtype is not None or (len(shape) == 1 and isinstance(shape[0], DType)):
        return _reinterpret(input, shape[0] if dtype is None else dtype)
    return viewed(input, resolve(_sizes_of(shape, size, "view"), input.array.size))


def _reinterpret(input: Tensor, dtype: DType) -> Tensor:
    try:
        found = new_tensor(memory(input).view(numpy_dtype(dtype)))
    except ValueError:
        raise ShapeError(
            f"a tensor of shape {list(input.shape)} and dtype {input.dtype} cannot be read as "
            f"{dtype}: the bytes of its last dimension do not divide"
        ) from None
    found.version = input.version
    return found


@public("reshape")
def reshape(input: Tensor, shape: Any) -> Tensor:
    """Another shape: a view where strides allow it, else a copy. One length may be -1."""
    tensor(input, "reshape")
    return reshaped(input, _sequence(shape, "reshape"))


@public(method="reshape")
def reshape_method(input: Tensor, *args: Any, shape: Any = None) -> Tensor:
    return reshaped(input, _sizes_of(args, shape, "reshape"))


def reshaped(input: Tensor, shape: tuple[int, ...]) -> Tensor:
    array = memory(input)
    shape = resolve(shape, array.size)
    if array.flags.c_contiguous:
        return viewed(input, shape)
    try:
        array.reshape(shape, copy=False)
    except ValueError:
        return unsafe_view(contiguous_copy(input), shape)
    return reshape_alias(input, shape)


@public(method="view_as")
def view_as(input: Tensor, other: Tensor) -> Tensor:
    return view(input, tensor(other, "view_as").array.shape)


@public(method="reshape_as")
def reshape_as(input: Tensor, other: Tensor) -> Tensor:
    return reshaped(input, tensor(other, "reshape_as").array.shape)


@public("flatten", method=True)
def flatten(input: Tensor, start_dim: int = 0, end_dim: int = -1) -> Tensor:
    """The dimensions from `start_dim` to `end_dim`, both included, as one."""
    tensor(input, "flatten")
    shape = input.array.shape
    start, end = one_dim(start_dim, len(shape)), one_dim(end_dim, len(shape))
    if start > end:
        raise ShapeError(f"flatten: start_dim {start_dim} comes after end_dim {end_dim}")
    if not shape:
        return reshaped(input, (1,))
    if start == end:
        return input
    return reshaped(input, (*shape[:start], prod(shape[start : end + 1]), *shape[end + 1 :]))


@public("unflatten", method=True)
def unflatten(input: Tensor, dim: int, sizes: Any) -> Tensor:
    """One dimension as several; one of their lengths may be -1."""
    tensor(input, "unflatten")
    shape = input.array.shape
    dim = one_dim(dim, len(shape))
    if not len(sizes) or not shape:
        raise ShapeError("unflatten needs a dimension, and at least one length")
    parts = resolve(_sequence(sizes, "unflatten"), shape[dim])
    return view(input, shape[:dim] + parts + shape[dim + 1 :])


@public("ravel", method=True)
def ravel(input: Tensor) -> Tensor:
    """All elements in one dimension."""
    tensor(input, "ravel")
    return viewed(contiguous(input), (input.array.size,))


@public("squeeze", method=True)
def squeeze(input: Tensor, *dims: Any, dim: Any = None) -> Tensor:
    """Without the dimensions of length 1: all of them, or those named that have it."""
    tensor(input, "squeeze")
    shape = input.array.shape
    if len(dims) > 1:
        dim = dims
    elif dims:
        dim = dims[0]
    if dim is None:
        return squeezed(input, tuple(i for i, n in enumerate(shape) if n == 1))
    if isinstance(dim, (tuple, list)):
        chosen = sorted(many_dims(dim, len(shape)) or ())
        return squeezed_dims(input, tuple(i for i in chosen if shape and shape[i] == 1))
    position = one_dim(dim, len(shape))
    return squeezed_dim(input, (position,) if shape and shape[position] == 1 else ())


@public("unsqueeze", method=True)
def unsqueeze(input: Tensor, dim: int) -> Tensor:
    """With a new dimension of length 1 at `dim`."""
    tensor(input, "unsqueeze")
    return unsqueezed(input, one_dim(dim, input.array.ndim + 1))


@public("transpose", "swapdims", method="transpose swapdims")
def transpose(input: Tensor, dim0: int, dim1: int) -> Tensor:
    """With two dimensions exchanged."""
    tensor(input, "transpose")
    ndim = input.array.ndim
    return transposed(input, one_dim(dim0, ndim), one_dim(dim1, ndim))


@public("swapaxes", method=True)
def swapaxes(input: Tensor, axis0: int, axis1: int) -> Tensor:
    tensor(input, "swapaxes")
    return transpose(input, axis0, axis1)


@public("permute")
def permute(input: Tensor, dims: Any) -> Tensor:
    """With the dimensions in the order `dims`, each named once."""
    tensor(input, "permute")
    dims = _sequence(dims, "permute")
    ndim = input.array.ndim
    if len(dims) != ndim:
        raise ShapeError(f"permute of {ndim} dimensions was given {len(dims)}: {list(dims)}")
    order = tuple(one_dim(d, ndim) for d in dims)
    if len(set(order)) != ndim:
        raise ShapeError(f"permute names a dimension twice: {list(dims)}")
    return permuted(input, order)


@public(method="permute")
def permute_method(input: Tensor, *args: Any, dims: Any = None) -> Tensor:
    return permute(input, _sizes_of(args, dims, "permute"))


@public("movedim", "moveaxis", method="movedim moveaxis")
def movedim(input: Tensor, source: Any, destination: Any) -> Tensor:
    """The dimensions `source` moved to the places `destination`; the others keep their order."""
    tensor(input, "movedim")
    ndim = input.array.ndim
    if not ndim:
        return alias(input)
    lists = [(d,) if not isinstance(d, (tuple, list)) else d for d in (source, destination)]
    origins, places = ([one_dim(d, ndim) for d in given] for given in lists)
    if len(origins) != len(places):
        raise ShapeError(f"movedim: {len(origins)} dimensions cannot go to {len(places)} places")
    if len(set(origins)) < len(origins) or len(set(places)) < len(places):
        raise ShapeError(f"movedim names a dimension twice: {source} to {destination}")
    order = [d for d in range(ndim) if d not in origins]
    for place, origin in sorted(zip(places, origins, strict=True)):
        order.insert(place, origin)
    return permuted(input, tuple(order))


@public(method="expand")
def expand(input: Tensor, *shape: Any, size: Any = None, implicit: bool = False) -> Tensor:
    """Dimensions of length 1 repeated, and new ones in front, without a copy; -1 keeps a length.

    Raises ShapeError when another length would have to change.
    """
    return expand_to(input, _sizes_of(shape, size, "expand"))


@public("broadcast_to", method="broadcast_to")
def broadcast_to(input: Tensor, size: Any) -> Tensor:
    tensor(input, "broadcast_to")
    return expand_to(input, _sequence(size, "broadcast_to"))


def expand_to(input: Tensor, shape: tuple[int, ...]) -> Tensor:
    have = input.array.shape
    new = len(shape) - len(have)
    fits = new >= 0 and all(n >= 0 for n in shape[:new])
    if fits:
        kept = zip(shape[new:], have, strict=True)
        fits = all(n in (m, -1) or (m == 1 and n >= 0) for n, m in kept)
    if not fits:
        raise ShapeError(
            f"a tensor of shape {list(have)} cannot be expanded to {list(shape)}: only lengths "
            "of 1 grow, and new dimensions come in front"
        )
    return expanded(input, shape[:new] + tuple(map(_grown, shape[new:], have)))


def _grown(wanted: int, length: int) -> int:
    return length if wanted == -1 else wanted


@public(method="expand_as")
def expand_as(input: Tensor, other: Tensor) -> Tensor:
    return expand_to(input, tensor(other, "expand_as").array.shape)


@public("broadcast_tensors")
def broadcast_tensors(*tensors: Any) -> tuple[Tensor, ...]:
    """The tensors expanded to the shape that all of them broadcast to."""
    given = tensors[0] if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)) else tensors
    shape = broadcast_shape(*[tensor(x, "broadcast_tensors").array.shape for x in given])
    return tuple(x if x.array.shape == shape else expanded(x, shape) for x in given)


def broadcast_shape(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        raise ShapeError(
            f"the shapes {', '.join(str(list(s)) for s in shapes)} do not broadcast together"
        ) from None


@public("broadcast_shapes")
def broadcast_shapes(*shapes: Any) -> Any:
    """The shape that tensors of these shapes broadcast to."""
    from ..size import Size

    given = [tuple(s) if isinstance(s, (tuple, list)) else (s,) for s in shapes]
    return Size(broadcast_shape(*given))
