"""Small steps that PyTorch's own compositions are made of.

With a number they record other nodes than a program's `x * 2` does.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import operator
from ..gradmode import no_grad
from ..tensor import Tensor, new_tensor

scaled = operator(
    "mul_scalar",
    lambda x, by: x * by,
    node="MulBackward1",
    elementwise=True,
    x=lambda g, by: scaled(g, by),
)
divided = operator(
    "div_scalar",
    lambda x, by: x / by,
    node="DivBackward1",
    elementwise=True,
    x=lambda g, by: divided(g, by),
)
shifted = operator(
    "add_scalar", lambda x, by: x + by, node="AddBackward1", elementwise=True, x=lambda g: g
)
lowered = operator(
    "sub_scalar", lambda x, by: x - by, node="SubBackward1", elementwise=True, x=lambda g: g
)


def constant(value: Any, like: Tensor) -> Tensor:
    """A tensor without dimensions that has the dtype of `like`."""
    return new_tensor(np.asarray(value, like.array.dtype))


def floored(input: Tensor, low: float) -> Tensor:
    """A copy with no element below `low`; the gradient does not notice."""
    copy = input.clone()
    with no_grad():
        return copy.clamp_min_(low)
