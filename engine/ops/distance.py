"""Distances and likenesses of vectors."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import result_dtype, scalar_dtype
from ..errors import DTypeError, MathError, ShapeError
from ..tensor import Tensor
from .norms import vector_norm_dim
from .scalars import floored, shifted

norm_vjp: Any = vector_norm_dim.rules[0]
norm_along = operator(
    "norm_along",
    vector_norm_dim.kernel,
    node="NormBackward1",
    promote="floating",
    holomorphic=False,
    lazy=True,
    x=norm_vjp,
)


@public("pairwise_distance", "nn.functional.pairwise_distance")
def pairwise_distance(
    x1: Tensor, x2: Tensor, p: float = 2.0, eps: float = 1e-6, keepdim: bool = False
) -> Tensor:
    """The p-norm of x1 - x2 + eps along the last dimension. Raises ShapeError."""
    difference = tensor(x1, "pairwise_distance") - tensor(x2, "pairwise_distance")
    if difference.array.dtype.kind in "iu":
        difference = difference.to(scalar_dtype(0.0))
    last = max(difference.array.ndim - 1, 0)
    return norm_along(shifted(difference, number(eps)), number(p), last, keepdim, None)


@public("cosine_similarity", "nn.functional.cosine_similarity")
def cosine_similarity(x1: Tensor, x2: Tensor, dim: int = 1, eps: float = 1e-8) -> Tensor:
    """The cosine of the angle between x1 and x2 along `dim`; no length counts as below `eps`.

    Raises ShapeError when the shapes do not broadcast, DTypeError for integers.
    """
    a, b = tensor(x1, "cosine_similarity").array, tensor(x2, "cosine_similarity").array
    dtype = result_dtype([a, b])
    if dtype.kind not in "fc":
        raise DTypeError(f"cosine_similarity takes floating-point tensors, not {dtype}")
    if a.shape != b.shape:
        try:
            shape = np.broadcast_shapes(a.shape, b.shape)
        except ValueError:
            raise ShapeError(
                f"cosine_similarity: the shapes {list(a.shape)} and {list(b.shape)} do not "
                "broadcast together"
            ) from None
        x1, x2 = x1.expand(shape), x2.expand(shape)
    dim = one_dim(dim, x1.array.ndim)
    first, second = (_direction(x.to(dtype), dim, number(eps)) for x in (x1, x2))
    return (first * second).sum(dim)


def _direction(x: Tensor, dim: int, eps: float) -> Tensor:
    """x divided by its length along `dim`."""
    over = dim if x.array.ndim else None
    return x / floored(vector_norm_dim(x, 2.0, over, True, None), eps)


@public("nn.functional.normalize")
def normalize(
    input: Tensor, p: float = 2.0, dim: Any = 1, eps: float = 1e-12, out: None = None
) -> Tensor:
    """input divided by its p-norm along `dim`, or by `eps` where that is larger."""
    length = tensor(input, "normalize").norm(p, dim, True).clamp_min(eps)
    return input / length.expand_as(input)


def _pairs(n: int) -> Any:
    """The place of the pair (i, j) in pdist's result, and whether it is one (i differs from j)."""
    place = np.zeros((n, n), np.int64)
    first, second = np.triu_indices(n, 1)
    place[first, second] = place[second, first] = np.arange(len(first))
    return place, ~np.eye(n, dtype=bool)


def _pdist(x: Any, p: float) -> Any:
    first, second = np.triu_indices(len(x), 1)
    if not len(first):
        return np.zeros(0, x.dtype)
    return vector_norm_dim.kernel(x[first] - x[second], p, 1, False, None)


def _pdist_vjp(g: Any, x: Any, y: Any, p: float) -> Any:
    """Every row is pulled along its difference to every other row."""
    place, distinct = _pairs(x.shape[0])
    if p == 0 or not distinct.any():
        return np.zeros_like(x)
    difference = np.expand_dims(x, 1) - np.expand_dims(x, 0)
    distance, cotangent = y[place] * distinct, g[place] * distinct
    return np.sum(norm_vjp(cotangent, difference, distance, p, 2, False), axis=1)


pdist_ = operator("pdist", _pdist, promote="floating", x=_pdist_vjp)


@public("pdist", "nn.functional.pdist")
def pdist(input: Tensor, p: float = 2) -> Tensor:
    """The p-norm distance of every pair of rows: (0,1), (0,2), …, (1,2), …

    Raises ShapeError unless `input` has two dimensions, MathError for a negative `p`.
    """
    p = number(p)
    if tensor(input, "pdist").array.ndim != 2:
        raise ShapeError(f"pdist takes a matrix of row vectors, not shape {list(input.shape)}")
    if p < 0:
        raise MathError(f"pdist: p must not be negative, it is {p}")
    return pdist_(input, p)


# Bilinear forms


def _rows_times(x: Any, w: Any, n: Any) -> Any:
    """x (N, I), w (O, I, J), n (N, J) -> sum over i and j: (N, O)."""
    forms = np.reshape(np.transpose(w, (1, 0, 2)), (w.shape[1], w.shape[0] * w.shape[2]))
    by_row = np.reshape(np.matmul(x, forms), (x.shape[0], w.shape[0], w.shape[2]))
    return np.squeeze(np.matmul(by_row, np.expand_dims(n, 2)), 2)


def _outer_sum(g: Any, a: Any, b: Any) -> Any:
    """g (N, O), a (N, I), b (N, J) -> sum over n: (O, I, J)."""
    pairs = np.expand_dims(g, 2) * np.expand_dims(a, 1)
    flat = np.reshape(pairs, (g.shape[0], g.shape[1] * a.shape[1]))
    total = np.matmul(np.swapaxes(flat, 0, 1), b)
    return np.reshape(total, (g.shape[1], a.shape[1], b.shape[1]))


trilinear = operator(
    "trilinear_rows",
    lambda a, w, b: _rows_times(a, w, b),
    node="TrilinearBackward0",
    promote="floating",
    a=lambda g, w, b: trilinear(g, np.transpose(w, (1, 0, 2)), b),
    w=lambda g, a, b: _outer_sum(g, a, b),
    b=lambda g, a, w: trilinear(g, np.transpose(w, (2, 0, 1)), a),
)


@public("bilinear", "nn.functional.bilinear")
def bilinear(input1: Tensor, input2: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """input1 @ weight[o] @ input2 for every o, plus bias[o].

    input1: (…, I), input2: (…, J), weight: (O, I, J), bias: (O). Raises ShapeError.
    """
    a, b, w = (tensor(t, "bilinear").array for t in (input1, input2, weight))
    if w.ndim != 3 or a.shape[:-1] != b.shape[:-1] or a.shape[-1:] + b.shape[-1:] != w.shape[1:]:
        raise ShapeError(
            f"bilinear: inputs (…, I) and (…, J) need a weight (O, I, J); their shapes are "
            f"{list(a.shape)}, {list(b.shape)} and {list(w.shape)}"
        )
    if not a.dtype == b.dtype == w.dtype:
        raise DTypeError(f"bilinear: the dtypes {a.dtype}, {b.dtype} and {w.dtype} differ")
    if bias is not None and bias.array.shape != w.shape[:1]:
        raise ShapeError(
            f"bilinear: bias has one number for each of {w.shape[0]} outputs, "
            f"not shape {list(bias.shape)}"
        )
    rows = [
        t.reshape(-1, n) if n else t.reshape(0, 0)
        for t, n in ((input1, a.shape[-1]), (input2, b.shape[-1]))
    ]
    out = trilinear(rows[0], weight, rows[1]).view(*a.shape[:-1], w.shape[0])
    return out if bias is None else out + bias


@public("channel_shuffle", "nn.functional.channel_shuffle")
def channel_shuffle(input: Tensor, groups: int) -> Tensor:
    """The channels (dimension 1) of `groups` groups, one of each group in turn.

    Raises ShapeError for fewer than three dimensions, or channels that do not divide.
    """
    shape = tensor(input, "channel_shuffle").array.shape
    groups = one_size(groups)
    if len(shape) < 3:
        raise ShapeError(f"channel_shuffle takes (N, C, …), not shape {list(shape)}")
    if shape[1] % groups:
        raise ShapeError(f"channel_shuffle: {shape[1]} channels do not make {groups} groups")
    return shuffled(input, groups) if input.array.size else input.clone()


def one_size(value: Any) -> int:
    value = int(number(value))
    if value < 1:
        raise MathError(f"a number of groups is positive, not {value}")
    return value


def _shuffled(x: Any, groups: int) -> Any:
    split = (x.shape[0], groups, x.shape[1] // groups, *x.shape[2:])
    return np.reshape(np.swapaxes(np.reshape(x, split), 1, 2), x.shape)


shuffled = operator(
    "channel_shuffle",
    _shuffled,
    x=lambda g, groups, x_shape: shuffled(g, x_shape[1] // groups),
)
