"""Views, and writes through them, as expressions: `x[0]`, `select_scatter(x, y, 0, 0)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .declare import OPERATORS
from .expression import Expr, Shape, depends, known_by_value, permute, reshape
from .forms import SCATTERS, Result, applied, placed, zeros
from .views import Step


def seen(whole: Expr, array: Any, path: Sequence[Step]) -> Expr | None:
    """What a view shows of `whole`, which has the values of `array`; None if unwritable."""
    found: Expr | None = whole
    for step in path:
        operator = _operator(step)
        if operator is None or found is None:
            return None
        array = step(array)
        if depends(found):
            found = applied(operator, [found, *step.args], array, None)
        else:
            found = known_by_value(array)
    return found


def put_back(
    region: Expr, path: Sequence[Step], shape: Shape, whole: tuple[Expr, Any] | None
) -> Expr | None:
    """`whole` of `shape` with `region` where a view looks; None if unwritable.

    whole: an expression and its values, None for zeros.
    """
    if not path:
        return region
    step, rest = path[0], path[1:]
    operator = _operator(step)
    if operator is None:
        return None
    shown = step(np.empty(shape, region.dtype) if whole is None else whole[1])
    base = None
    if whole is not None and rest:
        found = seen(*whole, [step])
        if found is None:
            return None
        base = (found, shown)
    inner = put_back(region, rest, shown.shape, base)
    if inner is None:
        return None
    if operator.name in SCATTERS:
        result = Result(shape, region.dtype)
        outer = zeros(result) if whole is None else whole[0]
        return placed(result, SCATTERS[operator.name], outer, inner, *step.args)
    if shown.size != np.prod(shape, dtype=int):
        return None
    order = sorted(range(shown.ndim), key=lambda axis: -shown.strides[axis])
    return reshape(permute(inner, tuple(order)), shape)


def _operator(step: Step) -> Any:
    """The operator that a step of a view applies, None where it has more than one output."""
    if step.index is not None or step.overlaps:
        return None
    return next((made for made in OPERATORS.values() if made.kernel is step.kernel), None)
