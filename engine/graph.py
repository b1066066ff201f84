"""The recorded graph.

Every differentiable result points at the `Node` that made it. A node keeps *edges*, one for each
differentiable input: the input's own node, or a leaf tensor where the graph ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

from .errors import GradError
from .tensor import Tensor

next_time = count(1).__next__
"""The engine's clock: it orders nodes and in-place writes."""


class Freed:
    """Stands in for the saved values of a node that a backward pass has used up."""


class Port:
    """One output of a node that has several."""

    __slots__ = ("count", "index", "node")

    def __init__(self, node: Node, index: int, count: int) -> None:
        self.node = node
        self.index = index
        self.count = count


class Extras:
    """What few nodes have.

    hooks: by key, the output and the function to show its cotangent to.
    retaining: by output, the tensor (weakly) that keeps its gradient.
    """

    __slots__ = ("hooks", "retaining")

    def __init__(self) -> None:
        self.hooks: dict[int, Any] = {}
        self.retaining: dict[int, Any] = {}


class Node:
    """One recorded application of an operator: what `grad_fn` shows.

    plan: which rules to run; saved: what they need; versions: of the tensors saved.
    edges: for every differentiable input where its cotangent goes, or None.
    adapt: how cotangents change on their way to the inputs (`Adapt`), None if they do not.
    time: when it was recorded, on the engine's clock.
    """

    __slots__ = ("__weakref__", "adapt", "edges", "extra", "plan", "saved", "time", "versions")

    plan: Any
    edges: Sequence[Any]
    saved: Any
    versions: Sequence[list[int]]
    adapt: Any
    extra: Extras | None
    time: int

    @property
    def operator(self) -> Any:
        return self.plan.operator

    def extras(self) -> Extras:
        """The node's extras, made when first asked for."""
        if self.extra is None:
            self.extra = Extras()
        return self.extra

    def name(self) -> str:
        """The node's name, as PyTorch gives it."""
        return self.plan.operator.node_name

    @property
    def next_functions(self) -> tuple[tuple[Any, int], ...]:
        """The nodes that the cotangents go to, each with the output index there."""
        return tuple(_next_function(edge) for edge in self.edges)

    def __repr__(self) -> str:
        return f"<{self.name().rpartition('::')[2]} object at {id(self):#x}>"

    def check(self) -> None:
        """Refuse to differentiate through values that are gone or were overwritten."""
        if self.saved is Freed:
            raise GradError(
                f"the values that {self.name()} saved were freed by an earlier backward pass; "
                "pass retain_graph=True to the first one to run a second"
            )
        for version in self.versions:
            if version[0] > self.time:
                raise GradError(
                    f"a tensor that {self.name()} needs for its gradient was changed in place "
                    "after it was used; change a clone() instead"
                )

    def vjp(self, cotangent: Any, recorded: bool) -> list[tuple[int, Any]]:
        """The cotangents that the VJP rules give, each with the position of its edge.

        recorded: compute with tensors, so that the gradient can be differentiated again.
        """
        saved = self.plan.saved_tensors(self) if recorded else self.saved
        return self.plan.apply(self, cotangent, saved)

    def release(self) -> None:
        """Drop the saved values; a second backward pass is refused where values were needed."""
        if self.plan.keeps_values or self.versions:
            self.saved = Freed


def new_node(
    plan: Any,
    edges: Sequence[Any],
    saved: Any = (),
    versions: Sequence[list[int]] = (),
    kind: type[Node] = Node,
) -> Any:
    """A node recorded now. A function, as Python calls one faster than it calls `__init__`."""
    node = kind()
    node.plan = plan
    node.edges = edges
    node.saved = saved
    node.versions = versions
    node.adapt = node.extra = None
    node.time = next_time()
    return node


class AccumulateGrad:
    """Stands for a leaf in `next_functions`."""

    __slots__ = ("variable",)

    def __init__(self, variable: Tensor) -> None:
        self.variable = variable

    def name(self) -> str:
        return "torch::autograd::AccumulateGrad"

    @property
    def next_functions(self) -> tuple[()]:
        return ()

    def __repr__(self) -> str:
        return f"<AccumulateGrad object at {id(self.variable):#x}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AccumulateGrad) and other.variable is self.variable

    def __hash__(self) -> int:
        return hash(self.variable)


def owner_of(edge: Any) -> Any:
    """The node or leaf that an edge leads to."""
    return edge.node if edge.__class__ is Port else edge


def output_index(edge: Any) -> int:
    """Which output of its owner an edge leads to."""
    return edge.index if edge.__class__ is Port else 0


def _next_function(edge: Any) -> tuple[Any, int]:
    if edge.__class__ is Tensor:
        return (AccumulateGrad(edge), 0)
    if edge.__class__ is Port:
        return (edge.node, edge.index)
    return (edge, 0)


def edge_of(tensor: Tensor) -> Any:
    """Where cotangents of `tensor` go: its node, the leaf itself, or None."""
    if tensor.view_of is not None:
        tensor.view_of.refresh(tensor)
    return tensor.node or (tensor if tensor.leaf else None)
