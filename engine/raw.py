"""`torch.table`: the operators of the table by name, as formulas call them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np

from .declare import OPERATORS
from .dtypes import DType, numpy_dtype
from .families import FAMILY_OF_OPERATOR, load
from .operator import Operator
from .tensor import Tensor, memory
from .views import as_strided, embed, replaced

STRUCTURES: dict[str, tuple[str, str, str]] = {
    "AxisMap": ("axis_maps", "AxisMap", "size index weight"),
    "Geometry": (
        "correlation",
        "Geometry",
        "size kernel stride padding dilation groups counts",
    ),
    "Sampling": ("ops.grid", "Sampling", "size mode padding corners orders"),
    "Mean": ("ops.pooling", "Mean", "maps divisor"),
    "Grid": ("ops.pixels", "Grid", "size kernel dilation padding stride"),
    "Found": ("ops.max_pooling", "Found", "values index size"),
    "Strides": ("ops.strided", "Geometry", "shape steps start"),
    "Owner": ("ops.strided", "Owner", "size shares"),
    "Step": ("views", "Step", "kernel args index overlaps"),
}
"""What operators take besides tensors and numbers: by the name that formulas use the module, the
class and its attributes."""


VIEWS = {"look": as_strided, "embed": embed, "replaced": replaced}
"""The operators behind views that were written through."""


def name_of(operator: Operator) -> str | None:
    """The name below `torch.table` of an operator; None if it has none."""
    if OPERATORS.get(operator.name) is operator:
        return operator.name
    return next((name for name, found in VIEWS.items() if found is operator), None)


def raw(name: str) -> Any:
    """What stands at `torch.table.NAME`: an operator, or the maker of a structure."""
    if name in STRUCTURES:
        return _maker(name)
    if name not in VIEWS:
        load(FAMILY_OF_OPERATOR[name])
    operator = VIEWS.get(name) or OPERATORS[name]

    def call(*args: Any) -> Any:
        first = args[:1] if operator.variadic else ()
        return operator(*first, *[_argument(arg) for arg in args[len(first) :]])

    call.__name__ = name
    return call


def structure_of(value: Any) -> tuple[str, list[Any]] | None:
    """The name and the attributes of an argument that is a structure, None for any other."""
    kind = type(value)
    for name, (module, attribute, slots) in STRUCTURES.items():
        if kind.__name__ == attribute and kind.__module__.endswith(f".{module}"):
            found = [getattr(value, slot) for slot in slots.split()]
            if name == "Step":
                found[0] = next((k for k, o in OPERATORS.items() if o.kernel is found[0]), None)
            return name, found
    return None


def _maker(name: str) -> Any:
    module, attribute, slots = STRUCTURES[name]
    kind = getattr(import_module(f"{__package__}.{module}"), attribute)

    def make(*args: Any) -> Any:
        values = [_inner(arg) for arg in args]
        if name == "AxisMap":  # has derived attributes
            return kind(*values)
        found = kind.__new__(kind)
        if name == "Step":
            load(FAMILY_OF_OPERATOR[values[0]])
            values[0] = OPERATORS[values[0]].kernel
        if name == "Grid":
            return kind(*values)
        for slot, value in zip(slots.split(), values, strict=True):
            setattr(found, slot, value)
        return found

    make.__name__ = name
    return make


def _argument(arg: Any) -> Any:
    """A tensor stays; within a tuple it is an array."""
    return arg if isinstance(arg, (Tensor, Operator)) else _inner(arg)


def _inner(arg: Any) -> Any:
    if isinstance(arg, Tensor):
        return memory(arg)
    if isinstance(arg, DType):
        return np.dtype(numpy_dtype(arg))
    if isinstance(arg, (tuple, list)):
        return tuple(_inner(part) for part in arg)
    return arg
