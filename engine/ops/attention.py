"""Attention: weighted means of values, the weights a softmax of how well queries fit keys."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..errors import DimError, DTypeError, MathError, ShapeError
from ..tensor import Tensor, memory, new_tensor
from .dropout import dropout
from .scalars import scaled
from .softmax import softmax_vjp

INF = float("inf")


def _safe_softmax(x: Any, dim: int) -> Any:
    """softmax, but 0 where nothing may be attended to."""
    if not x.size:
        return x
    highest = x.max(dim, keepdims=True)
    e = np.exp(x - np.where(highest == -INF, 0, highest))
    return e / np.where(highest == -INF, 1, e.sum(dim, keepdims=True))


safe_softmax = operator("safe_softmax", _safe_softmax, promote="floating", x=softmax_vjp)


def _triangle(rows: int, columns: int) -> Any:
    """Where a query may attend when it sees only keys up to its own place."""
    return np.tri(rows, columns, dtype=bool)


def _additive(mask: Any, dtype: Any) -> Any:
    """A mask of bools as numbers to add: 0 to attend, -inf not to."""
    if mask.dtype.kind != "b":
        return mask
    return np.where(mask, np.asarray(0, dtype), np.asarray(-INF, dtype))


# The fused form: one operator, for batches of heads


def _grouped(x: Any, heads: int) -> Any:
    """(N, H, L, E) with the queries of heads that share a key made one row: (N, heads, …, E)."""
    if x.shape[1] == heads:
        return x
    rows = x.shape[1] // heads * x.shape[2]
    return np.reshape(x, (x.shape[0], heads, rows, x.shape[3]))


def _weights(q: Any, k: Any, bias: Any, scale: float) -> Any:
    scores = np.matmul(q, np.swapaxes(k, 2, 3)) * scale
    return safe_softmax(scores if bias is None else scores + bias, 3)


def _attend(q: Any, k: Any, v: Any, bias: Any, scale: float) -> Any:
    out = np.matmul(_weights(_grouped(q, k.shape[1]), k, bias, scale), v)
    return np.reshape(out, (*q.shape[:3], v.shape[3]))


def _attend_vjp(g: Any, q: Any, k: Any, v: Any, bias: Any, scale: float) -> Any:
    queries, g = _grouped(q, k.shape[1]), _grouped(g, k.shape[1])
    weights = _weights(queries, k, bias, scale)
    scores = softmax_vjp(np.matmul(g, np.swapaxes(v, 2, 3)), weights, 3) * scale
    return (
        np.reshape(np.matmul(scores, k), q.shape),
        np.matmul(np.swapaxes(scores, 2, 3), queries),
        np.matmul(np.swapaxes(weights, 2, 3), g),
    )


fused = operator(
    "scaled_dot_product_flash_attention_for_cpu",
    _attend,
    promote="floating",
    joint=True,
    q=_attend_vjp,
    k=None,
    v=None,
)


def _can_fuse(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, gqa: bool, p: float) -> bool:
    """Whether PyTorch takes its fused kernel, whose node is another."""
    arrays = [memory(t) for t in (q, k, v)]
    shapes = [array.shape for array in arrays]
    if p > 0 or any(len(shape) != 4 or 0 in shape for shape in shapes):
        return False
    if shapes[1][:3] != shapes[2][:3] or shapes[0][0] != shapes[1][0]:
        return False
    if len({shape[3] for shape in shapes}) > 1 or (shapes[0][1] != shapes[1][1] and not gqa):
        return False
    if any(a.shape[3] > 1 and a.strides[3] != a.itemsize for a in arrays):
        return False
    if mask is None:
        return True
    full = (*shapes[0][:3], shapes[1][2])[-mask.array.ndim :]
    fits = all(n in (1, m) for n, m in zip(mask.array.shape, full, strict=True))
    return mask.array.ndim in (2, 4) and fits and not mask.requires_grad


def _fuse(
    q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None, causal: bool, scale: float
) -> Tensor:
    batch, heads, rows, _ = q.array.shape
    shared, columns = k.array.shape[1:3]
    bias = None if mask is None else _additive(memory(mask), q.array.dtype)
    if causal:
        triangle = _additive(_triangle(rows, columns), q.array.dtype)
        bias = triangle if bias is None else bias + triangle
    if bias is not None and shared != heads:
        bias = np.broadcast_to(bias, (batch, heads, rows, columns))
        bias = bias.reshape(batch, shared, heads // shared * rows, columns)
    return fused(q, k, v, bias, scale)


@public("nn.functional.scaled_dot_product_attention")
def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    *,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """softmax(query @ key^T * scale + mask) @ value. Vaswani et al., 2017.

    query: (…, L, E), key: (…, S, E), value: (…, S, Ev); attn_mask: broadcasts to (…, L, S), bools
    say where to attend, numbers are added; is_causal: attend only up to the own place; scale: by
    default 1 / sqrt(E); enable_gqa: heads (dimension -3) of the query may share those of the key.
    Raises ShapeError, DTypeError, MathError.
    """
    name = "scaled_dot_product_attention"
    arrays = [tensor(t, name).array for t in (query, key, value)]
    if any(array.ndim < 2 for array in arrays):
        raise ShapeError(f"{name} takes (…, length, width), not {[a.shape for a in arrays]}")
    dtype = arrays[0].dtype
    if any(array.dtype != dtype for array in arrays):
        raise DTypeError(
            f"{name}: query, key and value have the dtypes {[a.dtype for a in arrays]}"
        )
    if attn_mask is not None and tensor(attn_mask, name).array.dtype not in (dtype, bool):
        raise DTypeError(f"{name}: a mask is bool or {query.dtype}, not {attn_mask.dtype}")
    if attn_mask is not None and attn_mask.array.ndim < 2 < arrays[0].ndim:
        raise DimError(f"{name}: a mask has at least two dimensions")
    width = arrays[0].shape[-1]
    factor = (1 / math.sqrt(width) if width else 0.0) if scale is None else number(scale)
    if _can_fuse(query, key, value, attn_mask, enable_gqa, dropout_p):
        return _fuse(query, key, value, attn_mask, is_causal, factor)
    if enable_gqa:
        key, value = (_repeat_heads(t, query) for t in (key, value))
    root = math.sqrt(abs(factor))
    left = scaled(query, -root if factor < 0 else root)
    scores = left @ scaled(key.transpose(-2, -1), root)
    if is_causal:
        if attn_mask is not None:
            raise MathError(f"{name} takes attn_mask or is_causal, not both")
        attn_mask = new_tensor(_triangle(*scores.array.shape[-2:]))
    if attn_mask is not None:
        bias = attn_mask
        if bias.array.dtype.kind == "b":
            bias = new_tensor(_additive(memory(bias), dtype))
        scores = scores + bias
    weights = safe_softmax(scores, scores.array.ndim - 1)
    return (dropout(weights, dropout_p) if dropout_p > 0 else weights) @ value


def _repeat_heads(x: Tensor, query: Tensor) -> Tensor:
    if min(x.array.ndim, query.array.ndim) < 3 or query.array.shape[-3] % x.array.shape[-3]:
        raise ShapeError(
            f"enable_gqa: the heads of a query {list(query.shape)} do not share those of "
            f"{list(x.shape)}"
        )
    return x.repeat_interleave(query.array.shape[-3] // x.array.shape[-3], -3)
