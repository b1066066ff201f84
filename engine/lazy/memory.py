"""Which memory pending lazy arrays read, so that a write to it does not change their values."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .array import LazyArray

THRESHOLD = 1 << 19  # elements from which an array is large: worth wrapping, costly to keep alive
MAX_REDUCTIONS = 16  # pending small results, each of which keeps large inputs alive

# Live nodes by id: they cannot be keys or members of a set, as they compare elementwise.
_readers: dict[int, dict[int, weakref.ref[LazyArray]]] = {}  # leaves, by id of their memory's owner
_reductions: weakref.WeakValueDictionary[int, LazyArray] = weakref.WeakValueDictionary()


def memory_owner(array: np.ndarray) -> np.ndarray:
    """The array at the end of a chain of views."""
    while isinstance(array.base, np.ndarray):
        array = array.base
    return array


def sources(array: np.ndarray) -> frozenset[int]:
    """The large buffers that an array reads: one or none."""
    return frozenset((id(memory_owner(array)),)) if array.size >= THRESHOLD else frozenset()


def has_readers() -> bool:
    """Whether any lazy array is alive that reads memory of others."""
    return bool(_readers)


def register_leaf(node: LazyArray, array: np.ndarray) -> None:
    """Note that a leaf reads the memory of `array`."""
    key, name = id(memory_owner(array)), id(node)
    _readers.setdefault(key, {})[name] = weakref.ref(node, lambda _: _forget(key, name))
    _reductions.pop(name, None)


def _forget(key: int, name: int) -> None:
    readers = _readers.get(key)
    if readers is not None:
        readers.pop(name, None)
        if not readers:
            del _readers[key]


def register_reduction(node: LazyArray) -> None:
    """Note a pending small result of large inputs; too many of them are realized at once."""
    _reductions[id(node)] = node
    if len(_reductions) > MAX_REDUCTIONS:
        from .execution import realize

        realize(*_reductions.values())


def release(array: np.ndarray, *wanted: LazyArray) -> tuple[np.ndarray, ...]:
    """Make `array` safe to write to, whatever is pending; returns the values of `wanted`.

    Call it before any in-place change. Pending small results that read the array are realized
    along with `wanted`; leaves that still read its memory after that go on with a copy.
    """
    from .execution import realize

    key = id(memory_owner(array))
    small = [node for node in _reductions.values() if key in node.sources]
    values = realize(*wanted, *small)[: len(wanted)]
    for reference in [*_readers.get(key, {}).values()]:
        leaf = reference()
        if leaf is not None and np.may_share_memory(leaf.value, array):
            leaf.become(leaf.value.copy())
    return values
