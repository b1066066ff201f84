"""How near results have to be to agree, by dtype."""

from __future__ import annotations

# relative and absolute tolerance by the dtype of a result
TOLERANCES = {
    "float16": (1e-3, 1e-5), "float32": (1.3e-6, 1e-5), "float64": (1e-7, 1e-7),
    "complex64": (1.3e-6, 1e-5), "complex128": (1e-7, 1e-7),
}  # fmt: skip
