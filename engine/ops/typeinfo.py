"""`torch.finfo` and `torch.iinfo`: the limits of dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import public
from ..dtypes import BY_NUMPY, DType, default, numpy_dtype
from ..errors import ArgumentError


class FloatInfo:
    """The limits of a floating-point dtype, as Python numbers."""

    __module__ = "torch"
    __qualname__ = "finfo"

    def __init__(self, dtype: DType | None = None) -> None:
        target = default.numpy if dtype is None else numpy_dtype(dtype)
        if target.kind not in "fc":
            raise ArgumentError(f"finfo describes floating-point dtypes, not {dtype}: use iinfo")
        info = np.finfo(target)
        self.bits = info.bits
        self.eps = float(info.eps)
        self.max = float(info.max)
        self.min = float(info.min)
        self.tiny = self.smallest_normal = float(info.tiny)
        self.resolution = 10.0**-info.precision
        self.dtype = BY_NUMPY[target].name

    def __repr__(self) -> str:
        shown = ("resolution", "min", "max", "eps", "smallest_normal", "tiny")
        parts = [f"{name}={getattr(self, name):g}" for name in shown]
        return f"finfo({', '.join(parts)}, dtype={self.dtype})"


class IntegerInfo:
    """The limits of an integer dtype."""

    __module__ = "torch"
    __qualname__ = "iinfo"

    def __init__(self, dtype: DType) -> None:
        target = numpy_dtype(dtype)
        if target.kind not in "iu":
            raise ArgumentError(f"iinfo describes integer dtypes, not {dtype}: use finfo")
        info = np.iinfo(target)
        self.bits: Any = info.bits
        self.max = int(info.max)
        self.min = int(info.min)
        self.dtype = BY_NUMPY[target].name

    def __repr__(self) -> str:
        return f"iinfo(min={self.min:g}, max={self.max:g}, dtype={self.dtype})"


public("finfo")(FloatInfo)
public("iinfo")(IntegerInfo)
