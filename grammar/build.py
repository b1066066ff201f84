"""From the grammar to parser tables, by Lark: run when the package is built.

`python grammar/build.py` writes `_generated_parser.py` beside this file. It holds tables only, as
strings that parser.py decodes row by row when a parse first needs them.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

GRAMMAR = Path(__file__).with_name("gradline.lark")
GENERATED = Path(__file__).with_name("_generated_parser.py")

HEADER = '"""Tables that build.py made from gradline.lark. Never edited, never committed."""\n\n'


def tables() -> dict[str, object]:
    """The tables of the grammar:

    PATTERN   one regular expression for all terminals; the group that matched names the terminal
    KEYWORDS  the reserved words, each a terminal of its own
    RULES     for each rule "LEFT LENGTH BUILDER PICK...", see `_rule`
    ROWS      the distinct rows of actions, "SYMBOL ACTION ...": a positive action shifts or goes
              to that state, action -1-n reduces by rule n
    STATES    for each state the number of its row; the first is where a parse starts
    """
    from lark import Lark
    from lark.grammar import Rule
    from lark.lexer import TerminalDef

    lark = Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        lexer="basic",
        start="program",
        maybe_placeholders=True,
    )
    data, memo = lark.memo_serialize([TerminalDef, Rule])
    literals = {t.name: t.pattern.value for t in lark.terminals if t.pattern.type == "str"}
    rules = {key: value for key, value in memo.items() if value["__type__"] == "Rule"}
    names = sorted(rules, key=lambda key: _words(rules[key]))
    rule_number = {key: number for number, key in enumerate(names)}
    parse_table = data["parser"]["parser"]
    tokens = parse_table["tokens"]

    def actions(state: int) -> list[tuple[Any, Any, Any]]:
        """The (symbol, is a reduction, rule or state) of a state, sorted by symbol."""
        return sorted(
            (literals.get(tokens[index], tokens[index]), kind, target["@"] if kind else target)
            for index, (kind, target) in parse_table["states"][state].items()
        )

    # Lark numbers states as they come out of sets; here it is by how they are first reached, so
    # that the same grammar always gives the same tables. Nothing leads back to state 0.
    order = [parse_table["start_states"]["program"]]
    for state in order:
        order += dict.fromkeys(
            target for _, kind, target in actions(state) if not kind and target not in order
        )
    state_number = {state: number for number, state in enumerate(order)}
    rows = [
        " ".join(
            f"{symbol} {-1 - rule_number[target] if kind else state_number[target]}"
            for symbol, kind, target in actions(state)
        )
        for state in order
    ]
    distinct = sorted(set(rows))
    words = sorted(value for value in literals.values() if value.isidentifier())
    return {
        "PATTERN": _pattern(list(lark.terminals)),
        "KEYWORDS": tuple(words),
        "RULES": tuple(_rule(rules[key]) for key in names),
        "ROWS": tuple(distinct),
        "STATES": tuple(distinct.index(text) for text in rows),
    }


def _words(rule: dict) -> list[str]:
    """What tells a rule from all others: its name and its symbols."""
    return [rule["origin"]["name"], *(symbol["name"] for symbol in rule["expansion"])]


def _rule(rule: dict) -> str:
    """ "LEFT LENGTH BUILDER PICK...": how to reduce by a rule, as Lark's tree builder would.

    BUILDER names the function that builds the node; `[]` is a list that its user splices in (a
    rule whose name begins with an underscore, a repetition), `=` the single child itself. PICK
    says which children are kept: an index, `*` and an index for one to splice, `-` for None.
    """
    options, left, expansion = rule["options"], rule["origin"]["name"], rule["expansion"]
    missing = options["empty_indices"] or [False] * len(expansion)
    picks, children = [], iter(enumerate(expansion))
    for is_missing in missing:
        if is_missing:
            picks.append("-")
            continue
        index, symbol = next(children)
        if symbol["__type__"] == "NonTerminal":
            picks.append(f"*{index}" if symbol["name"].startswith("_") else str(index))
        elif options["keep_all_tokens"] or not symbol["filter_out"]:
            picks.append(str(index))
    builder = rule["alias"] or ("[]" if left.startswith("_") else left)
    if options["expand1"] and not rule["alias"] and len(picks) == 1 and picks[0].isdigit():
        builder = "="
    return " ".join([left, str(len(expansion)), builder, *picks])


def _pattern(terminals: list) -> str:
    """The terminals as one alternation, by priority, the blanks before a token skipped.

    Punctuation, from long to short, has priority 0. Reserved words are not in it: the lexer finds
    them among the names.
    """
    literal = [t.pattern for t in terminals if t.pattern.type == "str"]
    punctuation = sorted((p for p in literal if not p.value.isidentifier()), key=_longest_first)
    named = [t for t in terminals if t.pattern.type != "str"]
    groups = {t.priority: f"(?P<{t.name}>{t.pattern.to_regexp()})" for t in named}
    single = "".join(re.escape(p.value) for p in punctuation if len(p.value) == 1)
    signs = [p.to_regexp() for p in punctuation if len(p.value) > 1] + [f"[{single}]"]
    groups[0] = f"(?P<PUNCTUATION>{'|'.join(signs)})"
    ordered = [groups[priority] for priority in sorted(groups, reverse=True)]
    return rf"(?:[ \t\f]|\\\n)*(?:{'|'.join(ordered)})"


def _longest_first(pattern) -> tuple[int, str]:
    return -len(pattern.value), pattern.value


def write(path: Path = GENERATED) -> None:
    """Write the tables as a Python module."""
    lines = [f"{name} = {value!r}" for name, value in tables().items()]
    path.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write()
