"""`gradline grad`: the value of an expression and its gradient in each variable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .errors import UsageError
from .session import JSON, Command, Session, settings

if TYPE_CHECKING:
    from .output import Output


@click.command("grad", cls=Command, short_help="Value, grad_fn and gradients of an expression.")
@click.argument("expr")
@click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--wrt", metavar="X,Y", help="Differentiate in these only [all floating-point].")
@click.option(
    "-v", "--grad-output", "cotangent", metavar="VALUE",
    help="The cotangent of a result that is no scalar, of its shape.",
)  # fmt: skip
@click.option("--formula", is_flag=True, help="Print gradients as expressions in the variables.")
@click.option("--latex", is_flag=True, help="Print gradients as LaTeX.")
@click.option(
    "--save", "files", metavar="X=FILE", multiple=True,
    help="Write a gradient to a .npy file, also one larger than memory.",
)  # fmt: skip
@JSON
@settings
def command(
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    formula: bool,
    latex: bool,
    files: tuple[str, ...],
    **options: Any,
) -> None:
    """Print the value of EXPR and its gradient in each floating-point variable.

    EXPR may hold several statements separated by `;`: the last expression is the result.
    VALUE is an expression, or @file.npy, @file.npz:name, @file.csv, @file.json, or @- for stdin.
    A number or a list becomes a tensor of the default dtype.

    \b
    gradline grad 'mean(3*(x+2)**2)' x='ones(2,2)'
    gradline grad 'mean((X @ w - y)**2)' X='randn(5,3)' w='randn(3)' y='randn(5)' --formula
    gradline grad 'mean(sin(x)**2)' x=@big.npy --save x=grad.npy
    gradline grad 'x * 2' x='[1, 2, 3]' -v '[0.1, 1, 0.01]'
    gradline grad 'mse_loss(X @ w, y)' X=@X.npy y=@y.npy w='zeros(3)' --wrt w
    """
    session = Session(**options)
    output = session.output
    record: dict[str, Any] = {}
    try:
        with session.time_limit():
            if formula or latex:
                if files:
                    raise UsageError("--save writes numbers: leave out --formula and --latex")
                from .formulas import print_formulas

                print_formulas(session, expr, assignments, wrt, cotangent, latex, record)
            else:
                differentiate(session, expr, assignments, wrt, cotangent, files, record)
    finally:
        if output.as_json and record:
            output.json(record)


def differentiate(
    session: Session,
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    files: tuple[str, ...],
    record: dict[str, Any],
) -> None:
    """Print value and gradients; under `--json` collect them in `record`.

    They are computed together. What stands in the way of the gradients is said after the value.
    """
    from .differentiate import gradients, refusal
    from .evaluate import evaluate
    from .saving import compute, saved_names

    output = session.output
    result, leaves = evaluate(session, expr, assignments, wrt)
    try:
        paths = saved_names(files, leaves)
        given = read_cotangent(session, cotangent, result)
        if problem := refusal(result, list(leaves), given):
            raise problem
        found = gradients(result, list(leaves.values()), given)
        compute(result, dict(zip(leaves, found, strict=True)), paths)
    except Exception:
        show_value(output, result, record)
        raise
    show_value(output, result, record)
    if output.as_json:
        from .encoding import plain

        record["grads"] = {
            name: paths[name] if name in paths else plain(grad)
            for name, grad in zip(leaves, found, strict=True)
        }
        return
    for name, grad in zip(leaves, found, strict=True):
        output.named(f"{name}.grad", grad)


def read_cotangent(session: Session, text: str | None, result: Any) -> Any:
    """What `--grad-output` gives, in the dtype of the result."""
    from .inputs import read_value

    if text is None:
        return None
    dtype = getattr(result, "dtype", None)
    return read_value(text.strip(), session, "value of --grad-output", dtype)


def show_value(output: Output, result: Any, record: dict[str, Any]) -> None:
    if output.as_json:
        from .encoding import describe

        record.update(describe(result))
    else:
        output.named("value", result)
