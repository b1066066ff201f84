"""Multi-head attention as one function: projections in, attention by head, projection out."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import public
from ..errors import MathError, ShapeError
from ..families import function
from ..tensor import Tensor, memory, new_tensor
from .attention import scaled_dot_product_attention
from .dropout import dropout
from .softmax import softmax

INF = float("inf")


class LayoutError(ShapeError, AssertionError):
    """Arguments of attention whose shapes do not fit together."""


def _require(condition: Any, message: str) -> None:
    if not condition:
        raise LayoutError(f"multi_head_attention_forward: {message}")


@public("nn.functional.multi_head_attention_forward")
def multi_head_attention_forward(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    embed_dim_to_check: int,
    num_heads: int,
    in_proj_weight: Tensor | None,
    in_proj_bias: Tensor | None,
    bias_k: Tensor | None,
    bias_v: Tensor | None,
    add_zero_attn: bool,
    dropout_p: float,
    out_proj_weight: Tensor,
    out_proj_bias: Tensor | None,
    training: bool = True,
    key_padding_mask: Tensor | None = None,
    need_weights: bool = True,
    attn_mask: Tensor | None = None,
    use_separate_proj_weight: bool = False,
    q_proj_weight: Tensor | None = None,
    k_proj_weight: Tensor | None = None,
    v_proj_weight: Tensor | None = None,
    static_k: Tensor | None = None,
    static_v: Tensor | None = None,
    average_attn_weights: bool = True,
    is_causal: bool = False,
) -> tuple[Tensor, Tensor | None]:
    """The output (L, N, E), and the attention weights (N, L, S) or None. Vaswani et al., 2017.

    query: (L, N, E), key and value: (S, N, E), or all without N. key_padding_mask (N, S) and
    attn_mask (L, S) or (N * heads, L, S): bools say where not to attend, numbers are added.
    Raises LayoutError, ShapeError, MathError.
    """
    single = _check_layout(query, key, value, key_padding_mask, attn_mask, num_heads)
    if single:
        query, key, value = (x.unsqueeze(1) for x in (query, key, value))
        if key_padding_mask is not None:
            key_padding_mask = key_padding_mask.unsqueeze(0)
    length, batch, width = query.array.shape
    dtype = query.array.dtype
    padding = _additive_mask(key_padding_mask, dtype)
    if is_causal and attn_mask is None:
        raise MathError("multi_head_attention_forward: is_causal needs an attn_mask as well")
    if is_causal and padding is None and not need_weights:
        attn_mask = None
    else:
        attn_mask = _additive_mask(attn_mask, dtype)
        is_causal = is_causal and padding is None
    _require(
        width == embed_dim_to_check, f"the query's width is {width}, {embed_dim_to_check} given"
    )
    _require(width % num_heads == 0, f"{num_heads} heads do not divide the width {width}")
    head = width // num_heads
    if use_separate_proj_weight:
        weights = (q_proj_weight, k_proj_weight, v_proj_weight)
        q, k, v = _projected_apart(query, key, value, weights, in_proj_bias)
    else:
        _require(key.shape == value.shape, f"key {list(key.shape)}, value {list(value.shape)}")
        _require(in_proj_weight is not None, "in_proj_weight is missing")
        q, k, v = _projected(query, key, value, in_proj_weight, in_proj_bias)
    if attn_mask is not None:
        attn_mask = _check_mask(attn_mask, batch * num_heads, length, key.array.shape[0])
    masks = [attn_mask, padding]
    _require((bias_k is None) == (bias_v is None), "bias_k and bias_v go together")
    if bias_k is not None and bias_v is not None:
        _require(static_k is None and static_v is None, "a static key or value takes no bias")
        k, v = (_cat([t, b.repeat(1, batch, 1)], 0) for t, b in ((k, bias_k), (v, bias_v)))
        masks = [_one_more(mask) for mask in masks]
    heads = batch * num_heads
    q = q.view(length, heads, head).transpose(0, 1)
    k = _by_head(k, static_k, heads, head)
    v = _by_head(v, static_v, heads, head)
    if add_zero_attn:
        nothing = new_tensor(np.zeros((heads, 1, head), dtype))
        k, v = _cat([k, nothing], 1), _cat([v, nothing], 1)
        masks = [_one_more(mask) for mask in masks]
    source = k.array.shape[1]
    mask = _merged(masks[0], masks[1], batch, num_heads, source)
    p = dropout_p if training else 0.0
    if need_weights:
        attention = _weights(q, k, mask, p)
        mixed = function("bmm")(attention, v)
        mixed = mixed.transpose(0, 1).contiguous().view(length * batch, width)
        shared = attention.view(batch, num_heads, length, source)
        if average_attn_weights:
            shared = shared.mean(1)
    else:
        mixed = _fused(q, k, v, mask, (batch, num_heads), p, is_causal)
        shared = None
    out = function("nn.functional.linear")(mixed, out_proj_weight, out_proj_bias)
    out = out.view(length, batch, out.array.shape[1])
    if not single:
        return out, shared
    return out.squeeze(1), None if shared is None else shared.squeeze(0)


def _check_layout(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    padding: Tensor | None,
    mask: Tensor | None,
    heads: int,
) -> bool:
    """Whether the inputs come without a batch dimension. Raises LayoutError."""
    given = (query, key, value, *(m for m in (padding, mask) if m is not None))
    dims = [tensor(t, "multi_head_attention_forward").array.ndim for t in given][:3]
    _require(dims in ([3] * 3, [2] * 3), f"query, key and value have {dims} dimensions")
    single = dims[0] == 2
    if padding is not None:
        _require(padding.array.ndim == dims[0] - 1, f"key_padding_mask is {list(padding.shape)}")
    if mask is not None:
        _require(mask.array.ndim in (2, 3), f"attn_mask has shape {list(mask.shape)}")
        if single and mask.array.ndim == 3:
            expected = (heads, query.array.shape[0], key.array.shape[0])
            _require(mask.array.shape == expected, f"attn_mask has shape {list(mask.shape)}")
    return single


def _additive_mask(mask: Tensor | None, dtype: Any) -> Tensor | None:
    """Bools that say where not to attend, as numbers to add."""
    if mask is None or mask.array.dtype.kind == "f":
        return mask
    _require(mask.array.dtype.kind == "b", f"a mask is bool or floating point, not {mask.dtype}")
    return new_tensor(np.where(memory(mask), np.asarray(-INF, dtype), np.asarray(0, dtype)))


def _linear(x: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    return function("nn.functional.linear")(x, weight, bias)


def _projected(
    q: Tensor, k: Tensor, v: Tensor, weight: Any, bias: Tensor | None
) -> tuple[Tensor, Tensor, Tensor]:
    """Query, key and value by the three thirds of one weight, in as few products as it takes."""
    width = q.array.shape[-1]
    if k is v and q is k:
        return _split(_linear(q, weight, bias), 3, width)
    if k is v:
        parts = [width, 2 * width]
        w_q, w_kv = weight.split(parts)
        b_q, b_kv = (None, None) if bias is None else bias.split(parts)
        k, v = _split(_linear(k, w_kv, b_kv), 2, width)
        return _linear(q, w_q, b_q), k, v
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    q, k, v = (_linear(x, w, b) for x, w, b in zip((q, k, v), weight.chunk(3), biases, strict=True))
    return q, k, v


def _split(packed: Tensor, parts: int, width: int) -> Any:
    """The projections that stand side by side in the last dimension."""
    apart = packed.unflatten(-1, (parts, width)).unsqueeze(0).transpose(0, -2).squeeze(-2)
    apart = apart.contiguous()
    return tuple(apart[i] for i in range(parts))


def _projected_apart(
    q: Tensor, k: Tensor, v: Tensor, weights: Any, bias: Tensor | None
) -> tuple[Tensor, Tensor, Tensor]:
    """Query, key and value, each by a weight of its own."""
    _require(k.shape[:2] == v.shape[:2], f"key {list(k.shape)}, value {list(v.shape)}")
    width = q.array.shape[-1]
    for x, weight in zip((q, k, v), weights, strict=True):
        _require(weight is not None, "a projection weight is missing")
        expected = (width, x.array.shape[-1])
        _require(weight.array.shape == expected, f"a weight is {list(weight.shape)}")
    biases = (None,) * 3 if bias is None else bias.chunk(3)
    q, k, v = (_linear(x, w, b) for x, w, b in zip((q, k, v), weights, biases, strict=True))
    return q, k, v


def _check_mask(mask: Tensor, heads: int, length: int, source: int) -> Tensor:
    """The mask with a dimension of heads. Raises ShapeError."""
    expected = (length, source) if mask.array.ndim == 2 else (heads, length, source)
    if mask.array.shape != expected:
        raise ShapeError(f"attn_mask has shape {list(mask.shape)}, expected {list(expected)}")
    return mask.unsqueeze(0) if mask.array.ndim == 2 else mask


def _cat(tensors: list[Tensor], dim: int) -> Tensor:
    return function("cat")(tensors, dim)


def _one_more(mask: Tensor | None) -> Tensor | None:
    """A mask for one key more, which may be attended to."""
    return None if mask is None else function("nn.functional.pad")(mask, (0, 1))


def _by_head(x: Tensor, static: Tensor | None, heads: int, head: int) -> Tensor:
    """(S, N, E) as (N * heads, S, E / heads), or what was given in that form."""
    if static is None:
        return x.view(x.array.shape[0], heads, head).transpose(0, 1)
    have = static.array.shape
    _require(have[0] == heads and have[2] == head, f"a static key or value is {list(have)}")
    return static


def _merged(
    mask: Tensor | None, padding: Any, batch: int, heads: int, source: int
) -> Tensor | None:
    """Both masks as one, to be added to scores (N * heads, L, S)."""
    if padding is None:
        return mask
    _require(padding.array.shape == (batch, source), f"key_padding_mask is {list(padding.shape)}")
    padding = padding.view(batch, 1, 1, source).expand(-1, heads, -1, -1)
    padding = padding.reshape(batch * heads, 1, source)
    return padding if mask is None else mask + padding


def _weights(q: Tensor, k: Tensor, mask: Tensor | None, p: float) -> Tensor:
    """The softmax of the scores of every query for every key."""
    q = q * math.sqrt(1 / q.array.shape[2])
    k = k.transpose(-2, -1)
    scores = function("bmm")(q, k) if mask is None else function("baddbmm")(mask, q, k)
    attention = softmax(scores, -1)
    return dropout(attention, p) if p > 0 else attention


def _fused(
    q: Tensor,
    k: Tensor,
    v: Tensor,
    mask: Tensor | None,
    sizes: tuple[int, int],
    p: float,
    is_causal: bool,
) -> Tensor:
    """The values mixed, (N * L, E), without showing the weights."""
    length, head = q.array.shape[1:]
    source = k.array.shape[1]
    if mask is not None:
        one = mask.array.shape[0] == 1
        mask = mask.unsqueeze(0) if one else mask.view(*sizes, -1, source)
    q, k, v = (x.view(*sizes, n, head) for x, n in ((q, length), (k, source), (v, source)))
    mixed = scaled_dot_product_attention(q, k, v, mask, p, is_causal)
    mixed = mixed.permute(2, 0, 1, 3).contiguous()
    return mixed.view(sizes[0] * length, sizes[1] * head)
