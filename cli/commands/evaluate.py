"""`gradline eval`: the value of an expression."""

from __future__ import annotations

from typing import Any

import click

from .options import JSON, Command, Invocation, expression, one_liner


@click.command("eval", cls=Command, short_help="Value and grad_fn of an expression.")
@expression
@click.option("--wrt", metavar="X,Y", help="The variables that require grad [all floating-point].")
@JSON
@one_liner
def command(expr: str, assignments: tuple[str, ...], wrt: str | None, **options: Any) -> None:
    """Print the value of EXPR, with its grad_fn.

    EXPR may hold several statements separated by `;`: the last expression is the result.
    VALUE is an expression, or @file.npy, @file.npz:name, @file.csv, @file.json, or @- for stdin.
    A number or a list becomes a tensor of the default dtype.

    \b
    gradline eval 'sin(x) @ y' x='[1, 2]' y=@weights.npy
    gradline eval 'y = x + 2; y * y' x='ones(2, 2)'
    """
    arguments = {"expr": expr, "words": list(assignments), "wrt": wrt}
    Invocation.of_one_liner(**options).run("eval", arguments, assignments)
