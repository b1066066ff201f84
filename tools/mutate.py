"""Random programs of the language, and random changes to programs: what fuzzing tries next."""

# ruff: noqa: E501, RUF001, SIM905

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

from gradline.engine.families import MEMBERS
from gradline.engine.modules import NAMES
from gradline.grammar import names

TOKEN = re.compile(r"\n[ \t]*|[^\W\d]\w*|\d[\w.]*|'[^'\n]*'|\"[^\"\n]*\"|[ \t]+|[^\w\s]")
FIELD = re.compile(r"\{(\w+)\}")

# What each symbol may become; {symbol} stands for another. Blocks are indented as they come.
PRODUCTIONS: Mapping[str, Sequence[str]] = {
    "statement": """
{name} = {expr}|{name}, {name} = {expr}, {expr}|{name}, *{name} = {expr}|{name} {sign}= {expr}
{expr}[{expr}] = {expr}|{expr}.{member} = {expr}|del {name}|del {expr}[{expr}]|{expr}
print({expr}, sep={expr}, end={expr})|assert {expr}, {expr}|raise {error}({expr})|return {expr}
if {expr}:{block}|if {expr}:{block}else:{block}|while {expr}:{block}|for {name} in {expr}:{block}
for {name}, {name} in {expr}:{block}else:{block}|def {name}({parameters}):{block}
def {name}({parameters}):{block}{name}({arguments})|try:{block}except {error} as {name}:{block}
try:{block}finally:{block}|try:{block}except:{block}else:{block}finally:{block}
with torch.no_grad():{block}|with torch.enable_grad() as {name}:{block}|global {name}|nonlocal {name}
break|continue|pass|{name}: {expr} = {expr}|import torch.nn.functional as {name}
from torch import {function}|from math import *|@{expr}\ndef {name}({parameters}):{block}
{name} = torch.{factory}, requires_grad=True)|({expr}).sum().backward()|{name}.grad = {expr}
{name}.register_hook({expr})|{name} = torch.autograd.grad({expr}, {name}, create_graph=True)
""".strip().replace("\n", "|").split("|"),
    "expr": """
{name}|{name}|{name}|{number}|{number}|{text}|{expr} {sign} {expr}|{expr} {compare} {expr}
({expr})|[{expr}, {expr}]|({expr}, {expr})|({expr},)|{{expr}: {expr}}|{{expr}, {expr}}|[]|()|{}
{expr}[{expr}]|{expr}[{expr}:{expr}]|{expr}[..., {expr}]|{expr}[::{number}]|{expr}.{member}
{expr}.{member}({arguments})|{expr}.{method}({arguments})|torch.{function}({arguments})
torch.{function}|{builtin}({arguments})|{builtin}|{error}({expr})|-{expr}|not {expr}|~{expr}
{expr} if {expr} else {expr}|{expr} and {expr}|{expr} or {expr}|lambda {parameters}: {expr}
[{expr} for {name} in {expr}]|{{expr} for {name} in {expr} if {expr}}|({expr} for {name} in {expr})
{{expr}: {expr} for {name}, {name} in {expr}}|({name} := {expr})|f'{{expr}}{{expr}!r:>{number}}'
f'{{expr}=:{{expr}}}'|{text} % {expr}|{text}.format({arguments})|torch.{factory})|None|True|...
type({expr})|getattr({expr}, '{member}')|list({expr})|next(iter({expr}))|sorted({expr}, key={expr})
math.{math}({arguments})|torch.func.grad({expr})({expr})|{expr} @ {expr}|torch.{dtype}
""".strip().replace("\n", "|").split("|"),
    "arguments": [
        "", "{expr}", "{expr}", "{expr}, {expr}", "{expr}, {expr}, {expr}", "*{expr}", "**{expr}",
        "{expr}, dim={expr}", "{expr}, keepdim={expr}", "{expr}, {name}={expr}",
        "{expr} for {name} in {expr}",
    ],
    "parameters": ["", "{name}", "{name}, {name}={expr}", "*{name}", "{name}, /, *, {name}", "**{name}"],
    "factory": [
        "ones(2, 3", "zeros(3", "rand(2, 2", "randn(3", "tensor({expr}", "arange(6.", "eye(2",
        "full((2,), {expr}", "ones(2, 3, dtype=torch.{dtype}", "linspace(0, 1, {number}",
    ],
    "name": ["x", "y", "a", "b", "f", "i", "_", "torch", "math"],
    "number": ["0", "1", "2", "-1", "3", "0.5", "1e3", "2j", "10**9", "1e400", "0x1f", "1_000", "7", "-3"],
    "text": ["''", "'a'", "'abc'", "'%s'", "'{}'", "'%d %5.2f'", "'{0[0]:{1}}'", "'mean'", "'ij,jk'"],
    "sign": "+ - * / // % ** @ << >> & | ^".split(),
    "compare": ["<", "<=", "==", "!=", "in", "not in", "is", "is not"],
    "dtype": "float32 float64 int64 int32 bool complex64 float16 bfloat16 uint8".split(),
    "error": sorted(names.EXCEPTIONS),
    "builtin": sorted(names.BUILTINS),
    "math": sorted(names.MATH),
    "function": sorted(name for name in NAMES if not name.startswith("table.")),
    "member": sorted(MEMBERS),
    "method": sorted(set().union(*names.MEMBERS.values(), names.OBJECTS, names.ARRAY)),
}  # fmt: skip
WORDS = [
    *"and as assert break class continue def del elif else except False finally for from".split(),
    *"global if import in is lambda None nonlocal not or pass raise return True try while".split(),
    *"with yield async await match ( ) [ ] { } , : ; . = := -> ... == @ ** // ~ \\ # f' '''".split(),
    *[" ", "\n", "\n    ", "\t", "\f", "\r", "\0", '"', "f'''", "rb'", "{x!r}", "\\N{DASH}", "\ufeff"],
    *["é", "ſ", "＿", "٣", "𝒙", "\u2028", "\ud800", "0_", "1__0", "0777", "1.e", "1e", "0b2", "9" * 30],
]  # fmt: skip


def expand(random: Random, symbol: str, depth: int) -> str:
    """A random text for `symbol`; `depth` bounds how far it branches."""
    if symbol == "block":
        count = random.randint(1, 2)
        lines = "".join(expand(random, "statement", depth - 1) + "\n" for _ in range(count))
        return "\n" + "".join(f"    {line}\n" for line in lines.splitlines())
    if symbol == "expr" and depth <= 0:
        symbol = random.choice(["name", "number", "text"])
    if symbol == "statement" and depth <= 0:
        return f"{expand(random, 'name', 0)} = {expand(random, 'number', 0)}"
    chosen = random.choice(PRODUCTIONS[symbol])
    return FIELD.sub(
        lambda field: (
            expand(random, field[1], depth - 1)
            if field[1] in PRODUCTIONS or field[1] == "block"
            else field[0]
        ),
        chosen,
    )


def program(random: Random) -> str:
    """A random program of a few statements."""
    start = ["import torch, math", "x = torch.tensor([1., 2.], requires_grad=True)"]
    lines = start[: random.randint(0, 2)]
    lines += [expand(random, "statement", 3) for _ in range(random.randint(1, 4))]
    return "\n".join(lines) + "\n"


def mutated(random: Random, text: str) -> str:
    """`text` with a few of its tokens, lines or expressions changed."""
    for _ in range(random.choice([1, 1, 1, 2, 4])):
        text = random.choice(CHANGES)(random, text)
    return text


def change_token(random: Random, text: str) -> str:
    """Another token, or another expression, where one stood."""
    tokens = TOKEN.findall(text)
    if not tokens:
        return program(random)
    index = random.randrange(len(tokens))
    old = tokens[index]
    if old.isidentifier():
        kind = random.choice(["name", "function", "member", "method", "builtin", "expr"])
        tokens[index] = expand(random, kind, 2)
    elif old[0].isdigit() or old[0] in "'\"":
        tokens[index] = expand(random, random.choice(["number", "text", "expr"]), 2)
    else:
        tokens[index] = random.choice([*PRODUCTIONS["sign"], *WORDS])
    return "".join(tokens)


def move_tokens(random: Random, text: str) -> str:
    """Some tokens left out, doubled or put elsewhere."""
    tokens = TOKEN.findall(text) or [""]
    start = random.randrange(len(tokens))
    some = tokens[start : start + random.choice([1, 1, 2, 5])]
    if random.random() < 0.6:
        del tokens[start : start + len(some)]
    if random.random() < 0.6:
        index = random.randrange(len(tokens) + 1)
        tokens[index:index] = some * random.choice([1, 1, 1, 2, 20])
    return "".join(tokens)


def insert_word(random: Random, text: str) -> str:
    index = random.randrange(len(text) + 1)
    return text[:index] + random.choice(WORDS) + text[index:]


def move_line(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True) or [""]
    line = lines[random.randrange(len(lines))]
    if random.random() < 0.5:
        lines.remove(line)
    if random.random() < 0.7:
        line = random.choice([line, f"    {line}", line.removeprefix("    ")])
        lines.insert(random.randrange(len(lines) + 1), line)
    return "".join(lines)


def add_statement(random: Random, text: str) -> str:
    lines = text.splitlines(keepends=True)
    index = random.randrange(len(lines) + 1)
    before = lines[index - 1] if index else ""
    indent = before[: len(before) - len(before.lstrip(" "))]
    added = expand(random, "statement", 3).splitlines()
    lines.insert(index, "".join(f"{indent}{line}\n" for line in added))
    return "".join(lines)


CHANGES = [change_token, change_token, move_tokens, insert_word, move_line, add_statement]
