"""Convolution and its transpose in one to three dimensions.

Three bilinear operators are each other's derivatives, so any order of derivative stays inside:
`correlate(image, weight)` slides weights over an image, `spread(response, weight)` is its
transpose in the image, and `weigh(image, response)` its transpose in the weights.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from .. import correlation
from ..correlation import Geometry
from ..declare import operator, public
from ..errors import ArgumentError, OptionError, ShapeError
from ..tensor import Tensor
from ..windows import Sizes, at_least, per_axis, reach
from .padding import constant_padded

SECOND = "ConvolutionBackwardBackward0"
correlate = operator(
    "correlate",
    correlation.correlate,
    node=SECOND,
    image=lambda g, weight, geometry: spread(g, weight, geometry),
    weight=lambda g, image, geometry: weigh(image, g, geometry),
)
spread = operator(
    "spread",
    correlation.spread,
    node=SECOND,
    response=lambda g, weight, geometry: correlate(g, weight, geometry),
    weight=lambda g, response, geometry: weigh(g, response, geometry),
)
weigh = operator(
    "weigh",
    correlation.weigh,
    node=SECOND,
    image=lambda g, response, geometry: spread(response, g, geometry),
    response=lambda g, image, geometry: correlate(image, g, geometry),
)


def _with_bias(y: ndarray, bias: ndarray | None) -> ndarray:
    if bias is not None:
        y += bias.reshape(-1, *(1,) * (y.ndim - 2))
    return y


def _bias_rule(g: Any) -> Any:
    return np.sum(g, axis=(0, *range(2, g.ndim)))


convolution = operator(
    "convolution",
    lambda image, weight, bias, geometry: _with_bias(
        correlation.correlate(image, weight, geometry), bias
    ),
    image=lambda g, weight, geometry: spread(g, weight, geometry),
    weight=lambda g, image, geometry: weigh(image, g, geometry),
    bias=_bias_rule,
)
transposed_convolution = operator(
    "transposed_convolution",
    lambda image, weight, bias, geometry: _with_bias(
        correlation.spread(image, weight, geometry), bias
    ),
    node="ConvolutionBackward0",
    image=lambda g, weight, geometry: correlate(g, weight, geometry),
    weight=lambda g, image, geometry: weigh(g, image, geometry),
    bias=_bias_rule,
)


class Call:
    """The checked arguments of a convolution: `input` has its batch dimension."""

    __slots__ = ("bias", "groups", "input", "rank", "single", "weight")

    def __init__(
        self, rank: int, input: Any, weight: Any, bias: Any, groups: Any, transposed: bool
    ) -> None:
        tensors = (input, weight) if bias is None else (input, weight, bias)
        if any(t.__class__ is not Tensor for t in tensors):
            raise ArgumentError("a convolution takes tensors: input, weight and perhaps a bias")
        image, kernel = input.array, weight.array
        if kernel.ndim != rank + 2:
            raise ShapeError(f"weights have {rank + 2} dimensions, not {kernel.ndim}")
        if image.ndim not in (rank + 1, rank + 2):
            raise ShapeError(
                f"an input has {rank + 1} dimensions, or {rank + 2} with those of a batch, "
                f"not the shape {list(image.shape)}"
            )
        if len({t.array.dtype for t in tensors}) > 1:
            raise ShapeError(f"dtypes differ: {', '.join(str(t.dtype) for t in tensors)}")
        if groups.__class__ is not int or groups < 1:
            raise ShapeError(f"groups is a positive integer, not {groups!r}")
        channels = image.shape[-rank - 1]
        expected = kernel.shape[0] if transposed else kernel.shape[1] * groups
        if channels != expected:
            raise ShapeError(
                f"weights of shape {list(kernel.shape)} in {groups} groups take {expected} "
                f"channels, the input of shape {list(image.shape)} has {channels}"
            )
        if kernel.shape[0] % groups:
            raise ShapeError(f"{kernel.shape[0]} filters do not divide into {groups} groups")
        outputs = kernel.shape[1] * groups if transposed else kernel.shape[0]
        if bias is not None and bias.array.shape != (outputs,):
            raise ShapeError(f"a bias of shape {list(bias.shape)} for {outputs} output channels")
        if 0 in kernel.shape[1 - transposed :]:
            raise ShapeError(f"weights of shape {list(kernel.shape)} have no elements")
        self.rank = rank
        self.single = image.ndim == rank + 1
        self.input: Tensor = input.unsqueeze(0) if self.single else input
        self.weight: Tensor = weight
        self.bias: Tensor | None = bias
        self.groups: int = groups

    @property
    def size(self) -> Sizes:
        return self.input.array.shape[2:]

    @property
    def kernel(self) -> Sizes:
        return self.weight.array.shape[2:]

    def apply(self, made: Any, geometry: Geometry) -> Tensor:
        if self.input.array.dtype.kind == "c":
            found = _complex(made, self.input, self.weight, self.bias, geometry)
        else:
            found = made(self.input, self.weight, self.bias, geometry)
        return found.squeeze(0) if self.single else found


def _complex(
    made: Any, input: Tensor, weight: Tensor, bias: Tensor | None, geometry: Geometry
) -> Tensor:
    """A complex convolution as three real ones (Gauss), which is also what PyTorch records."""
    parts = [input, weight] if bias is None else [input, weight, bias]
    re: list[Any] = [part.real for part in parts]
    im: list[Any] = [part.imag for part in parts]
    sums: list[Any] = [r + i for r, i in zip(re, im, strict=True)]
    if bias is None:
        for part in (re, im, sums):
            part.append(None)
    a = made(*re, geometry)
    b = made(*im[:2], None, geometry)
    c = made(*sums, geometry)
    return a - b + (c - a - b) * 1j


def _strides(rank: int, stride: Any, dilation: Any) -> tuple[Sizes, Sizes]:
    return (
        at_least(1, per_axis(stride, rank, "stride"), "stride"),
        at_least(1, per_axis(dilation, rank, "dilation"), "dilation"),
    )


def _same(call: Call, stride: Sizes, dilation: Sizes) -> Sizes:
    """Padding that keeps the size; what does not divide evenly is padded beforehand, at the end."""
    if max(stride) > 1:
        raise ShapeError(f"padding='same' goes with stride 1, not {list(stride)}")
    totals = [span - 1 for span in reach(call.kernel, dilation)]
    if any(total % 2 for total in totals):
        extra = [part for total in reversed(totals) for part in (0, total % 2)]
        call.input = constant_padded(call.input, tuple(extra), 0)
    return tuple([total // 2 for total in totals])


def _convolve(
    rank: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    dilation: Any,
    groups: Any,
) -> Tensor:
    call = Call(rank, input, weight, bias, groups, False)
    stride, dilation = _strides(rank, stride, dilation)
    if padding == "same":
        padding = _same(call, stride, dilation)
    elif padding == "valid":
        padding = (0,) * rank
    elif isinstance(padding, str):
        raise OptionError(f"padding is numbers, 'same' or 'valid', not {padding!r}")
    else:
        padding = at_least(0, per_axis(padding, rank, "padding"), "padding")
    geometry = Geometry(call.size, call.kernel, stride, padding, dilation, groups)
    if min(geometry.counts) < 1:
        raise ShapeError(
            f"a kernel of size {list(call.kernel)} (dilation {list(dilation)}) does not fit into "
            f"an input of size {list(geometry.padded)} with its padding"
        )
    return call.apply(convolution, geometry)


def _convolve_transposed(
    rank: int,
    input: Any,
    weight: Any,
    bias: Any,
    stride: Any,
    padding: Any,
    output_padding: Any,
    groups: Any,
    dilation: Any,
) -> Tensor:
    call = Call(rank, input, weight, bias, groups, True)
    stride, dilation = _strides(rank, stride, dilation)
    padding = at_least(0, per_axis(padding, rank, "padding"), "padding")
    extra = at_least(0, per_axis(output_padding, rank, "output_padding"), "output_padding")
    if any(e >= max(s, d) for e, s, d in zip(extra, stride, dilation, strict=True)):
        raise ShapeError(
            f"output_padding {list(extra)} is less than stride {list(stride)} or dilation "
            f"{list(dilation)}"
        )
    size = tuple(
        [
            (n - 1) * s - 2 * p + span + e
            for n, s, p, span, e in zip(
                call.size, stride, padding, reach(call.kernel, dilation), extra, strict=True
            )
        ]
    )
    if min(size) < 1:
        raise ShapeError(f"the output would have the size {list(size)}: too small an input")
    geometry = Geometry(size, call.kernel, stride, padding, dilation, groups, call.size)
    return call.apply(transposed_convolution, geometry)


@public("nn.functional.conv1d", "conv1d")
def conv1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Tensor:
    """Slide `weight` (O, C/groups, k) over `input` (N, C, L) or (C, L).

    padding: numbers, "same" or "valid". Raises ShapeError for shapes that do not fit.
    """
    return _convolve(1, input, weight, bias, stride, padding, dilation, groups)


@public("nn.functional.conv2d", "conv2d")
def conv2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Tensor:
    """Slide `weight` (O, C/groups, kH, kW) over `input` (N, C, H, W) or (C, H, W)."""
    return _convolve(2, input, weight, bias, stride, padding, dilation, groups)


@public("nn.functional.conv3d", "conv3d")
def conv3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    dilation: Any = 1,
    groups: int = 1,
) -> Tensor:
    """Slide `weight` (O, C/groups, kD, kH, kW) over `input` (N, C, D, H, W) or (C, D, H, W)."""
    return _convolve(3, input, weight, bias, stride, padding, dilation, groups)


@public("nn.functional.conv_transpose1d", "conv_transpose1d")
def conv_transpose1d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Tensor:
    """The transpose of conv1d in its input; `weight` is (C, O/groups, k)."""
    return _convolve_transposed(
        1, input, weight, bias, stride, padding, output_padding, groups, dilation
    )


@public("nn.functional.conv_transpose2d", "conv_transpose2d")
def conv_transpose2d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Tensor:
    """The transpose of conv2d in its input; `weight` is (C, O/groups, kH, kW)."""
    return _convolve_transposed(
        2, input, weight, bias, stride, padding, output_padding, groups, dilation
    )


@public("nn.functional.conv_transpose3d", "conv_transpose3d")
def conv_transpose3d(
    input: Tensor,
    weight: Tensor,
    bias: Tensor | None = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: int = 1,
    dilation: Any = 1,
) -> Tensor:
    """The transpose of conv3d in its input; `weight` is (C, O/groups, kD, kH, kW)."""
    return _convolve_transposed(
        3, input, weight, bias, stride, padding, output_padding, groups, dilation
    )
