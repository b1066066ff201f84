"""Gradients as expressions in the variables."""

from __future__ import annotations

from typing import Any

from .session import Session


def task(
    session: Session,
    expr: str,
    words: list[str],
    wrt: str | None,
    cotangent: str | None,
    latex: bool,
) -> None:
    """Show the formula of each gradient, as text or as LaTeX."""
    from ...engine import formula
    from .differentiate import gradients, refusal
    from .evaluate import read, run
    from .grad import read_cotangent

    variables, leaves = read(session, words, wrt)

    def differentiate() -> list[Any]:
        result = run(session, expr, variables)
        given = read_cotangent(session, cotangent, result)
        if problem := refusal(result, list(leaves), given):
            raise problem
        return gradients(result, list(leaves.values()), given, create_graph=True)

    _, found = formula.formulas(variables, differentiate)
    record: dict[str, Any] = {}
    for name, expression in zip(leaves, found, strict=True):
        if expression is None:
            shown = None
        elif latex:
            shown = formula.latex(expression)
        else:
            shown = formula.text(expression, variables)
        if session.as_json:
            record[name] = shown
        else:
            session.show_text(f"{name}.grad", str(shown))
    if session.as_json:
        session.record({"formulas": record})
