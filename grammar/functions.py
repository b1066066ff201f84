"""Calls, functions and comprehensions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from . import tree
from .assignment import assigner
from .chains import chained
from .errors import hinted, near, suggest_keyword
from .expressions import Evaluate, compiles, expression, gathered, mapping
from .limits import FAILURES
from .ranges import LongRange
from .scope import CALLED, Scope, declare, target_names
from .statements import block

# ---- calls


@compiles(tree.Call)
def call(node: tree.Call, scope: Scope) -> Evaluate:
    arguments = node.arguments
    special = (tree.Starred, tree.Keyword, tree.DoubleStarred)
    if any(isinstance(argument, special) for argument in arguments):
        return _general_call(node, scope)
    function, fail = expression(node.function, scope), scope.fail
    values = [expression(argument, scope) for argument in arguments]
    # Each number of arguments has its own closure: a call without `*` stays within the host's
    # Python frames, and is the fastest.
    if not values:

        def call_0(frame):
            try:
                return function(frame)()
            except FAILURES as error:
                fail(error, node)
                raise

        return call_0
    first = values[0]
    if len(values) == 1:

        def call_1(frame):
            try:
                return function(frame)(first(frame))
            except FAILURES as error:
                fail(error, node)
                raise

        return call_1
    second = values[1]
    if len(values) == 2:

        def call_2(frame):
            try:
                return function(frame)(first(frame), second(frame))
            except FAILURES as error:
                fail(error, node)
                raise

        return call_2

    def call_many(frame):
        try:
            return function(frame)(*[value(frame) for value in values])
        except FAILURES as error:
            fail(error, node)
            raise

    return call_many


def _general_call(node: tree.Call, scope: Scope) -> Evaluate:
    """A call with keywords or unpacking: `f(a, *b, c=d, **e)`."""
    function, fail = expression(node.function, scope), scope.fail
    named = (tree.Keyword, tree.DoubleStarred)
    positional = gathered([a for a in node.arguments if not isinstance(a, named)], scope)
    keywords = [
        (a.name if isinstance(a, tree.Keyword) else None, expression(a.value, scope))
        for a in node.arguments
        if isinstance(a, named)
    ]

    def evaluate(frame):
        callee = function(frame)
        args = positional(frame)
        kwargs = {}
        try:
            for name, value in keywords:
                if name is not None:
                    kwargs[name] = value(frame)
                    continue
                more = mapping(value(frame))
                repeated = next((key for key in more if key in kwargs), None)
                if repeated is not None:
                    message = f"got multiple values for keyword argument '{repeated}'"
                    raise TypeError(message)
                kwargs.update(more)
            return callee(*args, **kwargs)
        except FAILURES as error:
            fail(error, node)
            suggest_keyword(error, callee, kwargs)
            raise

    return evaluate


# ---- functions


class Signature:
    """The parameters of a function; binds the arguments of a call to them as Python does."""

    def __init__(self, title: str, parameters: list[tree.Parameter]) -> None:
        self.title = title
        self.positional: list[str] = []
        self.keyword_only: list[str] = []
        self.positional_only: set[str] = set()
        self.star = self.double_star = ""
        starred = False
        for parameter in parameters:
            if parameter.kind == "plain":
                (self.keyword_only if starred else self.positional).append(parameter.name)
            elif parameter.kind == "**":
                self.double_star = parameter.name
            elif parameter.kind == "positional-only":
                self.positional_only.update(self.positional)
            else:
                starred, self.star = True, parameter.name
        self.is_plain = not (self.keyword_only or starred or self.double_star)
        self.names = {parameter.name for parameter in parameters if parameter.name}

    def bind(self, args: tuple, kwargs: dict, defaults: dict[str, object]) -> dict:
        """The frame of a call; TypeError, worded as Python's, if the arguments do not fit."""
        positional = self.positional
        frame = dict(zip(positional, args, strict=False))
        if self.star:
            frame[self.star] = args[len(positional) :]
        elif len(args) > len(positional):
            raise self._too_many(args, defaults)
        extra = {}
        for name, value in kwargs.items():
            if name in self.positional_only or name not in self.names - {
                self.star,
                self.double_star,
            }:
                if not self.double_star:
                    if name in self.positional_only:
                        raise TypeError(
                            f"{self.title}() got some positional-only arguments passed as "
                            f"keyword arguments: '{name}'"
                        )
                    message = f"{self.title}() got an unexpected keyword argument '{name}'"
                    raise hinted(TypeError(message), partial(near, name, self.names))
                extra[name] = value
            elif name in frame:
                raise TypeError(f"{self.title}() got multiple values for argument '{name}'")
            else:
                frame[name] = value
        if self.double_star:
            frame[self.double_star] = extra
        self._fill(frame, positional, "positional", defaults)
        self._fill(frame, self.keyword_only, "keyword-only", defaults)
        return frame

    def _fill(self, frame: dict, names: list[str], kind: str, defaults: dict) -> None:
        missing = []
        for name in names:
            if name not in frame:
                if name in defaults:
                    frame[name] = defaults[name]
                else:
                    missing.append(f"'{name}'")
        if missing:
            count = len(missing)
            if count > 2:
                listed = ", ".join(missing[:-1]) + f", and {missing[-1]}"
            else:
                listed = " and ".join(missing)
            plural = "" if count == 1 else "s"
            message = f"{self.title}() missing {count} required {kind} argument{plural}: {listed}"
            raise TypeError(message)

    def _too_many(self, args: tuple, defaults: dict) -> TypeError:
        most = len(self.positional)
        least = most - sum(name in defaults for name in self.positional)
        takes = f"{most}" if least == most else f"from {least} to {most}"
        plural = "" if most == 1 and least == most else "s"
        were = "was" if len(args) == 1 else "were"
        return TypeError(
            f"{self.title}() takes {takes} positional argument{plural} but {len(args)} {were} given"
        )


@compiles(tree.Lambda)
def lambda_(node: tree.Lambda, scope: Scope) -> Evaluate:
    inner = scope.inner("<lambda>")
    declare(inner, [tree.Expression(node.start, node.end, node.body)])
    inner.names.update(p.name for p in node.parameters if p.name)
    make = function_maker("<lambda>", node.parameters, scope, inner)
    body = expression(node.body, inner)
    return lambda frame: make(frame, body)


def function_maker(
    name: str, parameters: list[tree.Parameter], scope: Scope, inner: Scope
) -> Callable[[dict, Evaluate], Callable]:
    """What makes a function, each time its `def` or `lambda` is evaluated, from its body."""
    signature = Signature(inner.title, parameters)
    names, count, is_plain = signature.positional, len(signature.positional), signature.is_plain
    defaults_of = [
        (p.name, expression(p.default, scope)) for p in parameters if p.default is not None
    ]
    meter, bind = scope.machine.meter, signature.bind
    limit = meter.limits.depth
    nested = not scope.is_top
    first = names[0] if names else ""

    def make(frame, body):
        defaults = {name: default(frame) for name, default in defaults_of}

        def function(*args, **kwargs):
            if is_plain and not kwargs and len(args) == count:
                local: dict = {first: args[0]} if count == 1 else dict(zip(names, args))  # noqa: B905
            else:
                local = bind(args, kwargs, defaults)
            if nested:
                local[None] = frame
            if meter.depth >= limit:
                raise RecursionError("maximum recursion depth exceeded")
            meter.depth += 1
            meter.left -= 1
            try:
                if meter.left < 0:
                    meter.poll()
                return body(local)
            except FAILURES as error:
                places = getattr(error, "places", None)
                if places and len(places) < MOST_PLACES:
                    places.append(CALLED)
                raise
            finally:
                meter.depth -= 1

        function.__name__ = name
        function.__qualname__ = inner.title
        function.__module__ = "__main__"
        return function

    return make


MOST_PLACES = 2000


@compiles(tree.Def)
def def_(node: tree.Def, scope: Scope):
    inner = scope.inner(node.name)
    declare(inner, node.body)
    parameters = {p.name for p in node.parameters if p.name}
    clash = parameters & (inner.globals | inner.nonlocals)
    if clash:
        raise scope.refuse(node, f"the parameter {clash.pop()} is also declared global or nonlocal")
    inner.names |= parameters
    decorators = [(expression(d, scope), d) for d in node.decorators]
    make = function_maker(node.name, node.parameters, scope, inner)
    run = block(node.body, inner)
    bind, fail = assigner(tree.Name(node.start, node.end, node.name), scope), scope.fail

    def body(frame):
        signal = run(frame)
        return None if signal is None else signal[0]

    def define(frame):
        wrappers = [(decorator(frame), where) for decorator, where in decorators]
        function = make(frame, body)
        for wrapper, where in reversed(wrappers):
            try:
                function = wrapper(function)
            except FAILURES as error:
                fail(error, where)
                raise
        bind(frame, function)

    return define


# ---- comprehensions


@compiles(tree.Comprehension)
def comprehension(node: tree.Comprehension, scope: Scope) -> Evaluate:
    """The first iterable belongs to the scope around; all else to the comprehension's own."""
    inner = scope.inner("<comprehension>")
    inner.is_comprehension = True
    for clause in node.clauses:
        if isinstance(clause, tree.ForClause):
            inner.names.update(target_names(clause.target))
    first = node.clauses[0]
    assert isinstance(first, tree.ForClause)
    source, fail = _iterable(first, scope), scope.fail
    turns = _clauses(node.clauses, inner)
    is_lazy = node.kind.endswith("generator")
    if isinstance(node.element, tree.Pair):
        key, value = expression(node.element.key, inner), expression(node.element.value, inner)
        gather = _gather_dict(key, value, turns)
    else:
        gather = _GATHER[node.kind](expression(node.element, inner), turns)

    def evaluate(frame):
        values = source(frame)
        try:
            made: Any = gather({None: frame}, _iterate(values))
            return chained(made, values) if is_lazy else made
        except FAILURES as error:
            fail(error, first.iterable)
            raise

    return evaluate


def _gather_list(element, turns):
    return lambda local, values: [element(local) for _ in turns(local, values)]


def _gather_set(element, turns):
    return lambda local, values: {element(local) for _ in turns(local, values)}


def _gather_dict(key, value, turns):
    return lambda local, values: {key(local): value(local) for _ in turns(local, values)}


def _gather_lazily(element, turns):
    return lambda local, values: (element(local) for _ in turns(local, values))


_GATHER = {
    "list": _gather_list,
    "set": _gather_set,
    "generator": _gather_lazily,
    "bare generator": _gather_lazily,
}


def _iterable(clause: tree.ForClause, scope: Scope) -> Evaluate:
    around, scope.in_iterable = scope.in_iterable, True
    evaluate = expression(clause.iterable, scope)
    scope.in_iterable = around
    return evaluate


def _iterate(values):
    return iter(values.range if values.__class__ is LongRange else values)


def _clauses(clauses: list, scope: Scope):
    """A generator that sets the variables of the clauses and yields once for each turn."""
    loop, *rest = clauses
    assign, fail, meter = assigner(loop.target, scope), scope.fail, scope.machine.meter
    tests = []
    while rest and isinstance(rest[0], tree.IfClause):
        tests.append(expression(rest.pop(0).test, scope))
    if rest:
        inner_source = _iterable(rest[0], scope)
        inner_turns = _clauses(rest, scope)

    def turns(local, values):
        try:
            for value in values:
                meter.left -= 1
                if meter.left < 0:
                    meter.poll()
                assign(local, value)
                for test in tests:
                    if not test(local):
                        break
                else:
                    if rest:
                        yield from inner_turns(local, _iterate(inner_source(local)))
                    else:
                        yield
        except FAILURES as error:
            fail(error, loop)
            raise

    return turns
