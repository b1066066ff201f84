"""Losses that ask for a margin, and those made of other operators."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..errors import DimError, DTypeError, ShapeError, ValueRangeError
from ..families import function
from ..tensor import Tensor, memory
from .activations import logsigmoid, sigmoid_
from .distance import pairwise_distance
from .losses import reduce_array, reduced, reduction_name, refuse_grad, spread
from .scalars import constant, divided, floored, lowered, scaled, shifted


def _where(condition: Tensor, yes: Tensor) -> Tensor:
    return function("where")(condition, yes, constant(0, yes))


@public("nn.functional.margin_ranking_loss")
def margin_ranking_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """max(0, margin - target * (input1 - input2)), `target` being 1 or -1. Raises ShapeError."""
    reduction = reduction_name(reduction, size_average, reduce)
    dims = [tensor(t, "margin_ranking_loss").array.ndim for t in (input1, input2, target)]
    if len(set(dims)) > 1:
        raise ShapeError(f"margin_ranking_loss: the tensors have {dims} dimensions, not the same")
    gap = -target * (input1 - input2)
    return reduced(shifted(gap, number(margin)).clamp_min(0), reduction)


@public("nn.functional.hinge_embedding_loss")
def hinge_embedding_loss(
    input: Tensor,
    target: Tensor,
    margin: float = 1.0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """input where target is 1, max(0, margin - input) where it is -1."""
    reduction = reduction_name(reduction, size_average, reduce)
    gap = constant(number(margin), tensor(input, "hinge_embedding_loss")) - input
    loss = _where(target != 1, gap.clamp_min(0)) + _where(target != -1, input)
    return reduced(loss, reduction)


@public("nn.functional.cosine_embedding_loss")
def cosine_embedding_loss(
    input1: Tensor,
    input2: Tensor,
    target: Tensor,
    margin: float = 0,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """1 - cosine where target is 1, max(0, cosine - margin) where it is -1.

    Shapes: inputs (N, D) with target (N), or inputs (D) with a target of no dimensions.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    shapes = [list(tensor(t, "cosine_embedding_loss").shape) for t in (input1, input2, target)]
    dims = [len(shape) for shape in shapes]
    if dims not in ([1, 1, 0], [2, 2, 1]):
        raise ShapeError(
            f"cosine_embedding_loss takes inputs (N, D) and a target (N), or (D) and (); "
            f"got {shapes[0]}, {shapes[1]} and {shapes[2]}"
        )
    dim = dims[2]
    squares = [shifted((x * x).sum(dim), 1e-12) for x in (input1, input2)]
    cosine = (input1 * input2).sum(dim) / (squares[0] * squares[1]).sqrt()
    far = lowered(cosine, number(margin)).clamp_min(0)
    loss = _where(target == 1, constant(1, cosine) - cosine) + _where(target == -1, far)
    return reduced(loss, reduction)


soft_margin = operator(
    "soft_margin_loss",
    lambda x, t, reduction: reduce_array(np.log1p(np.exp(-t * x)), reduction),
    promote="floating",
    elementwise=True,
    x=operator(
        "soft_margin_loss_backward",
        lambda g, x, t, reduction: spread(g, reduction, x + t) * (-t * sigmoid_(-t * x)),
        elementwise=True,
        g=lambda c, x, t, reduction: spread(c, reduction, x + t) * (-t * sigmoid_(-t * x)),
        x=lambda c, g, x, t, reduction: (
            (c * spread(g, reduction, x + t)) * (t * t * (sigmoid_(-t * x) * sigmoid_(t * x)))
        ),
    ),
)


@public("nn.functional.soft_margin_loss")
def soft_margin_loss(
    input: Tensor,
    target: Tensor,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """log(1 + exp(-target * input)), `target` being 1 or -1. Raises ShapeError, GradError."""
    reduction = reduction_name(reduction, size_average, reduce)
    tensor(input, "soft_margin_loss")
    refuse_grad("soft_margin_loss", target=tensor(target, "soft_margin_loss"))
    return soft_margin(input, memory(target), reduction)


@public("nn.functional.multilabel_soft_margin_loss")
def multilabel_soft_margin_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Binary cross entropy of sigmoid(input), averaged over the classes (last dimension)."""
    reduction = reduction_name(reduction, size_average, reduce)
    shape = tensor(input, "multilabel_soft_margin_loss").array.shape
    loss = -(target * logsigmoid(input) + (1 - target) * logsigmoid(-input))
    if weight is not None:
        loss = loss * weight
    if not shape:
        raise DimError("multilabel_soft_margin_loss needs a dimension of classes")
    return reduced(loss.sum(len(shape) - 1) / shape[-1], reduction)


# Triplets


def _triplet(
    distance: Any, triplet: tuple[Tensor, Tensor, Tensor], swap: bool
) -> tuple[Tensor, Tensor]:
    """The distance anchor to positive; and to negative, or positive to negative if smaller."""
    dims = [tensor(t, "triplet_margin_loss").array.ndim for t in triplet]
    if len(set(dims)) > 1:
        raise ShapeError(f"triplet_margin_loss: the tensors have {dims} dimensions, not the same")
    anchor, positive, negative = triplet
    near, far = distance(anchor, positive), distance(anchor, negative)
    return near, function("minimum")(far, distance(positive, negative)) if swap else far


def _positive(margin: Any) -> float:
    if not number(margin) > 0:
        raise ValueRangeError(f"triplet_margin_loss: margin must be positive, it is {margin}")
    return number(margin)


@public("nn.functional.triplet_margin_loss")
def triplet_margin_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    margin: float = 1.0,
    p: float = 2,
    eps: float = 1e-6,
    swap: bool = False,
    size_average: bool | None = None,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """max(0, margin + |anchor - positive| - |anchor - negative|), by pairwise_distance.

    Raises ShapeError, and ValueRangeError for a margin that is not positive.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    margin = _positive(margin)
    near, far = _triplet(
        lambda a, b: pairwise_distance(a, b, p, eps), (anchor, positive, negative), swap
    )
    return reduced((shifted(near, margin) - far).clamp_min(0), reduction)


@public("nn.functional.triplet_margin_with_distance_loss")
def triplet_margin_with_distance_loss(
    anchor: Tensor,
    positive: Tensor,
    negative: Tensor,
    *,
    distance_function: Any = None,
    margin: float = 1.0,
    swap: bool = False,
    reduction: str = "mean",
) -> Tensor:
    """triplet_margin_loss with a distance of the caller's."""
    reduction = reduction_name(reduction)
    margin = _positive(margin)
    near, far = _triplet(distance_function or pairwise_distance, (anchor, positive, negative), swap)
    return reduced((margin + near - far).clamp_min(0), reduction)


# Margins between the scores of classes


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

    input: (N, C) with target (N), or (C) with (). Raises ShapeError, DimError, ValueRangeError.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    if p not in (1, 2):
        raise ValueRangeError(f"multi_margin_loss: p is 1 or 2, not {p}")
    x, t = tensor(input, "multi_margin_loss").array, memory(tensor(target, "multi_margin_loss"))
    if weight is not None and weight.array.ndim != 1:
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
        raise DimError(f"{name}: a class is not among 0 to {classes - 1}")


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
    Raises ShapeError, DimError.
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


# Likelihoods


@public("nn.functional.poisson_nll_loss")
def poisson_nll_loss(
    input: Tensor,
    target: Tensor,
    log_input: bool = True,
    full: bool = False,
    size_average: bool | None = None,
    eps: float = 1e-8,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """exp(input) - target*input; input - target*log(input + eps) unless `log_input`.

    full: add Stirling's approximation of log(target!) where target is above 1.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    tensor(input, "poisson_nll_loss")
    if log_input:
        loss = input.exp() - target * input
    else:
        loss = input - target * shifted(input, number(eps)).log()
    if full:
        stirling = target * target.log() - target
        stirling = stirling + scaled(scaled(target, 2 * math.pi).log(), 0.5)
        loss = loss + stirling.masked_fill(target <= 1, 0)
    return reduced(loss, reduction)


@public("nn.functional.gaussian_nll_loss")
def gaussian_nll_loss(
    input: Tensor,
    target: Tensor,
    var: Any,
    full: bool = False,
    eps: float = 1e-6,
    reduction: str = "mean",
) -> Tensor:
    """(log(var) + (input - target)**2 / var) / 2, with no `var` counted as below `eps`.

    var: of the input's shape, or of length 1 in, or without, the last dimension; or a number.
    full: add the constant log(2 pi) / 2. Raises ValueRangeError.
    """
    shape = tensor(input, "gaussian_nll_loss").array.shape
    if var.__class__ is not Tensor:
        if number(var) < 0:
            raise ValueRangeError(f"gaussian_nll_loss: var must not be negative, it is {var}")
        var = number(var) * function("ones_like")(input)
    elif (memory(var) < 0).any():
        raise ValueRangeError("gaussian_nll_loss: var must not be negative")
    if var.array.shape != shape:
        var = _fitting(var, shape)
    reduction = reduction_name(reduction)
    var = floored(var, number(eps))
    loss = 0.5 * (var.log() + (input - target) ** 2 / var)
    return reduced(loss + 0.5 * math.log(2 * math.pi) if full else loss, reduction)


def _fitting(var: Tensor, shape: tuple[int, ...]) -> Tensor:
    """A variance with one number for several elements, in a shape that broadcasts."""
    have = var.array.shape
    if have == shape[:-1]:
        return var.unsqueeze(-1)
    unequal = [b for a, b in zip(shape, have, strict=False) if a != b]
    if len(have) == len(shape) and unequal == [1]:
        return var
    raise ValueRangeError(
        f"gaussian_nll_loss: var of shape {list(have)} does not fit an input of {list(shape)}"
    )
