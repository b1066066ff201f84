"""`gradline grad`: the value of an expression and its gradient in each variable."""

from __future__ import annotations

from typing import Any

import click

from .session import JSON, Command, Session, settings


@click.command("grad", cls=Command, short_help="Value, grad_fn and gradients of an expression.")
@click.argument("expr")
@click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--wrt", metavar="X,Y", help="Differentiate in these only [all floating-point].")
@click.option(
    "-v", "--grad-output", "cotangent", metavar="VALUE",
    help="The cotangent of a result that is no scalar, of its shape.",
)  # fmt: skip
@JSON
@settings
def command(
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    **options: Any,
) -> None:
    """Print the value of EXPR and its gradient in each floating-point variable.

    EXPR may hold several statements separated by `;`: the last expression is the result.
    VALUE is an expression, or @file.npy, @file.npz:name, @file.csv, @file.json, or @- for stdin.
    A number or a list becomes a tensor of the default dtype.

    \b
    gradline grad 'mean(3*(x+2)**2)' x='ones(2,2)'
    gradline grad 'x * 2' x='[1, 2, 3]' -v '[0.1, 1, 0.01]'
    gradline grad 'mse_loss(X @ w, y)' X=@X.npy y=@y.npy w='zeros(3)' --wrt w
    """
    session = Session(**options)
    output = session.output
    record: dict[str, Any] = {}
    try:
        with session.time_limit():
            differentiate(session, expr, assignments, wrt, cotangent, record)
    finally:
        if output.as_json and record:
            output.json(record)


def differentiate(
    session: Session,
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    record: dict[str, Any],
) -> None:
    """Print value and gradients as they are known; under `--json` collect them in `record`."""
    from .differentiate import gradients, refusal
    from .evaluate import evaluate
    from .inputs import read_value

    output = session.output
    result, leaves = evaluate(session, expr, assignments, wrt)
    if output.as_json:
        from .encoding import describe, plain

        record.update(describe(result))
    else:
        output.named("value", result)
    given = None
    if cotangent is not None:
        dtype = getattr(result, "dtype", None)
        given = read_value(cotangent.strip(), session, "value of --grad-output", dtype)
    if problem := refusal(result, list(leaves), given):
        raise problem
    found = gradients(result, list(leaves.values()), given)
    if output.as_json:
        record["grads"] = {name: plain(grad) for name, grad in zip(leaves, found, strict=True)}
        return
    for name, grad in zip(leaves, found, strict=True):
        output.named(f"{name}.grad", grad)
