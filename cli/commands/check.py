"""`gradline check`: analytic gradients against numeric ones, or against somebody else's."""

from __future__ import annotations

from typing import Any

import click

from .options import JSON, Command, Invocation, expression, one_liner


@click.command("check", cls=Command)
@expression
@click.option("--wrt", metavar="X,Y", help="Check the gradient in these only.")
@click.option(
    "-v", "--grad-output", "cotangent", metavar="VALUE",
    help="The cotangent of a result that is no scalar [numeric check: random].",
)  # fmt: skip
@click.option(
    "--against", multiple=True, metavar="X=VALUE",
    help="Compare the gradient in X with this one, such as x=@mine.npy. May be repeated.",
)  # fmt: skip
@click.option("--rtol", type=float, metavar="R", help="Relative tolerance [by dtype].")
@click.option("--atol", type=float, metavar="A", help="Absolute tolerance [by dtype].")
@JSON
@one_liner
def command(
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    against: tuple[str, ...],
    rtol: float | None,
    atol: float | None,
    **options: Any,
) -> int:
    """Compare the gradients of EXPR with numeric ones, or with yours.

    Numeric gradients are central differences in double precision. Exit status 1 when a gradient
    differs.

    \b
    gradline check 'sin(x) * y' x='[1, 2]' y='[3, 4]'
    gradline check 'softmax(x, 0)' x=@x.npy -v @g.npy --against x=@my_gradient.npy
    """
    arguments = {"expr": expr, "words": list(assignments), "wrt": wrt, "cotangent": cotangent}
    arguments |= {"against": list(against), "rtol": rtol, "atol": atol}
    words = (*assignments, *against, cotangent or "")
    verdict = Invocation.of_one_liner(**options).run("check", arguments, words)
    return 0 if verdict == ["agreed"] else 1
