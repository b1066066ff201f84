"""The backward pass.

It visits the nodes from the newest to the oldest, hands each the sum of the cotangents that
reached it, and passes on what the node's VJP rules give, until the leaves have theirs. It is a
loop, not a recursion: a chain of a million nodes is as good as one of three.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

from .gradmode import mode
from .graph import Extras, Freed, Node, Port, owner_of
from .tensor import Tensor

Roots = Sequence[tuple[Any, Any]]


def backward_pass(
    roots: Roots,
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
    run = BackwardPass(roots, targets, retain_graph, create_graph)
    before, mode.enabled = mode.enabled, create_graph
    try:
        for edge, cotangent in roots:
            run.deliver(edge, cotangent, None)
        if targets is None and not create_graph:
            run.accumulate_all()
        else:
            run.visit_all()
    finally:
        mode.enabled = before
    return None if targets is None else [run.result(edge) for edge in targets]


class BackwardPass:
    """What one pass knows while it runs.

    pending: for every node and leaf, how many cotangents are still to reach it.
    sums: what has reached it; for a node with several outputs a list, one sum for each.
    ready: the nodes that wait for nothing more, newest first.
    captured: the cotangents of the targets; needed: the nodes on the way to them.
    """

    __slots__ = (
        "captured",
        "create_graph",
        "needed",
        "pending",
        "ready",
        "retain_graph",
        "sums",
    )

    def __init__(
        self, roots: Roots, targets: Sequence[Any] | None, retain_graph: bool, create_graph: bool
    ) -> None:
        self.pending = count_consumers(roots)
        self.sums: dict[Any, Any] = {}
        self.ready: list[tuple[int, Node]] = []
        self.retain_graph = retain_graph
        self.create_graph = create_graph
        self.captured: dict[Any, Any] | None = None
        self.needed: set[Any] | None = None
        if targets is not None:
            self.captured = {owner_of(edge): None for edge in targets}
            self.needed = leading_to(self.captured, self.pending)

    def visit_all(self) -> None:
        """Visit every node that has to run."""
        ready, sums = self.ready, self.sums
        while ready:
            node = heappop(ready)[1]
            self.visit(node, sums.pop(node, None))

    def accumulate_all(self) -> None:
        """The same, with a short way along chains: most nodes pass one cotangent to one other."""
        ready, sums, pending = self.ready, self.sums, self.pending
        while ready:
            node = heappop(ready)[1]
            cotangent = sums.pop(node, None)
            while True:
                only = node.plan.only
                if (
                    only is None
                    or cotangent is None
                    or node.extra is not None
                    or node.__class__ is not Node
                ):
                    self.visit(node, cotangent)
                    break
                if node.saved is Freed or node.time < mode.last_write:
                    node.check()
                position, rule = only
                saved: Any = node.saved
                value = rule(cotangent, *saved)
                if not self.retain_graph:
                    node.release()
                edge = node.edges[position]
                if ready or edge.__class__ is not Node or pending[edge] != 1 or edge in sums:
                    self.deliver(edge, value, cotangent)
                    break
                node, cotangent = edge, value

    def visit(self, node: Node, cotangent: Any) -> None:
        """Run the VJP rules of a node that has its whole cotangent, None if none reached it."""
        edges = node.edges
        if cotangent is None:
            for edge in edges:
                if edge is not None:
                    self.deliver(edge, None, None)
            return
        captured = self.captured
        target = captured is not None and node in captured
        needed = self.needed is None or node in self.needed
        if node.extra is not None and (needed or target):
            cotangent = self.show(node.extra, cotangent)
        if captured is not None and target:
            captured[node] = cotangent
        if not needed:
            return
        if node.saved is Freed or node.time < mode.last_write:
            node.check()
        values = node.vjp(cotangent, self.create_graph)
        if not self.retain_graph:
            node.release()
        for position, value in values:
            self.deliver(edges[position], value, cotangent)

    def deliver(self, edge: Any, value: Any, source: Any) -> None:
        """Add `value` to what `edge` has received; after the last, make its owner ready.

        source: the cotangent that `value` was computed from, which it may still be.
        """
        sums = self.sums
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
        left = self.pending[owner] - 1
        self.pending[owner] = left
        if left:
            return
        if owner.__class__ is not Tensor:
            heappush(self.ready, (-owner.time, owner))
        elif owner in sums:
            total = sums.pop(owner)
            self.arrive(owner, total, total is value and (source is None or value is source))

    def arrive(self, leaf: Tensor, total: Any, shared: bool) -> None:
        """The whole cotangent of a leaf: hooks, then capture or accumulation."""
        if self.captured is not None and leaf not in self.captured:
            return
        hooks = leaf.hooks
        if hooks is not None and hooks.before:
            from .hooks import run_hooks

            total = run_hooks(hooks.before, total, self.create_graph)
            shared = True
        if self.captured is not None:
            self.captured[leaf] = total
        elif leaf.leaf:  # it may have ceased to require grad since it was used
            leaf.accumulate(total, shared)
            if hooks is not None:
                for hook in tuple(hooks.after.values()):
                    hook(leaf)

    def show(self, extra: Extras, cotangent: Any) -> Any:
        """Let the hooks of a node's outputs see their cotangents, and retain those wanted."""
        if extra.hooks:
            from .hooks import run_hooks

            cotangent = run_hooks(extra.hooks, cotangent, self.create_graph)
        if extra.retaining:
            from .hooks import keep_retained

            keep_retained(extra, cotangent)
        return cotangent

    def result(self, edge: Any) -> Any:
        """The captured cotangent of a target, None if nothing reached it."""
        assert self.captured is not None
        found = self.captured[owner_of(edge)]
        return found[edge.index] if isinstance(found, list) else found


def count_consumers(roots: Roots) -> dict[Any, int]:
    """For every node and leaf below the roots, how many cotangents will reach it."""
    pending: dict[Any, int] = {}
    stack: list[Any] = []
    edges: Any = [edge for edge, _ in roots]
    while True:
        for edge in edges:
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
        if not stack:
            return pending
        edges = stack.pop().edges


def leading_to(targets: dict[Any, Any], reached: dict[Any, int]) -> set[Any]:
    """The nodes among `reached` that have to run so that every target gets its cotangent."""
    nodes = [owner for owner in reached if owner.__class__ is not Tensor]
    nodes.sort(key=lambda node: node.time)
    needed: set[Any] = set()
    for node in nodes:
        for edge in node.edges:
            owner = owner_of(edge)
            if owner is not None and (owner in targets or owner in needed):
                needed.add(node)
                break
    return needed
