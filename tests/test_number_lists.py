"""Long lists of numbers in a program's text are read in one go, and are what they would be."""

from __future__ import annotations

import ast
from contextlib import suppress
from random import Random
from time import perf_counter

import pytest
from gradline.grammar import Interpreter, ProgramError, parse, tree

NUMBERS = ["0", "7", "-3", "1.5", "-0.0", "2e3", "1E-5", "-12345678901234567890", "1e400"]


def written(random: Random, levels: int, count: int) -> str:
    """A list of lists of numbers, with all that may stand between them."""
    comma, tail = random.choice([", ", ",", " ,\n    "]), random.choice(["", ",", " ,\n"])
    if levels == 1:
        return f"[{comma.join(random.choices(NUMBERS, k=count))}{tail}]"
    return f"[{comma.join(written(random, levels - 1, count) for _ in range(count))}{tail}]"


def value_of(text: str) -> object:
    return Interpreter(prelude="python").run(text)


@pytest.mark.parametrize(("levels", "count"), [(1, 1000), (2, 30), (3, 10), (8, 2)])
def test_a_long_list(levels: int, count: int) -> None:
    for seed in range(20):
        text = written(Random(seed), levels, count)
        assert repr(value_of(text)) == repr(ast.literal_eval(text))
        statement = parse(text).body[0]
        assert isinstance(statement, tree.Expression)
        assert isinstance(statement.value, tree.Numbers)
        assert (statement.value.start, statement.value.end) == (0, len(text))


MANY = ", ".join(["1"] * 500)


@pytest.mark.parametrize(
    "text",
    [
        f"[{MANY}, 1.]",
        f"[{MANY}, +1, 1_0, 0x1f, 2j, .5]",
        f"[{MANY}, - 1]",
        f"[{MANY}, # and\n 2]",
        f"[{MANY}, \\\n2]",
        f"[{MANY}, [1, (2, 3)], 'a', True]",
        f"[[{MANY}], [{MANY}], None]",
        f"[{MANY}][3]",
        f"[[{MANY}]][0][1]",
        f"[{MANY}] + [2]",
        f"{{1: [{MANY}], 2: [{MANY}]}}",
        f"len([{MANY}]), ([{MANY}], 2)",
        "[1]" + " " * 2000 + "[0]",
        "[" + "[" * 50 + MANY + "]" * 50 + "]",
        "[[], " + MANY + ", []]",
    ],
)
def test_beside_other_things(text: str) -> None:
    assert repr(value_of(text)) == repr(eval(text))


@pytest.mark.parametrize(
    "text",
    [
        f"[{MANY}, 1 2]",
        f"[{MANY},,]",
        f"[{MANY}, 01]",
        f"[{MANY}, e]]",
        f"[,{MANY}]",
        f"[{MANY}, [,]]",
        f"[{MANY}",
        f"[{MANY}] = 1",
        f"del [{MANY}]",
        f"[{MANY}] += 1",
        f"for [{MANY}] in x: pass",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(ProgramError) as caught:
        parse(text)
    assert caught.value.kind == "SyntaxError"


def test_each_evaluation_makes_a_list_of_its_own() -> None:
    program = f"""
made = []
for i in range(2):
    made.append([{MANY}])
    made.append([[{MANY}], [1], [[2]]])
made[0].append(0), made[1][0].clear(), made[1][2][0].append(3)
"""
    interpreter = Interpreter(prelude="python")
    interpreter.run(program)
    first, rows, second, more = interpreter.lookup("made")  # type: ignore[misc]
    assert (len(first), len(second)) == (501, 500)
    assert ([len(row) for row in rows], [len(row) for row in more]) == ([0, 1, 1], [500, 1, 1])
    assert (rows[2], more[2]) == ([[2, 3]], [[2]])


@pytest.mark.parametrize(
    "text",
    [
        "[" * 30_000,
        "[1, " * 30_000,
        "[" * 30_000 + "]" * 30_000,
        "[" + "[1, 2], " * 30_000 + "x]",
        "[" + (f"[{MANY}], " * 200 + "x, ") * 5 + "]",
        "[" + (f"[{MANY}, 1.], ") * 500 + "]",
    ],
)
def test_reading_stays_linear(text: str) -> None:
    start = perf_counter()
    with suppress(ProgramError):
        value_of(text)
    assert perf_counter() - start < 10
