"""Where a name lives: the program's variables, a function's, or what surrounds them.

A function's variables are a dict made for each call, its *frame*; under the key None it holds the
frame of the function around it. A comprehension has a frame of its own. At the top level the
frame is the dict of the program's variables.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree
from .errors import Source, syntax_error

if TYPE_CHECKING:
    from .interpreter import Machine

CALLED = None  # in an error's `places`: the next place to be noted is that of a call


class Scope:
    """A stretch of program with its own variables, while it is compiled."""

    def __init__(
        self, machine: Machine, source: Source, parent: Scope | None = None, title: str = ""
    ) -> None:
        self.machine = machine
        self.source = source
        self.parent = parent  # None at the top level
        self.title = title  # the qualified name of the function
        self.names: set[str] = set()
        self.globals: set[str] = set()
        self.nonlocals: set[str] = set()
        self.used: set[str] = set()  # by what is compiled so far
        self.is_comprehension = False
        self.in_iterable = False  # of a comprehension, where nothing can be assigned
        self.in_loop = False

    @property
    def is_top(self) -> bool:
        return self.parent is None

    def inner(self, title: str) -> Scope:
        """A scope inside this one, for a function or a comprehension."""
        name = title if self.is_top else f"{self.title}.<locals>.{title}"
        scope = Scope(self.machine, self.source, self, name)
        scope.in_iterable = self.in_iterable
        return scope

    def depth(self, name: str) -> int | None:
        """How many frames out the variable `name` lives; None for a variable of the program.

        From here on the name counts as used in this scope.
        """
        self.used.add(name)
        scope, depth = self, 0
        while scope.parent is not None:
            if name in scope.names:
                return depth
            if name in scope.globals:
                return None
            scope, depth = scope.parent, depth + 1
        return None

    def fail(self, error: BaseException, node: tree.Node) -> None:
        """Note on `error` that it arose at `node`, or, if it came out of a call, the call.

        An attribute that the engine missed in an argument means that this is no tensor: TypeError.
        What a program itself asks for and misses has no `name` set.
        """
        if isinstance(error, AttributeError) and error.name is not None:
            kind = type(error.obj).__qualname__
            if kind not in ("Tensor", "module"):
                error = TypeError(f"a tensor is needed here, not {kind}")
                self.fail(error, node)
                raise error from None
        place = (self.source, node.start, node.end)
        places = error.__dict__.get("places")
        if places is None:
            error.__dict__["places"] = [place]
        elif places[-1] is CALLED:
            places[-1] = place

    def refuse(self, node: tree.Node, message: str, hint: str = ""):
        """The error for text that parses but means nothing."""
        return syntax_error(self.source, node.start, node.end, message, hint)


def declare(scope: Scope, body: list[tree.Node]) -> None:
    """Find the variables of a function with that body, before it is compiled."""
    outer: list[tuple[tree.Node, str]] = []
    stack: list[object] = list(body)
    while stack:
        node = stack.pop()
        if isinstance(node, list | tuple):
            stack.extend(node)
            continue
        if not isinstance(node, tree.Node):
            continue
        scope.names.update(bound_names(node))
        if isinstance(node, tree.Global):
            scope.globals.update(node.names)
        elif isinstance(node, tree.Nonlocal):
            outer += [(node, name) for name in node.names]
        if isinstance(node, tree.Comprehension):
            # A walrus in a comprehension binds in the function around it.
            stack.extend(item for item in inside(node) if isinstance(item, tree.Walrus))
        elif isinstance(node, tree.Def | tree.Lambda):
            stack.extend(outside(node))
        else:
            stack.extend(getattr(node, field) for field in node.__slots__)
    for node, name in outer:
        if name in scope.globals:
            raise scope.refuse(node, f"'{name}' is declared both global and nonlocal")
        if scope.parent is None or scope.parent.depth(name) is None:
            raise scope.refuse(node, f"no function around this one has a variable '{name}'")
        scope.names.discard(name)
        scope.nonlocals.add(name)
    scope.names -= scope.globals


def outside(node: tree.Def | tree.Lambda) -> list[tree.Node]:
    """The parts of a function that belong to the scope around it."""
    parts = [parameter.default for parameter in node.parameters if parameter.default]
    return parts + (node.decorators if isinstance(node, tree.Def) else [])


def inside(node: tree.Node) -> list[tree.Node]:
    """All nodes below `node` that do not belong to another function."""
    found: list[tree.Node] = []
    stack: list[object] = [getattr(node, field) for field in node.__slots__]
    while stack:
        item = stack.pop()
        if isinstance(item, list | tuple):
            stack.extend(item)
        elif isinstance(item, tree.Node):
            found.append(item)
            if not isinstance(item, tree.Def | tree.Lambda):
                stack.extend(getattr(item, field) for field in item.__slots__)
    return found


def bound_names(node: tree.Node) -> list[str]:
    """The names that a construct itself binds, its parts aside."""
    if isinstance(node, tree.Assign):
        return [name for target in node.targets for name in target_names(target)]
    if isinstance(node, tree.AugmentedAssign):
        return target_names(node.target)
    if isinstance(node, tree.For):
        return target_names(node.target)
    if isinstance(node, tree.With):
        return target_names(node.target) if node.target else []
    if isinstance(node, tree.Delete):
        return [name for target in node.targets for name in target_names(target)]
    if isinstance(node, tree.Handler):
        return [node.name] if node.name else []
    if isinstance(node, tree.Def | tree.Walrus):
        return [node.name]
    if isinstance(node, tree.Import):
        return [node.name or node.module.partition(".")[0]]
    if isinstance(node, tree.ImportFrom):
        return [alias for _, alias in node.names]
    return []


def target_names(target: tree.Node) -> list[str]:
    """The names that assigning to `target` binds."""
    if isinstance(target, tree.Name):
        return [target.name]
    if isinstance(target, tree.Starred):
        return target_names(target.value)
    if isinstance(target, tree.Tuple | tree.List):
        return [name for item in target.items for name in target_names(item)]
    return []
