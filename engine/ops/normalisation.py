"""Normalisation: values brought to mean 0 and variance 1 over some axes, then scaled and moved.

With n elements to a group, h = (x - mean) / sqrt(var + eps) and m(.) the mean over the group, the
cotangent of x is (g - m(g) - h * m(g * h)) / sqrt(var + eps).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..arrays import cast, unbroadcast
from ..declare import operator, public
from ..dims import sizes
from ..dtypes import F32
from ..errors import (
    ArgumentError,
    DTypeError,
    MathError,
    ShapeError,
    UnsupportedError,
    ValueRangeError,
)
from ..families import function
from ..inplace import overwrite
from ..tensor import Tensor, memory
from .losses import refuse_grad
from .scalars import shifted

F16 = np.dtype(np.float16)
Axes = tuple[int, ...]


def _mean(x: Any, axes: Axes) -> Any:
    return np.sum(x, axis=axes, keepdims=True) / math.prod([x.shape[axis] for axis in axes])


def _normal(x: Any, axes: Axes, eps: float) -> tuple[Any, Any]:
    """x normalised over `axes`, and one over the deviation it was divided by."""
    distance = x - _mean(x, axes)
    scale = 1 / np.sqrt(_mean(distance * distance, axes) + eps)
    return distance * scale, scale


def _normal_vjp(g: Any, x: Any, weight: Any, axes: Axes, eps: float) -> tuple[Any, Any]:
    """The cotangent of x, and what that of the weight is a sum of."""
    normal, scale = _normal(x, axes, eps)
    scaled = _scaled(g, weight)
    pulled = scaled - _mean(scaled, axes) - normal * _mean(scaled * normal, axes)
    return scale * pulled, g * normal


def _affine(normal: Any, weight: Any, bias: Any) -> Any:
    out = normal if weight is None else normal * weight
    return out if bias is None else out + bias


def _scaled(g: Any, weight: Any) -> Any:
    return g if weight is None else g * weight


def _per_channel(values: Any, ndim: int) -> Any:
    """One value for each channel, in a shape that broadcasts over (N, C, …)."""
    return None if values is None else np.reshape(values, (values.shape[0], *[1] * (ndim - 2)))


def _other_axes(ndim: int) -> Axes:
    """All axes but the channels'."""
    return (0, *range(2, ndim))


def _check_parameters(name: str, x: Tensor, shape: tuple[int, ...], **parameters: Any) -> None:
    """Floating point, and every parameter given of `shape` and the input's dtype."""
    dtype = tensor(x, name).array.dtype
    if dtype.kind != "f":
        raise UnsupportedError(f"{name} is not defined for {x.dtype}")
    for parameter, value in parameters.items():
        if value is None:
            continue
        if tensor(value, name).array.shape != shape:
            raise ShapeError(
                f"{name}: {parameter} has shape {list(value.shape)}, expected {list(shape)}"
            )
        if value.array.dtype != dtype and not (dtype == F16 and value.array.dtype == F32):
            raise DTypeError(f"{name}: the input is {x.dtype}, {parameter} is {value.dtype}")


# Over the last dimensions


def _last(x: Any, shape: tuple[int, ...]) -> Axes:
    return tuple(range(x.ndim - len(shape), x.ndim))


def _layer_vjp(g: Any, x: Any, weight: Any, shape: tuple[int, ...], eps: float) -> Any:
    of_x, of_weight = _normal_vjp(g, x, weight, _last(x, shape), eps)
    return of_x, None if weight is None else unbroadcast(of_weight, shape), unbroadcast(g, shape)


native_layer_norm = operator(
    "native_layer_norm",
    lambda x, weight, bias, shape, eps: cast(
        _affine(_normal(x, _last(x, shape), eps)[0], weight, bias), x.dtype
    ),
    joint=True,
    x=_layer_vjp,
    weight=None,
    bias=None,
)


def _normalized_shape(name: str, input: Tensor, normalized_shape: Any) -> tuple[int, ...]:
    """The lengths of the last dimensions. Raises ArgumentError, ShapeError."""
    if not isinstance(normalized_shape, (tuple, list)):
        raise ArgumentError(f"{name}: normalized_shape is a tuple, not {normalized_shape!r}")
    shape = sizes((normalized_shape,))
    have = tensor(input, name).array.shape
    if not shape or have[-len(shape) :] != shape:
        raise ShapeError(
            f"{name}: an input of shape {list(have)} does not end in dimensions {list(shape)}"
        )
    return shape


@public("layer_norm")
def layer_norm(
    input: Tensor,
    normalized_shape: Any,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
    cudnn_enable: bool = True,
) -> Tensor:
    """input normalised over its last dimensions; weight and bias have their shape.

    Ba, Kiros, Hinton, 2016. Raises ShapeError, DTypeError.
    """
    shape = _normalized_shape("layer_norm", input, normalized_shape)
    _check_parameters("layer_norm", input, shape, weight=weight, bias=bias)
    return native_layer_norm(input, weight, bias, shape, number(eps))


@public("nn.functional.layer_norm")
def layer_norm_layer(
    input: Tensor,
    normalized_shape: Any,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    return layer_norm(input, normalized_shape, weight, bias, eps)


@public("rms_norm", "nn.functional.rms_norm")
def rms_norm(
    input: Tensor, normalized_shape: Any, weight: Tensor | None = None, eps: float | None = None
) -> Tensor:
    """input divided by the root of its mean square over the last dimensions, times `weight`.

    eps: added to the mean square; by default the dtype's resolution. Raises ShapeError.
    """
    shape = _normalized_shape("rms_norm", input, normalized_shape)
    dtype = input.array.dtype
    _check_parameters("rms_norm", input, shape)
    if weight is not None and tensor(weight, "rms_norm").array.shape != shape:
        raise ShapeError(f"rms_norm: weight has shape {list(weight.shape)}, not {list(shape)}")
    x = input.to(F32) if dtype == F16 else input
    if eps is None:
        eps = float(np.finfo(x.array.dtype).eps)
    square = (x**2).mean(_last(x.array, shape), True)
    out = x * shifted(square, number(eps)).rsqrt()
    return (out if weight is None else out * weight).to(dtype)


# Over batches, by channel


def _channel_sum(g: Any) -> Any:
    return np.sum(g, axis=_other_axes(g.ndim))


def _batch_vjp(g: Any, x: Any, weight: Any, eps: float) -> Any:
    spread = _per_channel(weight, x.ndim)
    of_x, of_weight = _normal_vjp(g, x, spread, _other_axes(x.ndim), eps)
    return of_x, None if weight is None else _channel_sum(of_weight), _channel_sum(g)


native_batch_norm = operator(
    "native_batch_norm",
    lambda x, weight, bias, eps: cast(
        _affine(
            _normal(x, _other_axes(x.ndim), eps)[0],
            _per_channel(weight, x.ndim),
            _per_channel(bias, x.ndim),
        ),
        x.dtype,
    ),
    joint=True,
    x=_batch_vjp,
    weight=None,
    bias=None,
)


def _known_normal(x: Any, mean: Any, var: Any, eps: float) -> Any:
    return (x - _per_channel(mean, x.ndim)) * _known_scale(x, var, eps)


def _known_scale(x: Any, var: Any, eps: float) -> Any:
    return _per_channel(1 / np.sqrt(var + eps), x.ndim)


known_batch_norm = operator(
    "native_batch_norm_eval",
    lambda x, weight, bias, mean, var, eps: cast(
        _affine(
            _known_normal(x, mean, var, eps),
            _per_channel(weight, x.ndim),
            _per_channel(bias, x.ndim),
        ),
        x.dtype,
    ),
    node="NativeBatchNormBackward0",
    x=lambda g, x, weight, var, eps: (
        _scaled(g, _per_channel(weight, x.ndim)) * _known_scale(x, var, eps)
    ),
    weight=lambda g, x, mean, var, eps: _channel_sum(g * _known_normal(x, mean, var, eps)),
    bias=lambda g: _channel_sum(g),
)


def _remember(
    x: Tensor, running_mean: Tensor | None, running_var: Tensor | None, momentum: float
) -> None:
    """Move the running statistics towards the batch's, in place."""
    if running_mean is None or running_var is None:
        return
    array = memory(x).astype(np.float64)
    axes = _other_axes(array.ndim)
    count = array.size // array.shape[1]
    mean, var = memory(running_mean), memory(running_var)
    mean[...] = (1 - momentum) * mean + momentum * array.mean(axes)
    var[...] = (1 - momentum) * var + momentum * (array.var(axes) * count / max(count - 1, 1))


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
    _check_parameters(name, x, channels, running_mean=mean, running_var=var)
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
    _check_parameters(name, input, (x.shape[1],), weight=weight, bias=bias)
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
        _refuse_single("batch_norm", shape, math.prod(shape[:1] + shape[2:]))
    return batch_norm(input, weight, bias, running_mean, running_var, training, momentum, eps, True)


def _refuse_single(name: str, shape: tuple[int, ...], count: int) -> None:
    if count == 1:
        raise ValueRangeError(
            f"{name} of shape {list(shape)}: one value alone has no deviation to normalise by"
        )


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
    _check_parameters(name, input, (channels,), weight=weight, bias=bias)
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
        _refuse_single("instance_norm", shape, math.prod(shape[2:]))
    return instance_norm(
        input, weight, bias, running_mean, running_var, use_input_stats, momentum, eps
    )


# Over groups of channels


def _group_shape(shape: tuple[int, ...], groups: int) -> tuple[int, ...]:
    return (shape[0], groups, math.prod(shape[1:]) // groups)


def _group_normal(x: Any, groups: int, eps: float) -> Any:
    grouped = np.reshape(x, _group_shape(x.shape, groups))
    return np.reshape(_normal(grouped, (2,), eps)[0], x.shape)


def _group_vjp(g: Any, x: Any, weight: Any, groups: int, eps: float) -> Any:
    shape = _group_shape(x.shape, groups)
    scaled = np.reshape(_scaled(g, _per_channel(weight, x.ndim)), shape)
    of_x, _ = _normal_vjp(scaled, np.reshape(x, shape), None, (2,), eps)
    of_weight = None if weight is None else _channel_sum(g * _group_normal(x, groups, eps))
    return np.reshape(of_x, x.shape), of_weight, _channel_sum(g)


native_group_norm = operator(
    "native_group_norm",
    lambda x, weight, bias, groups, eps: cast(
        _affine(
            _group_normal(x, groups, eps),
            _per_channel(weight, x.ndim),
            _per_channel(bias, x.ndim),
        ),
        x.dtype,
    ),
    joint=True,
    x=_group_vjp,
    weight=None,
    bias=None,
)


@public("group_norm")
def group_norm(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
    cudnn_enabled: bool = True,
) -> Tensor:
    """input (N, C, …) normalised over groups of channels of each sample. Wu, He, 2018.

    Raises ShapeError when the channels do not divide into groups.
    """
    shape, groups = tensor(input, "group_norm").array.shape, int(number(num_groups))
    if len(shape) < 2 or groups < 1 or shape[1] % groups:
        raise ShapeError(
            f"group_norm: a shape (N, C, …) with C a multiple of {groups} is needed, "
            f"got {list(shape)}"
        )
    _check_parameters("group_norm", input, shape[1:2], weight=weight, bias=bias)
    return native_group_norm(input, weight, bias, groups, number(eps))


@public("nn.functional.group_norm")
def group_norm_layer(
    input: Tensor,
    num_groups: int,
    weight: Tensor | None = None,
    bias: Tensor | None = None,
    eps: float = 1e-05,
) -> Tensor:
    """group_norm; groups of one value have nothing to normalise (ValueRangeError)."""
    shape = tensor(input, "group_norm").array.shape
    if len(shape) > 1 and num_groups > 0:
        values = shape[0] * shape[1] // num_groups * math.prod(shape[2:])
        _refuse_single("group_norm", shape, values)
    return group_norm(input, num_groups, weight, bias, eps)


@public("nn.functional.local_response_norm")
def local_response_norm(
    input: Tensor, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 1.0
) -> Tensor:
    """input / (k + alpha * mean of the squares of `size` neighbouring channels)**beta.

    Krizhevsky et al., 2012. Raises ValueRangeError for fewer than three dimensions.
    """
    shape = tensor(input, "local_response_norm").array.shape
    if len(shape) < 3:
        raise ValueRangeError(f"local_response_norm takes (N, C, …), not shape {list(shape)}")
    if not input.array.size:
        return input
    pad = function("nn.functional.pad")
    window = [size // 2, (size - 1) // 2]
    square = input * input
    if len(shape) == 3:
        square = pad(square.unsqueeze(1), (0, 0, *window))
        mean = function("nn.functional.avg_pool2d")(square, (size, 1), 1).squeeze(1)
    else:
        square = square.view(shape[0], 1, shape[1], shape[2], math.prod(shape[3:]))
        square = pad(square, (0, 0, 0, 0, *window))
        mean = function("nn.functional.avg_pool3d")(square, (size, 1, 1), 1).squeeze(1)
        mean = mean.view(shape)
    return input / (mean * alpha + k) ** beta
