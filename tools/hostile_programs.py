"""Hostile programs from templates: they hang, crash, allocate or forge.

A `$word` in a template is replaced by a random choice. A program of the kind "forge" ends in an
error if the language holds; reaching its last line raises an error whose message is FORGED.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import NamedTuple

KINDS = ("hang", "crash", "allocate", "forge")
FORGED = "FOR" + "GED"  # never in a program's own text, which errors show
FOLDER = Path(__file__).with_name("templates")
FIELD = re.compile(r"\$([a-z]+)")


class Hostile(NamedTuple):
    """One program. `text` runs as a file, as a cell, as a case and as an expression."""

    kind: str
    text: str


def programs(kind: str, count: int, seed: int) -> list[Hostile]:
    """`count` different programs of a kind; of every template about as many."""
    random = Random(f"{kind} {seed}")
    templates = templates_of(kind)
    found: dict[str, Hostile] = {}
    while len(found) < count:
        random.shuffle(templates)
        for template in templates[: count - len(found)]:
            text = finished(kind, filled(random, template))
            found.setdefault(text, Hostile(kind, text))
    return list(found.values())


def finished(kind: str, text: str) -> str:
    """The whole program; on one line, as an expression is written, if no part needs a block."""
    lines = ["import torch, math", *text.splitlines()]
    if kind == "forge" and "'GED'" not in text:
        lines.append("assert False, 'FOR' + 'GED'")
    if any(
        line.endswith(":") or line.startswith((" ", "for ", "while ", "def ")) for line in lines
    ):
        return "\n".join(lines)
    return "; ".join(lines)


def filled(random: Random, template: str) -> str:
    """The template with every `$word` chosen, those in chosen texts too.

    `$n` and `$m` are chosen once, so that shapes fit each other.
    """
    once = {"n": random.randint(2, 9), "m": random.randint(20, 90)}
    while (field := FIELD.search(template)) is not None:
        word = field[1]
        if word in once:
            chosen = once[word]
        else:
            chosen = random.choice(WORDS[word]) if word in WORDS else NUMBERS[word](random)
        template = template[: field.start()] + str(chosen) + template[field.end() :]
    return template


def templates_of(kind: str) -> list[str]:
    """The templates of a kind; lines of `--` stand between them in their file."""
    return (FOLDER / f"{kind}.txt").read_text().removesuffix("\n").split("\n--\n")


def words() -> dict[str, list[str]]:
    """What a `$word` may become, a line each, below the word as a heading."""
    parts = re.split(r"^== (\w+)\n", (FOLDER / "words.txt").read_text(), flags=re.MULTILINE)
    return {
        word: text.strip("\n").split("\n")
        for word, text in zip(parts[1::2], parts[2::2], strict=True)
    }


NUMBERS = {
    "huge": lambda random: random.randint(1, 99) * 10 ** random.randint(11, 15),
    "many": lambda random: random.randint(10, 99) * 10**5,
    "some": lambda random: random.randint(20_000, 90_000),
    "deep": lambda random: random.randint(3_000, 60_000),
    "deeper": lambda random: random.randint(100_000, 400_000),
    "sixty": lambda random: random.randint(50, 90),
    "small": lambda random: random.randint(2, 9),
    "long": lambda random: "9" * random.randint(50_000, 99_000),
    "literal": lambda random: random.choice(["9", "1,", "'a',", "[],", "-"]) * random.randint(
        20_000, 25_000
    ),
    "vast": lambda random: random.choice(["9,", "'a',", "[],", "1+", "-", "{},", "(1,),"])
    * random.randint(10**6, 2 * 10**6),
    "nest": lambda random: nested(random, random.randint(900, 30_000)),
}  # fmt: skip


def nested(random: Random, depth: int) -> str:
    """A text that nests one construct in itself."""
    before, inside, after = random.choice(WORDS["nesting"]).split("_")
    depth = min(depth, 100_000 // len(before + after))
    return before * depth + inside + after * depth


WORDS = words()
