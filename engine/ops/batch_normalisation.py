"""Normalisation by channel over a batch, and over each sample of it."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..errors import MathError, ShapeError, ValueRangeError
from ..inplace import overwrite, put_array
from ..tensor import Tensor, memory
from .losses import refuse_grad
from .normalisation import (
    channel_affine,
    channel_sum,
    check_parameters,
    normal_vjp,
    normalised,
    other_axes,
    per_channel,
    refuse_single,
    weighted,
)


def _batch_vjp(g: Any, x: Any, weight: Any, eps: float) -> Any:
    spread = per_channel(weight, x.ndim)
    of_x, of_weight = normal_vjp(g, x, spread, other_axes(x.ndim), eps)
    return of_x, None if weight is None else channel_sum(of_weight), channel_sum(g)


native_batch_norm = operator(
    "native_batch_norm",
    lambda x, weight, bias, eps: channel_affine(
        x, normalised(x, other_axes(x.ndim), eps)[0], weight, bias
    ),
    joint=True,
    lazy=True,
    x=_batch_vjp,
    weight=None,
    bias=None,
)


def _known_normal(x: Any, mean: Any, var: Any, eps: float) -> Any:
    return (x - per_channel(mean, x.ndim)) * _known_scale(x, var, eps)


def _known_scale(x: Any, var: Any, eps: float) -> Any:
    return per_channel(1 / np.sqrt(var + eps), x.ndim)


known_batch_norm = operator(
    "native_batch_norm_eval",
    lambda x, weight, bias, mean, var, eps: channel_affine(
        x, _known_normal(x, mean, var, eps), weight, bias
    ),
    node="NativeBatchNormBackward0",
    x=lambda g, x, weight, var, eps: (
        weighted(g, per_channel(weight, x.ndim)) * _known_scale(x, var, eps)
    ),
    weight=lambda g, x, mean, var, eps: channel_sum(g * _known_normal(x, mean, var, eps)),
    bias=lambda g: channel_sum(g),
)


def _remember(
    x: Tensor, running_mean: Tensor | None, running_var: Tensor | None, momentum: float
) -> None:
    """Move the running statistics towards the batch's, in place."""
    if running_mean is None or running_var is None:
        return
    array = memory(x).astype(np.float64)
    axes = other_axes(array.ndim)
    count = array.size // array.shape[1]
    mean, var = memory(running_mean), memory(running_var)
    unbiased = array.var(axes) * count / max(count - 1, 1)
    put_array(running_mean, mean, (1 - momentum) * mean + momentum * array.mean(axes))
    put_array(running_var, var, (1 - momentum) * var + momentum * unbiased)


def _check_statistics(
    name: str, x: Tensor, mean: Tensor | None, var: Tensor | None, needed: bool
) -> None:
    if needed and (mean is None or var is None):
        raise MathError(f"{name} needs running_mean and running_var unless it is training")
    if (mean is None) != (var is None):
        raise ValueRangeError(f"{name} takes running_mean and running_var together, or neither")
    if x.array.ndim < 2:
        raise ShapeError(f"{name} takes (N, C, …), not shape {list(x.shape)}")
    channels = (x.array.shape[1],)
    check_parameters(name, x, channels, running_mean=mean, running_var=var)
    refuse_grad(name, running_mean=mean, running_var=var)


@public("batch_norm")
def batch_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    training: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool = True,
) -> Tensor:
    """input (N, C, …) normalised by channel: by its own statistics when training (which updates
    the running ones), else by the running ones. Ioffe, Szegedy, 2015.

    Raises ShapeError, DTypeError, MathError, ValueRangeError, GradError.
    """
    name, x = "batch_norm", tensor(input, "batch_norm").array
    momentum, eps = number(momentum), number(eps)
    _check_statistics(name, input, running_mean, running_var, not training)
    check_parameters(name, input, (x.shape[1],), weight=weight, bias=bias)
    if not x.size:
        out = input.clone()
        out = out if weight is None else out * weight[0]
        return out if bias is None else out + bias[0]
    if training:
        out = native_batch_norm(input, weight, bias, eps)
        _remember(input, running_mean, running_var, momentum)
        return out
    return known_batch_norm(input, weight, bias, running_mean, running_var, eps)


@public("nn.functional.batch_norm")
def batch_norm_layer(
    input: Tensor,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    training: bool = False,
    momentum: float = 0.1,
    eps: float = 1e-05,
) -> Tensor:
    """batch_norm; a batch of one value per channel has no statistics (ValueRangeError)."""
    shape = tensor(input, "batch_norm").array.shape
    if eps < 0 or (training and eps == 0):
        raise ValueRangeError(f"batch_norm: eps must be positive, it is {eps}")
    if training:
        refuse_single("batch_norm", shape, math.prod(shape[:1] + shape[2:]))
    return batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, True)


@public("instance_norm")
def instance_norm(
    input: Tensor,
    weight: Tensor | None,
    bias: Tensor | None,
    running_mean: Tensor | None,
    running_var: Tensor | None,
    use_input_stats: bool,
    momentum: float,
    eps: float,
    cudnn_enabled: bool = True,
) -> Tensor:
    """batch_norm of every sample by itself. Ulyanov et al., 2016."""
    name = "instance_norm"
    tensor(input, name)
    _check_statistics(name, input, running_mean, running_var, not use_input_stats)
    batch, channels, *rest = input.array.shape
    check_parameters(name, input, (channels,), weight=weight, bias=bias)
    copies = [
        None if value is None else value.repeat(batch)
        for value in (weight, bias, running_mean, running_var)
    ]
    merged = input.contiguous().view(1, batch * channels, *rest)
    out = batch_norm(merged, *copies, use_input_stats, momentum, eps)
    for running, copy in ((running_mean, copies[2]), (running_var, copies[3])):
        if running is not None and copy is not None and use_input_stats:
            overwrite(running, memory(copy).reshape(batch, channels).mean(0), name)
    return out.view(input.array.shape)


@public("nn.functional.instance_norm")
def instance_norm_layer(
    input: Tensor,
    running_mean: Tensor | None = None,
    running_var: Tensor | None = None,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    use_input_stats: bool = True,
    momentum: float = 0.1,
    eps: float = 1e-05,
) -> Tensor:
    """instance_norm; one value per channel has no statistics (ValueRangeError)."""
    shape = tensor(input, "instance_norm").array.shape
    if use_input_stats:
        refuse_single("instance_norm", shape, math.prod(shape[2:]))
    return instance_norm(
        input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps
    )
