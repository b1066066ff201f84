"""Comparisons, logic and bits: results without a gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import elementwise
from ..errors import ArgumentError
from ..inplace import inplace
from ..tensor import Tensor

NO_RULES: dict[str, Any] = {"promote": "common", "a": None, "b": None}
ORDER: dict[str, Any] = {"real": True, **NO_RULES}

eq = elementwise("eq", np.equal, **NO_RULES)
ne = elementwise("ne", np.not_equal, names="ne not_equal", **NO_RULES)
lt = elementwise("lt", np.less, names="lt less", **ORDER)
le = elementwise("le", np.less_equal, names="le less_equal", **ORDER)
gt = elementwise("gt", np.greater, names="gt greater", **ORDER)
ge = elementwise("ge", np.greater_equal, names="ge greater_equal", **ORDER)
logical_and = elementwise("logical_and", np.logical_and, **NO_RULES)
logical_or = elementwise("logical_or", np.logical_or, **NO_RULES)
logical_xor = elementwise("logical_xor", np.logical_xor, **NO_RULES)
logical_not = elementwise("logical_not", np.logical_not, promote="common", x=None)

bitwise_and = elementwise("bitwise_and", np.bitwise_and, **NO_RULES)
bitwise_or = elementwise("bitwise_or", np.bitwise_or, **NO_RULES)
bitwise_xor = elementwise("bitwise_xor", np.bitwise_xor, **NO_RULES)
bitwise_not = elementwise("bitwise_not", np.invert, promote="common", x=None)
left_shift = elementwise("bitwise_left_shift", np.left_shift, **NO_RULES)
right_shift = elementwise("bitwise_right_shift", np.right_shift, **NO_RULES)

for _name, _function in {
    "and": bitwise_and,
    "or": bitwise_or,
    "xor": bitwise_xor,
    "lshift": left_shift,
    "rshift": right_shift,
}.items():
    setattr(Tensor, f"__{_name}__", _function)
    setattr(Tensor, f"__r{_name}__", lambda input, other, f=_function: f(other, input))
    setattr(Tensor, f"__i{_name}__", inplace(_function, f"__i{_name}__"))
for _name, _function in {"lt": lt, "le": le, "gt": gt, "ge": ge}.items():
    setattr(Tensor, f"__{_name}__", _function)


def _equality(compare: Any) -> Any:
    """`==` and `!=` of a tensor and something that is no number fall back to identity."""

    def equality(input: Tensor, other: Any) -> Any:
        if not isinstance(other, (Tensor, int, float, complex)):
            return NotImplemented
        return compare(input, other)

    return equality


setattr(Tensor, "__eq__", _equality(eq))  # noqa: B010
setattr(Tensor, "__ne__", _equality(ne))  # noqa: B010


def _invert(input: Tensor) -> Tensor:
    if input.array.dtype.kind not in "iub":
        raise ArgumentError(f"~ is defined for integers and bool, not for {input.dtype}")
    return bitwise_not(input)


setattr(Tensor, "__invert__", _invert)  # noqa: B010
