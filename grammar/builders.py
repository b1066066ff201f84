"""Tree nodes from the grammar's rules: `BUILDERS` maps a rule's name or alias to what builds it.

A builder is called with the start and end of the text it covers and the rule's children. Where
the children are a node's fields, the builder is the node's class itself.
"""

from __future__ import annotations

from collections.abc import Callable

from . import tree
from .literals import number, string, unescape
from .tree import Node


class Refused(Exception):
    """Text that the grammar accepts and the language does not; parser.py adds the source."""

    def __init__(self, start: int, end: int, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.start = start
        self.end = end
        self.message = message
        self.hint = hint


BUILDERS: dict[str, Callable[..., object]] = {
    "attribute": tree.Attribute,
    "binary": tree.Binary,
    "break_": tree.Break,
    "conditional": tree.Conditional,
    "continue_": tree.Continue,
    "double_starred": tree.DoubleStarred,
    "expression_statement": tree.Expression,
    "if_clause": tree.IfClause,
    "keyword": tree.Keyword,
    "name": tree.Name,
    "numbers": tree.Numbers,
    "pair": tree.Pair,
    "pass_": tree.Pass,
    "raise_": tree.Raise,
    "assert_": tree.Assert,
    "return_": tree.Return,
    "slice": tree.Slice,
    "starred": tree.Starred,
    "unary": tree.Unary,
    "walrus": tree.Walrus,
}


def builds(function):
    """Register `function` under its own name."""
    BUILDERS[function.__name__] = function
    return function


def _children(name: str, node: type[Node]) -> None:
    BUILDERS[name] = lambda start, end, *children: node(start, end, list(children))


def _constant(name: str, value: object) -> None:
    BUILDERS[name] = lambda start, end: tree.Constant(start, end, value)


for _name, _node in {
    "program": tree.Program,
    "tuple_": tree.Tuple,
    "list_": tree.List,
    "set_": tree.Set,
    "dict_": tree.Dict,
    "and_": tree.And,
    "or_": tree.Or,
    "global_": tree.Global,
    "nonlocal_": tree.Nonlocal,
}.items():
    _children(_name, _node)

for _name, _value in {"none": None, "true": True, "false": False, "ellipsis": ...}.items():
    _constant(_name, _value)


# ---- expressions


@builds
def not_(start, end, operand):
    return tree.Unary(start, end, "not", operand)


@builds
def comparator(start, end, *words):
    return " ".join(words)


@builds
def compare(start, end, *children):
    return tree.Compare(start, end, list(children[::2]), list(children[1::2]))


@builds
def call(start, end, function, *arguments):
    trailing = bool(arguments) and arguments[-1] is TRAILING_COMMA
    if trailing:
        arguments = arguments[:-1]
    seen = ""
    names: set[str] = set()
    for argument in arguments:
        kind = argument.__class__
        if kind is tree.Keyword:
            if argument.name in names:
                message = f"the keyword argument {argument.name} is repeated"
                raise Refused(argument.start, argument.end, message)
            names.add(argument.name)
            seen = seen or "a keyword argument"
        elif kind is tree.DoubleStarred:
            seen = "a ** argument"
        elif seen and (seen == "a ** argument" or kind is not tree.Starred):
            message = f"a positional argument follows {seen}"
            raise Refused(argument.start, argument.end, message)
        elif (
            kind is tree.Comprehension
            and argument.kind == "bare generator"
            and (trailing or len(arguments) > 1)
        ):
            message = "a generator beside other arguments needs its own parentheses"
            raise Refused(argument.start, argument.end, message)
    return tree.Call(start, end, function, *arguments)


TRAILING_COMMA = object()


@builds
def trailing_comma(start, end):
    return TRAILING_COMMA


@builds
def subscript(start, end, value, index):
    """In Python too a starred subscript makes a tuple."""
    if isinstance(index, tree.Starred):
        index = tree.Tuple(index.start, index.end, [index])
    return tree.Subscript(start, end, value, index)


@builds
def group(start, end, value):
    """Parentheses belong to the tuple in them; around anything else they say nothing."""
    if isinstance(value, tree.Tuple):
        value.start, value.end = start, end
    return value


@builds
def lambda_(start, end, parameters, body):
    return tree.Lambda(start, end, parameters or [], body)


def _comprehension(kind: str):
    def build(start, end, element, *clauses):
        return tree.Comprehension(start, end, kind, element, list(clauses))

    return build


for _kind in ("list", "set", "dict"):
    BUILDERS[f"{_kind}_comprehension"] = _comprehension(_kind)
BUILDERS["generator"] = _comprehension("generator")
BUILDERS["bare_generator"] = _comprehension("bare generator")


# ---- literals


@builds
def number_(start, end, text):
    try:
        return tree.Constant(start, end, number(text))
    except ValueError as error:
        raise Refused(start, end, f"{error}") from None


BUILDERS["number"] = BUILDERS.pop("number_")


@builds
def strings(start, end, *parts):
    """Adjacent literals are one string; it is an FString if any of them is."""
    joined: list[str | tree.Field] = []
    for part in parts:
        pieces = part.parts if isinstance(part, tree.FString) else [_string(start, end, part)]
        for piece in pieces:
            if joined and isinstance(piece, str) and isinstance(joined[-1], str):
                joined[-1] += piece
            else:
                joined.append(piece)
    if any(isinstance(part, tree.FString) for part in parts):
        return tree.FString(start, end, joined)
    return tree.Constant(start, end, joined[0])


def _string(start, end, text):
    try:
        return string(text)
    except ValueError as error:
        raise Refused(start, end, f"{error}") from None


@builds
def cooked(start, end, text):
    try:
        return raw(start, end, unescape(text))
    except ValueError as error:
        raise Refused(start, end, f"{error}") from None


@builds
def raw(start, end, text):
    return text.replace("{{", "{").replace("}}", "}")


@builds
def fstring(start, end, _opening, *parts):
    return tree.FString(start, end, [part for part in parts[:-1] if part != ""])


@builds
def replacement(start, end, value, debug, conversion, spec):
    if conversion not in (None, "r", "s", "a"):
        raise Refused(start, end, f"!{conversion} is no conversion", "use !r, !s or !a")
    return tree.Field(start, end, value, debug, conversion, spec)


@builds
def format_spec(start, end, *parts):
    return tree.FString(start, end, list(parts))


# ---- simple statements


@builds
def assign(start, end, *chain):
    return tree.Assign(start, end, [_target(node) for node in chain[:-1]], chain[-1])


@builds
def annotated(start, end, target, _annotation, value):
    """The annotation says nothing to gradline; without a value nothing is assigned."""
    _target(target)
    if isinstance(target, tree.Tuple | tree.List):
        raise Refused(start, end, "only a single name can carry a type")
    return tree.Pass(start, end) if value is None else tree.Assign(start, end, [target], value)


@builds
def augmented(start, end, target, operator, value):
    if not isinstance(target, tree.Name | tree.Attribute | tree.Subscript):
        message = f"'{operator}' needs a name, an attribute or a subscript on its left"
        raise Refused(target.start, target.end, message)
    return tree.AugmentedAssign(start, end, target, operator, value)


@builds
def delete(start, end, targets):
    found: list[Node] = []
    stack = [targets]
    while stack:
        item = stack.pop()
        if isinstance(item, tree.Tuple | tree.List):
            stack += item.items[::-1]
        elif isinstance(item, tree.Name | tree.Attribute | tree.Subscript):
            found.append(item)
        else:
            raise Refused(item.start, item.end, "del needs a name, an attribute or a subscript")
    return tree.Delete(start, end, found)


def _target(node: Node) -> Node:
    """`node`, if it can be assigned to."""
    if isinstance(node, tree.Tuple | tree.List):
        starred = [item for item in node.items if isinstance(item, tree.Starred)]
        if len(starred) > 1:
            message = "only one starred target is possible"
            raise Refused(starred[1].start, starred[1].end, message)
        for item in node.items:
            _target(item.value if isinstance(item, tree.Starred) else item)
    elif not isinstance(node, tree.Name | tree.Attribute | tree.Subscript):
        hint = "compare with '=='" if isinstance(node, tree.Compare | tree.Binary) else ""
        raise Refused(node.start, node.end, "this cannot be assigned to", hint)
    return node


@builds
def module(start, end, *words):
    return "".join(words)


@builds
def name_as(start, end, name, alias):
    return (name, alias or name)


@builds
def module_as(start, end, name, alias):
    return tree.Import(start, end, name, alias)


@builds
def import_(start, end, *modules):
    return list(modules)


@builds
def import_from(start, end, source, *names):
    return tree.ImportFrom(start, end, source, list(names))


@builds
def import_star(start, end, source):
    message = f"`from {source} import *` is not part of the language"
    raise Refused(start, end, message, "import the names, or the module")


# ---- compound statements


@builds
def suite(start, end, *statements):
    return list(flat(statements))


def flat(statements):
    """`import a, b` gives a list of statements; otherwise each is one node."""
    for statement in statements:
        if isinstance(statement, list):
            yield from statement
        else:
            yield statement


@builds
def program(start, end, *statements):
    return tree.Program(start, end, list(flat(statements)))


@builds
def if_(start, end, *children):
    tests, bodies = children[:-1:2], children[1:-1:2]
    return tree.If(start, end, list(zip(tests, bodies, strict=True)), children[-1] or [])


@builds
def while_(start, end, test, body, orelse):
    return tree.While(start, end, test, body, orelse or [])


@builds
def for_(start, end, target, iterable, body, orelse):
    return tree.For(start, end, _target(target), iterable, body, orelse or [])


@builds
def for_clause(start, end, target, iterable):
    return tree.ForClause(start, end, _target(target), iterable)


@builds
def with_item(start, end, manager, target):
    return (manager, None if target is None else _target(target))


@builds
def with_(start, end, *children):
    *items, body = children
    if len(items) == 1 and isinstance(items[0][0], tree.Tuple) and items[0][1] is None:
        items = [(manager, None) for manager in items[0][0].items]
    for manager, target in reversed(items):
        body = [tree.With(start, end, manager, target, body)]
    return body[0]


@builds
def handlers(start, end, *items):
    for item in items[:-1]:
        if item.type is None:
            raise Refused(item.start, item.end, "`except:` without a class must be the last")
    return list(items)


@builds
def handler(start, end, kind, name, body):
    return tree.Handler(start, end, kind, name, body)


@builds
def try_(start, end, body, handlers, orelse, final):
    return tree.Try(start, end, body, handlers, orelse or [], final or [])


@builds
def try_finally(start, end, body, final):
    return tree.Try(start, end, body, [], [], final)


@builds
def decorator(start, end, expression):
    return expression


@builds
def decorated(start, end, *children):
    *decorators, definition = children
    definition.decorators = decorators
    return definition


@builds
def definition(start, end, name, parameters, _annotation, body):
    return tree.Def(start, end, name, parameters or [], body, [])


# ---- parameters


@builds
def parameter(start, end, name, _annotation, default):
    return tree.Parameter(start, end, name, "plain", default)


@builds
def plain_parameter(start, end, name, default):
    return tree.Parameter(start, end, name, "plain", default)


@builds
def star_parameter(start, end, name, _annotation=None):
    return tree.Parameter(start, end, name, "*", None)


@builds
def double_star_parameter(start, end, name, _annotation=None):
    return tree.Parameter(start, end, name, "**", None)


@builds
def keyword_only(start, end):
    return tree.Parameter(start, end, "", "keyword-only", None)


@builds
def positional_only(start, end):
    return tree.Parameter(start, end, "", "positional-only", None)


@builds
def parameters(start, end, *items):
    """Check the order that Python asks for: plain, `/`, plain, `*`, keyword-only, `**`."""
    seen: set[str] = set()
    starred = defaulted = False
    for index, item in enumerate(items):
        last = index == len(items) - 1
        if item.name and item.name in seen:
            raise Refused(item.start, item.end, f"the parameter {item.name} is repeated")
        seen.add(item.name)
        if item.kind == "plain" and not starred:
            if defaulted and item.default is None:
                message = "a parameter without a default follows one with a default"
                raise Refused(item.start, item.end, message)
            defaulted = defaulted or item.default is not None
        elif item.kind == "**" and not last:
            raise Refused(item.start, item.end, "nothing may follow a ** parameter")
        elif item.kind in ("*", "keyword-only"):
            if starred or (
                item.kind == "keyword-only" and (last or items[index + 1].kind != "plain")
            ):
                raise Refused(item.start, item.end, "parameters with names must follow '*'")
            starred = True
        elif item.kind == "positional-only" and (
            starred or index == 0 or any(i.kind == item.kind for i in items[:index])
        ):
            raise Refused(item.start, item.end, "'/' must follow positional parameters")
    return list(items)
