"""Arguments that are no tensors."""

from __future__ import annotations

from collections.abc import Iterable
from operator import index
from typing import Any

from .errors import ArgumentError
from .tensor import Tensor


def number(value: Any) -> float | int:
    """A real number; a tensor of one element counts as its element. Raises ArgumentError."""
    if value.__class__ is float or value.__class__ is int:
        return value
    if value.__class__ is Tensor:
        value = value.item()
    if isinstance(value, (int, float)):
        return value
    try:
        return float(value) if hasattr(value, "dtype") else int(value.__index__())
    except (AttributeError, TypeError):
        raise ArgumentError(f"expected a number, not {value!r}") from None


def tensor(value: Any, name: str) -> Tensor:
    """`value`, which must be a tensor. Raises ArgumentError naming the function."""
    if value.__class__ is not Tensor:
        raise ArgumentError(f"{name} takes a tensor, not {type(value).__name__}")
    return value


def integer(value: Any, name: str) -> int:
    """A whole number; a bool is none. Raises ArgumentError naming the function."""
    if value.__class__ is int:
        return value
    try:
        if value.__class__ is not bool:
            return index(value)
    except TypeError:
        pass
    raise ArgumentError(f"{name} takes a whole number, not {value!r}")


def not_a_tensor(error: AttributeError, name: str, given: Iterable[Any]) -> ArgumentError | None:
    """What an error in a function means that looked for a tensor's attribute at what is none.

    None where the error is not about one of the arguments `given`, or a tensor has no such
    attribute either.
    """
    value = error.obj
    if value.__class__ is Tensor or not hasattr(Tensor, error.name or ""):
        return None
    if not any(value is arg for arg in given):
        return None
    return ArgumentError(f"{name} takes a tensor, not {type(value).__name__}")
