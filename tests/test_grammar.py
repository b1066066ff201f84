"""Text -> syntax tree."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from gradline.grammar import ProgramError, build, parse, parser, tree
from gradline.grammar.errors import Source
from hypothesis import given
from hypothesis import strategies as st
from random_trees import RandomTrees
from unparse import unparse_block


def shape(item: object) -> object:
    """A tree as nested tuples, without positions."""
    if isinstance(item, tree.Node):
        return (type(item).__name__, *[shape(getattr(item, name)) for name in item.__slots__])
    if isinstance(item, list | tuple):
        return [shape(part) for part in item]
    return item if item.__class__ is not float else repr(item)


def expression(text: str) -> tree.Node:
    statement = parse(text).body[0]
    assert isinstance(statement, tree.Expression)
    return statement.value


@pytest.mark.parametrize(
    ("text", "brackets"),
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("1 - 2 - 3", "((1 - 2) - 3)"),
        ("-2 ** -2", "(- (2 ** (- 2)))"),
        ("2 ** 3 ** 4", "(2 ** (3 ** 4))"),
        ("not a == b and c or d", "(((not (a == b)) and c) or d)"),
        ("a < b <= c != d", "(a < b <= c != d)"),
        ("a if b else c if d else e", "(a if b else (c if d else e))"),
        ("lambda x: x + 1, 2", "((lambda x: (x + 1)), 2)"),
        ("a | b ^ c & d << e + f @ g", "(a | (b ^ (c & (d << (e + (f @ g))))))"),
        ("~x.y(1)[2] ** 3", "(~ (((x).y)(1))[2] ** 3)"),
        ("x not in y, x is not y", "((x not in y), (x is not y))"),
        ("f(x, *y, k=1, **z)", "(f)(x, *y, k=1, **z)"),
        ("x[1:2, ::3, ...]", "(x)[1:2:, ::3, ..., ]"),
    ],
)
def test_precedence(text: str, brackets: str) -> None:
    assert shape(expression(text)) == shape(expression(brackets))


def test_every_node_knows_its_place() -> None:
    text = "y = 1\nz = f(a,\n      bb + 2).grad[0]\n"
    source = Source(text, "t")
    call = [
        node
        for node in _nodes(parse(text))
        if isinstance(node, tree.Call | tree.Binary | tree.Attribute | tree.Name)
    ]
    found = {type(n).__name__ + text[n.start : n.end]: source.position(n.start) for n in call}
    assert found["Binarybb + 2"] == (3, 7)
    assert found["Callf(a,\n      bb + 2)"] == (2, 5)
    assert found["Attributef(a,\n      bb + 2).grad"] == (2, 5)
    assert found["Namez"] == (2, 1)
    for node in _nodes(parse(text)):
        assert 0 <= node.start <= node.end <= len(text)


def _nodes(item: object):
    if isinstance(item, tree.Node):
        yield item
        for name in item.__slots__:
            yield from _nodes(getattr(item, name))
    elif isinstance(item, list | tuple):
        for part in item:
            yield from _nodes(part)


# ---- text that is not in the language: what is said, and where


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("(1 + ", 1, 1, "'(' was never closed"),
        ("x = [1,\n  2", 1, 5, "'[' was never closed"),
        ("f(1, 2]", 1, 7, "does not close the '('"),
        ("x)", 1, 2, "closes no bracket"),
        ("x +", 1, 4, "ends too early"),
        ("x +\ny", 1, 4, "line ends too early"),
        ("1 2", 1, 3, "unexpected '2'"),
        ("x = = 1", 1, 5, "unexpected '='"),
        ("if x = 1: pass", 1, 6, "unexpected '='"),
        ("if x\n    y", 1, 5, "expected ':'"),
        ("if x:\ny", 2, 1, "indented block"),
        ("x = 1\n  y = 2", 2, 1, "unexpected indent"),
        ("if x:\n    y\n  z", 3, 1, "matches no outer block"),
        ("'abc", 1, 1, "never closed"),
        ("'''abc\ndef", 1, 1, "never closed"),
        ("f'{x'", 1, 5, "never closed"),
        ("f'abc", 1, 1, "f-string is never closed"),
        ("f'}'", 1, 3, "single '}'"),
        ("f'{}'", 1, 4, "unexpected '}'"),
        ("f'{x!z}'", 1, 3, "!z is no conversion"),
        ("12abc", 1, 1, "not a number"),
        ("012", 1, 1, "octal"),
        ("'\\xz'", 1, 1, "not complete"),
        ("a $ b", 1, 3, "'$'"),
        ("!ls", 1, 1, "'!'"),
        ("1 = x", 1, 1, "cannot be assigned"),
        ("f() = 1", 1, 1, "cannot be assigned"),
        ("a, f(x) = 1", 1, 4, "cannot be assigned"),
        ("*a, *b = x", 1, 5, "only one starred"),
        ("(a, b) += 1", 1, 1, "needs a name"),
        ("f(a=1, 2)", 1, 8, "follows a keyword"),
        ("f(a=1, a=2)", 1, 8, "repeated"),
        ("def f(a, a): pass", 1, 10, "repeated"),
        ("def f(a=1, b): pass", 1, 12, "without a default"),
        ("def f(**k, a): pass", 1, 7, "may follow"),
        ("class A: pass", 1, 1, "classes are not part"),
        ("def f():\n    yield 1", 2, 5, "yield"),
        ("async def f(): pass", 1, 1, "async"),
        ("from torch import *", 1, 1, "import *"),
        ("print x", 1, 7, "unexpected 'x'"),
        ("R'" + "'" * 3, 1, 1, "never closed"),
        ('a = u""' + '""', 1, 5, "never closed"),
        ("f'" + "'" * 3, 1, 1, "never closed"),
        ("f'{1:{2:{3}}}'", 1, 9, "nested too deeply"),
        ("f'" + "{1:" * 500 + "1" + "}" * 500 + "'", 1, 9, "nested too deeply"),
        ("x:=3", 1, 2, "unexpected ':='"),
        (" y", 1, 1, "unexpected indent"),
        ("f(**{}, *{})", 1, 9, "follows a ** argument"),
        ("t(y for _ in 1,)", 1, 3, "own parentheses"),
        ("if d:\n \t\t2\n\t\ty", 3, 1, "tabs and blanks"),
        ("x = 'a\0'", 1, 7, "U+0000"),
        ("a = x²", 1, 6, "'²'"),
        ("“x”", 1, 1, "'“'"),
        ("b'bytes'", 1, 2, "byte strings"),
        ("try:\n    x\ny", 3, 1, "unexpected 'y'"),
        ("else: x", 1, 1, "unexpected 'else'"),
        ("return", 1, 1, None),
    ],
)
def test_refused_text(text: str, line: int, column: int, says: str | None) -> None:
    if says is None:
        parse(text)
        return
    with pytest.raises(ProgramError) as caught:
        parse(text, "prog.py")
    error = caught.value
    assert (error.kind, error.filename) == ("SyntaxError", "prog.py")
    assert says in error.message
    assert (error.line, error.column) == (line, column)
    assert error.end_column > error.column
    assert error.source_line == text.split("\n")[line - 1]


@pytest.mark.parametrize(
    "text", ["x = (1,", "def f():", "if x:\n    y\nelse:", "'''a", "1 +", "f('''"]
)
def test_incomplete_text_is_told_from_wrong_text(text: str) -> None:
    with pytest.raises(ProgramError) as caught:
        parse(text)
    assert caught.value.incomplete


@pytest.mark.parametrize("text", ["x = )", "1 2", "if x: y\n  z", "'a"])
def test_wrong_text_is_not_incomplete(text: str) -> None:
    with pytest.raises(ProgramError) as caught:
        parse(text)
    assert not caught.value.incomplete


def test_print_statement_gets_a_hint() -> None:
    with pytest.raises(ProgramError) as caught:
        parse("print 'hello'")
    assert "print(" in caught.value.hint


# ---- the tables


def test_generated_tables_are_those_of_the_grammar() -> None:
    if not build.GENERATED.exists():
        pytest.skip("never built: the tables were made from the grammar at import")
    made = build.tables()
    assert all(getattr(parser._tables, name) == value for name, value in made.items())


def test_a_built_package_starts_without_lark() -> None:
    if not build.GENERATED.exists():
        pytest.skip("never built")
    program = "import sys, gradline.grammar; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0


def test_the_grammar_has_no_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    from lark import Lark, logger

    with caplog.at_level(logging.DEBUG, logger=logger.name):
        Lark(Path(build.GRAMMAR).read_text(), parser="lalr", start="program", debug=True)
    assert "conflict" not in caplog.text


# ---- whatever can be written is read back


@given(st.randoms(use_true_random=False))
def test_programs_are_read_back(random: Random) -> None:
    written = RandomTrees(random).block(2)
    assert shape(parse(unparse_block(written)).body) == shape(written)


@given(st.text(max_size=40))
def test_any_text_parses_or_is_refused(text: str) -> None:
    try:
        parse(text)
    except ProgramError as error:
        assert error.kind == "SyntaxError"
        assert error.line >= 1 and error.column >= 1


FRAGMENTS = [*"x1\"'{}()[],:=+-.\\#\n\t ", "f'", "if", "else", "for", "in", "lambda"]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=20))
def test_any_tokens_parse_or_are_refused(words: list[str]) -> None:
    try:
        parse(" ".join(words))
    except ProgramError as error:
        assert error.kind == "SyntaxError"
