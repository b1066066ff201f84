"""Random syntax trees, all of them trees of text that could be written."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from gradline.grammar import tree

NAMES = ["a", "b", "xs", "grad", "torch", "_", "é"]
CONSTANTS = [None, True, ..., 0, 7, 10**30, 0.5, 1e-9, 2.0, "", "it's", 'a"b\\\n', "{x}", "é\t", 3j]
BINARY = ["+", "-", "*", "/", "//", "%", "@", "**", "<<", ">>", "&", "|", "^"]
COMPARISONS = ["<", "<=", "==", "!=", ">", ">=", "in", "not in", "is", "is not"]


class RandomTrees:
    """Draws trees of bounded depth from `random`."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def name(self) -> str:
        return self.random.choice(NAMES)

    def some(self, make: Callable[[], tree.Node], least: int = 0) -> list:
        return [make() for _ in range(self.random.randint(least, 3))]

    def maybe(self, make: Callable[[], tree.Node]) -> tree.Node | None:
        return make() if self.random.random() < 0.5 else None

    def expression(self, depth: int = 3) -> tree.Node:
        if depth == 0 or self.random.random() < 0.15:
            if self.random.random() < 0.5:
                return tree.Name(0, 0, self.name())
            return tree.Constant(0, 0, self.random.choice(CONSTANTS))
        kinds = [name for name in dir(self) if name.startswith("make_")]
        return getattr(self, self.random.choice(kinds))(lambda: self.expression(depth - 1))

    # Each takes what makes a part.

    def make_unary(self, part):
        return tree.Unary(0, 0, self.random.choice(["-", "+", "~", "not"]), part())

    def make_binary(self, part):
        return tree.Binary(0, 0, part(), self.random.choice(BINARY), part())

    def make_logical(self, part):
        return self.random.choice([tree.And, tree.Or])(0, 0, self.some(part, 2))

    def make_compare(self, part):
        items = self.some(part, 2)
        return tree.Compare(0, 0, items, self.random.choices(COMPARISONS, k=len(items) - 1))

    def make_conditional(self, part):
        return tree.Conditional(0, 0, part(), part(), part())

    def make_display(self, part):
        kind = self.random.choice([tree.Tuple, tree.List, tree.Set])
        return kind(0, 0, self.some(lambda: self.element(part), kind is tree.Set))

    def element(self, part):
        return tree.Starred(0, 0, part()) if self.random.random() < 0.2 else part()

    def make_dict(self, part):
        def entry():
            if self.random.random() < 0.2:
                return tree.DoubleStarred(0, 0, part())
            return tree.Pair(0, 0, part(), part())

        return tree.Dict(0, 0, self.some(entry))

    def make_attribute(self, part):
        return tree.Attribute(0, 0, part(), self.name())

    def make_subscript(self, part):
        def index():
            if self.random.random() < 0.5:
                return part()
            return tree.Slice(0, 0, self.maybe(part), self.maybe(part), self.maybe(part))

        if self.random.random() < 0.5:
            return tree.Subscript(0, 0, part(), index())
        return tree.Subscript(0, 0, part(), tree.Tuple(0, 0, self.some(index, 1)))

    def make_call(self, part):
        arguments = self.some(lambda: self.element(part))
        if self.random.random() < 0.5:
            arguments += [tree.Keyword(0, 0, "k", part()), tree.DoubleStarred(0, 0, part())]
        return tree.Call(0, 0, part(), *arguments)

    def make_lambda(self, part):
        return tree.Lambda(0, 0, self.parameters(part), part())

    def parameters(self, part):
        kinds = ["plain", "plain", "*", "plain", "**"][: self.random.randint(0, 5)]
        if len(kinds) > 2 and self.random.random() < 0.5:
            kinds.insert(1, "positional-only")
        defaulted = self.random.random() < 0.5
        return [
            tree.Parameter(
                0,
                0,
                "" if kind == "positional-only" else f"p{number}",
                kind,
                part() if kind == "plain" and defaulted else None,
            )
            for number, kind in enumerate(kinds)
        ]

    def make_walrus(self, part):
        return tree.Walrus(0, 0, self.name(), part())

    def make_comprehension(self, part):
        kind = self.random.choice(["list", "set", "dict", "generator"])
        element = tree.Pair(0, 0, part(), part()) if kind == "dict" else part()

        def loop():
            return tree.ForClause(0, 0, self.target(), part())

        def clause():
            return loop() if self.random.random() < 0.5 else tree.IfClause(0, 0, part())

        return tree.Comprehension(0, 0, kind, element, [loop(), *self.some(clause)])

    def make_fstring(self, part):
        """Fields hold names only: text inside an f-string cannot hold its own quotes."""

        def piece():
            value = tree.Attribute(0, 0, tree.Name(0, 0, self.name()), self.name())
            inner = tree.Field(0, 0, tree.Name(0, 0, self.name()), None, None, None)
            spec = self.random.choice([None, [">5"], [inner], [".", inner, "f"]])
            return tree.Field(
                0,
                0,
                value,
                None,
                self.random.choice([None, "r", "s", "a"]),
                spec and tree.FString(0, 0, spec),
            )

        return tree.FString(0, 0, [self.random.choice(["a", "{b}", ": ! ="]), *self.some(piece, 1)])

    def target(self) -> tree.Node:
        choice = self.random.randrange(4)
        name = tree.Name(0, 0, self.name())
        if choice == 0:
            return tree.Attribute(0, 0, name, self.name())
        if choice == 1:
            return tree.Tuple(0, 0, [name, tree.Starred(0, 0, tree.Name(0, 0, "rest"))])
        return name

    def block(self, depth: int) -> list[tree.Node]:
        return [self.statement(depth) for _ in range(self.random.randint(1, 3))]

    def statement(self, depth: int) -> tree.Node:
        compound = depth > 0 and self.random.random() < 0.5
        prefix = "compound_" if compound else "simple_"
        kinds = [name for name in dir(self) if name.startswith(prefix)]
        make = getattr(self, self.random.choice(kinds))
        return make(lambda: self.block(depth - 1)) if compound else make()

    def simple_expression(self):
        return tree.Expression(0, 0, self.expression())

    def simple_assign(self):
        return tree.Assign(0, 0, self.some(self.target, 1), self.expression())

    def simple_augmented(self):
        sign = self.random.choice(BINARY) + "="
        return tree.AugmentedAssign(0, 0, tree.Name(0, 0, self.name()), sign, self.expression())

    def simple_word(self):
        return self.random.choice([tree.Pass, tree.Break, tree.Continue])(0, 0)

    def simple_return(self):
        return tree.Return(0, 0, self.maybe(self.expression))

    def simple_raise(self):
        return tree.Raise(0, 0, self.expression(), self.maybe(self.expression))

    def simple_assert(self):
        return tree.Assert(0, 0, self.expression(), self.maybe(self.expression))

    def simple_delete(self):
        return tree.Delete(0, 0, self.some(lambda: tree.Name(0, 0, self.name()), 1))

    def simple_import(self):
        if self.random.random() < 0.5:
            return tree.Import(0, 0, "torch.nn", self.random.choice([None, "nn"]))
        return tree.ImportFrom(0, 0, "torch", [(self.name(), self.name()), ("a", "a")])

    def simple_declaration(self):
        return self.random.choice([tree.Global, tree.Nonlocal])(0, 0, [self.name(), "z"])

    def compound_if(self, block):
        branches = [(self.expression(1), block()) for _ in range(self.random.randint(1, 2))]
        return tree.If(0, 0, branches, self.random.choice([[], block()]))

    def compound_while(self, block):
        return tree.While(0, 0, self.expression(1), block(), self.random.choice([[], block()]))

    def compound_for(self, block):
        orelse = self.random.choice([[], block()])
        return tree.For(0, 0, self.target(), self.expression(1), block(), orelse)

    def compound_with(self, block):
        return tree.With(0, 0, tree.Name(0, 0, "m"), self.maybe(self.target), block())

    def compound_try(self, block):
        def handler():
            name = self.random.choice([None, self.name()])
            return tree.Handler(0, 0, self.expression(1), name, block())

        final = self.random.choice([[], block()])
        return tree.Try(0, 0, block(), self.some(handler, 1), block(), final)

    def compound_def(self, block):
        decorators = self.some(lambda: tree.Name(0, 0, self.name()))
        parameters = self.parameters(lambda: self.expression(1))
        return tree.Def(0, 0, self.name(), parameters, block(), decorators)
