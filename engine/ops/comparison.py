"""Comparisons, logic and bits: results without a gradient."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..declare import elementwise, operator, public
from ..errors import DTypeError
from ..tensor import Tensor, memory

NO_RULES: dict[str, Any] = {"promote": "common", "a": None, "b": None}

eq = elementwise("eq", np.equal, **NO_RULES)
ne = elementwise("ne", np.not_equal, names="ne not_equal", **NO_RULES)
lt = elementwise("lt", np.less, names="lt less", **NO_RULES)
le = elementwise("le", np.less_equal, names="le less_equal", **NO_RULES)
gt = elementwise("gt", np.greater, names="gt greater", **NO_RULES)
ge = elementwise("ge", np.greater_equal, names="ge greater_equal", **NO_RULES)
logical_and = elementwise("logical_and", np.logical_and, **NO_RULES)
logical_or = elementwise("logical_or", np.logical_or, **NO_RULES)
logical_xor = elementwise("logical_xor", np.logical_xor, **NO_RULES)
logical_not = elementwise("logical_not", np.logical_not, promote="common", x=None)
