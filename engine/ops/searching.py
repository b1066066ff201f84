"""Finding and counting: results are places, counts or sorted values, without a gradient."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..bounds import check_size, occurrences
from ..declare import operator, public
from ..dims import one_dim, sizes
from ..dtypes import B8, F32, F64, I64
from ..errors import ArgumentError, DTypeError, GradError, ShapeError
from ..operator import unsupported
from ..tensor import Tensor, memory, new_tensor


@public("nonzero", method=True)
def nonzero(input: Tensor, *, as_tuple: bool = False) -> Any:
    """The places of the nonzero elements: one a row, or a vector for each dimension."""
    tensor(input, "nonzero")
    array = memory(input)
    if as_tuple:
        return tuple(new_tensor(places.copy()) for places in np.nonzero(np.atleast_1d(array)))
    return new_tensor(np.argwhere(array))


@public("argwhere", method=True)
def argwhere(input: Tensor) -> Tensor:
    """The places of the nonzero elements, one a row."""
    tensor(input, "argwhere")
    return nonzero(input)


# Distinct values


def _no_derivative(g: Any) -> Any:
    raise GradError("unique has no derivative")


def _unique(x: Any, dim: int | None) -> Any:
    found = np.unique(
        x, return_index=False, return_inverse=True, return_counts=True, axis=dim, equal_nan=False
    )
    values, inverse, counts = found
    return values, inverse.reshape(x.shape if dim is None else -1), counts


def _runs(x: Any, dim: int | None) -> Any:
    """The first of each run of equal slices, which run each slice is in, the runs' lengths."""
    rows = x.reshape(-1) if dim is None else np.moveaxis(x, dim, 0)
    flat = rows.reshape(len(rows), prod(rows.shape[1:]))
    starts = np.ones(len(rows), bool)
    if len(rows):
        starts[1:] = (flat[1:] != flat[:-1]).any(1)
    inverse = np.cumsum(starts) - 1
    counts = occurrences(inverse) if len(rows) else np.zeros(0, I64)
    if dim is None:
        return rows[starts], inverse.reshape(x.shape), counts
    return np.moveaxis(rows[starts], 0, dim), inverse, counts


def _distinct(name: str, kernel: Any, node: str) -> Any:
    return operator(name, kernel, node=node, x=_no_derivative)


UNIQUE = {
    ("unique", False): _distinct("unique", _unique, "Unique2Backward0"),
    ("unique", True): _distinct("unique_dim", _unique, "UniqueDimBackward0"),
    ("runs", False): _distinct("unique_consecutive", _runs, "UniqueConsecutiveBackward0"),
    ("runs", True): _distinct("unique_dim_consecutive", _runs, "UniqueDimConsecutiveBackward0"),
}


def _refuse_complex(name: str, *values: Any) -> None:
    for value in values:
        if value.__class__ is Tensor and value.array.dtype.kind == "c":
            raise unsupported(name, value.array.dtype)


def _answer(kind: str, input: Tensor, inverse: bool, counts: bool, dim: int | None) -> Any:
    _refuse_complex(kind, input)
    if dim is not None:
        dim = one_dim(dim, input.array.ndim)
        if any(n == 0 for i, n in enumerate(input.array.shape) if i != dim):
            raise ShapeError(f"slices of a tensor of shape {list(input.shape)} hold nothing")
    found = UNIQUE[kind, dim is not None](input, dim)
    chosen = [found[0], *found[1:2] * inverse, *found[2:] * counts]
    return tuple(chosen) if len(chosen) > 1 else chosen[0]


@public("unique", method=True)
def unique(
    input: Tensor,
    sorted: bool = True,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """The distinct elements, or slices along `dim`, in ascending order.

    return_inverse: also where each element is found among them. return_counts: also how often.
    """
    tensor(input, "unique")
    return _answer("unique", input, return_inverse, return_counts, dim)


@public("unique_consecutive", method=True)
def unique_consecutive(
    input: Tensor,
    return_inverse: bool = False,
    return_counts: bool = False,
    dim: int | None = None,
) -> Any:
    """The first element, or slice along `dim`, of each run of equal ones."""
    tensor(input, "unique_consecutive")
    return _answer("runs", input, return_inverse, return_counts, dim)


# Places in sorted values


def _positions(
    sequence: Any, values: Any, right: bool, side: str | None, out_int32: bool
) -> Tensor:
    if side not in (None, "left", "right"):
        raise ShapeError(f"side is 'left' or 'right', not {side!r}")
    if side == "left" and right:
        raise ShapeError("side='left' and right=True contradict each other")
    where = "right" if right or side == "right" else "left"
    if sequence.ndim == 1:
        found = np.asarray(np.searchsorted(sequence, values, where))
    else:
        rows = sequence.reshape(-1, sequence.shape[-1])
        wanted = values.reshape(len(rows), -1)
        pairs = zip(rows, wanted, strict=True)
        found = np.array([np.searchsorted(row, part, where) for row, part in pairs])
    return new_tensor(found.reshape(values.shape).astype(np.int32 if out_int32 else I64))


@public("searchsorted")
def searchsorted(
    sorted_sequence: Tensor,
    input: Any = None,
    *,
    out_int32: bool = False,
    right: bool = False,
    side: str | None = None,
    sorter: Tensor | None = None,
    self: Any = None,
) -> Tensor:
    """Where each value would be inserted to keep the last dimension of the sequence sorted.

    right, side: behind equal values rather than before them. sorter: the order that sorts an
    unsorted sequence.
    """
    tensor(sorted_sequence, "searchsorted")
    given = self if input is None else input
    _refuse_complex("searchsorted", sorted_sequence, given)
    values = np.asarray(_array(given))
    sequence = memory(tensor(sorted_sequence, "searchsorted"))
    if not sequence.ndim:
        raise ShapeError("searchsorted needs a sequence, not a zero-dimensional tensor")
    if sorter is not None:
        sequence = np.take_along_axis(sequence, memory(sorter), -1)
    if sequence.ndim > 1 and sequence.shape[:-1] != values.shape[:-1]:
        raise ShapeError(
            f"searchsorted: sequences of shape {list(sequence.shape)} and values of shape "
            f"{list(values.shape)} differ in more than the last dimension"
        )
    return _positions(sequence, values, right, side, out_int32)


@public("bucketize")
def bucketize(
    input: Any, boundaries: Tensor, *, out_int32: bool = False, right: bool = False
) -> Tensor:
    """Between which of the sorted `boundaries` each value lies."""
    values = np.asarray(_array(input))
    _refuse_complex("bucketize", input, boundaries)
    edges = memory(tensor(boundaries, "bucketize"))
    if edges.ndim != 1:
        raise ShapeError(f"bucketize takes a vector of boundaries, not shape {list(edges.shape)}")
    return _positions(edges, values, right, None, out_int32)


def _array(value: Any) -> Any:
    return memory(value) if value.__class__ is Tensor else number(value)


@public("isin")
def isin(
    elements: Any, test_elements: Any, *, assume_unique: bool = False, invert: bool = False
) -> Tensor:
    """Whether each element is among the test elements."""
    if elements.__class__ is not Tensor and test_elements.__class__ is not Tensor:
        raise ArgumentError("isin needs a tensor among its arguments")
    _refuse_complex("isin", elements, test_elements)
    return new_tensor(np.asarray(np.isin(_array(elements), _array(test_elements), invert=invert)))


@public("bincount", method=True)
def bincount(input: Tensor, weights: Tensor | None = None, minlength: int = 0) -> Tensor:
    """How often each number from 0 on occurs in a vector, or the sum of its weights."""
    tensor(input, "bincount")
    array = memory(input)
    if array.dtype.kind not in "iu":
        raise DTypeError(f"bincount counts integers, not {input.dtype}")
    if array.ndim != 1 or (array.size and array.min() < 0):
        raise ShapeError("bincount takes a vector of integers that are not negative")
    if minlength < 0:
        raise ShapeError(f"bincount: a result cannot have {minlength} elements")
    array = array.astype(I64)
    if weights is None:
        return new_tensor(occurrences(array, minlength).astype(I64))
    given = memory(tensor(weights, "bincount, for its weights,"))
    if given.shape != array.shape:
        raise ShapeError(f"bincount: {given.size} weights for {array.size} numbers")
    check_size((max(minlength, int(array.max(initial=0))),), F64)
    counts = np.bincount(array, given, minlength)
    return new_tensor(counts.astype(F32 if given.dtype == F32 else F64))


@public("unravel_index")
def unravel_index(indices: Tensor, shape: Any) -> tuple[Tensor, ...]:
    """The coordinates, in a tensor of `shape`, of places in the flattened tensor."""
    tensor(indices, "unravel_index")
    lengths = sizes((shape,))
    places = memory(indices)
    if places.dtype == B8 or places.dtype.kind not in "iu":
        raise DTypeError(f"unravel_index takes integers, not {indices.dtype}")
    try:
        found = np.unravel_index(places, lengths)
    except ValueError:
        raise ShapeError(f"the indices lie outside a tensor of shape {list(lengths)}") from None
    return tuple(new_tensor(np.asarray(line, I64)) for line in found)
