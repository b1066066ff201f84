"""Syntax tree -> text, with every bracket written out: to check that parsing gives it back."""

from __future__ import annotations

from gradline.grammar import tree

INDENT = "    "


def unparse(node: tree.Node | str | None) -> str:
    """The text of an expression, in parentheses wherever they are allowed."""
    match node:
        case None:
            return ""
        case tree.Constant():
            return "..." if node.value is ... else repr(node.value)
        case tree.Name():
            return node.name
        case tree.FString():
            return 'f"' + "".join(_part(part) for part in node.parts) + '"'
        case tree.Tuple():
            return f"({', '.join(map(unparse, node.items))}{',' if len(node.items) == 1 else ''})"
        case tree.List():
            return f"[{', '.join(map(unparse, node.items))}]"
        case tree.Set():
            return f"{{{', '.join(map(unparse, node.items))}}}"
        case tree.Dict():
            return f"{{{', '.join(map(unparse, node.entries))}}}"
        case tree.Pair():
            return f"{unparse(node.key)}: {unparse(node.value)}"
        case tree.Starred():
            return f"*{unparse(node.value)}"
        case tree.DoubleStarred():
            return f"**{unparse(node.value)}"
        case tree.Keyword():
            return f"{node.name}={unparse(node.value)}"
        case tree.Unary():
            return f"({node.operator} {unparse(node.operand)})"
        case tree.Binary():
            return f"({unparse(node.left)} {node.operator} {unparse(node.right)})"
        case tree.Compare():
            first, *rest = map(unparse, node.items)
            pairs = zip(node.operators, rest, strict=True)
            return f"({first}{''.join(f' {sign} {item}' for sign, item in pairs)})"
        case tree.And():
            return f"({' and '.join(map(unparse, node.items))})"
        case tree.Or():
            return f"({' or '.join(map(unparse, node.items))})"
        case tree.Conditional():
            test, body, orelse = map(unparse, (node.test, node.body, node.orelse))
            return f"({body} if {test} else {orelse})"
        case tree.Walrus():
            return f"({node.name} := {unparse(node.value)})"
        case tree.Lambda():
            return f"(lambda {_parameters(node.parameters)}: {unparse(node.body)})"
        case tree.Comprehension():
            inside = f"{unparse(node.element)}{''.join(map(_clause, node.clauses))}"
            opening, closing = {"list": "[]", "generator": "()"}.get(node.kind, "{}")
            return f"{opening}{inside}{closing}"
        case tree.Attribute():
            return f"({unparse(node.object)}).{node.name}"
        case tree.Subscript():
            return f"({unparse(node.object)})[{_index(node.index)}]"
        case tree.Call():
            return f"({unparse(node.function)})({', '.join(map(unparse, node.arguments))})"
    raise TypeError(node)


def _part(part: str | tree.Field) -> str:
    if isinstance(part, str):
        return part.replace("{", "{{").replace("}", "}}")
    conversion = f"!{part.conversion}" if part.conversion else ""
    spec = f":{''.join(map(_part, part.spec.parts))}" if part.spec else ""
    return f"{{{unparse(part.value)}{conversion}{spec}}}"


def _index(node: tree.Node) -> str:
    if isinstance(node, tree.Tuple) and node.items:
        return "".join(f"{_item(item)}, " for item in node.items)
    return _item(node)


def _item(node: tree.Node) -> str:
    if isinstance(node, tree.Slice):
        return f"{unparse(node.lower)}:{unparse(node.upper)}:{unparse(node.step)}"
    return unparse(node)


def _clause(clause: tree.ForClause | tree.IfClause) -> str:
    if isinstance(clause, tree.IfClause):
        return f" if {unparse(clause.test)}"
    return f" for {unparse(clause.target)} in {unparse(clause.iterable)}"


def _parameters(parameters: list[tree.Parameter]) -> str:
    signs = {"plain": "", "*": "*", "**": "**", "keyword-only": "*", "positional-only": "/"}
    return ", ".join(
        signs[p.kind] + p.name + (f"={unparse(p.default)}" if p.default else "") for p in parameters
    )


def unparse_block(body: list[tree.Node], indent: str = "") -> str:
    """The text of statements, one a line."""
    return "".join(_statement(node, indent) for node in body) or f"{indent}pass\n"


def _statement(node: tree.Node, indent: str) -> str:
    inner = indent + INDENT

    def suite(head: str, body: list[tree.Node]) -> str:
        return f"{indent}{head}:\n{unparse_block(body, inner)}"

    match node:
        case tree.Expression():
            text = unparse(node.value)
        case tree.Assign():
            text = " = ".join(map(unparse, [*node.targets, node.value]))
        case tree.AugmentedAssign():
            text = f"{unparse(node.target)} {node.operator} {unparse(node.value)}"
        case tree.If():
            words = ["if", *["elif"] * (len(node.branches) - 1)]
            text = "".join(
                suite(f"{word} {unparse(test)}", body)
                for word, (test, body) in zip(words, node.branches, strict=True)
            )
            return text + (suite("else", node.orelse) if node.orelse else "")
        case tree.While():
            text = suite(f"while {unparse(node.test)}", node.body)
            return text + (suite("else", node.orelse) if node.orelse else "")
        case tree.For():
            head = f"for {unparse(node.target)} in {unparse(node.iterable)}"
            return suite(head, node.body) + (suite("else", node.orelse) if node.orelse else "")
        case tree.With():
            target = f" as {unparse(node.target)}" if node.target else ""
            return suite(f"with {unparse(node.manager)}{target}", node.body)
        case tree.Try():
            text = suite("try", node.body)
            for handler in node.handlers:
                kind = f" {unparse(handler.type)}" if handler.type else ""
                name = f" as {handler.name}" if handler.name else ""
                text += suite(f"except{kind}{name}", handler.body)
            text += suite("else", node.orelse) if node.orelse else ""
            return text + (suite("finally", node.final) if node.final else "")
        case tree.Def():
            decorators = "".join(f"{indent}@{unparse(d)}\n" for d in node.decorators)
            return decorators + suite(f"def {node.name}({_parameters(node.parameters)})", node.body)
        case tree.Return():
            text = f"return {unparse(node.value)}"
        case tree.Raise():
            cause = f" from {unparse(node.cause)}" if node.cause else ""
            text = f"raise {unparse(node.error)}{cause}"
        case tree.Assert():
            message = f", {unparse(node.message)}" if node.message else ""
            text = f"assert {unparse(node.test)}{message}"
        case tree.Delete():
            text = f"del {', '.join(map(unparse, node.targets))}"
        case tree.Import():
            text = f"import {node.module}" + (f" as {node.name}" if node.name else "")
        case tree.ImportFrom():
            names = ", ".join(f"{name} as {alias}" for name, alias in node.names)
            text = f"from {node.module} import {names}"
        case tree.Global() | tree.Nonlocal():
            text = f"{type(node).__name__.lower()} {', '.join(node.names)}"
        case _:
            text = type(node).__name__.lower()  # pass, break, continue
    return f"{indent}{text}\n"
