"""Bags of embeddings: rows of a table, looked up by index and summed, averaged or maximised.

Sums mix rows: out[bag[k]] += factor[k] * table[index[k]]. The transpose of that is the same with
`bag` and `index` exchanged.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..bounds import occurrences
from ..declare import operator, public
from ..errors import DTypeError, MathError, UnsupportedError, ValueRangeError
from ..tensor import Tensor, memory
from .selecting import limit_norms


def _mixed(table: Any, factor: Any, source: Any, to: Any, rows: int) -> Any:
    found = np.zeros((rows, *table.shape[1:]), table.dtype)
    if len(to):
        order, starts, numbers = _runs(to)
        terms = table[source[order]] * factor[order][:, None]
        found[numbers] = np.add.reduceat(terms, starts, axis=0)
    return found


def _runs(to: Any) -> tuple[Any, Any, Any]:
    """An order that sorts `to`; where each number starts in it, and the numbers."""
    order = np.argsort(to, kind="stable")
    numbers, starts = np.unique(to[order], return_index=True)
    return order, starts, numbers


mixed_rows = operator(
    "mixed_rows",
    _mixed,
    table=lambda g, factor, source, to, table_shape: mixed_rows(
        g, factor, to, source, table_shape[0]
    ),
    factor=lambda g, table, source, to: np.sum(g[to] * table[source], axis=1),
)


def _shares(samples: Any, share: Any) -> Any:
    return share if samples is None else samples * share


def _bag_vjp(
    g: Any, samples: Any, share: Any, index: Any, bag: Any, frequency: Any, table_shape: Any
) -> Any:
    factor = _shares(samples, share if frequency is None else share / frequency[index])
    return mixed_rows(g, factor.astype(g.dtype), bag, index, table_shape[0])


summed = operator(
    "embedding_bag",
    lambda table, samples, share, index, bag, bags, frequency: _mixed(
        table, _shares(samples, share), index, bag, bags
    ),
    table=_bag_vjp,
    samples=lambda g, table, share, index, bag: np.sum(g[bag] * table[index], axis=1) * share,
)


def _winners(table: Any, index: Any, bag: Any, bags: int) -> Any:
    """The row that gives each bag's maximum in each column; -1 where the bag is empty."""
    found = np.full((bags, table.shape[1]), -1)
    if len(bag):
        order, starts, numbers = _runs(bag)
        rows = table[index[order]]
        highest = np.maximum.reduceat(rows, starts, axis=0)
        lengths = np.diff(np.r_[starts, len(order)])
        place = np.arange(len(order))[:, None]
        is_highest = rows == np.repeat(highest, lengths, axis=0)
        first = np.minimum.reduceat(np.where(is_highest, place, len(order) - 1), starts, axis=0)
        found[numbers] = index[order][first]
    return found


def _cells(table: Any, rows: Any) -> Any:
    """table[rows[i, j], j], and 0 where the row is -1."""
    return np.where(rows >= 0, np.take_along_axis(table, np.maximum(rows, 0), 0), 0)


def _spread_cells(g: Any, rows: Any, shape: tuple[int, ...]) -> Any:
    found = np.zeros(shape, g.dtype)
    bag, column = np.nonzero(rows >= 0)
    np.add.at(found, (rows[bag, column], column), g[bag, column])
    return found


spread_cells = operator(
    "embedding_bag_max_backward", _spread_cells, g=lambda c, rows: take_cells(c, rows, None)
)
take_cells = operator(
    "embedding_bag_max",
    lambda table, rows, samples: _cells(table, rows),
    node="EmbeddingBagBackward0",
    table=lambda g, rows, table_shape: spread_cells(g, rows, table_shape),
    samples=None,
)


@public("nn.functional.embedding_bag")
def embedding_bag(
    input: Tensor,
    weight: Tensor,
    offsets: Tensor | None = None,
    max_norm: float | None = None,
    norm_type: float = 2,
    scale_grad_by_freq: bool = False,
    mode: str = "mean",
    sparse: bool = False,
    per_sample_weights: Tensor | None = None,
    include_last_offset: bool = False,
    padding_idx: int | None = None,
) -> Tensor:
    """The "sum", "mean" or "max" of the rows of `weight` that each bag of indices names.

    input: (B, N) for B bags of N, or (N) with `offsets`, the place where each bag starts.
    per_sample_weights: a factor for every index, mode "sum" only. padding_idx: an index that
    counts for nothing. Raises ValueRangeError, MathError, UnsupportedError.
    """
    index, table = memory(tensor(input, "embedding_bag")), memory(tensor(weight, "embedding_bag"))
    if index.dtype.kind == "f" and table.dtype.kind == "i":
        input, weight, index, table = weight, input, table, index
    if mode not in ("sum", "mean", "max"):
        raise ValueRangeError(f"embedding_bag: mode is sum, mean or max, not {mode!r}")
    if mode == "max" and (scale_grad_by_freq or sparse):
        raise ValueRangeError("embedding_bag: max has neither scale_grad_by_freq nor sparse")
    if per_sample_weights is not None and mode != "sum":
        raise UnsupportedError("embedding_bag: per_sample_weights go with mode='sum' only")
    if table.ndim != 2 or index.ndim not in (1, 2):
        raise ValueRangeError(
            f"embedding_bag takes indices (B, N) or (N) and a matrix of rows, not the shapes "
            f"{list(index.shape)} and {list(table.shape)}"
        )
    if per_sample_weights is not None and per_sample_weights.array.shape != index.shape:
        raise ValueRangeError(
            f"embedding_bag: per_sample_weights have shape {list(per_sample_weights.shape)}, "
            f"the indices {list(index.shape)}"
        )
    if per_sample_weights is not None and per_sample_weights.array.dtype != table.dtype:
        raise DTypeError(
            f"embedding_bag: weight is {weight.dtype}, its factors {per_sample_weights.dtype}"
        )
    bag, bags = _bags(index, offsets, include_last_offset)
    if index.ndim == 2:
        index = index.reshape(-1)
        if per_sample_weights is not None:
            per_sample_weights = per_sample_weights.reshape(-1)
    _check_index(index, len(table))
    if max_norm is not None:
        limit_norms(table, index, number(max_norm), number(norm_type))
    counted = np.ones(len(index), bool)
    if padding_idx is not None:
        if not -len(table) <= padding_idx < len(table):
            raise MathError(f"embedding_bag: padding_idx {padding_idx} is none of the rows")
        counted = index != padding_idx % len(table)
    if mode == "max":
        rows = _winners(table, index[counted], bag[counted], bags)
        return take_cells(weight, rows, None)
    share = counted.astype(table.dtype)
    if mode == "mean":
        share /= np.maximum(occurrences(bag[counted], bags), 1)[bag]
    frequency = _frequency(index, len(table)) if scale_grad_by_freq else None
    return summed(weight, per_sample_weights, share, index, bag, bags, frequency)


def _frequency(index: Any, rows: int) -> Any:
    """What the gradient of each row is divided by.

    PyTorch takes the count of the i-th index in order for the i-th different one.
    """
    found = np.ones(rows, np.int64)
    used = np.unique(index)
    found[used] = occurrences(index, rows)[np.sort(index)[: len(used)]]
    return found


def _bags(index: Any, offsets: Tensor | None, closed: bool) -> tuple[Any, int]:
    """The bag of each index, and how many bags there are."""
    if index.ndim == 2:
        if offsets is not None:
            raise ValueRangeError("embedding_bag: rows of indices are bags, without offsets")
        return np.repeat(np.arange(index.shape[0]), index.shape[1]), index.shape[0]
    if offsets is None or offsets.array.ndim != 1:
        raise ValueRangeError("embedding_bag: a row of indices needs offsets, a vector")
    starts = memory(offsets)
    if starts.dtype.kind != "i":
        raise DTypeError(f"embedding_bag: offsets are integers, not {offsets.dtype}")
    bags = len(starts) - closed
    if len(starts) and (starts[0] != 0 or starts[-1] > len(index) or (np.diff(starts) < 0).any()):
        raise MathError(
            f"embedding_bag: offsets start at 0, do not fall, and end by {len(index)}; "
            f"they are {starts.tolist()}"
        )
    return np.searchsorted(starts[:bags], np.arange(len(index)), side="right") - 1, bags


def _check_index(index: Any, rows: int) -> None:
    if index.dtype.kind != "i":
        raise MathError(f"embedding_bag: indices are integers, not {index.dtype}")
    if ((index < 0) | (index >= rows)).any():
        raise MathError(f"embedding_bag: an index is not among the rows 0 to {rows - 1}")
