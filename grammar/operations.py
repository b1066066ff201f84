"""The operators of the language: Python's own, except where a result could grow without bound."""

from __future__ import annotations

import operator
from collections.abc import Callable
from re import findall
from typing import Any

from .limits import LARGE, Meter

SEQUENCES = frozenset([str, list, tuple])
GROWING = frozenset([str, list, tuple, int, bool])
INTEGERS = frozenset([int, bool])

Operation = Callable[[Any, Any], Any]


def binary_operations(meter: Meter) -> tuple[dict[str, Operation], dict[str, Operation]]:
    """The binary operators by their signs, and the in-place ones (`+=`), both under `meter`."""

    def guard_sum(raw: Operation) -> Operation:
        def add(a, b):
            value = raw(a, b)
            if value.__class__ in SEQUENCES and len(value) > LARGE:
                meter.charge(value)
            return value

        return add

    def guard_product(raw: Operation) -> Operation:
        def multiply(a, b):
            if a.__class__ in GROWING and b.__class__ in GROWING:
                return product(raw, a, b)
            return raw(a, b)

        return multiply

    def product(raw, a, b):
        if a.__class__ in INTEGERS and b.__class__ in INTEGERS:
            meter.check_bits(a.bit_length() + b.bit_length() - 1)
            return raw(a, b)
        sequence, times = (a, b) if a.__class__ in SEQUENCES else (b, a)
        if times.__class__ in INTEGERS:
            meter.check_size(len(sequence) * max(times, 0))
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
            if a.__class__ is str:
                check_widths(a, meter)
                if "*" in a:
                    for item in b if b.__class__ is tuple else (b,):
                        if item.__class__ in INTEGERS:
                            meter.check_size(abs(item))
            return raw(a, b)

        return modulo

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


def check_widths(text: str, meter: Meter) -> None:
    """LimitError if a width or precision written in a format `text` is out of bounds."""
    if len(text) < 5:
        return
    for digits in findall(r"\d{5,}", text):
        meter.check_size(int(digits[:30]))


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
