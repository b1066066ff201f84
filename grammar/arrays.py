"""What a program may do with NumPy's arrays and scalars, which `tensor.numpy()` gives.

Their elements are numbers. An array of objects could be made to take any bytes for an object's
address, so no method is let near a dtype that is not a number's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .kinds import Builtin, Kind

NUMERIC = "biufc"
ENGINE = ("gradline.engine.", "torch")
SIMPLE = (int, float, complex, slice, type(None), type(...))


def array_member(value: Any, name: str) -> Any:
    """The attribute `name` of an array, of a scalar or of a dtype."""
    if value.__class__.__name__ == "ndarray" and value.dtype.kind not in NUMERIC:
        raise TypeError(f"an array of {value.dtype} is not one of numbers")
    found = getattr(value, name)
    return Builtin(_guarded(found), value) if callable(found) else found


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    """`method`, which is bound, called with numbers, arrays of numbers and their dtypes only."""

    def call(_, *args: Any, **kwargs: Any) -> Any:
        named = {key: harmless(value) for key, value in kwargs.items()}
        return method(*[harmless(value) for value in args], **named)

    call.__name__ = method.__name__
    return call


def harmless(value: Any) -> Any:
    """An argument for NumPy; TypeError if it is, or could be taken for, anything but numbers."""
    if isinstance(value, SIMPLE):
        return value
    if isinstance(value, Kind) and value.real:
        value = value.real[0]
    if isinstance(value, tuple | list):
        if all(isinstance(part, SIMPLE) for part in value):
            return value
    elif isinstance(value, str):
        if is_option(value) or is_number(value):
            return value
    elif isinstance(value, type):
        if value in (bool, int, float, complex):
            return value
    elif is_numeric_object(value):
        return value
    raise TypeError(f"an array's method takes numbers and their dtypes, not {type(value).__name__}")


def raw_guard(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function of `torch.table`, which gives its arguments to NumPy as they are."""

    def call(*args: Any) -> Any:
        for arg in args:
            _check_raw(arg)
        made = function(*args)
        for part in made if isinstance(made, tuple | list) else (made,):
            array = getattr(part, "array", part)
            if hasattr(array, "dtype") and not is_number(array.dtype):
                raise TypeError(f"{function.__name__} takes tensors and numbers")
        return made

    call.__name__ = function.__name__
    return Builtin(call)


def _check_raw(arg: Any) -> None:
    """TypeError for what is no tensor, number, option, or structure of the engine's."""
    if isinstance(arg, tuple | list):
        for part in arg:
            _check_raw(part)
    elif isinstance(arg, int):
        if arg.bit_length() > 63:
            raise OverflowError("an integer is too large")
    elif isinstance(arg, type | Kind):
        raise TypeError(f"an operator of the table takes no {arg}")
    elif not isinstance(arg, str) and not type(arg).__module__.startswith(ENGINE):
        harmless(arg)


def is_numeric_object(value: Any) -> bool:
    """Whether `value` is a dtype of numbers, or holds them: NumPy's or the engine's."""
    package = type(value).__module__.partition(".")[0]
    return package in ("numpy", "torch", "gradline") and is_number(getattr(value, "dtype", value))


def is_number(dtype: Any) -> bool:
    """Whether NumPy takes `dtype` for the dtype of numbers."""
    import numpy

    try:
        return numpy.dtype(getattr(dtype, "numpy", dtype)).kind in NUMERIC
    except (TypeError, ValueError):
        return False


def is_option(text: str) -> bool:
    """Whether NumPy does not take `text` for a dtype: it is an order, a kind of sort, a mode."""
    import numpy

    try:
        numpy.dtype(text)
    except (TypeError, ValueError):
        return True
    return False
