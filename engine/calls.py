"""The short path into an operator: floats of one dtype, computed and recorded with little ado.

Everything else (integers, promotion, complex numbers, several outputs) goes through
`Operator.record`, which handles every case.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy import ndarray

from .arrays import as_array, lazily
from .dtypes import F32, F64
from .errors import ArgumentError, ShapeError
from .gradmode import mode
from .graph import Node, edge_of
from .lazy.memory import THRESHOLD
from .operator import Adapt, Operator, broadcast_message
from .tensor import Tensor, new_tensor


def unary_call(made: Operator) -> Callable[[Tensor], Tensor]:
    """An operator of one tensor as a function."""
    kernel, differentiable = made.kernel, made.differentiable

    def call(input: Tensor) -> Tensor:
        if input.__class__ is not Tensor:
            raise ArgumentError(f"{made.name} takes a tensor, not {type(input).__name__}")
        x = input.array
        dtype = x.dtype
        if dtype is not F32 and dtype is not F64:
            return made.record((input,))
        if x.__class__ is ndarray and x.size >= THRESHOLD:
            x = lazily(x)
        out = kernel(x)
        if out.__class__ is not ndarray:
            out = as_array(out)
        found = new_tensor(out)
        if differentiable and mode.enabled:
            edge = edge_of(input)
            if edge is not None:
                _attach(made, 1, (edge,), (input,), (x, out), found)
        return found

    return call


def call_with_numbers(made: Operator) -> Callable[..., Tensor]:
    """An operator of one tensor and numbers after it as a function."""
    kernel, differentiable = made.kernel, made.differentiable

    def call(input: Tensor, *numbers: Any) -> Tensor:
        x = input.array
        dtype = x.dtype
        if dtype is not F32 and dtype is not F64:
            return made.record((input, *numbers))
        if x.__class__ is ndarray and x.size >= THRESHOLD:
            x = lazily(x)
        out = kernel(x, *numbers)
        if out.__class__ is not ndarray:
            out = as_array(out)
        found = new_tensor(out)
        if differentiable and mode.enabled:
            edge = edge_of(input)
            if edge is not None:
                _attach(made, 1, (edge,), (input, *numbers), (x, *numbers, out), found)
        return found

    return call


def _attach(
    made: Operator, mask: int, edges: Any, args: tuple[Any, ...], values: Any, found: Tensor
) -> None:
    """Make the node of a result whose inputs have its shape and dtype."""
    plan = made.plans.get(mask) or made.plan(mask)
    if plan.take:
        versions = plan.versions(args, found) if plan.keeps_values else ()
        found.node = Node(made, plan, edges, plan.save(values), versions)
    else:
        found.node = Node(made, plan, edges, (), ())


def binary_call(made: Operator) -> Callable[[Any, Any], Tensor]:
    """An operator of two inputs, tensors or numbers, as a function."""
    kernel, differentiable = made.kernel, made.differentiable
    both = len(made.linked) == 2

    def call(input: Any, other: Any) -> Tensor:
        first = second = None
        if input.__class__ is Tensor:
            a = input.array
            dtype = a.dtype
            if other.__class__ is Tensor:
                b = other.array
                plain = b.dtype is dtype
                same_shape = a.shape == b.shape
            else:
                b = other
                plain = b.__class__ is float or b.__class__ is int
                same_shape = True
        elif other.__class__ is Tensor:
            a = input
            b = other.array
            dtype = b.dtype
            plain = a.__class__ is float or a.__class__ is int
            same_shape = True
        else:
            raise ArgumentError(f"{made.name} needs a tensor among its arguments")
        if not plain or (dtype is not F32 and dtype is not F64):
            return made.record((input, other))
        if a.__class__ is ndarray and a.size >= THRESHOLD:
            a = lazily(a)
        if b.__class__ is ndarray and b.size >= THRESHOLD:
            b = lazily(b)
        try:
            out = kernel(a, b)
        except ValueError:
            raise ShapeError(broadcast_message(made.name, (a, b))) from None
        except TypeError:
            return made.record((input, other))
        if out.__class__ is not ndarray:
            out = as_array(out)
        found = new_tensor(out)
        if differentiable and mode.enabled:
            if input.__class__ is Tensor:
                first = edge_of(input)
            if other.__class__ is Tensor:
                second = edge_of(other)
            mask = (first is not None) | (second is not None) << 1
            if mask:
                edges = (first, second) if both else (first,)
                _attach(made, mask, edges, (input, other), (a, b, out), found)
                if not same_shape:
                    node: Any = found.node
                    node.extras().adapt = Adapt(False, (a.shape, b.shape), None)
        return found

    return call
