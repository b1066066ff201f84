"""`torch.table`: the operators of the table by name, as formulas call them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np

from .arguments import integer
from .arrays import as_array
from .declare import OPERATORS
from .dtypes import BY_NUMPY, DType, numpy_dtype
from .errors import ArgumentError, EngineError
from .families import FAMILY_OF_OPERATOR, load
from .operator import Operator
from .tensor import Tensor, memory, new_tensor
from .views import ViewOperator, as_strided, embed, replaced


def _size(value: Any) -> int:
    return integer(value, "a structure")


def _sizes(value: Any) -> tuple[int, ...]:
    return tuple([_size(part) for part in value])


def _array(value: Any) -> np.ndarray:
    if not isinstance(value, Tensor):
        raise ArgumentError(f"a structure holds tensors, not {type(value).__name__}")
    return memory(value)


def _array_or_none(value: Any) -> np.ndarray | None:
    return None if value is None else _array(value)


def _array_or_number(value: Any) -> Any:
    return _array(value) if isinstance(value, Tensor) else _size(value)


def _word(value: Any) -> str:
    if not isinstance(value, str):
        raise ArgumentError(f"a mode is a word, not {value!r}")
    return value


def _maps(value: Any) -> tuple[Any, ...]:
    from .axis_maps import AxisMap

    if not all(part is None or isinstance(part, AxisMap) for part in value):
        raise ArgumentError("maps are of the kind that AxisMap makes")
    return tuple(value)


def _view_kernel(value: Any) -> Any:
    load(FAMILY_OF_OPERATOR[value])
    operator = OPERATORS[value]
    if not (isinstance(operator, ViewOperator) or operator.view):
        raise ArgumentError(f"{value} gives no view")
    return operator.kernel


def _place(value: Any) -> int | None:
    return None if value is None else _size(value)


def _arguments(value: Any) -> tuple[Any, ...]:
    return tuple(map(_inner, value))


STRUCTURES: dict[str, tuple[str, str, dict[str, Callable[[Any], Any]]]] = {
    "AxisMap": (
        "axis_maps",
        "AxisMap",
        {"size": _size, "index": _array, "weight": _array_or_none},
    ),
    "Geometry": (
        "correlation",
        "Geometry",
        {
            "size": _sizes,
            "kernel": _sizes,
            "stride": _sizes,
            "padding": _sizes,
            "dilation": _sizes,
            "groups": _size,
            "counts": _sizes,
        },
    ),
    "Sampling": (
        "ops.grid",
        "Sampling",
        {"size": _sizes, "mode": _word, "padding": _word, "corners": bool, "orders": _sizes},
    ),
    "Mean": ("ops.pooling", "Mean", {"maps": _maps, "divisor": _array_or_number}),
    "Grid": (
        "ops.pixels",
        "Grid",
        {
            "size": _sizes,
            "kernel": _sizes,
            "dilation": _sizes,
            "padding": _sizes,
            "stride": _sizes,
        },
    ),
    "Found": ("ops.max_pooling", "Found", {"values": _array, "index": _array, "size": _sizes}),
    "Strides": ("ops.strided", "Geometry", {"shape": _sizes, "steps": _sizes, "start": _size}),
    "Owner": ("ops.strided", "Owner", {"size": _size, "shares": _array_or_none}),
    "Step": (
        "views",
        "Step",
        {"kernel": _view_kernel, "args": _arguments, "index": _place, "overlaps": bool},
    ),
}
"""What operators take besides tensors and numbers: by the name that formulas use the module, the
class, and its attributes with what checks each, for a program can write anything there."""


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
        given = [*first, *[_argument(arg) for arg in args[len(first) :]]]
        return _result(_tried(name, operator, given))

    call.__name__ = name
    return call


def _tried(name: str, function: Callable[..., Any], args: Any) -> Any:
    """`function(*args)`; kernels look at nothing, so what goes wrong is the arguments' fault."""
    try:
        return function(*args)
    except (EngineError, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise ArgumentError(f"torch.table.{name} does not take these arguments: {error}") from None


def _result(found: Any) -> Any:
    """The tensors of a result. Raises ArgumentError where something else was made."""
    if isinstance(found, (tuple, list)):
        return tuple([_result(part) for part in found])
    tensor = found if found.__class__ is Tensor else new_tensor(as_array(found))
    if tensor.array.dtype not in BY_NUMPY:
        raise ArgumentError(f"a tensor of {tensor.array.dtype} does not exist")
    return tensor


def structure_of(value: Any) -> tuple[str, list[Any]] | None:
    """The name and the attributes of an argument that is a structure, None for any other."""
    kind = type(value)
    for name, (module, attribute, slots) in STRUCTURES.items():
        if kind.__name__ == attribute and kind.__module__.endswith(f".{module}"):
            found = [getattr(value, slot) for slot in slots]
            if name == "Step":
                found[0] = next((k for k, o in OPERATORS.items() if o.kernel is found[0]), None)
            return name, found
    return None


def _maker(name: str) -> Any:
    module, attribute, slots = STRUCTURES[name]
    kind = getattr(import_module(f"{__package__}.{module}"), attribute)

    def build(*args: Any) -> Any:
        checks = zip(slots.values(), args, strict=True)
        return kind(*[check(arg) for check, arg in checks])

    def make(*args: Any) -> Any:
        return _tried(name, build, args)

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
