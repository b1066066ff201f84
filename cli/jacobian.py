"""`gradline jacobian` and `gradline hessian`: all first, all second derivatives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from .errors import CommandError
from .session import JSON, Command, Session, settings

if TYPE_CHECKING:
    from ..engine import Tensor


def arguments(function: Any) -> Any:
    """What both commands take."""
    function = settings(JSON(function))
    function = click.option(
        "--wrt", metavar="X,Y", help="Differentiate in these only [all floating-point]."
    )(function)
    function = click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")(function)
    return click.argument("expr")(function)


@click.command("jacobian", cls=Command)
@arguments
def jacobian(expr: str, assignments: tuple[str, ...], wrt: str | None, **options: Any) -> None:
    """Print the value of EXPR and its Jacobian in each variable.

    The Jacobian of a result of shape S in a variable of shape T has the shape S + T.

    \b
    gradline jacobian 'x**2' x='[1, 2, 3]'
    """
    session = Session(**options)
    with session.time_limit():
        result, leaves = evaluated(session, expr, assignments, wrt)
        found = {
            f"jacobian[{name}]": derivative(result, leaf, create_graph=False)
            for name, leaf in leaves.items()
        }
    show(session, result, "jacobian", found)


@click.command("hessian", cls=Command)
@arguments
def hessian(expr: str, assignments: tuple[str, ...], wrt: str | None, **options: Any) -> None:
    """Print the value of a scalar EXPR and its second derivatives.

    hessian[x, y] has the shape of x followed by the shape of y.

    \b
    gradline hessian '(x**3).sum() * y' x='[1, 2]' y=3
    """
    session = Session(**options)
    with session.time_limit():
        result, leaves = evaluated(session, expr, assignments, wrt)
        if result.numel() != 1:
            raise CommandError(
                f"the result has the shape {list(result.shape)}; only a scalar has a Hessian",
                hint="reduce the result with sum() or mean()",
            )
        found = {}
        for name, leaf in leaves.items():
            gradient = derivative(result.reshape(()), leaf, create_graph=True)
            for other, second in leaves.items():
                found[f"hessian[{name}, {other}]"] = derivative(gradient, second, False)
    show(session, result, "hessian", found)


def evaluated(
    session: Session, expr: str, assignments: tuple[str, ...], wrt: str | None
) -> tuple[Tensor, dict[str, Tensor]]:
    """A result that has derivatives, and the leaves to differentiate in."""
    from .differentiate import refusal
    from .evaluate import evaluate

    result, leaves = evaluate(session, expr, assignments, wrt)
    problem = refusal(result, list(leaves), result)  # any cotangent of its shape will do
    if problem:
        raise problem
    return result, leaves


def derivative(result: Tensor, leaf: Tensor, create_graph: bool) -> Tensor:
    """The Jacobian of `result` in `leaf`, a row for each element of the result.

    Zero where the result does not depend on the leaf.
    """
    from .. import engine

    shape = (*result.shape, *leaf.shape)
    if not result.requires_grad or not result.numel():
        return engine.zeros(shape, dtype=result.dtype)
    rows = []
    for unit in engine.eye(result.numel(), dtype=result.dtype):
        (row,) = engine.autograd.grad(
            result,
            leaf,
            unit.reshape(result.shape),
            retain_graph=True,
            create_graph=create_graph,
            allow_unused=True,
        )
        rows.append(engine.zeros_like(leaf).detach() if row is None else row)
    return engine.stack(rows).reshape(shape)


def show(session: Session, result: Tensor, kind: str, found: dict[str, Tensor]) -> None:
    output = session.output
    if not output.as_json:
        output.named("value", result)
        for name, tensor in found.items():
            output.named(name, tensor)
        return
    from .encoding import describe, plain

    names = {name[len(kind) + 1 : -1]: plain(tensor) for name, tensor in found.items()}
    output.json({**describe(result), kind: names})
