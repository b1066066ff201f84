"""Views that stay inside a composition such as einsum.

They are recorded as the public ones are, but no program can write through them, so nothing needs
to be noted for that: they cost a fraction.
"""

from __future__ import annotations

from typing import Any

from ..gradmode import mode
from ..graph import edge_of, new_node
from ..operator import Operator
from ..tensor import Tensor, memory, new_tensor
from .shapes import reshape_alias, reshaped, viewed


def inner_view(made: Operator, source: Tensor, *args: Any) -> Tensor:
    """The view operator `made` on `source`, for use by other operators alone."""
    if mode.watcher is not None:
        return made(source, *args)
    array = memory(source)
    found = new_tensor(made.kernel(array, *args))
    found.version = source.version
    if mode.enabled:
        edge = edge_of(source)
        if edge is not None:
            plan = made.plans.get(1) or made.plan(1)
            saved = plan.save((array, *args, found.array)) if plan.take else ()
            found.node = new_node(plan, (edge,), saved)
    return found


def inner_reshaped(source: Tensor, shape: tuple[int, ...]) -> Tensor:
    """`reshape`, as an inner view where the elements need not be copied."""
    array = memory(source)
    if array.flags.c_contiguous:
        return inner_view(viewed, source, shape)
    try:
        array.reshape(shape, copy=False)
    except ValueError:
        return reshaped(source, shape)
    return inner_view(reshape_alias, source, shape)
