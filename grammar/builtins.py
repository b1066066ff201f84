"""Python's built-in functions as a program sees them: guarded where they could use too much."""

from __future__ import annotations

import builtins
from collections.abc import Callable

from . import chains, names
from .access import Access, Namespace
from .limits import LimitError, Meter
from .operations import SEQUENCES, check_widths


class LongRange:
    """A range too long to be gathered. A `for` loop runs over its `range`."""

    def __init__(self, real: range) -> None:
        self.range = real

    def __iter__(self):
        raise LimitError(f"{self.range} is too long to be gathered; loop over it with `for`")

    def __reversed__(self):
        return LongRange(self.range[::-1])

    def __contains__(self, item: object) -> bool:
        return item in self.range

    def __getitem__(self, index):
        found = self.range[index]
        return LongRange(found) if isinstance(found, range) else found

    def __repr__(self) -> str:
        return repr(self.range)


def make_builtins(
    write: Callable[[str], object], meter: Meter, operations: dict, access: Access
) -> dict[str, object]:
    """The built-ins by name, printing with `write` and bounded by `meter`."""
    add, power_of, size = operations["+"], operations["**"], meter.limits.size

    def print_(*values, sep=" ", end="\n", file=None, flush=False):
        if file is not None:
            raise TypeError("print writes to the output only: `file` is not supported")
        for name, value in (("sep", sep), ("end", end)):
            if value is not None and not isinstance(value, str):
                raise TypeError(f"{name} must be None or a string, not {type(value).__name__}")
        sep = " " if sep is None else sep
        write(sep.join([str(value) for value in values]) + ("\n" if end is None else end))

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
        if number.__class__ is int and isinstance(ndigits, int):
            meter.check_bits(-ndigits)
        return builtins.round(number) if ndigits is None else builtins.round(number, ndigits)

    def format_(value, format_spec=""):
        check_widths(format_spec, meter)
        return builtins.format(value, format_spec)

    def type_(value, /):
        if isinstance(value, type | Namespace):
            raise TypeError(f"the type of {value} cannot be reached")
        return range_ if isinstance(value, LongRange) else type(value)

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

    def range_(*args):
        made = range(*args)
        return LongRange(made) if made[size:] else made

    def isinstance_(value, classes, /):
        if classes.__class__ is tuple:
            return any(isinstance_(value, item) for item in classes)
        if classes is range_:
            classes = (range, LongRange)
        return builtins.isinstance(value, builtins.type if classes is type_ else classes)

    def iter_(iterable, /):
        return builtins.iter(iterable)

    def len_(value, /):
        return len(value.range if value.__class__ is LongRange else value)

    guarded = {
        "print": print_,
        "sum": sum_,
        "pow": pow_,
        "round": round_,
        "format": format_,
        "type": type_,
        "getattr": getattr_,
        "hasattr": hasattr_,
        "isinstance": isinstance_,
        "iter": iter_,
        "len": len_,
        "range": range_,
        "enumerate": chains.enumerate,
        "filter": chains.filter,
        "map": chains.map,
        "zip": chains.zip,
    }
    for name, function in guarded.items():
        function.__name__ = function.__qualname__ = name
    return {name: getattr(builtins, name) for name in names.BUILTINS | names.EXCEPTIONS} | guarded
