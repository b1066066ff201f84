"""Reductions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import expand_reduced
from ..declare import operator, public
from ..dims import many_dims
from ..dtypes import I64
from ..tensor import Tensor

sum_all = operator(
    "sum",
    lambda x: np.sum(x),
    lazy=True,
    x=lambda g, x_shape: np.broadcast_to(g, x_shape),
)
sum_dim = operator(
    "sum_dim",
    lambda x, dim, keepdim: np.sum(x, axis=dim, keepdims=keepdim),
    node="SumBackward1",
    lazy=True,
    x=lambda g, x_shape, dim, keepdim: expand_reduced(g, x_shape, dim, keepdim),
)
mean_all = operator(
    "mean",
    lambda x: np.sum(x) / x.size,
    lazy=True,
    x=lambda g, x_shape: np.broadcast_to(g, x_shape) / count(x_shape),
)


def count(shape: tuple[int, ...]) -> int:
    total = 1
    for length in shape:
        total *= length
    return total


@public("sum", method=True)
def sum_(input: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The sum of all elements, or along `dim`; integers and bools are summed as int64."""
    if dtype is not None:
        input = input.to(dtype)
    elif input.array.dtype.kind in "iub":
        input = input.to(I64)
    if dim is None and not keepdim:
        return sum_all(input)
    return sum_dim(input, many_dims(dim, input.array.ndim), keepdim)


@public("mean", method=True)
def mean(input: Tensor) -> Tensor:
    return mean_all(input)
