"""Statements -> closures. A closure takes the frame and gives a signal.

The signal is None to go on, BREAK or CONTINUE for the loop around, or `(value,)` to return it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from . import tree
from .assignment import assigner, deleter, name_assigner
from .errors import hinted
from .expressions import compiles, expression, in_frame
from .kinds import Constructor, Kind
from .limits import FAILURES, Stopped
from .ranges import LongRange
from .scope import Scope

Signal = Any
Execute = Callable[[dict], Signal]

BREAK, CONTINUE = "break", "continue"


def block(body: list[tree.Node], scope: Scope) -> Execute:
    """The closure of statements in a row."""
    nodes = [node for node in body if not isinstance(node, tree.Pass)]
    statements = tuple(expression(node, scope) for node in nodes)
    fail = scope.fail
    if len(statements) == 1:
        return statements[0]

    def run(frame):
        statement = None
        try:
            for statement in statements:
                signal = statement(frame)
                if signal is not None:
                    return signal
        except Stopped as stopped:  # by a signal, which comes between any two steps
            if statement is not None:
                fail(stopped, nodes[statements.index(statement)])
            raise
        return None

    return run


@compiles(tree.Global, tree.Nonlocal)
def declaration(node: tree.Global | tree.Nonlocal, scope: Scope) -> Execute:
    """Says where names live, which is known by now; nothing is left to run."""
    if scope.is_top and isinstance(node, tree.Nonlocal):
        raise scope.refuse(node, "'nonlocal' outside a function")
    for name in node.names:
        if name in scope.used:
            raise scope.refuse(node, f"'{name}' is used before this line says where it lives")
    return lambda frame: None


@compiles(tree.Expression)
def expression_statement(node: tree.Expression, scope: Scope) -> Execute:
    evaluate = expression(node.value, scope)

    def run(frame):
        evaluate(frame)

    return run


@compiles(tree.Return)
def return_(node: tree.Return, scope: Scope) -> Execute:
    if scope.is_top:
        raise scope.refuse(node, "'return' outside a function")
    if node.value is None:
        return lambda frame: (None,)
    value = expression(node.value, scope)
    return lambda frame: (value(frame),)


@compiles(tree.Break, tree.Continue)
def leave(node: tree.Break | tree.Continue, scope: Scope) -> Execute:
    signal = BREAK if isinstance(node, tree.Break) else CONTINUE
    if not scope.in_loop:
        raise scope.refuse(node, f"'{signal}' outside a loop")
    return lambda frame: signal


# ---- branches and loops


@compiles(tree.If)
def if_(node: tree.If, scope: Scope) -> Execute:
    branches = [(expression(test, scope), block(body, scope), test) for test, body in node.branches]
    orelse = block(node.orelse, scope)
    fail = scope.fail

    def run(frame):
        where = node
        try:
            for test, chosen, where in branches:  # noqa: B007 (named where a test fails)
                if test(frame):
                    break
            else:
                chosen = orelse
        except FAILURES as error:
            fail(error, where)
            raise
        return chosen(frame)

    return run


def _loop_body(body: list[tree.Node], scope: Scope) -> Execute:
    around, scope.in_loop = scope.in_loop, True
    run = block(body, scope)
    scope.in_loop = around
    return run


@compiles(tree.While)
def while_(node: tree.While, scope: Scope) -> Execute:
    test, body = expression(node.test, scope), _loop_body(node.body, scope)
    orelse = block(node.orelse, scope)
    fail, meter = scope.fail, scope.machine.meter

    def run(frame):
        try:
            while test(frame):
                meter.left -= 1
                if meter.left < 0:
                    meter.poll()
                signal = body(frame)
                if signal is not None and signal is not CONTINUE:
                    return None if signal is BREAK else signal
        except FAILURES as error:
            fail(error, node.test)
            raise
        return orelse(frame)

    return run


@compiles(tree.For)
def for_(node: tree.For, scope: Scope) -> Execute:
    iterable, assign_one = expression(node.iterable, scope), assigner(node.target, scope)
    body, orelse = _loop_body(node.body, scope), block(node.orelse, scope)
    name = in_frame(node.target, scope)
    fail, meter = scope.fail, scope.machine.meter

    def run(frame):
        values = iterable(frame)
        try:
            for value in values.range if values.__class__ is LongRange else values:
                meter.left -= 1
                if meter.left < 0:
                    meter.poll()
                if name is not None:
                    frame[name] = value
                else:
                    assign_one(frame, value)
                signal = body(frame)
                if signal is not None and signal is not CONTINUE:
                    return None if signal is BREAK else signal
        except FAILURES as error:
            fail(error, node.iterable)
            raise
        return orelse(frame)

    return run


# ---- with, try, raise, assert


@compiles(tree.With)
def with_(node: tree.With, scope: Scope) -> Execute:
    manager, fail = expression(node.manager, scope), scope.fail
    target = assigner(node.target, scope) if node.target else None
    body = block(node.body, scope)

    def run(frame):
        signal = None
        try:
            with manager(frame) as value:
                if target is not None:
                    target(frame, value)
                signal = body(frame)
        except FAILURES as error:
            fail(error, node.manager)
            raise
        return signal

    return run


@compiles(tree.Try)
def try_(node: tree.Try, scope: Scope) -> Execute:
    body, orelse = block(node.body, scope), block(node.orelse, scope)
    handlers = [_handler(handler, scope) for handler in node.handlers]

    def run(frame):
        try:
            signal = body(frame)
        except Exception as error:
            for matches, handle in handlers:
                if matches(frame, error):
                    return handle(frame, error)
            raise
        return orelse(frame) if signal is None else signal

    attempt = run if handlers else body
    if not node.final:
        return attempt
    final = block(node.final, scope)

    def run_finally(frame):
        try:
            signal = attempt(frame)
        except Exception:  # not when the program is stopped: then nothing of it runs any more
            last = final(frame)
            if last is None:
                raise
            return last  # as in Python, it takes the place of the error
        last = final(frame)
        return signal if last is None else last

    return run_finally


def is_error(kind: Any) -> bool:
    return issubclass(kind, BaseException)


def _handler(node: tree.Handler, scope: Scope):
    fail, name, texts = scope.fail, node.name, scope.machine.texts
    kind = expression(node.type, scope) if node.type else None
    store = name_assigner(name, scope) if name else None
    forget = deleter(tree.Name(node.start, node.end, name), scope) if name else None
    body = block(node.body, scope)

    def matches(frame, error):
        if kind is None:
            return True
        try:
            caught: Any = kind(frame)
            for item in caught if isinstance(caught, tuple) else (caught,):
                if not (isinstance(item, type | Kind) and is_error(item)):
                    message = (
                        "catching classes that do not inherit from BaseException is not allowed"
                    )
                    raise TypeError(message)
            return isinstance(error, caught)
        except FAILURES as wrong:
            fail(wrong, node.type or node)
            raise

    def handle(frame, error):
        if store is None or forget is None:
            return body(frame)
        texts.hide(error)
        store(frame, error)
        try:
            return body(frame)
        finally:
            with suppress(NameError):  # the body may have deleted it
                forget(frame)

    return matches, handle


@compiles(tree.Raise)
def raise_(node: tree.Raise, scope: Scope) -> Execute:
    error_of = expression(node.error, scope) if node.error else None
    cause_of = expression(node.cause, scope) if node.cause else None
    fail = scope.fail

    def run(frame):
        try:
            if error_of is None:
                raise
            error = error_of(frame)
            if isinstance(error, Constructor):
                error = error()
            cause = cause_of(frame) if cause_of else None
            if not isinstance(error, BaseException) and not (
                isinstance(error, type) and issubclass(error, BaseException)
            ):
                raise TypeError("exceptions must derive from BaseException")
            if cause_of is not None:
                raise error from cause
            raise error
        except FAILURES as error:
            fail(error, node)
            raise

    return run


@compiles(tree.Assert)
def assert_(node: tree.Assert, scope: Scope) -> Execute:
    test, fail = expression(node.test, scope), scope.fail
    message = expression(node.message, scope) if node.message else None

    def run(frame):
        try:
            if not test(frame):
                raise AssertionError(message(frame)) if message else AssertionError
        except FAILURES as error:
            fail(error, node.test)
            raise

    return run


# ---- imports


@compiles(tree.Import)
def import_(node: tree.Import, scope: Scope) -> Execute:
    modules, fail = scope.machine.modules, scope.fail
    first = node.module.partition(".")[0]
    store = name_assigner(node.name or first, scope)

    def run(frame):
        try:
            module = modules.find(node.module)
            store(frame, module if node.name else modules.find(first))
        except FAILURES as error:
            fail(error, node)
            raise

    return run


@compiles(tree.ImportFrom)
def import_from(node: tree.ImportFrom, scope: Scope) -> Execute:
    machine, fail = scope.machine, scope.fail
    names = [(name, name_assigner(alias, scope)) for name, alias in node.names]

    def run(frame):
        try:
            module = machine.modules.find(node.module)
            for name, store in names:
                try:
                    store(frame, machine.access.get(module, name))
                except AttributeError as error:
                    message = f"cannot import name '{name}' from '{node.module}'"
                    hint = error.__dict__.get("hint", "")
                    raise hinted(ImportError(message), hint) from None
        except FAILURES as error:
            fail(error, node)
            raise

    return run
