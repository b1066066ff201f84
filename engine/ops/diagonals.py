"""Diagonals and triangles, and tensors with one region replaced."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import integer, tensor
from ..arrays import cast
from ..bounds import check_size
from ..declare import operator, public
from ..dims import one_dim
from ..dtypes import numpy_dtype
from ..errors import DimError, ShapeError, ValueRangeError
from ..inplace import store
from ..places import steps
from ..tensor import Tensor, new_tensor
from .filling import as_value
from .indexing import cut, embedded, pick
from .indexing import selected as select_view
from .indexing import sliced as slice_view
from .shapes import reshaped, view_operator


def _diagonal(x: Any, offset: int, dim1: int, dim2: int) -> Any:
    found = np.diagonal(x, within(offset, x), dim1, dim2)
    found.flags.writeable = x.flags.writeable  # NumPy's own caution: it hands out a read-only view
    return found


def within(offset: int, x: Any) -> int:
    """`offset`, brought to the edge of a matrix where it lies far outside."""
    most = max(x.shape, default=0)
    return max(-most, min(offset, most))


diagonal_view = view_operator(
    "diagonal",
    _diagonal,
    x=lambda g, x_shape, offset, dim1, dim2: diagonal_backward(g, x_shape, offset, dim1, dim2),
)
diagonal_backward = operator(
    "diagonal_backward",
    lambda g, shape, offset, dim1, dim2: embedded(g, shape, _diagonal, offset, dim1, dim2),
    holomorphic=False,
    g=lambda g, offset, dim1, dim2: diagonal_view(g, offset, dim1, dim2),
)
diagonal_copy = operator(
    "diagonal_copy",
    lambda x, offset, dim1, dim2: np.diagonal(x, within(offset, x), dim1, dim2).copy(),
    node="DiagonalBackward0_copy",
    holomorphic=False,
    x=lambda g, x_shape, offset, dim1, dim2: diagonal_backward(g, x_shape, offset, dim1, dim2),
)


def _diag_embed(x: Any, offset: int, dim1: int, dim2: int) -> Any:
    side = x.shape[-1] + abs(offset)
    shape = list(x.shape[:-1])
    for dim in sorted((dim1, dim2)):
        shape.insert(dim, side)
    return embedded(x, tuple(shape), _diagonal, offset, dim1, dim2)


diagonals_embedded = operator(
    "diag_embed",
    _diag_embed,
    holomorphic=False,
    x=lambda g, offset, dim1, dim2: np.diagonal(g, offset, dim1, dim2),
)


def _two_dims(dim1: int, dim2: int, ndim: int) -> tuple[int, int]:
    first, second = one_dim(dim1, ndim), one_dim(dim2, ndim)
    if first == second:
        raise ShapeError(f"a diagonal runs along two dimensions, not twice along {dim1}")
    return first, second


@public("diagonal", method=True)
def diagonal(input: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1) -> Tensor:
    """A view of a diagonal along two dimensions, which becomes the last one."""
    tensor(input, "diagonal")
    return diagonal_view(
        input, integer(offset, "diagonal"), *_two_dims(dim1, dim2, input.array.ndim)
    )


@public("linalg.diagonal")
def linalg_diagonal(A: Tensor, *, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """The diagonals of matrices."""
    tensor(A, "diagonal")
    return diagonal(A, offset, dim1, dim2)


@public("diag_embed", method=True)
def diag_embed(input: Tensor, offset: int = 0, dim1: int = -2, dim2: int = -1) -> Tensor:
    """Square matrices, in the dimensions dim1 and dim2, with the last dimension on a diagonal."""
    tensor(input, "diag_embed")
    return diagonals_embedded(
        input, integer(offset, "diag_embed"), *_two_dims(dim1, dim2, input.array.ndim + 1)
    )


@public("diag", method=True)
def diag(input: Tensor, diagonal: int = 0) -> Tensor:
    """A vector as the diagonal of a matrix; of a matrix its diagonal, copied."""
    tensor(input, "diag")
    ndim = input.array.ndim
    if ndim not in (1, 2):
        raise ShapeError(f"diag takes a vector or a matrix, not the shape {list(input.shape)}")
    made = diagonals_embedded if ndim == 1 else diagonal_copy
    return made(input, integer(diagonal, "diag"), 0, 1)


@public("diagflat", method=True)
def diagflat(input: Tensor, offset: int = 0) -> Tensor:
    """All elements on the diagonal of a matrix."""
    tensor(input, "diagflat")
    flat = reshaped(input, (input.array.size,))
    return diagonals_embedded(flat, integer(offset, "diagflat"), 0, 1)


def _diagonal_places(shape: tuple[int, ...], wrap: bool) -> Any:
    """The places of the diagonal in a flattened tensor; a tall matrix may go round again."""
    rows, columns = shape[0], shape[1]
    if len(shape) == 2:
        if wrap and rows > columns + 1:
            return np.arange(0, rows * columns, columns + 1)
        return np.arange(min(rows, columns)) * (columns + 1)
    return np.arange(rows) * sum(steps(shape))


def _fill_diagonal(x: Any, value: Any, wrap: bool) -> None:
    x[np.unravel_index(_diagonal_places(x.shape, wrap), x.shape)] = value


diagonal_filled = operator(
    "fill_diagonal",
    lambda x, value, wrap: _on_copy(x, value, wrap),
    holomorphic=False,
    x=lambda g, wrap: diagonal_filled(g, 0, wrap),
)


def _on_copy(x: Any, value: Any, wrap: bool) -> Any:
    changed = x.copy()
    _fill_diagonal(changed, value, wrap)
    return changed


@public(method="fill_diagonal_")
def fill_diagonal_(input: Tensor, fill_value: Any, wrap: bool = False) -> Tensor:
    """Overwrite the main diagonal with one number. Raises ShapeError."""
    shape = input.array.shape
    if len(shape) < 2 or (len(shape) > 2 and len(set(shape)) > 1):
        raise ShapeError(
            f"fill_diagonal_ takes a matrix or a tensor of equal lengths, not {list(shape)}"
        )
    if len(shape) == 2 and not wrap:
        input.diagonal().fill_(fill_value)
        return input
    value = as_value(fill_value, input.array.dtype).item()
    return store(
        input,
        diagonal_filled,
        (value, wrap),
        lambda x: _fill_diagonal(x, value, wrap),
        "fill_diagonal_",
        repeats=True,
    )


def _triangle(name: str, kernel: Any) -> None:
    made = operator(
        name,
        lambda x, diagonal: kernel(x, within(diagonal, x)),
        holomorphic=False,
        x=lambda g, diagonal: kernel(g, within(diagonal, g)),
    )

    def triangle(input: Tensor, diagonal: int = 0) -> Tensor:
        if tensor(input, name).array.ndim < 2:
            raise ShapeError(f"{name} takes matrices, not the shape {list(input.shape)}")
        return made(input, integer(diagonal, name))

    public(name, method=True, inplace_form=True)(triangle)


_triangle("tril", np.tril)
_triangle("triu", np.triu)


def _triangle_indices(name: str, kernel: Any) -> None:
    def indices(
        row: int, col: int, offset: int = 0, *, dtype: Any = None, device: Any = None
    ) -> Tensor:
        if row < 0 or col < 0:
            raise ShapeError(f"{name}: a matrix of {row} rows and {col} columns does not exist")
        check_size((row, col), np.dtype(np.int64))
        found = np.array(kernel(row, max(-row, min(offset, col)), col))
        return new_tensor(found.astype(np.int64 if dtype is None else numpy_dtype(dtype)))

    public(name)(indices)


_triangle_indices("tril_indices", np.tril_indices)
_triangle_indices("triu_indices", np.triu_indices)


# One region replaced


def _scattering(name: str, look: Any, view: Any) -> Any:
    """The operator that copies its input and writes `src` where the view looks."""

    def kernel(x: Any, src: Any, where: tuple[int, ...]) -> Any:
        changed = x.copy()
        place = look(changed, *where)
        if place.shape != src.shape:
            raise ShapeError(
                f"{name}: the source has shape {list(src.shape)}, the place {list(place.shape)}"
            )
        place[...] = cast(src, x.dtype)
        return changed

    made = operator(
        name,
        kernel,
        holomorphic=False,
        x=lambda g, src_shape, where: made(g, np.zeros(src_shape, g.dtype), where),
        src=lambda g, where: view(g, *where),
    )
    return made


diagonal_scattered = _scattering("diagonal_scatter", _diagonal, diagonal_view)
select_scattered = _scattering("select_scatter", pick, select_view)
slice_scattered = _scattering("slice_scatter", cut, slice_view)


@public("diagonal_scatter", method=True)
def diagonal_scatter(
    input: Tensor, src: Tensor, offset: int = 0, dim1: int = 0, dim2: int = 1
) -> Tensor:
    """A copy of `input` with `src` on the diagonal. Raises ShapeError."""
    tensor(input, "diagonal_scatter")
    tensor(src, "diagonal_scatter, for its source,")
    dims = _two_dims(dim1, dim2, input.array.ndim)
    return diagonal_scattered(input, src, (offset, *dims))


@public("select_scatter", method=True)
def select_scatter(input: Tensor, src: Tensor, dim: int, index: int) -> Tensor:
    """A copy of `input` with `src` as the slice at `index` of `dim`. Raises ShapeError."""
    tensor(input, "select_scatter")
    tensor(src, "select_scatter, for its source,")
    dim = one_dim(dim, input.array.ndim)
    length = input.array.shape[dim]
    if not -length <= index < length:
        raise DimError(f"index {index} is out of bounds for dimension {dim} of length {length}")
    return select_scattered(input, src, (dim, index))


@public("slice_scatter", method=True)
def slice_scatter(
    input: Tensor,
    src: Tensor,
    dim: int = 0,
    start: int | None = None,
    end: int | None = None,
    step: int = 1,
) -> Tensor:
    """A copy of `input` with `src` in a slice of `dim`. Raises ShapeError."""
    tensor(input, "slice_scatter")
    tensor(src, "slice_scatter, for its source,")
    if step <= 0:
        raise ValueRangeError(f"the step of a slice must be positive, not {step}")
    dim = one_dim(dim, input.array.ndim)
    where = slice(start, end, step).indices(input.array.shape[dim])
    return slice_scattered(input, src, (dim, *where))
