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


def is_whole_view(array: ndarray) -> bool:
    """Whether a view is dense, shows all of the array it looks into, and alone holds that."""
    base: Any = array.base
    return (
        held_once(base)
        and base.__class__ is ndarray
        and base.base is None
        and base.size == array.size
        and array.flags.c_contiguous
    )
