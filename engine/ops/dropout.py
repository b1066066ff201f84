"""Dropout: elements, or whole channels, set to zero at random and the others scaled up."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import public
from ..errors import MathError, ShapeError, UnsupportedError, ValueRangeError
from ..inplace import inplace
from ..rng.discrete import bernoulli
from ..tensor import Tensor, new_tensor

ALPHA = 1.7580993408473766
"""Minus what selu tends to on the left, where alpha dropout puts dropped elements."""


def probability(p: Any) -> float:
    """`p` as a probability. Raises ValueRangeError."""
    p = number(p)
    if not 0 <= p <= 1:
        raise ValueRangeError(f"the probability of dropout lies between 0 and 1, {p} does not")
    return p


def _kept(input: Tensor, p: float, channels: bool) -> Any:
    """Ones with probability 1 - p, one for each element or for each channel of each sample."""
    array = input.array
    if array.dtype.kind not in "fc":
        raise UnsupportedError(f"dropout is not defined for {input.dtype}")
    shape = array.shape
    if channels:
        if array.ndim < 2:
            raise ShapeError(f"dropping channels needs a batch and channels, not {list(shape)}")
        shape = (*shape[:2], *[1] * (array.ndim - 2))
    return bernoulli(1 - p, shape, array.dtype) if p < 1 else np.zeros(shape, array.dtype)


def _plain(input: Tensor, p: float, channels: bool) -> Tensor:
    kept = _kept(input, p, channels)
    return input * new_tensor(kept / (1 - p) if p < 1 else kept)


def _alpha(input: Tensor, p: float, channels: bool) -> Tensor:
    """Dropped elements become -ALPHA; all are then moved and scaled to keep mean and variance."""
    kept = _kept(input, p, channels)
    if p == 1:
        return input * new_tensor(kept)
    scale = float(1 / np.sqrt((ALPHA * ALPHA * p + 1) * (1 - p)))
    offset = (kept - 1) * (ALPHA * scale) + ALPHA * scale * p
    return input * new_tensor(kept * scale) + new_tensor(offset)


def _family(name: str, drop: Any, channels: bool) -> Any:
    """Publish `torch.NAME(input, p, train)` and its in-place form; gives what both do."""

    def apply(input: Tensor, p: float, train: bool) -> Tensor:
        tensor(input, name)
        p = number(p)
        if not 0 <= p <= 1:
            raise MathError(f"{name}: {p} is no probability; it must lie between 0 and 1")
        if p == 0 or not train or not input.array.size:
            return input
        return drop(input, p, channels)

    change = inplace(apply, name + "_")

    def function(input: Tensor, p: float, train: bool) -> Tensor:
        return apply(input, p, train)

    def function_(input: Tensor, p: float, train: bool) -> Tensor:
        tensor(input, name + "_")
        return change(input, p, train) if number(p) and train else input

    public(name)(function)
    public(name + "_")(function_)
    return function, function_


elements = _family("dropout", _plain, False)
elements_alpha = _family("alpha_dropout", _alpha, False)
channels = _family("feature_dropout", _plain, True)
channels_alpha = _family("feature_alpha_dropout", _alpha, True)


@public("nn.functional.dropout")
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """Each element becomes 0 with probability `p`, the others are divided by 1 - p."""
    return elements[inplace](input, probability(p), training)


@public("nn.functional.alpha_dropout")
def alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """Dropout that keeps the mean and variance that selu aims for."""
    return elements_alpha[inplace](input, probability(p), training)


@public("nn.functional.feature_alpha_dropout")
def feature_alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """alpha_dropout of whole channels."""
    return channels_alpha[inplace](input, probability(p), training)


@public("nn.functional.dropout1d")
def dropout1d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Dropout of whole channels; input: (N, C, L) or (C, L). Raises ShapeError for others."""
    ndim = tensor(input, "dropout1d").array.ndim
    if ndim not in (2, 3):
        raise ShapeError(f"dropout1d takes 2 or 3 dimensions, not {ndim}")
    if ndim == 3:
        return channels[inplace](input, probability(p), training)
    if inplace:
        return channels[1](input.unsqueeze_(0), probability(p), training).squeeze_(0)
    return channels[0](input.unsqueeze(0), probability(p), training).squeeze(0)


@public("nn.functional.dropout2d")
def dropout2d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Dropout of whole channels; input: (N, C, H, W)."""
    return channels[inplace](input, probability(p), training)


@public("nn.functional.dropout3d")
def dropout3d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Dropout of whole channels; input: (N, C, D, H, W)."""
    return channels[inplace](input, probability(p), training)
