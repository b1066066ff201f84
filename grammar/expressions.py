"""Expressions -> closures. A closure takes the frame and gives the expression's value.

Each node is looked at once, here; what a loop runs is closures calling closures. Every closure
that can fail notes its node on the error as it passes, which costs nothing while all goes well.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import tree
from .errors import Place, ProgramError
from .limits import LARGE
from .operations import COMPARISONS, UNARY, UNGUARDED, UNGUARDED_OPERATIONS, Operation
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
        raise ProgramError("LimitError", "the program is nested too deeply", place)
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


# ---- operators


@compiles(tree.Unary)
def unary(node: tree.Unary, scope: Scope) -> Evaluate:
    operation, fail = UNARY[node.operator], scope.fail
    operand = expression(node.operand, scope)
    if isinstance(node.operand, tree.Constant) and type(node.operand.value) in (int, float):
        value = operation(node.operand.value)
        return lambda frame: value

    def evaluate(frame):
        try:
            return operation(operand(frame))
        except Exception as error:
            fail(error, node)
            raise

    return evaluate


@compiles(tree.Binary)
def binary(node: tree.Binary, scope: Scope) -> Evaluate:
    spine, left = [], node
    while isinstance(left, tree.Binary):
        spine.append(left)
        left = left.left
    if len(spine) > LONG_SPINE:
        return _chain(expression(left, scope), spine[::-1], scope)
    return _two(_operation(node, scope), node.left, node.right, node, scope)


LONG_SPINE = 20


def _operation(node: tree.Binary, scope: Scope) -> Operation:
    """The operator's function; where a number is added or multiplied in, nothing can outgrow."""
    for operand in (node.left, node.right):
        kind = type(operand.value) if isinstance(operand, tree.Constant) else None
        if kind in UNGUARDED.get(node.operator, ()):
            return UNGUARDED_OPERATIONS[node.operator]
    return scope.machine.binary[node.operator]


def _two(operation: Operation, left: tree.Node, right: tree.Node, node: tree.Node, scope: Scope):
    """The closure of an operation on two operands.

    Operands that are constants, or variables in the frame itself, are fetched without a closure of
    their own: this is what loops spend their time on.
    """
    first, second, fail = expression(left, scope), expression(right, scope), scope.fail
    first_name, second_name = in_frame(left, scope), in_frame(right, scope)

    def failed(error, frame):
        """An unbound variable is refused as such; anything else arose in the operation."""
        if error.__class__ is KeyError and "places" not in error.__dict__:
            for name, load in ((first_name, first), (second_name, second)):
                if name is not None and name not in frame:
                    load(frame)
        fail(error, node)

    if isinstance(right, tree.Constant):
        value = right.value
        if first_name is not None:

            def name_constant(frame):
                try:
                    return operation(frame[first_name], value)
                except Exception as error:
                    failed(error, frame)
                    raise

            return name_constant

        def any_constant(frame):
            try:
                return operation(first(frame), value)
            except Exception as error:
                failed(error, frame)
                raise

        return any_constant
    if second_name is not None:
        if first_name is not None:

            def name_name(frame):
                try:
                    return operation(frame[first_name], frame[second_name])
                except Exception as error:
                    failed(error, frame)
                    raise

            return name_name

        def any_name(frame):
            try:
                return operation(first(frame), frame[second_name])
            except Exception as error:
                failed(error, frame)
                raise

        return any_name

    def any_any(frame):
        try:
            return operation(first(frame), second(frame))
        except Exception as error:
            failed(error, frame)
            raise

    return any_any


def in_frame(node: tree.Node, scope: Scope) -> str | None:
    """The name, if `node` is a variable that is found in the frame itself."""
    if not isinstance(node, tree.Name) or node.name == "__name__":
        return None
    depth = scope.depth(node.name)
    if depth == 0 or (scope.is_top and node.name not in scope.machine.prelude):
        return node.name
    return None


def _chain(first: Evaluate, spine: list[tree.Binary], scope: Scope) -> Evaluate:
    """A long sum or product, `a + b + c + ...`: a loop in place of a closure in a closure."""
    operations, fail = scope.machine.binary, scope.fail
    steps = [(operations[node.operator], expression(node.right, scope), node) for node in spine]

    def evaluate(frame):
        value = first(frame)
        for operation, right, node in steps:
            try:
                value = operation(value, right(frame))
            except Exception as error:
                fail(error, node)
                raise
        return value

    return evaluate


@compiles(tree.Compare)
def compare(node: tree.Compare, scope: Scope) -> Evaluate:
    operations = [COMPARISONS[operator] for operator in node.operators]
    if len(operations) == 1:
        return _two(operations[0], node.items[0], node.items[1], node, scope)
    fail = scope.fail
    first, *rest = [expression(item, scope) for item in node.items]
    steps = list(zip(operations, rest, strict=True))
    # Python does not ask for the truth of the last comparison: only of those before it.
    last_operation, last_item = steps.pop()

    def evaluate(frame):
        try:
            left = first(frame)
            for operation, item in steps:
                right = item(frame)
                result = operation(left, right)
                if not result:
                    return result
                left = right
            return last_operation(left, last_item(frame))
        except Exception as error:
            fail(error, node)
            raise

    return evaluate


@compiles(tree.And)
def and_(node: tree.And, scope: Scope) -> Evaluate:
    return _logical(node, scope, stop_at=False)


@compiles(tree.Or)
def or_(node: tree.Or, scope: Scope) -> Evaluate:
    return _logical(node, scope, stop_at=True)


def _logical(node: tree.And | tree.Or, scope: Scope, stop_at: bool) -> Evaluate:
    *early, last = [expression(item, scope) for item in node.items]
    fail = scope.fail

    def evaluate(frame):
        try:
            for item in early:
                value = item(frame)
                if bool(value) is stop_at:
                    return value
            return last(frame)
        except Exception as error:
            fail(error, node)
            raise

    return evaluate


@compiles(tree.Conditional)
def conditional(node: tree.Conditional, scope: Scope) -> Evaluate:
    test, body, orelse = (expression(part, scope) for part in (node.test, node.body, node.orelse))
    fail = scope.fail

    def evaluate(frame):
        try:
            chosen = body if test(frame) else orelse
        except Exception as error:
            fail(error, node.test)
            raise
        return chosen(frame)

    return evaluate


# ---- displays


@compiles(tree.Tuple)
def tuple_(node: tree.Tuple, scope: Scope) -> Evaluate:
    constants = [item.value for item in node.items if isinstance(item, tree.Constant)]
    if len(constants) == len(node.items):
        value = tuple(constants)
        return lambda frame: value
    if not any(isinstance(item, tree.Starred) for item in node.items):
        items = [expression(item, scope) for item in node.items]
        return lambda frame: tuple([item(frame) for item in items])
    gather = gathered(node.items, scope)
    return lambda frame: tuple(gather(frame))


@compiles(tree.List)
def list_(node: tree.List, scope: Scope) -> Evaluate:
    if not any(isinstance(item, tree.Starred) for item in node.items):
        items = [expression(item, scope) for item in node.items]
        return lambda frame: [item(frame) for item in items]
    return gathered(node.items, scope)


@compiles(tree.Set)
def set_(node: tree.Set, scope: Scope) -> Evaluate:
    gather, fail = gathered(node.items, scope), scope.fail

    def evaluate(frame):
        try:
            return set(gather(frame))
        except Exception as error:
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
            except Exception as error:
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
        except Exception as error:
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
        except Exception as error:
            fail(error, member)
            raise

    return evaluate


@compiles(tree.Subscript)
def subscript(node: tree.Subscript, scope: Scope) -> Evaluate:
    value, index, fail = expression(node.object, scope), expression(node.index, scope), scope.fail

    def evaluate(frame):
        try:
            return value(frame)[index(frame)]
        except Exception as error:
            fail(error, node)
            raise

    return evaluate


@compiles(tree.Slice)
def slice_(node: tree.Slice, scope: Scope) -> Evaluate:
    parts = [part and expression(part, scope) for part in (node.lower, node.upper, node.step)]
    lower, upper, step = (part or (lambda frame: None) for part in parts)
    return lambda frame: slice(lower(frame), upper(frame), step(frame))


@compiles(tree.Walrus)
def walrus(node: tree.Walrus, scope: Scope) -> Evaluate:
    from .statements import assigner

    owner, hops = scope, 0
    while owner.is_comprehension and owner.parent is not None:
        if node.name in owner.names:
            raise scope.refuse(node, f"the comprehension's own variable '{node.name}' is assigned")
        owner, hops = owner.parent, hops + 1
    value = expression(node.value, scope)
    if owner.is_top or node.name in owner.globals:
        variables = scope.machine.variables

        def bind_variable(frame):
            variables[node.name] = result = value(frame)
            return result

        return bind_variable
    assign = assigner(tree.Name(node.start, node.end, node.name), owner)

    def evaluate(frame):
        result = value(frame)
        for _ in range(hops):
            frame = frame[None]
        assign(frame, result)
        return result

    return evaluate
