"""One pass as a list of kernel calls on numbered arrays, to be run on one tile after another.

A register is a number: of a constant, a slice of a leaf, a slice of a target (an array that the
pass writes), or a tile buffer, which is used again as soon as its value is no longer needed.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

import numpy as np

from .array import LEAF, REDUCE, VIEW, view_array
from .graph import Axes, Expr, compute, kernel, product, weight
from .kernels import add_logs
from .outputs import new_array
from .partials import Box, Partial
from .plan import Key, Pass, Plan, identity, leaf_view

BUFFER_BYTES = 3 << 20  # of all tile buffers of a thread: they should stay in a cache
TILE_ELEMENTS = (32_768, 393_216)  # least and most; small ones spend time handing the GIL over
LEAST_ELEMENTS = 8_192  # of a tile where there are many buffers
KEPT_ELEMENTS = 8_192  # of a partial result, from which tiles that share it come together
TILES = 4  # wanted of a small pass, so that threads have something to share


class Program:
    """The registers and steps of one pass over arrays that `bind` names.

    Shapes and axes here are in the order of memory, not in that of the pass.
    """

    def __init__(self, plan: Plan, task: Pass, values: dict[Expr, np.ndarray]) -> None:
        """`values`: what the passes before have computed."""
        self.reads: list[tuple[int, Key]] = []
        self.writes: list[tuple[int, Expr]] = []
        self.buffers: list[tuple[int, np.dtype, Axes]] = []
        self.steps: list[tuple[Callable[..., Any], Callable[[list], tuple]]] = []
        self.partials: list[Partial] = []
        self.registers = 0
        self.weight = 0  # of an element: how many cheap operations its steps are worth
        self.task = task
        self._free: dict[tuple[np.dtype, Axes], list[int]] = {}

        roots = [plan.resolve((root, identity(root.shape))) for root in task.roots]
        sources = [plan.resolve((r.inputs[0], identity(task.shape))) for r in task.partial]
        keys = plan.walk(roots + sources, task.shape, values)
        self._inputs = {
            key: None if self._is_read(plan, key, values) else plan.children(key, task.shape)
            for key in keys
        }
        arrays = {
            key: leaf_view(evaluate(key[0], values), key[1], task.shape)
            for key, inputs in self._inputs.items()
            if inputs is None
        }
        self.order = memory_order(list(arrays.values()), task.shape)
        self.shape = tuple([task.shape[axis] for axis in self.order])
        self.whole = [self.order.index(i) for i in plan.whole.get(task.shape, ())]
        targets: dict[Key, list[Expr]] = {}
        for root, key in zip(task.roots, roots, strict=True):
            targets.setdefault(key, []).append(root)
        reductions: dict[Key, list[Expr]] = {}
        for reduction, key in zip(task.partial, sources, strict=True):
            reductions.setdefault(key, []).append(reduction)
        self._place(plan, arrays, targets, reductions)
        self.block = self._block()
        self._steps = self._tile_steps()
        self.tiles = product([len(step) for _, step in self._steps])

    def bind(
        self, values: dict[Expr, np.ndarray], given: dict[Expr, np.ndarray]
    ) -> list[tuple[int, np.ndarray]]:
        """The arrays to read and to write, with their registers.

        Arrays to write are taken from `given` or made, and added to `values`.
        """
        bound = []
        for number, (expr, axes) in self.reads:
            array = leaf_view(evaluate(expr, values), axes, self.task.shape)
            bound.append((number, array.transpose(self.order)))
        for number, root in self.writes:
            if root in given:
                array = given[root]
            else:
                extents = [root.shape[axis] for axis in self.order]
                array = self.natural(new_array(extents, root.dtype))
            values[root] = array
            bound.append((number, array.transpose(self.order)))
        return bound

    @staticmethod
    def _is_read(plan: Plan, key: Key, values: dict[Expr, np.ndarray]) -> bool:
        expr = key[0]
        return expr.kind == LEAF or expr in values or plan.outside(expr)

    # -- registers and steps ----------------------------------------------------------------------
    def _place(
        self,
        plan: Plan,
        arrays: dict[Key, np.ndarray],
        targets: dict[Key, list[Expr]],
        reductions: dict[Key, list[Expr]],
    ) -> None:
        """Give every value a register and every operation a step."""
        uses: dict[Key, int] = dict.fromkeys(self._inputs, 0)
        for inputs in self._inputs.values():
            for key in inputs or ():
                uses[key] += 1
        register: dict[Key, int] = {}
        varies: dict[Key, Axes] = {}

        def done(key: Key) -> None:
            uses[key] -= 1
            if not uses[key] and key not in arrays and key not in targets and key not in reductions:
                self._free.setdefault((key[0].dtype, varies[key]), []).append(register[key])

        for key, inputs in self._inputs.items():
            expr = key[0]
            if inputs is None:
                extents = arrays[key].shape
                varies[key] = tuple([i for i, axis in enumerate(self.order) if extents[axis] > 1])
                register[key] = self._register()
                self.reads.append((register[key], key))
            elif expr.kind == REDUCE:
                under = plan.reduced_places(expr, key[1], self.task.shape) or ()
                reduced = {self.order.index(under[axis]) for axis in expr.params}
                source, axes = self._stretched(inputs[0], register, varies, reduced)
                varies[key] = tuple([axis for axis in axes if axis not in reduced])
                register[key] = self._buffer(expr.dtype, varies[key])
                self._reduce(expr, expr.dtype, reduced, source, register[key])
                done(inputs[0])
            elif self._adds_logs(key, varies[inputs[0]], uses, targets, reductions):
                for reduction in reductions.pop(key):
                    self._partial(reduction, inputs[0], register, varies, add_logs)
                done(inputs[0])
                self.weight += weight(np.log)
            else:
                varies[key] = tuple(sorted({axis for x in inputs for axis in varies[x]}))
                overwrites = isinstance(expr.op, np.ufunc)  # may have an input's buffer for output
                if overwrites:
                    for x in inputs:
                        done(x)
                out = self._take_target(targets, key, varies[key])
                register[key] = self._buffer(expr.dtype, varies[key]) if out is None else out
                self.weight += weight(expr.op)
                self._step(kernel(expr.op), *[register[x] for x in inputs], register[key])
                if not overwrites:
                    for x in inputs:
                        done(x)
            for target in targets.get(key, ()):
                self._step(np.copyto, self._write(target), register[key])
            for reduction in reductions.get(key, ()):
                self._partial(reduction, key, register, varies)

    def _adds_logs(
        self,
        key: Key,
        varies: Axes,
        uses: dict[Key, int],
        targets: dict[Key, list[Expr]],
        reductions: dict[Key, list[Expr]],
    ) -> bool:
        """Whether a value is the logarithm of floats that vary everywhere, for one whole sum."""
        expr = key[0]
        wanted = reductions.get(key, ())
        return (
            expr.op is np.log
            and expr.dtype == np.float32
            and not uses[key]
            and key not in targets
            and all(r.op is np.add and r.size == 1 for r in wanted)
            and all(axis in varies for axis, extent in enumerate(self.shape) if extent > 1)
        )

    def _step(self, call: Callable[..., Any], *registers: int) -> None:
        self.steps.append((call, itemgetter(*registers)))

    def _buffer(self, dtype: np.dtype, axes: Axes) -> int:
        spare = self._free.get((dtype, axes))
        if spare:
            return spare.pop()
        number = self._register()
        self.buffers.append((number, dtype, axes))
        return number

    def _stretched(
        self, key: Key, register: dict[Key, int], varies: dict[Key, Axes], reduced: set[int]
    ) -> tuple[int, Axes]:
        """A value to reduce, repeated along the reduced axes where it does not vary."""
        axes = tuple(sorted(reduced.union(varies[key])))
        if axes == varies[key]:
            return register[key], axes
        number = self._register()
        self.buffers.append((number, key[0].dtype, axes))
        self._step(np.copyto, number, register[key])
        return number, axes

    def _reduce(
        self, reduction: Expr, dtype: np.dtype, axes: set[int], source: int, out: int
    ) -> None:
        ufunc = reduction.op
        loop = None if ufunc in (np.logical_and, np.logical_or) else dtype
        order = tuple(sorted(axes))
        self._step(lambda x, out: ufunc.reduce(x, order, loop, out, True), source, out)

    def _partial(
        self,
        reduction: Expr,
        key: Key,
        register: dict[Key, int],
        varies: dict[Key, Axes],
        call: Callable[..., Any] | None = None,
    ) -> None:
        """Reduce each tile by itself, by `call` if given; the results are combined at the end."""
        reduced = {self.order.index(axis) for axis in reduction.params}
        source, axes = self._stretched(key, register, varies, reduced)
        kept = tuple([i for i, n in enumerate(self.shape) if n > 1 and i not in reduced])
        partial = Partial(reduction, self._register(), kept)
        held = tuple([axis for axis in axes if axis not in reduced])
        self.buffers.append((partial.register, partial.dtype, held))
        if call is None:
            self._reduce(reduction, partial.dtype, reduced, source, partial.register)
        else:
            self._step(call, source, partial.register)
        self.partials.append(partial)

    def _take_target(self, targets: dict[Key, list[Expr]], key: Key, varies: Axes) -> int | None:
        """The register of an array to write that can take the value without a copy."""
        extents = tuple([self.shape[i] if i in varies else 1 for i in range(len(self.shape))])
        for root in targets.get(key, ()):
            if tuple([root.shape[axis] for axis in self.order]) == extents:
                targets[key] = [other for other in targets[key] if other is not root]
                return self._write(root)
        return None

    def _register(self) -> int:
        self.registers += 1
        return self.registers - 1

    def _write(self, root: Expr) -> int:
        number = self._register()
        self.writes.append((number, root))
        return number

    def natural(self, array: np.ndarray) -> np.ndarray:
        """An array with the axes in the order of memory as one with the axes of the pass."""
        return array.transpose([self.order.index(axis) for axis in range(len(self.order))])

    # -- tiles ------------------------------------------------------------------------------------
    def _block(self) -> Axes:
        """The extents of a tile: whole axes first, then as many of the last axes as fit."""
        every = tuple([i for i, extent in enumerate(self.shape) if extent > 1])
        width = sum([dtype.itemsize for _, dtype, axes in self.buffers if axes == every]) or 8
        low, high = TILE_ELEMENTS
        elements = max(low, min(high, product(self.shape) // TILES))
        elements = max(LEAST_ELEMENTS, min(elements, BUFFER_BYTES // width))
        block = [1] * len(self.shape)
        for axis in self.whole:
            block[axis] = self.shape[axis]
            elements //= self.shape[axis]
        for axis in reversed(range(len(self.shape))):
            if axis not in self.whole:
                extent = self.shape[axis]
                parts = -(-extent // max(1, min(extent, elements)))
                block[axis] = -(-extent // parts)
                elements //= block[axis]
        return tuple(block)

    def _tile_steps(self) -> list[tuple[int, range]]:
        """Where tiles start along each axis, the axis that changes fastest first: the order is
        fixed, along the axes that large partial results keep comes last."""
        outer: tuple[int, ...] = ()
        for partial in self.partials:
            if partial.reduction.size > KEPT_ELEMENTS:
                outer = partial.kept
        axes = [*outer, *[axis for axis in range(len(self.shape)) if axis not in outer]]
        return [(axis, range(0, self.shape[axis], self.block[axis])) for axis in reversed(axes)]

    def tile(self, number: int) -> Box:
        """The place of a tile, of which there are `tiles`."""
        box: list[slice] = [slice(None)] * len(self.shape)
        for axis, step in self._steps:
            number, position = divmod(number, len(step))
            start = step[position]
            box[axis] = slice(start, min(start + self.block[axis], self.shape[axis]))
        return tuple(box)


def memory_order(arrays: list[np.ndarray], shape: Axes) -> Axes:
    """The axes of a pass from the largest stride to the smallest in its first full-size array."""
    for array in arrays:
        if array.shape == shape:
            return tuple(sorted(range(len(shape)), key=lambda axis: -abs(array.strides[axis])))
    return tuple(range(len(shape)))


def evaluate(expr: Expr, values: dict[Expr, np.ndarray]) -> np.ndarray:
    """The value of a leaf, of what is computed already, or of a small expression."""
    if expr.kind == LEAF:
        return expr.value
    value = values.get(expr)
    if value is None:
        inputs = [evaluate(x, values) for x in expr.inputs]
        if expr.kind == VIEW:
            value = view_array(inputs[0], expr.params, expr.shape)
        elif expr.kind == REDUCE:
            value = expr.op.reduce(inputs[0], axis=expr.params, keepdims=True)
        else:
            value = compute(expr.op, inputs, expr.shape, expr.dtype)
        values[expr] = value
    return value
