"""The value of an expression."""

from __future__ import annotations

from typing import Any

from .session import Session


def task(session: Session, expr: str, words: list[str], wrt: str | None) -> None:
    """Show the value of `expr` with its grad_fn."""
    result, _ = evaluate(session, expr, words, wrt)
    if session.as_json:
        from .encoding import describe

        session.record(describe(result, session.text_of))
    elif result is not None:
        session.show("value", result)


def evaluate(
    session: Session, expr: str, words: list[str], wrt: str | None
) -> tuple[Any, dict[str, Any]]:
    """The result of EXPR, and the leaves among its variables that are differentiated."""
    variables, leaves = read(session, words, wrt)
    return run(session, expr, variables), leaves


def read(
    session: Session, words: list[str], wrt: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The variables, and the leaves among them that are differentiated."""
    from .differentiate import select
    from .inputs import read_variables

    session.fresh()
    variables = read_variables(words, session)
    names = select(variables, wrt)
    return variables, {name: variables[name] for name in names}


def run(session: Session, expr: str, variables: dict[str, Any]) -> Any:
    """The result of EXPR with these variables."""
    interpreter = session.interpreter("operators")
    for name, value in variables.items():
        interpreter.define(name, value)
    return interpreter.run(expr.strip())
