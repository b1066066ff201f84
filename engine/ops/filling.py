"""Tensors overwritten whole: with another tensor's elements, one number, or zeros."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from ..arguments import tensor
from ..arrays import unbroadcast
from ..declare import operator, public
from ..dtypes import BY_NUMPY, scalar_dtype
from ..errors import ArgumentError, DTypeError, ShapeError
from ..inplace import store
from ..tensor import Tensor, memory, new_tensor


def as_value(value: Any, dtype: np.dtype) -> Tensor:
    """A number as a zero-dimensional tensor of `dtype`; a tensor as it is."""
    if value.__class__ is Tensor:
        return value
    if not isinstance(value, (int, float, complex)):
        raise ArgumentError(f"a {type(value).__name__} cannot be stored in a tensor: {value!r}")
    kind = scalar_dtype(value).kind
    if (kind == "c" and dtype.kind not in "cb" and value.imag) or (
        kind == "f" and dtype.kind in "iu" and not np.isfinite(value)
    ):
        raise DTypeError(f"the number {value!r} cannot be stored as {BY_NUMPY[dtype]}")
    if kind == "c" and dtype.kind in "iuf":
        value = value.real
    return new_tensor(np.asarray(value).astype(dtype))


copied = operator(
    "copy_",
    lambda x, src: np.broadcast_to(src, x.shape).astype(x.dtype),
    node="torch::autograd::CopyBackwards",
    holomorphic=False,
    x=lambda g: np.zeros_like(g),
    src=lambda g, src_shape: unbroadcast(g, src_shape),
)


@public(method="copy_")
def copy_(self: Tensor, src: Any, non_blocking: bool = False) -> Tensor:
    """Overwrite with `src`, broadcast and converted to this dtype. Raises ShapeError."""
    src = as_value(src, self.array.dtype)
    array: Any = memory(src)

    def put(x: Any) -> None:
        try:
            if array.ndim > x.ndim:
                raise ValueError
            np.copyto(x, array if x.dtype.kind == "c" else array.real, casting="unsafe")
        except ValueError:
            raise ShapeError(
                f"copy_: the shape {list(array.shape)} does not broadcast to {list(x.shape)}"
            ) from None

    return store(self, copied, (src,), put, "copy_")


def _fill_operator(node: str, value_rule: Any) -> Any:
    return operator(
        node,
        lambda x, value: np.full(x.shape, value, x.dtype),
        node=node,
        holomorphic=False,
        x=lambda g: np.zeros_like(g),
        value=value_rule,
    )


filled = _fill_operator("FillBackward0", None)
filled_with_tensor = _fill_operator("FillBackward1", lambda g: np.sum(g))
filled_in_place = _fill_operator("FillBackward2", None)
filled_in_place_with_tensor = _fill_operator("FillBackward3", lambda g: np.sum(g))


def one_value(input: Tensor, value: Any, name: str) -> Tensor:
    """A number, or a zero-dimensional tensor, to store in `input`."""
    given = as_value(value, input.array.dtype)
    if given.array.ndim:
        raise ShapeError(f"{name} takes one value, not a tensor of shape {list(given.shape)}")
    return given


def once(x: ndarray) -> ndarray:
    """An expanded array with each place in memory only once."""
    if 0 not in x.strides:
        return x
    return x[tuple([slice(0, 1) if step == 0 else slice(None) for step in x.strides])]


@public("fill_", method=True)
def fill_(input: Tensor, value: Any) -> Tensor:
    """Overwrite every element with one number or zero-dimensional tensor."""
    tensor(input, "fill_")
    given = one_value(input, value, "fill")
    of_tensor = value.__class__ is Tensor
    made = filled_in_place_with_tensor if of_tensor else filled_in_place
    array = memory(given)
    return store(
        input,
        made,
        (given,),
        lambda x: np.copyto(once(x), array, casting="unsafe"),
        "fill_",
        repeats=not of_tensor,
    )


@public("fill")
def fill(input: Tensor, value: Any) -> Tensor:
    """A tensor like `input` with every element `value`."""
    tensor(input, "fill")
    made = filled_with_tensor if value.__class__ is Tensor else filled
    return made(input, one_value(input, value, "fill"))


zeroed = operator(
    "zero", lambda x: np.zeros_like(x), holomorphic=False, x=lambda g: np.zeros_like(g)
)


@public("zero_", method=True)
def zero_(input: Tensor) -> Tensor:
    """Overwrite every element with zero."""
    tensor(input, "zero_")
    return store(input, zeroed, (), lambda x: once(x).fill(0), "zero_", repeats=True)
