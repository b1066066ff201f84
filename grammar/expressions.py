"""Expressions -> closures. A closure takes the frame and gives the expression's value.

Each node is looked at once, here; what a loop runs is closures calling closures. Every closure
that can fail notes its node on the error as it passes, which costs nothing while all goes well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeGuard

from . import tree
from .errors import Place, ProgramError
from .limits import FAILURES, LARGE, NESTED_TOO_DEEPLY
from .number_lists import copied, depth
from .scope import Scope

Evaluate = Callable[[dict], Any]

COMPILERS: dict[type[tree.Node], Callable[..., Evaluate]] = {}


def compiles(*classes: type[tree.Node]):
    """Register the compiler of a kind of node."""

    def register(function):
        for cls in classes:
            COMPILERS[cls] = function
        return function

    return register


def expression(node: tree.Node, scope: Scope) -> Evaluate:
    """The closure of an expression (or of a statement), its nesting bounded."""
    compiler = COMPILERS.get(node.__class__)
    if compiler is None:
        raise scope.refuse(node, MISPLACED.get(node.__class__, "this cannot stand here"))
    machine = scope.machine
    machine.nesting += 1
    if machine.nesting > machine.limits.nesting:
        place = Place(scope.source, node.start, node.end)
        raise ProgramError("LimitError", NESTED_TOO_DEEPLY, place)
    evaluate = compiler(node, scope)
    machine.nesting -= 1
    return evaluate


MISPLACED: dict[type[tree.Node], str] = {
    tree.Starred: "a starred expression cannot stand here",
    tree.Slice: "a slice cannot stand here",
}


# ---- constants and names


@compiles(tree.Constant)
def constant(node: tree.Constant, scope: Scope) -> Evaluate:
    value = node.value
    return lambda frame: value


@compiles(tree.Name)
def name(node: tree.Name, scope: Scope) -> Evaluate:
    name, fail = node.name, scope.fail
    if name == "__name__":
        return lambda frame: "__main__"
    depth = scope.depth(name)
    if depth is None:
        return _program_name(node, scope)
    if depth == 0:

        def load(frame):
            try:
                return frame[name]
            except KeyError:
                error = UnboundLocalError(
                    f"cannot access local variable '{name}' where it is not associated with a value"
                )
            fail(error, node)
            raise error

        return load

    def load_outer(frame):
        for _ in range(depth):
            frame = frame[None]
        try:
            return frame[name]
        except KeyError:
            error = NameError(
                f"cannot access free variable '{name}' where it is not associated "
                "with a value in enclosing scope"
            )
        fail(error, node)
        raise error

    return load_outer


def _program_name(node: tree.Name, scope: Scope) -> Evaluate:
    """A variable of the program or, unless the program has bound it, a built-in name."""
    name, fail, machine = node.name, scope.fail, scope.machine
    variables = machine.variables
    if name in machine.prelude:
        get, default = variables.get, machine.prelude[name]
        return lambda frame: get(name, default)

    def load(frame):
        try:
            return variables[name]
        except KeyError:
            error = machine.unknown(name)
        fail(error, node)
        raise error

    return load


def in_frame(node: tree.Node, scope: Scope) -> str | None:
    """The name, if `node` is a variable that is found in the frame itself."""
    if not isinstance(node, tree.Name) or node.name == "__name__":
        return None
    depth = scope.depth(node.name)
    if depth == 0 or (scope.is_top and node.name not in scope.machine.prelude):
        return node.name
    return None


# ---- displays


@compiles(tree.Tuple)
def tuple_(node: tree.Tuple, scope: Scope) -> Evaluate:
    constants = constants_of(node.items)
    if constants is not None:
        value = tuple(constants)
        return lambda frame: value
    if not any(isinstance(item, tree.Starred) for item in node.items):
        items = [expression(item, scope) for item in node.items]
        return lambda frame: tuple([item(frame) for item in items])
    gather = gathered(node.items, scope)
    return lambda frame: tuple(gather(frame))


def constants_of(nodes: list[tree.Node]) -> list[object] | None:
    """The values of nodes that are all constants, numbers with a sign among them."""
    values: list[object] = []
    for node in nodes:
        value = node.operand if isinstance(node, tree.Unary) else node
        if not isinstance(value, tree.Constant):
            return None
        if value is node:
            values.append(value.value)
        elif isinstance(node, tree.Unary) and node.operator == "-" and is_number(value.value):
            values.append(-value.value)
        else:
            return None
    return values


def is_number(value: object) -> TypeGuard[int | float]:
    return value.__class__ in (int, float)


@compiles(tree.List)
def list_(node: tree.List, scope: Scope) -> Evaluate:
    constants = constants_of(node.items)
    if constants is not None:
        return lambda frame: constants.copy()
    if not any(isinstance(item, tree.Starred) for item in node.items):
        items = [expression(item, scope) for item in node.items]
        return lambda frame: [item(frame) for item in items]
    return gathered(node.items, scope)


@compiles(tree.Numbers)
def numbers(node: tree.Numbers, scope: Scope) -> Evaluate:
    values, levels = node.values, depth(node.values)
    return lambda frame: copied(values, levels)


@compiles(tree.Set)
def set_(node: tree.Set, scope: Scope) -> Evaluate:
    gather, fail = gathered(node.items, scope), scope.fail

    def evaluate(frame):
        try:
            return set(gather(frame))
        except FAILURES as error:
            fail(error, node)
            raise

    return evaluate


def gathered(nodes: list[tree.Node], scope: Scope) -> Callable[[dict], list]:
    """A closure for the list of the values of `nodes`, starred ones spliced in."""
    fail, meter = scope.fail, scope.machine.meter
    steps = [
        (expression(node.value, scope), node)
        if isinstance(node, tree.Starred)
        else (expression(node, scope), None)
        for node in nodes
    ]

    def evaluate(frame):
        values = []
        for item, starred in steps:
            if starred is None:
                values.append(item(frame))
                continue
            try:
                values.extend(item(frame))
                if len(values) > LARGE:
                    meter.charge(values)
            except FAILURES as error:
                fail(error, starred)
                raise
        return values

    return evaluate


@compiles(tree.Dict)
def dict_(node: tree.Dict, scope: Scope) -> Evaluate:
    fail = scope.fail
    steps = []
    for entry in node.entries:
        if isinstance(entry, tree.Pair):
            steps.append((expression(entry.key, scope), expression(entry.value, scope)))
        elif isinstance(entry, tree.DoubleStarred):
            steps.append((None, expression(entry.value, scope)))

    def evaluate(frame):
        made = {}
        try:
            for key, value in steps:
                if key is None:
                    made.update(mapping(value(frame)))
                else:
                    held = key(frame)
                    made[held] = value(frame)
        except FAILURES as error:
            fail(error, node)
            raise
        return made

    return evaluate


def mapping(value: object) -> dict:
    """`value` if `**` can unpack it; TypeError otherwise."""
    if not isinstance(value, dict):
        raise TypeError(f"'{type(value).__name__}' object is not a mapping")
    return value


# ---- attributes and subscripts


@compiles(tree.Attribute)
def attribute(node: tree.Attribute, scope: Scope) -> Evaluate:
    name, fail, get = node.name, scope.fail, scope.machine.access.get
    value = expression(node.object, scope)
    known = scope.machine.access.known(name)
    member = tree.Name(node.end - len(name), node.end, name)

    def evaluate(frame):
        owner = value(frame)
        try:
            if owner.__class__ in known:
                return getattr(owner, name)
            return get(owner, name)
        except FAILURES as error:
            fail(error, member)
            raise

    return evaluate


@compiles(tree.Subscript)
def subscript(node: tree.Subscript, scope: Scope) -> Evaluate:
    value, index, fail = expression(node.object, scope), expression(node.index, scope), scope.fail

    def evaluate(frame):
        try:
            return value(frame)[index(frame)]
        except FAILURES as error:
            fail(error, node)
            raise

    return evaluate


@compiles(tree.Slice)
def slice_(node: tree.Slice, scope: Scope) -> Evaluate:
    parts = [part and expression(part, scope) for part in (node.lower, node.upper, node.step)]
    lower, upper, step = (part or (lambda frame: None) for part in parts)
    return lambda frame: slice(lower(frame), upper(frame), step(frame))
