"""NumPy's protocol on tensors: what `np.sin(tensor)` or `np.sum(tensor, axis=0)` records.

VJP rules are NumPy expressions. Handed tensors, they go through here and record a graph, which
is how gradients become differentiable.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .arrays import is_lazy
from .declare import UFUNCS
from .dtypes import BY_NUMPY
from .errors import ArgumentError
from .families import function, load
from .tensor import Tensor, new_tensor

UFUNC_FAMILIES = ("arithmetic", "comparison", "pointwise", "activations", "products", "complex")


def apply_ufunc(ufunc: Any, method: str, inputs: Any, kwargs: Any) -> Any:
    """The operator that records what `ufunc` computes."""
    call = UFUNCS.get(ufunc.__name__)
    if call is None:
        for family in UFUNC_FAMILIES:
            load(family)
        call = UFUNCS.get(ufunc.__name__)
    if call is None or method != "__call__" or kwargs:
        raise ArgumentError(f"np.{ufunc.__name__} does not take tensors")
    return call(*[_operand(value) for value in inputs])


def _operand(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic) or is_lazy(value):
        if value.dtype not in BY_NUMPY:
            raise ArgumentError(f"an array of {value.dtype} is not one of numbers")
        return new_tensor(np.asarray(value) if isinstance(value, np.generic) else value)
    return value


def apply_function(call: Any, args: Any, kwargs: Any) -> Any:
    """What a NumPy function other than a ufunc means for tensors."""
    adapter = ADAPTERS.get(call.__name__)
    if adapter is None:
        raise ArgumentError(f"np.{call.__name__} does not take tensors")
    return adapter(*args, **kwargs)


def _torch(name: str) -> Callable[..., Any]:
    """The public function of the same arguments, its family loaded when first called."""
    return lambda *args: function(name)(*[_operand(arg) for arg in args])


def _reduction(name: str) -> Callable[..., Any]:
    def reduce(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
        if axis is None and not keepdims:
            return function(name)(a)
        if axis is None:
            axis = tuple(range(a.ndim))
        if axis == ():
            return a
        return function(name)(a, axis, keepdims)

    return reduce


def _along(name: str) -> Callable[..., Any]:
    return lambda a, axis=-1: function(name)(_operand(a), axis)


def _prod(a: Any, axis: Any = None, keepdims: bool = False) -> Any:
    if axis is None:
        return function("prod")(a)
    return function("prod")(a, axis, keepdims)


def _transpose(a: Any, axes: Any = None) -> Any:
    return function("permute")(a, tuple(reversed(range(a.ndim))) if axes is None else tuple(axes))


def _expand_dims(a: Any, axis: Any) -> Any:
    axes = axis if isinstance(axis, tuple) else (axis,)
    ndim = a.ndim + len(axes)
    for position in sorted(d % ndim for d in axes):
        a = function("unsqueeze")(a, position)
    return a


def _squeeze(a: Any, axis: Any = None) -> Any:
    return function("squeeze")(a) if axis is None else function("squeeze")(a, axis)


def _where(condition: Any, x: Any, y: Any) -> Any:
    operands = [_operand(value) for value in (condition, x, y)]
    return function("where")(*operands)


def _diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    return function("diagonal")(a, offset, axis1, axis2)


def _triangle(name: str) -> Callable[..., Any]:
    return lambda m, k=0: function(name)(m, k)


def _filled(name: str) -> Callable[..., Any]:
    def make(a: Any, *value: Any, dtype: Any = None, shape: Any = None) -> Any:
        array = a.array if isinstance(a, Tensor) else a
        target = array.dtype if dtype is None else dtype
        return new_tensor(
            getattr(np, name)(array.shape if shape is None else shape, *value, target)
        )

    return make


ADAPTERS: dict[str, Callable[..., Any]] = {
    "sum": _reduction("sum"),
    "mean": _reduction("mean"),
    "amax": _reduction("amax"),
    "amin": _reduction("amin"),
    "max": _reduction("amax"),
    "min": _reduction("amin"),
    "prod": _prod,
    "all": _reduction("all"),
    "any": _reduction("any"),
    "cumsum": _along("cumsum"),
    "cumprod": _along("cumprod"),
    "reshape": lambda a, shape: function("reshape")(
        a, shape if isinstance(shape, tuple) else (shape,)
    ),
    "transpose": _transpose,
    "swapaxes": _torch("transpose"),
    "moveaxis": _torch("movedim"),
    "expand_dims": _expand_dims,
    "squeeze": _squeeze,
    "broadcast_to": lambda array, shape: array.expand(shape),
    "concatenate": lambda arrays, axis=0: function("cat")([_operand(a) for a in arrays], axis),
    "stack": lambda arrays, axis=0: function("stack")([_operand(a) for a in arrays], axis),
    "flip": lambda m, axis=None: function("flip")(
        m, tuple(range(m.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    ),
    "roll": lambda a, shift, axis=None: function("roll")(a, shift, axis),
    "where": _where,
    "take_along_axis": lambda arr, indices, axis: function("take_along_dim")(
        arr, _operand(indices), axis
    ),
    "tril": _triangle("tril"),
    "triu": _triangle("triu"),
    "diagonal": _diagonal,
    "trace": _torch("trace"),
    "outer": _torch("outer"),
    "real": _torch("real"),
    "imag": _torch("imag"),
    "zeros_like": _filled("zeros"),
    "ones_like": _filled("ones"),
    "full_like": _filled("full"),
    "empty_like": _filled("zeros"),
    "clip": lambda a, a_min=None, a_max=None: function("clamp")(a, a_min, a_max),
}
