"""Operators, comparisons and logic -> closures."""

from __future__ import annotations

from . import tree
from .expressions import Evaluate, compiles, expression, in_frame
from .limits import FAILURES
from .operations import COMPARISONS, UNARY, UNGUARDED, UNGUARDED_OPERATIONS, Operation
from .scope import Scope


@compiles(tree.Unary)
def unary(node: tree.Unary, scope: Scope) -> Evaluate:
    operation, fail = UNARY[node.operator], scope.fail
    operand = expression(node.operand, scope)
    if isinstance(node.operand, tree.Constant):
        kind = type(node.operand.value)
        if kind is int or (kind is float and node.operator != "~"):
            value = operation(node.operand.value)
            return lambda frame: value

    def evaluate(frame):
        try:
            return operation(operand(frame))
        except FAILURES as error:
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
                except FAILURES as error:
                    failed(error, frame)
                    raise

            return name_constant

        def any_constant(frame):
            try:
                return operation(first(frame), value)
            except FAILURES as error:
                failed(error, frame)
                raise

        return any_constant
    if second_name is not None:
        if first_name is not None:

            def name_name(frame):
                try:
                    return operation(frame[first_name], frame[second_name])
                except FAILURES as error:
                    failed(error, frame)
                    raise

            return name_name

        def any_name(frame):
            try:
                return operation(first(frame), frame[second_name])
            except FAILURES as error:
                failed(error, frame)
                raise

        return any_name

    def any_any(frame):
        try:
            return operation(first(frame), second(frame))
        except FAILURES as error:
            failed(error, frame)
            raise

    return any_any


def _chain(first: Evaluate, spine: list[tree.Binary], scope: Scope) -> Evaluate:
    """A long sum or product, `a + b + c + ...`: a loop in place of a closure in a closure."""
    operations, fail = scope.machine.binary, scope.fail
    steps = [(operations[node.operator], expression(node.right, scope), node) for node in spine]

    def evaluate(frame):
        value = first(frame)
        for operation, right, node in steps:
            try:
                value = operation(value, right(frame))
            except FAILURES as error:
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
        except FAILURES as error:
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
        except FAILURES as error:
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
        except FAILURES as error:
            fail(error, node.test)
            raise
        return chosen(frame)

    return evaluate
