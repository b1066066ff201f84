"""Views: tensors that look into another's memory, and how their history follows a write.

A view remembers its root and the steps that lead there. When the root's history is rewritten by
an in-place operator, through the root or through any view, the histories of its views are out of
date: they are renewed when next needed, as one step that replays the view on the root.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .errors import GradError
from .gradmode import mode
from .graph import Node, edge_of
from .operator import Operator
from .tensor import Tensor


class View:
    """How one tensor looks into another.

    root: the tensor that owns the memory and its history.
    source: the tensor the view was taken of, the root or a view itself.
    operator, args, index: the view operator, its other arguments, which of its outputs.
    time: the root's history that the view's own history belongs to.
    recorded: whether it was taken while operators were recorded.
    """

    __slots__ = ("args", "index", "operator", "recorded", "root", "source", "time")

    def __init__(
        self, view: Tensor, source: Tensor, operator: Operator, args: Any, index: int | None
    ) -> None:
        self.root = source if source.view_of is None else source.view_of.root
        self.source = source
        self.operator = operator
        self.args = args
        self.index = index
        self.time = max(source.version)
        self.recorded = mode.enabled
        view.version = source.version
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
        rewritten = max(root.version)
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
            view.node = Node(as_strided, plan, [edge], [self, root.array.shape], ())

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
            step = step.source.view_of

    def replay(self, array: Any) -> Any:
        """The same look into another array of the root's shape."""
        steps: list[View] = [self]
        while steps[-1].source.view_of is not None:
            steps.append(steps[-1].source.view_of)
        for step in reversed(steps):
            array = step.operator.kernel(array, *step.args)
            if step.index is not None:
                array = array[step.index]
        return array

    @property
    def overlaps(self) -> bool:
        """Whether one element of the root may appear at several places of the view."""
        step: View | None = self
        while step is not None:
            if step.operator.overlaps:
                return True
            step = step.source.view_of
        return False


def _embed(region: Any, view: View, shape: tuple[int, ...]) -> Any:
    whole = np.zeros(shape, region.dtype)
    if view.overlaps:
        places = view.replay(np.arange(whole.size).reshape(shape))
        np.add.at(whole.reshape(-1), places, region)
    else:
        view.replay(whole)[...] = region
    return whole


as_strided = Operator(
    "as_strided",
    lambda x, view, shape: view.replay(x),
    x=lambda g, view, shape: embed(g, view, shape),
)
embed = Operator(
    "embed",
    _embed,
    region=lambda g, view, shape: as_strided(g, view, shape),
)


class CopySlices(Node):
    """What the root of a view becomes when an operator writes through the view.

    Its cotangent is the operator's on the region that was written, and passes by elsewhere.
    """

    __slots__ = ("function", "shape", "view")

    def __init__(self, root: Tensor, view: View, function: Node) -> None:
        edges = [edge_of(root), *function.edges[1:]]
        super().__init__(function.operator, function.plan, edges, (), ())
        self.function = function
        self.view = view
        self.shape = root.array.shape

    def name(self) -> str:
        return "torch::autograd::CopySlices"

    def check(self) -> None:
        self.function.check()

    def release(self) -> None:
        self.function.release()
        self.saved = self.function.saved

    def vjp(self, cotangent: Any, recorded: bool) -> list[tuple[int, Any]]:
        region = as_strided(cotangent, self.view, self.shape)
        found = self.function.vjp(region, recorded)
        if self.edges[0] is None:
            return [pair for pair in found if pair[0] > 0]
        written = dict(found).get(0)
        inside = embed(np.ones(region.shape, bool), self.view, self.shape)
        if written is None:
            written = np.zeros_like(region)
        outer = np.where(inside, embed(written, self.view, self.shape), cotangent)
        return [(0, outer), *(pair for pair in found if pair[0] > 0)]
