"""Text -> syntax tree: an LALR driver over the tables that Lark made from gradline.lark.

The driver keeps three stacks (states, values, where each value starts) and no recursion, so that
nesting of any depth parses. A chain of rules that only pass a value on (an atom is a primary is
a power is a factor ...) is followed once and remembered, for each state and next token.
"""

from __future__ import annotations

from typing import Any

from .builders import BUILDERS, Refused
from .errors import Source, syntax_error
from .lexer import SUPPORTED_HINT, Lexer
from .number_lists import NumberLists
from .tree import Program

try:
    from . import _generated_parser as _tables
except ImportError:  # a source tree that was never built
    from types import SimpleNamespace

    from .build import tables

    _tables = SimpleNamespace(**tables())

LEXER = Lexer(_tables.PATTERN, _tables.KEYWORDS)


def parse(text: str, filename: str = "<expr>") -> Program:
    """The syntax tree of `text`; ProgramError of kind SyntaxError if it has no meaning here."""
    return parse_source(Source(text, filename))


def parse_source(source: Source) -> Program:
    """The syntax tree of `source`."""
    try:
        return _parse(source)
    except Refused as refused:
        raise syntax_error(
            source, refused.start, refused.end, refused.message, refused.hint
        ) from None


def _parse(source: Source) -> Program:
    text = source.text
    rows, rules, chains = ROWS, RULES, CHAINS
    states: list[int] = [0]
    values: list[Any] = []
    starts: list[int] = []
    is_ascii, lists = text.isascii(), NumberLists(text)
    found = lists.values
    state = end = 0
    for symbol, begin, finish in LEXER.tokens(source, lists):
        while True:
            action = (rows[state] or _row(state)).get(symbol)
            if action is None:
                raise _unexpected(source, state, symbol, begin, finish, values)
            if action > 0:
                states.append(action)
                word: Any = text[begin:finish]
                if not is_ascii and symbol == "NAME":
                    word = normalized(word)
                elif found and symbol == "NUMBERS":
                    word = found.pop(begin)
                values.append(word)
                starts.append(begin)
                state, end = action, finish
                break
            left, length, builder, picks = rules[-1 - action] or _rule(-1 - action)
            if length == 1 and picks is None:
                # The one value is replaced where it stands.
                child = values[-1]
                values[-1] = builder(starts[-1], end, child) if builder else [child]
                del states[-1]
            else:
                if length:
                    start = starts[-length]
                    children = values[-length:]
                    del states[-length:], values[-length:], starts[-length:]
                else:
                    start, children = begin, []
                if picks is not None:
                    children = _pick(picks, children)
                values.append(builder(start, end, *children) if builder else children)
                starts.append(start)
            if left == "program":
                program = values[-1]
                assert isinstance(program, Program)
                return program
            key = (states[-1], left, symbol)
            state = chains.get(key) or _follow(key)
            states.append(state)
    raise AssertionError("the $END token ends every parse")


def normalized(name: str) -> str:
    """The form in which Python compares names with letters beyond ASCII."""
    from unicodedata import normalize

    return normalize("NFKC", name)


# ---- the tables, decoded when first needed

ROWS: list[dict[str, int] | None] = [None] * len(_tables.STATES)
RULES: list[tuple | None] = [None] * len(_tables.RULES)
CHAINS: dict[tuple[int, str, str], int] = {}


def _only(start, end, value):
    return value


def _row(state: int) -> dict[str, int]:
    words = _tables.ROWS[_tables.STATES[state]].split()
    row = ROWS[state] = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    return row


def _rule(number: int) -> tuple:
    left, length, builder, *picks = _tables.RULES[number].split()
    chosen = None
    if picks != [str(i) for i in range(int(length))]:
        chosen = tuple(
            (None, False) if p == "-" else (int(p.lstrip("*")), p[0] == "*") for p in picks
        )
    build = None if builder == "[]" else _only if builder == "=" else BUILDERS[builder]
    rule = RULES[number] = (left, int(length), build, chosen)
    return rule


def _pick(picks, children: list) -> list:
    """The children that a rule keeps; lists from repetitions are spliced in.

    A list in front, which is this rule's alone, grows in place: a repetition takes linear time.
    """
    kept = None
    for index, splice in picks:
        if kept is None:
            kept = children[index] if splice else []
            if splice:
                continue
        if splice:
            kept += children[index]
        else:
            kept.append(None if index is None else children[index])
    return kept or []


def _follow(key: tuple[int, str, str]) -> int:
    """The state after reducing to `left` in `origin` before `symbol`, past all unit rules."""
    origin, left, symbol = key
    while True:
        goto = ROWS[origin] or _row(origin)
        state = goto[left]
        action = (ROWS[state] or _row(state)).get(symbol, 0)
        if action >= 0:
            break
        left_next, length, builder, _ = RULES[-1 - action] or _rule(-1 - action)
        if builder is not _only or length != 1:
            break
        left = left_next
    CHAINS[key] = state
    return state


# ---- what to say about a token that no rule expects

WANTED = {
    "_NEWLINE": "the end of the line",
    "_INDENT": "an indented block",
    "$END": "the end",
    "NAME": "a name",
}
PAIRS = {"=": "to compare, write '=='"}


def _unexpected(source: Source, state: int, symbol: str, start: int, end: int, values: list):
    text = source.text
    row = ROWS[state] or _row(state)
    expected = {name for name in row if not (name.strip("_").islower() and name[0].isalpha())}
    expected |= {name for name in row if name in LEXER.keywords}
    at_end = symbol == "$END" or (symbol == "_NEWLINE" and start >= len(text.rstrip()))
    hint = ""
    if symbol == "_INDENT":
        message = "unexpected indent"
    elif expected == {"_INDENT"} or ("_INDENT" in expected and symbol != "_INDENT"):
        message = "an indented block must follow"
    elif ":" in expected and symbol in ("_NEWLINE", "=") and "(" not in expected:
        message = "expected ':'" if symbol == "_NEWLINE" else "unexpected '='"
        hint = PAIRS.get(symbol, "")
    elif symbol in ("_NEWLINE", "$END", "_DEDENT"):
        message = "the text ends too early" if at_end else "the line ends too early"
    else:
        word = text[start:end]
        message = f"unexpected '{word}'"
        if symbol in LEXER.keywords:
            hint = SUPPORTED_HINT if word in ("import", "from", "def", "with") else ""
        elif symbol == "STRING" and values and values[-1] in ("b", "B", "rb", "br"):
            message = "byte strings are not part of the language"
        elif symbol in ("NAME", "NUMBER", "STRING", "FSTRING_START"):
            hint = _juxtaposed(values)
        elif symbol == "=":
            hint = PAIRS[symbol]
    if at_end and symbol == "_NEWLINE":
        start, end = start, start + 1
    return syntax_error(source, start, max(end, start + 1), message, hint, incomplete=at_end)


def _juxtaposed(values: list) -> str:
    """Two values side by side: `print x`, or an operator left out."""
    name = getattr(values[-1], "name", values[-1]) if values else ""
    if name == "print":
        return "print is a function: print(...)"
    return "an operator or a comma is missing before it"
