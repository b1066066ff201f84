"""The backward pass.

It visits the nodes from the newest to the oldest, hands each the sum of the cotangents that
reached it, and passes on what the node's VJP rules give, until the leaves have theirs. A node is
newer than all that it was computed from, so by its turn everything has reached it. It is a loop,
not a recursion: a chain of a million nodes is as good as one of three.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import Any

from .gradmode import mode
from .graph import Freed, Node, Port, owner_of
from .tensor import Tensor

Roots = Sequence[tuple[Any, Any]]


def backward_pass(
    roots: Roots,
    *,
    targets: Sequence[Any] | None = None,
    accumulate: bool = False,
    retain_graph: bool = False,
    create_graph: bool = False,
) -> list[Any] | None:
    """Carry cotangents from `roots`, pairs of edge and cotangent, to the leaves.

    Without `targets` every leaf reached accumulates into its `.grad`. With `targets`, a sequence
    of edges, the cotangent of each target is returned, or None, and nothing accumulates; with
    `accumulate` too, the leaves among the targets do that instead.
    Cotangents are arrays, or tensors when `create_graph` is set.
    """
    if targets is None and not create_graph and len(roots) == 1:
        edge, cotangent = follow(*roots[0], retain_graph)
        if edge.__class__ is Tensor and edge.leaf and edge.hooks is None:
            edge.accumulate(cotangent)
            return None
        roots = ((edge, cotangent),)
    run = BackwardPass(roots, targets, accumulate, retain_graph, create_graph)
    before, mode.enabled = mode.enabled, create_graph
    try:
        for edge, cotangent in roots:
            run.deliver(edge, cotangent)
        run.visit_all()
        run.serve_leaves()
    finally:
        mode.enabled = before
    return None if targets is None or accumulate else [run.result(edge) for edge in targets]


def follow(edge: Any, cotangent: Any, retain_graph: bool) -> tuple[Any, Any]:
    """Carry a cotangent along a chain to where it branches or ends: that edge, its cotangent.

    The nodes that a chain starts with can only be reached through each other, so each has its
    whole cotangent at once and nothing has to be counted.
    """
    while edge.__class__ is Node:
        only = edge.plan.only
        if only is None or edge.extra is not None:
            break
        if edge.saved is Freed or edge.time < mode.last_write:
            edge.check()
        position, rule = only
        saved: Any = edge.saved
        if edge.adapt is None:
            value = rule(cotangent, *saved)
        else:
            ((position, value),) = edge.plan.apply(edge, cotangent, saved)
        if value is None:
            break
        cotangent = value
        if not retain_graph:
            edge.release()
        edge = edge.edges[position]
    return edge, cotangent


class BackwardPass:
    """What one pass knows while it runs.

    ready: the nodes that cotangents have reached, newest first.
    sums: what has reached a node or leaf; for a node with several outputs a list, one sum for each.
    pending: by node and leaf how many cotangents are still to reach it, where leaves have hooks:
        those run as soon as a leaf has its whole gradient. Other leaves have theirs at the end.
    targets: the nodes and leaves to reach, None for all leaves; needed: the nodes that run then.
    captured: the cotangents of the targets, None if these accumulate.
    """

    __slots__ = (
        "captured",
        "create_graph",
        "needed",
        "pending",
        "ready",
        "retain_graph",
        "sums",
        "targets",
    )

    def __init__(
        self,
        roots: Roots,
        targets: Sequence[Any] | None,
        accumulate: bool,
        retain_graph: bool,
        create_graph: bool,
    ) -> None:
        self.sums: dict[Any, Any] = {}
        self.ready: list[tuple[int, Node]] = []
        self.pending = count_consumers(roots) if mode.leaf_hooks else None
        self.retain_graph = retain_graph
        self.create_graph = create_graph
        self.targets = None if targets is None else {owner_of(edge) for edge in targets}
        self.captured: dict[Any, Any] | None = None if targets is None or accumulate else {}
        self.needed: set[Any] | None = None
        if self.targets is not None:
            self.needed = leading_to(self.targets, self.pending or count_consumers(roots))
            if accumulate:
                self.needed |= self.targets

    def visit_all(self) -> None:
        """Visit every node that has to run, and hand on what its VJP rules give."""
        ready, sums = self.ready, self.sums
        while ready:
            node = heappop(ready)[1]
            cotangent = sums.pop(node)
            if self.targets is not None or node.extra is not None:
                cotangent, needed = self.show(node, cotangent)
                if not needed:
                    continue
            if node.saved is Freed or node.time < mode.last_write:
                node.check()
            values = node.vjp(cotangent, self.create_graph)
            if not self.retain_graph:
                node.release()
            edges = node.edges
            for position, value in values:
                if value is not None:
                    self.deliver(edges[position], value)

    def serve_leaves(self) -> None:
        """Give the leaves that still wait what has reached them."""
        for leaf in tuple(self.sums):
            self.arrive(leaf)

    def deliver(self, edge: Any, value: Any) -> None:
        """Add `value` to what `edge` has received."""
        if edge.__class__ is Port:
            self.deliver_part(edge, value)
            return
        sums = self.sums
        have = sums.get(edge)
        if have is not None:
            sums[edge] = have + value
        else:
            sums[edge] = value
            if edge.__class__ is not Tensor:
                heappush(self.ready, (-edge.time, edge))
        if self.pending is not None and edge.__class__ is Tensor:
            self.pending[edge] -= 1
            if not self.pending[edge]:
                self.arrive(edge)

    def deliver_part(self, port: Port, value: Any) -> None:
        """Add `value` to what one output of a node with several has received."""
        node = port.node
        parts = self.sums.get(node)
        if parts is None:
            parts = self.sums[node] = [None] * port.count
            heappush(self.ready, (-node.time, node))
        have = parts[port.index]
        parts[port.index] = value if have is None else have + value

    def arrive(self, leaf: Tensor) -> None:
        """The whole cotangent of a leaf: hooks, then capture or accumulation."""
        total = self.sums.pop(leaf)
        if self.targets is not None and leaf not in self.targets:
            return
        hooks = leaf.hooks
        if hooks is not None and hooks.before:
            from .hooks import run_hooks

            total = run_hooks(hooks.before, total, self.create_graph)
        if self.captured is not None:
            self.captured[leaf] = total
        elif leaf.leaf:  # it may have ceased to require grad since it was used
            leaf.accumulate(total)
            if hooks is not None:
                for hook in tuple(hooks.after.values()):
                    hook(leaf)

    def show(self, node: Node, cotangent: Any) -> tuple[Any, bool]:
        """Let those who want to see a node's cotangent see it: hooks, retained gradients, targets.

        Gives the cotangent as the hooks left it, and whether the node has to run.
        """
        target = self.targets is not None and node in self.targets
        needed = self.needed is None or node in self.needed
        if target and self.captured is not None:
            self.captured[node] = list(cotangent) if isinstance(cotangent, list) else cotangent
        extra = node.extra
        if extra is not None and (needed or target):
            if extra.hooks:
                from .hooks import run_hooks

                cotangent = run_hooks(extra.hooks, cotangent, self.create_graph)
            if extra.retaining:
                from .hooks import keep_retained

                keep_retained(extra, cotangent)
        if target and self.captured is not None and not needed:
            self.captured[node] = cotangent  # of one that runs, PyTorch gives what the hooks saw
        return cotangent, needed

    def result(self, edge: Any) -> Any:
        """The captured cotangent of a target, None if nothing reached it."""
        assert self.captured is not None
        found = self.captured.get(owner_of(edge))
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
            seen = pending.get(edge, 0)
            pending[edge] = seen + 1
            if not seen and edge.__class__ is not Tensor:
                stack.append(edge)
        if not stack:
            return pending
        edges = stack.pop().edges


def leading_to(targets: set[Any], reached: dict[Any, int]) -> set[Any]:
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
