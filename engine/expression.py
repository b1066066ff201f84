"""Expressions of arrays, built simplified.

An expression is made through the functions below, which fold constants, collect like terms and
powers, and drop what changes nothing. A broadcast is kept outermost, so that arithmetic forgets
it where another operand brings the shape along. Equal expressions are the same object.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from .dtypes import scalar_dtype

Shape = tuple[int, ...]
NUMBERS = (int, float, complex, Fraction)

INTERNED: dict[Any, Expr] = {}


class Expr:
    """One expression, with the shape and dtype of its value.

    kind      args
    constant  a number
    name      the variable's name
    literal   the array
    expand    an expression, broadcast to the shape
    sum       pairs of coefficient and expression; the constant term comes with None
    product   a coefficient, and pairs of base and exponent
    reshape   an expression
    permute   an expression, the order of its dimensions
    call      what is called, positional arguments, pairs of keyword and argument
    item      an expression with several parts, which of them
    binary    an operator's sign, two operands
    """

    __slots__ = ("args", "collected", "dtype", "kind", "shape", "varies", "weight")

    def __init__(self, kind: str, args: tuple[Any, ...], shape: Shape, dtype: np.dtype) -> None:
        self.kind = kind
        self.args = args
        self.shape = shape
        self.dtype = dtype
        parts = inside(args)
        self.weight = 1 + sum([part.weight for part in parts])
        """How many expressions its text holds."""
        self.varies = kind == "name" or any(part.varies for part in parts)
        """Whether it holds a variable."""
        self.collected: dict[Any, Any] | None = None
        """The operands of a sum or product as `total` and `times` collect them, once they did."""


def inside(args: Any) -> list[Expr]:
    """The expressions among arguments, however they are nested."""
    found = []
    for arg in args:
        if arg.__class__ is Expr:
            found.append(arg)
        elif arg.__class__ is tuple:
            found += inside(arg)
    return found


def make(kind: str, args: tuple[Any, ...], shape: Shape, dtype: Any) -> Expr:
    """The one expression of these parts."""
    dtype = np.dtype(dtype)
    key = (kind, key_of(kind, args), shape, dtype)
    found = INTERNED.get(key)
    if found is None:
        found = INTERNED[key] = Expr(kind, args, shape, dtype)
    return found


def key_of(kind: str, args: tuple[Any, ...]) -> Any:
    """A key for arguments. Sums and products may be long, and fractions are slow to hash."""
    if kind == "sum":
        return tuple([term for _, term in args]), tuple([ratio(number) for number, _ in args])
    if kind == "product":
        coefficient, factors = args
        bases = tuple([base for base, _ in factors])
        return ratio(coefficient), bases, tuple([ratio(exponent) for _, exponent in factors])
    return typed(args)


def ratio(number: Any) -> Any:
    return number.as_integer_ratio() if number.__class__ is Fraction else typed(number)


def typed(value: Any) -> Any:
    """A key that tells 1, 1.0 and True apart."""
    if value.__class__ is tuple:
        return tuple(typed(part) for part in value)
    return value if value.__class__ is Expr else (value.__class__, value)


def depends(value: Any) -> bool:
    """Whether an expression, or one in a tuple, holds a variable."""
    if value.__class__ is tuple:
        return any(map(depends, value))
    return value.__class__ is Expr and value.varies


# Leaves


def number_of(value: Any) -> Any:
    """A scalar as an exact number: of a float the shortest decimal that stands for it."""
    value = np.asarray(value)[()]
    if isinstance(value, (bool, np.bool_)):
        return bool(value)
    if value.dtype.kind in "iu":
        return Fraction(int(value))
    if value.dtype.kind == "c":
        return complex(value) if value.imag else number_of(value.real)
    if not np.isfinite(value):
        return float(value)
    simple = Fraction(float(value)).limit_denominator(999)
    return simple if value == value.dtype.type(simple) else Fraction(str(value))


def exact(value: Any) -> Any:
    """A Python number as the arithmetic below wants it."""
    if isinstance(value, bool | Fraction):
        return value
    if isinstance(value, complex):
        return value if value.imag else exact(value.real)
    if isinstance(value, float):
        if not math.isfinite(value):
            return value
        simple = Fraction(value).limit_denominator(999)
        return simple if float(simple) == value else Fraction(repr(value))
    return Fraction(value)


def constant(value: Any, shape: Shape, dtype: Any) -> Expr:
    found = make("constant", (value,), (), dtype)
    return spread(found, shape)


def name(text: str, array: Any) -> Expr:
    return make("name", (text,), array.shape, array.dtype)


def literal(array: Any) -> Expr:
    return Expr("literal", (array,), array.shape, array.dtype)


def known_by_value(array: Any) -> Expr:
    """The expression of an array in which nothing varies."""
    array = np.asarray(array)
    if array.size and bool(np.all(array == array.flat[0])):
        return constant(number_of(array.flat[0]), array.shape, array.dtype)
    return literal(array.copy())


def strip(expression: Expr) -> Expr:
    """Without its broadcast."""
    return expression.args[0] if expression.kind == "expand" else expression


def spread(expression: Expr, shape: Shape) -> Expr:
    """Broadcast to `shape`."""
    inner = strip(expression)
    while inner.kind == "reshape" and leading_ones(inner.shape, inner.args[0].shape):
        inner = inner.args[0]
    if inner.shape == shape:
        return inner
    return make("expand", (inner,), shape, inner.dtype)


def leading_ones(shape: Shape, of: Shape) -> bool:
    return len(shape) > len(of) and shape == (1,) * (len(shape) - len(of)) + of


def plain(number: Any) -> Any:
    """A number to calculate with: truth values as 0 and 1, fractions within bounds."""
    if isinstance(number, bool):
        return Fraction(number)
    if isinstance(number, Fraction) and number.denominator.bit_length() > 128:
        return Fraction(repr(float(number)))
    return number


def value(expression: Any) -> Any:
    """The number that an expression or argument is in every element, None if it is none."""
    if expression.__class__ is Expr:
        inner = strip(expression)
        return inner.args[0] if inner.kind == "constant" else None
    return exact(expression) if isinstance(expression, NUMBERS) else None


# Arithmetic


def terms(expression: Any) -> tuple[Any, ...]:
    """As pairs of coefficient and expression."""
    number = value(expression)
    if number is not None:
        return ((plain(number), None),)
    inner = strip(expression)
    if inner.kind == "sum":
        return inner.args
    if inner.kind == "product" and inner.args[0] != 1:
        rest = product(Fraction(1), inner.args[1], inner.dtype)
        return ((inner.args[0], rest),)
    return ((Fraction(1), inner),)


def total(parts: Any, shape: Shape, dtype: Any) -> Expr:
    """The sum of `parts`, pairs of a number and an expression or a number."""
    collected: dict[Any, Any] = {}
    for factor, part in parts:
        if not collected and factor == 1 and is_kind(part, "sum"):
            collected = collected_terms(strip(part)).copy()
            continue
        for coefficient, term in terms(part):
            collected[term] = collected.get(term, 0) + exact(factor) * coefficient
    rest = collected.pop(None, 0)
    found = [(number, term) for term, number in collected.items() if number]
    if rest != 0:
        found.append((rest, None))
    if not found:
        return constant(Fraction(0), shape, dtype)
    if len(found) == 1:
        number, term = found[0]
        if term is None:
            return constant(number, shape, dtype)
        return times([number, term], shape, dtype)
    carried = carrying([term for _, term in found], dtype)
    found = [(number, term) for (number, _), term in zip(found, carried, strict=True)]
    return spread(make("sum", tuple(found), shape_of(carried), dtype), shape)


def is_kind(part: Any, kind: str) -> bool:
    return part.__class__ is Expr and strip(part).kind == kind


def collected_terms(sum_: Expr) -> dict[Any, Any]:
    """The coefficient of each term of a sum."""
    if sum_.collected is None:
        sum_.collected = {term: coefficient for coefficient, term in sum_.args}
    return sum_.collected


def collected_factors(product: Expr) -> dict[Any, Any]:
    """The exponent of each base of a product, those above and below the line apart."""
    if product.collected is None:
        product.collected = {power_key(*pair): pair[1] for pair in product.args[1]}
    return product.collected


def power_key(base: Expr, exponent: Any) -> Any:
    numerator, denominator = exponent.as_integer_ratio()
    return base, numerator > 0 if denominator == 1 else exponent


def carrying(parts: list[Any], dtype: np.dtype) -> list[Any]:
    """The operands of a result of `dtype`, the first converted if nothing else made it that.

    A broadcast constant has a dtype, which the number that stands for it has not.
    """
    dtype = np.dtype(dtype)
    given = [part for part in parts if part is not None]
    wide = [part for part in given if part.shape] or given  # what has no dimensions gives way
    dtypes = [part.dtype for part in wide]
    if dtype.kind not in "fc" or dtype in dtypes or not given:
        return parts
    if not any(found.kind in "fc" for found in dtypes) and dtype == scalar_dtype(0.0):
        return parts
    if any(found.kind == "c" for found in dtypes) != (dtype.kind == "c"):
        return parts
    place = parts.index(wide[0])
    part = wide[0]
    changed = make("call", (".to", (part, dtype), ()), part.shape, dtype)
    return [changed if i == place else other for i, other in enumerate(parts)]


def shape_of(parts: Any) -> Shape:
    return np.broadcast_shapes(*{part.shape for part in parts if part is not None})


def product(coefficient: Any, factors: Any, dtype: Any) -> Expr:
    factors = tuple(factors)
    if not factors:
        return constant(coefficient, (), dtype)
    if coefficient == 1 and len(factors) == 1 and factors[0][1] == 1:
        return factors[0][0]
    return make("product", (coefficient, factors), shape_of(b for b, _ in factors), dtype)


def factors(expression: Any) -> tuple[Any, tuple[Any, ...]]:
    """As a coefficient and pairs of base and exponent."""
    number = value(expression)
    if number is not None:
        return plain(number), ()
    inner = strip(expression)
    if inner.kind == "product":
        return inner.args
    return Fraction(1), ((inner, Fraction(1)),)


def times(parts: Any, shape: Shape, dtype: Any) -> Expr:
    """The product of expressions and numbers.

    Powers of one base merge unless one divides by the other: x/x is not 1 where x is 0.
    """
    coefficient: Any = Fraction(1)
    collected: dict[Any, Any] = {}
    whole = True
    for part in parts:
        number, found = factors(part)
        coefficient = coefficient * number
        if not collected and is_kind(part, "product"):
            collected = collected_factors(strip(part)).copy()
            continue
        for base, exponent in found:
            key = power_key(base, exponent)
            collected[key] = collected.get(key, 0) + exponent
            whole = whole and key[1].__class__ is bool
    if coefficient == 0:
        return constant(Fraction(0), shape, dtype)
    given = [base for base, _ in collected]
    bases = carrying(given, dtype)
    found = product(coefficient, zip(bases, collected.values(), strict=True), dtype)
    if found.kind == "product" and bases is given and whole:  # no exponent changed its key
        found.collected = collected
    return spread(found, shape)


def power(base: Any, exponent: Any, shape: Shape, dtype: Any) -> Expr | None:
    """`base` to a number; None where it has no finite value."""
    exponent = exact(exponent)
    if not isinstance(exponent, Fraction):
        return None
    number = value(base)
    if number is not None:
        found = power_of_number(number, exponent)
        return None if found is None else constant(found, shape, dtype)
    if exponent == 0:
        return constant(Fraction(1), shape, dtype)
    coefficient, parts = factors(base)
    if exponent.denominator == 1:
        scale = power_of_number(coefficient, exponent)
        if scale is not None and all(e.denominator == 1 or e == exponent for _, e in parts):
            pairs = [(b, e * exponent) for b, e in parts]
            return spread(product(scale, pairs, dtype), shape)
    return spread(product(Fraction(1), [(strip(base), exponent)], dtype), shape)


def power_of_number(number: Any, exponent: Fraction) -> Any:
    try:
        if exponent.denominator == 1 and abs(exponent) < 64:
            return number ** int(exponent)
        return exact(float(number) ** float(exponent))
    except (ArithmeticError, TypeError, ValueError):
        return None


# Shapes


def scaled(expression: Expr, change: Any) -> Expr | None:
    """`change` past a coefficient: change(c*e) is c*change(e)."""
    coefficient, parts = factors(expression)
    if expression.kind != "product" or coefficient == 1:
        return None
    found = change(product(Fraction(1), parts, expression.dtype))
    return times([coefficient, found], found.shape, expression.dtype)


def reshape(expression: Expr, shape: Shape) -> Expr:
    if expression.shape == shape:
        return expression
    inner = strip(expression)
    if inner.shape == () or inner.kind == "constant":
        return spread(inner, shape)
    if expression.kind == "reshape":
        return reshape(expression.args[0], shape)
    if expression.kind == "call" and expression.args[0] == "sum" and len(expression.args[1]) == 2:
        (x, dims), keywords = expression.args[1:]
        kept = () if keywords else (("keepdim", True),)
        if reduced(x.shape, dims, bool(kept)) == shape:
            return make("call", ("sum", (x, dims), kept), shape, expression.dtype)
    found = scaled(expression, lambda e: reshape(e, shape))
    return found or make("reshape", (expression,), shape, expression.dtype)


def reduced(shape: Shape, dims: Any, keepdim: bool) -> Shape:
    chosen = dims if isinstance(dims, tuple) else (dims,)
    if keepdim:
        return tuple(1 if i in chosen else n for i, n in enumerate(shape))
    return tuple(n for i, n in enumerate(shape) if i not in chosen)


def permute(expression: Expr, dims: Shape) -> Expr:
    if dims == tuple(range(len(dims))):
        return expression
    shape = tuple(expression.shape[d] for d in dims)
    inner = strip(expression)
    if inner.shape == ():
        return spread(inner, shape)
    if expression.kind == "permute":
        first = expression.args[1]
        return permute(expression.args[0], tuple(first[d] for d in dims))
    found = scaled(expression, lambda e: permute(e, dims))
    return found or make("permute", (expression, dims), shape, expression.dtype)


def sum_over(x: Expr, dims: Any, keepdim: bool, dtype: Any) -> Expr:
    """The sum over `dims`, non-negative ones; None: over all. The result has the dtype `dtype`."""
    chosen = tuple(range(len(x.shape))) if dims is None else dims
    shape = reduced(x.shape, chosen, keepdim)
    if x.shape == ():
        return x
    inner = strip(x)
    padded = (1,) * (len(x.shape) - len(inner.shape)) + inner.shape
    if all(padded[d] == 1 for d in chosen):
        count = Fraction(math.prod(x.shape[d] for d in chosen))
        rest = tuple(n for d, n in enumerate(padded) if d not in chosen)
        kept = inner if keepdim else reshape(inner, rest)
        return times([count, kept], shape, dtype)
    found = scaled(x, lambda e: sum_over(e, dims, keepdim, dtype))
    if found is not None:
        return found
    everything = len(chosen) == len(x.shape) and not keepdim
    if x.kind in ("permute", "reshape") and everything:
        return sum_over(x.args[0], None, False, dtype)
    if x.kind == "permute" and len(x.shape) == 2 and not keepdim:
        return sum_over(x.args[0], tuple(x.args[1][d] for d in chosen), False, dtype)
    if everything:
        return call("sum", (x,), shape, dtype)
    dim = chosen[0] if len(chosen) == 1 else chosen
    return call("sum", (x, dim), shape, dtype, (("keepdim", True),) if keepdim else ())


def matmul(a: Expr, b: Expr, shape: Shape, dtype: Any) -> Expr:
    """The product of matrices, or of a matrix and a vector; of constants it is a sum."""
    left, right = value(a), value(b)
    if right is not None:
        axis = len(a.shape) - 1
        sums = sum_over(a, (axis,), len(shape) > axis, dtype)
        return times([right, sums], shape, dtype)
    if left is not None:
        axis = max(0, len(b.shape) - 2)
        sums = sum_over(b, (axis,), len(b.shape) > 1 and len(shape) == len(b.shape), dtype)
        return times([left, sums], shape, dtype)
    for first in (a, b):
        found = scaled(
            first, lambda e, f=first: matmul(*((e, b) if f is a else (a, e)), shape, dtype)
        )
        if found is not None:
            return found
    return make("binary", ("@", a, b), shape, dtype)


def call(
    function: str, args: Any, shape: Shape, dtype: Any, keywords: tuple[Any, ...] = ()
) -> Expr:
    return make("call", (function, tuple(args), keywords), shape, dtype)
