"""Stand-ins for methods and `math` functions whose results could grow without bound."""

from __future__ import annotations

import math
from collections.abc import Callable
from operator import length_hint
from typing import Any

from .access import Access
from .kinds import Builtin
from .limits import Meter
from .operations import check_widths, integer
from .texts import Texts


def method_guards(meter: Meter) -> dict[tuple[type, str], Callable]:
    """By Python type and method name: a function that checks the size, then calls the method."""
    check = meter.check_size

    def widened(name: str) -> Callable:
        method = getattr(str, name)

        def guard(self, width, *rest):
            check(integer(width) or 0)
            return method(self, width, *rest)

        guard.__name__ = name
        return guard

    def join(self, iterable):
        parts = list(iterable)
        check(sum(len(part) + len(self) for part in parts if isinstance(part, str)))
        return self.join(parts)

    def replace(self, old, new, count=-1):
        if isinstance(old, str) and isinstance(new, str):
            check(len(self) + (self.count(old) if old else len(self) + 1) * len(new))
        return self.replace(old, new, count)

    def expandtabs(self, tabsize=8):
        check(len(self) + self.count("\t") * max(integer(tabsize) or 0, 0))
        return self.expandtabs(tabsize)

    def extend(self, iterable):
        check(len(self) + length_hint(iterable, 0))
        self.extend(iterable)

    widths = ("center", "ljust", "rjust", "zfill")
    guards: dict[tuple[type, str], Callable] = {(str, name): widened(name) for name in widths}
    guards |= {
        (str, "join"): join,
        (str, "replace"): replace,
        (str, "expandtabs"): expandtabs,
        (list, "extend"): extend,
    }
    for (_, name), guard in guards.items():
        guard.__qualname__ = name
    return guards


def format_guard(meter: Meter, access: Access, texts: Texts) -> Callable:
    """`str.format` whose fields reach only listed attributes."""
    # The parser of format strings that Python's own `string.Formatter` uses.
    from _string import formatter_field_name_split, formatter_parser  # pyright: ignore

    def format_(self: str, /, *args, **kwargs):
        unnumbered = iter(range(len(args) + 1))

        def field(text: str) -> Any:
            first, rest = formatter_field_name_split(text)
            if first == "":
                first = next(unnumbered)
            if isinstance(first, int):
                if first >= len(args):
                    message = f"Replacement index {first} out of range for positional args tuple"
                    raise IndexError(message)
                value: Any = args[first]
            else:
                value = kwargs[first]
            for is_attribute, key in rest:
                value = access.get(value, key) if is_attribute else value[key]
            return value

        def expand(template: str, depth: int) -> str:
            if depth > 2:
                raise ValueError("Max string recursion exceeded")
            parts = []
            for literal, name, spec, conversion in formatter_parser(template):
                parts.append(literal)
                if name is None:
                    continue
                value = field(name)
                if conversion:
                    if conversion not in texts.conversions:
                        raise ValueError(f"Unknown conversion specifier {conversion!r}")
                    value = texts.conversions[conversion](value)
                spec = expand(spec, depth + 1) if spec else ""
                check_widths(spec, meter)
                parts.append(texts.format_(value, spec))
            meter.check_size(sum(map(len, parts)))
            return "".join(parts)

        return expand(self, 1)

    format_.__qualname__ = "format"
    return format_


def math_guards(meter: Meter, operations: dict) -> dict[str, Callable]:
    """The functions of `math` on integers, refused where the result would be too large."""

    def factorial(n, /):
        number = integer(n) or 0
        if number > 1:
            meter.check_bits(int(number * math.log2(number)) - number)
        return math.factorial(n)

    def bounded(n, k) -> None:
        n, k = integer(n), integer(k)
        if n is not None and k is not None and 0 <= k <= n:
            meter.check_bits(min(k, n - k) * n.bit_length() // 2)

    def comb(n, k, /):
        bounded(n, k)
        return math.comb(n, k)

    def perm(n, k=None, /):
        if k is None:
            return factorial(n)
        size, count = integer(n), integer(k)
        if size is not None and count is not None and 0 <= count <= size:
            meter.check_bits(count * max(size.bit_length() - 1, 0) // 2)
        return math.perm(n, k)

    def lcm(*numbers):
        common = 1
        for number in numbers:
            meter.check_bits(common.bit_length() + (integer(number) or 0).bit_length())
            common = math.lcm(common, number)
        return common

    def prod(iterable, /, *, start=1):
        multiply = operations["*"]
        for item in iterable:
            start = multiply(start, item)
        return start

    functions = (factorial, comb, perm, lcm, prod)
    for function in functions:
        function.__qualname__ = function.__name__
    return {function.__name__: Builtin(function) for function in functions}
