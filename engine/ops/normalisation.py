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
    ShapeError,
    UnsupportedError,
    ValueRangeError,
)
from ..families import function
from ..tensor import Tensor
from .scalars import shifted

F16 = np.dtype(np.float16)
Axes = tuple[int, ...]


def mean_over(x: Any, axes: Axes) -> Any:
    return np.sum(x, axis=axes, keepdims=True) / math.prod([x.shape[axis] for axis in axes])


def normalised(x: Any, axes: Axes, eps: float) -> tuple[Any, Any]:
    """x normalised over `axes`, and one over the deviation it was divided by."""
    distance = x - mean_over(x, axes)
    scale = 1 / np.sqrt(mean_over(distance * distance, axes) + eps)
    return distance * scale, scale


def normal_vjp(g: Any, x: Any, weight: Any, axes: Axes, eps: float) -> tuple[Any, Any]:
    """The cotangent of x, and what that of the weight is a sum of."""
    normal, scale = normalised(x, axes, eps)
    scaled = weighted(g, weight)
    pulled = scaled - mean_over(scaled, axes) - normal * mean_over(scaled * normal, axes)
    return scale * pulled, g * normal


def affine(normal: Any, weight: Any, bias: Any) -> Any:
    out = normal if weight is None else normal * weight
    return out if bias is None else out + bias


def weighted(g: Any, weight: Any) -> Any:
    return g if weight is None else g * weight


def per_channel(values: Any, ndim: int) -> Any:
    """One value for each channel, in a shape that broadcasts over (N, C, …)."""
    return None if values is None else np.reshape(values, (values.shape[0], *[1] * (ndim - 2)))


def channel_affine(x: Any, normal: Any, weight: Any, bias: Any) -> Any:
    """The normalised `x` scaled and moved by a weight and a bias for each channel."""
    return cast(affine(normal, per_channel(weight, x.ndim), per_channel(bias, x.ndim)), x.dtype)


def other_axes(ndim: int) -> Axes:
    """All axes but the channels'."""
    return (0, *range(2, ndim))


def channel_sum(g: Any) -> Any:
    return np.sum(g, axis=other_axes(g.ndim))


def check_parameters(name: str, x: Tensor, shape: tuple[int, ...], **parameters: Any) -> None:
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


def refuse_single(name: str, shape: tuple[int, ...], count: int) -> None:
    if count == 1:
        raise ValueRangeError(
            f"{name} of shape {list(shape)}: one value alone has no deviation to normalise by"
        )


# Over the last dimensions


def _last(x: Any, shape: tuple[int, ...]) -> Axes:
    return tuple(range(x.ndim - len(shape), x.ndim))


def _layer_vjp(g: Any, x: Any, weight: Any, shape: tuple[int, ...], eps: float) -> Any:
    of_x, of_weight = normal_vjp(g, x, weight, _last(x, shape), eps)
    return of_x, None if weight is None else unbroadcast(of_weight, shape), unbroadcast(g, shape)


native_layer_norm = operator(
    "native_layer_norm",
    lambda x, weight, bias, shape, eps: cast(
        affine(normalised(x, _last(x, shape), eps)[0], weight, bias), x.dtype
    ),
    joint=True,
    lazy=True,
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
    check_parameters("layer_norm", input, shape, weight=weight, bias=bias)
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
    check_parameters("rms_norm", input, shape)
    if weight is not None and tensor(weight, "rms_norm").array.shape != shape:
        raise ShapeError(f"rms_norm: weight has shape {list(weight.shape)}, not {list(shape)}")
    x = input.to(F32) if dtype == F16 else input
    if eps is None:
        eps = float(np.finfo(x.array.dtype).eps)
    square = (x**2).mean(_last(x.array, shape), True)
    out = x * shifted(square, number(eps)).rsqrt()
    return (out if weight is None else out * weight).to(dtype)


# Over groups of channels


def _group_shape(shape: tuple[int, ...], groups: int) -> tuple[int, ...]:
    return (shape[0], groups, math.prod(shape[1:]) // groups)


def _group_normal(x: Any, groups: int, eps: float) -> Any:
    grouped = np.reshape(x, _group_shape(x.shape, groups))
    return np.reshape(normalised(grouped, (2,), eps)[0], x.shape)


def _group_vjp(g: Any, x: Any, weight: Any, groups: int, eps: float) -> Any:
    shape = _group_shape(x.shape, groups)
    scaled = np.reshape(weighted(g, per_channel(weight, x.ndim)), shape)
    of_x, _ = normal_vjp(scaled, np.reshape(x, shape), None, (2,), eps)
    of_weight = None if weight is None else channel_sum(g * _group_normal(x, groups, eps))
    return np.reshape(of_x, x.shape), of_weight, channel_sum(g)


native_group_norm = operator(
    "native_group_norm",
    lambda x, weight, bias, groups, eps: channel_affine(
        x, _group_normal(x, groups, eps), weight, bias
    ),
    joint=True,
    lazy=True,
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
    check_parameters("group_norm", input, shape[1:2], weight=weight, bias=bias)
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
        refuse_single("group_norm", shape, values)
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
