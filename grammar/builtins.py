"""Python's built-in functions as a program sees them: guarded where they could use too much."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from typing import Any

from . import chains, names
from .access import Access
from .kinds import Builtin, Constructor, Kinds
from .limits import LARGE, Meter
from .operations import SEQUENCES, check_widths, integer
from .ranges import LongRange
from .texts import NUMBERS, PLAIN, Texts


def make_builtins(
    write: Callable[[str], object],
    meter: Meter,
    operations: dict,
    access: Access,
    texts: Texts,
    kinds: Kinds,
) -> dict[str, Any]:
    """The built-ins by name, printing with `write` and bounded by `meter`."""
    add, power_of, text = operations["+"], operations["**"], texts.str_

    def print_(*values, sep=" ", end="\n", file=None, flush=False):
        if file is not None:
            raise TypeError("print writes to the output only: `file` is not supported")
        for name, value in (("sep", sep), ("end", end)):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be None or a string, not {type(value).__name__}")
        sep = " " if sep is None else sep
        write(
            sep.join([str(v) if v.__class__ in PLAIN else text(v) for v in values])
            + ("\n" if end is None else end)
        )

    def sum_(iterable, /, start=0):
        if start.__class__ not in SEQUENCES:
            return builtins.sum(iterable, start)
        if start.__class__ is str:
            raise TypeError("sum() can't sum strings [use ''.join(seq) instead]")
        for item in iterable:
            start = add(start, item)
        return start

    def pow_(base, exp, mod=None):
        return power_of(base, exp) if mod is None else builtins.pow(base, exp, mod)

    def round_(number, ndigits=None):
        if number.__class__ is int and (places := integer(ndigits)) is not None:
            meter.check_bits(-places)
        return builtins.round(number) if ndigits is None else builtins.round(number, ndigits)

    def format_(value, format_spec=""):
        check_widths(format_spec, meter)
        return texts.format_(value, format_spec)

    def getattr_(value, name, /, *default):
        if not isinstance(name, str):
            raise TypeError("attribute name must be string, not '" + type(name).__name__ + "'")
        if len(default) > 1:
            raise TypeError(f"getattr expected at most 3 arguments, got {len(default) + 2}")
        try:
            return access.get(value, name)
        except AttributeError:
            if default:
                return default[0]
            raise

    def hasattr_(value, name, /):
        try:
            getattr_(value, name)
        except AttributeError:
            return False
        return True

    def iter_(iterable, /):
        return builtins.iter(iterable)

    def id_(value, /):
        return texts.id_(value)

    def repr_(value, /):
        return texts.repr_(value)

    def ascii_(value, /):
        return texts.ascii_(value)

    guarded = {
        "print": print_,
        "sum": sum_,
        "pow": pow_,
        "round": round_,
        "format": format_,
        "getattr": getattr_,
        "hasattr": hasattr_,
        "iter": iter_,
        "id": id_,
        "repr": repr_,
        "ascii": ascii_,
    }
    for name, function in guarded.items():
        function.__qualname__ = name
    lazy: dict[str, Any] = {kind.__name__: kind for kind in chains.LAZY}
    python: dict[str, Any] = {
        name: getattr(builtins, name) for name in names.BUILTINS | names.EXCEPTIONS
    }
    return python | {name: Builtin(f) for name, f in guarded.items()} | lazy | kinds.made


def constructors(meter: Meter, texts: Texts) -> list[Constructor]:
    """Those of Python's types that are not called as they are."""
    size = meter.limits.size

    def str_(object: Any = "", *decoding) -> str:
        if object.__class__ in NUMBERS and not decoding:
            return str(object)
        if decoding:
            raise TypeError("decoding to str: need a bytes-like object")
        text = texts.str_(object)
        if len(text) > LARGE:
            meter.charge(text)
        return text

    def int_(value: Any = 0, /, base: Any = None) -> int:
        if base is None:
            return int(value)
        if value.__class__ is str and (radix := integer(base)) is not None:
            meter.check_bits(len(value) * ((radix or 16) - 1).bit_length())
        return int(value, base)

    def range_(*args):
        made = range(*args)
        return LongRange(made) if made[size:] else made

    def slice_(*args):
        if any(arg.__class__ is slice for arg in args):
            raise TypeError("a slice cannot be part of a slice")
        return slice(*args)

    return [
        Constructor("str", str, make=str_),
        Constructor("int", int, make=int_),
        Constructor("range", range, LongRange, make=range_),
        Constructor("slice", slice, make=slice_),
    ]


def listed_classes() -> list[type]:
    """The classes of Python that a program is given as they are."""
    found = [getattr(builtins, name) for name in names.BUILTINS | names.EXCEPTIONS]
    return [cls for cls in found if isinstance(cls, type)]
