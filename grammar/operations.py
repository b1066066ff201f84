"""The operators of the language: Python's own, except where a result could grow without bound."""

from __future__ import annotations

import operator
from collections.abc import Callable
from re import findall
from typing import Any

from .limits import LARGE, Meter
from .texts import PLAIN, Texts

SEQUENCES = frozenset([str, list, tuple])
GROWING = (str, list, tuple)
INTEGERS = frozenset([int, bool])

PERCENT = r"%[-+ #0]*(\d*\.?\d*)"
"""A width and a precision after a percent sign, where no key stands between."""

Operation = Callable[[Any, Any], Any]


def binary_operations(
    meter: Meter, texts: Texts, tensor: type
) -> tuple[dict[str, Operation], dict[str, Operation]]:
    """The binary operators by their signs, and the in-place ones (`+=`), both under `meter`."""
    # A product with one of these is of its kind; a sum of one of these is no sequence.
    fixed = frozenset([tensor, float, complex])
    numbers = fixed | INTEGERS

    def guard_sum(raw: Operation) -> Operation:
        def add(a, b):
            value = raw(a, b)
            if value.__class__ in numbers:
                return value
            if isinstance(value, GROWING) and len(value) > LARGE:
                meter.charge(value)
            return value

        return add

    def guard_product(raw: Operation) -> Operation:
        def multiply(a, b):
            if a.__class__ in fixed or b.__class__ in fixed:
                return raw(a, b)
            if a.__class__ in INTEGERS and b.__class__ in INTEGERS:
                meter.check_bits(a.bit_length() + b.bit_length() - 1)
                return raw(a, b)
            return repeat(raw, a, b)

        return multiply

    def repeat(raw, a, b):
        sequence, times = (a, b) if isinstance(a, GROWING) else (b, a)
        count = integer(times)
        if count is None or not isinstance(sequence, GROWING):
            return raw(a, b)
        meter.check_size(len(sequence) * max(count, 0))
        value = raw(a, b)
        if len(value) > LARGE:
            meter.charge(value)
        return value

    def guard_power(raw: Operation) -> Operation:
        def power(a, b):
            if a.__class__ in INTEGERS and b.__class__ in INTEGERS and a not in (0, 1, -1):
                meter.check_bits((a.bit_length() - 1) * b)
            return raw(a, b)

        return power

    def guard_shift(raw: Operation) -> Operation:
        def shift(a, b):
            if a.__class__ in INTEGERS and b.__class__ in INTEGERS and a:
                meter.check_bits(a.bit_length() + b)
            return raw(a, b)

        return shift

    def guard_modulo(raw: Operation) -> Operation:
        def modulo(a, b):
            return percent(raw, a, b) if a.__class__ is str else raw(a, b)

        return modulo

    def percent(raw, a, b):
        check_widths(a, meter, r"\d{2,}" if "%(" in a else PERCENT)
        items = b if b.__class__ is tuple else b.values() if b.__class__ is dict else (b,)
        total = 0
        for item in items:
            texts.check(item)
            if item.__class__ is str:
                total += len(item)
            elif item.__class__ in INTEGERS and "*" in a:
                total += abs(item)
        meter.check_size(total)
        made = raw(a, b)
        return made if PLAIN.issuperset(map(type, items)) else texts.hidden(made)

    plain = {
        "+": guard_sum(operator.add),
        "-": operator.sub,
        "*": guard_product(operator.mul),
        "/": operator.truediv,
        "//": operator.floordiv,
        "%": guard_modulo(operator.mod),
        "@": operator.matmul,
        "**": guard_power(operator.pow),
        "<<": guard_shift(operator.lshift),
        ">>": operator.rshift,
        "&": operator.and_,
        "|": operator.or_,
        "^": operator.xor,
    }
    in_place = {
        "+=": guard_sum(operator.iadd),
        "-=": operator.isub,
        "*=": guard_product(operator.imul),
        "/=": operator.itruediv,
        "//=": operator.ifloordiv,
        "%=": guard_modulo(operator.imod),
        "@=": operator.imatmul,
        "**=": guard_power(operator.ipow),
        "<<=": guard_shift(operator.ilshift),
        ">>=": operator.irshift,
        "&=": operator.iand,
        "|=": operator.ior,
        "^=": operator.ixor,
    }
    return plain, in_place


# With a constant of these types as an operand, the raw operator is safe: a sum or product with it
# grows by a few digits at most, and no sequence can be repeated by it.
UNGUARDED = {"+": (int, float, complex), "*": (float, complex)}
UNGUARDED_OPERATIONS: dict[str, Operation] = {
    "+": operator.add,
    "*": operator.mul,
    "+=": operator.iadd,
    "*=": operator.imul,
}


def check_widths(text: str, meter: Meter, pattern: str = r"\d{2,}") -> None:
    """LimitError if the widths and precisions written in a format `text` are out of bounds."""
    if len(text) < 5:
        return
    sizes = [size[:30] for found in findall(pattern, text) for size in found.split(".")]
    meter.check_size(sum([int(size) for size in sizes if size]))


def integer(value: Any) -> int | None:
    """What Python takes for an int where it asks for one; None if it would not take `value`."""
    if value.__class__ in INTEGERS:
        return value
    try:
        return operator.index(value)
    except (TypeError, ValueError, RuntimeError):
        return None


def _not_in(a, b):
    return a not in b


COMPARISONS: dict[str, Operation] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda a, b: a in b,
    "not in": _not_in,
}

UNARY: dict[str, Callable[[Any], Any]] = {
    "-": operator.neg,
    "+": operator.pos,
    "~": operator.invert,
    "not": operator.not_,
}
