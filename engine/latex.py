"""Expressions as LaTeX.

Matrix products stand side by side; between tensors multiplied element by element stands a circle.
Broadcasts are not written.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .expression import Expr, exact
from .formula_text import COMPARISON, POSTFIX, POWER, PRODUCT, SUM, negative, number, positive_first

GREEK = frozenset(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega
    """.split()  # noqa: SIM905
)
FUNCTIONS = frozenset(("sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "log", "max", "min"))
SPOKEN = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "torch.linalg.det": "det"}
SIGNS = {"==": "=", "!=": r"\neq", "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq"}
MOST_ROWS = 8


def latex(expression: Expr) -> str:
    """An expression as LaTeX, for math mode."""
    return of(expression, COMPARISON)


def of(e: Expr, level: int) -> str:
    text, own = WRITERS[e.kind](e)
    return bracketed(text) if own < level else text


def bracketed(text: str) -> str:
    return rf"\left({text}\right)"


def word(name: str) -> str:
    """The name of a variable: one letter, a Greek letter, or upright words; an index follows _."""
    stem, _, index = name.partition("_")
    while not index and len(stem) > 1 and stem[-1].isdigit():
        stem, index = stem.rstrip("0123456789"), stem[len(stem.rstrip("0123456789")) :]
    shown = rf"\{stem}" if stem in GREEK else stem if len(stem) == 1 else upright(stem)
    return rf"{shown}_{{{upright(index) if len(index) > 1 else index}}}" if index else shown


def upright(text: str) -> str:
    escaped = text.replace("_", r"\_")
    return escaped if escaped.isdigit() else rf"\mathrm{{{escaped}}}"


def scalar(value: Any, dtype: Any) -> tuple[str, int]:
    if isinstance(value, bool):
        return rf"\mathrm{{{value}}}", POSTFIX
    text, level = number(value, dtype, False)
    if "/" in text:
        sign = "-" if negative(value) else ""
        size = abs(value)
        return rf"{sign}\frac{{{size.numerator}}}{{{size.denominator}}}", SUM if sign else PRODUCT
    text = text.replace("torch.inf", r"\infty").replace("torch.nan", r"\mathrm{nan}")
    if "e" in text and "n" not in text:
        digits, _, exponent = text.partition("e")
        return rf"{digits} \cdot 10^{{{int(exponent)}}}", PRODUCT
    return text, level


def constant(e: Expr) -> tuple[str, int]:
    return scalar(e.args[0], e.dtype)


def literal(e: Expr) -> tuple[str, int]:
    array = e.args[0]
    if array.ndim > 2 or not array.size or max(array.shape) > MOST_ROWS:
        sizes = r" \times ".join(map(str, array.shape))
        return rf"\mathrm{{C}}_{{{sizes}}}", POSTFIX
    rows = array.reshape(-1, 1) if array.ndim == 1 else array.reshape(1, -1)
    rows = array if array.ndim == 2 else rows
    lines = [
        " & ".join(f"{item:g}" if item.dtype.kind == "f" else str(item) for item in row)
        for row in rows
    ]
    return r"\begin{bmatrix}" + r" \\ ".join(lines) + r"\end{bmatrix}", POSTFIX


def total(e: Expr) -> tuple[str, int]:
    parts = positive_first(e.args)
    text = ""
    for coefficient, term in parts:
        minus = negative(coefficient)
        size = -coefficient if minus else coefficient
        if term is None:
            shown = scalar(size, e.dtype)[0]
        else:
            pairs = term.args[1] if term.kind == "product" else ((term, Fraction(1)),)
            shown = written(size, pairs, e.dtype)
        text += (" - " if minus else " + ") + shown if text else ("-" if minus else "") + shown
    return text, SUM


def product(e: Expr) -> tuple[str, int]:
    coefficient, pairs = e.args
    minus = negative(coefficient)
    text = written(-coefficient if minus else coefficient, pairs, e.dtype)
    return (f"-{text}", SUM) if minus else (text, PRODUCT)


def written(size: Any, pairs: Any, dtype: Any) -> str:
    """A positive coefficient and powers, those with negative exponents below a line."""
    above = [(base, exponent) for base, exponent in pairs if exponent > 0]
    below = [(base, -exponent) for base, exponent in pairs if exponent < 0]
    if not below:
        return joined([] if size == 1 and above else [scalar(size, dtype)[0]], above, False)
    over, under = (size.numerator, size.denominator) if isinstance(size, Fraction) else (size, 1)
    if under != 1 and "/" not in number(size, dtype, False)[0]:
        over, under = size, 1
    top = joined([] if over == 1 and above else [scalar(exact(over), dtype)[0]], above, True)
    bottom = joined([str(under)] if under != 1 else [], below, True)
    return rf"\frac{{{top}}}{{{bottom}}}"


def joined(numbers: list[str], pairs: list[tuple[Expr, Fraction]], enclosed: bool) -> str:
    """Factors side by side; a single one that a fraction encloses needs no parentheses."""
    alone = len(pairs) == 1 and not numbers and enclosed
    shown = [raised(base, exponent, alone) for base, exponent in pairs]
    tensors = sum(bool(base.shape) for base, _ in pairs)
    return r" \, ".join(
        [*numbers, (r" \odot " if tensors > 1 else r" \, ").join(shown)] if shown else numbers
    )


def raised(base: Expr, exponent: Fraction, alone: bool) -> str:
    if exponent == 1:
        return of(base, COMPARISON if alone else PRODUCT)
    if exponent == Fraction(1, 2):
        return rf"\sqrt{{{of(base, COMPARISON)}}}"
    return rf"{of(base, POSTFIX)}^{{{scalar(exponent, base.dtype)[0]}}}"


def binary(e: Expr) -> tuple[str, int]:
    sign, a, b = e.args
    if sign == "@":
        return (
            rf"{of(a, PRODUCT)} \, {of(b, PRODUCT + 1 if b.kind == 'product' else PRODUCT)}",
            PRODUCT,
        )
    if sign == "/":
        return rf"\frac{{{of(a, COMPARISON)}}}{{{of(b, COMPARISON)}}}", PRODUCT
    if sign == "**":
        return rf"{of(a, POSTFIX)}^{{{of(b, COMPARISON)}}}", POWER
    return f"{of(a, SUM)} {SIGNS[sign]} {of(b, SUM)}", COMPARISON


def permute(e: Expr) -> tuple[str, int]:
    inner, dims = e.args
    count = len(dims)
    if count >= 2 and dims == (*range(count - 2), count - 1, count - 2):
        return rf"{of(inner, POSTFIX)}^{{\top}}", POWER
    return applied("permute", [inner, dims])


def call(e: Expr) -> tuple[str, int]:
    function, args, keywords = e.args
    if function == "[]":
        key = ", ".join(a if isinstance(a, str) else argument(a) for a in args[1:])
        return rf"{of(args[0], POSTFIX)}_{{{key}}}", POSTFIX
    if function == "torch.linalg.inv":
        return rf"{of(args[0], POSTFIX)}^{{-1}}", POWER
    if function == "sqrt":
        return rf"\sqrt{{{of(args[0], COMPARISON)}}}", POSTFIX
    if function == "exp":
        return rf"e^{{{of(args[0], COMPARISON)}}}", POWER
    if function == "abs":
        return rf"\left|{of(args[0], COMPARISON)}\right|", POSTFIX
    if function in ("torch.linalg.vector_norm", "norm") and len(args) == 1 and not keywords:
        return rf"\left\|{of(args[0], COMPARISON)}\right\|", POSTFIX
    if function == "where":
        condition, a, b = map(argument, args)
        rows = rf"{a} & \text{{if }} {condition} \\ {b} & \text{{otherwise}}"
        return rf"\begin{{cases}}{rows}\end{{cases}}", SUM
    if function == ".to":
        return WRITERS[args[0].kind](args[0])
    if function == "sum" and len(args) == 1:
        return rf"\sum {of(args[0], PRODUCT)}", SUM
    return applied(
        function.rpartition(".")[2], [*args, *(f"{k}={argument(v)}" for k, v in keywords)]
    )


def applied(function: str, args: list[Any]) -> tuple[str, int]:
    function = SPOKEN.get(function, function)
    known = function in FUNCTIONS or function in SPOKEN.values()
    head = rf"\{function}" if known else rf"\operatorname{{{function}}}".replace("_", r"\_")
    return head + bracketed(", ".join(map(argument, args))), POSTFIX


def argument(arg: Any) -> str:
    if arg.__class__ is Expr:
        return of(arg, COMPARISON)
    if arg.__class__ is tuple:
        return bracketed(", ".join(map(argument, arg)))
    text = str(arg) if isinstance(arg, str) else repr(arg)
    return text.replace("_", r"\_").replace("'", "")


WRITERS: dict[str, Any] = {
    "constant": constant,
    "name": lambda e: (word(e.args[0]), POSTFIX),
    "literal": literal,
    "expand": lambda e: WRITERS[e.args[0].kind](e.args[0]),
    "sum": total,
    "product": product,
    "reshape": lambda e: applied("reshape", [e.args[0], e.shape]),
    "permute": permute,
    "call": call,
    "item": lambda e: (rf"{of(e.args[0], POSTFIX)}_{{{e.args[1]}}}", POSTFIX),
    "binary": binary,
}
