"""From expressions to passes over the data.

A pass iterates over one shape; what it needs from a reduction over the same data is either taken
tile by tile (the reduced axes lie whole in each tile) or comes from an earlier pass. Everything
else is recomputed rather than stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from . import graph
from .array import LEAF, NEW_AXIS, REDUCE, VIEW, view_array
from .graph import Axes, Expr, product

RUN = 64  # elements that a tile should have side by side in memory

Key = tuple[Expr, Axes]  # an expression, and for each of its axes the pass's axis (or NEW_AXIS)


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
        self.small = [expr for expr in requested if expr.size <= graph.SMALL]
        for expr in dict.fromkeys(requested):
            if expr.size <= graph.SMALL:
                self._available(expr)
            elif not (expr.kind == REDUCE and expr.size > graph.SMALL):
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
        if expr.kind == REDUCE and expr.inputs[0].size > graph.SMALL:
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
        return expr.size <= graph.SMALL and not expr.anchored

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
        run = graph.WHOLE if last in whole else graph.WHOLE // together
        if together > graph.WHOLE or run < min(RUN, shape[last]):
            return False
        self.whole[shape] = whole
        return True


def identity(shape: Axes) -> Axes:
    """Each axis at its own place; axes of extent 1 have none."""
    return tuple([NEW_AXIS if extent == 1 else axis for axis, extent in enumerate(shape)])


def leaf_view(array: np.ndarray, axes: Axes, shape: Axes) -> np.ndarray:
    """An array placed in a pass over `shape`: extent 1 along the axes where it does not vary."""
    if axes == tuple(range(len(shape))) and 0 not in array.strides:
        return array
    places = [NEW_AXIS] * len(shape)
    for axis, place in enumerate(axes):
        if place != NEW_AXIS:
            places[place] = axis
    extents = [1 if axis == NEW_AXIS else array.shape[axis] for axis in places]
    placed = view_array(array, tuple(places), tuple(extents))
    if 0 not in placed.strides:
        return placed
    return placed[tuple([slice(0, 1) if step == 0 else slice(None) for step in placed.strides])]
