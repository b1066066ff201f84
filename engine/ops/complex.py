"""Complex numbers: conjugates, parts, polar form."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import UFUNCS, elementwise, operator, public
from ..dtypes import complex_of, real_of
from ..errors import DTypeError, ShapeError
from ..inplace import inplace
from ..tensor import Tensor

conjugate = operator("conj", np.conj, holomorphic=False, x=lambda g: np.conj(g))
conjugate_physical = operator("conj_physical", np.conj, holomorphic=False, x=lambda g: np.conj(g))


@public("conj", method=True)
def conj(input: Tensor) -> Tensor:
    """The complex conjugate; a real tensor is returned as it is."""
    tensor(input, "conj")
    return conjugate(input) if input.array.dtype.kind == "c" else input


conjugate_written = operator(
    "conj_physical_",
    np.conj,
    node="ConjPhysicalBackward1",
    holomorphic=False,
    x=lambda g: np.conj(g),
)


@public("conj_physical", method=True)
def conj_physical(input: Tensor) -> Tensor:
    tensor(input, "conj_physical")
    return conjugate_physical(input) if input.array.dtype.kind == "c" else input


public(method="conj_physical_")(inplace(conjugate_written, "conj_physical_"))


UFUNCS["conjugate"] = conj


@public("resolve_conj", method=True)
def resolve_conj(input: Tensor) -> Tensor:
    """A copy of what `conj` gave; any other tensor is returned as it is."""
    tensor(input, "resolve_conj")
    node = input.grad_fn
    return input.clone() if node is not None and node.operator is conjugate else input


@public("resolve_neg", method=True)
def resolve_neg(input: Tensor) -> Tensor:
    """The tensor itself: negation is never pending here."""
    tensor(input, "resolve_neg")
    return input


@public("is_conj", "is_neg", method="is_conj is_neg")
def is_pending(input: Tensor) -> bool:
    """Whether conjugation or negation is still to be done: never."""
    tensor(input, "is_conj")
    return False


as_real = operator(
    "view_as_real",
    lambda x: x[..., np.newaxis].view(real_of(x.dtype)),
    view=True,
    holomorphic=False,
    x=lambda g: as_complex(g),
)
as_complex = operator(
    "view_as_complex",
    lambda x: np.ascontiguousarray(x).view(complex_of(x.dtype))[..., 0],
    view=True,
    holomorphic=False,
    x=lambda g: as_real(g),
)


@public("view_as_real")
def view_as_real(input: Tensor) -> Tensor:
    """A view of a complex tensor with a last dimension for real and imaginary part."""
    tensor(input, "view_as_real")
    if input.array.dtype.kind != "c":
        raise DTypeError(f"view_as_real takes complex tensors, not {input.dtype}")
    return as_real(input)


@public("view_as_complex")
def view_as_complex(input: Tensor) -> Tensor:
    """The complex tensor whose parts lie in the last dimension, which has length 2."""
    tensor(input, "view_as_complex")
    if input.array.dtype.kind != "f":
        raise DTypeError(f"view_as_complex takes floating-point tensors, not {input.dtype}")
    if input.array.ndim == 0 or input.array.shape[-1] != 2:
        raise ShapeError(
            f"view_as_complex needs a last dimension of length 2, not {list(input.shape)}"
        )
    return as_complex(input)


@public("real")
def real(input: Tensor) -> Tensor:
    """The real part, a view; a real tensor is returned as it is."""
    tensor(input, "real")
    return as_real(input).select(-1, 0) if input.array.dtype.kind == "c" else input


@public("imag")
def imag(input: Tensor) -> Tensor:
    """The imaginary part, a view. Raises DTypeError for a real tensor."""
    tensor(input, "imag")
    if input.array.dtype.kind != "c":
        raise DTypeError(f"only complex tensors have an imaginary part, this is {input.dtype}")
    return as_real(input).select(-1, 1)


def _property(part: Any) -> property:
    def assign(self: Tensor, value: Any) -> None:
        part(self).copy_(value if isinstance(value, Tensor) else self.new_tensor(value))

    return property(part, assign)


public(method="real")(_property(real))
public(method="imag")(_property(imag))

angle = elementwise(
    "angle",
    np.angle,
    inplace_form=False,
    holomorphic=False,
    x=lambda g, x: _angle_backward(g, x),
)


def _angle_backward(g: Any, x: Any) -> Any:
    """Real: zero. Complex: perpendicular to x, over |x|, and 0 at the origin."""
    if x.dtype.kind != "c":
        return np.zeros_like(g)
    square = np.real(x * np.conj(x))
    return np.where(square == 0, 0.0, g * (1j * x / np.where(square == 0, 1.0, square)))


polar_form = operator(
    "polar",
    lambda abs, angle: abs * np.cos(angle) + 1j * (abs * np.sin(angle)),
    elementwise=True,
    holomorphic=False,
    abs=lambda g, angle: np.real(np.conj(g) * _turn(angle)),
    angle=lambda g, y: np.real(np.conj(g) * (y * 1j)),
)


def _turn(angle: Any) -> Any:
    return np.cos(angle) + 1j * np.sin(angle)


@public("polar")
def polar(abs: Tensor, angle: Tensor) -> Tensor:
    """The complex tensor of absolute values and angles."""
    _same_floating("polar", abs, angle)
    return polar_form(abs, angle)


of_parts = operator(
    "complex",
    lambda re, im: (re + 1j * im).astype(complex_of(re.dtype)),
    elementwise=True,
    holomorphic=False,
    re=lambda g: np.real(g),
    im=lambda g: np.imag(g),
)


@public("complex")
def complex_(real: Tensor, imag: Tensor) -> Tensor:
    """The complex tensor of real and imaginary parts."""
    _same_floating("complex", real, imag)
    return of_parts(real, imag)


def _same_floating(name: str, a: Tensor, b: Tensor) -> None:
    tensor(a, name)
    tensor(b, name)
    if a.array.dtype.kind != "f" or a.array.dtype != b.array.dtype:
        raise DTypeError(
            f"{name} takes two tensors of one floating-point dtype, not {a.dtype} and {b.dtype}"
        )
