"""Sums of products over chosen dimensions: tensordot, inner, outer, kron, chains of
matrices."""

from __future__ import annotations

from itertools import pairwise
from math import prod
from typing import Any

from ..arguments import tensor
from ..declare import public
from ..dims import one_dim
from ..errors import DTypeError, ShapeError
from ..tensor import Tensor
from .arithmetic import mul
from .inner_views import inner_reshaped, inner_view
from .products import dot, mm, pair
from .reductions import sum_
from .shapes import permuted, unsafe_view, unsqueezed, viewed


def lengths_of(tensor: Tensor, dims: Any) -> int:
    return prod(tensor.array.shape[d] for d in dims)


@public("tensordot")
def tensordot(a: Tensor, b: Tensor, dims: Any = 2) -> Tensor:
    """The sum of products over the last `dims` dimensions of `a` and the first of `b`, or over
    two lists of dimensions."""
    pair("tensordot", a, b)
    if dims.__class__ is Tensor:
        dims = dims.tolist()
    if isinstance(dims, int):
        if not 0 <= dims <= min(a.array.ndim, b.array.ndim):
            raise ShapeError(f"tensordot: {dims} dimensions of {a.array.ndim} and {b.array.ndim}")
        dims = (range(-dims, 0), range(dims))
    over_a = [one_dim(d, a.array.ndim) for d in _listed(dims[0])]
    over_b = [one_dim(d, b.array.ndim) for d in _listed(dims[1])]
    if len(over_a) != len(over_b):
        raise ShapeError("tensordot: as many dimensions of the one as of the other")
    for d, e in zip(over_a, over_b, strict=True):
        m, n = a.array.shape[d], b.array.shape[e]
        if m == n:
            continue
        if n == 1:
            a = sum_(a, d, True)
        elif m == 1:
            b = sum_(b, e, True)
        else:
            raise ShapeError(
                f"tensordot: dimension {d} of {list(a.shape)} and {e} of {list(b.shape)} differ"
            )
    free_a = [d for d in range(a.array.ndim) if d not in over_a]
    free_b = [d for d in range(b.array.ndim) if d not in over_b]
    rows, inner, columns = lengths_of(a, free_a), lengths_of(a, over_a), lengths_of(b, free_b)
    left = inner_view(permuted, a, (*free_a, *over_a))
    right = inner_view(permuted, b, (*over_b, *free_b))
    if rows == columns == 1:
        found = dot(_flat(left), _flat(right))
    else:
        found = mm(inner_reshaped(left, (rows, inner)), inner_reshaped(right, (inner, columns)))
    shape = [a.array.shape[d] for d in free_a] + [b.array.shape[d] for d in free_b]
    return inner_reshaped(found, tuple(shape))


def _listed(dims: Any) -> Any:
    return (dims,) if isinstance(dims, int) else dims


def _flat(x: Tensor) -> Tensor:
    return x if x.array.ndim == 1 else inner_reshaped(x, (x.array.size,))


@public("inner", method=True)
def inner(input: Tensor, other: Tensor) -> Tensor:
    """The sum of products over the last dimension of both."""
    tensor(input, "inner")
    tensor(other, "inner")
    if input.array.ndim == 0 or other.array.ndim == 0:
        return mul(input, other)
    if input.array.shape[-1] != other.array.shape[-1]:
        raise ShapeError(
            f"inner: the last lengths of {list(input.shape)} and {list(other.shape)} differ"
        )
    return tensordot(input, other, ([-1], [-1]))


@public("outer", "ger", method="outer ger")
def outer(input: Tensor, vec2: Tensor) -> Tensor:
    """Every element of one vector times every element of the other."""
    tensor(input, "outer")
    tensor(vec2, "outer")
    if input.array.ndim != 1 or vec2.array.ndim != 1:
        raise ShapeError(
            f"outer takes two vectors, not the shapes {list(input.shape)} and {list(vec2.shape)}"
        )
    return mul(inner_reshaped(input, (input.array.size, 1)), vec2)


@public("kron", method=True)
def kron(input: Tensor, other: Tensor) -> Tensor:
    """The Kronecker product: every element of `input` times the whole of `other`."""
    tensor(input, "kron")
    tensor(other, "kron")
    ndim = max(input.array.ndim, other.array.ndim)
    a = (1,) * (ndim - input.array.ndim) + input.array.shape
    b = (1,) * (ndim - other.array.ndim) + other.array.shape
    left = unsafe_view(input, tuple(n for m in a for n in (m, 1)))
    right = unsafe_view(other, tuple(n for m in b for n in (1, m)))
    return unsafe_view(mul(left, right), tuple(m * n for m, n in zip(a, b, strict=True)))


@public("linalg.multi_dot")
def multi_dot(tensors: Any) -> Tensor:
    """The product of a chain of matrices, bracketed so that it costs least; the first and the
    last may be vectors."""
    if not isinstance(tensors, (tuple, list)) or len(tensors) < 2:
        raise ShapeError("multi_dot multiplies a list of at least two tensors")
    chain = [tensor(matrix, "multi_dot") for matrix in tensors]
    for place, matrix in enumerate(chain):
        at_end = place in (0, len(chain) - 1)
        if matrix.array.ndim != 2 and not (at_end and matrix.array.ndim == 1):
            raise ShapeError(
                f"multi_dot: number {place} of the chain has {matrix.array.ndim} dimensions"
            )
        if matrix.dtype != chain[0].dtype:
            raise DTypeError("multi_dot: the tensors of a chain must have one dtype")
    shape: tuple[int, ...] = ()
    if chain[0].array.ndim == 1:
        chain[0] = unsqueezed(chain[0], 0)
    else:
        shape += chain[0].array.shape[:1]
    if chain[-1].array.ndim == 1:
        chain[-1] = unsqueezed(chain[-1], 1)
    else:
        shape += chain[-1].array.shape[1:]
    for left, right in pairwise(chain):
        if left.array.shape[1] != right.array.shape[0]:
            raise ShapeError(
                f"multi_dot: {list(left.shape)} and {list(right.shape)} cannot be multiplied"
            )
    return viewed(_bracketed(chain), shape)


@public("chain_matmul")
def chain_matmul(*matrices: Any) -> Tensor:
    """The product of a chain of matrices: an older name for `linalg.multi_dot`."""
    if len(matrices) == 1 and isinstance(matrices[0], (tuple, list)):
        matrices = tuple(matrices[0])
    if len(matrices) == 1:
        return tensor(matrices[0], "chain_matmul")
    return multi_dot(list(matrices))


def _bracketed(chain: list[Tensor]) -> Tensor:
    """Multiply in the order that takes the fewest multiplications (dynamic programming)."""
    n = len(chain)
    lengths = [tensor.array.shape[0] for tensor in chain] + [chain[-1].array.shape[1]]
    cost = [[0] * n for _ in range(n)]
    split = [[0] * n for _ in range(n)]
    for span in range(1, n):
        for i in range(n - span):
            j = i + span
            cost[i][j], split[i][j] = min(
                (cost[i][k] + cost[k + 1][j] + lengths[i] * lengths[k + 1] * lengths[j + 1], k)
                for k in range(i, j)
            )

    def multiply(i: int, j: int) -> Tensor:
        if i == j:
            return chain[i]
        return mm(multiply(i, split[i][j]), multiply(split[i][j] + 1, j))

    return multiply(0, n - 1)
