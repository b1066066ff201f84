"""Views: tensors that look into another's memory, and how their history follows a write.

A view remembers its root and the steps that lead there. When the root's history is rewritten by
an in-place operator, through the root or through any view, the histories of its views are out of
date: they are renewed when next needed, as one step that replays the view on the root.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy import ndarray

from .errors import GradError
from .gradmode import mode
from .graph import Node, edge_of, new_node
from .operator import SHAPE, Operator
from .tensor import Tensor, memory, new_tensor


class View:
    """How one tensor looks into another.

    root: the tensor that owns the memory and its history.
    parent: the view that this one was taken of, None when that was the root.
    operator, args, index: the view operator, its other arguments, which of its outputs.
    turns: how often the root had changed its own shape when the view was taken.
    time: the root's history that the view's own history belongs to.
    recorded: whether it was taken while operators were recorded.
    """

    __slots__ = ("args", "index", "operator", "parent", "recorded", "root", "time", "turns")

    def __init__(
        self, view: Tensor, source: Tensor, operator: Operator, args: Any, index: int | None
    ) -> None:
        self.parent = source.view_of
        self.root = source if self.parent is None else self.parent.root
        self.operator = operator
        self.args = args
        self.index = index
        version = view.version = source.version
        self.turns = len(version)
        self.time = version[0] if version[0] > version[1] else version[1]
        self.recorded = mode.enabled
        view.view_of = self

    def refresh(self, view: Tensor) -> None:
        """Renew the history of `view` if the root was written to since it was taken.

        Raises GradError where autograd cannot follow the view back to its root.
        """
        root = self.root
        if view.node is None:
            if root.leaf or root.node is not None:
                view.leaf = view.array.dtype.kind in "fc"  # taken inside no_grad, or before
            else:
                return
        rewritten = max(root.version[:2])
        if rewritten <= self.time:
            return
        self.check_path("this view can no longer be used: its memory was changed, and it")
        self.time = rewritten
        edge = edge_of(root)
        had_history = view.node is not None
        view.leaf = False
        view.node = None
        if (edge is not None or had_history) and view.array.dtype.kind in "fc":
            plan = as_strided.plan(edge is not None)
            view.node = new_node(plan, [edge], [self.path(), root.array.shape])

    def check_path(self, subject: str) -> None:
        """Raise GradError if autograd cannot follow the view back to its root."""
        step: View | None = self
        while step is not None:
            if step.index is not None:
                raise GradError(
                    f"{subject} is one of several views that {step.operator.name} made at once; "
                    "take a single view (by index or slice) instead"
                )
            if not step.recorded:
                raise GradError(
                    f"{subject} was taken inside torch.no_grad(); take the view where gradients "
                    "are recorded"
                )
            step = step.parent

    def path(self) -> tuple[Step, ...]:
        """The steps from the root, as it is now, to the view."""
        views: list[View] = [self]
        while views[-1].parent is not None:
            views.append(views[-1].parent)
        steps = [view.step for view in reversed(views)]
        undone = [Step(undo, (), None, False) for undo in self.root.version[views[-1].turns :]]
        return (*reversed(undone), *steps)

    @property
    def step(self) -> Step:
        operator = self.operator
        return Step(operator.kernel, self.args, self.index, operator.overlaps)

    def undo(self, shape: tuple[int, ...]) -> Callable[[Any], Any]:
        """The inverse of a view that only rearranges a source of `shape`: its VJP."""
        plan = self.operator.plan(1)
        saved = [shape if kind == SHAPE else self.args[i - 1] for kind, i in plan.take]
        rule: Any = self.operator.rules[0]
        return lambda array: rule(array, *saved)


class Step:
    """One step of a view: what shows it in an array of the source's shape.

    overlaps: whether one element of the source may appear at several places.
    """

    __slots__ = ("args", "index", "kernel", "overlaps")

    def __init__(self, kernel: Any, args: Any, index: int | None, overlaps: bool) -> None:
        self.kernel = kernel
        self.args = args
        self.index = index
        self.overlaps = overlaps

    def __call__(self, array: Any) -> Any:
        found = self.kernel(array, *self.args)
        return found if self.index is None else found[self.index]


def look(array: Any, path: tuple[Step, ...]) -> Any:
    """What a view shows, taken in another array of the root's shape."""
    for step in path:
        array = step(array)
    return array


def _embed(region: Any, path: tuple[Step, ...], shape: tuple[int, ...]) -> Any:
    whole = np.zeros(shape, region.dtype)
    if any(step.overlaps for step in path):
        places = look(np.arange(whole.size).reshape(shape), path)
        np.add.at(whole.reshape(-1), places, region)
    else:
        look(whole, path)[...] = region
    return whole


class ViewOperator(Operator):
    """An operator whose one result looks into the memory of its first argument."""

    __slots__ = ()

    def __call__(self, source: Any, *args: Any) -> Any:
        if source.__class__ is not Tensor:
            return self.kernel(source, *args)
        if mode.watcher is not None:
            return self.record((source, *args))
        array = source.array
        if array.__class__ is not ndarray:
            array = memory(source)
        out = self.kernel(array, *args)
        found = new_tensor(out)
        View(found, source, self, args, None)
        if mode.enabled:
            edge = edge_of(source)
            if edge is not None and out.dtype.kind in "fc":
                plan = self.plan(1)
                found.node = new_node(plan, (edge,), plan.save((array, *args, out)))
        return found


as_strided = Operator(
    "as_strided",
    lambda x, path, shape: look(x, path),
    x=lambda g, path, shape: embed(g, path, shape),
)
embed = Operator(
    "embed",
    _embed,
    region=lambda g, path, shape: as_strided(g, path, shape),
)


replaced = Operator(
    "replaced",
    lambda whole, region, path: _replaced(whole, region, path),
    whole=lambda g, region_shape, region_dtype, path: replaced(
        g, np.zeros(region_shape, region_dtype), path
    ),
    region=lambda g, path, whole_shape: as_strided(g, path, whole_shape),
)


def _replaced(whole: Any, region: Any, path: tuple[Step, ...]) -> Any:
    """A copy of `whole` with `region` where a view looks, which sees no element twice."""
    found = np.array(whole)
    look(found, path)[...] = region
    return found


class CopySlices(Node):
    """What the root of a view becomes when an operator writes through the view.

    Its cotangent is the operator's on the region that was written, and passes by elsewhere.
    composed: `function` is the last of several steps, not one step from the old region.
    """

    __slots__ = ("composed", "function", "path", "shape")

    composed: bool
    function: Node
    path: tuple[Step, ...]
    shape: tuple[int, ...]

    def name(self) -> str:
        return "torch::autograd::CopySlices"

    def check(self) -> None:
        if not self.composed:
            self.function.check()

    def release(self) -> None:
        if not self.composed:
            self.function.release()
            self.saved = self.function.saved

    def vjp(self, cotangent: Any, recorded: bool) -> list[tuple[int, Any]]:
        region = as_strided(cotangent, self.path, self.shape)
        found = [(1, region)] if self.composed else self.function.vjp(region, recorded)
        if self.edges[0] is None:
            return [pair for pair in found if pair[0] > 0]
        written = dict(found).get(0)
        if written is None:
            written = np.zeros(region.shape, region.dtype)
        if any(step.overlaps for step in self.path):
            inside = embed(np.ones(region.shape, bool), self.path, self.shape)
            outer = np.where(inside, embed(written, self.path, self.shape), cotangent)
        else:
            outer = replaced(cotangent, written, self.path)
        return [(0, outer), *(pair for pair in found if pair[0] > 0)]


def copy_slices(root: Tensor, view: View, function: Node, composed: bool) -> CopySlices:
    """What `root` becomes when `function` writes to its region that `view` shows."""
    rest = [function] if composed else function.edges[1:]
    node = new_node(function.plan, [edge_of(root), *rest], kind=CopySlices)
    node.composed = composed
    node.function = function
    node.path = view.path()
    node.shape = root.array.shape
    return node
