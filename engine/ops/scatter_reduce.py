"""Scattering that combines what meets at one place: sum, product, mean, extremes.

Gradients as PyTorch defines them: equal extremes share the cotangent, and a product leaves out
its own factor, also where that is a zero.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..errors import ShapeError
from ..operator import unsupported
from ..places import combine_at
from ..scattering import Scatter, scattering
from ..tensor import Tensor
from .scatter import check_source, checked, extended, portion, scatter_added, vector
from .selecting import flat_places, gathered

IDENTITY = {"sum": 0, "mean": 0, "prod": 1, "amax": -np.inf, "amin": np.inf}
COMBINE = {
    "sum": np.add,
    "mean": np.add,
    "prod": np.multiply,
    "amax": np.maximum,
    "amin": np.minimum,
}


def _start(dtype: np.dtype, reduce: str) -> Any:
    """What combines with any value to that value."""
    if dtype.kind in "iu" and reduce in ("amax", "amin"):
        limits = np.iinfo(dtype)
        return limits.min if reduce == "amax" else limits.max
    if dtype.kind == "b":
        return reduce in ("prod", "amin")
    return IDENTITY[reduce]


def _scatter_reduce(
    x: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool
) -> None:
    if not index.size:
        return
    places = flat_places(x.shape, dim, index)
    flat = x.flatten()
    if not include_self:
        flat[places] = _start(x.dtype, reduce)
    combine_at(COMBINE[reduce], flat, places, portion(src, index).reshape(places.shape))
    if reduce == "mean":
        counts = np.full(flat.shape, int(include_self))
        combine_at(np.add, counts, places, 1)
        counts[counts == 0] = 1
        flat = np.floor_divide(flat, counts) if x.dtype.kind in "iu" else flat / counts
    x[...] = flat.reshape(x.shape)


def _add(base: Any, dim: int, index: Any, src: Any) -> Any:
    return scatter_added.operator(base, dim, index, src)


def _counts(g: Any, dim: int, index: Any, src: Any, include_self: bool) -> Any:
    """How many values meet at each place; 1 where there are none."""
    start = np.ones_like(g) if include_self else np.zeros_like(g)
    counts = _add(start, dim, index, np.ones_like(src))
    return np.where(counts == 0, np.ones_like(counts), counts)


def _shares(g: Any, y: Any, x: Any, dim: int, index: Any, src: Any) -> Any:
    """The cotangent of an extreme, divided among all that are equal to it."""
    own = (x == y).astype(g.dtype)
    given = (src == gathered(y, dim, index)).astype(g.dtype)
    return g / _add(own, dim, index, given)


def _self_rule(
    g: Any, y: Any, x: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool
) -> Any:
    if reduce == "sum" or not index.size:
        found = g
    elif reduce == "mean":
        found = g / _counts(g, dim, index, portion(src, index), include_self)
    elif reduce == "prod":
        nonzero = np.where(x == 0, np.ones_like(x), x)
        others = scatter_reduced.operator(nonzero, dim, index, src, reduce, include_self)
        found = g * others / nonzero
    else:
        found = (x == y).astype(g.dtype) * _shares(g, y, x, dim, index, portion(src, index))
    if include_self or not index.size:
        return found
    untouched = _add(np.zeros_like(g), dim, index, np.ones(index.shape, g.dtype)) == 0
    return np.where(untouched, found, np.zeros_like(found))


def _src_rule(
    g: Any, y: Any, x: Any, dim: int, index: Any, src: Any, reduce: str, include_self: bool
) -> Any:
    if not index.size:
        return np.zeros_like(src)
    given = portion(src, index)
    if reduce == "sum":
        found = gathered(g, dim, index)
    elif reduce == "mean":
        counts = _counts(g, dim, index, given, include_self)
        found = gathered(g, dim, index) / gathered(counts, dim, index)
    elif reduce == "prod":
        found = _other_factors(g, y, x, dim, index, given, include_self)
    else:
        own = (given == gathered(y, dim, index)).astype(g.dtype)
        found = own * gathered(_shares(g, y, x, dim, index, given), dim, index)
    return extended(found, src.shape)


def _other_factors(
    g: Any, y: Any, x: Any, dim: int, index: Any, src: Any, include_self: bool
) -> Any:
    """The cotangents of the factors of products, any of which may hold a single zero."""
    zero = src == 0
    zeros_met = gathered(_add(np.zeros_like(x), dim, index, zero.astype(g.dtype)), dim, index)
    single = np.logical_and(zero, zeros_met == 1)
    others = np.where(single, np.ones_like(src), src)
    partial = scatter_reduced.operator(x, dim, index, others, "prod", include_self)
    nonzero = np.where(zero, np.ones_like(src), src)
    return np.where(
        single, gathered(g * partial, dim, index), gathered(g * y, dim, index) / nonzero
    )


scatter_reduced, index_reduced = (
    Scatter(name, _scatter_reduce, "dim index src reduce include_self", x=_self_rule, src=_src_rule)
    for name in ("scatter_reduce", "index_reduce")
)


def _check_reduce(input: Tensor, reduce: str, allowed: str, name: str) -> None:
    kind = input.array.dtype.kind
    if kind == "c" or (kind == "b" and reduce == "mean"):
        raise unsupported(name, input.array.dtype)
    if reduce not in allowed.split():
        raise ShapeError(f"reduce is one of {allowed}, not {reduce!r}")


@scattering("scatter_reduce")
def scatter_reduce(
    input: Tensor,
    dim: int,
    index: Tensor,
    src: Tensor,
    reduce: str,
    *,
    include_self: bool = True,
) -> Any:
    """Combines at each place all elements of `src` that `index` sends there.

    reduce: "sum", "prod", "mean", "amax" or "amin"; include_self: together with what the tensor
    holds there.
    """
    _check_reduce(input, reduce, "sum prod mean amax amin", "scatter_reduce")
    dim = checked(input, dim, index, src, "scatter_reduce")
    return scatter_reduced, (dim, index, src, reduce, include_self)


@scattering("index_reduce")
def index_reduce(
    input: Tensor,
    dim: int,
    index: Tensor,
    source: Tensor,
    reduce: str,
    *,
    include_self: bool = True,
) -> Any:
    """Combines slices of `source` into the slices along `dim` that the vector `index` names."""
    _check_reduce(input, reduce, "prod mean amax amin", "index_reduce")
    dim, array = vector(input, dim, index, "index_reduce")
    check_source(input, dim, array, source, "index_reduce")
    line = array.reshape((-1,) + (1,) * max(source.array.ndim - dim - 1, 0))
    places = np.broadcast_to(line, source.array.shape) if source.array.ndim else array.reshape(())
    return index_reduced, (dim, places, source, reduce, include_self)
