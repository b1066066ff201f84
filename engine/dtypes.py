"""Dtypes and PyTorch's promotion rules.

PyTorch promotes by category (bool < integer < floating point < complex): tensors with dimensions
decide first, zero-dimensional tensors may only raise the category, Python numbers likewise.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from .errors import ArgumentError, DTypeError

BOOL, INTEGER, FLOATING, COMPLEX = range(4)
CATEGORY = {"b": BOOL, "i": INTEGER, "u": INTEGER, "f": FLOATING, "c": COMPLEX}
"""Category of a NumPy dtype, by its `kind`."""


class DType:
    """A tensor's element type, named and printed as in PyTorch."""

    __module__ = "torch"
    __qualname__ = "dtype"
    __slots__ = ("is_complex", "is_floating_point", "itemsize", "kind", "name", "numpy")

    def __init__(self, name: str, numpy: Any) -> None:
        self.name = name
        self.numpy = np.dtype(numpy)
        self.itemsize = self.numpy.itemsize
        self.kind = self.numpy.kind
        self.is_floating_point = self.kind == "f"
        self.is_complex = self.kind == "c"

    def __repr__(self) -> str:
        return "torch." + self.name

    def __eq__(self, other: object) -> bool:
        """Equal to itself and, so that VJP rules may compare, to its NumPy dtype."""
        return self is other or (isinstance(other, np.dtype) and self.numpy == other)

    def __hash__(self) -> int:
        return hash(self.numpy)

    @property
    def dtype(self) -> np.dtype:
        """What NumPy takes this for, so that VJP rules may pass on the dtype of a tensor."""
        return self.numpy

    @property
    def is_signed(self) -> bool:
        return self.numpy.kind not in "bu"

    def to_complex(self) -> DType:
        return BY_NUMPY[complex_of(self.numpy)]

    def to_real(self) -> DType:
        return BY_NUMPY[real_of(self.numpy)]


bool_ = DType("bool", np.bool_)
uint8 = DType("uint8", np.uint8)
int8 = DType("int8", np.int8)
int16 = DType("int16", np.int16)
int32 = DType("int32", np.int32)
int64 = DType("int64", np.int64)
float16 = DType("float16", np.float16)
float32 = DType("float32", np.float32)
float64 = DType("float64", np.float64)
complex64 = DType("complex64", np.complex64)
complex128 = DType("complex128", np.complex128)

DTYPES = (
    bool_,
    uint8,
    int8,
    int16,
    int32,
    int64,
    float16,
    float32,
    float64,
    complex64,
    complex128,
)
BY_NUMPY = {dtype.numpy: dtype for dtype in DTYPES}

F32, F64, I64, C64, C128, B8 = (
    dtype.numpy for dtype in (float32, float64, int64, complex64, complex128, bool_)
)


PYTHON_TYPES: dict[Any, np.dtype] = {float: F64, int: I64, bool: B8, complex: C128}


class _Default:
    """The dtype that Python floats take; changed by `set_default_dtype`."""

    numpy = F32
    dtype = float32


default = _Default()


def set_default_dtype(dtype: DType) -> None:
    """Make `dtype` (floating point) the dtype of Python floats and of `ones`, `rand`, …"""
    if not isinstance(dtype, DType) or not dtype.is_floating_point:
        raise ArgumentError(f"the default dtype must be a floating-point dtype, not {dtype!r}")
    default.dtype, default.numpy = dtype, dtype.numpy


def get_default_dtype() -> DType:
    return default.dtype


def numpy_dtype(dtype: Any) -> np.dtype:
    """The NumPy dtype of a `DType` or of the Python types `bool`, `int`, `float`, `complex`."""
    if type(dtype) is DType:
        return dtype.numpy
    try:
        return PYTHON_TYPES[dtype]
    except (KeyError, TypeError):  # TypeError: it cannot be a key
        message = f"expected a dtype such as torch.float32, not {dtype!r}"
        raise ArgumentError(message) from None


def scalar_dtype(value: Any) -> np.dtype:
    """The dtype that a Python number takes when it becomes a tensor. Raises ArgumentError."""
    if isinstance(value, bool):
        return B8
    if isinstance(value, int):
        return I64
    if isinstance(value, float):
        return default.numpy
    if isinstance(value, complex):
        return complex_of(default.numpy)
    raise ArgumentError(f"expected a tensor or a number, not {type(value).__name__}")


def complex_of(dtype: np.dtype) -> np.dtype:
    """The complex dtype whose parts are as wide as `dtype` (64 for half)."""
    return C128 if dtype in (F64, C128) else C64


def real_of(dtype: np.dtype) -> np.dtype:
    """The dtype of the real part of `dtype`."""
    return F64 if dtype == C128 else F32 if dtype == C64 else dtype


def promote_types(a: np.dtype, b: np.dtype) -> np.dtype:
    """The dtype that holds both, where an integer never widens a floating-point dtype."""
    if a == b:
        return a
    if a not in BY_NUMPY or b not in BY_NUMPY:
        raise DTypeError(f"an array of {b if a in BY_NUMPY else a} is not one of numbers")
    category_a, category_b = CATEGORY[a.kind], CATEGORY[b.kind]
    if category_a != category_b and min(category_a, category_b) <= INTEGER:
        return a if category_a > category_b else b
    return np.promote_types(a, b)


def _combine(stronger: np.dtype | None, weaker: np.dtype | None) -> np.dtype | None:
    """Dtype of two priority levels: the weaker one counts only where its category is higher."""
    if stronger is None or weaker is None:
        return stronger or weaker
    if stronger.kind == "f" and weaker.kind == "c":
        return complex_of(stronger)
    if CATEGORY[weaker.kind] <= CATEGORY[stronger.kind]:
        return stronger
    return weaker if stronger.kind != "b" else promote_types(stronger, weaker)


def result_dtype(values: Iterable[Any]) -> np.dtype:
    """PyTorch's result type of arrays (with dimensions or without) and Python numbers."""
    dimensioned = zero_dimensional = number = None
    for value in values:
        dtype = getattr(value, "dtype", None)
        if dtype is None:
            scalar = scalar_dtype(value)
            number = scalar if number is None else promote_types(number, scalar)
        elif value.ndim:
            dimensioned = dtype if dimensioned is None else promote_types(dimensioned, dtype)
        else:
            zero_dimensional = (
                dtype if zero_dimensional is None else promote_types(zero_dimensional, dtype)
            )
    found = _combine(_combine(dimensioned, zero_dimensional), number)
    if found is None:
        raise DTypeError("no value to take a dtype from")
    return found


def can_cast(source: np.dtype, target: np.dtype) -> bool:
    """Whether an in-place result of dtype `source` may be stored as `target`."""
    if source.kind == "c" and target.kind != "c":
        return False
    if source.kind == "f" and target.kind in "iub":
        return False
    return not (source.kind in "iu" and target.kind == "b")
