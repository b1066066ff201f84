"""Quantiles: sort, then interpolate between the two elements nearest to a rank."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import public
from ..dims import one_dim
from ..dtypes import I64
from ..errors import ArgumentError, DTypeError, MathError, ShapeError
from ..families import function
from ..tensor import Tensor, memory, new_tensor
from .arithmetic import mul
from .ordering import sort
from .reductions import check_tensor
from .selection import take_along
from .shapes import reshaped, transposed, unsqueezed

ROUNDINGS = {"lower": np.floor, "higher": np.ceil, "nearest": np.rint}


@public("quantile", method=True)
def quantile(
    input: Tensor,
    q: Any,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """The values below which the fractions `q` of the elements lie; nan where there is any nan.

    q: a number or a vector; a vector's quantiles are stacked in front.
    interpolation: "linear", "lower", "higher", "midpoint" or "nearest".
    """
    return _quantile(input, q, dim, keepdim, interpolation, _ranks)


@public("nanquantile", method=True)
def nanquantile(
    input: Tensor,
    q: Any,
    dim: int | None = None,
    keepdim: bool = False,
    *,
    interpolation: str = "linear",
) -> Tensor:
    """As `quantile`, of the elements that are not nan."""
    return _quantile(input, q, dim, keepdim, interpolation, _ranks_without_nan)


def _ranks(rows: np.ndarray, q: Tensor) -> Tensor:
    last = float(rows.shape[-1] - 1)
    missing = new_tensor(np.isnan(rows).any(-1, keepdims=True))
    return function("where")(missing, last, mul(q, last))


def _ranks_without_nan(rows: np.ndarray, q: Tensor) -> Tensor:
    lasts = np.sum(~np.isnan(rows), -1, keepdims=True) - 1
    ranks = mul(q, new_tensor(lasts.astype(rows.dtype)))
    return function("where")(new_tensor(memory(ranks) < 0), 0.0, ranks)


def _fractions(q: Any, input: Tensor) -> Tensor:
    """`q` as a tensor of the input's dtype."""
    if q.__class__ is not Tensor:
        if isinstance(q, bool) or not isinstance(q, (int, float)):
            raise ArgumentError(f"quantile: q is a number or a tensor, not {q!r}")
        q = new_tensor(np.asarray(q, input.array.dtype))
    fractions = memory(q)
    if fractions.ndim > 1:
        raise ShapeError(f"quantile: q is a number or a vector, not of shape {list(q.shape)}")
    if fractions.dtype != input.array.dtype:
        raise DTypeError(f"quantile: q of {q.dtype} for an input of {input.dtype}")
    if not np.all((fractions >= 0) & (fractions <= 1)):
        raise MathError("quantile: q lies between 0 and 1")
    return q


def _quantile(
    input: Tensor, q: Any, dim: int | None, keepdim: bool, interpolation: str, ranks_of: Any
) -> Tensor:
    check_tensor(input)
    if input.array.dtype.char not in "fd":
        raise DTypeError(f"quantile takes float32 or float64, not {input.dtype}")
    if interpolation not in ("linear", "midpoint", *ROUNDINGS):
        raise MathError(f"quantile: an interpolation called {interpolation!r} does not exist")
    fractions = _fractions(q, input)
    shape = list(input.array.shape)
    place = None if dim is None else one_dim(dim, len(shape))
    if not input.array.size:
        raise MathError("quantile of no elements does not exist")
    rows = _sorted_rows(input, place)
    if place is None or not shape:
        rest = [1] * len(shape) if keepdim else []
    else:
        rest = shape[:place] + [1] * keepdim + shape[place + 1 :]
    rows = reshaped(rows, (*rest, rows.array.shape[-1]))
    ranks = ranks_of(memory(rows), reshaped(fractions, (fractions.array.size,)))
    found = _at_ranks(rows, ranks, interpolation)
    if fractions.array.ndim == 0:
        return found.squeeze_(-1)
    return found.unsqueeze_(0).transpose_(0, -1).squeeze_(-1)


def _sorted_rows(input: Tensor, dim: int | None) -> Tensor:
    """The elements to rank sorted along the last dimension."""
    ndim = input.array.ndim
    if dim is None:
        flat = input if ndim == 1 else reshaped(input, (input.array.size,))
        return sort(flat)[0]
    if dim == ndim - 1:
        return sort(input)[0]
    last = unsqueezed(input, ndim)
    return sort(transposed(last, dim, ndim) if ndim else last)[0]


def _at_ranks(rows: Tensor, ranks: Tensor, interpolation: str) -> Tensor:
    """The elements at `ranks` of sorted rows; at a fractional rank between two elements."""
    places = memory(ranks)
    if interpolation in ROUNDINGS:
        places = ROUNDINGS[interpolation](places)
    last = rows.array.ndim - 1
    below = new_tensor(places.astype(I64))
    found = take_along(rows, below, last)
    if interpolation in ROUNDINGS:
        return found
    weights = ranks - below
    if interpolation == "midpoint":
        weights = new_tensor(np.full_like(places, 0.5))
    above = take_along(rows, new_tensor(np.ceil(places).astype(I64)), last)
    return function("lerp")(found, above, weights)
