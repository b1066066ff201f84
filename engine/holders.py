"""Who else holds an object: told from its reference count, so that memory is not copied in vain.

How many references a call adds of its own differs between versions of Python: it is measured here.
"""

from __future__ import annotations

from sys import getrefcount
from typing import Any

from numpy import ndarray


def _count(value: Any) -> int:
    return getrefcount(value)


def _count_held_once() -> int:
    holder = [object()]
    value = holder[0]
    return _count(value)


_HELD_ONCE = _count_held_once()


def held_once(value: Any) -> bool:
    """Whether a single place holds `value`, besides the local name that the caller has for it."""
    return getrefcount(value) <= _HELD_ONCE


def owns_memory(array: ndarray) -> bool:
    """Whether an array's memory is its own, or is held by nothing but this dense view of it."""
    base = array.base
    if base is None:
        return True
    return (
        held_once(base)
        and base.__class__ is ndarray
        and base.base is None
        and base.size == array.size
        and array.flags.c_contiguous
    )
