"""All first, all second derivatives of an expression."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import CommandError
from .session import Session

if TYPE_CHECKING:
    from ...engine import Tensor


def jacobian(session: Session, expr: str, words: list[str], wrt: str | None) -> None:
    """Show the value of `expr` and its Jacobian in each variable."""
    result, leaves = evaluated(session, expr, words, wrt)
    found = {
        f"jacobian[{name}]": derivative(result, leaf, create_graph=False)
        for name, leaf in leaves.items()
    }
    show(session, result, "jacobian", found)


def hessian(session: Session, expr: str, words: list[str], wrt: str | None) -> None:
    """Show the value of a scalar `expr` and its second derivatives."""
    result, leaves = evaluated(session, expr, words, wrt)
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
    session: Session, expr: str, words: list[str], wrt: str | None
) -> tuple[Tensor, dict[str, Tensor]]:
    """A result that has derivatives, and the leaves to differentiate in."""
    from .differentiate import refusal
    from .evaluate import evaluate

    result, leaves = evaluate(session, expr, words, wrt)
    problem = refusal(result, list(leaves), result)  # any cotangent of its shape will do
    if problem:
        raise problem
    return result, leaves


def derivative(result: Tensor, leaf: Tensor, create_graph: bool) -> Tensor:
    """The Jacobian of `result` in `leaf`, a row for each element of the result.

    Zero where the result does not depend on the leaf.
    """
    from ... import engine

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
    if not session.as_json:
        session.show("value", result)
        for name, tensor in found.items():
            session.show(name, tensor)
        return
    from .encoding import describe, values

    names = {name[len(kind) + 1 : -1]: values(tensor) for name, tensor in found.items()}
    session.record({**describe(result, session.text_of), kind: names})
