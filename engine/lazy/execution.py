"""Compute lazy arrays: one plan for all of them, run tile by tile over threads."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from typing import Any

import numpy as np

from .array import LEAF, MAP, LazyArray
from .graph import SMALL, Axes, Expr, Graph, address, product, varying, weight
from .mapped import mapping
from .partials import Box, Parts
from .plan import Plan
from .program import Program, evaluate

KEEP_WORK = 16  # weight of recomputation from which a node needed again is stored
CHUNKS = 128  # runs of tiles that one thread takes at a time; fixed, so that results are
THREAD_WORK = 4 << 20  # cheap operations that are worth another thread

PREPARED = 64  # plans that are kept for the next nodes of the same structure
ALIGNED = 64  # bytes
WHOLE_SIDE = slice(None)

Progress = Callable[[int, int], Any]

_threads = 0
_arenas: list[np.ndarray] = []
_prepared: dict[tuple, Prepared] = {}


def set_threads(count: int) -> None:
    """How many threads run tiles; 0 for as many as there are processors for this process."""
    global _threads
    _threads = count


def threads() -> int:
    return _threads or processors()


def processors() -> int:
    """The processors for this process; of the machine, where a system does not tell them apart."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def realize(
    *arrays: Any,
    out: dict[LazyArray, np.ndarray] | None = None,
    progress: Progress | None = None,
) -> tuple[Any, ...]:
    """The values of lazy arrays, computed together; other arguments are returned as they are.

    Each lazy array keeps its value. `out` gives arrays (or memory maps) of the right shape for
    some of them to be written to. `progress(done, total)` is called with counts of elements.
    """
    given = out or {}
    wanted = [x for x in dict.fromkeys(x for x in arrays if type(x) is LazyArray) if x.kind != LEAF]
    if wanted:
        with np.errstate(all="ignore"):
            _compute(wanted, given, progress)
    for node, array in given.items():
        if node.value is not array:
            if array.shape != node.shape:
                raise ValueError(f"an output of shape {array.shape} for a value of {node.shape}")
            np.copyto(array, node.value, casting="same_kind")
    return tuple([x.value if type(x) is LazyArray else x for x in arrays])


def _compute(
    wanted: list[LazyArray], given: dict[LazyArray, np.ndarray], progress: Progress | None
) -> None:
    nodes = _pending(wanted)
    wanted = wanted + _worth_keeping(nodes, wanted)
    key, arrays = structure(nodes, wanted)
    prepared = _prepared.pop(key, None) or Prepared(nodes, wanted)
    exprs = dict(zip(nodes, prepared.exprs, strict=True))
    targets = {
        exprs[node]: array
        for node, array in given.items()
        if node in exprs and array.shape == node.shape and array.dtype == node.dtype
    }
    values = prepared.run(arrays, targets, progress)
    taken: set[int] = set()
    for node in wanted:
        array = values[exprs[node]]
        if array.size <= SMALL or id(array) in taken:
            array = np.array(array)
        taken.add(id(array))
        node.become(array)
    for node in nodes:
        if node.kind != LEAF:
            value = values.get(exprs[node])
            if value is not None and value.size <= SMALL:
                node.become(np.array(value))
            else:
                node.visits += 1
    _prepared[key] = prepared
    if len(_prepared) > PREPARED:
        del _prepared[next(iter(_prepared))]


class Prepared:
    """A plan for all pending nodes of one structure: only the arrays at the leaves differ."""

    def __init__(self, nodes: list[LazyArray], wanted: list[LazyArray]) -> None:
        graph = Graph()
        self.exprs = graph.translate(nodes)
        self.leaves = graph.leaves
        places = {node: place for place, node in enumerate(nodes)}
        self.wanted = [self.exprs[places[node]] for node in wanted]
        self.plan = Plan(self.wanted)
        self.passes = list(self.plan.passes())
        self.programs: list[Program] = []

    def run(
        self,
        arrays: list[np.ndarray],
        targets: dict[Expr, np.ndarray],
        progress: Progress | None,
    ) -> dict[Expr, np.ndarray]:
        """The values of what is wanted, and of reductions on the way, for arrays at the leaves."""
        for leaf, array in zip(self.leaves, arrays, strict=True):
            leaf.value = array
        values: dict[Expr, np.ndarray] = {}
        total = sum([product(task.shape) for task in self.passes])
        before = 0
        for i, task in enumerate(self.passes):
            if i == len(self.programs):
                self.programs.append(Program(self.plan, task, values))
            program = self.programs[i]
            size = product(task.shape)

            def report(part: float, before: int = before, size: int = size) -> None:
                if progress is not None:
                    progress(before + int(part * size), total)

            parts = run(program, program.bind(values, targets), report)
            for partial in program.partials:
                result = partial.combine(program.shape, program.block, parts)
                values[partial.reduction] = program.natural(result)
            before += size
        for expr in self.wanted:
            if expr not in values:
                values[expr] = evaluate(expr, values)
        for leaf in self.leaves:
            leaf.value = None
        return values


def structure(nodes: list[LazyArray], wanted: list[LazyArray]) -> tuple[tuple, list[np.ndarray]]:
    """A key that nodes with the same plan share, and the arrays at their leaves."""
    names: dict[LazyArray, int] = {node: place for place, node in enumerate(nodes)}
    leaves: dict[tuple, int] = {}
    arrays: list[np.ndarray] = []
    parts: list[Any] = []
    for node in nodes:
        parts += (node.kind, node.op, node.params, node.shape, node.dtype)
        for x in node.inputs:
            if type(x) is not LazyArray:
                parts.append((x.dtype, x.tobytes()))
            elif x in names:
                parts.append(names[x])
            else:
                array, axes = varying(x.value)
                if array.ndim:
                    key = address(array)
                    if key not in leaves:
                        leaves[key] = len(arrays)
                        arrays.append(array)
                    parts.append((leaves[key], *key[1:], x.shape, axes))
                else:
                    parts.append((array.dtype, array.tobytes(), x.shape, axes))
    return (*parts, *[names[node] for node in wanted]), arrays


def _pending(wanted: list[LazyArray]) -> list[LazyArray]:
    """All nodes that wait to be computed, inputs first."""
    order: dict[LazyArray, None] = {}
    stack = [(node, False) for node in wanted]
    while stack:
        node, expanded = stack.pop()
        if expanded:
            order[node] = None
        elif node not in order:
            stack.append((node, True))
            for source in node.inputs:
                if type(source) is LazyArray and source.kind != LEAF and source not in order:
                    stack.append((source, False))
    return list(order)


def _worth_keeping(nodes: list[LazyArray], wanted: list[LazyArray]) -> list[LazyArray]:
    """Nodes that an earlier realization computed too and that cost much to compute again.

    So nothing is recomputed more than once from further away than KEEP_WORK.
    """
    work: dict[LazyArray, int] = {}
    asked = set(wanted)
    kept = []
    for node in nodes:
        most = max([work.get(x, 0) for x in node.inputs if type(x) is LazyArray], default=0)
        work[node] = most + (weight(node.op) if node.kind == MAP else 0)
        if node in asked:
            work[node] = 0
        elif node.visits and work[node] >= KEEP_WORK and node.kind == MAP:
            kept.append(node)
            work[node] = 0
    return kept


# -- tiles over threads ---------------------------------------------------------------------------
def run(
    program: Program, arrays: list[tuple[int, np.ndarray]], report: Callable[[float], Any]
) -> list[Parts]:
    """Run a program over all tiles; the partial results of its reductions, in order."""
    tiles = program.tiles
    count = min(tiles, CHUNKS)
    chunks = [range(i * tiles // count, (i + 1) * tiles // count) for i in range(count)]
    parts: list[Parts] = [{} for _ in chunks]
    queue = iter(range(count))
    finished: list[int] = []
    failures: list[BaseException] = []

    def work(report: Callable[[float], Any]) -> None:
        try:
            with np.errstate(all="ignore"):
                worker = Worker(program, arrays)
                for i in queue:
                    if failures:
                        return
                    for number in chunks[i]:
                        worker.run(program.tile(number), parts[i])
                    finished.append(i)
                    report(len(finished) / count)
                _arenas.append(worker.arena)
                del _arenas[: -threads()]
        except BaseException as failure:
            failures.append(failure)

    effort = program.weight * product(program.shape) // THREAD_WORK
    helpers = [
        threading.Thread(target=work, args=(_silent,))
        for _ in range(min(threads(), count, effort + 1) - 1)
    ]
    try:
        for helper in helpers:
            helper.start()
        work(report)
        for helper in helpers:
            helper.join()
    except BaseException as failure:  # an interruption while waiting: the helpers stop too
        failures.append(failure)
    if failures:
        raise failures[0]
    return parts


def _silent(part: float) -> None:
    """Only the calling thread reports."""


def _arena(size: int) -> np.ndarray:
    """Memory for the tile buffers of a thread: an earlier one's, whose pages are there already."""
    arena = _arenas.pop() if _arenas else None
    return np.empty(size, np.uint8) if arena is None or arena.size < size else arena


class Worker:
    """The registers of one thread."""

    def __init__(self, program: Program, arrays: list[tuple[int, np.ndarray]]) -> None:
        self.program = program
        sizes = [
            product([program.block[axis] for axis in axes]) * dtype.itemsize
            for _, dtype, axes in program.buffers
        ]
        self.arena = _arena(sum([-(-size // ALIGNED) * ALIGNED for size in sizes]))
        self.memory: list[tuple[int, np.ndarray, Axes]] = []
        start = 0
        for size, (number, dtype, axes) in zip(sizes, program.buffers, strict=True):
            self.memory.append((number, self.arena[start : start + size].view(dtype), axes))
            start += -(-size // ALIGNED) * ALIGNED
        self.registers: dict[tuple[int, ...], list] = {}  # by extents of a tile
        self.constants: list[tuple[int, np.ndarray]] = []
        self.slices: list[tuple[int, np.ndarray, list[int]]] = []
        for number, array in arrays:  # with the axes along which it is whole in every tile
            flat = [axis for axis, extent in enumerate(array.shape) if extent == 1]
            if len(flat) == array.ndim:
                self.constants.append((number, array.reshape(())))
            else:
                self.slices.append((number, array, flat))
        self.mapped = [
            (number, found) for number, array in arrays if (found := mapping(array)) is not None
        ]

    def _registers(self, extents: tuple[int, ...]) -> list:
        registers: list[Any] = [None] * self.program.registers
        for number, constant in self.constants:
            registers[number] = constant
        for number, memory, axes in self.memory:
            shape = [extent if axis in axes else 1 for axis, extent in enumerate(extents)]
            registers[number] = memory[: product(shape)].reshape(shape)
        self.registers[extents] = registers
        return registers

    def run(self, box: Box, parts: Parts) -> None:
        """All steps on one tile."""
        extents = tuple([side.stop - side.start for side in box])
        registers = self.registers.get(extents) or self._registers(extents)
        for number, array, flat in self.slices:
            if flat:
                sides = list(box)
                for axis in flat:
                    sides[axis] = WHOLE_SIDE
                registers[number] = array[tuple(sides)]
            else:
                registers[number] = array[box]
        for kernel, arguments in self.program.steps:
            kernel(*arguments(registers))
        for number, file in self.mapped:
            file.forget(registers[number])
        for partial in self.program.partials:
            partial.add(registers[partial.register], box, parts)
