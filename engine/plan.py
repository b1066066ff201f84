"""From requested nodes to passes over the data.

1. `Graph` rewrites the pending nodes as expressions without repetition: equal subexpressions are
   one object, constants are folded, dtype casts are explicit.
2. `Plan` cuts that graph into passes. A pass iterates over one shape; what it needs from a
   reduction over the same data is either taken tile by tile (the reduced axes lie whole in each
   tile) or comes from an earlier pass. Everything else is recomputed rather than stored.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .lazy import LEAF, MAP, NEW_AXIS, REDUCE, VIEW, LazyArray, view_array
from .lazy_kernels import cast_kernel

SMALL = 16_384  # elements up to which a value is computed at once, outside the tiles
WHOLE = 32_768  # elements that the axes kept whole in a tile may have together
RUN = 64  # elements that a tile should have side by side in memory
KEEP_WORK = 16  # weight of recomputation from which a node needed again is stored
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
Key = tuple["Expr", Axes]  # an expression, and for each of its axes the pass's axis (or NEW_AXIS)


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

    def translate(self, nodes: list[LazyArray]) -> dict[LazyArray, Expr]:
        """The expression of each node; `nodes` come after their inputs."""
        found: dict[Any, Expr] = {}
        for node in nodes:
            inputs: list[Expr] = []
            for source in node.inputs:
                if type(source) is LazyArray:
                    expr = found.get(source) or self.leaf(source.value)
                    found[source] = expr
                else:
                    expr = self.constant(source)
                inputs.append(expr)
            if node.kind == MAP:
                found[node] = self.map(node.op, inputs, node.params, node.shape, node.dtype)
            elif node.kind == REDUCE:
                found[node] = self.reduce(node.op, inputs[0], node.params, node.shape, node.dtype)
            elif node.kind == VIEW:
                found[node] = self.view(inputs[0], node.params, node.shape)
            else:
                found[node] = self.leaf(node.value)
        return found

    def make(
        self, kind: int, op: Any, inputs: tuple[Expr, ...], params: tuple, shape: Axes, dtype: Any
    ) -> Expr:
        key = (kind, op, inputs, params, shape, dtype)
        expr = self.made.get(key)
        if expr is None:
            expr = self.made[key] = Expr(kind, op, inputs, params, shape, dtype, None)
        return expr

    def leaf(self, array: np.ndarray) -> Expr:
        if array.ndim == 0:
            return self.constant(array[()])
        if 0 in array.strides:  # broadcast: what does not vary is worked out once
            axes = [i for i, step in enumerate(array.strides) if step and array.shape[i] > 1]
            within = array[tuple([slice(None) if i in axes else 0 for i in range(array.ndim)])]
            new = [axes.index(i) if i in axes else NEW_AXIS for i in range(array.ndim)]
            return self.view(self.leaf(np.asarray(within)), tuple(new), array.shape)
        address = array.__array_interface__["data"][0]
        key = (LEAF, address, array.shape, array.strides, array.dtype)
        expr = self.made.get(key)
        if expr is None:
            expr = self.made[key] = Expr(LEAF, None, (), (), array.shape, array.dtype, array)
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
        if all(not x.shape and x.kind == LEAF for x in inputs):
            value = compute(op, [x.value for x in inputs], (), dtype)
            return self.view(self.constant(value[()]), (NEW_AXIS,) * len(shape), shape)
        rewritten = self._cheaper(op, inputs, shape, dtype)
        if rewritten is not None:
            return rewritten
        return self.make(MAP, op, tuple(inputs), loop, shape, dtype)

    def _bare(self, x: Expr) -> Expr:
        """A constant, for one that is only stretched: an elementwise map stretches it anyway."""
        if x.kind == VIEW and not x.inputs[0].shape and x.inputs[0].kind == LEAF:
            return x.inputs[0]
        return x

    def _cheaper(self, op: Any, inputs: list[Expr], shape: Axes, dtype: np.dtype) -> Expr | None:
        """The same value within rounding for less: powers by products, no products by one."""
        if op is np.multiply and dtype.kind != "c":  # complex inf*1 is not inf
            for x, other in (inputs, inputs[::-1]):
                if _is(other, 1) and x.shape == shape:
                    return x
            if inputs[0] is inputs[1] and dtype.kind in "iuf":
                return self.make(MAP, np.square, (inputs[0],), (dtype,), shape, dtype)
        elif op is np.true_divide and _is(inputs[1], 1) and inputs[0].shape == shape:
            return inputs[0]
        elif op is np.power and not inputs[1].shape and inputs[1].kind == LEAF:
            x, exponent = inputs[0], inputs[1].value[()]
            if exponent == 1 and x.shape == shape:
                return x

            def unary(ufunc: np.ufunc, x: Expr) -> Expr:
                return self.map(ufunc, [x], (dtype,), shape, dtype)

            def square(x: Expr) -> Expr:
                return unary(np.square, x)

            if exponent == 2:
                return square(x)
            if exponent == 3:
                return self.map(np.multiply, [square(x), x], (dtype, dtype), shape, dtype)
            if exponent == 4:
                return square(square(x))
            if exponent == 0.5 and dtype.kind == "f":
                return unary(np.sqrt, x)
            if exponent == -1 and dtype.kind == "f":
                return unary(np.reciprocal, x)
            if exponent == -2 and dtype.kind == "f":
                return unary(np.reciprocal, square(x))
        return None


def _is(x: Expr, value: float) -> bool:
    return x.kind == LEAF and not x.shape and x.value[()] == value


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


class Pass:
    """One pass over data of one shape: the values to write and the reductions to take."""

    def __init__(self, shape: Axes) -> None:
        self.shape = shape
        self.roots: list[
            Expr
        ] = []  # requested values, and reductions whose axes lie whole in tiles
        self.partial: list[Expr] = []  # reductions across tiles


class Plan:
    """What to compute, in which order, for the requested expressions."""

    def __init__(self, requested: list[Expr]) -> None:
        self.whole: dict[
            Axes, frozenset[int]
        ] = {}  # by shape of a pass: axes that tiles hold whole
        self._children: dict[tuple[Key, Axes], list[Key] | None] = {}
        self._ready: dict[Expr, int] = {}
        self._levels: dict[Expr, int] = {}
        self._leveled: dict[int, dict[Axes, Pass]] = {}
        self.small = [expr for expr in requested if expr.size <= SMALL]
        for expr in dict.fromkeys(requested):
            if expr.size <= SMALL:
                self._available(expr)
            elif not (expr.kind == REDUCE and expr.size > SMALL):
                self._pass(self._level(expr), expr.shape).roots.append(expr)
            else:
                self._available(expr)

    def passes(self) -> Iterator[Pass]:
        for level in sorted(self._leveled):
            yield from self._leveled[level].values()

    # -- order -----------------------------------------------------------------------------------
    def _pass(self, level: int, shape: Axes) -> Pass:
        return self._leveled.setdefault(level, {}).setdefault(shape, Pass(shape))

    def _available(self, expr: Expr) -> int:
        """The level from which a value from outside a pass is there; schedules what it needs."""
        found = self._ready.get(expr)
        if found is not None:
            return found
        if expr.kind == REDUCE and expr.inputs[0].size > SMALL:
            source = expr.inputs[0]
            level = self._level(source)
            found = level + 1
            target = self._pass(level, source.shape)
            inside = self.children((expr, identity(expr.shape)), source.shape)
            (target.partial if inside is None else target.roots).append(expr)
        else:
            found = max([self._available(x) for x in expr.inputs], default=0)
        self._ready[expr] = found
        return found

    def _level(self, root: Expr) -> int:
        """The level of the pass that can compute a large expression: reductions come before it."""
        found = self._levels.get(root)
        if found is None:
            found = 0
            for key in self.walk([(root, identity(root.shape))], root.shape, {}):
                expr = key[0]
                across = expr.kind == REDUCE and self.children(key, root.shape) is None
                if across or (expr.kind != LEAF and self.outside(expr)):
                    found = max(found, self._available(expr))
            self._levels[root] = found
        return found

    # -- what a pass computes ---------------------------------------------------------------------
    def outside(self, expr: Expr) -> bool:
        """Whether an expression is computed at once, before the pass that uses it."""
        return expr.size <= SMALL and not expr.anchored

    def walk(self, roots: list[Key], shape: Axes, known: dict[Expr, Any]) -> list[Key]:
        """All that a pass over `shape` computes or reads for `roots`, inputs first.

        It reads leaves, what is `known`, small values, and reductions that other passes take.
        """
        order: dict[Key, None] = {}
        stack = [(root, False) for root in reversed(roots)]
        while stack:
            key, expanded = stack.pop()
            if expanded:
                order[key] = None
            elif key not in order:
                stack.append((key, True))
                expr = key[0]
                if expr.kind != LEAF and expr not in known and not self.outside(expr):
                    inputs = self.children(key, shape) or ()
                    stack.extend([(child, False) for child in reversed(inputs)])
        return list(order)

    def children(self, key: Key, shape: Axes) -> list[Key] | None:
        """The inputs of an expression, placed in a pass; None for a reduction across tiles."""
        memo = (key, shape)
        if memo not in self._children:
            self._children[memo] = self._find_children(key, shape)
        return self._children[memo]

    def _find_children(self, key: Key, shape: Axes) -> list[Key] | None:
        expr, axes = key
        if expr.kind == REDUCE:
            inner = self.reduced_places(expr, axes, shape)
            return None if inner is None else [self.resolve((expr.inputs[0], inner))]
        if expr.kind == VIEW:
            return [self.resolve(key)]
        result = []
        for x in expr.inputs:
            places = axes
            if x.shape != expr.shape:
                lead = len(expr.shape) - len(x.shape)
                places = tuple(
                    [NEW_AXIS if n == 1 else axes[i + lead] for i, n in enumerate(x.shape)]
                )
            result.append(self.resolve((x, places)))
        return result

    def resolve(self, key: Key) -> Key:
        """What a view looks at, with the place of each of its axes in the pass."""
        while key[0].kind == VIEW:
            expr, axes = key
            x = expr.inputs[0]
            places = [NEW_AXIS] * len(x.shape)
            for place, axis in zip(axes, expr.params, strict=True):
                if axis != NEW_AXIS:
                    places[axis] = place
            key = (x, tuple(places))
        return key

    def reduced_places(self, expr: Expr, axes: Axes, shape: Axes) -> Axes | None:
        """Places for the axes under a reduction, if each tile of the pass can hold them whole."""
        x = expr.inputs[0]
        places = list(axes)
        new: list[int] = []
        for axis in expr.params:
            aligned = axis + len(shape) - len(x.shape)
            for place in (aligned, *range(len(shape))):
                if place >= 0 and place not in places and shape[place] == x.shape[axis]:
                    places[axis] = place
                    new.append(place)
                    break
            else:
                new = [NEW_AXIS]
                break
        fits = NEW_AXIS not in new and expr.size > 1 and self._hold_whole(shape, new)
        return tuple(places) if fits else None

    def _hold_whole(self, shape: Axes, axes: list[int]) -> bool:
        """Ask for axes to lie whole in each tile of the passes over `shape`."""
        whole = self.whole.get(shape, frozenset()) | frozenset(axes)
        together = product([shape[axis] for axis in whole])
        last = max([axis for axis, extent in enumerate(shape) if extent > 1], default=0)
        run = WHOLE if last in whole else WHOLE // together
        if together > WHOLE or run < min(RUN, shape[last]):
            return False
        self.whole[shape] = whole
        return True


def identity(shape: Axes) -> Axes:
    """Each axis at its own place; axes of extent 1 have none."""
    return tuple([NEW_AXIS if extent == 1 else axis for axis, extent in enumerate(shape)])


def leaf_view(array: np.ndarray, axes: Axes, shape: Axes) -> np.ndarray:
    """An array placed in a pass over `shape`: extent 1 along the axes where it does not vary."""
    places = [NEW_AXIS] * len(shape)
    for axis, place in enumerate(axes):
        if place != NEW_AXIS:
            places[place] = axis
    extents = [1 if axis == NEW_AXIS else array.shape[axis] for axis in places]
    placed = view_array(array, tuple(places), tuple(extents))
    return placed[tuple([slice(0, 1) if step == 0 else slice(None) for step in placed.strides])]
