"""Expressions as text of gradline's language, with no more parentheses than precedence needs."""

from __future__ import annotations

import math
from collections.abc import Collection
from fractions import Fraction
from typing import Any

import numpy as np

from .dtypes import BY_NUMPY, scalar_dtype
from .expression import Expr, inside, leading_ones

COMPARISON, SUM, PRODUCT, UNARY, POWER, POSTFIX = range(6)
LEVELS = {"@": PRODUCT, "/": PRODUCT, "**": POWER}
LONG = 150
"""The weight from which on repeated parts of a formula get names."""


class Text:
    """Writes expressions; `taken` are the names of variables, which hide functions."""

    def __init__(self, taken: Collection[str] = ()) -> None:
        self.taken = taken
        self.named: dict[Expr, str] = {}

    def program(self, expression: Expr) -> str:
        """The expression, parts that repeat in a long one as assignments before it."""
        steps = []
        for part in repeated(expression) if expression.weight > LONG else ():
            name = self.fresh()
            steps.append(f"{name} = {self.whole(part)}")
            self.named[part] = name
        return "; ".join([*steps, self.whole(expression)])

    def fresh(self) -> str:
        number = len(self.named) + 1
        while f"t{number}" in self.taken or f"t{number}" in self.named.values():
            number += 1
        return f"t{number}"

    def whole(self, e: Expr) -> str:
        """A tensor of the expression's own shape."""
        return self.number_tensor(e) if self.is_number(e) else self.of(e, COMPARISON)

    def is_number(self, e: Expr) -> bool:
        return e.kind == "constant" or (e.kind == "expand" and e.args[0].kind == "constant")

    def number_tensor(self, e: Expr) -> str:
        """A constant where a tensor is needed."""
        inner = e.args[0] if e.kind == "expand" else e
        text = number(inner.args[0], e.dtype, True)[0]
        dtype = self.dtype_argument(e.dtype)
        if not e.shape:
            return f"{self.function('tensor')}({text}{dtype})"
        if text in ("0.0", "1.0") and e.dtype.kind == "f":
            sizes = ", ".join(map(str, e.shape))
            return f"{self.function('zeros' if text == '0.0' else 'ones')}({sizes}{dtype})"
        return f"{self.function('full')}({e.shape}, {text}{dtype})"

    def dtype_argument(self, dtype: np.dtype) -> str:
        usual = dtype.kind == "b" or dtype == np.int64 or dtype == scalar_dtype(0.0)
        return "" if usual else f", dtype={BY_NUMPY[dtype]}"

    def function(self, name: str) -> str:
        if name in self.taken:
            return f"torch.{name}"
        return name

    # Expressions, in parentheses where the surroundings bind tighter than they do

    def of(self, e: Expr, level: int) -> str:
        if e in self.named:
            return self.named[e]
        text, own = getattr(self, e.kind)(e)
        return f"({text})" if own < level else text

    def constant(self, e: Expr) -> tuple[str, int]:
        return number(e.args[0], e.dtype, e.dtype.kind in "fc")

    def name(self, e: Expr) -> tuple[str, int]:
        return e.args[0], POSTFIX

    def literal(self, e: Expr) -> tuple[str, int]:
        dtype = self.dtype_argument(e.dtype)
        array = e.args[0]
        if 0 in array.shape:
            sizes = ", ".join(map(str, array.shape))
            dtype = "" if array.dtype == scalar_dtype(0.0) else f", dtype={BY_NUMPY[array.dtype]}"
            return f"{self.function('zeros')}({sizes}{dtype})", POSTFIX
        return f"{self.function('tensor')}({elements(array)}{dtype})", POSTFIX

    def expand(self, e: Expr) -> tuple[str, int]:
        if self.is_number(e):
            return self.number_tensor(e), POSTFIX
        sizes = ", ".join(map(str, e.shape))
        return f"{self.of(e.args[0], POSTFIX)}.expand({sizes})", POSTFIX

    def sum(self, e: Expr) -> tuple[str, int]:
        parts = positive_first(e.args)
        floating = needs_float(e, [term for _, term in parts])
        text = ""
        for coefficient, term in parts:
            minus = negative(coefficient)
            size = -coefficient if minus else coefficient
            if term is None:
                shown = self.bracketed(size, e.dtype, floating)
            else:
                shown, level = self.scaled(size, term, floating)
                shown = f"({shown})" if level < PRODUCT else shown
            if text:
                text += f" {'-' if minus else '+'} {shown}"
            else:
                text = f"-{shown}" if minus else shown
        return text, SUM

    def bracketed(self, value: Any, dtype: np.dtype, floating: bool) -> str:
        if floating and dtype.kind in "fc" and self.dtype_argument(dtype):
            text = number(value, dtype, True)[0]
            return f"{self.function('tensor')}({text}{self.dtype_argument(dtype)})"
        text, level = number(value, dtype, floating)
        return f"({text})" if level < PRODUCT else text

    def product(self, e: Expr) -> tuple[str, int]:
        coefficient, factors = e.args
        minus = negative(coefficient)
        size = -coefficient if minus else coefficient
        floating = needs_float(e, [base for base, _ in factors])
        text, level = self.written(size, factors, e.dtype, floating)
        if not minus:
            return text, level
        return f"-({text})" if level < PRODUCT else f"-{text}", SUM

    def scaled(self, size: Any, term: Expr, floating: bool) -> tuple[str, int]:
        """A positive number times a term without a coefficient."""
        if term in self.named:
            parts: Any = ((term, Fraction(1)),)
        else:
            parts = term.args[1] if term.kind == "product" else ((term, Fraction(1)),)
        return self.written(size, parts, term.dtype, floating)

    def written(self, size: Any, parts: Any, dtype: Any, floating: bool) -> tuple[str, int]:
        above = [(base, exponent) for base, exponent in parts if exponent > 0]
        below = [(base, -exponent) for base, exponent in parts if exponent < 0]
        one = size == 1 and not (floating and dtype.kind in "fc")
        if one and not below and len(above) == 1:
            base, exponent = above[0]
            if exponent == 1:
                return self.of(base, COMPARISON), self.level(base)
            return self.raised(base, exponent), POWER
        pieces = []
        if not one or not above:
            pieces.append(self.bracketed(size, dtype, floating))
        if len(above) == 1 and not below and pieces and is_matmul(above[0], self.named):
            _, left, right = above[0][0].args
            text = f"{pieces[0]}*{self.of(left, PRODUCT)} @ {self.of(right, UNARY)}"
            return text, PRODUCT
        pieces += [self.raised(base, exponent) for base, exponent in above]
        text = "*".join(pieces)
        if len(below) == 1:
            text += f"/{self.raised(*below[0])}"
        elif below:
            text += f"/({'*'.join(self.raised(*pair) for pair in below)})"
        return text, PRODUCT

    def level(self, e: Expr) -> int:
        return POSTFIX if e in self.named else getattr(self, e.kind)(e)[1]

    def raised(self, base: Expr, exponent: Fraction) -> str:
        if exponent == 1:
            return self.of(base, UNARY)
        text, level = number(exponent, np.dtype(float), False)
        return f"{self.of(base, POSTFIX)}**{f'({text})' if level < POSTFIX else text}"

    def binary(self, e: Expr) -> tuple[str, int]:
        sign, a, b = e.args
        level = LEVELS.get(sign, COMPARISON)
        tight = "" if sign in ("**", "/") else " "
        if sign == "**":
            left, right = self.of(a, POSTFIX), self.of(b, UNARY)
        elif sign == "@":
            left, right = self.tensor(a, PRODUCT), self.tensor(b, UNARY)
        else:
            left, right = self.of(a, level + (level == COMPARISON)), self.of(b, level + 1)
        return f"{left}{tight}{sign}{tight}{right}", level

    def reshape(self, e: Expr) -> tuple[str, int]:
        inner = e.args[0]
        source = self.tensor(inner, POSTFIX)
        places = [d for d, n in enumerate(e.shape) if n == 1]
        if len(e.shape) == len(inner.shape) + 1:
            for d in places:
                if e.shape[:d] + e.shape[d + 1 :] == inner.shape:
                    return f"{source}.unsqueeze({d})", POSTFIX
        if leading_ones(inner.shape, e.shape) and len(inner.shape) == len(e.shape) + 1:
            return f"{source}.squeeze(0)", POSTFIX
        if len(e.shape) == 1:
            return f"{source}.flatten()", POSTFIX
        return f"{source}.reshape({', '.join(map(str, e.shape)) or '()'})", POSTFIX

    def permute(self, e: Expr) -> tuple[str, int]:
        inner, dims = e.args
        source = self.tensor(inner, POSTFIX)
        count = len(dims)
        if dims == (1, 0):
            return f"{source}.T", POSTFIX
        if count > 2 and dims == (*range(count - 2), count - 1, count - 2):
            return f"{source}.mT", POSTFIX
        return f"{source}.permute({', '.join(map(str, dims))})", POSTFIX

    def item(self, e: Expr) -> tuple[str, int]:
        return f"{self.of(e.args[0], POSTFIX)}[{e.args[1]}]", POSTFIX

    def call(self, e: Expr) -> tuple[str, int]:
        function, args, keywords = e.args
        if function == "[]":
            key = ", ".join(a if isinstance(a, str) else self.argument(a) for a in args[1:])
            return f"{self.tensor(args[0], POSTFIX)}[{key}]", POSTFIX
        if function.startswith("."):
            source = self.tensor(args[0], POSTFIX)
            inner = self.arguments(args[1:], keywords)
            return f"{source}{function}({inner})", POSTFIX
        return f"{self.function(function)}({self.arguments(args, keywords)})", POSTFIX

    def arguments(self, args: Any, keywords: Any) -> str:
        shown = [self.argument(arg) for arg in args]
        return ", ".join(shown + [f"{key}={self.argument(arg)}" for key, arg in keywords])

    def tensor(self, e: Expr, level: int) -> str:
        return self.number_tensor(e) if self.is_number(e) else self.of(e, level)

    def argument(self, arg: Any) -> str:
        if arg.__class__ is Expr:
            return self.tensor(arg, COMPARISON)
        if arg.__class__ is tuple:
            shown = ", ".join(self.argument(part) for part in arg)
            return f"({shown},)" if len(arg) == 1 else f"({shown})"
        if isinstance(arg, np.dtype):
            return str(BY_NUMPY[arg])
        if isinstance(arg, Fraction):
            return number(arg, np.dtype(float), False)[0]
        if isinstance(arg, float):
            return number(arg, np.dtype(float), True)[0]
        return repr(arg)


def repeated(expression: Expr) -> list[Expr]:
    """The parts that occur more than once, and are worth a name, innermost first."""
    uses: dict[Expr, int] = {}
    order: list[Expr] = []
    stack: list[tuple[Expr, bool]] = [(expression, False)]
    while stack:
        top, done = stack.pop()
        if done:
            order.append(top)
            continue
        uses[top] = uses.get(top, 0) + 1
        if uses[top] > 1:
            continue
        stack.append((top, True))
        stack += [(part, False) for part in inside(top.args)]
    plain = ("constant", "name", "item")
    return [
        e
        for e in order
        if e.kind not in plain and uses[e] > 1 and (e.weight > 3 or e.kind == "literal")
    ]


def is_matmul(pair: tuple[Expr, Fraction], named: Any) -> bool:
    base, exponent = pair
    return exponent == 1 and base.kind == "binary" and base.args[0] == "@" and base not in named


def needs_float(e: Expr, parts: list[Any]) -> bool:
    """Whether a number has to say that the result is floating: nothing else does."""
    return e.dtype.kind in "fc" and not any(
        part is not None and part.dtype.kind in "fc" for part in parts
    )


def positive_first(terms: Any) -> list[Any]:
    """The terms of a sum, one that is added in front if there is any."""
    front = next((i for i, (coefficient, _) in enumerate(terms) if not negative(coefficient)), 0)
    return [terms[front], *terms[:front], *terms[front + 1 :]]


def negative(value: Any) -> bool:
    return not isinstance(value, complex) and value < 0


def number(value: Any, dtype: np.dtype, floating: bool) -> tuple[str, int]:
    """A number as short as it can be written, and how tightly that binds."""
    if isinstance(value, bool):
        return str(
            value if dtype.kind == "b" else (float(value) if floating else int(value))
        ), POSTFIX
    if isinstance(value, complex):
        return repr(value), POSTFIX if repr(value).startswith("(") else UNARY
    if isinstance(value, float):
        if not math.isfinite(value):
            text = "nan" if math.isnan(value) else "inf"
            return (f"-torch.{text}", UNARY) if value < 0 else (f"torch.{text}", POSTFIX)
        value = Fraction(repr(value))
    if value < 0:
        text, level = number(-value, dtype, floating)
        return f"-{text}", min(level, UNARY)
    if value.denominator == 1 and value.numerator < 10**15:
        point = ".0" if floating and dtype.kind in "fc" else ""
        return f"{value.numerator}{point}", POSTFIX
    text = repr(float(value))
    if Fraction(text) == value and len(text) <= 12:
        return text, POSTFIX
    if value.numerator < 10**4 and value.denominator < 10**4:
        return f"{value.numerator}/{value.denominator}", PRODUCT
    return text, POSTFIX


def elements(array: Any) -> str:
    """Nested lists of an array's elements, exact in its dtype."""
    if array.ndim:
        return "[" + ", ".join(elements(part) for part in array) + "]"
    item = array[()]
    if array.dtype.kind == "b" or array.dtype.kind in "iu":
        return str(item)
    if array.dtype.kind == "c":
        return f"complex({elements(item.real)}, {elements(item.imag)})"
    text = repr(float(str(item)))
    return text if math.isfinite(item) else f"torch.{text}" if item != -math.inf else "-torch.inf"
