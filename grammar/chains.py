"""Lazy iterators, their chains bounded: following a long one would overflow the host's stack."""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from types import GeneratorType
from weakref import WeakKeyDictionary

MOST_CHAINED = 300

_generators: WeakKeyDictionary[Iterator, int] = WeakKeyDictionary()


def depth(source: object) -> int:
    """How many lazy iterators feed one another, the last of them `source`."""
    if source.__class__ is GeneratorType:
        return _generators.get(source, 1)  # type: ignore[arg-type]
    return getattr(source, "chained", 0) if source.__class__ in LAZY else 0


def chained(generator: Iterator, source: object) -> Iterator:
    """A generator that draws from `source`; RecursionError if that makes the chain too long."""
    length = 1 + depth(source)
    if length > 1:
        _generators[generator] = _bounded(length)
    return generator


def _bounded(length: int) -> int:
    if length > MOST_CHAINED:
        raise RecursionError(f"more than {MOST_CHAINED} iterators draw from one another")
    return length


def _lazy(kind: type) -> type:
    """`map` or its like, with the length of its chain."""

    def make(cls, *args, **kwargs):
        made = kind.__new__(cls, *args, **kwargs)
        made.chained = _bounded(1 + max(builtins.map(depth, args), default=0))
        return made

    return type(kind.__name__, (kind,), {"__new__": make, "__module__": "builtins"})


enumerate, filter, map, zip = (
    _lazy(kind) for kind in (builtins.enumerate, builtins.filter, builtins.map, builtins.zip)
)
LAZY = frozenset([enumerate, filter, map, zip])
