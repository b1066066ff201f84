"""Gradients as formulas: expressions in the variables that gradline itself can evaluate."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .expression import Expr
from .formula_text import Text
from .latex import latex
from .tensor import memory
from .tracing import Trace

__all__ = ["formulas", "latex", "text"]


def formulas(
    variables: dict[str, Any], gradients: Callable[[], list[Any]]
) -> tuple[list[Any], list[Expr | None]]:
    """What `gradients` gives, and the expression of each in the `variables`.

    `gradients` computes a result and differentiates it with `create_graph`; None stays None.
    """
    with Trace(variables) as trace:
        found = gradients()
        return found, [None if g is None else trace.of(memory(g)) for g in found]


def text(expression: Expr, variables: Any = ()) -> str:
    """A formula in gradline's language."""
    return Text(variables).program(expression)
