"""The syntax tree: one class for each construct of the language.

Every node knows where it stands: `start` and `end` are offsets into the source, from which
`errors.Place` makes line and column. Fields are listed in the order in which the grammar's rules
give them.
"""

# ruff: noqa: RUF023 (fields stand in the grammar's order, not in the alphabet's)

from __future__ import annotations


class Node:
    """A construct of a program. Subclasses list their fields in `__slots__`.

    The commonest have an `__init__` of their own, which is faster.
    """

    __slots__ = ("end", "start")

    start: int
    end: int

    def __init__(self, start: int, end: int, *fields: object) -> None:
        self.start = start
        self.end = end
        for name, value in zip(self.__slots__, fields, strict=True):
            setattr(self, name, value)


# ---- expressions


class Constant(Node):
    """A number, a string, None, True, False or `...`."""

    __slots__ = ("value",)
    value: object

    def __init__(self, start: int, end: int, value: object) -> None:
        self.start = start
        self.end = end
        self.value = value


class Name(Node):
    __slots__ = ("name",)
    name: str

    def __init__(self, start: int, end: int, name: str) -> None:
        self.start = start
        self.end = end
        self.name = name


class FString(Node):
    """Parts are `str` for literal text and `Field` for what is in braces."""

    __slots__ = ("parts",)
    parts: list[str | Field]


class Field(Node):
    """A replacement field: `{value debug !conversion :spec}`; `debug` is the text of `{x = }`."""

    __slots__ = ("value", "debug", "conversion", "spec")
    value: Node
    debug: str | None
    conversion: str | None
    spec: FString | None


class Tuple(Node):
    __slots__ = ("items",)
    items: list[Node]


class List(Node):
    __slots__ = ("items",)
    items: list[Node]


class Numbers(Node):
    """A long list of numbers, or of lists of them."""

    __slots__ = ("values",)
    values: list


class Set(Node):
    __slots__ = ("items",)
    items: list[Node]


class Dict(Node):
    """Entries are `Pair`s and `DoubleStarred`s."""

    __slots__ = ("entries",)
    entries: list[Node]


class Pair(Node):
    __slots__ = ("key", "value")
    key: Node
    value: Node


class Starred(Node):
    __slots__ = ("value",)
    value: Node


class DoubleStarred(Node):
    __slots__ = ("value",)
    value: Node


class Keyword(Node):
    """`name=value` in a call."""

    __slots__ = ("name", "value")
    name: str
    value: Node


class Unary(Node):
    __slots__ = ("operator", "operand")
    operator: str
    operand: Node


class Binary(Node):
    __slots__ = ("left", "operator", "right")
    left: Node
    operator: str
    right: Node

    def __init__(self, start: int, end: int, left: Node, operator: str, right: Node) -> None:
        self.start = start
        self.end = end
        self.left = left
        self.operator = operator
        self.right = right


class Compare(Node):
    """`items[0] operators[0] items[1] operators[1] ...`"""

    __slots__ = ("items", "operators")
    items: list[Node]
    operators: list[str]


class And(Node):
    __slots__ = ("items",)
    items: list[Node]


class Or(Node):
    __slots__ = ("items",)
    items: list[Node]


class Conditional(Node):
    """`body if test else orelse`"""

    __slots__ = ("body", "test", "orelse")
    body: Node
    test: Node
    orelse: Node


class Walrus(Node):
    __slots__ = ("name", "value")
    name: str
    value: Node


class Lambda(Node):
    __slots__ = ("parameters", "body")
    parameters: list[Parameter]
    body: Node


class Comprehension(Node):
    """`kind` is "list", "set", "dict" (`element` is a `Pair`) or "generator"."""

    __slots__ = ("kind", "element", "clauses")
    kind: str
    element: Node
    clauses: list[ForClause | IfClause]


class ForClause(Node):
    __slots__ = ("target", "iterable")
    target: Node
    iterable: Node


class IfClause(Node):
    __slots__ = ("test",)
    test: Node


class Attribute(Node):
    __slots__ = ("object", "name")
    object: Node
    name: str

    def __init__(self, start: int, end: int, owner: Node, name: str) -> None:
        self.start = start
        self.end = end
        self.object = owner
        self.name = name


class Subscript(Node):
    __slots__ = ("object", "index")
    object: Node
    index: Node


class Slice(Node):
    __slots__ = ("lower", "upper", "step")
    lower: Node | None
    upper: Node | None
    step: Node | None


class Call(Node):
    """Arguments are expressions, `Starred`, `Keyword` and `DoubleStarred`, in source order."""

    __slots__ = ("function", "arguments")
    function: Node
    arguments: list[Node]

    def __init__(self, start: int, end: int, function: Node, *arguments: Node) -> None:
        self.start = start
        self.end = end
        self.function = function
        self.arguments = list(arguments)


# ---- statements


class Expression(Node):
    __slots__ = ("value",)
    value: Node


class Assign(Node):
    """`targets[0] = targets[1] = ... = value`"""

    __slots__ = ("targets", "value")
    targets: list[Node]
    value: Node


class AugmentedAssign(Node):
    __slots__ = ("target", "operator", "value")
    target: Node
    operator: str
    value: Node


class If(Node):
    """`branches` are (test, body) pairs."""

    __slots__ = ("branches", "orelse")
    branches: list[tuple[Node, list[Node]]]
    orelse: list[Node]


class While(Node):
    __slots__ = ("test", "body", "orelse")
    test: Node
    body: list[Node]
    orelse: list[Node]


class For(Node):
    __slots__ = ("target", "iterable", "body", "orelse")
    target: Node
    iterable: Node
    body: list[Node]
    orelse: list[Node]


class Break(Node):
    __slots__ = ()


class Continue(Node):
    __slots__ = ()


class Pass(Node):
    """Does nothing; also what an annotation without a value is."""

    __slots__ = ()


class Parameter(Node):
    """`kind` is "plain", "*", "**", or the separators "keyword-only" and "positional-only"."""

    __slots__ = ("name", "kind", "default")
    name: str
    kind: str
    default: Node | None


class Def(Node):
    __slots__ = ("name", "parameters", "body", "decorators")
    name: str
    parameters: list[Parameter]
    body: list[Node]
    decorators: list[Node]


class Return(Node):
    __slots__ = ("value",)
    value: Node | None


class With(Node):
    """`target` is None without `as`; several items are nested `With`s."""

    __slots__ = ("manager", "target", "body")
    manager: Node
    target: Node | None
    body: list[Node]


class Try(Node):
    __slots__ = ("body", "handlers", "orelse", "final")
    body: list[Node]
    handlers: list[Handler]
    orelse: list[Node]
    final: list[Node]


class Handler(Node):
    __slots__ = ("type", "name", "body")
    type: Node | None
    name: str | None
    body: list[Node]


class Raise(Node):
    __slots__ = ("error", "cause")
    error: Node | None
    cause: Node | None


class Assert(Node):
    __slots__ = ("test", "message")
    test: Node
    message: Node | None


class Delete(Node):
    __slots__ = ("targets",)
    targets: list[Node]


class Import(Node):
    """`import module as name`; without `as` the first word of the module is bound."""

    __slots__ = ("module", "name")
    module: str
    name: str | None


class ImportFrom(Node):
    """`from module import name as alias, ...`; `names` holds (name, alias) pairs."""

    __slots__ = ("module", "names")
    module: str
    names: list[tuple[str, str]]


class Global(Node):
    __slots__ = ("names",)
    names: list[str]


class Nonlocal(Node):
    __slots__ = ("names",)
    names: list[str]


class Program(Node):
    __slots__ = ("body",)
    body: list[Node]
