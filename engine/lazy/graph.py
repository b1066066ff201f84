"""The graph of pending nodes without repetition.

Equal subexpressions are one object, constants are folded, dtype casts are explicit, and an
operation that has a cheaper equal is replaced by it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .array import LEAF, MAP, NEW_AXIS, REDUCE, VIEW, LazyArray
from .kernels import cast_kernel
from .singles import SINGLES, Term

SMALL = 16_384  # elements up to which a value is computed at once, outside the tiles
WHOLE = 32_768  # elements that the axes kept whole in a tile may have together
TRANSCENDENTAL = 8  # weight of an operation that is not cheap

CHEAP = frozenset(
    (
        *(np.add, np.subtract, np.multiply, np.true_divide, np.negative, np.positive, np.square),
        *(np.absolute, np.sqrt, np.reciprocal, np.maximum, np.minimum, np.sign, np.conjugate),
        *(np.less, np.less_equal, np.greater, np.greater_equal, np.equal, np.not_equal),
        *(np.logical_and, np.logical_or, np.logical_not, np.isnan, cast_kernel),
    )
)

Axes = tuple[int, ...]


class Expr:
    """A node of the graph without repetition; fields as in `LazyArray`.

    `anchored`: a small value that hangs on a reduction which may be taken inside tiles.
    """

    __slots__ = ("anchored", "dtype", "inputs", "kind", "op", "params", "shape", "size", "value")

    def __init__(
        self,
        kind: int,
        op: Any,
        inputs: tuple[Expr, ...],
        params: tuple,
        shape: Axes,
        dtype: np.dtype,
        value: Any,
    ) -> None:
        self.kind = kind
        self.op = op
        self.inputs = inputs
        self.params = params
        self.shape = shape
        self.dtype = dtype
        self.value = value
        self.size = product(shape)
        self.anchored = False
        if self.size <= SMALL:
            source = inputs[0] if inputs else self
            if kind == REDUCE and source.size > SMALL:
                self.anchored = self.size > 1 and source.size // self.size <= WHOLE
            else:
                self.anchored = any(x.anchored for x in inputs)


def product(extents: Any) -> int:
    size = 1
    for extent in extents:
        size *= extent
    return size


class Graph:
    """Expressions made once each."""

    def __init__(self) -> None:
        self.made: dict[tuple, Expr] = {}
        self.leaves: list[Expr] = []  # those that hold an array, in the order of their first use

    def translate(self, nodes: list[LazyArray]) -> list[Expr]:
        """The expression of each node; `nodes` come after their inputs."""
        found: dict[Any, Expr] = {}
        for node in nodes:
            inputs: list[Expr] = []
            for source in node.inputs:
                if type(source) is LazyArray:
                    inputs.append(found.get(source) or self.leaf(source.value))
                else:
                    inputs.append(self.constant(source))
            if node.kind == MAP:
                found[node] = self.map(node.op, inputs, node.params, node.shape, node.dtype)
            elif node.kind == REDUCE:
                found[node] = self.reduce(node.op, inputs[0], node.params, node.shape, node.dtype)
            else:
                found[node] = self.view(inputs[0], node.params, node.shape)
        return [found[node] for node in nodes]

    def make(
        self, kind: int, op: Any, inputs: tuple[Expr, ...], params: tuple, shape: Axes, dtype: Any
    ) -> Expr:
        key = (kind, op, inputs, params, shape, dtype)
        expr = self.made.get(key)
        if expr is None:
            expr = self.made[key] = Expr(kind, op, inputs, params, shape, dtype, None)
        return expr

    def leaf(self, array: np.ndarray) -> Expr:
        within, axes = varying(array)
        if within is not array:
            return self.view(self.leaf(within), axes, array.shape)
        if array.ndim == 0:
            return self.constant(array[()])
        key = (LEAF, *address(array))
        expr = self.made.get(key)
        if expr is None:
            expr = self.made[key] = Expr(LEAF, None, (), (), array.shape, array.dtype, array)
            self.leaves.append(expr)
        return expr

    def constant(self, scalar: Any) -> Expr:
        key = (LEAF, scalar.dtype, scalar.tobytes())
        expr = self.made.get(key)
        if expr is None:
            expr = self.made[key] = Expr(LEAF, None, (), (), (), scalar.dtype, np.asarray(scalar))
        return expr

    def view(self, x: Expr, axes: Axes, shape: Axes) -> Expr:
        if x.kind == VIEW:
            axes = tuple([NEW_AXIS if axis == NEW_AXIS else x.params[axis] for axis in axes])
            x = x.inputs[0]
        if shape == x.shape and axes == tuple(range(len(shape))):
            return x
        return self.make(VIEW, None, (x,), axes, shape, x.dtype)

    def reduce(self, op: Any, x: Expr, axes: Axes, shape: Axes, dtype: np.dtype) -> Expr:
        axes = tuple([axis for axis in axes if x.shape[axis] > 1])
        if axes:
            return self.make(REDUCE, op, (x,), axes, shape, dtype)
        return x if x.dtype == dtype else self.map(cast_kernel, [x], (x.dtype,), shape, dtype)

    def map(self, op: Any, inputs: list[Expr], loop: tuple, shape: Axes, dtype: np.dtype) -> Expr:
        """An elementwise map, with its inputs cast, folded or rewritten where that is cheaper."""
        inputs = [self._bare(x) for x in inputs]
        for i, x in enumerate(inputs):
            if x.dtype != loop[i]:
                inputs[i] = self.map(cast_kernel, [x], (x.dtype,), x.shape, loop[i])
        if all(map(_is_constant, inputs)):
            value = compute(op, [x.value for x in inputs], (), dtype)
            return self.view(self.constant(value[()]), (NEW_AXIS,) * len(shape), shape)
        rewritten = self._cheaper(op, inputs, shape, dtype)
        if rewritten is not None:
            return rewritten
        return self.make(MAP, op, tuple(inputs), loop, shape, dtype)

    def _bare(self, x: Expr) -> Expr:
        """A constant, for one that is only stretched: an elementwise map stretches it anyway."""
        if x.kind == VIEW and _is_constant(x.inputs[0]):
            return x.inputs[0]
        return x

    def _cheaper(self, op: Any, inputs: list[Expr], shape: Axes, dtype: np.dtype) -> Expr | None:
        """The same value within rounding for less: powers by products, no products by one."""
        x, y = inputs[0], inputs[-1]
        if op in SINGLES and dtype == np.float32:
            return SINGLES[op](Term(self, x)).expr
        if op is np.power:
            return self._power(x, y, shape, dtype)
        if op in (np.multiply, np.true_divide) and dtype.kind != "c":  # complex inf*1 is not inf
            if _is(y, 1) and x.shape == shape:
                return x
            if op is np.multiply:
                if _is(x, 1) and y.shape == shape:
                    return y
                for a, b in ((x, y), (y, x)):  # (1/d)*b is b/d
                    if a.op is np.true_divide and a.shape == shape and _is(a.inputs[0], 1):
                        return self.map(
                            np.true_divide, [b, a.inputs[1]], (dtype,) * 2, shape, dtype
                        )
        if op is np.multiply and x is y and dtype.kind in "iuf":
            return self.make(MAP, np.square, (x,), (dtype,), shape, dtype)
        if dtype.kind == "f":
            return self._signs(op, x, y, shape, dtype)
        return None

    def _signs(self, op: Any, x: Expr, y: Expr, shape: Axes, dtype: np.dtype) -> Expr | None:
        """Without negations where that is exact: `-x/c` is `x/-c`, `-x + y` is `y - x`."""
        if op in (np.multiply, np.true_divide) and x.op is np.negative and _is_constant(y):
            return self.map(
                op, [x.inputs[0], self.constant(-y.value[()])], (dtype,) * 2, shape, dtype
            )
        if op is np.add and x.op is np.negative:
            return self.map(np.subtract, [y, x.inputs[0]], (dtype,) * 2, shape, dtype)
        if op is np.add and y.op is np.negative:
            return self.map(np.subtract, [x, y.inputs[0]], (dtype,) * 2, shape, dtype)
        return None

    def _power(self, x: Expr, y: Expr, shape: Axes, dtype: np.dtype) -> Expr | None:
        """A power with a small constant exponent."""
        if not _is_constant(y):
            return None
        exponent = y.value[()]
        if exponent == 0:
            return self.view(self.constant(dtype.type(1)), (NEW_AXIS,) * len(shape), shape)
        if exponent == 1 and x.shape == shape:
            return x

        def unary(ufunc: np.ufunc, x: Expr) -> Expr:
            return self.map(ufunc, [x], (dtype,), shape, dtype)

        if exponent == 2:
            return unary(np.square, x)
        if exponent == 3:
            return self.map(np.multiply, [unary(np.square, x), x], (dtype, dtype), shape, dtype)
        if exponent == 4:
            return unary(np.square, unary(np.square, x))
        if dtype.kind == "f":
            if exponent == 0.5:
                return unary(np.sqrt, x)
            if exponent == -1:
                return unary(np.reciprocal, x)
            if exponent == -2:
                return unary(np.reciprocal, unary(np.square, x))
        return None


def varying(array: np.ndarray) -> tuple[np.ndarray, Axes]:
    """An array without the axes along which it is broadcast, and the view that adds them."""
    if 0 not in array.strides:
        return array, ()
    axes = [i for i, step in enumerate(array.strides) if step and array.shape[i] > 1]
    within = array[tuple([slice(None) if i in axes else 0 for i in range(array.ndim)])]
    new = [axes.index(i) if i in axes else NEW_AXIS for i in range(array.ndim)]
    return np.asarray(within), tuple(new)


def address(array: np.ndarray) -> tuple:
    """What two arrays that show the same elements of the same memory share."""
    place = array.__array_interface__["data"][0]
    return place, array.shape, array.strides, array.dtype


def _is_constant(x: Expr) -> bool:
    return x.kind == LEAF and not x.shape


def _is(x: Expr, value: float) -> bool:
    return _is_constant(x) and x.value[()] == value


def weight(op: Any) -> int:
    """How many cheap operations an elementwise one is worth."""
    return 1 if op in CHEAP else TRANSCENDENTAL


def compute(op: Callable[..., Any], inputs: list[Any], shape: Axes, dtype: np.dtype) -> np.ndarray:
    """One elementwise map on whole arrays."""
    out = np.empty(shape, dtype)
    kernel(op)(*inputs, out)
    return out


def kernel(op: Callable[..., Any]) -> Callable[..., Any]:
    """A map's operation as a function whose last argument is the output."""
    return _NAMED_OUT.get(op, op)


_NAMED_OUT = {  # NumPy deprecates a positional output for these two
    np.maximum: lambda a, b, out: np.maximum(a, b, out=out),
    np.minimum: lambda a, b, out: np.minimum(a, b, out=out),
}
