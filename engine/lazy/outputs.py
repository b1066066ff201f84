"""Memory for large results, used again once nothing holds what lay there before.

The system clears new pages before it hands them over, which takes as long as a few kernels: a
training loop would pay that for every gradient of every step.
"""

from __future__ import annotations

from threading import Lock

import numpy as np

from ..holders import held_once
from .graph import product

KEPT_BYTES = 48 << 20
"""What may be kept together, used or not."""

_kept: list[np.ndarray] = []
_lock = Lock()


def new_array(shape: list[int], dtype: np.dtype) -> np.ndarray:
    """An array of any values."""
    size = product(shape)
    if size * dtype.itemsize > KEPT_BYTES:
        return np.empty(shape, dtype)
    with _lock:
        for array in _kept:
            if held_once(array) and array.size == size and array.dtype == dtype:
                return array.reshape(shape)  # no view of it was left
        array = np.empty(size, dtype)
        _kept.append(array)
        while sum(kept.nbytes for kept in _kept) > KEPT_BYTES:
            del _kept[0]
        return array.reshape(shape)
