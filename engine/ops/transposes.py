"""Transposed matrices: `t`, `adjoint`, and the attributes `T`, `mT`, `H`, `mH`."""

from __future__ import annotations

from ..arguments import tensor
from ..declare import public, publish_method
from ..errors import ShapeError
from ..tensor import Tensor
from .shapes import matrix_transposed, permuted, transpose


@public("t", method=True)
def t(input: Tensor) -> Tensor:
    """The transposed matrix; fewer dimensions stay as they are."""
    tensor(input, "t")
    if input.array.ndim > 2:
        raise ShapeError(f"t() takes at most two dimensions, not the shape {list(input.shape)}")
    return matrix_transposed(input)


@public("adjoint", method=True)
def adjoint(input: Tensor) -> Tensor:
    """The matrices of the last two dimensions transposed and conjugated."""
    tensor(input, "adjoint")
    ndim = input.array.ndim
    if ndim == 1:
        raise ShapeError(f"an adjoint needs matrices, not the shape {list(input.shape)}")
    turned = transpose(input, -2, -1) if ndim else input
    return turned.conj() if input.array.dtype.kind == "c" else turned


def reversed_dims(input: Tensor) -> Tensor:
    """`x.T`: the dimensions in reverse order."""
    return permuted(input, tuple(reversed(range(input.array.ndim))))


def matrix_transpose(input: Tensor) -> Tensor:
    """`x.mT`: the last two dimensions exchanged."""
    if not input.array.ndim:
        return input
    if input.array.ndim < 2:
        raise ShapeError(f"mT needs matrices, not the shape {list(input.shape)}")
    return transpose(input, -2, -1)


def conjugate_transpose(input: Tensor) -> Tensor:
    """`x.H`: the adjoint of one matrix; a zero-dimensional tensor is conjugated."""
    if input.array.ndim not in (0, 2):
        raise ShapeError(f"H takes one matrix, not the shape {list(input.shape)}; see mH")
    if input.array.ndim == 2:
        return adjoint(input)
    return input.conj() if input.array.dtype.kind == "c" else input


publish_method("T", property(reversed_dims))
publish_method("mT", property(matrix_transpose))
publish_method("H", property(conjugate_transpose))
publish_method("mH", property(adjoint))
