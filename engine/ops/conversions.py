"""Copies, dtypes, and leaving the graph."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import tensor as require_tensor
from ..arrays import cast
from ..declare import operator, public
from ..device import Device
from ..dtypes import BY_NUMPY, DType, numpy_dtype
from ..errors import ArgumentError, DimError
from ..tensor import Tensor, memory, new_tensor


def _to_copy(x: Any, dtype: Any) -> Any:
    return x.astype(dtype) if x.dtype == dtype else cast(x, np.dtype(dtype))


to_copy = operator("to_copy", _to_copy, lazy=True, x=lambda g: g)
clone_ = operator("clone", lambda x: np.array(x, copy=True), x=lambda g: g)
copy_backwards = operator(
    "copy",
    lambda x: x.copy() if x.dtype == np.bool_ else +x,
    node="torch::autograd::CopyBackwards",
    lazy=True,
    x=lambda g: g,
)


def clone_gradient(gradient: Tensor) -> Tensor:
    """The first gradient of a leaf when it stays differentiable."""
    return copy_backwards(gradient)


@public("clone", method=True)
def clone(input: Tensor, *, memory_format: Any = None) -> Tensor:
    """A differentiable copy."""
    return clone_(require_tensor(input, "clone"))


@public(method="to")
def to(input: Tensor, *args: Any, **options: Any) -> Tensor:
    """The tensor in another dtype: `to(dtype)`, `to(other)`, `to("cpu")`, `to("cpu", dtype)`.

    Returns the tensor itself when nothing changes and no copy is asked for.
    """
    dtype = options.get("dtype")
    copy = options.get("copy", False)
    for arg in args:
        if arg.__class__ is Tensor:
            dtype = arg.array.dtype
        elif isinstance(arg, (DType, type, np.dtype)):
            dtype = arg
        elif not isinstance(arg, (bool, Device)):
            Device(arg)
    target = input.array.dtype if dtype is None else as_numpy_dtype(dtype)
    if input.array.dtype == target:
        return clone_(input) if copy else input
    return to_copy(input, target)


def as_numpy_dtype(dtype: Any) -> np.dtype:
    return dtype if isinstance(dtype, np.dtype) else numpy_dtype(dtype)


def _conversion(name: str, dtype: Any) -> None:
    target = numpy_dtype(dtype)

    def convert(input: Tensor) -> Tensor:
        return input if input.array.dtype == target else to_copy(input, target)

    convert.__name__ = name
    convert.__doc__ = f"The tensor as {BY_NUMPY[target]}."
    public(method=name)(convert)


for _dtype in BY_NUMPY.values():
    _conversion(_dtype.name, _dtype)
for _name, _numpy in {
    "half": np.float16,
    "float": np.float32,
    "double": np.float64,
    "cfloat": np.complex64,
    "cdouble": np.complex128,
    "byte": np.uint8,
    "char": np.int8,
    "short": np.int16,
    "int": np.int32,
    "long": np.int64,
    "bool": np.bool_,
}.items():
    _conversion(_name, BY_NUMPY[np.dtype(_numpy)])


@public(method="astype")
def astype(input: Tensor, dtype: Any) -> Tensor:
    """NumPy's name for `to`, which VJP rules use."""
    return to(input, dtype)


@public(method="type")
def type_(input: Tensor, dtype: Any = None) -> Any:
    """The tensor in another dtype; without one, the name of the tensor's legacy type."""
    if dtype is None:
        return "torch." + LEGACY_TYPES[input.dtype.name]
    if isinstance(dtype, str):
        names = {"torch." + legacy: name for name, legacy in LEGACY_TYPES.items()}
        if dtype not in names:
            raise ArgumentError(f"{dtype!r} is no tensor type")
        return getattr(input, names[dtype])()
    return to(input, dtype)


LEGACY_TYPES = {
    "bool": "BoolTensor",
    "uint8": "ByteTensor",
    "int8": "CharTensor",
    "int16": "ShortTensor",
    "int32": "IntTensor",
    "int64": "LongTensor",
    "float16": "HalfTensor",
    "float32": "FloatTensor",
    "float64": "DoubleTensor",
    "complex64": "ComplexFloatTensor",
    "complex128": "ComplexDoubleTensor",
}


@public(method="type_as")
def type_as(input: Tensor, other: Tensor) -> Tensor:
    return to(input, other)


@public(method="cpu")
def cpu(input: Tensor) -> Tensor:
    return input


@public(method="contiguous")
def contiguous(input: Tensor, *, memory_format: Any = None) -> Tensor:
    """The tensor itself when its elements lie in row order, else a copy in that order."""
    if is_contiguous(input):
        return input
    return contiguous_copy(input)


contiguous_copy = operator(
    "contiguous", lambda x: np.array(x, order="C"), node="CloneBackward0", x=lambda g: g
)


@public(method="is_contiguous")
def is_contiguous(input: Tensor, *, memory_format: Any = None) -> bool:
    array = input.array
    return not isinstance(array, np.ndarray) or array.flags.c_contiguous


@public("numel", method="numel nelement")
def numel(input: Tensor) -> int:
    require_tensor(input, "numel")
    return input.array.size


@public(method="size")
def size(input: Tensor, dim: int | None = None) -> Any:
    """The shape, or its length along `dim`."""
    return input.shape if dim is None else _along(input.array.shape, dim)


def _along(values: tuple[int, ...], dim: int) -> int:
    """What a tensor's dimension `dim` has of `values`, one for each."""
    if not values:
        raise DimError("a zero-dimensional tensor has no dimension")
    return values[axis(dim, len(values))]


@public(method="dim ndimension")
def dim(input: Tensor) -> int:
    return input.array.ndim


@public(method="element_size")
def element_size(input: Tensor) -> int:
    return input.array.dtype.itemsize


@public("is_floating_point", method=True)
def is_floating_point(input: Tensor) -> bool:
    require_tensor(input, "is_floating_point")
    return input.array.dtype.kind == "f"


@public("is_complex", method=True)
def is_complex(input: Tensor) -> bool:
    require_tensor(input, "is_complex")
    return input.array.dtype.kind == "c"


@public("is_tensor")
def is_tensor(obj: Any) -> bool:
    return obj.__class__ is Tensor


@public(method="stride")
def stride(input: Tensor, dim: int | None = None) -> Any:
    """How many elements lie between neighbours along each dimension, or along `dim`."""
    array = memory(input)
    steps = tuple(step // array.itemsize for step in array.strides)
    if not array.size and array.ndim > 1:
        steps = tuple(
            math.prod(max(n, 1) for n in array.shape[i:]) for i in range(1, array.ndim + 1)
        )
    return steps if dim is None else _along(steps, dim)


@public("detach", method=False)
def detach(input: Tensor) -> Tensor:
    """The same memory outside the graph."""
    require_tensor(input, "detach")
    return input.detach()


@public(method="detach_")
def detach_(input: Tensor) -> Tensor:
    """Leave the graph in place: the tensor becomes a leaf."""
    from ..errors import GradError

    if input.view_of is not None:
        raise GradError("a view cannot leave the graph in place; use detach()")
    input.node = None
    input.leaf = False
    return input


def axis(dim: Any, ndim: int) -> int:
    """`dim` counted from the front. Raises DimError when the tensor has no such dimension."""
    from ..dims import one_dim

    return one_dim(dim, ndim)


@public("result_type")
def result_type(tensor1: Any, tensor2: Any) -> DType:
    """The dtype that an operator of the two would compute in."""
    from ..dtypes import result_dtype

    return BY_NUMPY[result_dtype([getattr(t, "array", t) for t in (tensor1, tensor2)])]


@public("promote_types")
def promote(type1: DType, type2: DType) -> DType:
    from ..dtypes import promote_types

    return BY_NUMPY[promote_types(numpy_dtype(type1), numpy_dtype(type2))]


@public("can_cast")
def can_cast_types(from_: DType, to: DType) -> bool:
    from ..dtypes import can_cast

    return can_cast(numpy_dtype(from_), numpy_dtype(to))


@public("from_numpy")
def from_numpy(ndarray: Any) -> Tensor:
    """A tensor that shares the memory of `ndarray`."""
    if not isinstance(ndarray, np.ndarray):
        raise ArgumentError(f"from_numpy takes a NumPy array, not {type(ndarray).__name__}")
    if ndarray.dtype not in BY_NUMPY:
        raise ArgumentError(f"no tensor dtype corresponds to NumPy's {ndarray.dtype}")
    return new_tensor(np.asarray(ndarray))  # a memory map as the array that it is
