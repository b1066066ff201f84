"""gradline's autograd engine, under PyTorch's names.

`from gradline import engine as torch` runs ordinary snippets. Names are looked up in the catalog,
and the family of operators that holds one is loaded when it is first used.
"""

from __future__ import annotations

from typing import Any

import numpy as _np

from .device import Device as device
from .differentiate import backward_method as _backward_method
from .dtypes import DTYPES as _DTYPES
from .dtypes import DType as dtype
from .dtypes import bool_, get_default_dtype, set_default_dtype
from .gradmode import (
    enable_grad,
    inference_mode,
    is_grad_enabled,
    no_grad,
    set_grad_enabled,
)
from .modules import lookup as _lookup
from .size import Size
from .tensor import Tensor, realize

__all__ = [
    "Size",
    "Tensor",
    "device",
    "dtype",
    "enable_grad",
    "get_default_dtype",
    "inference_mode",
    "is_grad_enabled",
    "no_grad",
    "realize",
    "set_default_dtype",
    "set_grad_enabled",
]

Tensor.backward = _backward_method

# Undefined results are values (nan, inf), as in PyTorch, not warnings.
_np.seterr(all="ignore")

globals().update({_dtype.name: _dtype for _dtype in _DTYPES})
half, float, double = (globals()[name] for name in ("float16", "float32", "float64"))
short, int, long = (globals()[name] for name in ("int16", "int32", "int64"))
cfloat, cdouble = (globals()[name] for name in ("complex64", "complex128"))
bool = bool_


def __getattr__(name: str) -> Any:
    found = globals()[name] = _lookup(name)
    return found


# The file tensor.py would hide the function torch.tensor.
del globals()["tensor"]
