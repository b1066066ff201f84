"""Where the language and Python disagree about what is a program at all.

    python -m tools.agreement [--count N] [--seed N]

Snippets are changed at random; for each the language and Python's own compiler either both accept
it or both refuse it. Constructs that the language lacks are left aside.
"""

from __future__ import annotations

import argparse
import ast
import re
import warnings
from collections.abc import Callable, Iterator
from random import Random

from gradline.grammar import Interpreter, ProgramError

from .mutate import CHANGES, move_tokens

# One construct a line, blocks written with `\n`.
SNIPPETS = r"""
x = 1
x = y = (1, 2)
a, (b, *c), [d] = e
x: int = 3
x.y[1:2, ::3, ...] += 4
(x := 3) + 1
f(a, *b, c=1, **d)
f(x for x in y if x)
f(*a or b, k=lambda: 0)
[x for x in y for z in x if z]
{**a, 'b': 1, **c}
{*a, b, 1}
{k: v for k, v in d.items()}
lambda a, b=1, /, *c, d, e=2, **f: a
lambda *, a: (a, *b)
def f(a, b: int = 1, /, *c, d, **e) -> int:\n    global x\n    x = a\n    return x
def f(a):\n    b = 1\n    def g():\n        nonlocal b\n        b = a\n    return g
@d\n@e.f(1)\ndef f(*, a=1): pass
if (n := a): b\nelif c: d\nelse: e
while a:\n    if b: break\n    else: continue\nelse:\n    c
for i, *j in a, b:\n    for k in i: break\n    continue\nelse: pass
with a as b, c() as (d, e): f
try:\n    a\nexcept (B, C) as d:\n    raise E from d\nexcept: pass\nelse: f\nfinally:\n    g
try: a\nfinally: b
assert a, 'b'; del a, b[0], c.d; pass
import torch, math as m; from torch import nn as n, ones
from torch import (ones, zeros as z,)
a if b else c if d else e, not a in b, a not in b is not c
a or b and not c < d <= e | f ^ g & h << i + j * -k ** ~l @ m
'a' "b" r'\c' '''d''' u'\N{DASH}\x41\101'
f'a{b}c{d!r:>{e}}{g=}{{}}' 'h'
0x1f + 1_000 - 1e-3 * 2j / 0b1 // 0o7 % .5 + 1.
x[a:b], x[:, None], x[()], x[*a], x[a := 1]
if a:\n\tb\n\tif c:\n\t    d\ne
if a:  # why\n\n    b\n    # more\nc \\n  + d
print(a, end='')
del (a, [b, c]), d
x = (\n  1,\n  2)
[y := f(x), y ** 2]
[(y := x) for x in a]
""".strip().splitlines()
SNIPPETS = [line.replace("\\n", "\n") for line in SNIPPETS]
WORDS = (
    """
global x|nonlocal x|return|break|continue|pass|yield|*|**|:=|=|+=|,|:|;|(|)|[|]|{|}|.|->|@|/|...
for x in y|if z|else|not|in|is|lambda: 0|*a|**b|k=1|x := 1|None|True|f()|(a, b)|[c]|'s'|1|1.5|0_1
as b|from a|~|async|import a|del x|print x|if x:|else:|while x:|def f():|x|y|a|b|# c
""".strip()
    .replace("\n", "|")
    .split("|")
)
WORDS += ["\n", "\n    ", "\n\t", "\t", "    ", " \\\n", "\f"]

LACKING = (
    ast.ClassDef, ast.Yield, ast.YieldFrom, ast.AsyncFunctionDef, ast.AsyncFor, ast.AsyncWith,
    ast.Await, ast.Match, ast.TryStar,
)  # fmt: skip
# Python itself measures the indentation of a line that begins with a backslash by the next one, and
# its versions read f-strings, and carriage returns in them, each in its own way.
ASIDE = re.compile(r"^[ \t\f]*\\$|[fF][rR]?['\"]|[rR][fF]['\"]", re.MULTILINE)


def insert_word(random: Random, text: str) -> str:
    """A word or a small construct between two tokens."""
    pieces = re.split(r"(\W)", text)
    blank = random.choice(["", " "])
    pieces.insert(random.randrange(len(pieces) + 1), blank + random.choice(WORDS) + blank)
    return "".join(pieces)


def replace_word(random: Random, text: str) -> str:
    """A word or a small construct in place of a token."""
    pieces = re.findall(r"\w+|\s+|[^\w\s]", text) or [""]
    pieces[random.randrange(len(pieces))] = random.choice(WORDS)
    return "".join(pieces)


def snippet(random: Random) -> str:
    """A snippet, or two, with a few changes."""
    text = "\n".join(random.choices(SNIPPETS, k=random.choice([1, 1, 2])))
    own: list[Callable] = [insert_word, replace_word]
    changes = [*own, *own, move_tokens, *CHANGES]
    for _ in range(random.choice([1, 1, 2, 3])):
        text = random.choice(changes)(random, text)
    return text + "\n"


def python_says(text: str) -> str:
    """Why Python refuses the text; empty if it does not; `lacking` if the language has no such."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(text, "<text>", "exec")
            parsed = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        return f"{error}" or "refused"
    return "lacking" if any(map(_lacks, ast.walk(parsed))) else ""


def _lacks(node: ast.AST) -> bool:
    return (
        isinstance(node, LACKING)
        or (isinstance(node, ast.Constant) and isinstance(node.value, bytes))
        or (isinstance(node, ast.ImportFrom) and (node.level > 0 or node.names[0].name == "*"))
    )


def gradline_says(text: str) -> str:
    """Why the language refuses the text; empty if it does not."""
    try:
        Interpreter(prelude="python")._compile(text, "<text>")
    except ProgramError as error:
        return str(error)
    return ""


def disagreements(count: int, seed: int) -> Iterator[tuple[str, str, str]]:
    """(text, what Python says, what the language says) where one refuses and one does not."""
    random = Random(seed)
    for _ in range(count):
        text = snippet(random)
        python = python_says(text)
        if python == "lacking" or ASIDE.search(text):
            continue
        gradline = gradline_says(text)
        if bool(python) != bool(gradline):
            yield text, python, gradline


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.agreement", description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    found = list(disagreements(options.count, options.seed))
    for text, python, gradline in found:
        print(f"{text!r}\n    Python:   {python or 'accepts'}")
        print(f"    gradline: {gradline or 'accepts'}")
    print(f"{len(found)} of {options.count} texts disagree")


if __name__ == "__main__":
    main()
