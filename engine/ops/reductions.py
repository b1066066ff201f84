"""Reductions to a sum, a mean, a product, a logarithm of a sum, and truth values.

In every kernel `dim` is NumPy's `axis`: None for all, or a tuple of non-negative dimensions.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arrays import cast, expand_reduced, reduce_by, spread
from ..calls import call_with_numbers, unary_call
from ..declare import operator, public
from ..dims import one_dim, reduced_dims
from ..dtypes import B8, I64, numpy_dtype, scalar_dtype
from ..errors import ArgumentError, DTypeError, ShapeError
from ..gradmode import mode
from ..tensor import Tensor, memory, new_tensor

add_up: Any = np.add.reduce
"""Faster with its arguments by position: array, axis, dtype, out, keepdims."""


def _total(x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
    """The sum, taken in `dtype`; integers and bools are summed as int64."""
    if dtype is None:
        if x.dtype.kind in "fc":
            if x.__class__ is np.ndarray:
                return add_up(x, dim, None, None, keepdim)
            return reduce_by(np.add, x, dim, keepdim)
        dtype = I64
    return cast(reduce_by(np.add, cast(x, dtype), dim, keepdim), dtype)


def count(shape: tuple[int, ...], dim: Any) -> int:
    """How many elements of an array of `shape` each element of a reduction over `dim` sees."""
    total = 1
    for length in shape if dim is None else [shape[d] for d in dim]:
        total *= length
    return total


def _average(x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
    if dtype is None and dim is None:
        if x.__class__ is np.ndarray:
            return add_up(x, None, None, None, keepdim) / x.size
        return reduce_by(np.add, x, None, keepdim) / x.size
    total = _total(x, dim, keepdim, dtype)
    # The dtype's own division also for an empty tensor, where Python's would raise.
    return total / total.dtype.type(count(x.shape, dim))


def _spread(g: Any, x_shape: Any, dim: Any = None, keepdim: bool = False) -> Any:
    return expand_reduced(g, x_shape, dim, keepdim)


def _spread_evenly(g: Any, x_shape: Any, dim: Any, keepdim: bool) -> Any:
    return expand_reduced(g, x_shape, dim, keepdim) / count(x_shape, dim)


LINEAR: dict[str, Any] = {"lazy": True, "holomorphic": False}

sum_all = operator("sum", _total, **LINEAR, x=lambda g, x_shape: spread(g, x_shape))
sum_dim = operator("sum_dim", _total, node="SumBackward1", **LINEAR, x=_spread)
mean_all = operator(
    "mean",
    _average,
    **LINEAR,
    x=lambda g, x_shape: spread(g / math.prod(x_shape), x_shape),
)
mean_dim = operator("mean_dim", _average, node="MeanBackward1", **LINEAR, x=_spread_evenly)
nansum_dim = operator(
    "nansum",
    lambda x, dim, keepdim, dtype: _total(np.where(np.isnan(x), 0, x), dim, keepdim, dtype),
    **LINEAR,
    x=lambda g, x, x_shape, dim, keepdim: (
        expand_reduced(g, x_shape, dim, keepdim) * np.logical_not(np.isnan(x))
    ),
)
_sum, _mean = unary_call(sum_all), unary_call(mean_all)
SHORT = {made: call_with_numbers(made) for made in (sum_dim, mean_dim)}
"""The short paths, for results in the dtype of the input."""


@public("sum", method=True)
def sum_(
    input: Tensor,
    dim: Any = ...,
    keepdim: bool = False,
    *,
    dtype: Any = None,
    axis: Any = ...,
    keepdims: bool = False,
) -> Tensor:
    """The sum of all elements, or along `dim`; integers and bools are summed as int64."""
    if dim is ... and axis is ... and dtype is None and keepdim is False:
        return _sum(input)
    if axis is not ...:
        dim, keepdim = _numpy_names(dim, axis, keepdim or keepdims)
    return _reduce(input, dim, keepdim, dtype, sum_all, sum_dim)


def _numpy_names(dim: Any, axis: Any, keepdim: Any) -> tuple[Any, Any]:
    """`dim` and `keepdim` of a reduction called with `axis`; what is called most does without the
    wrapper that translates NumPy's names elsewhere."""
    if dim is not ...:
        raise ArgumentError("dim and axis are two names for one argument")
    return axis, keepdim


@public("mean", method=True)
def mean(
    input: Tensor,
    dim: Any = ...,
    keepdim: bool = False,
    *,
    dtype: Any = None,
    axis: Any = ...,
    keepdims: bool = False,
) -> Tensor:
    """The mean of all elements, or along `dim`. Raises DTypeError for integers without `dtype`."""
    if dtype is None:
        if input.__class__ is Tensor and input.array.dtype.kind in "iub":
            raise DTypeError(
                f"the mean of {input.dtype} is no {input.dtype}: pass dtype=, "
                "or convert with .float()"
            )
        if dim is ... and axis is ... and keepdim is False:
            return _mean(input)
    if dtype is not None and numpy_dtype(dtype).kind not in "fc":
        raise DTypeError(f"a mean is floating point or complex, not {dtype}")
    if axis is not ...:
        dim, keepdim = _numpy_names(dim, axis, keepdim or keepdims)
    return _reduce(input, dim, keepdim, dtype, mean_all, mean_dim)


def _reduce(
    input: Tensor, dim: Any, keepdim: Any, dtype: Any, over_all: Any, over_dims: Any
) -> Tensor:
    check_tensor(input)
    wanted = _wanted(input, dtype)
    if dim is ...:
        if keepdim:
            raise ArgumentError("keepdim needs a dim; dim=None stands for all of them")
        return over_all(input, None, False, wanted)
    check_keepdim(keepdim)
    if wanted is None:
        over_dims = SHORT.get(over_dims, over_dims)
    return over_dims(input, reduced_dims(dim, input.array.ndim), keepdim, wanted)


def _wanted(input: Tensor, dtype: Any) -> Any:
    """The NumPy dtype that a program asked for. Raises DTypeError where it ends the gradient."""
    if dtype is None:
        return None
    wanted = numpy_dtype(dtype)
    if wanted.kind not in "fc" and mode.enabled and input.requires_grad:
        raise DTypeError(f"a result of {dtype} has no gradient; detach() the tensor first")
    return wanted


def check_tensor(input: Any) -> None:
    if input.__class__ is not Tensor:
        raise ArgumentError(f"a reduction takes a tensor, not {type(input).__name__}")


def check_keepdim(keepdim: Any) -> None:
    if keepdim.__class__ is not bool:
        raise ArgumentError(f"keepdim is True or False, not {keepdim!r}")


@public("nansum", method=True)
def nansum(input: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The sum, where nan counts as zero."""
    check_tensor(input)
    check_keepdim(keepdim)
    if input.array.dtype.kind == "c":
        raise DTypeError("nansum is not defined for complex tensors")
    if input.array.dtype.kind != "f":
        return sum_(input, dim, keepdim, dtype=dtype)
    wanted = _wanted(input, dtype)
    return nansum_dim(input, reduced_dims(dim, input.array.ndim), keepdim, wanted)


@public("nanmean", method=True)
def nanmean(input: Tensor, dim: Any = None, keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The mean of the elements that are not nan."""
    check_tensor(input)
    if input.array.dtype.kind not in "fc":
        raise DTypeError(f"nanmean takes floating-point tensors, not {input.dtype}")
    total = nansum(input, dim, keepdim, dtype=dtype)
    return total / sum_(~input.detach().isnan(), dim, keepdim)


def _prod(x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
    if dtype is None:
        dtype = x.dtype if x.dtype.kind in "fc" else I64
    return cast(reduce_by(np.multiply, cast(x, dtype), dim, keepdim), dtype)


def _prod_vjp(g: Any, x: Any, y: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """g * y/x, or where x has zeros g times the product of all other elements."""
    x = cast(x, y.dtype)
    g = expand_reduced(g, x.shape, dim, keepdim)
    if x.ndim == 0:
        return g
    if np.all(x):
        return g * (expand_reduced(y, x.shape, dim, keepdim) / x)
    from .cumulative import exclusive_product

    if dim is None:
        return g * np.reshape(exclusive_product(np.reshape(x, (-1,)), 0), x.shape)
    return g * exclusive_product(x, dim[0])


prod_all = operator("prod", _prod, lazy=True, x=lambda g, x, y: _prod_vjp(g, x, y))
prod_dim = operator("prod_dim", _prod, node="ProdBackward1", lazy=True, x=_prod_vjp)


@public("prod", method=True)
def prod(input: Tensor, dim: Any = ..., keepdim: bool = False, *, dtype: Any = None) -> Tensor:
    """The product of all elements, or along one `dim`; integers and bools multiply as int64."""
    if dim is not ... and dim.__class__ is not int:
        check_tensor(input)
        dim = one_dim(dim, input.array.ndim)
    return _reduce(input, dim, keepdim, dtype, prod_all, prod_dim)


def _logsumexp(x: Any, dim: Any, keepdim: bool) -> Any:
    """log(sum(exp(x))), shifted by the largest element so that nothing overflows."""
    if 0 in x.shape:
        return np.log(np.sum(np.exp(x), axis=dim, keepdims=keepdim))
    largest = reduce_by(np.maximum, x.real if x.dtype.kind == "c" else x, dim, True)
    shift = np.where(np.isinf(largest), largest.dtype.type(0), largest)
    total = np.log(reduce_by(np.add, np.exp(x - shift), dim, keepdim))
    return total + (shift if keepdim else np.squeeze(shift, axis=dim))


logsumexp_dim = operator(
    "logsumexp",
    _logsumexp,
    lazy=True,
    x=lambda g, x, y, dim, keepdim: (
        expand_reduced(g, x.shape, dim, keepdim)
        * np.exp(x - expand_reduced(y, x.shape, dim, keepdim))
    ),
)


@public("logsumexp", "special.logsumexp", method=True)
def logsumexp(input: Tensor, dim: Any, keepdim: bool = False) -> Tensor:
    """log(sum(exp(input))) over `dim`, without overflow."""
    check_tensor(input)
    check_keepdim(keepdim)
    if dim in ((), []) and input.array.ndim and not keepdim:
        raise ShapeError("logsumexp needs a dimension; an empty list of them is none")
    if input.array.dtype.kind in "iub":
        input = input.to(scalar_dtype(0.0))
    return logsumexp_dim(input, reduced_dims(dim, input.array.ndim), keepdim)


def _truth(name: str, ufunc: Any) -> None:
    """`all` and `any`: dim=() reduces nothing; of uint8 the result is uint8, as in PyTorch."""

    def reduce(input: Tensor, dim: Any = None, keepdim: bool = False) -> Tensor:
        check_tensor(input)
        check_keepdim(keepdim)
        x = memory(input)
        if dim is None or (isinstance(dim, int) and x.ndim == 0):
            axis = reduced_dims(dim, x.ndim)
        else:
            axis = reduced_dims(dim, x.ndim) or ()
        found = ufunc.reduce(x.astype(B8, copy=False), axis=axis, keepdims=keepdim)
        return new_tensor(np.asarray(found, x.dtype if x.dtype == np.uint8 else B8))

    public(name, method=True)(reduce)


_truth("all", np.logical_and)
_truth("any", np.logical_or)


@public("count_nonzero", method=True)
def count_nonzero(input: Tensor, dim: Any = None) -> Tensor:
    """How many elements are not zero, in all or along `dim`."""
    x = memory(input)
    return new_tensor(np.asarray(np.count_nonzero(x, reduced_dims(dim, x.ndim)), I64))
