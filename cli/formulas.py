"""`gradline grad --formula` and `--latex`: gradients as expressions in the variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .output import printable

if TYPE_CHECKING:
    from .session import Session


def print_formulas(
    session: Session,
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    latex: bool,
    record: dict[str, Any],
) -> None:
    """Print the formula of each gradient; under `--json` collect them in `record`."""
    from ..engine import formula
    from .differentiate import gradients, refusal
    from .evaluate import read, run
    from .grad import read_cotangent

    variables, leaves = read(session, assignments, wrt)

    def differentiate() -> list[Any]:
        result = run(session, expr, variables)
        given = read_cotangent(session, cotangent, result)
        if problem := refusal(result, list(leaves), given):
            raise problem
        return gradients(result, list(leaves.values()), given, create_graph=True)

    _, found = formula.formulas(variables, differentiate)
    for name, expression in zip(leaves, found, strict=True):
        if expression is None:
            shown = None
        elif latex:
            shown = formula.latex(expression)
        else:
            shown = formula.text(expression, variables)
        if session.output.as_json:
            record.setdefault("formulas", {})[name] = shown
        else:
            session.output.text(f"{name}.grad", printable(str(shown)))
