"""Covariances, correlations and histograms."""

from __future__ import annotations

import numpy as np

from ..arguments import tensor
from ..bounds import check_size
from ..declare import public
from ..errors import DTypeError, MathError, ShapeError, UnsupportedError
from ..tensor import Tensor, memory, new_tensor
from .diagonals import diagonal
from .products import mm
from .reductions import check_tensor, sum_
from .shapes import matrix_transposed, squeezed, unsqueezed, viewed


@public("cov", method=True)
def cov(
    input: Tensor,
    *,
    correction: int = 1,
    fweights: Tensor | None = None,
    aweights: Tensor | None = None,
) -> Tensor:
    """The covariance matrix of variables (rows) over observations (columns).

    fweights: how often each observation was made; aweights: how much each counts.
    """
    rows = _as_rows(input, "cov")
    count_ = rows.array.shape[1]
    weights = _weights(fweights, aweights, count_)
    if weights is None:
        total = new_tensor(np.asarray(count_))
        average = sum_(rows, 1) / total
    else:
        total = sum_(weights)
        if not total.item():
            raise MathError("cov: the weights sum to zero")
        average = sum_(rows * weights, 1) / total
    if weights is not None and aweights is not None and correction:
        norm = total - correction * sum_(weights * aweights) / total
    else:
        norm = total - correction
    if norm.item() <= 0:
        norm = norm * 0
    rows = rows - unsqueezed(average, 1)
    weighted = rows if weights is None else rows * weights
    other = matrix_transposed(weighted)
    if other.array.dtype.kind == "c":
        other = other.conj()
    found = mm(rows, other) / norm
    return squeezed(found, tuple(i for i, n in enumerate(found.array.shape) if n == 1))


def _as_rows(input: Tensor, name: str) -> Tensor:
    check_tensor(input)
    if input.array.ndim > 2:
        raise ShapeError(f"{name} takes at most two dimensions, not the shape {list(input.shape)}")
    if input.array.dtype.kind == "b":
        raise DTypeError(f"{name} is not defined for bool tensors")
    return input if input.array.ndim == 2 else viewed(input, (1, input.array.size))


def _weights(fweights: Tensor | None, aweights: Tensor | None, count: int) -> Tensor | None:
    for weights, kinds in ((fweights, "iu"), (aweights, "f")):
        if weights is None:
            continue
        if tensor(weights, "cov").array.ndim > 1 or weights.array.size != count:
            raise ShapeError(f"cov: {count} observations, weights of {list(weights.shape)}")
        if weights.array.dtype.kind not in kinds:
            raise DTypeError(
                f"cov: fweights are integers, aweights floating-point numbers; not {weights.dtype}"
            )
        if np.any(memory(weights) < 0):
            raise MathError("cov: weights are not negative")
    if fweights is None or aweights is None:
        return aweights if fweights is None else fweights
    return fweights * aweights


@public("corrcoef", method=True)
def corrcoef(input: Tensor) -> Tensor:
    """The correlation coefficients of variables (rows) over observations (columns)."""
    found = cov(input)
    if found.array.ndim == 0:
        return found / found
    deviation = diagonal(found)
    if deviation.array.dtype.kind == "c":
        deviation = deviation.real
    deviation = deviation.sqrt()
    n = deviation.array.size
    found = found / viewed(deviation, (n, 1)) / viewed(deviation, (1, n))
    return found if found.array.dtype.kind == "c" else found.clamp(-1, 1)


@public("histc", method=True)
def histc(input: Tensor, bins: int = 100, min: float = 0, max: float = 0) -> Tensor:
    """How many elements lie in each of `bins` equal parts of [min, max], by default the range."""
    tensor(input, "histc")
    x = memory(input)
    if x.dtype.kind != "f":
        raise UnsupportedError(f"histc takes floating-point tensors, not {input.dtype}")
    if bins <= 0:
        raise MathError(f"histc: {bins} bins")
    if min == max and x.size:
        min, max = float(x.min()), float(x.max())
    if min == max:
        min, max = min - 1, max + 1
    if not min < max or not np.isfinite([min, max]).all():
        raise MathError(f"histc: the range from {min} to {max} is none")
    check_size((bins,), np.dtype(np.float64))
    found = np.histogram(x, bins, (min, max))[0]
    return new_tensor(found.astype(x.dtype))
