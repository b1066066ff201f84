"""The recorded graph and the backward pass.

Every differentiable result points at the `Node` that made it. A node keeps *edges*, one for each
differentiable input: the input's own node, or a leaf tensor where the graph ends. The backward
pass visits the nodes from the newest to the oldest, hands each the sum of the cotangents that
reached it, and passes on what the node's VJP rules give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from itertools import count
from typing import Any
from weakref import ref

from .arrays import as_array
from .errors import GradError
from .gradmode import mode
from .tensor import Tensor, new_tensor

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


class Node:
    """One recorded application of an operator: what `grad_fn` shows."""

    __slots__ = (
        "__weakref__",
        "adapt",
        "edges",
        "hooks",
        "operator",
        "plan",
        "retaining",
        "saved",
        "time",
        "versions",
    )

    def __init__(
        self, operator: Any, plan: Any, edges: Sequence[Any], saved: Any, versions: Any
    ) -> None:
        self.operator = operator
        self.plan = plan
        self.edges = edges
        self.saved = saved
        self.versions = versions
        self.adapt: Any = None
        self.hooks: Any = None
        self.retaining: Any = None
        self.time = next_time()

    def name(self) -> str:
        """The node's name, as PyTorch gives it."""
        return self.operator.node_name

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
    node = tensor.node
    if node is not None:
        return node
    return tensor if tensor.leaf else None


def backward_pass(
    roots: Iterable[tuple[Any, Any]],
    *,
    targets: Sequence[Any] | None = None,
    retain_graph: bool = False,
    create_graph: bool = False,
) -> list[Any] | None:
    """Carry cotangents from `roots`, pairs of edge and cotangent, to the leaves.

    Without `targets` every leaf reached accumulates into its `.grad`. With `targets`, a sequence
    of edges, nothing accumulates: the cotangent of each target is returned, or None.
    Cotangents are arrays, or tensors when `create_graph` is set.
    """
    roots = list(roots)
    pending = _count_consumers(roots)
    captured: dict[Any, Any] = {}
    needed = None
    if targets is not None:
        needed = _leading_to(targets, roots)
        captured = {_owner(edge): {} for edge in targets}

    sums: dict[Any, Any] = {}
    ready: list[tuple[int, Node]] = []
    before, mode.enabled = mode.enabled, create_graph
    try:
        for edge, cotangent in roots:
            _deliver(edge, cotangent, None, sums, pending, ready, captured, needed)
        while ready:
            node = heappop(ready)[1]
            if node not in sums:
                for edge in node.edges:
                    if edge is not None:
                        _deliver(edge, None, None, sums, pending, ready, captured, needed)
                continue
            cotangent = sums.pop(node)
            if node.hooks is not None:
                cotangent = run_hooks(node.hooks, cotangent, create_graph)
            if node.retaining is not None and targets is None:
                _retain(node, cotangent)
            if captured and node in captured:
                captured[node] = cotangent if isinstance(cotangent, list) else {0: cotangent}
            if needed is not None and node not in needed:
                continue
            if node.saved is Freed or node.time < mode.last_write:
                node.check()
            values = node.vjp(cotangent, create_graph)
            if not retain_graph:
                node.release()
            edges = node.edges
            for position, value in values:
                _deliver(edges[position], value, cotangent, sums, pending, ready, captured, needed)
    finally:
        mode.enabled = before
    if targets is None:
        return None
    return [_captured_value(captured, edge) for edge in targets]


def _owner(edge: Any) -> Any:
    return edge.node if edge.__class__ is Port else edge


def _captured_value(captured: dict[Any, Any], edge: Any) -> Any:
    found = captured[_owner(edge)]
    index = edge.index if edge.__class__ is Port else 0
    return found[index] if isinstance(found, list) else found.get(index)


def _count_consumers(roots: list[tuple[Any, Any]]) -> dict[Any, int]:
    """For every node and leaf below the roots, how many cotangents will reach it."""
    pending: dict[Any, int] = {}
    stack: list[Any] = []
    for edge, _ in roots:
        owner = _owner(edge)
        if owner in pending:
            pending[owner] += 1
        else:
            pending[owner] = 1
            if owner.__class__ is not Tensor:
                stack.append(owner)
    while stack:
        for edge in stack.pop().edges:
            if edge is None:
                continue
            if edge.__class__ is Port:
                edge = edge.node
            if edge in pending:
                pending[edge] += 1
            else:
                pending[edge] = 1
                if edge.__class__ is not Tensor:
                    stack.append(edge)
    return pending


def _leading_to(targets: Sequence[Any], roots: list[tuple[Any, Any]]) -> set[Any]:
    """The nodes that have to run so that every target receives its cotangent."""
    owners = {_owner(edge) for edge in targets}
    nodes = [n for n in _count_consumers(roots) if n.__class__ is not Tensor]
    nodes.sort(key=lambda node: node.time)
    needed: set[Any] = set()
    for node in nodes:
        for edge in node.edges:
            owner = _owner(edge)
            if owner is not None and (owner in owners or owner in needed):
                needed.add(node)
                break
    return needed


def _deliver(
    edge: Any,
    value: Any,
    source: Any,
    sums: dict[Any, Any],
    pending: dict[Any, int],
    ready: list[tuple[int, Node]],
    captured: dict[Any, Any],
    needed: set[Any] | None,
) -> None:
    """Add `value` to what `edge` has received; when that was the last, make its owner ready."""
    owner = edge
    if edge.__class__ is Port:
        owner = edge.node
        parts = sums.get(owner)
        if parts is None:
            parts = sums[owner] = [None] * edge.count
        if value is not None:
            have = parts[edge.index]
            parts[edge.index] = value if have is None else have + value
    elif value is not None:
        have = sums.get(owner)
        if have is None:
            sums[owner] = value
        else:
            sums[owner] = have + value
            source = None
    left = pending[owner] - 1
    pending[owner] = left
    if left:
        return
    if owner.__class__ is Tensor:
        if owner in sums:
            total = sums.pop(owner)
            shared = total is value and (source is None or value is source)
            _arrive(owner, total, shared, captured, needed)
    else:
        heappush(ready, (-owner.time, owner))


def _arrive(
    leaf: Tensor, total: Any, shared: bool, captured: dict[Any, Any], needed: set[Any] | None
) -> None:
    """The whole cotangent of a leaf: hooks, then capture or accumulation."""
    hooks = leaf.hooks
    if hooks is not None and hooks.before:
        total = run_hooks(hooks.before, total, mode.enabled)
        shared = True
    if needed is None:
        leaf.accumulate(total, shared)
        if hooks is not None:
            for hook in tuple(hooks.after.values()):
                hook(leaf)
    elif leaf in captured:
        captured[leaf] = {0: total}


def run_hooks(hooks: Any, cotangent: Any, recorded: bool) -> Any:
    """Let hooks see, and replace, the cotangent of the output they were registered on."""
    for index, hook in tuple(hooks.values()):
        parts = cotangent if isinstance(cotangent, list) else None
        value = cotangent if parts is None else parts[index]
        if value is None:
            continue
        tensor = value if value.__class__ is Tensor else new_tensor(as_array(value))
        replaced = hook(tensor)
        if replaced is None:
            continue
        if replaced.__class__ is not Tensor:
            raise GradError("a hook must return a tensor, or None to leave the gradient as it is")
        if replaced.shape != tensor.shape:
            raise GradError(
                f"a hook returned a gradient of shape {list(replaced.shape)} "
                f"for one of shape {list(tensor.shape)}"
            )
        value = replaced if recorded else replaced.array
        if parts is None:
            cotangent = value
        else:
            parts[index] = value
    return cotangent


class RemovableHandle:
    """What registering a hook returns; `remove()` takes the hook away."""

    __slots__ = ("hooks", "key")

    def __init__(self, hooks: dict[int, Any], hook: Any) -> None:
        self.hooks = hooks
        self.key = next_time()
        hooks[self.key] = hook

    def remove(self) -> None:
        self.hooks.pop(self.key, None)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *_: Any) -> None:
        self.remove()


class TensorHooks:
    """What a tensor itself remembers of hooks; those of a result stand on its node.

    before: a leaf's hooks on its cotangent; after: those that run once it was accumulated;
    retains: whether an intermediate result keeps its gradient.
    """

    __slots__ = ("after", "before", "retains")

    def __init__(self) -> None:
        self.before: dict[int, Any] = {}
        self.after: dict[int, Any] = {}
        self.retains = False


def _hooks_of(tensor: Tensor) -> TensorHooks:
    if tensor.hooks is None:
        tensor.hooks = TensorHooks()
    return tensor.hooks


def register_hook(tensor: Tensor, hook: Callable[[Tensor], Any]) -> RemovableHandle:
    """Call `hook` with the cotangent of `tensor` when a backward pass has it whole."""
    edge = edge_of(tensor)
    if edge is None:
        raise GradError("a hook needs a tensor that requires grad")
    if edge.__class__ is Tensor:
        return RemovableHandle(_hooks_of(tensor).before, (0, hook))
    node = _owner(edge)
    if node.hooks is None:
        node.hooks = {}
    return RemovableHandle(node.hooks, (edge.index if edge.__class__ is Port else 0, hook))


def register_post_accumulate_hook(leaf: Tensor, hook: Callable[[Tensor], Any]) -> RemovableHandle:
    """Call `hook(leaf)` whenever a gradient was accumulated into `leaf`."""
    if not leaf.leaf:
        raise GradError("this hook is for leaves that require grad")
    return RemovableHandle(_hooks_of(leaf).after, hook)


def retain_grad(tensor: Tensor) -> None:
    """Store the cotangent of an intermediate result, as its other hooks left it, in `.grad`."""
    edge = edge_of(tensor)
    if edge is None:
        raise GradError("retain_grad() needs a tensor that requires grad")
    if edge.__class__ is Tensor or tensor.retains_grad:
        return
    _hooks_of(tensor).retains = True
    node = _owner(edge)
    if node.retaining is None:
        node.retaining = {}
    node.retaining[edge.index if edge.__class__ is Port else 0] = ref(tensor)


def _retain(node: Node, cotangent: Any) -> None:
    for index, reference in node.retaining.items():
        tensor = reference()
        value = cotangent[index] if isinstance(cotangent, list) else cotangent
        if tensor is not None and value is not None:
            tensor.accumulate(value, True)
