"""Numerical calculus: trapezoidal integrals, differences, and gradients by differences."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import public
from ..dims import one_dim
from ..dtypes import scalar_dtype
from ..errors import ArgumentError, DimError, DTypeError, ShapeError
from ..families import function
from ..tensor import Tensor, new_tensor
from .conversions import copy_backwards
from .cumulative import cumsum
from .reductions import sum_
from .scalars import divided, scaled
from .shapes import viewed


def part(x: Tensor, dim: int, start: int, stop: int | None = None) -> Tensor:
    """The slice from `start` to `stop` along `dim`."""
    return x[(slice(None),) * dim + (slice(start, stop),)]


def _steps(y: Tensor, x: Tensor, dim: int) -> Tensor:
    """The distances of neighbouring sample points, shaped to multiply intervals of `y`."""
    shape, n = y.array.shape, x.array.shape
    if len(n) == 1:
        if n[0] != shape[dim]:
            raise ShapeError(f"{n[0]} sample points for {shape[dim]} values along dimension {dim}")
        x = viewed(x, tuple(n[0] if d == dim else 1 for d in range(len(shape))))
    elif len(n) < len(shape):
        x = viewed(x, (1,) * (len(shape) - len(n)) + n)
    return part(x, dim, 1) - part(x, dim, 0, -1)


def _samples(y: Tensor, x: Tensor | None, dx: Any, dim: int) -> tuple[Tensor, int]:
    """The samples as floating-point numbers, and their dimension counted from the front."""
    if x is not None and dx is not None:
        raise ArgumentError("a trapezoid's width comes from x or from dx, not from both")
    place = one_dim(dim, y.array.ndim)
    if y.array.ndim == 0:
        raise DimError("trapezoids need samples along a dimension")
    if y.array.dtype.kind == "b":
        raise DTypeError("trapezoids are not defined for bool tensors")
    return (y if y.array.dtype.kind in "fc" else y.to(scalar_dtype(0.0))), place


def _without(shape: tuple[int, ...], dim: int) -> tuple[int, ...]:
    return shape[:dim] + shape[dim + 1 :]


@public("trapezoid", "trapz")
def trapezoid(y: Tensor, x: Tensor | None = None, *, dx: Any = None, dim: int = -1) -> Tensor:
    """The integral of samples `y` along `dim`, by straight lines between sample points `x`, or
    points `dx` (1) apart."""
    y, dim = _samples(y, x, dx, dim)
    if y.array.shape[dim] == 0:
        return new_tensor(np.zeros(_without(y.array.shape, dim), y.array.dtype))
    if x is not None:
        steps = _steps(y, x, dim)
        return divided(sum_((part(y, dim, 0, -1) + part(y, dim, 1)) * steps, dim), 2.0)
    ends = y.select(dim, 0) + y.select(dim, -1)
    return scaled(sum_(y, dim) - scaled(ends, 0.5), 1 if dx is None else dx)


@public("cumulative_trapezoid")
def cumulative_trapezoid(
    y: Tensor, x: Tensor | None = None, *, dx: Any = None, dim: int = -1
) -> Tensor:
    """The running integral of `trapezoid`, from the second sample on."""
    y, dim = _samples(y, x, dx, dim)
    pairs = part(y, dim, 0, -1) + part(y, dim, 1)
    if x is not None:
        return divided(cumsum(pairs * _steps(y, x, dim), dim), 2.0)
    return cumsum(scaled(pairs, (1 if dx is None else dx) / 2.0), dim)


@public("diff", method=True)
def diff(
    input: Tensor,
    n: int = 1,
    dim: int = -1,
    prepend: Tensor | None = None,
    append: Tensor | None = None,
) -> Tensor:
    """The differences of neighbours along `dim`, `n` times over."""
    if input.array.ndim == 0:
        raise ShapeError("diff takes a tensor of one dimension or more")
    dim = one_dim(dim, input.array.ndim)
    if n < 0:
        raise ShapeError(f"diff: the order is not negative, as {n} is")
    if n == 0:
        return copy_backwards(input)
    pieces = [piece for piece in (prepend, input, append) if piece is not None]
    found = input if len(pieces) == 1 else function("cat")(pieces, dim)
    for _ in range(n):
        if found.array.shape[dim] == 0:
            break
        low, high = part(found, dim, 0, -1), part(found, dim, 1)
        found = low.logical_xor(high) if found.array.dtype.kind == "b" else high - low
    return found


@public("gradient")
def gradient(
    input: Tensor, *, spacing: Any = 1, dim: Any = None, edge_order: int = 1
) -> tuple[Tensor, ...]:
    """The slopes of samples along each dimension, by central differences inside and one-sided
    ones of `edge_order` at the ends.

    spacing: the distance of samples, one for each dimension, or each dimension's coordinates.
    """
    if edge_order not in (1, 2):
        raise ShapeError(f"gradient: edge_order is 1 or 2, not {edge_order}")
    ndim = input.array.ndim
    dims = range(ndim) if dim is None else dim if isinstance(dim, (tuple, list)) else (dim,)
    places = [one_dim(d, ndim) for d in dims]
    if len(set(places)) != len(places):
        raise ShapeError(f"gradient: the dimensions {list(dims)} name one of them twice")
    if spacing is None:
        spacing = 1
    if not isinstance(spacing, (tuple, list)):
        spacing = [spacing] * len(places)
    if len(spacing) != len(places):
        raise ShapeError(f"gradient: {len(spacing)} spacings for {len(places)} dimensions")
    for place in places:
        if input.array.shape[place] <= edge_order:
            raise ShapeError(f"gradient: dimension {place} has too few samples")
    return tuple(
        _slope_by_points(input, place, step, edge_order)
        if step.__class__ is Tensor and step.array.ndim
        else _slope(input, place, step, edge_order)
        for place, step in zip(places, spacing, strict=True)
    )


def _slope(x: Tensor, dim: int, step: Any, edge_order: int) -> Tensor:
    """The slopes of samples that stand `step` apart."""
    if edge_order == 1:
        first = part(x, dim, 1, 2) - part(x, dim, 0, 1)
        last = part(x, dim, -1) - part(x, dim, -2, -1)
    else:
        first = (
            scaled(part(x, dim, 0, 1), -1.5)
            + scaled(part(x, dim, 1, 2), 2)
            - scaled(part(x, dim, 2, 3), 0.5)
        )
        last = (
            scaled(part(x, dim, -3, -2), 0.5)
            - scaled(part(x, dim, -2, -1), 2)
            + scaled(part(x, dim, -1), 1.5)
        )
    inside = divided(divided(part(x, dim, 2) - part(x, dim, 0, -2), step), 2)
    return function("cat")([divided(first, step), inside, divided(last, step)], dim)


def _slope_by_points(x: Tensor, dim: int, points: Tensor, edge_order: int) -> Tensor:
    """The slopes of samples at `points`, which need not stand at equal distances."""
    if points.array.shape != x.array.shape[dim : dim + 1]:
        raise ShapeError(
            f"gradient: coordinates of shape {list(points.shape)} for "
            f"{x.array.shape[dim]} samples along dimension {dim}"
        )
    steps = diff(points)
    if edge_order == 1:
        first = (part(x, dim, 1, 2) - part(x, dim, 0, 1)) / steps[0]
        last = (part(x, dim, -1) - part(x, dim, -2, -1)) / steps[-1]
    else:
        one, two = steps[0], steps[1]
        first = (
            part(x, dim, 0, 1) * (-(2.0 * one + two) / (one * (one + two)))
            + part(x, dim, 1, 2) * ((one + two) / (one * two))
            + part(x, dim, 2, 3) * (-one / (two * (one + two)))
        )
        one, two = steps[-2], steps[-1]
        last = (
            part(x, dim, -3, -2) * (two / (one * (one + two)))
            + part(x, dim, -2, -1) * (-(one + two) / (one * two))
            + part(x, dim, -1) * ((2.0 * two + one) / (two * (one + two)))
        )
    along = [1] * x.array.ndim
    along[dim] = -1
    one, two = steps[:-1].reshape(along), steps[1:].reshape(along)
    inside = (
        part(x, dim, 0, -2) * (-two / (one * (one + two)))
        + part(x, dim, 1, -1) * ((two - one) / (one * two))
        + part(x, dim, 2) * (one / (two * (one + two)))
    )
    return function("cat")([first, inside, last], dim)
