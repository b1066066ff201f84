"""`gradline eval`: the value of an expression."""

from __future__ import annotations

from typing import Any

import click

from .session import JSON, Command, Session, settings


@click.command("eval", cls=Command, short_help="Value and grad_fn of an expression.")
@click.argument("expr")
@click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--wrt", metavar="X,Y", help="The variables that require grad [all floating-point].")
@JSON
@settings
def command(expr: str, assignments: tuple[str, ...], wrt: str | None, **options: Any) -> None:
    """Print the value of EXPR, with its grad_fn.

    EXPR may hold several statements separated by `;`: the last expression is the result.
    VALUE is an expression, or @file.npy, @file.npz:name, @file.csv, @file.json, or @- for stdin.
    A number or a list becomes a tensor of the default dtype.

    \b
    gradline eval 'sin(x) @ y' x='[1, 2]' y=@weights.npy
    gradline eval 'y = x + 2; y * y' x='ones(2, 2)'
    """
    session = Session(**options)
    with session.time_limit():
        result, _ = evaluate(session, expr, assignments, wrt)
    if session.output.as_json:
        from .encoding import describe

        session.output.json(describe(result))
    elif result is not None:
        session.output.named("value", result)


def evaluate(
    session: Session, expr: str, assignments: tuple[str, ...], wrt: str | None
) -> tuple[Any, dict[str, Any]]:
    """The result of EXPR, and the leaves among its variables that are differentiated."""
    variables, leaves = read(session, assignments, wrt)
    return run(session, expr, variables), leaves


def read(
    session: Session, assignments: tuple[str, ...], wrt: str | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The variables, and the leaves among them that are differentiated."""
    from .differentiate import select
    from .inputs import read_variables

    variables = read_variables(assignments, session)
    names = select(variables, wrt)
    return variables, {name: variables[name] for name in names}


def run(session: Session, expr: str, variables: dict[str, Any]) -> Any:
    """The result of EXPR with these variables."""
    interpreter = session.interpreter("operators")
    for name, value in variables.items():
        interpreter.define(name, value)
    return interpreter.run(expr.strip())
