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
from .scalars import constant, floored, lowered, scaled, shifted


def _where(condition: Any, yes: Tensor) -> Tensor:
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
    if var.array.dtype.kind not in "fc":
        raise DTypeError(f"gaussian_nll_loss: var is floating point, not {var.dtype}")
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
