"""Tensors as JSON and back: nested lists, with `"nan"`, `"inf"` and `"-inf"` as strings.

Complex numbers are pairs `[re, im]`, so the data of a complex tensor has one dimension more.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import engine
from ...engine.bounds import MAX_DIMS
from ...engine.dtypes import DTYPES
from ..errors import CommandError, near
from .session import TOO_DEEP

if TYPE_CHECKING:
    from ...engine import Tensor

WORDS = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}
NESTED_TOO_DEEPLY = f"the lists are nested too deeply: a tensor has at most {MAX_DIMS} dimensions"
MOST_INTEGER = 10**4300  # Python writes no longer one
NUMPY_DTYPES = {dtype.name: dtype.numpy for dtype in DTYPES}


def describe(value: Any, show: Callable[[Any], str]) -> dict[str, Any]:
    """`value`, `dtype`, `shape` and `grad_fn` of a result; lists of them for a tuple of tensors.

    show: gives the text of what JSON cannot say.
    """
    if isinstance(value, engine.Tensor):
        return {
            "value": values(value),
            "dtype": value.dtype.name,
            "shape": list(value.shape),
            "grad_fn": None if value.grad_fn is None else value.grad_fn.name(),
        }
    if is_tensors(value):
        parts = [describe(part, show) for part in value]
        return {key: [part[key] for part in parts] for key in parts[0]}
    return {"value": plain(value, show), "dtype": None, "shape": None, "grad_fn": None}


def is_tensors(value: Any) -> bool:
    """Whether a result is a tuple (or list) of tensors, as of `split` or `max(dim=…)`."""
    return (
        isinstance(value, tuple | list)
        and bool(value)
        and all(isinstance(part, engine.Tensor) for part in value)
    )


def values(tensor: Tensor) -> Any:
    """The numbers of a tensor as nested lists, complex ones as pairs."""
    if tensor.is_complex():
        array = tensor.detach().numpy()
        return np.stack((np.real(array), np.imag(array)), axis=-1).tolist()
    return tensor.tolist()


def plain(value: Any, show: Callable[[Any], str]) -> Any:
    """A result that is no tensor, as JSON; what JSON cannot say is given as `show` prints it.

    Raises CommandError for what is nested too deeply.
    """
    try:
        return json_value(value, show)
    except RecursionError:
        raise CommandError(TOO_DEEP, kind="RecursionError") from None


def json_value(value: Any, show: Callable[[Any], str]) -> Any:
    if isinstance(value, engine.Tensor):
        return values(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= MOST_INTEGER:
        return show(value)
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, complex):
        return [value.real, value.imag]
    if isinstance(value, dict):
        return {
            key if isinstance(key, str) else show(key): json_value(item, show)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [json_value(item, show) for item in value]
    return show(value)


def decode(data: Any, dtype: str | None = None, shape: Any = None) -> Tensor:
    """The tensor that JSON `data` means. Without a dtype, numbers take the default one."""
    array = numbers(data)
    if dtype is None:
        target = array.dtype if array.dtype.kind == "b" else engine.get_default_dtype().numpy
    else:
        target = named_dtype(dtype)
    if target.kind == "c" and array.dtype.kind != "c":
        if array.shape[-1:] != (2,):
            raise CommandError(f"{dtype} data must be pairs [re, im]")
        array = np.asarray(array[..., 0] + 1j * array[..., 1])
    if shape is not None:
        array = shaped(array, shape)
    return engine.from_numpy(converted(array, target))


def numbers(data: Any) -> np.ndarray:
    """Nested lists of numbers as an array of whatever dtype holds them."""
    try:
        array = np.array(data)
        if array.dtype.kind in "bif":
            return array
        return np.array(words(data), dtype=np.float64)
    except RecursionError:
        raise CommandError(NESTED_TOO_DEEPLY) from None
    except ValueError as error:
        if "number of dimension" in str(error):
            raise CommandError(NESTED_TOO_DEEPLY) from None
        raise CommandError("the lists are nested unevenly: each row must be as long") from None
    except OverflowError:
        raise CommandError("an integer too large for a tensor") from None


def words(data: Any) -> Any:
    """`data` with "nan", "inf" and "-inf" turned back into numbers."""
    if isinstance(data, list):
        return [words(item) for item in data]
    if isinstance(data, str) and data in WORDS:
        return WORDS[data]
    if isinstance(data, int | float):
        return data
    raise CommandError(f'expected a number, "nan", "inf" or "-inf", found {json.dumps(data)[:60]}')


def named_dtype(name: Any) -> np.dtype:
    found = NUMPY_DTYPES.get(name.removeprefix("torch.")) if isinstance(name, str) else None
    if found is None:
        raise CommandError(f"unknown dtype {name!r}{near(str(name), NUMPY_DTYPES)}")
    return found


def shaped(array: np.ndarray, shape: Any) -> np.ndarray:
    if not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape):
        raise CommandError(f"shape must be a list of sizes, found {json.dumps(shape)[:60]}")
    if len(shape) > MAX_DIMS:
        raise CommandError(f"a tensor has at most {MAX_DIMS} dimensions, not {len(shape)}")
    try:
        return array.reshape(shape)
    except (ValueError, OverflowError):
        wanted = json.dumps(shape)[:60]
        raise CommandError(f"{array.size} numbers do not fill the shape {wanted}") from None


def converted(array: np.ndarray, target: np.dtype) -> np.ndarray:
    """`array` as `target`; a number that an integer or bool dtype cannot hold is refused."""
    result = array.astype(target)
    if target.kind in "biu" and array.size and not np.array_equal(result, array):
        raise CommandError(f"{target} cannot hold all of these numbers")
    return result
