"""Assignment, augmented assignment and del."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import tree
from .expressions import Evaluate, compiles, expression, in_frame
from .limits import FAILURES
from .operations import UNGUARDED, UNGUARDED_OPERATIONS, Operation
from .scope import Scope

Assign = Callable[[dict, Any], None]


@compiles(tree.Assign)
def assign(node: tree.Assign, scope: Scope) -> Evaluate:
    value = expression(node.value, scope)
    if len(node.targets) == 1:
        target = node.targets[0]
        name = in_frame(target, scope)
        if name is not None:

            def set_local(frame):
                frame[name] = value(frame)

            return set_local
        assign_one = assigner(target, scope)

        def set_target(frame):
            assign_one(frame, value(frame))

        return set_target
    assigners = [assigner(target, scope) for target in node.targets]

    def set_all(frame):
        result = value(frame)
        for assign_one in assigners:
            assign_one(frame, result)

    return set_all


def assigner(target: tree.Node, scope: Scope) -> Assign:
    """The closure that stores a value in a target."""
    if isinstance(target, tree.Name):
        return name_assigner(target.name, scope)
    if isinstance(target, tree.Attribute):
        return _attribute_assigner(target, scope)
    if isinstance(target, tree.Subscript):
        return _subscript_assigner(target, scope)
    assert isinstance(target, tree.Tuple | tree.List)
    return _unpacker(target, scope)


def name_assigner(name: str, scope: Scope) -> Assign:
    depth = scope.depth(name)
    variables = scope.machine.variables
    if name == "__name__":
        raise scope.refuse(tree.Name(0, 1, name), "__name__ cannot be assigned to")
    if depth is None:

        def set_variable(frame, value):
            variables[name] = value

        return set_variable

    def set_local(frame, value):
        for _ in range(depth):
            frame = frame[None]
        frame[name] = value

    return set_local


def _attribute_assigner(target: tree.Attribute, scope: Scope) -> Assign:
    owner, name, fail = expression(target.object, scope), target.name, scope.fail
    set_attribute = scope.machine.access.set

    def set_(frame, value):
        try:
            set_attribute(owner(frame), name, value)
        except FAILURES as error:
            fail(error, target)
            raise

    return set_


def _subscript_assigner(target: tree.Subscript, scope: Scope) -> Assign:
    owner, index = expression(target.object, scope), expression(target.index, scope)
    fail, meter = scope.fail, scope.machine.meter

    def set_(frame, value):
        try:
            held = owner(frame)
            held[index(frame)] = value
            if held.__class__ is list and value.__class__ in (list, tuple, range):
                meter.check_size(len(held))
        except FAILURES as error:
            fail(error, target)
            raise

    return set_


def _unpacker(target: tree.Tuple | tree.List, scope: Scope) -> Assign:
    """Assign the items of a value to several targets, one of them perhaps starred."""
    fail = scope.fail
    items = [item.value if isinstance(item, tree.Starred) else item for item in target.items]
    star = next((i for i, t in enumerate(target.items) if isinstance(t, tree.Starred)), None)
    assigners = [assigner(item, scope) for item in items]
    count = len(assigners)
    if count == 2 and star is None:
        assign_first, assign_second = assigners

        def unpack_two(frame, value):
            try:
                first, second = value
            except FAILURES as error:
                fail(error, target)
                raise
            assign_first(frame, first)
            assign_second(frame, second)

        return unpack_two

    def unpack(frame, value):
        try:
            values = _spread(value, count, star)
        except FAILURES as error:
            fail(error, target)
            raise
        for assign_one, item in zip(assigners, values, strict=True):
            assign_one(frame, item)

    return unpack


def _spread(value, count: int, star: int | None) -> list:
    """`value` as a list of `count` items; errors worded as Python's."""
    try:
        iterator = iter(value)
    except TypeError:
        kind = type(value).__name__
        raise TypeError(f"cannot unpack non-iterable {kind} object") from None
    needed = count if star is None else count - 1
    values = []
    for item in iterator:
        if star is None and len(values) == count:
            raise ValueError(f"too many values to unpack (expected {count})")
        values.append(item)
    if len(values) < needed:
        at_least = "" if star is None else "at least "
        raise ValueError(
            f"not enough values to unpack (expected {at_least}{needed}, got {len(values)})"
        )
    if star is not None:
        end = len(values) - (needed - star)
        values[star:end] = [values[star:end]]
    return values


@compiles(tree.Walrus)
def walrus(node: tree.Walrus, scope: Scope) -> Evaluate:
    if scope.in_iterable:
        raise scope.refuse(node, "nothing can be assigned in what a comprehension runs over")
    owner, hops = scope, 0
    while owner.is_comprehension and owner.parent is not None:
        if node.name in owner.names:
            raise scope.refuse(node, f"the comprehension's own variable '{node.name}' is assigned")
        owner, hops = owner.parent, hops + 1
    value = expression(node.value, scope)
    if owner.depth(node.name) is None:
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


@compiles(tree.AugmentedAssign)
def augmented(node: tree.AugmentedAssign, scope: Scope) -> Evaluate:
    """`x += y` is in place where the type can do it, as for tensors and lists."""
    operation, target = _update_operation(node, scope), node.target
    value, fail = expression(node.value, scope), scope.fail
    if isinstance(target, tree.Name):
        load, store = expression(target, scope), assigner(target, scope)
        name = in_frame(target, scope)
        if name is not None:

            def update_in_frame(frame):
                try:
                    frame[name] = operation(frame[name], value(frame))
                except FAILURES as error:
                    if name not in frame:
                        load(frame)
                    fail(error, node)
                    raise

            return update_in_frame

        def update_name(frame):
            old = load(frame)
            try:
                new = operation(old, value(frame))
            except FAILURES as error:
                fail(error, node)
                raise
            store(frame, new)

        return update_name
    assert isinstance(target, tree.Attribute | tree.Subscript)
    owner = expression(target.object, scope)
    if isinstance(target, tree.Attribute):
        name, access = target.name, scope.machine.access

        def update_attribute(frame):
            held = owner(frame)
            try:
                access.set(held, name, operation(access.get(held, name), value(frame)))
            except FAILURES as error:
                fail(error, node)
                raise

        return update_attribute
    index = expression(target.index, scope)

    def update_item(frame):
        try:
            held, key = owner(frame), index(frame)
            held[key] = operation(held[key], value(frame))
        except FAILURES as error:
            fail(error, node)
            raise

    return update_item


def _update_operation(node: tree.AugmentedAssign, scope: Scope) -> Operation:
    """As for a binary operator, a number added or multiplied in needs no guard."""
    kind = type(node.value.value) if isinstance(node.value, tree.Constant) else None
    if kind in UNGUARDED.get(node.operator[:-1], ()):
        return UNGUARDED_OPERATIONS[node.operator]
    return scope.machine.in_place[node.operator]


@compiles(tree.Delete)
def delete(node: tree.Delete, scope: Scope) -> Evaluate:
    deleters = [deleter(target, scope) for target in node.targets]

    def run(frame):
        for delete_one in deleters:
            delete_one(frame)

    return run


def deleter(target: tree.Node, scope: Scope) -> Callable[[dict], None]:
    fail, machine = scope.fail, scope.machine
    if isinstance(target, tree.Name):
        load, depth = expression(target, scope), scope.depth(target.name)

        def delete_name(frame):
            load(frame)  # an unknown name is refused in the same words as when it is read
            for _ in range(depth or 0):
                frame = frame[None]
            del (machine.variables if depth is None else frame)[target.name]

        return delete_name
    assert isinstance(target, tree.Attribute | tree.Subscript)
    owner = expression(target.object, scope)
    if isinstance(target, tree.Attribute):
        part = target.name

        def delete_attribute(frame):
            try:
                machine.access.delete(owner(frame), part)
            except FAILURES as error:
                fail(error, target)
                raise

        return delete_attribute
    index = expression(target.index, scope)

    def delete_item(frame):
        try:
            del owner(frame)[index(frame)]
        except FAILURES as error:
            fail(error, target)
            raise

    return delete_item
