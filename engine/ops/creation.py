"""Tensors from Python values, filled tensors, ranges."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import tensor as require_tensor
from ..arrays import cast
from ..bounds import MAX_DIMS, check_size
from ..declare import public
from ..dims import sizes
from ..dtypes import (
    B8,
    BY_NUMPY,
    F32,
    F64,
    I64,
    default,
    numpy_dtype,
    result_dtype,
    scalar_dtype,
)
from ..errors import ArgumentError, DTypeError, ShapeError, ValueRangeError
from ..tensor import Tensor, memory, new_tensor


def finish(array: Any, requires_grad: bool) -> Tensor:
    """A new leaf of `array`."""
    made = new_tensor(array)
    if requires_grad:
        made.requires_grad_()
    return made


@public("tensor")
def tensor(
    data: Any, *, dtype: Any = None, device: Any = None, requires_grad: bool = False
) -> Tensor:
    """A tensor of a number, of nested lists, or a copy of an array or tensor.

    Python floats take the default dtype, ints int64, bools bool; mixtures the widest of them.
    Raises ValueRangeError for lists of uneven length, DTypeError for what is no number.
    """
    return finish(array_of(data, dtype), requires_grad)


def array_of(data: Any, dtype: Any = None) -> np.ndarray:
    """A new ndarray of Python data, in `dtype` or the one the data suggest."""
    return of_numbers(_array_of(data, dtype))


def of_numbers(array: np.ndarray) -> np.ndarray:
    """`array`; ArgumentError if its dtype is not one of a tensor's, as that of Python objects."""
    if array.dtype not in BY_NUMPY:
        raise ArgumentError(f"no tensor dtype corresponds to NumPy's {array.dtype}")
    return array


def _array_of(data: Any, dtype: Any) -> np.ndarray:
    target = None if dtype is None else numpy_dtype(dtype)
    if isinstance(data, Tensor):
        data = memory(data)
    if isinstance(data, np.ndarray):
        if target is None or target == data.dtype:
            return np.array(data)
        return cast(data, target)
    if isinstance(data, (list, tuple)):
        data, found = _nested(data)
        target = target or found
    elif isinstance(data, (bool, int, float, complex, np.generic)):
        target = target or _scalar_dtype(data)
    else:
        kind = DTypeError if data is None else ArgumentError
        raise kind(f"a tensor is made of numbers, not of {type(data).__name__}")
    try:
        if target.kind in "iu":
            return (
                np.asarray(data).astype(target) if _holds_floats(data) else _integers(data, target)
            )
        return np.array(data, target)
    except ValueRangeError:
        raise
    except TypeError:
        raise ArgumentError(f"complex numbers do not fit into {target}") from None
    except ValueError:
        raise ValueRangeError(f"the lists do not form a regular tensor: {_uneven(data)}") from None


def _integers(data: Any, target: np.dtype) -> np.ndarray:
    try:
        return np.array(data, target)
    except OverflowError:
        raise ValueRangeError(f"an integer does not fit into {target}") from None


def _depth(data: Any) -> int:
    depth = 0
    while isinstance(data, (list, tuple)) and data:
        data, depth = data[0], depth + 1
    return depth


def _holds_floats(data: Any) -> bool:
    while isinstance(data, (list, tuple)) and data:
        data = data[0]
    return isinstance(data, float)


def _number(value: Any, name: str) -> Any:
    """A number, or a tensor's only element. Raises ArgumentError naming the function."""
    if value.__class__ is int or value.__class__ is float:
        return value
    value = value.item() if value.__class__ is Tensor else value
    if not isinstance(value, (int, float, complex, np.number, np.bool_)):
        raise ArgumentError(f"{name} takes a number, not {type(value).__name__}")
    return value


def _scalar_dtype(value: Any) -> np.dtype:
    return value.dtype if isinstance(value, np.generic) else scalar_dtype(value)


def _nested(data: Any) -> tuple[Any, np.dtype]:
    """Nested lists with tensors replaced by their numbers, and the dtype of their contents."""
    kinds: set[Any] = set()

    def plain(item: Any) -> Any:
        kind = item.__class__
        if kind is list or kind is tuple:
            return [plain(part) for part in item]
        if kind is Tensor:
            kinds.add(item.array.dtype)
            return memory(item).tolist()
        if isinstance(item, np.ndarray):
            kinds.add(of_numbers(item).dtype)
            return item.tolist()
        if kind in (bool, int, float, complex):
            kinds.add(kind)
            return item
        if isinstance(item, np.generic):
            kinds.add(item.dtype)
            return item.item()
        raise ArgumentError(f"a tensor is made of numbers, not of {kind.__name__}: {item!r}")

    cleaned = plain(data)
    if not kinds:
        return cleaned, default.numpy
    dtypes = [k if isinstance(k, np.dtype) else _scalar_dtype(k(0)) for k in kinds]
    return cleaned, result_dtype([np.empty(1, dtype) for dtype in dtypes])


def _uneven(data: Any) -> str:
    if _depth(data) > MAX_DIMS:
        return f"nested deeper than the {MAX_DIMS} dimensions of a tensor"
    lengths = {len(part) if isinstance(part, (list, tuple)) else "a number" for part in data}
    return "parts of length " + ", ".join(sorted(map(str, lengths)))


@public("as_tensor", "asarray")
def as_tensor(data: Any, dtype: Any = None, device: Any = None) -> Tensor:
    """`data` as a tensor, without a copy where it is one already."""
    if isinstance(data, Tensor):
        return data if dtype is None else data.to(dtype)
    if isinstance(data, np.ndarray) and (dtype is None or numpy_dtype(dtype) == data.dtype):
        return new_tensor(of_numbers(data))
    return new_tensor(array_of(data, dtype))


@public("scalar_tensor")
def scalar_tensor(s: Any, *, dtype: Any = None, requires_grad: bool = False) -> Tensor:
    """A zero-dimensional tensor of the default dtype."""
    value = _number(s, "scalar_tensor")
    return finish(_full((), value, numpy_dtype(dtype) if dtype else default.numpy), requires_grad)


def legacy_tensor(*args: Any, dtype: np.dtype | None = None) -> Tensor:
    """`torch.Tensor(2, 3)` gives zeros of a shape, `torch.Tensor([1, 2])` floats of the data."""
    target = dtype or default.numpy
    if len(args) == 1 and isinstance(args[0], (list, tuple, np.ndarray)):
        return new_tensor(cast(array_of(args[0]), target))
    if len(args) == 1 and isinstance(args[0], Tensor):
        return args[0].detach()
    return new_tensor(np.zeros(check_size(sizes(args), target), target))


def _legacy(name: str, dtype: Any) -> None:
    def make(*args: Any) -> Tensor:
        return legacy_tensor(*args, dtype=np.dtype(dtype))

    make.__name__ = name
    public(name)(make)


for _name, _dtype in {
    "FloatTensor": F32,
    "DoubleTensor": F64,
    "LongTensor": I64,
    "IntTensor": np.int32,
    "ShortTensor": np.int16,
    "CharTensor": np.int8,
    "ByteTensor": np.uint8,
    "BoolTensor": B8,
    "HalfTensor": np.float16,
}.items():
    _legacy(_name, _dtype)


def _filled(name: str, make: Callable[[tuple[int, ...], np.dtype], np.ndarray]) -> None:
    """Publish `name(*size)`, `name_like(input)` and the method `input.new_name(*size)`."""

    def create(
        *size: Any,
        dtype: Any = None,
        device: Any = None,
        layout: Any = None,
        requires_grad: bool = False,
        **named: Any,
    ) -> Tensor:
        if "size" in named:
            size = (named.pop("size"),)
        if named:
            raise ArgumentError(f"{name} does not know the argument {next(iter(named))!r}")
        target = numpy_dtype(dtype) if dtype is not None else default.numpy
        return finish(make(check_size(sizes(size), target), target), requires_grad)

    def like(
        input: Tensor,
        *,
        dtype: Any = None,
        device: Any = None,
        layout: Any = None,
        requires_grad: bool = False,
        memory_format: Any = None,
    ) -> Tensor:
        array = require_tensor(input, name + "_like").array
        target = numpy_dtype(dtype) if dtype is not None else array.dtype
        return finish(make(array.shape, target), requires_grad)

    def new(
        self: Tensor, *size: Any, dtype: Any = None, device: Any = None, requires_grad: bool = False
    ) -> Tensor:
        target = numpy_dtype(dtype) if dtype is not None else self.array.dtype
        return finish(make(check_size(sizes(size), target), target), requires_grad)

    for function, its_name in ((create, name), (like, name + "_like")):
        function.__name__ = its_name
        public(its_name)(function)
    public(method="new_" + name)(new)


_filled("ones", np.ones)
_filled("zeros", np.zeros)
_filled("empty", np.zeros)


@public("full")
def full(
    size: Any,
    fill_value: Any,
    *,
    dtype: Any = None,
    device: Any = None,
    layout: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """A tensor of `size` with every element `fill_value`, in the dtype that number suggests."""
    value = _number(fill_value, "full")
    target = numpy_dtype(dtype) if dtype is not None else _scalar_dtype(value)
    return finish(_full(sizes((size,)), value, target), requires_grad)


def _full(shape: tuple[int, ...], value: Any, target: np.dtype) -> np.ndarray:
    """Raises ValueRangeError or DTypeError for a number that does not fit into the dtype."""
    if isinstance(value, complex) and target.kind not in "cb":
        raise DTypeError(f"the complex number {value!r} does not fit into {target}")
    try:
        return np.full(check_size(shape, target), value, target)
    except OverflowError:
        raise ValueRangeError(f"{value!r} does not fit into {target}") from None


@public("full_like")
def full_like(
    input: Tensor,
    fill_value: Any,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    memory_format: Any = None,
) -> Tensor:
    require_tensor(input, "full_like")
    target = numpy_dtype(dtype) if dtype is not None else input.array.dtype
    value = _number(fill_value, "full_like")
    return finish(_full(input.array.shape, value, target), requires_grad)


@public(method="new_full")
def new_full(
    self: Tensor, size: Any, fill_value: Any, *, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    target = numpy_dtype(dtype) if dtype is not None else self.array.dtype
    value = _number(fill_value, "new_full")
    return finish(_full(sizes((size,)), value, target), requires_grad)


@public(method="new_tensor")
def new_tensor_like(
    self: Tensor, data: Any, *, dtype: Any = None, requires_grad: bool = False
) -> Tensor:
    array = array_of(data, dtype)
    if dtype is None and array.dtype.kind == "c" and self.array.dtype.kind not in "cb":
        raise ArgumentError(f"complex numbers do not fit into {self.dtype}")
    return finish(array if dtype is not None else array.astype(self.array.dtype), requires_grad)


@public("eye")
def eye(
    n: int,
    m: int | None = None,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Ones on the diagonal of an n by m matrix."""
    target = numpy_dtype(dtype) if dtype is not None else default.numpy
    rows, columns = check_size(sizes((n, n if m is None else m)), target)
    return finish(np.eye(rows, columns, dtype=target), requires_grad)


@public("arange")
def arange(
    start: Any = 0,
    end: Any = None,
    step: Any = 1,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """start, start + step, … up to but not including end; integers when all three are.

    Raises ShapeError for a zero step, or a step that leads away from `end`.
    """
    if end is None:
        start, end = 0, start
    bounds = [_number(value, "arange") for value in (start, end, step)]
    start, end, step = bounds
    _check_range(start, end, step)
    if dtype is not None:
        target = numpy_dtype(dtype)
    else:
        target = I64 if all(isinstance(v, int) for v in bounds) else default.numpy
    count = max(0, math.ceil((end - start) / step))
    check_size((count,), target)
    if target.kind in "iu":
        return finish((int(start) + int(step) * np.arange(count)).astype(target), requires_grad)
    # PyTorch computes each element on its own, in double precision.
    values = start + np.arange(count, dtype=F64) * step
    return finish(values.astype(target), requires_grad)


def _check_range(start: Any, end: Any, step: Any) -> None:
    if not all(isinstance(v, (int, float)) and math.isfinite(v) for v in (start, end)):
        raise ShapeError(f"a range needs finite bounds, not {start} to {end}")
    if step == 0:
        raise ShapeError("the step of a range cannot be zero")
    if (end - start) / step < 0:
        raise ShapeError(f"a step of {step} does not lead from {start} to {end}")


@public("range")
def range_(start: Any, end: Any, step: Any = 1, *, dtype: Any = None) -> Tensor:
    """As `arange`, but with `end` included."""
    start, end, step = (_number(value, "range") for value in (start, end, step))
    _check_range(start, end, step)
    count = math.floor((end - start) / step) + 1
    target = numpy_dtype(dtype) if dtype is not None else default.numpy
    check_size((count,), target)
    return new_tensor((start + np.arange(count, dtype=F64) * step).astype(target))


@public("linspace")
def linspace(
    start: Any,
    end: Any,
    steps: int,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """`steps` values from start to end, both included, computed from both ends inwards."""
    start, end = _number(start, "linspace"), _number(end, "linspace")
    if steps < 0:
        raise ShapeError(f"the number of steps cannot be negative: {steps}")
    target = numpy_dtype(dtype) if dtype is not None else default.numpy
    return finish(_spaced(start, end, steps, target), requires_grad)


def _spaced(start: Any, end: Any, steps: int, target: np.dtype) -> np.ndarray:
    check_size((steps,), target)
    if steps == 1:
        return np.full(1, start, target)
    # Integers are computed in single precision and cut off, floats in their own dtype.
    computed = target if target.kind in "fc" else F64
    kind = computed.type
    index = np.arange(steps, dtype=F64)
    step = (kind(end) - kind(start)) / kind(max(steps - 1, 1))
    forward = kind(start) + step * index.astype(computed)
    backward = kind(end) - step * (steps - 1 - index).astype(computed)
    return np.where(index < steps / 2, forward, backward).astype(target)


@public("logspace")
def logspace(
    start: Any,
    end: Any,
    steps: int,
    base: float = 10.0,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """`steps` powers of `base`, the exponents spaced evenly from start to end."""
    start, end = _number(start, "logspace"), _number(end, "logspace")
    if steps < 0:
        raise ShapeError(f"the number of steps cannot be negative: {steps}")
    target = numpy_dtype(dtype) if dtype is not None else default.numpy
    exponents = _spaced(start, end, steps, F64)
    values = np.power(float(_number(base, "logspace")), exponents)
    return finish(values.astype(target), requires_grad)
