"""Elementwise kernels of lazy arrays that are not ufuncs, and the dtypes that ufuncs compute in."""

from __future__ import annotations

from typing import Any

import numpy as np

NUMERIC = frozenset("biufc")  # kinds of dtype that tiles can hold

Signature = tuple[tuple[np.dtype, ...], np.dtype]  # dtypes of the inputs, dtype of the result
_signatures: dict[tuple, Signature | None] = {}


INTEGERS = {size: np.dtype(f"i{size}") for size in (1, 2, 4, 8)}


def where_kernel(condition: Any, a: Any, b: Any, out: Any) -> None:
    """Chooses by arithmetic on the bits, several times as fast as by branches."""
    integer = INTEGERS.get(out.dtype.itemsize)
    if integer is None:
        np.copyto(out, b)
        np.copyto(out, a, where=condition)
        return
    bits, b = out.view(integer), b.view(integer)
    np.bitwise_xor(a.view(integer), b, out=bits)
    np.multiply(bits, condition.view(np.int8), out=bits)
    np.bitwise_xor(bits, b, out=bits)


def cast_kernel(x: Any, out: Any) -> None:
    np.copyto(out, x, casting="unsafe")


def real_kernel(x: Any, out: Any) -> None:
    np.copyto(out, x.real)


def imag_kernel(x: Any, out: Any) -> None:
    np.copyto(out, x.imag)


GROUP = 16  # factors of a product in double precision: of singles within BOUND none overflows
BOUND = 2.0**60


def add_logs(x: np.ndarray, out: np.ndarray) -> None:
    """The sum of the logarithms of singles, as that of the logarithms of products in double.

    That takes fewer logarithms, and rounds less.
    """
    flat = x.reshape(-1)
    size = flat.size // GROUP * GROUP
    if size and np.minimum.reduce(flat) >= 1 / BOUND and np.maximum.reduce(flat) <= BOUND:
        groups = flat[:size].reshape(GROUP, -1)
        products = np.multiply.reduce(groups, axis=0, dtype=np.float64)
        rest = np.log(flat[size:], dtype=np.float64)
        out[...] = np.add.reduce(np.log(products, products)) + np.add.reduce(rest)
    else:
        out[...] = np.add.reduce(np.log(flat))


def signature(key: tuple) -> Signature | None:
    """The dtypes in which a ufunc computes; None where it cannot work tile by tile.

    key: the ufunc, then for each input its dtype, or the type of a Python scalar.
    """
    try:
        return _signatures[key]
    except KeyError:
        pass
    ufunc, *given = key
    found = None
    if ufunc.nout == 1 and ufunc.signature is None:
        try:
            dtypes = ufunc.resolve_dtypes((*given, None))
        except TypeError:
            dtypes = ()
        if dtypes and all(dtype.kind in NUMERIC for dtype in dtypes):
            found = (dtypes[:-1], dtypes[-1])
    _signatures[key] = found
    return found
