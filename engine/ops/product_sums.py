"""beta * input + alpha * product: addmm, addmv, addr, addbmm, baddbmm."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import unbroadcast
from ..calls import recorded
from ..declare import operator, public
from ..dtypes import F32, F64
from ..errors import ArgumentError, DimError, DTypeError, ShapeError, UnsupportedError
from ..gradmode import mode
from ..graph import edge_of
from ..operator import Operator
from ..tensor import Tensor, memory, new_tensor
from .products import adjoined, matmul_kernel


def _scaled(g: Any, by: Any) -> Any:
    return g if by == 1 else g * by


def _sum(x: Any, product: Any, beta: Any, alpha: Any) -> Any:
    """beta * x + alpha * product in the product's shape; with beta=0, x does not matter at all."""
    if alpha != 1:
        product = product * product.dtype.type(alpha)
    if beta == 0:
        return product
    return np.add(x if beta == 1 else x * x.dtype.type(beta), product)


def _from_input(g: Any, x_shape: Any, beta: Any) -> Any:
    return unbroadcast(_scaled(g, beta), x_shape)


PRODUCT_RULES: dict[str, Any] = {
    "x": _from_input,
    "a": lambda g, b, alpha: _scaled(g @ adjoined(b), alpha),
    "b": lambda g, a, alpha: _scaled(adjoined(a) @ g, alpha),
}
OUTER_RULES: dict[str, Any] = {
    "x": _from_input,
    "a": lambda g, b, alpha: _scaled(g @ b, alpha),
    "b": lambda g, a, alpha: _scaled(adjoined(g) @ a, alpha),
}


def _sum_op(name: str, product: Any, **declaration: Any) -> Operator:
    def compute(x: Any, a: Any, b: Any, beta: Any, alpha: Any) -> Any:
        found = product(a, b)
        if alpha == 0 and product is not np.multiply.outer:  # BLAS does not even let nan through
            found, alpha = np.zeros_like(found), 1
        return _sum(x, found, beta, alpha)

    return operator(name, compute, **declaration)


addmm_op = _sum_op("addmm", matmul_kernel, **PRODUCT_RULES)
baddbmm_op = _sum_op("baddbmm", matmul_kernel, **PRODUCT_RULES)
addmv_op = _sum_op(
    "addmv",
    matmul_kernel,
    x=_from_input,
    a=lambda g, b, alpha: _scaled(np.expand_dims(g, 1) * b, alpha),
    b=lambda g, a, alpha: _scaled(adjoined(a) @ g, alpha),
)
addr_op = _sum_op("addr", np.multiply.outer, promote="common", **OUTER_RULES)
addbmm_op = _sum_op(
    "addbmm",
    lambda a, b: np.add.reduce(matmul_kernel(a, b), axis=0),
    x=_from_input,
    a=lambda g, b, alpha: _scaled(g @ adjoined(b), alpha),
    b=lambda g, a, alpha: _scaled(adjoined(a) @ g, alpha),
)


def _apply(
    made: Operator, shape: tuple[int, ...], input: Any, a: Any, b: Any, beta: Any, alpha: Any
) -> Tensor:
    """Check that `input` broadcasts to the product's `shape` and that the dtypes agree."""
    have = input.array.shape
    trailing = shape[len(shape) - len(have) :]
    if len(have) > len(shape) or any(n not in (1, m) for n, m in zip(have, trailing, strict=True)):
        raise ShapeError(
            f"{made.name}: an input of shape {list(have)} does not broadcast to the product's "
            f"shape {list(shape)}"
        )
    dtype = input.array.dtype
    if made is not addr_op and not dtype == a.array.dtype == b.array.dtype:
        raise DTypeError(
            f"{made.name}: input and factors must have one dtype, these have {input.dtype}, "
            f"{a.dtype} and {b.dtype}"
        )
    if made is not addr_op and dtype.kind == "b":
        raise UnsupportedError(f"{made.name} is not defined for bool tensors")
    return _sum_of(made, input, a, b, _number(beta), _number(alpha))


def _sum_of(made: Operator, input: Tensor, a: Tensor, b: Tensor, beta: Any, alpha: Any) -> Tensor:
    """Apply a sum of which the arguments are known to fit: for floats on a short path."""
    arrays = memory(input), memory(a), memory(b)
    dtype = arrays[0].dtype
    if made is addr_op or (dtype is not F32 and dtype is not F64) or mode.watcher is not None:
        return made.record((input, a, b, beta, alpha))
    out = made.kernel(*arrays, beta, alpha)
    if mode.enabled:
        edges = (edge_of(input), edge_of(a), edge_of(b))
        mask = sum((edge is not None) << bit for bit, edge in enumerate(edges))
        if mask:
            plan = made.plans.get(mask) or made.plan(mask)
            args, values = (input, a, b, beta, alpha), (*arrays, beta, alpha, out)
            return recorded(out, plan, edges, args, values)
    return new_tensor(out)


def _number(value: Any) -> Any:
    if value.__class__ is Tensor:
        return value.item()
    if not isinstance(value, (int, float, complex, np.number)):
        raise ArgumentError(f"beta and alpha are numbers, not {value!r}")
    return value


def _factors(name: str, input: Any, a: Any, b: Any, ndims: tuple[int, int]) -> tuple[Any, Any]:
    """The shapes of two factors that have as many dimensions as they should."""
    if input.__class__ is not Tensor:
        raise ArgumentError(f"{name} adds to a tensor, not to {type(input).__name__}")
    if a.__class__ is not Tensor or b.__class__ is not Tensor:
        raise ArgumentError(f"{name} multiplies tensors")
    if a.array.ndim == 3 == ndims[0] and b.array.ndim < 3:
        raise DimError(f"{name}: the second batch has the shape {list(b.shape)}, not [b, m, n]")
    if (a.array.ndim, b.array.ndim) != ndims:
        raise ShapeError(
            f"{name} multiplies tensors of {ndims[0]} and {ndims[1]} dimensions, not of the "
            f"shapes {list(a.shape)} and {list(b.shape)}"
        )
    return a.array.shape, b.array.shape


def _meet(name: str, one: Any, other: Any, first: int, second: int) -> None:
    if first != second:
        raise ShapeError(
            f"{name}: factors of the shapes {list(one)} and {list(other)} cannot be multiplied"
        )


@public("addmm", method=True, inplace_form=True)
def addmm(input: Tensor, mat1: Tensor, mat2: Tensor, *, beta: Any = 1, alpha: Any = 1) -> Tensor:
    """beta * input + alpha * (mat1 @ mat2)."""
    a, b = _factors("addmm", input, mat1, mat2, (2, 2))
    _meet("addmm", a, b, a[1], b[0])
    return _apply(addmm_op, (a[0], b[1]), input, mat1, mat2, beta, alpha)


@public("addmv", method=True, inplace_form=True)
def addmv(input: Tensor, mat: Tensor, vec: Tensor, *, beta: Any = 1, alpha: Any = 1) -> Tensor:
    """beta * input + alpha * (mat @ vec)."""
    a, b = _factors("addmv", input, mat, vec, (2, 1))
    _meet("addmv", a, b, a[1], b[0])
    return _apply(addmv_op, a[:1], input, mat, vec, beta, alpha)


@public("addr", method=True, inplace_form=True)
def addr(input: Tensor, vec1: Tensor, vec2: Tensor, *, beta: Any = 1, alpha: Any = 1) -> Tensor:
    """beta * input + alpha * outer(vec1, vec2)."""
    a, b = _factors("addr", input, vec1, vec2, (1, 1))
    return _apply(addr_op, a + b, input, vec1, vec2, beta, alpha)


@public("addbmm", method=True, inplace_form=True)
def addbmm(
    input: Tensor, batch1: Tensor, batch2: Tensor, *, beta: Any = 1, alpha: Any = 1
) -> Tensor:
    """beta * input + alpha * the sum of the products of two batches."""
    a, b = _factors("addbmm", input, batch1, batch2, (3, 3))
    _meet("addbmm", a, b, a[2], b[1])
    _meet("addbmm", a, b, a[0], b[0])
    return _apply(addbmm_op, (a[1], b[2]), input, batch1, batch2, beta, alpha)


@public("baddbmm", method=True, inplace_form=True)
def baddbmm(
    input: Tensor, batch1: Tensor, batch2: Tensor, *, beta: Any = 1, alpha: Any = 1
) -> Tensor:
    """beta * input + alpha * the products of two batches, matrix by matrix."""
    a, b = _factors("baddbmm", input, batch1, batch2, (3, 3))
    _meet("baddbmm", a, b, a[2], b[1])
    _meet("baddbmm", a, b, a[0], b[0])
    return _apply(baddbmm_op, (a[0], a[1], b[2]), input, batch1, batch2, beta, alpha)
