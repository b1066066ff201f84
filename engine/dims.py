"""Dimensions as PyTorch writes them: negative from the end, one or several, or None for all."""

from __future__ import annotations

from operator import index
from typing import Any

from .errors import ArgumentError, DimError, ShapeError


def one_dim(dim: Any, ndim: int) -> int:
    """`dim` counted from the front; a zero-dimensional tensor counts as having one.

    Raises DimError out of range, ArgumentError when it is no integer.
    """
    try:
        found = index(dim)
    except TypeError:
        raise ArgumentError(f"a dimension is an integer, not {dim!r}") from None
    if dim.__class__ is bool:
        raise ArgumentError(f"a dimension is an integer, not {dim!r}")
    bound = ndim or 1
    if not -bound <= found < bound:
        raise DimError(
            f"dimension {found} is out of range for a tensor of {ndim} dimensions "
            f"({-bound} to {bound - 1})"
        )
    return found + bound if found < 0 else found


def many_dims(dim: Any, ndim: int) -> tuple[int, ...] | None:
    """`dim`, an int or a sequence, as a tuple counted from the front; None and () mean all.

    Raises DimError out of range, ShapeError for a dimension named twice.
    """
    if dim is None:
        return None
    if not isinstance(dim, (tuple, list)):
        return (one_dim(dim, ndim),)
    if not dim:
        return None
    found = tuple(one_dim(d, ndim) for d in dim)
    if len(set(found)) != len(found):
        raise ShapeError(f"the dimensions {list(dim)} name one of them twice")
    return found


def reduced_dims(dim: Any, ndim: int) -> tuple[int, ...] | None:
    """The dimensions of a reduction, for NumPy's `axis`: None for all, as in zero dimensions.

    `...` stands for a `dim` that was not given. Raises as `many_dims`.
    """
    if dim is ...:
        return None
    found = many_dims(dim, ndim)
    return found if ndim else None


def sizes(args: tuple[Any, ...]) -> tuple[int, ...]:
    """A shape given as separate numbers or as one sequence.

    Raises ArgumentError when something in it is no integer.
    """
    if len(args) == 1 and isinstance(args[0], (tuple, list)):
        args = tuple(args[0])
    try:
        return tuple(index(n) for n in args)
    except TypeError:
        raise ArgumentError(f"a shape is made of integers, not {args!r}") from None
