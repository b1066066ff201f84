"""Elements chosen by index tensors and masks, as copies."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from ..arguments import tensor
from ..bounds import check_size, occurrences
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import I64
from ..errors import DimError, DTypeError, ShapeError
from ..places import along
from ..tensor import Tensor, memory, new_tensor
from .shapes import broadcast_shape, expanded, reshaped


def check_bounds(index: Any, length: int, error: Any = DimError, lowest: int = 0) -> None:
    """Raise `error` unless all of `index` lies between `lowest` and `length` - 1."""
    if index.size:
        least, most = int(index.min()), int(index.max())
        if least < lowest or most >= length:
            raise error(
                f"index {least if least < lowest else most} is out of bounds for a length of "
                f"{length}"
            )


def index_tensor(index: Any, name: str) -> Any:
    """The array of an index tensor. Raises DTypeError unless empty, int64 or int32."""
    array = memory(tensor(index, f"{name}, for its index,"))
    if array.size and array.dtype != I64 and array.dtype != np.int32:
        raise DTypeError(f"{name}: an index holds int64 or int32, not {index.dtype}")
    return array


def vector_index(index: Any, length: int, name: str, lowest: int = 0) -> Any:
    """The array of an index of at most one dimension, checked against the length it indexes."""
    array = index_tensor(index, name)
    if array.ndim > 1:
        raise DimError(f"{name}: the index is a vector, not of shape {list(array.shape)}")
    check_bounds(array, length, DimError if length else ShapeError, lowest)
    return array


def _index_select(x: Any, dim: int, index: Any) -> Any:
    if not x.ndim:
        return x.copy()
    return np.take(x, index.reshape(-1), dim)


def _index_select_backward(g: Any, shape: Any, dim: int, index: Any) -> Any:
    from .scatter import index_added

    return index_added.operator(np.zeros(shape, g.dtype), dim, index, g, 1)


index_selected = operator(
    "index_select",
    _index_select,
    holomorphic=False,
    x=lambda g, x_shape, dim, index: _index_select_backward(g, x_shape, dim, index),
)


@public("index_select", method=True)
def index_select(input: Tensor, dim: int, index: Tensor) -> Tensor:
    """The slices along `dim` that the vector `index` names. Raises DimError out of bounds."""
    tensor(input, "index_select")
    shape = input.array.shape or (1,)
    dim = one_dim(dim, len(shape))
    array = index_tensor(index, "index_select")
    if array.ndim > 1:
        raise DimError(f"index_select: the index is a vector, not of shape {list(array.shape)}")
    check_bounds(array, shape[dim], ShapeError if dim == 1 or not shape[dim] else DimError)
    return index_selected(input, dim, index)


def flat_places(shape: tuple[int, ...], dim: int, index: Any) -> Any:
    """The places that a gather or scatter over `shape` names; zero dimensions count as one."""
    if not shape or not index.ndim:
        return index.reshape(-1)
    return along(shape, dim, index)


def _gather(x: Any, dim: int, index: Any) -> Any:
    places = flat_places(x.shape, dim, index)
    return np.take(x.reshape(-1), places).reshape(index.shape)


def _gather_backward(g: Any, shape: Any, dim: int, index: Any) -> Any:
    from .scatter import scatter_added

    return scatter_added.operator(np.zeros(shape, g.dtype), dim, index, g)


gathered = operator(
    "gather",
    _gather,
    holomorphic=False,
    x=lambda g, x_shape, dim, index: _gather_backward(g, x_shape, dim, index),
)


def check_index(input: Tensor, dim: int, index: Tensor, name: str, longer: bool = False) -> int:
    """`dim` counted from the front, for an index of as many dimensions as `input`.

    longer: whether the index may exceed the input along other dimensions too.
    """
    have, shape = input.array.shape, index_tensor(index, name).shape
    dim = one_dim(dim, len(have))
    if not index.array.size:
        return dim
    if len(have or (1,)) != len(shape or (1,)):
        raise ShapeError(
            f"{name}: the index has {len(shape)} dimensions, the tensor {len(have)}: "
            f"{list(shape)} and {list(have)}"
        )
    pairs = enumerate(zip(shape, have, strict=False))
    if not longer and any(n > m for i, (n, m) in pairs if i != dim):
        raise ShapeError(
            f"{name}: the index of shape {list(shape)} reaches beyond the tensor of shape "
            f"{list(have)} along a dimension other than {dim}"
        )
    check_bounds(index.array, have[dim] if have else 1, ShapeError)
    return dim


@public("gather", method=True)
def gather(input: Tensor, dim: int, index: Tensor, *, sparse_grad: bool = False) -> Tensor:
    """out[i][j] = input[index[i][j]][j] for dim 0, and so on. Raises ShapeError."""
    tensor(input, "gather")
    return gathered(input, check_index(input, dim, index, "gather"), index)


@public("take_along_dim", method=True)
def take_along_dim(input: Tensor, indices: Tensor, dim: int | None = None) -> Tensor:
    """As gather, with the other dimensions broadcast; without `dim` of the flattened input."""
    tensor(input, "take_along_dim")
    array = index_tensor(indices, "take_along_dim")
    if dim is None:
        flat = reshaped(input, (input.array.size,))
        check_bounds(array, input.array.size, ShapeError)
        return gathered(flat, 0, reshaped(indices, (array.size,)))
    have, shape = input.array.shape, array.shape
    if len(have) != len(shape):
        raise ShapeError(
            f"take_along_dim: {len(shape)} dimensions of indices for {len(have)} of the input"
        )
    dim = one_dim(dim, len(have))
    both = broadcast_shape(*[(*s[:dim], 1, *s[dim + 1 :]) for s in (have, shape)])
    source = expanded(input, (*both[:dim], have[dim], *both[dim + 1 :]))
    chosen = expanded(_wrapped(indices, have[dim]), (*both[:dim], shape[dim], *both[dim + 1 :]))
    return gathered(source, dim, chosen)


def _wrapped(index: Tensor, length: int) -> Tensor:
    """The index with numbers out of bounds counted round, negative ones from the end."""
    array = memory(index)
    if array.size and not length:
        raise ShapeError("take_along_dim: a dimension of length 0 has no elements to take")
    if ((array >= 0) & (array < length)).all():
        return index
    return new_tensor(array % length)


def _take_backward(g: Any, shape: Any, index: Any) -> Any:
    from .scatter import put_flat

    return put_flat.operator(np.zeros(shape, g.dtype), index, g, True)


taken = operator(
    "take",
    lambda x, index: np.take(x.reshape(-1), index),
    holomorphic=False,
    x=lambda g, x_shape, index: _take_backward(g, x_shape, index),
)


@public("take", method=True)
def take(input: Tensor, index: Tensor) -> Tensor:
    """The elements of the flattened input that `index` names, in the shape of `index`."""
    tensor(input, "take")
    if tensor(index, "take, for its index,").array.dtype != I64:
        raise DTypeError(f"take: an index holds int64, not {index.dtype}")
    check_bounds(memory(index), input.array.size, DimError, -input.array.size)
    return taken(input, index)


# Rows of a table


def _embedding_gradient(g: Any, index: Any, rows: int, padding: int, by_frequency: bool) -> Any:
    weight = np.zeros((rows, g.shape[-1]), g.dtype)
    flat = index.reshape(-1)
    values = np.asarray(g).reshape(flat.size, g.shape[-1])
    if padding >= 0:
        values = np.where((flat == padding)[:, None], 0, values).astype(g.dtype)
    if by_frequency:
        counts = occurrences(flat, rows)
        values = (values / counts[flat][:, None]).astype(g.dtype)
    from .indexing import accumulate_at

    accumulate_at(weight, (flat,), values)
    return weight


def _embedding_gradient_vjp(g: Any, index: Any, padding: int) -> Any:
    chosen = embedded_rows(g, index, padding, False)
    if padding >= 0:
        chosen = np.where((np.asarray(index) == padding)[..., None], 0.0, chosen)
    return chosen


embedding_gradient = operator(
    "embedding_dense_backward",
    _embedding_gradient,
    node="EmbeddingDenseBackwardBackward0",
    holomorphic=False,
    g=lambda g, index, padding: _embedding_gradient_vjp(g, index, padding),
)
embedded_rows = operator(
    "embedding",
    lambda weight, index, padding, by_frequency: np.take(weight, index, 0),
    holomorphic=False,
    weight=lambda g, weight_shape, index, padding, by_frequency: embedding_gradient(
        g, index, weight_shape[0], padding, by_frequency
    ),
)


@public("nn.functional.embedding")
def embedding(
    input: Tensor,
    weight: Tensor,
    padding_idx: int | None = None,
    max_norm: float | None = None,
    norm_type: float = 2.0,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    """The rows of `weight` that `input` names: shape [*input.shape, weight.shape[1]].

    padding_idx: a row that receives no gradient. max_norm: rows longer than this (in the norm
    norm_type) are first scaled down, in place. scale_grad_by_freq: gradients are divided by how
    often their row occurs.
    """
    tensor(weight, "embedding")
    tensor(input, "embedding")
    rows = weight.array.shape[0] if weight.array.ndim else 0
    if weight.array.ndim != 2:
        raise ShapeError(f"embedding takes a matrix of rows, not the shape {list(weight.shape)}")
    index = index_tensor(input, "embedding")
    check_bounds(index, rows)
    padding = -1
    if padding_idx is not None:
        if not -rows <= padding_idx < rows:
            raise ShapeError(f"padding_idx {padding_idx} is none of {rows} rows")
        padding = padding_idx % rows
    if max_norm is not None:
        limit_norms(memory(weight), index, max_norm, norm_type)
    return embedded_rows(weight, input, padding, scale_grad_by_freq)


def limit_norms(weight: Any, index: Any, most: float, order: float) -> None:
    """Scale the rows in use, in place, to a norm of at most `most`."""
    used = np.unique(index)
    norms = np.linalg.norm(weight[used], order, axis=1)
    scale = np.where(norms > most, most / (norms + 1e-7), 1.0)
    weight[used] *= scale[:, None].astype(weight.dtype)


@public("embedding")
def table_rows(
    weight: Tensor,
    indices: Tensor,
    padding_idx: int = -1,
    scale_grad_by_freq: bool = False,
    sparse: bool = False,
) -> Tensor:
    tensor(weight, "embedding")
    return embedding(
        indices, weight, padding_idx if padding_idx >= 0 else None, None, 2.0, scale_grad_by_freq
    )


@public("nn.functional.one_hot")
def one_hot(input: Tensor, num_classes: int = -1) -> Tensor:
    """int64 vectors with a 1 at the class of each element, in a new last dimension."""
    tensor(input, "one_hot")
    classes = memory(input)
    if classes.dtype != I64:
        raise DTypeError(f"one_hot takes int64 classes, not {input.dtype}")
    if num_classes < 0 and not classes.size:
        raise ShapeError("one_hot of an empty tensor needs num_classes")
    count = int(classes.max()) + 1 if num_classes < 0 else num_classes
    check_bounds(classes, count, ShapeError)
    check_size((*classes.shape, count), I64)
    found = np.zeros((prod(classes.shape), count), I64)
    found[np.arange(classes.size), classes.reshape(-1)] = 1
    return new_tensor(found.reshape(*classes.shape, count))
