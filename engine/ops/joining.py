"""Joining tensors into one, and taking one apart into views."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

from ..arguments import tensor
from ..bounds import check_dims, check_parts
from ..declare import operator, public
from ..dims import one_dim, sizes
from ..dtypes import default
from ..errors import ArgumentError, DimError, ShapeError, ValueRangeError
from ..tensor import Tensor, memory, new_tensor
from .indexing import pick, sliced
from .shapes import reshaped, unsqueezed


def _ranges(lengths: Any) -> Any:
    """Start and stop of the pieces of these lengths."""
    stops = np.cumsum(lengths).tolist()
    return zip([0, *stops], stops, strict=False)


def _pieces(g: Any, shapes: Any, dim: int) -> list[Any]:
    """The cotangent of each joined part; an empty vector takes part in every join."""
    if all(shape == (0,) for shape in shapes):
        return [np.reshape(g, (0,)) for _ in shapes]
    lengths = [0 if shape == (0,) and g.ndim != 1 else shape[dim] for shape in shapes]
    return [
        g[(slice(None),) * dim + (slice(start, stop),)]
        if stop > start
        else np.reshape(g[(slice(None),) * dim + (slice(0, 0),)], shape)
        for shape, (start, stop) in zip(shapes, _ranges(lengths), strict=True)
    ]


def _concatenated(tensors: Any, dim: int) -> Any:
    return np.concatenate([part for part in tensors if part.shape != (0,)] or tensors, dim)


joined = operator(
    "cat",
    _concatenated,
    variadic=True,
    promote="common",
    holomorphic=False,
    tensors=lambda g, tensors_shape, dim: _pieces(g, tensors_shape, dim),
)
stacked = operator(
    "stack",
    lambda tensors, dim: np.stack(tensors, dim),
    variadic=True,
    promote="common",
    holomorphic=False,
    tensors=lambda g, tensors_shape, dim: [
        g[(slice(None),) * dim + (i,)] for i in range(len(tensors_shape))
    ],
)


def _tensors(tensors: Any, name: str) -> list[Tensor]:
    if not isinstance(tensors, (list, tuple)):
        raise ArgumentError(f"{name} takes a list or tuple of tensors, not {tensors!r}")
    for part in tensors:
        if part.__class__ is not Tensor:
            raise ArgumentError(f"{name} joins tensors, and {part!r} is none")
    return list(tensors)


@public("cat", "concat", "concatenate")
def cat(tensors: Any, dim: int = 0) -> Tensor:
    """The tensors one after the other along `dim`; their other lengths must agree.

    Empty vectors of shape [0] may stand among tensors of any shape.
    """
    tensors = _tensors(tensors, "cat")
    if not tensors:
        raise ValueRangeError("cat needs at least one tensor")
    return _cat(tensors, dim)


def _cat(tensors: list[Tensor], dim: int) -> Tensor:
    shapes = [x.array.shape for x in tensors]
    model = next((shape for shape in shapes if shape != (0,)), (0,))
    if () in shapes:
        raise ShapeError("a zero-dimensional tensor cannot be concatenated; use stack")
    dim = one_dim(dim, len(model))
    rest = (*model[:dim], *model[dim + 1 :])
    for shape in shapes:
        if shape != (0,) and (
            len(shape) != len(model) or (*shape[:dim], *shape[dim + 1 :]) != rest
        ):
            raise ShapeError(
                f"cat along dimension {dim}: the shapes {list(model)} and {list(shape)} differ in "
                "more than that dimension"
            )
    return joined(tensors, dim)


@public("stack")
def stack(tensors: Any, dim: int = 0) -> Tensor:
    """Tensors of one shape side by side along a new dimension."""
    tensors = _tensors(tensors, "stack")
    if not tensors:
        raise ShapeError("stack needs at least one tensor")
    shape = tensors[0].array.shape
    for part in tensors:
        if part.array.shape != shape:
            raise ShapeError(
                f"stack needs equal shapes, not {list(shape)} and {list(part.array.shape)}"
            )
    check_dims((len(tensors), *shape))
    return stacked(tensors, one_dim(dim, len(shape) + 1))


@public("hstack")
def hstack(tensors: Any) -> Tensor:
    """Side by side: along the second dimension, vectors along their only one."""
    tensors = atleast_1d(_tensors(tensors, "hstack"))
    return cat(tensors, 0 if tensors and tensors[0].array.ndim == 1 else 1)


@public("vstack", "row_stack")
def vstack(tensors: Any) -> Tensor:
    """One below the other: along the first dimension, vectors as rows."""
    return cat(atleast_2d(_tensors(tensors, "vstack")), 0)


@public("dstack")
def dstack(tensors: Any) -> Tensor:
    """Behind each other: along the third dimension."""
    return cat(atleast_3d(_tensors(tensors, "dstack")), 2)


@public("column_stack")
def column_stack(tensors: Any) -> Tensor:
    """Side by side, vectors as columns."""
    columns = [
        reshaped(x, (x.array.size, 1)) if x.array.ndim <= 1 else x
        for x in _tensors(tensors, "column_stack")
    ]
    return cat(columns, 1)


def _block_diag(tensors: Any) -> Any:
    blocks = [np.atleast_2d(block) for block in tensors]
    lengths = np.array([block.shape for block in blocks]).reshape(-1, 2)
    whole = np.zeros(lengths.sum(0), blocks[0].dtype)
    for block, rows, columns in zip(blocks, *map(_ranges, lengths.T), strict=True):
        whole[slice(*rows), slice(*columns)] = block
    return whole


def _blocks(g: Any, shapes: Any) -> list[Any]:
    full = [(1,) * (2 - len(shape)) + shape for shape in shapes]
    places = zip(*(_ranges(lengths) for lengths in zip(*full, strict=True)), strict=True)
    blocks = [g[slice(*rows), slice(*columns)] for rows, columns in places]
    return [
        block if len(shape) == 2 else np.reshape(block, shape)
        for shape, block in zip(shapes, blocks, strict=True)
    ]


blocks_joined = operator(
    "block_diag",
    _block_diag,
    variadic=True,
    promote="common",
    holomorphic=False,
    tensors=lambda g, tensors_shape: _blocks(g, tensors_shape),
)


@public("block_diag")
def block_diag(*tensors: Any) -> Tensor:
    """A matrix with the tensors, of at most two dimensions, as blocks on its diagonal."""
    if len(tensors) == 1 and isinstance(tensors[0], (list, tuple)):
        tensors = tuple(tensors[0])
    for position, part in enumerate(_tensors(tensors, "block_diag")):
        if part.array.ndim > 2:
            raise ShapeError(
                f"block_diag takes matrices; tensor {position} has shape {list(part.shape)}"
            )
    if not tensors:
        return new_tensor(np.zeros((1, 0), default.numpy))
    return blocks_joined(tensors)


def _at_least(ndim: int, tensors: tuple[Any, ...]) -> Any:
    if len(tensors) == 1 and isinstance(tensors[0], (tuple, list)):
        tensors = tuple(tensors[0])
    elif len(tensors) == 1:
        return _grow(tensors[0], ndim)
    return tuple(_grow(part, ndim) for part in tensors)


def _grow(input: Tensor, ndim: int) -> Tensor:
    have = tensor(input, f"atleast_{ndim}d").array.ndim
    if not have:
        return reshaped(input, (1,) * ndim)
    if have < 2 <= ndim:
        input = unsqueezed(input, 0)
    return unsqueezed(input, 2) if have < 3 <= ndim else input


@public("atleast_1d")
def atleast_1d(*tensors: Any) -> Any:
    """Zero-dimensional tensors as vectors; one tensor gives a tensor, several a tuple."""
    return _at_least(1, tensors)


@public("atleast_2d")
def atleast_2d(*tensors: Any) -> Any:
    """Tensors of fewer dimensions as matrices of one row."""
    return _at_least(2, tensors)


@public("atleast_3d")
def atleast_3d(*tensors: Any) -> Any:
    """Vectors as [1, n, 1], matrices with a last dimension of length 1."""
    return _at_least(3, tensors)


# Taking apart


def _cut(x: Any, lengths: tuple[int, ...], dim: int) -> tuple[Any, ...]:
    before = (slice(None),) * dim
    return tuple(x[(*before, slice(start, stop))] for start, stop in _ranges(lengths))


def several_views(name: str, kernel: Any, **declaration: Any) -> Any:
    """An operator with several results that share the memory of its input."""
    return operator(name, kernel, view=True, holomorphic=False, **declaration)


split_views = several_views("split", _cut, x=lambda g, dim: np.concatenate(g, dim))
split_sized_views = several_views("split_with_sizes", _cut, x=lambda g, dim: np.concatenate(g, dim))
# As PyTorch's: they share the memory, but writes to them are not followed back.
split_unsafe, split_sized_unsafe = (
    operator(name, _cut, holomorphic=False, x=lambda g, dim: np.concatenate(g, dim))
    for name in ("unsafe_split", "unsafe_split_with_sizes")
)
unbound = several_views(
    "unbind",
    lambda x, dim: tuple(pick(x, dim, i) for i in range(check_parts(x.shape[dim]))),
    x=lambda g, dim: np.stack(g, dim),
)


def _place(input: Tensor, dim: int) -> tuple[int, int]:
    """The dimension counted from the front, and its length."""
    if not tensor(input, "split").array.ndim:
        raise ShapeError("a zero-dimensional tensor cannot be split")
    dim = one_dim(dim, input.array.ndim)
    return dim, input.array.shape[dim]


def _equal_parts(length: int, part: int) -> tuple[int, ...]:
    if part < 0 or (part == 0 and length):
        raise ShapeError(f"a length of {length} cannot be split into parts of {part}")
    if not length:
        return (0,)
    whole, rest = divmod(length, part)
    check_parts(whole)
    return (part,) * whole + ((rest,) if rest else ())


def _given_parts(length: int, parts: tuple[int, ...]) -> tuple[int, ...]:
    if any(part < 0 for part in parts) or sum(parts) != length:
        raise ShapeError(f"parts of lengths {list(parts)} do not add up to the length {length}")
    return parts


def _split(input: Tensor, given: Any, dim: int, by_length: Any, by_lengths: Any) -> Any:
    dim, length = _place(input, dim)
    if isinstance(given, (list, tuple)):
        return by_lengths(input, _given_parts(length, sizes((given,))), dim)
    return by_length(input, _equal_parts(length, sizes((given,))[0]), dim)


@public(method="split")
def split_method(input: Tensor, split_size: Any, dim: int = 0) -> tuple[Tensor, ...]:
    """Views of the given length (the last may be shorter), or of the given lengths."""
    return _split(input, split_size, dim, split_views, split_sized_views)


@public("split")
def split(tensor: Tensor, split_size_or_sections: Any, dim: int = 0) -> tuple[Tensor, ...]:
    return _split(tensor, split_size_or_sections, dim, split_views, split_sized_views)


@public("split_with_sizes", method=True)
def split_with_sizes(input: Tensor, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
    return _split(input, list(split_sizes), dim, split_views, split_sized_views)


@public("unsafe_split", method=True)
def unsafe_split(input: Tensor, split_size: int, dim: int = 0) -> tuple[Tensor, ...]:
    """As split, for parts that are changed in place while the input is not used any more."""
    return _split(input, split_size, dim, split_unsafe, split_sized_unsafe)


@public("unsafe_split_with_sizes", method=True)
def unsafe_split_with_sizes(input: Tensor, split_sizes: Any, dim: int = 0) -> tuple[Tensor, ...]:
    return _split(input, list(split_sizes), dim, split_unsafe, split_sized_unsafe)


def _chunk(input: Tensor, chunks: int, dim: int, by_length: Any, by_lengths: Any) -> Any:
    dim, length = _place(input, dim)
    if chunks <= 0:
        raise ShapeError(f"a tensor can be split into one chunk or more, not {chunks}")
    if not length:
        return by_lengths(input, (0,) * check_parts(chunks), dim)
    return by_length(input, _equal_parts(length, -(-length // chunks)), dim)


@public("chunk", method=True)
def chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    """At most `chunks` views of equal length, the last perhaps shorter."""
    return _chunk(input, chunks, dim, split_views, split_sized_views)


@public("unsafe_chunk", method=True)
def unsafe_chunk(input: Tensor, chunks: int, dim: int = 0) -> tuple[Tensor, ...]:
    return _chunk(input, chunks, dim, split_unsafe, split_sized_unsafe)


@public("tensor_split", method=True)
def tensor_split(
    input: Tensor,
    indices_or_sections: Any = None,
    dim: int = 0,
    *,
    indices: Any = None,
    sections: int | None = None,
) -> tuple[Tensor, ...]:
    """Views cut before the given indices, or `sections` views whose lengths differ by one."""
    dim, length = _place(input, dim)
    given: Any = _one_given("tensor_split", indices_or_sections, indices, sections)
    if given.__class__ is Tensor:
        given = memory(given).tolist()
    if isinstance(given, (list, tuple)):
        cuts = [0, *sizes((given,)), length]
    else:
        parts = sizes((given,))[0]
        if parts <= 0:
            raise ShapeError(f"a tensor can be split into one section or more, not {parts}")
        part, longer = divmod(length, parts)
        cuts = [i * part + min(i, longer) for i in range(check_parts(parts) + 1)]
    return tuple(
        sliced(input, dim, *slice(start, stop).indices(length)) for start, stop in pairwise(cuts)
    )


def _one_given(name: str, *choices: Any) -> Any:
    """The argument that PyTorch's overloads call by different names. Raises ArgumentError."""
    given = [choice for choice in choices if choice is not None]
    if len(given) != 1:
        raise ArgumentError(f"{name} takes the number of sections, or the indices to cut at")
    return given[0]


def _split_along(name: str, least: int, dim: int) -> None:
    def split_along(
        input: Tensor, indices_or_sections: Any = None, *, indices: Any = None, sections: Any = None
    ) -> tuple[Tensor, ...]:
        shape = tensor(input, name).array.shape
        indices_or_sections = _one_given(name, indices_or_sections, indices, sections)
        if len(shape) < least:
            raise ShapeError(f"{name} needs {least} dimensions or more, not {len(shape)}")
        along = 0 if name == "hsplit" and len(shape) == 1 else dim
        if isinstance(indices_or_sections, int) and (
            indices_or_sections <= 0 or shape[along] % indices_or_sections
        ):
            raise ShapeError(
                f"{name}: {indices_or_sections} equal parts of the length {shape[along]} do not "
                "exist; see tensor_split"
            )
        return tensor_split(input, indices_or_sections, along)

    public(name, method=True)(split_along)


_split_along("hsplit", 1, 1)
_split_along("vsplit", 2, 0)
_split_along("dsplit", 3, 2)


@public("unbind", method=True)
def unbind(input: Tensor, dim: int = 0) -> tuple[Tensor, ...]:
    """A view of each slice along `dim`."""
    tensor(input, "unbind")
    if not input.array.ndim:
        raise DimError("a zero-dimensional tensor has no dimension to unbind")
    return unbound(input, one_dim(dim, input.array.ndim))
