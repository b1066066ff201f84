"""`gradline jacobian` and `gradline hessian`: all first, all second derivatives."""

from __future__ import annotations

from typing import Any

import click

from .options import JSON, Command, Invocation, expression, one_liner


def arguments(function: Any) -> Any:
    """What both commands take."""
    function = one_liner(JSON(function))
    function = click.option(
        "--wrt", metavar="X,Y", help="Differentiate in these only [all floating-point]."
    )(function)
    return expression(function)


@click.command("jacobian", cls=Command)
@arguments
def jacobian(expr: str, assignments: tuple[str, ...], wrt: str | None, **options: Any) -> None:
    """Print the value of EXPR and its Jacobian in each variable.

    The Jacobian of a result of shape S in a variable of shape T has the shape S + T.

    \b
    gradline jacobian 'x**2' x='[1, 2, 3]'
    """
    run("jacobian", expr, assignments, wrt, options)


@click.command("hessian", cls=Command)
@arguments
def hessian(expr: str, assignments: tuple[str, ...], wrt: str | None, **options: Any) -> None:
    """Print the value of a scalar EXPR and its second derivatives.

    hessian[x, y] has the shape of x followed by the shape of y.

    \b
    gradline hessian '(x**3).sum() * y' x='[1, 2]' y=3
    """
    run("hessian", expr, assignments, wrt, options)


def run(
    task: str, expr: str, assignments: tuple[str, ...], wrt: str | None, options: dict[str, Any]
) -> None:
    arguments = {"expr": expr, "words": list(assignments), "wrt": wrt}
    Invocation.of_one_liner(**options).run(task, arguments, assignments)
