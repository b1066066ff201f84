"""Functions of single precision, by way of those for which processors have vector instructions.

NumPy computes log, exp, sin, cos and tanh of singles several at a time and most other functions
one by one. These forms take a half to a third of the time. Their errors are within five units in
the last place, those of sinh within eight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from .array import MAP
from .kernels import where_kernel

if TYPE_CHECKING:
    from .graph import Expr, Graph

F32 = np.dtype(np.float32)
BOOL = np.dtype(np.bool_)


class Term:
    """An expression of singles that Python's operators build upon."""

    __slots__ = ("expr", "graph")

    def __init__(self, graph: Graph, expr: Expr) -> None:
        self.graph = graph
        self.expr = expr

    def _operand(self, value: Any) -> Expr:
        return value.expr if value.__class__ is Term else self.graph.constant(F32.type(value))

    def apply(self, ufunc: np.ufunc, *others: Any) -> Term:
        inputs = [self.expr, *[self._operand(other) for other in others]]
        loop = (F32,) * len(inputs)
        return Term(self.graph, self.graph.map(ufunc, inputs, loop, self.expr.shape, F32))

    def __add__(self, other: Any) -> Term:
        return self.apply(np.add, other)

    def __sub__(self, other: Any) -> Term:
        return self.apply(np.subtract, other)

    def __mul__(self, other: Any) -> Term:
        return self.apply(np.multiply, other)

    def __truediv__(self, other: Any) -> Term:
        return self.apply(np.true_divide, other)

    def choose(self, test: np.ufunc, than: Any, a: Any, b: Any) -> Term:
        """`a` where the test of this term against another holds, else `b`."""
        shape = self.expr.shape
        inputs = [self.expr, self._operand(than)]
        where = self.graph.map(test, inputs, (F32, F32), shape, BOOL)
        parts = (where, self._operand(a), self._operand(b))
        return Term(
            self.graph, self.graph.make(MAP, where_kernel, parts, (BOOL, F32, F32), shape, F32)
        )


def log1p(x: Term) -> Term:
    """log(u) with the rounding error of u = 1 + x put right to first order."""
    u = x + 1
    d = u - 1
    return u.apply(np.log) + d.choose(np.equal, x, 0, (x - d) / u)


def expm1(x: Term) -> Term:
    """2t/(1 - t) with t = tanh(x/2), which loses nothing near 0; exp(x) - 1 above 1."""
    t = (x * 0.5).apply(np.tanh)
    near = (t + t) / (t * -1 + 1)
    return x.choose(np.greater, 1, x.apply(np.exp) - 1, near)


def tan(x: Term) -> Term:
    return x.apply(np.sin) / x.apply(np.cos)


def sinh(x: Term) -> Term:
    """2t/(1 - t²) with t = tanh(x/2) near 0; elsewhere from h = exp(|x|/2), whose square may be
    out of range where half of it is not."""
    t = (x * 0.5).apply(np.tanh)
    size = x.apply(np.absolute)
    h = (size * 0.5).apply(np.exp)
    far = (h * 0.5 * h - h.apply(np.reciprocal).apply(np.square) * 0.5).apply(np.copysign, x)
    return size.choose(np.greater, 1, far, (t + t) / (t.apply(np.square) * -1 + 1))


def cosh(x: Term) -> Term:
    h = (x.apply(np.absolute) * 0.5).apply(np.exp)
    return h * 0.5 * h + h.apply(np.reciprocal).apply(np.square) * 0.5


SINGLES: dict[Any, Callable[[Term], Term]] = {
    np.log1p: log1p,
    np.expm1: expm1,
    np.tan: tan,
    np.sinh: sinh,
    np.cosh: cosh,
}
