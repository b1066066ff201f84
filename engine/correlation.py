"""Correlation of images with weights, and its transposes, as matrix products.

Images are (N, C, *size), weights (O, C/groups, *kernel), responses (N, O, *counts).
"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

import numpy as np
from numpy import ndarray

from .bounds import check_size
from .windows import Sizes, add_windows, reach, window_counts, windows, zero_padded

BLOCK = 1 << 21
"""Bytes of windows that are copied at a time: what a processor's cache holds."""


class Geometry:
    """How weights of a `kernel` shape slide over an image of `size`."""

    __slots__ = ("counts", "dilation", "groups", "kernel", "padding", "size", "stride")

    def __init__(
        self,
        size: Sizes,
        kernel: Sizes,
        stride: Sizes,
        padding: Sizes,
        dilation: Sizes,
        groups: int,
        counts: Sizes = (),
    ) -> None:
        self.size = size
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
        self.dilation = dilation
        self.groups = groups
        self.counts = counts or window_counts(self.padded, kernel, stride, dilation)

    @property
    def padded(self) -> Sizes:
        return tuple([n + 2 * p for n, p in zip(self.size, self.padding, strict=True)])

    @property
    def is_dense(self) -> bool:
        """Whether a window lies at every element, and those over the border are not all padding."""
        spans = reach(self.kernel, self.dilation)
        padded = [n + 2 * p + 1 for n, p in zip(self.size, self.padding, strict=True)]
        return all(
            s == 1 and p < span and count == n - span
            for s, p, n, span, count in zip(
                self.stride, self.padding, padded, spans, self.counts, strict=True
            )
        )

    def with_zeros(self, x: ndarray) -> ndarray:
        return zero_padded(x, [(p, p) for p in self.padding])

    def windows(self, padded: ndarray) -> ndarray:
        """A view (N, C, *kernel, *counts) of all windows."""
        return windows(padded, self.kernel, self.counts, self.stride, self.dilation)

    def columns(self, taken: ndarray) -> ndarray:
        """Windows as matrices (N, groups, C/groups * kernel, counts), copied if need be."""
        rows = taken.shape[1] // self.groups * prod(self.kernel)
        return taken.reshape(len(taken), self.groups, rows, prod(taken.shape[-len(self.kernel) :]))

    def blocks(self, taken: ndarray) -> Iterator[tuple[slice, slice, slice]]:
        """Images, rows of windows, and their columns, of which the windows fill about a BLOCK."""
        images, rows = len(taken), self.counts[0]
        image = max(1, taken.nbytes // images)
        across = prod(self.counts[1:])
        if image <= BLOCK:
            count = BLOCK // image
            for first in range(0, images, count):
                yield slice(first, first + count), slice(None), slice(None)
            return
        height = max(1, rows * BLOCK // image)
        for n in range(images):
            for first in range(0, rows, height):
                last = min(first + height, rows)
                yield slice(n, n + 1), slice(first, last), slice(first * across, last * across)


def correlate(image: ndarray, weight: ndarray, geometry: Geometry) -> ndarray:
    """(N, O, *counts): the sum of each window times the weights."""
    groups, rank = geometry.groups, len(geometry.size)
    shape = (len(image), len(weight), *geometry.counts)
    y = np.empty(check_size(shape, image.dtype), image.dtype)
    if not y.size:
        return y
    weights = np.ascontiguousarray(weight).reshape(1, groups, len(weight) // groups, -1)
    taken = geometry.windows(geometry.with_zeros(image))
    flat = y.reshape(len(image), groups, len(weight) // groups, -1)
    for images, rows, columns in geometry.blocks(taken):
        part = taken[(images, ..., rows, *_all(rank - 1))]
        np.matmul(weights, geometry.columns(part), out=flat[images, ..., columns])
    return y


def spread(response: ndarray, weight: ndarray, geometry: Geometry) -> ndarray:
    """(N, C, *size): each element of response times the weights, added up where its window lies."""
    groups, rank = geometry.groups, len(geometry.size)
    if geometry.is_dense and len(weight) // groups < 2 * weight.shape[1]:
        return _spread_densely(response, weight, geometry)
    channels = weight.shape[1] * groups
    shape = (len(response), channels, *geometry.padded)
    whole = np.zeros(check_size(shape, response.dtype), response.dtype)
    if response.size and weight.size:
        weights = weight.reshape(1, groups, len(weight) // groups, -1).swapaxes(-1, -2)
        flat = np.ascontiguousarray(response).reshape(
            len(response), groups, len(weight) // groups, -1
        )
        taken = geometry.windows(whole)
        for images, rows, columns in geometry.blocks(taken):
            part = taken[(images, ..., rows, *_all(rank - 1))]
            products = np.matmul(weights, flat[images, ..., columns]).reshape(part.shape)
            into = whole[images]
            if rows.start:
                into = into[(..., slice(rows.start * geometry.stride[0], None), *_all(rank - 1))]
            add_windows(into, products, geometry.stride, geometry.dilation)
    inside = [slice(p, p + n) for p, n in zip(geometry.padding, geometry.size, strict=True)]
    return whole[(..., *inside)]


def _spread_densely(response: ndarray, weight: ndarray, geometry: Geometry) -> ndarray:
    """With stride 1 the transpose is itself a convolution, with the weights turned around."""
    groups, rank = geometry.groups, len(geometry.size)
    outputs, inputs = len(weight) // groups, weight.shape[1]
    turned = np.flip(weight, tuple(range(2, rank + 2)))
    turned = turned.reshape(groups, outputs, inputs, *geometry.kernel).swapaxes(1, 2)
    spans = reach(geometry.kernel, geometry.dilation)
    back = Geometry(
        response.shape[2:],
        geometry.kernel,
        geometry.stride,
        tuple([span - 1 - p for span, p in zip(spans, geometry.padding, strict=True)]),
        geometry.dilation,
        groups,
    )
    return correlate(response, turned.reshape(groups * inputs, outputs, *geometry.kernel), back)


def weigh(image: ndarray, response: ndarray, geometry: Geometry) -> ndarray:
    """(O, C/groups, *kernel): the sum of each window times the element of response that it made."""
    groups, rank = geometry.groups, len(geometry.size)
    outputs, inputs = response.shape[1], image.shape[1] // groups
    rows_of_weights = inputs * prod(geometry.kernel)
    total = np.zeros((groups, outputs // groups, rows_of_weights), image.dtype)
    if image.size and response.size:
        taken = geometry.windows(geometry.with_zeros(image))
        flat = np.ascontiguousarray(response).reshape(len(response), groups, outputs // groups, -1)
        for images, rows, columns in geometry.blocks(taken):
            part = taken[(images, ..., rows, *_all(rank - 1))]
            matrices = geometry.columns(part).swapaxes(-1, -2)
            total += np.add.reduce(np.matmul(flat[images, ..., columns], matrices), axis=0)
    return total.reshape(outputs, inputs, *geometry.kernel)


def _all(count: int) -> list[slice]:
    return [slice(None)] * count
