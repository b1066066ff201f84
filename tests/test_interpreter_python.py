"""Without tensors the language is Python: snippets do the same under both."""

from __future__ import annotations

import contextlib
import io
import warnings

import pytest
from gradline.grammar import Interpreter, ProgramError
from python_snippets import EXPRESSIONS, PROGRAMS


def under_python(text: str) -> tuple[str, str]:
    """What `text` prints, and the class and message of the error that ends it."""
    out = io.StringIO()
    try:
        with warnings.catch_warnings(action="ignore"):
            code = compile(text, "<expr>", "exec")
        with contextlib.redirect_stdout(out):
            exec(code, {"__name__": "__main__"})
    except SyntaxError:
        return "", "SyntaxError"
    except Exception as error:
        return out.getvalue(), f"{type(error).__name__}: {error}"
    return out.getvalue(), ""


def under_gradline(text: str) -> tuple[str, str]:
    printed: list[str] = []
    try:
        Interpreter(printed.append, prelude="python").run(text)
    except ProgramError as error:
        if error.kind == "SyntaxError":
            return "", "SyntaxError"
        return "".join(printed), f"{error.kind}: {error.message}"
    return "".join(printed), ""


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_expression(text: str) -> None:
    program = f"print(({text}))" if "*" not in text[:1] else f"print({text})"
    assert under_gradline(program) == under_python(program)


@pytest.mark.parametrize("text", PROGRAMS)
def test_program(text: str) -> None:
    assert under_gradline(text) == under_python(text)
