"""Losses that ask for a margin between the scores of the right classes and of the others."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..errors import DTypeError, ShapeError, ValueRangeError
from ..tensor import Tensor, memory
from .losses import reduce_array, reduction_name, refuse_grad
from .scalars import divided


def _rows(x: Any, labels: Any) -> tuple[Any, Any]:
    """Scores and labels with a batch dimension."""
    return (x, labels) if x.ndim == 2 else (x.reshape(1, -1), labels.reshape(1, -1))


def _reduce_rows(loss: Any, x: Any, reduction: str) -> Any:
    """One loss for each row of scores `x`, reduced; a lone row gives a zero-dimensional result."""
    return reduce_array(loss, reduction) if x.ndim == 2 or reduction != "none" else loss[0]


def _spread_rows(g: Any, x: Any, reduction: str) -> Any:
    """The cotangent of the loss of every row, to multiply scores with."""
    if g.ndim:
        return np.expand_dims(g, 1)
    return divided(g, x.shape[0]) if reduction == "mean" and x.ndim == 2 else g


def _multi_margin_gaps(x: Any, t: Any, weight: Any, margin: float) -> tuple[Any, Any, Any]:
    """How far every other class comes into the margin below the target, and their weights."""
    rows, classes = _rows(x, t)
    classes = classes.reshape(-1, 1)
    gaps = margin - np.take_along_axis(rows, classes, 1) + rows
    others = np.arange(rows.shape[1]) != classes
    gaps = np.where(others, np.maximum(gaps, 0), 0)
    return gaps, classes, 1 if weight is None else weight[classes]


def _multi_margin(x: Any, t: Any, weight: Any, p: int, margin: float, reduction: str) -> Any:
    gaps, _, weights = _multi_margin_gaps(x, t, weight, margin)
    return _reduce_rows(((gaps**p) * weights).sum(1) / gaps.shape[1], x, reduction)


def _multi_margin_slopes(x: Any, t: Any, weight: Any, p: int, margin: float) -> Any:
    """The derivative of every row's loss for every score."""
    gaps, classes, weights = _multi_margin_gaps(x, t, weight, margin)
    slopes = (gaps > 0) * (gaps * 2 if p == 2 else 1.0) * weights / gaps.shape[1]
    np.put_along_axis(slopes, classes, -slopes.sum(1, keepdims=True), 1)
    return slopes.astype(x.dtype).reshape(x.shape)


def _multi_margin_bend(c: Any, x: Any, t: Any, weight: Any, p: int, margin: float) -> Any:
    """For p = 2: the slopes' own VJP; every gap depends on its score and on the target's."""
    gaps, classes, weights = _multi_margin_gaps(x, t, weight, margin)
    if p == 1:
        return np.zeros(x.shape, x.dtype)
    twos = (gaps > 0) * 2.0 * weights / gaps.shape[1]
    rows = c.reshape(gaps.shape)
    bend = twos * (rows - np.take_along_axis(rows, classes, 1))
    np.put_along_axis(bend, classes, -bend.sum(1, keepdims=True), 1)
    return bend.astype(x.dtype).reshape(x.shape)


multi_margin_bend = operator(
    "multi_margin_loss_bend",
    _multi_margin_bend,
    c=lambda k, x, t, weight, p, margin: multi_margin_bend(k, x, t, weight, p, margin),
    x=lambda k: np.zeros_like(k),
)
multi_margin_slopes = operator(
    "multi_margin_loss_slopes", _multi_margin_slopes, x=multi_margin_bend
)
multi_margin = operator(
    "multi_margin_loss",
    _multi_margin,
    promote="floating",
    x=lambda g, x, t, weight, p, margin, reduction: (
        _spread_rows(g, x, reduction) * multi_margin_slopes(x, t, weight, p, margin)
    ),
)


@public("nn.functional.multi_margin_loss")
def multi_margin_loss(
    input: Tensor,
    target: Tensor,
    p: int = 1,
    margin: float = 1.0,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """sum over the other classes of max(0, margin - input[target] + input)**p, over their number.

    input: (N, C) with target (N), or (C) with (). Raises ShapeError, ValueRangeError.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueRangeError(f"multi_margin_loss: p is 1 or 2, not {p}")
    x, t = tensor(input, "multi_margin_loss").array, memory(tensor(target, "multi_margin_loss"))
    if weight is not None and tensor(weight, "multi_margin_loss").array.ndim != 1:
        raise ValueRangeError(f"multi_margin_loss: weight is a vector, not {list(weight.shape)}")
    if x.ndim not in (1, 2) or t.size != (len(x) if x.ndim == 2 else 1) or t.ndim > 1:
        raise ShapeError(
            f"multi_margin_loss takes scores (N, C) and classes (N), or (C) and (); got "
            f"{list(x.shape)} and {list(t.shape)}"
        )
    if weight is not None and weight.array.shape[0] != x.shape[-1]:
        raise ShapeError(f"multi_margin_loss: weight needs {x.shape[-1]} numbers")
    _check_classes("multi_margin_loss", t, 0, x.shape[-1])
    refuse_grad("multi_margin_loss", weight=weight)
    weights = None if weight is None else memory(weight)
    return multi_margin(input, t, weights, p, number(margin), reduction)


def _check_classes(name: str, t: Any, low: int, classes: int) -> None:
    if t.dtype != np.int64:
        raise DTypeError(f"{name}: classes are int64, not {t.dtype}")
    if ((t < low) | (t >= classes)).any():
        raise ShapeError(f"{name}: a class is not among 0 to {classes - 1}")


def _multilabel_gaps(x: Any, t: Any) -> tuple[Any, Any]:
    """(N, K, C): how far class c comes into the margin below the k-th label; and the labels."""
    rows, labels = _rows(x, t)
    listed = np.cumprod(labels >= 0, axis=1).astype(bool)
    labels = np.where(listed, labels, 0)
    gaps = 1 - np.take_along_axis(rows, labels, 1)[:, :, None] + rows[:, None, :]
    is_label = np.zeros(rows.shape, bool)
    np.logical_or.at(is_label, (np.arange(len(rows))[:, None], labels), listed)
    counted = listed[:, :, None] & ~is_label[:, None, :]
    return np.where(counted, np.maximum(gaps, 0), 0), labels


def _multilabel(x: Any, t: Any, reduction: str) -> Any:
    gaps, _ = _multilabel_gaps(x, t)
    return _reduce_rows(gaps.sum((1, 2)) / gaps.shape[2], x, reduction)


def _multilabel_slopes(x: Any, t: Any) -> Any:
    gaps, labels = _multilabel_gaps(x, t)
    inside = gaps > 0
    slopes = inside.sum(1).astype(x.dtype)
    np.subtract.at(slopes, (np.arange(len(slopes))[:, None], labels), inside.sum(2))
    return (slopes / gaps.shape[2]).astype(x.dtype).reshape(x.shape)


multilabel_slopes = operator(
    "multilabel_margin_loss_slopes", _multilabel_slopes, x=lambda c: np.zeros_like(c)
)
multilabel = operator(
    "multilabel_margin_loss",
    _multilabel,
    promote="floating",
    x=lambda g, x, t, reduction: _spread_rows(g, x, reduction) * multilabel_slopes(x, t),
)


@public("nn.functional.multilabel_margin_loss")
def multilabel_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """sum over labels and other classes of max(0, 1 - input[label] + input), over the classes.

    target: the labels of each row, up to the first -1; shaped as the input, (N, C) or (C).
    Raises ShapeError.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    name = "multilabel_margin_loss"
    x, t = tensor(input, name).array, memory(tensor(target, name))
    if x.ndim not in (1, 2) or t.shape != x.shape:
        raise ShapeError(
            f"{name} takes scores and labels of one shape (N, C) or (C); got {list(x.shape)} "
            f"and {list(t.shape)}"
        )
    _check_classes(name, t, -1, x.shape[-1])
    return multilabel(input, t, reduction)
