"""Small functions that VJP rules need and NumPy's protocol has no one word for.

Each is written in the protocol itself, so it takes arrays, tensors and lazy arrays alike.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy import asarray, empty, generic, ndarray

from .gradmode import mode
from .lazy.memory import THRESHOLD, has_readers, release


def as_array(value: Any) -> Any:
    """`value` as an array: NumPy turns zero-dimensional results into scalars."""
    return asarray(value) if isinstance(value, generic) or not hasattr(value, "dtype") else value


def lazily(array: Any) -> Any:
    """A large array as one that remembers what is done to it and computes that in one go.

    Not while somebody watches, who knows arrays by what they are.
    """
    if mode.watcher is not None:
        return array
    from .lazy.array import wrap

    return wrap(array)


def is_lazy(value: Any) -> bool:
    return value.__class__.__name__ == "LazyArray"


def before_write(array: Any) -> None:
    """Let what is still to be computed from `array` keep the values that are there now."""
    if has_readers():
        release(array)


def cast(value: Any, dtype: np.dtype) -> Any:
    """`value` in `dtype`; of a complex value that becomes real the real part stays, and what is not
    zero is true."""
    if value.dtype == dtype:
        return value
    if value.dtype.kind == "c" and dtype.kind not in "cb":
        value = np.real(value)
    return value.astype(dtype)


def conj(value: Any) -> Any:
    """The complex conjugate; real values are returned as they are."""
    return np.conj(value) if value.dtype.kind == "c" else value


def unbroadcast(g: Any, shape: tuple[int, ...]) -> Any:
    """Sum `g` over the axes along which an input of `shape` was broadcast."""
    if g.shape == shape:
        return g
    if not shape:
        return np.sum(g)
    extra = g.ndim - len(shape)
    if g.__class__ is ndarray and g.shape[extra:] == shape:  # rows that share a bias
        return np.add.reduce(g, 0 if extra == 1 else tuple(range(extra)))
    axes = tuple(range(extra)) + tuple(
        i for i, n in enumerate(shape, extra) if n == 1 and g.shape[i] != 1
    )
    g = np.sum(g, axis=axes, keepdims=True)
    return np.reshape(g, shape) if extra else g


def reduce_by(ufunc: np.ufunc, x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    """`ufunc.reduce`; array libraries without the methods of ufuncs have the function for it."""
    try:
        return ufunc.reduce(x, axis=axis, keepdims=keepdims)
    except TypeError:
        if isinstance(x, ndarray) or is_lazy(x):
            raise
        functions: dict[Any, Any] = {np.add: np.sum, np.multiply: np.prod, np.maximum: np.max}
        return functions[ufunc](x, axis=axis, keepdims=keepdims)


def spread(g: Any, shape: tuple[int, ...]) -> Any:
    """`g` broadcast to `shape`; small arrays are written out, which is quicker than a view."""
    if not shape and g.__class__ is ndarray and not g.shape:
        return g
    if isinstance(g, (ndarray, generic)):
        if math.prod(shape) < THRESHOLD:
            out = empty(shape, g.dtype)
            if g.ndim:
                out[...] = g
            else:
                out.fill(g)
            return out
        g = lazily(g)
    return np.broadcast_to(g, shape)


def expand_reduced(g: Any, shape: tuple[int, ...], dim: Any, keepdim: bool) -> Any:
    """Spread the cotangent of a reduction of `shape` over `dim` back over that shape.

    dim: None (all), a non-negative int or a tuple of them.
    """
    if dim is None or not shape:
        if keepdim:
            g = np.reshape(g, ())
    elif not keepdim:
        g = np.expand_dims(g, dim)
    return spread(g, shape)
