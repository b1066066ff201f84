"""Sorting, and selecting by rank: sort, topk, kthvalue, median, mode, unique.

Each finds indices first and then takes the elements there, which is what it differentiates.
nan counts as larger than every number.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import I64
from ..errors import ArgumentError, DTypeError, ShapeError, UnsupportedError
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from . import ties
from .extrema import refuse_complex, refuse_empty, selection, shared_with_nan
from .selection import put_along, take_along


def _permuted(name: str, node: str) -> Any:
    """An operator that takes elements along a dimension, none of them twice."""
    return operator(
        name,
        take_along.kernel,
        node=node,
        x=lambda g, indices, x_shape, dim: put_along(g, indices, dim, x_shape),
        indices=None,
    )


sort_dim = _permuted("sort", "SortBackward0")
sort_stable = _permuted("sort_stable", "SortBackward1")
topk_dim = _permuted("topk", "TopkBackward0")
kthvalue_dim = selection("kthvalue", "KthvalueBackward0")
median_dim = selection("median_dim", "MedianBackward1")
nanmedian_dim = selection("nanmedian_dim", "NanmedianBackward1")
mode_dim = selection("mode", "ModeBackward0")


def order(x: np.ndarray, dim: int, descending: bool = False) -> np.ndarray:
    """The indices that sort `x` along `dim`; equal elements stay in order."""
    if x.ndim == 0:
        return np.zeros((), I64)
    if not descending:
        return np.argsort(x, axis=dim, kind="stable")
    turned = np.argsort(np.flip(x, dim), axis=dim, kind="stable")
    return x.shape[dim] - 1 - np.flip(turned, dim)


Sort = return_type("sort", "values", "indices")
TopK = return_type("topk", "values", "indices")


@public("sort", method=True)
def sort(
    input: Tensor, dim: int = -1, descending: bool = False, *, stable: bool | None = None
) -> Any:
    """The elements in order along `dim`, and where each came from."""
    if input.array.dtype.kind == "c":
        raise DTypeError("sort: complex numbers have no order")
    place = one_dim(dim, input.array.ndim)
    x = memory(input)
    found = order(x, place, descending)
    if not stable and x.ndim and x.shape[place] > ties.STABLE:
        rows = np.moveaxis(x, place, -1), np.moveaxis(found, place, -1)
        ties.selected(rows[0], lambda row: ties.in_order(row, descending), rows[1])
    indices = new_tensor(found)
    made = sort_dim if stable is None else sort_stable
    return Sort((made(input, indices, place), indices))


@public("argsort", method=True)
def argsort(input: Tensor, dim: int = -1, descending: bool = False, stable: bool = False) -> Tensor:
    """The indices that sort `input` along `dim`."""
    return sort(input.detach(), dim, descending, stable=stable)[1]


@public("msort", method=True)
def msort(input: Tensor) -> Tensor:
    """The elements in order along the first dimension."""
    tensor(input, "msort")
    return sort(input, 0)[0]


@public("topk", method=True)
def topk(input: Tensor, k: int, dim: int = -1, largest: bool = True, sorted: bool = True) -> Any:
    """The `k` largest (or smallest) elements along `dim`, in order, and their indices."""
    x = memory(input)
    if x.dtype.kind in "bc":
        raise DTypeError(f"topk is not defined for {input.dtype}")
    place = one_dim(dim, x.ndim)
    length = x.shape[place] if x.ndim else 1
    if not 0 <= k <= length:
        raise ShapeError(f"topk: k={k} elements of {length} along dimension {place}")
    indices = new_tensor(_top(x, k, place, largest) if x.ndim else np.zeros((), I64))
    return TopK((topk_dim(input, indices, place), indices))


def _top(x: np.ndarray, k: int, dim: int, largest: bool) -> np.ndarray:
    """The indices of the `k` first along `dim`; of many elements only those are sorted."""
    x = np.moveaxis(x, dim, -1)
    length = x.shape[-1]
    if 0 < 8 * k < length:
        part = _chosen(x, k, largest)
        best = np.take_along_axis(part, order(np.take_along_axis(x, part, -1), -1, largest), -1)
    else:
        best = order(x, x.ndim - 1, largest)[..., :k]
    ties.selected(x, lambda row: ties.top(row, k, largest), best)
    return np.moveaxis(best, -1, dim)


def _chosen(x: np.ndarray, k: int, largest: bool) -> np.ndarray:
    """The indices of the `k` first along the last axis, in order of place."""
    cut = x.shape[-1] - k if largest else k - 1
    last = np.partition(x, cut, -1)[..., cut : cut + 1]
    among = x >= last if largest else x <= last
    if np.all(np.count_nonzero(among, axis=-1) == k):
        return np.nonzero(among)[-1].reshape(*x.shape[:-1], k)
    part = np.argpartition(x, cut, -1)  # some are equal to the last, or nan
    return np.sort(part[..., cut:] if largest else part[..., : cut + 1], -1)


@public("kthvalue", method=True)
def kthvalue(input: Tensor, k: int, dim: int = -1, keepdim: bool = False) -> Any:
    """The `k`-th smallest element along `dim`, counted from 1, and its index."""
    x = memory(input)
    if x.dtype.kind in "bc":
        raise UnsupportedError(f"kthvalue is not defined for {input.dtype}")
    place = one_dim(dim, x.ndim)
    length = x.shape[place] if x.ndim else 1
    refuse_empty("kthvalue", x.shape, (place,))
    if not 1 <= k <= length:
        raise ShapeError(f"kthvalue: the {k}th of {length} elements along dimension {place}")
    if x.ndim == 0:
        found = np.zeros((), I64)
    else:
        found = np.take(order(x, place), [k - 1], place)
        rows = np.moveaxis(x, place, -1), np.moveaxis(found, place, -1)
        ties.selected(rows[0], lambda row: ties.ranked_place(row, k - 1), rows[1])
        if not keepdim:
            found = np.squeeze(found, place)
    indices = new_tensor(found)
    return KthValue((kthvalue_dim(input, indices, place, keepdim), indices))


KthValue = return_type("kthvalue", "values", "indices")


def _median_rank(x: np.ndarray, dim: int, skip_nan: bool) -> Any:
    """The rank of the lower median along `dim`: of a nan, where there is one and none is
    skipped."""
    length = x.shape[dim]
    if x.dtype.kind != "f":
        return (length - 1) // 2
    missing = np.sum(np.isnan(x), axis=dim, keepdims=True)
    if skip_nan:
        return np.maximum(length - missing - 1, 0) // 2
    return np.where(missing > 0, length - missing, (length - 1) // 2)


def _median_places(x: np.ndarray, dim: int, skip_nan: bool) -> np.ndarray:
    """The indices of the medians along `dim`, which stays with length 1."""
    rank = _median_rank(x, dim, skip_nan)
    if isinstance(rank, int):
        return np.take(order(x, dim), [rank], dim)
    return np.take_along_axis(order(x, dim), rank, dim)


def _median_of_all(x: np.ndarray, skip_nan: bool) -> Any:
    if not x.size:
        return np.asarray(np.nan if x.dtype.kind == "f" else np.iinfo(x.dtype).min, x.dtype)
    flat = np.sort(x, axis=None)
    return np.reshape(flat[_median_rank(flat, 0, skip_nan)], ())


def _publish_median(name: str, made: Any, skip_nan: bool) -> None:
    results = return_type(name, "values", "indices")
    of_all = operator(name, lambda x: _median_of_all(x, skip_nan), x=shared_with_nan)

    def median(input: Tensor, dim: Any = ..., keepdim: bool = False) -> Any:
        refuse_complex(name, input)
        x = memory(input)
        if x.dtype.kind == "b":
            raise UnsupportedError(f"{name} is not defined for bool tensors")
        if dim is ...:
            if keepdim:
                raise ArgumentError(f"{name}: keepdim needs a dim")
            return of_all(input)
        place = one_dim(dim, x.ndim)
        refuse_empty(name, x.shape, (place,))
        found = _median_places(x, place, skip_nan) if x.ndim else np.zeros((), I64)
        indices = new_tensor(found if keepdim or x.ndim == 0 else np.squeeze(found, place))
        return results((made(input, indices, place, keepdim), indices))

    public(name, method=True)(median)


_publish_median("median", median_dim, False)
_publish_median("nanmedian", nanmedian_dim, True)

Mode = return_type("mode", "values", "indices")


@public("mode", method=True)
def mode(input: Tensor, dim: int = -1, keepdim: bool = False) -> Any:
    """The most frequent element along `dim`, the smallest of several, and its last index."""
    x = memory(input)
    if x.dtype.kind == "c":
        raise UnsupportedError("mode is not defined for complex tensors")
    place = one_dim(dim, x.ndim)
    refuse_empty("mode", x.shape, (place,))
    if x.ndim == 0:
        found = np.zeros((), I64)
    else:
        sorted_ = np.moveaxis(order(x, place), place, -1)
        rows = np.take_along_axis(np.moveaxis(x, place, -1), sorted_, -1)
        last = _last_of_longest_run(rows)
        found = np.take_along_axis(sorted_, last, -1)
        ties.selected(np.moveaxis(x, place, -1), ties.mode_place, found)
        found = np.moveaxis(found, -1, place)
        if not keepdim:
            found = np.squeeze(found, place)
    indices = new_tensor(found)
    return Mode((mode_dim(input, indices, place, keepdim), indices))


def _last_of_longest_run(rows: np.ndarray) -> np.ndarray:
    """In each sorted row, where the first of its longest runs of equals ends."""
    places = np.arange(rows.shape[-1])
    begins = np.ones(rows.shape, bool)
    begins[..., 1:] = rows[..., 1:] != rows[..., :-1]
    start = np.maximum.accumulate(np.where(begins, places, 0), -1)
    return np.argmax(places - start, -1, keepdims=True)
