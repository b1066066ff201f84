"""Text -> tokens. Terminals come from the grammar; this adds line structure and f-strings.

A token is `(symbol, start, end)`. Reserved words and punctuation are their own symbols.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .errors import Source, syntax_error
from .number_lists import LONG, NumberLists

Token = tuple[str, int, int]

UNSUPPORTED = {
    "class": "classes are not part of the language",
    "yield": "generators with yield are not part of the language",
    "async": "async is not part of the language",
    "await": "await is not part of the language",
}
SUPPORTED_HINT = (
    "supported are expressions, assignments, if, while, for, with, try, def, lambda, "
    "raise, assert, del, and imports of torch and math"
)
CLOSING = {"(": ")", "[": "]", "{": "}"}
EMPTY = ("''", '""')
CLOSERS = frozenset(")]}")
# After these '[' begins a subscript.
VALUES = CLOSERS | {
    "NAME",
    "NUMBER",
    "NUMBERS",
    "STRING",
    "FSTRING_END",
    "None",
    "True",
    "False",
    "...",
}
TAB = 8
MOST_SPECS = 2  # format specifications inside one another, as in Python
NUMBER_BEFORE_WORD = re.compile(r"(?:and|else|for|if|in|is|not|or)\b")  # `1if x else 2`
BATCH = 4096  # tokens


class Lexer:
    """Makes token lists of sources; holds the regular expression of the grammar's terminals."""

    def __init__(self, pattern: str, keywords: tuple[str, ...]) -> None:
        terminals = re.compile(pattern)
        self.match = terminals.match
        self.symbols = ("", *terminals.groupindex)  # by the number of the group
        self.keywords = frozenset(keywords)

    def tokens(self, source: Source, lists: NumberLists) -> Iterator[Token]:
        """The tokens of `source`, ending with `_NEWLINE`, the open `_DEDENT`s and `$END`.

        They come in batches: all tokens of a long text would take more memory than its tree.
        """
        return _Scan(self, source, lists).run()


class _FString:
    """An f-string being read: its closing quote, and how far into brackets its field is."""

    __slots__ = ("depth", "field", "quote", "raw", "spec", "start")

    def __init__(self, quote: str, raw: bool, start: int) -> None:
        self.quote = quote
        self.raw = raw
        self.start = start
        self.depth = 0  # brackets open when the innermost replacement field began
        self.field = 0  # where the innermost replacement field began
        self.spec: list[tuple[int, int]] = []  # the fields around this format spec


class _Scan:
    """One pass over one source."""

    def __init__(self, lexer: Lexer, source: Source, lists: NumberLists) -> None:
        self.match = lexer.match
        self.symbols = lexer.symbols
        self.keywords = lexer.keywords
        self.source = source
        self.lists = lists
        # The sentinel newline ends the last line.
        text = source.text
        self.text = text if text.endswith("\n") else text + "\n"
        self.out: list[Token] = []
        self.brackets: list[tuple[str, int]] = []
        self.indents = [(0, 0)]
        self.fstrings: list[_FString] = []

    def run(self) -> Iterator[Token]:
        text, match, out, keywords = self.text, self.match, self.out, self.keywords
        brackets, fstrings, symbols = self.brackets, self.fstrings, self.symbols
        size, is_ascii = len(text), text.isascii()
        lists = self.lists if size > LONG else None
        self._check_text()
        position = self._first_line()
        while position < size:
            if len(out) > BATCH:
                yield from out[:-1]
                del out[:-1]
            found = match(text, position)
            if found is None:
                raise self._no_token(position)
            group: Any = found.lastindex
            symbol = symbols[group]
            start, end = found.span(group)
            position = end
            if symbol == "PUNCTUATION":
                sign = text[start:end]
                if fstrings or sign in CLOSERS:
                    position = self._punctuation(sign, start, end)
                elif sign in CLOSING:
                    if lists and sign == "[" and not (out and out[-1][0] in VALUES):
                        position = lists.end(start) or end
                    if position > end:
                        out.append(("NUMBERS", start, position))
                    else:
                        brackets.append((sign, start))
                        out.append((sign, start, end))
                else:
                    out.append((sign, start, end))
            elif symbol == "NAME":
                word = text[start:end]
                if word in keywords:
                    symbol = word
                elif word in UNSUPPORTED:
                    raise syntax_error(self.source, start, end, UNSUPPORTED[word], SUPPORTED_HINT)
                elif not is_ascii and not word.isidentifier():
                    raise self._no_name(start, end)
                out.append((symbol, start, end))
            elif symbol == "_NEWLINE":
                if not brackets:
                    self._newline(start, end)
                elif fstrings and len(fstrings[-1].quote) == 1:
                    raise self._unclosed_fstring()
            elif symbol == "FSTRING_START":
                quote = text[start:end].lstrip("fFrR")
                raw = "r" in text[start:end].lower()
                fstrings.append(_FString(quote, raw, start))
                out.append((symbol, start, end))
                position = self._fstring_text(end)
            else:
                self._check_literal(symbol, start, end)
                out.append((symbol, start, end))
        if brackets:
            bracket, start = brackets[0]
            message = f"'{bracket}' was never closed"
            raise syntax_error(self.source, start, start + 1, message, incomplete=True)
        for _ in self.indents[1:]:
            out.append(("_DEDENT", size, size))
        out.append(("$END", size, size))
        yield from out

    # ---- lines

    def _check_text(self) -> None:
        position = self.text.find("\0")
        if position >= 0:
            message = "a program's text cannot hold the character U+0000"
            raise syntax_error(self.source, position, position + 1, message)

    def _first_line(self) -> int:
        """Skip blank lines and comments at the top; where the first statement begins.

        As in Python's `eval`, the only line of a one-liner may be indented.
        """
        text = self.text
        if text[0] not in " \t\f#\n":
            return 0
        found = re.match(r"(?:[ \t\f]*(?:#[^\n]*)?\n)*[ \t\f]*", text)
        position = found.end() if found else 0
        line_start = text.rfind("\n", 0, position) + 1
        lone = self.source.is_one_liner and text.find("\n", position) == len(text) - 1
        if _indentation(text[line_start:position])[0] and position < len(text) and not lone:
            raise syntax_error(self.source, line_start, position, "unexpected indent")
        return position

    def _newline(self, start: int, end: int) -> None:
        """The end of a logical line, and what the next line's indentation says."""
        text, out, indents = self.text, self.out, self.indents
        if out and out[-1][0] not in ("_NEWLINE", "_INDENT", "_DEDENT"):
            out.append(("_NEWLINE", start, start))
        if end == len(text):
            return
        line_start = text.rfind("\n", start, end) + 1
        width, characters = _indentation(text[line_start:end])
        if width > indents[-1][0]:
            indents.append((width, max(characters, indents[-1][1] + 1)))
            out.append(("_INDENT", line_start, end))
        while width < indents[-1][0]:
            indents.pop()
            out.append(("_DEDENT", end, end))
            if width > indents[-1][0]:
                message = "this line's indentation matches no outer block"
                raise syntax_error(self.source, line_start, end, message)
        if characters != indents[-1][1]:
            message = "tabs and blanks are mixed: this line's indentation depends on a tab's width"
            raise syntax_error(self.source, line_start, end, message)

    # ---- brackets and the fields of f-strings

    def _punctuation(self, symbol: str, start: int, end: int) -> int:
        """Note brackets; inside a replacement field see where it ends. Returns where to go on."""
        brackets, fstring = self.brackets, self.fstrings[-1] if self.fstrings else None
        if fstring is not None and len(brackets) == fstring.depth:
            if symbol == "}":
                brackets.pop()
                self.out.append((symbol, start, end))
                self._field_done(fstring)
                return self._fstring_text(end)
            if symbol[0] == ":":
                self.out.append((":", start, start + 1))
                fstring.spec.append((fstring.depth, fstring.field))
                return self._fstring_text(start + 1)
            if symbol == "=":
                found = re.compile(r"=\s*(?=[}!:])").match(self.text, start)
                if found:
                    self.out.append(("FSTRING_DEBUG", fstring.field, found.end()))
                    return found.end()
        if symbol in CLOSING:
            brackets.append((symbol, start))
        elif symbol in CLOSERS:
            if not brackets:
                raise syntax_error(self.source, start, end, f"'{symbol}' closes no bracket")
            opening, where = brackets.pop()
            if CLOSING[opening] != symbol:
                line, _ = self.source.position(where)
                message = f"'{symbol}' does not close the '{opening}' opened in line {line}"
                raise syntax_error(self.source, start, end, message)
        self.out.append((symbol, start, end))
        return end

    def _fstring_text(self, position: int) -> int:
        """Read the literal text of the innermost f-string up to its next field, or to its end.

        A format spec that ends leads back to the text around its field, or to an outer spec.
        """
        fstring, out = self.fstrings[-1], self.out
        while True:
            start, position = position, self._end_of_text(fstring, position)
            if position > start:
                symbol = "FSTRING_RAW" if fstring.raw else "FSTRING_MIDDLE"
                out.append((symbol, start, position))
            char = self.text[position]
            if char == "{":
                return self._field(fstring, position)
            if char != "}":
                break
            if not fstring.spec:
                message = "a single '}' in an f-string: write '}}'"
                raise syntax_error(self.source, position, position + 1, message)
            fstring.spec.pop()
            self.brackets.pop()
            out.append(("}", position, position + 1))
            position += 1
            self._field_done(fstring)
        if fstring.spec:
            raise self._unclosed_fstring()
        end = position + len(fstring.quote)
        out.append(("FSTRING_END", position, end))
        self.fstrings.pop()
        return end

    def _end_of_text(self, fstring: _FString, position: int) -> int:
        """Where the literal text from `position` on ends: at a brace or the closing quote."""
        text, quote, in_spec = self.text, fstring.quote, bool(fstring.spec)
        while True:
            char = text[position : position + 1]
            if not char or (char == "\n" and len(quote) == 1):
                raise self._unclosed_fstring()
            if char == "\\" and not (in_spec and text[position + 1] in "{}"):
                named = None if fstring.raw else re.compile(r"\\N\{[^}]*\}").match(text, position)
                position = named.end() if named else position + 2
            elif not in_spec and char in "{}" and text[position + 1] == char:
                position += 2
            elif char in "{}" or text.startswith(quote, position):
                return position
            else:
                position += 1

    def _field(self, fstring: _FString, position: int) -> int:
        """The '{' of a replacement field. Returns where its expression begins."""
        if len(fstring.spec) >= MOST_SPECS:
            message = "the fields of this f-string are nested too deeply"
            raise syntax_error(self.source, position, position + 1, message)
        self.brackets.append(("{", position))
        self.out.append(("{", position, position + 1))
        fstring.depth = len(self.brackets)
        fstring.field = position + 1
        return position + 1

    def _field_done(self, fstring: _FString) -> None:
        """After the '}' of a replacement field: what surrounds it counts again."""
        if fstring.spec:
            fstring.depth, fstring.field = fstring.spec[-1]

    # ---- what no terminal matches

    def _check_literal(self, symbol: str, start: int, end: int) -> None:
        text = self.text
        after = text[end]
        if symbol == "NUMBER":
            if (after.isalnum() or after == "_") and not NUMBER_BEFORE_WORD.match(text, end):
                raise syntax_error(self.source, start, end + 1, "this is not a number")
            word = text[start:end]
            if word[0] == "0" and word.replace("_", "").strip("0").isdigit():
                message = "a whole number does not begin with 0 (octal numbers begin with 0o)"
                raise syntax_error(self.source, start, end, message)
        elif after == text[end - 1] and text[start:end].lstrip("rRuU") in EMPTY:
            message = "this triple-quoted string is never closed"
            raise syntax_error(self.source, start, end + 1, message, incomplete=True)

    def _unclosed_fstring(self):
        fstring = self.fstrings[-1]
        message = "this f-string is never closed"
        incomplete = len(fstring.quote) == 3
        return syntax_error(
            self.source, fstring.start, fstring.start + 2, message, incomplete=incomplete
        )

    def _no_name(self, start: int, end: int):
        """The error for letters that no name can hold: at the first of them."""
        text = self.text
        good = next(i for i in range(start, end) if not text[start : i + 1].isidentifier())
        return self._no_token(good)

    def _no_token(self, position: int):
        text = self.text
        found = re.compile(r"(?:[ \t\f]|\\\n)*").match(text, position)
        position = found.end() if found else position
        char = text[position : position + 1]
        if char and char in "'\"":
            end = text.find("\n", position)
            return syntax_error(self.source, position, end, "this string is never closed")
        if char == "\\":
            return syntax_error(
                self.source, position, position + 1, "nothing may follow '\\' on its line"
            )
        hint = "commands of a shell or a notebook ('!', '%', '?') are not part of the language"
        return syntax_error(
            self.source,
            position,
            position + 1,
            f"'{char}' has no meaning here" if char.isprintable() else f"U+{ord(char):04X} here",
            hint if char in "!?$" else "",
        )


def _indentation(blanks: str) -> tuple[int, int]:
    """The width of a line's indentation with tabs of the usual width, and with tabs of one."""
    if blanks.strip(" "):
        blanks = blanks.rpartition("\f")[2]
        return len(blanks.expandtabs(TAB)), len(blanks)
    return len(blanks), len(blanks)
