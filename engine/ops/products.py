"""Products of vectors and matrices: matmul and the products it is made of, and linear layers."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from numpy import ndarray

from ..arrays import as_array
from ..calls import recorded
from ..declare import UFUNCS, operator, public
from ..dtypes import F32, F64
from ..errors import ArgumentError, DTypeError, ShapeError, UnsupportedError
from ..gradmode import mode
from ..graph import edge_of
from ..inplace import inplace
from ..operator import Operator
from ..tensor import Tensor, memory, new_tensor
from .conversions import contiguous
from .inner_views import inner_reshaped, inner_view
from .shapes import (
    broadcast_shape,
    expanded,
    matrix_transposed,
    squeezed_dim,
    transposed,
    unsafe_view,
    unsqueezed,
    viewed,
)


def matmul_kernel(a: Any, b: Any) -> Any:
    if a.dtype.char == "e":  # half precision is summed in single
        return np.matmul(a, b, dtype=np.float32).astype(a.dtype)
    return np.matmul(a, b)


def matrix_product(a: Any, b: Any) -> Any:
    """`a @ b` for two matrices; NumPy's older function for it starts in half the time."""
    if a.__class__ is not ndarray:
        return a @ b
    return a.dot(b) if a.dtype is F32 or a.dtype is F64 else matmul_kernel(a, b)


def adjoined(x: Any) -> Any:
    """The matrices in the last two dimensions, transposed."""
    return x.mT if x.__class__ is ndarray else np.swapaxes(x, -1, -2)


mm_op = operator(
    "mm",
    matrix_product,
    a=lambda g, b: matrix_product(g, adjoined(b)),
    b=lambda g, a: matrix_product(adjoined(a), g),
)
bmm_op = operator(
    "bmm", matmul_kernel, a=lambda g, b: g @ adjoined(b), b=lambda g, a: adjoined(a) @ g
)
mv_op = operator(
    "mv",
    matmul_kernel,
    a=lambda g, b: np.expand_dims(g, 1) * b,
    b=lambda g, a: adjoined(a) @ g,
)
dot_op = operator("dot", matmul_kernel, a=lambda g, b: g * b, b=lambda g, a: g * a)
vdot_op = operator(
    "vdot",
    lambda a, b: matmul_kernel(np.conj(a), b),
    holomorphic=False,
    a=lambda g, b: np.conj(g) * b,
    b=lambda g, a: g * a,
)
row_squeezed = operator(
    "squeeze_row",
    lambda x: x[0],
    node="SqueezeBackward4",
    holomorphic=False,
    x=lambda g: np.expand_dims(g, 0),
)


def pair(name: str, input: Any, other: Any) -> tuple[ndarray, ndarray]:
    """The arrays of two tensors that can be multiplied: of one dtype, not bool.

    Raises ArgumentError for what is no tensor, DTypeError.
    """
    if input.__class__ is not Tensor or other.__class__ is not Tensor:
        wrong = other if input.__class__ is Tensor else input
        raise ArgumentError(f"{name} multiplies tensors, not {type(wrong).__name__}")
    a, b = input.array, other.array
    if a.dtype is not b.dtype and a.dtype != b.dtype:
        raise DTypeError(
            f"{name}: the operands must have one dtype, these have {input.dtype} and "
            f"{other.dtype}; convert one with .to()"
        )
    if a.dtype.kind == "b":
        raise UnsupportedError(f"{name} is not defined for bool tensors")
    if a.__class__ is not ndarray:
        a = memory(input)
    if b.__class__ is not ndarray:
        b = memory(other)
    return a, b


def multiply(made: Operator, input: Tensor, other: Tensor, a: ndarray, b: ndarray) -> Tensor:
    """Apply a product of two tensors whose arrays are at hand: the short path to its node."""
    if mode.watcher is not None:
        return made.record((input, other))
    try:
        out = made.kernel(a, b)
    except ValueError:
        raise ShapeError(
            f"{made.name}: the shapes {list(a.shape)} and {list(b.shape)} cannot be multiplied: "
            "the last length of the first must be the length it meets in the second"
        ) from None
    if out.__class__ is not ndarray:
        out = as_array(out)
    if mode.enabled:
        first, second = edge_of(input), edge_of(other)
        mask = (first is not None) | (second is not None) << 1
        if mask and (a.dtype is F32 or a.dtype is F64):
            plan = made.plans.get(mask) or made.plan(mask)
            return recorded(out, plan, (first, second), (input, other), (a, b, out))
        if mask:
            found = new_tensor(out)
            made.attach(found, (input, other), (a, b), (first, second), mask)
            return found
    return new_tensor(out)


def _product(made: Operator, input: Any, other: Any, ndims: tuple[int, int]) -> Tensor:
    """A product of tensors of exactly so many dimensions each."""
    a, b = pair(made.name, input, other)
    if (a.ndim, b.ndim) != ndims:
        raise ShapeError(
            f"{made.name} takes tensors of {ndims[0]} and {ndims[1]} dimensions, not of the "
            f"shapes {list(a.shape)} and {list(b.shape)}"
        )
    if ndims[0] == 3 and a.shape[0] != b.shape[0]:
        raise ShapeError(f"{made.name}: batches of {a.shape[0]} and of {b.shape[0]} matrices")
    return multiply(made, input, other, a, b)


@public("mm", method=True)
def mm(input: Tensor, mat2: Tensor) -> Tensor:
    """The product of two matrices."""
    return _product(mm_op, input, mat2, (2, 2))


@public("mv", method=True)
def mv(input: Tensor, vec: Tensor) -> Tensor:
    """The product of a matrix and a vector."""
    return _product(mv_op, input, vec, (2, 1))


@public("dot", method=True)
def dot(input: Tensor, tensor: Tensor) -> Tensor:
    """The sum of the products of two vectors' elements."""
    return _product(dot_op, input, tensor, (1, 1))


@public("vdot", method=True)
def vdot(input: Tensor, other: Tensor) -> Tensor:
    """As `dot`, the first vector conjugated."""
    return _product(vdot_op, input, other, (1, 1))


@public("bmm", method=True)
def bmm(input: Tensor, mat2: Tensor) -> Tensor:
    """The products of two batches of matrices."""
    return _product(bmm_op, input, mat2, (3, 3))


def matmul(input: Any, other: Any) -> Tensor:
    """The matrix product; vectors are rows or columns, further dimensions are batches.

    Raises ShapeError, and DTypeError for different dtypes, which PyTorch does not promote here.
    """
    a, b = pair("matmul", input, other)
    if a.ndim == 2:
        if b.ndim == 2:
            return multiply(mm_op, input, other, a, b)
        if b.ndim == 1:
            return multiply(mv_op, input, other, a, b)
    elif a.ndim == 1:
        if b.ndim == 1:
            return multiply(dot_op, input, other, a, b)
        if b.ndim == 2:
            return row_squeezed(mm(inner_view(unsqueezed, input, 0), other))
    if not a.ndim or not b.ndim:
        raise ShapeError("matmul takes vectors, matrices and batches of them, not single numbers")
    if a.ndim == b.ndim == 3:
        # A batch of one that requires grad is a single matrix, lest its gradient be a batch.
        if b.shape[0] == 1 != a.shape[0] and other.requires_grad:
            return _folded(input, inner_view(squeezed_dim, other, (0,)))
        if a.shape[0] == 1 != b.shape[0] and input.requires_grad:
            return _folded(inner_view(squeezed_dim, input, (0,)), other)
    return _folded(input, other) if _folds(input, other, a, b) else _batched(input, other)


public("matmul", "linalg.matmul", method="matmul")(matmul)


def _folds(input: Tensor, other: Tensor, a: ndarray, b: ndarray) -> bool:
    """Whether a batch times one matrix is done as one product of a tall matrix: when the other
    requires grad (a batch of gradients would take more memory), or when no copy is needed."""
    large, small = (a, other) if a.ndim >= b.ndim else (b.swapaxes(-1, -2), input)
    if large.ndim < 3 or small.array.ndim > 2:
        return False
    if small.requires_grad:
        return True
    if a.ndim == 2:
        return False
    if not large.size:
        return True
    strides, shape = large.strides, large.shape
    return all(strides[i] == strides[i + 1] * shape[i + 1] for i in range(large.ndim - 2))


def _folded(input: Tensor, other: Tensor) -> Tensor:
    """A batch of matrices times one matrix or vector, the batch laid out as one tall matrix."""
    turned = other.ndim > input.ndim
    large = inner_view(transposed, other, other.ndim - 2, other.ndim - 1) if turned else input
    small = input if turned else other
    if turned and input.ndim == 2:
        small = inner_view(matrix_transposed, input)
    shape = large.array.shape
    tall = inner_reshaped(large, (prod(shape[:-1]), shape[-1]))
    if small.ndim == 1:
        return unsafe_view(mv(tall, small), shape[:-1])
    found = unsafe_view(mm(tall, small), (*shape[:-1], small.array.shape[1]))
    if not turned:
        return found
    return contiguous(transposed(found, found.ndim - 2, found.ndim - 1))


def _batched(input: Tensor, other: Tensor) -> Tensor:
    """Both expanded to the same batch and multiplied matrix by matrix."""
    a, b = input.array.shape, other.array.shape
    batch = broadcast_shape(a[:-2], b[:-2])
    rows, columns = a[-2:-1], b[-1:] if len(b) > 1 else ()
    left = _as_batch(input, batch, (*rows, a[-1]))
    if len(a) == 1:
        left = inner_view(unsqueezed, left, 1)
    right = _as_batch(other, batch, b[-2:])
    if len(b) == 1:
        right = inner_view(unsqueezed, right, 2)
    return unsafe_view(bmm(left, right), batch + rows + columns)


def _as_batch(input: Tensor, batch: tuple[int, ...], core: tuple[int, ...]) -> Tensor:
    return inner_reshaped(inner_view(expanded, input, batch + core), (prod(batch), *core))


def _operator_matmul(input: Any, other: Any) -> Any:
    return matmul(input, other) if other.__class__ is Tensor else NotImplemented


setattr(Tensor, "__matmul__", _operator_matmul)  # noqa: B010
setattr(Tensor, "__rmatmul__", lambda input, other: NotImplemented)  # noqa: B010
setattr(Tensor, "__imatmul__", inplace(matmul, "__imatmul__"))  # noqa: B010
UFUNCS["matmul"] = matmul


@public("nn.functional.linear")
def linear(input: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """input @ weight.T + bias; input [..., in], weight [out, in] or [in], bias [out]."""
    if input.__class__ is not Tensor or weight.__class__ is not Tensor:
        raise ArgumentError("linear takes tensors for input and weight")
    if weight.array.ndim > 2 or not weight.array.ndim or not input.array.ndim:
        raise ShapeError(
            f"linear: input [..., in] and weight [out, in] or [in], not the shapes "
            f"{list(input.shape)} and {list(weight.shape)}"
        )
    turned = inner_view(matrix_transposed, weight)
    if bias is None:
        return matmul(input, turned)
    from .product_sums import addmm

    ndim = input.array.ndim
    if ndim == 2:
        return addmm(bias, input, turned)
    if bias.ndim and bias.numel() == max(bias.shape) and memory(input).flags.c_contiguous:
        flat = inner_view(viewed, input, (prod(input.array.shape[:-1]), input.array.shape[-1]))
        found = addmm(bias, flat, turned)
        return viewed(found, (*input.array.shape[:-1], found.array.shape[1]))
    return matmul(input, turned) + bias
