"""Small programs that recorded cases call where one operator alone would not do.

A decomposition's factors are defined only up to a sign or a phase, so what is compared is a
function of them that is not; the functional transforms take a function. Each is handed the
torch-like module first.
"""

from __future__ import annotations

from typing import Any


def eigh_function(torch: Any, x: Any) -> Any:
    """exp of a symmetric matrix through its eigenvectors."""
    values, vectors = torch.linalg.eigh(x)
    return (vectors * torch.exp(values * 0.3).unsqueeze(-2)) @ vectors.mH
