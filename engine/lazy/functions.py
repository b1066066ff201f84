"""NumPy's functions and an ndarray's methods for lazy arrays: those that can stay lazy.

Each returns NotImplemented for what it leaves to NumPy on realized arrays (an `out=`, a rare
option, a bad argument): `LazyArray.__array_function__` goes there next.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_index, normalize_axis_tuple

from . import array as lazy
from .array import NEW_AXIS, LazyArray, apply, eager, view, wrap

Function = Callable[..., Any]
Axis = Any


def _reduction(ufunc: np.ufunc) -> Function:
    def function(
        a: Any,
        axis: Axis = None,
        dtype: Any = None,
        out: None = None,
        keepdims: Any = False,
        **options: Any,
    ) -> Any:
        if type(a) is not LazyArray or out is not None or options:
            return NotImplemented
        return lazy.reduce(ufunc, a, axis, bool(keepdims), dtype)

    return function


def _extremum(ufunc: np.ufunc) -> Function:
    def function(
        a: Any, axis: Axis = None, out: None = None, keepdims: Any = False, **options: Any
    ) -> Any:
        if type(a) is not LazyArray or out is not None or options:
            return NotImplemented
        return lazy.reduce(ufunc, a, axis, bool(keepdims))

    return function


def _mean_dtype(dtype: np.dtype) -> np.dtype:
    """The dtype in which NumPy takes means."""
    if dtype.kind in "biu":
        return np.dtype(np.float64)
    return np.dtype(np.float32) if dtype == np.float16 else dtype


def _count(a: LazyArray, axis: Axis) -> int:
    count = 1
    for i in normalize_axis_tuple(range(a.ndim) if axis is None else axis, a.ndim):
        count *= a.shape[i]
    return count


def mean(
    a: Any,
    axis: Axis = None,
    dtype: Any = None,
    out: None = None,
    keepdims: Any = False,
    **options: Any,
) -> Any:
    if type(a) is not LazyArray or out is not None or options:
        return NotImplemented
    total = lazy.reduce(np.add, a, axis, bool(keepdims), dtype or _mean_dtype(a.dtype))
    result = total / _count(a, axis)
    return result.astype(a.dtype) if dtype is None and a.dtype == np.float16 else result


def var(
    a: Any,
    axis: Axis = None,
    dtype: Any = None,
    out: None = None,
    ddof: float = 0,
    keepdims: Any = False,
    **options: Any,
) -> Any:
    """The variance in two passes: the mean, then the mean squared distance from it."""
    if type(a) is not LazyArray or out is not None or options or dtype is not None or 0 in a.shape:
        return NotImplemented
    x = a.astype(_mean_dtype(a.dtype))
    distance = x - mean(x, axis, keepdims=True)
    square = (distance * distance.conj()).real if x.dtype.kind == "c" else distance * distance
    total = lazy.reduce(np.add, square, axis, bool(keepdims))
    result = total / max(_count(a, axis) - ddof, 0)
    return result.astype(a.dtype) if a.dtype == np.float16 else result


def std(*args: Any, **kwargs: Any) -> Any:
    variance = var(*args, **kwargs)
    return variance if variance is NotImplemented else np.sqrt(variance)


def count_nonzero(a: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    return lazy.reduce(np.add, a != 0, axis, keepdims)


def clip(a: Any, a_min: Any = None, a_max: Any = None, out: None = None, **options: Any) -> Any:
    low, high = options.pop("min", a_min), options.pop("max", a_max)
    if out is not None or options or (low is None and high is None):
        return NotImplemented
    result = a if low is None else np.maximum(a, low)
    return result if high is None else np.minimum(result, high)


def around(a: Any, decimals: int = 0, out: None = None) -> Any:
    if decimals or out is not None or a.dtype.kind not in "fc":
        return NotImplemented
    return np.rint(a)


# -- shapes --------------------------------------------------------------------------------------
def reshape(
    a: Any, /, *shape: Any, order: str = "C", copy: bool | None = None, **named: Any
) -> Any:
    """Lazy where only axes of extent 1 come or go, and for leaves."""
    if type(a) is not LazyArray or order != "C" or copy is not None:
        return NotImplemented
    wanted = named["shape"] if named else shape[0] if len(shape) == 1 else shape
    if a.kind == lazy.LEAF or 0 in a.shape:
        return wrap(lazy.eager(np.reshape, (a, wanted), {}))
    sizes = [int(extent) for extent in (wanted if isinstance(wanted, Sequence) else (wanted,))]
    if sizes.count(-1) == 1:
        known = 1
        for extent in sizes:
            known *= extent if extent != -1 else 1
        if known and a.size % known == 0:
            sizes[sizes.index(-1)] = a.size // known
    large = [axis for axis, extent in enumerate(a.shape) if extent != 1]
    if [a.shape[axis] for axis in large] != [extent for extent in sizes if extent != 1]:
        return NotImplemented
    remaining = iter(large)
    axes = [NEW_AXIS if extent == 1 else next(remaining) for extent in sizes]
    return view(a, tuple(axes), tuple(sizes))


def ravel(a: Any, order: str = "C") -> Any:
    return reshape(a, (-1,), order=order)


def transpose(a: Any, *axes: Any) -> Any:
    order = axes[0] if len(axes) == 1 and not isinstance(axes[0], int) else axes or None
    if order is None:
        return a.T
    order = normalize_axis_tuple(order, a.ndim)
    if len(order) != a.ndim:
        return NotImplemented
    return view(a, order, tuple([a.shape[axis] for axis in order]))


def swapaxes(a: Any, axis1: int, axis2: int) -> Any:
    order = list(range(a.ndim))
    i, j = normalize_axis_index(axis1, a.ndim), normalize_axis_index(axis2, a.ndim)
    order[i], order[j] = j, i
    return transpose(a, order)


def moveaxis(a: Any, source: Any, destination: Any) -> Any:
    sources = normalize_axis_tuple(source, a.ndim)
    places = normalize_axis_tuple(destination, a.ndim)
    if len(sources) != len(places):
        return NotImplemented
    order = [axis for axis in range(a.ndim) if axis not in sources]
    for place, axis in sorted(zip(places, sources, strict=True)):
        order.insert(place, axis)
    return transpose(a, order)


def expand_dims(a: Any, axis: Any) -> Any:
    places = axis if isinstance(axis, (tuple, list)) else (axis,)
    new = normalize_axis_tuple(places, a.ndim + len(places))
    remaining = iter(range(a.ndim))
    axes = [NEW_AXIS if i in new else next(remaining) for i in range(a.ndim + len(new))]
    return view(a, tuple(axes), tuple([1 if i == NEW_AXIS else a.shape[i] for i in axes]))


def insert_axes(a: LazyArray, items: tuple) -> Any:
    """`a[items]` for items that are None, `...` or `:`."""
    taken = len([item for item in items if isinstance(item, slice)])
    if items.count(Ellipsis) > 1 or taken > a.ndim:
        return eager(lambda array: array[items], (a,), {})
    if Ellipsis not in items:
        items = (*items, Ellipsis)
    axes: list[int] = []
    following = 0
    for item in items:
        if item is None:
            axes.append(NEW_AXIS)
            continue
        step = a.ndim - taken if item is Ellipsis else 1
        axes.extend(range(following, following + step))
        following += step
    return view(a, tuple(axes), tuple([1 if i == NEW_AXIS else a.shape[i] for i in axes]))


def squeeze(a: Any, axis: Any = None) -> Any:
    if axis is None:
        dropped = tuple([i for i, extent in enumerate(a.shape) if extent == 1])
    else:
        dropped = normalize_axis_tuple(axis, a.ndim)
    if any(a.shape[i] != 1 for i in dropped):
        return NotImplemented
    kept = [i for i in range(a.ndim) if i not in dropped]
    return view(a, tuple(kept), tuple([a.shape[i] for i in kept]))


def broadcast_to(array: Any, shape: Any, subok: bool = False) -> Any:
    wanted = tuple(shape) if isinstance(shape, Sequence) else (shape,)
    if type(array) is not LazyArray or lazy.broadcast(array.shape, wanted) != wanted:
        return NotImplemented
    lead = len(wanted) - array.ndim
    axes = [
        NEW_AXIS if i < lead or array.shape[i - lead] != extent else i - lead
        for i, extent in enumerate(wanted)
    ]
    return view(array, tuple(axes), wanted)


def _filled(value: int) -> Function:
    def function(a: Any, dtype: Any = None, order: str = "K", subok: bool = True) -> Any:
        return full_like(a, value, dtype)

    return function


def full_like(a: Any, fill_value: Any, dtype: Any = None, **options: Any) -> Any:
    if options or type(a) is not LazyArray or not isinstance(fill_value, (int, float, complex)):
        return NotImplemented
    scalar = np.full((), fill_value, a.dtype if dtype is None else dtype)
    return wrap(np.broadcast_to(scalar, a.shape))


# -- dtypes and parts -----------------------------------------------------------------------------
def _dtype_only(function: Function) -> Function:
    """A function that looks at the dtypes of its arguments, not at their values."""

    def answer(*args: Any) -> Any:
        return function(*[np.empty(0, a.dtype) if type(a) is LazyArray else a for a in args])

    return answer


FUNCTIONS: dict[Any, Function] = {
    np.sum: _reduction(np.add),
    np.prod: _reduction(np.multiply),
    np.max: _extremum(np.maximum),
    np.amax: _extremum(np.maximum),
    np.min: _extremum(np.minimum),
    np.amin: _extremum(np.minimum),
    np.any: _extremum(np.logical_or),
    np.all: _extremum(np.logical_and),
    np.mean: mean,
    np.var: var,
    np.std: std,
    np.count_nonzero: count_nonzero,
    np.where: lambda condition, *sides: (
        lazy.where(condition, *sides) if len(sides) == 2 else NotImplemented
    ),
    np.clip: clip,
    np.round: around,
    np.around: around,
    np.reshape: reshape,
    np.ravel: ravel,
    np.transpose: lambda a, axes=None: transpose(a) if axes is None else transpose(a, axes),
    np.swapaxes: swapaxes,
    np.moveaxis: moveaxis,
    np.expand_dims: expand_dims,
    np.squeeze: squeeze,
    np.broadcast_to: broadcast_to,
    np.zeros_like: _filled(0),
    np.ones_like: _filled(1),
    np.full_like: full_like,
    np.real: lambda val: val.real,
    np.imag: lambda val: val.imag,
    np.result_type: _dtype_only(np.result_type),
    np.iscomplexobj: _dtype_only(np.iscomplexobj),
    np.isrealobj: _dtype_only(np.isrealobj),
    np.shape: lambda a: a.shape,
    np.ndim: lambda a: a.ndim,
    np.size: lambda a, axis=None: a.size if axis is None else a.shape[axis],
    np.copy: lambda a, order="K", subok=False: a,
    np.astype: lambda x, dtype, /, *, copy=True: x.astype(dtype),
}

METHODS: dict[str, Function] = {
    "sum": FUNCTIONS[np.sum],
    "prod": FUNCTIONS[np.prod],
    "max": FUNCTIONS[np.max],
    "min": FUNCTIONS[np.min],
    "any": FUNCTIONS[np.any],
    "all": FUNCTIONS[np.all],
    "mean": mean,
    "var": var,
    "std": std,
    "clip": clip,
    "round": around,
    "reshape": reshape,
    "ravel": ravel,
    "flatten": ravel,
    "transpose": transpose,
    "swapaxes": swapaxes,
    "squeeze": squeeze,
    "copy": FUNCTIONS[np.copy],
    "conj": lambda a: apply(np.conjugate, a) if a.dtype.kind == "c" else a,
    "conjugate": lambda a: apply(np.conjugate, a) if a.dtype.kind == "c" else a,
}
