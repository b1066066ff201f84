"""The short path into an operator: floats of one dtype, computed and recorded with little ado.

Everything else (integers, promotion, complex numbers, several outputs) goes through
`Operator.record`, which handles every case. The functions made here repeat one another where a
shared piece would cost one more call: they are what a small tensor's time goes into.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy import ndarray

from .arrays import as_array, lazily
from .dtypes import F32, F64
from .errors import ArgumentError
from .gradmode import mode
from .graph import Node, edge_of, next_time
from .lazy.memory import THRESHOLD
from .operator import Adapt, Operator, Plan, explained
from .tensor import Tensor, new_tensor


def recorded(
    out: Any, plan: Plan, edges: Sequence[Any], args: Sequence[Any], values: Sequence[Any]
) -> Tensor:
    """The tensor of an operator's output with its node, where the inputs have its dtype.

    args: the operator's arguments; values: their arrays, and the output's after them.
    """
    node = Node()
    found = new_tensor(out, node)
    node.plan = plan
    node.edges = edges
    if plan.take:
        node.saved = plan.save(values)
        node.versions = plan.versions(args, found) if plan.keeps_values else ()
    else:
        node.saved = node.versions = ()
    node.adapt = node.extra = None
    node.time = next_time()
    return found


def unary_call(made: Operator) -> Callable[[Tensor], Tensor]:
    """An operator of one tensor as a function."""
    kernel, differentiable = made.kernel, made.differentiable

    def call(input: Tensor) -> Tensor:
        if input.__class__ is not Tensor:
            raise ArgumentError(f"{made.name} takes a tensor, not {type(input).__name__}")
        x = input.array
        dtype = x.dtype
        if (dtype is not F32 and dtype is not F64) or mode.watcher is not None:
            return made.record((input,))
        if x.__class__ is ndarray and x.size >= THRESHOLD:
            x = lazily(x)
        try:
            out = kernel(x)
        except TypeError as error:
            raise explained(made.name, error, (x,)) or error from None
        if out.__class__ is not ndarray:
            out = as_array(out)
        if differentiable and mode.enabled:
            edge = edge_of(input)
            if edge is not None:
                plan = made.plans.get(1) or made.plan(1)
                return recorded(out, plan, (edge,), (input,), (x, out))
        return new_tensor(out)

    return call


def call_with_numbers(made: Operator) -> Callable[..., Tensor]:
    """An operator of one tensor and numbers after it as a function."""
    kernel, differentiable = made.kernel, made.differentiable

    def call(input: Tensor, *numbers: Any) -> Tensor:
        x = input.array
        dtype = x.dtype
        if (dtype is not F32 and dtype is not F64) or mode.watcher is not None:
            return made.record((input, *numbers))
        if x.__class__ is ndarray and x.size >= THRESHOLD:
            x = lazily(x)
        out = kernel(x, *numbers)
        if out.__class__ is not ndarray:
            out = as_array(out)
        if differentiable and mode.enabled:
            edge = edge_of(input)
            if edge is not None:
                plan = made.plans.get(1) or made.plan(1)
                return recorded(out, plan, (edge,), (input, *numbers), (x, *numbers, out))
        return new_tensor(out)

    return call


def number_call(made: Operator, *, as_arrays: bool = False) -> Callable[[Tensor, Any], Tensor]:
    """An operator of a tensor and a number as a function.

    as_arrays: hand the kernel the number as an array, which is faster where it is a ufunc.
    """
    kernel, differentiable = made.kernel, made.differentiable
    both = len(made.linked) == 2

    def call(input: Tensor, other: Any) -> Tensor:
        x = input.array
        dtype = x.dtype
        if (
            (dtype is not F32 and dtype is not F64)
            or (other.__class__ is not float and other.__class__ is not int)
            or mode.watcher is not None
        ):
            return made.record((input, other))
        number = other
        if x.__class__ is ndarray:
            if x.size >= THRESHOLD:
                x = lazily(x)
            elif as_arrays:
                constants = SINGLE if dtype is F32 else DOUBLE
                number = constants.get(other)
                if number is None:
                    number = constant(other, dtype, constants)
        try:
            out = kernel(x, number)
        except TypeError:
            return made.record((input, other))
        if out.__class__ is not ndarray:
            out = as_array(out)
        if differentiable and mode.enabled:
            edge = edge_of(input)
            if edge is not None:
                plan = made.plans.get(1) or made.plan(1)
                edges = (edge, None) if both else (edge,)
                return recorded(out, plan, edges, (input, other), (x, number, out))
        return new_tensor(out)

    return call


def binary_call(made: Operator) -> Callable[[Any, Any], Tensor]:
    """An operator of two inputs, tensors or numbers, as a function."""
    kernel, differentiable = made.kernel, made.differentiable
    both = len(made.linked) == 2
    with_number = number_call(made, as_arrays=True)

    def call(input: Any, other: Any) -> Tensor:
        if input.__class__ is not Tensor:
            if other.__class__ is not Tensor:
                raise ArgumentError(f"{made.name} needs a tensor among its arguments")
            return made.record((input, other))
        if other.__class__ is not Tensor:
            return with_number(input, other)
        a, b = input.array, other.array
        dtype = a.dtype
        if (
            b.dtype is not dtype
            or (dtype is not F32 and dtype is not F64)
            or mode.watcher is not None
        ):
            return made.record((input, other))
        if a.__class__ is ndarray and a.size >= THRESHOLD:
            a = lazily(a)
        if b.__class__ is ndarray and b.size >= THRESHOLD:
            b = lazily(b)
        try:
            out = kernel(a, b)
        except ValueError as error:
            raise explained(made.name, error, (a, b)) or error from None
        except TypeError:
            return made.record((input, other))
        if out.__class__ is not ndarray:
            out = as_array(out)
        if differentiable and mode.enabled:
            first, second = edge_of(input), edge_of(other)
            mask = (first is not None) | (second is not None) << 1
            if mask:
                plan = made.plans.get(mask) or made.plan(mask)
                edges = (first, second) if both else (first,)
                found = recorded(out, plan, edges, (input, other), (a, b, out))
                if a.shape != b.shape:
                    node: Any = found.node
                    node.adapt = Adapt(False, (a.shape, b.shape), None)
                return found
        return new_tensor(out)

    return call


SINGLE: dict[float, ndarray] = {}
DOUBLE: dict[float, ndarray] = {}
"""The numbers of programs as arrays: a ufunc takes half the time with one of those."""

MOST_CONSTANTS = 1024


def constant(number: float, dtype: np.dtype, constants: dict[float, ndarray]) -> Any:
    """A Python number as an array of `dtype`, kept in `constants` for the next time.

    Zeros stay as they are, as the two of them are one key, and so does what is out of range.
    """
    if not number:
        return number
    if len(constants) >= MOST_CONSTANTS:
        constants.clear()
    try:
        found = constants[number] = np.array(number, dtype)
    except OverflowError:
        return number
    found.flags.writeable = False
    return found
