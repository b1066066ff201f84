"""The largest and the smallest: of all elements, along dimensions, of two tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import cast, expand_reduced
from ..calls import call_with_numbers, unary_call
from ..declare import operator, public
from ..dims import one_dim, reduced_dims
from ..errors import ArgumentError, DimError, DTypeError, MathError, UnsupportedError
from ..families import function
from ..size import return_type
from ..tensor import Tensor, memory, new_tensor
from .reductions import check_keepdim, check_tensor
from .selection import put_along


def select(x: Any, indices: Any, dim: int, keepdim: bool) -> Any:
    """The elements at `indices` along `dim`, one for each of the remaining positions."""
    if x.ndim == 0:
        return x.copy()
    index = indices if keepdim else np.expand_dims(indices, dim)
    found = np.take_along_axis(x, index, dim)
    return found if keepdim else np.squeeze(found, dim)


def _select_vjp(g: Any, indices: Any, x_shape: Any, dim: int, keepdim: bool) -> Any:
    if not keepdim and x_shape:
        g, indices = np.expand_dims(g, dim), np.expand_dims(indices, dim)
    return put_along(g, indices, dim, x_shape)


def selection(name: str, node: str) -> Any:
    """An operator that takes one element along a dimension, known by its index."""
    return operator(name, select, node=node, x=_select_vjp, indices=None)


def _shared(g: Any, x: Any, y: Any, dim: Any = None, keepdim: bool = False) -> Any:
    """The cotangent in equal parts to all elements that attain the extremum."""
    shape = x.shape
    y = expand_reduced(y, shape, dim, keepdim)
    ties = np.equal(x, y)
    ways = np.sum(ties, axis=dim, keepdims=True)
    return expand_reduced(g, shape, dim, keepdim) * ties / cast(ways, x.dtype)


def shared_with_nan(g: Any, x: Any, y: Any) -> Any:
    """As `_shared`, where nan is one of the values that can be attained."""
    ties = np.logical_or(np.equal(x, y), np.logical_and(np.isnan(x), np.isnan(y)))
    return ties * (g / cast(np.sum(ties), x.dtype))


def refuse_empty(name: str, shape: tuple[int, ...], dim: Any, otherwise: Any = MathError) -> None:
    """An extremum of no elements does not exist: DimError along a dimension, else `otherwise`."""
    if dim is None:
        if 0 in shape:
            raise otherwise(f"{name} of an empty tensor does not exist; its shape is {list(shape)}")
        return
    for d in dim:
        if shape and shape[d] == 0:
            raise DimError(f"{name} along dimension {d}, which has no elements, does not exist")


def refuse_complex(name: str, input: Tensor) -> None:
    check_tensor(input)
    if input.array.dtype.kind == "c":
        raise UnsupportedError(f"{name}: complex numbers have no order")


def _extremum(name: str, ufunc: Any, arg: Any, pair: str) -> None:
    """Declare max (or min), amax and argmax."""
    along_many = operator(
        "a" + name,
        lambda x, dim, keepdim: ufunc.reduce(x, axis=dim, keepdims=keepdim),
        lazy=True,
        x=_shared,
    )
    of_all = operator(
        name,
        lambda x: ufunc.reduce(x, axis=None),
        node=f"{name.capitalize()}Backward1",
        lazy=True,
        x=shared_with_nan,
    )
    along_one = operator(
        name + "_dim",
        lambda x, indices, dim, keepdim: (
            ufunc.reduce(x, axis=dim, keepdims=keepdim) if x.ndim else x.copy()
        ),
        node=f"{name.capitalize()}Backward0",
        x=_select_vjp,
        indices=None,
    )
    results = return_type(name, "values", "indices")
    all_elements, over_dims = unary_call(of_all), call_with_numbers(along_many)

    @public(name, method=True)
    def extremum(input: Tensor, dim: Any = ..., keepdim: bool = False, *, other: Any = ...) -> Any:
        """Of all elements; along `dim`, as (values, indices); or elementwise, of two tensors."""
        refuse_complex(name, input)
        if dim is ... and other is ... and keepdim is False:
            refuse_empty(name, input.array.shape, None)
            return all_elements(input)
        if dim.__class__ is Tensor or (dim is ... and other is not ...):
            other = dim if dim is not ... else other
            if other.__class__ is not Tensor:
                raise ArgumentError(f"{name} compares with a tensor, not {other!r}")
            return function(pair)(input, other)
        check_keepdim(keepdim)
        x = memory(input)
        place = one_dim(dim, x.ndim)
        refuse_empty(name, x.shape, (place,))
        indices = new_tensor(np.asarray(arg(x, axis=place, keepdims=keepdim) if x.ndim else 0))
        return results((along_one(input, indices, place, keepdim), indices))

    @public("a" + name, method=True)
    def along(input: Tensor, dim: Any = (), keepdim: bool = False) -> Tensor:
        """Over one dimension, several, or all; equal extrema share the gradient."""
        refuse_complex(name, input)
        check_keepdim(keepdim)
        over = reduced_dims(dim, input.array.ndim)
        refuse_empty("a" + name, input.array.shape, over)
        return over_dims(input, over, keepdim)

    @public("arg" + name, method=True)
    def where(input: Tensor, dim: Any = None, keepdim: bool = False) -> Tensor:
        """The index of the extremum: along `dim`, or in the tensor read row by row."""
        refuse_complex("arg" + name, input)
        check_keepdim(keepdim)
        x = memory(input)
        if x.dtype.kind == "b":
            raise DTypeError(f"arg{name} is not defined for bool tensors")
        place = None if dim is None else one_dim(dim, x.ndim)
        refuse_empty("arg" + name, x.shape, None if place is None else (place,), DimError)
        return new_tensor(np.asarray(arg(x, axis=place if x.ndim else None, keepdims=keepdim)))


_extremum("max", np.maximum, np.argmax, "maximum")
_extremum("min", np.minimum, np.argmin, "minimum")


def _aminmax_vjp(g: Any, x: Any, y: Any, dim: Any, keepdim: bool) -> Any:
    return _shared(g[0], x, y[0], dim, keepdim) + _shared(g[1], x, y[1], dim, keepdim)


aminmax_dim = operator(
    "aminmax",
    lambda x, dim, keepdim: (
        np.min(x, axis=dim, keepdims=keepdim),
        np.max(x, axis=dim, keepdims=keepdim),
    ),
    x=_aminmax_vjp,
)
AMinMax = return_type("aminmax", "min", "max")


@public("aminmax", method=True)
def aminmax(input: Tensor, *, dim: int | None = None, keepdim: bool = False) -> Any:
    """The smallest and the largest element, of all or along `dim`."""
    refuse_complex("aminmax", input)
    ndim = input.array.ndim
    over = None if dim is None else reduced_dims(one_dim(dim, ndim), ndim)
    refuse_empty("aminmax", input.array.shape, over)
    return AMinMax(aminmax_dim(input, over, keepdim))
