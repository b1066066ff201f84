"""Vectors: cross products, dot products along a dimension, traces and distances."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..arrays import unbroadcast
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import I64
from ..errors import (
    DTypeError,
    MathError,
    ShapeError,
    UnsupportedError,
    ValueRangeError,
)
from ..tensor import Tensor
from .arithmetic import mul
from .inner_views import inner_view
from .norms import norm_vjp, vector_norm_dim
from .products import vdot
from .reductions import sum_
from .shapes import broadcast_shape, viewed


def _cross(a: Any, b: Any, dim: int) -> Any:
    """The cross products of the vectors along `dim`, made of rolled copies."""
    return np.roll(a, -1, dim) * np.roll(b, -2, dim) - np.roll(a, -2, dim) * np.roll(b, -1, dim)


cross_op = operator(
    "linalg_cross",
    _cross,
    a=lambda g, b, a_shape, dim: unbroadcast(_cross(b, g, dim), a_shape),
    b=lambda g, a, b_shape, dim: unbroadcast(_cross(g, a, dim), b_shape),
)


@public("linalg.cross")
def cross_along(input: Tensor, other: Tensor, *, dim: int = -1) -> Tensor:
    """The cross products of vectors of length 3 along `dim`."""
    return _crossed(input, other, dim)


def _crossed(input: Tensor, other: Tensor, dim: int) -> Tensor:
    a, b = input.array.shape, other.array.shape
    if len(a) != len(b):
        raise ShapeError(f"cross: {len(a)} and {len(b)} dimensions")
    place = one_dim(dim, len(a))
    if a[place] != 3 or b[place] != 3:
        raise ShapeError(
            f"cross: the shapes {list(a)} and {list(b)} should have length 3 in dimension {place}"
        )
    shape = broadcast_shape(a, b)
    dtype = np.promote_types(input.array.dtype, other.array.dtype)
    if input.array.dtype != dtype:
        input = input.to(dtype)
    if other.array.dtype != dtype:
        other = other.to(dtype)
    if a != shape:
        input = input.expand(shape)
    if b != shape:
        other = other.expand(shape)
    return cross_op(input, other, place)


@public("cross", method=True)
def cross(input: Tensor, other: Tensor, dim: int | None = None) -> Tensor:
    """The cross products along `dim`, by default the first dimension of length 3."""
    if dim is None:
        lengths = broadcast_shape(input.array.shape, other.array.shape)
        if 3 not in lengths:
            raise ShapeError(f"cross: no dimension of {list(lengths)} has length 3")
        dim = lengths.index(3)
    return _crossed(input, other, dim)


@public("linalg.vecdot")
def vecdot(x: Tensor, y: Tensor, *, dim: int = -1) -> Tensor:
    """The dot products along `dim`, the first vector conjugated."""
    if x.dtype != y.dtype:
        raise DTypeError(f"vecdot: the tensors must have one dtype, not {x.dtype} and {y.dtype}")
    if x.array.ndim == y.array.ndim == 1:
        return vdot(x, y)
    if x.array.dtype.kind == "c":
        x = x.conj()
    return sum_(mul(x, y), dim)


def _trace_vjp(g: Any, x_shape: Any) -> Any:
    return g * np.eye(*x_shape, dtype=bool)


trace_op = operator(
    "trace",
    lambda x: np.trace(x, dtype=I64 if x.dtype.kind in "iu" else x.dtype),
    holomorphic=False,
    x=_trace_vjp,
)


@public("trace", method=True)
def trace(input: Tensor) -> Tensor:
    """The sum of a matrix's diagonal."""
    tensor(input, "trace")
    if input.array.dtype.kind == "b":
        raise UnsupportedError("trace is not defined for bool tensors")
    if input.array.ndim != 2:
        raise ShapeError(f"trace takes a matrix, not the shape {list(input.shape)}")
    return trace_op(input)


dist_op = operator(
    "dist",
    lambda a, b, p: vector_norm_dim.kernel(a - b, p, None, False, None),
    holomorphic=False,
    a=lambda g, a, b, y, p, a_shape: _dist_to(g, a, b, y, p, a_shape),
    b=lambda g, a, b, y, p, b_shape: _dist_to(-g, a, b, y, p, b_shape),
)


def _dist_to(g: Any, a: Any, b: Any, y: Any, p: float, shape: tuple[int, ...]) -> Any:
    """The gradient of the norm of a - b, for a."""
    slope = norm_vjp(g, a - b, y, p, None, False)
    return None if slope is None else unbroadcast(slope, shape)


@public("dist", method=True)
def dist(input: Tensor, other: Tensor, p: float = 2) -> Tensor:
    """The p-norm of input - other."""
    tensor(input, "dist")
    tensor(other, "dist")
    broadcast_shape(input.array.shape, other.array.shape)
    return dist_op(input, other, float(number(p)))


def _differences(a: Any, b: Any) -> Any:
    """a[i] - b[j] for every pair of rows, in the last two dimensions [rows of b, length]."""
    return np.expand_dims(a, -2) - np.expand_dims(b, -3)


def _cdist(a: Any, b: Any, p: float) -> Any:
    return vector_norm_dim.kernel(_differences(a, b), p, (max(a.ndim, b.ndim),), False, None)


def _euclidean(a: Any, b: Any) -> Any:
    """Euclidean distances as |a|² + |b|² - 2ab."""
    square = (
        np.sum(a * a, -1, keepdims=True)
        + np.swapaxes(np.sum(b * b, -1, keepdims=True), -1, -2)
        - 2 * (a @ np.swapaxes(b, -1, -2))
    )
    return np.sqrt(np.maximum(square, 0))


def _cdist_slope(g: Any, a: Any, b: Any, y: Any, p: float) -> Any:
    """The cotangent of every difference a[i] - b[j]."""
    return norm_vjp(g, _differences(a, b), y, p, (max(a.ndim, b.ndim),), False)


def _euclidean_slope(g: Any, a: Any, b: Any, y: Any) -> Any:
    """The cotangent of `a` without all the differences: sum over j of w[i, j] (a[i] - b[j])."""
    zero = y == 0
    w = np.where(zero, 0.0, g / np.where(zero, 1.0, y))
    return a * np.sum(w, axis=-1, keepdims=True) - w @ b


def _cdist_a(g: Any, a: Any, b: Any, y: Any, p: float, a_shape: Any) -> Any:
    if p == 0:
        return np.zeros_like(a)
    if p == 2:
        return unbroadcast(_euclidean_slope(g, a, b, y), a_shape)
    return unbroadcast(np.sum(_cdist_slope(g, a, b, y, p), axis=-2), a_shape)


def _cdist_b(g: Any, a: Any, b: Any, y: Any, p: float, b_shape: Any) -> Any:
    if p == 0:
        return np.zeros_like(b)
    if p == 2:
        turned = np.swapaxes(g, -1, -2), b, a, np.swapaxes(y, -1, -2)
        return unbroadcast(_euclidean_slope(*turned), b_shape)
    return unbroadcast(-np.sum(_cdist_slope(g, a, b, y, p), axis=-3), b_shape)


cdist_op = operator("cdist", _cdist, a=_cdist_a, b=_cdist_b)
euclidean_op = operator(
    "euclidean_dist",
    _euclidean,
    a=lambda g, a, b, y, a_shape: _cdist_a(g, a, b, y, 2, a_shape),
    b=lambda g, a, b, y, b_shape: _cdist_b(g, a, b, y, 2, b_shape),
)
BY_PRODUCT = {
    "use_mm_for_euclid_dist_if_necessary": 25,
    "use_mm_for_euclid_dist": 0,
    "donot_use_mm_for_euclid_dist": None,
}
"""Above how many rows Euclidean distances are computed through a matrix product."""


@public("cdist")
def cdist(
    x1: Tensor,
    x2: Tensor,
    p: float = 2.0,
    compute_mode: str | None = "use_mm_for_euclid_dist_if_necessary",
) -> Tensor:
    """The p-norm distance of every row of `x1` [..., m, k] from every row of `x2` [..., n, k].

    compute_mode: whether a matrix product may serve for p = 2, which is fast for many rows.
    """
    tensor(x1, "cdist")
    tensor(x2, "cdist")
    a, b = x1.array, x2.array
    if a.ndim < 2 or b.ndim < 2 or a.shape[-1] != b.shape[-1]:
        raise ShapeError(
            f"cdist takes [..., m, k] and [..., n, k], not the shapes {list(a.shape)} and "
            f"{list(b.shape)}"
        )
    if a.dtype.kind != "f" or b.dtype.kind != "f":
        raise DTypeError(f"cdist takes floating-point tensors, not {x1.dtype} and {x2.dtype}")
    if p < 0:
        raise MathError(f"cdist: the order of the norm is not negative, as {p} is")
    mode = compute_mode or "use_mm_for_euclid_dist_if_necessary"
    if mode not in BY_PRODUCT:
        raise ValueRangeError(f"cdist: compute_mode is one of {', '.join(BY_PRODUCT)}")
    least = BY_PRODUCT[mode]
    if p == 2 and least is not None and max(a.shape[-2], b.shape[-2]) > least and a.size and b.size:
        found = euclidean_op(x1, x2)
        return inner_view(viewed, found, found.array.shape)
    return cdist_op(x1, x2, float(p))
