"""Discrete Fourier transforms.

Three linear operators carry them all: complex to complex, real to complex, complex to real. Each
one's derivative is again a transform, in the other direction and with the same scaling.
"""

from __future__ import annotations

from operator import index
from typing import Any

import numpy as np
from numpy import ndarray

from ..bounds import check_size
from ..declare import operator, public
from ..dims import many_dims, one_dim
from ..dtypes import complex_of, numpy_dtype, scalar_dtype
from ..errors import ArgumentError, DimError, DTypeError, OptionError, ShapeError
from ..tensor import Tensor, new_tensor
from .padding import constant_padded

NORMS: dict[bool, dict[str, Any]] = {
    True: {"none": "backward", "root": "ortho", "full": "forward"},
    False: {"none": "forward", "root": "ortho", "full": "backward"},
}
"""NumPy's name for a scaling by 1, 1/sqrt(n), 1/n of a transform forward or back."""


def _c2c(x: ndarray, dims: tuple[int, ...], scaling: str, forward: bool) -> ndarray:
    if not dims:
        return x.copy()
    transform = np.fft.fftn if forward else np.fft.ifftn
    return transform(x, axes=dims, norm=NORMS[forward][scaling])


def _r2c(x: ndarray, dims: tuple[int, ...], scaling: str, half: bool) -> ndarray:
    transform = np.fft.rfftn if half else np.fft.fftn
    return transform(x, axes=dims, norm=NORMS[True][scaling])


def _c2r(x: ndarray, dims: tuple[int, ...], scaling: str, length: int) -> ndarray:
    lengths = [*[x.shape[dim] for dim in dims[:-1]], length]
    return np.fft.irfftn(x, lengths, dims, norm=NORMS[False][scaling])


def _whole_rule(g: Any, x_shape: Any, dims: tuple[int, ...], scaling: str, half: bool) -> Any:
    """The frequencies that a half spectrum leaves out had no influence: their part is zero."""
    if half:
        missing = x_shape[dims[-1]] - g.shape[dims[-1]]
        pad = (0, 0) * (len(x_shape) - 1 - dims[-1]) + (0, missing)
        g = constant_padded(g, pad, 0)
    return np.real(c2c(g, dims, scaling, False))


def _half_rule(g: Any, x_shape: Any, dims: tuple[int, ...], scaling: str, length: int) -> Any:
    """Every frequency but the first, and the middle one of an even length, counts twice."""
    last = dims[-1]
    half = x_shape[last]
    times = np.ones(half, g.dtype)
    times[1 : length - half + 1] = 2
    times = times.reshape(-1, *(1,) * (len(x_shape) - 1 - last))
    return r2c(g, dims, scaling, True) * times


c2c = operator(
    "fft_c2c",
    _c2c,
    node="FftC2CBackward0",
    holomorphic=False,
    x=lambda g, dims, scaling, forward: c2c(g, dims, scaling, not forward),
)
r2c = operator("fft_r2c", _r2c, node="FftR2CBackward0", holomorphic=False, x=_whole_rule)
c2r = operator("fft_c2r", _c2r, node="FftC2RBackward0", holomorphic=False, x=_half_rule)


def _scaling(norm: str | None, forward: bool) -> str:
    if norm not in (None, "backward", "ortho", "forward"):
        raise OptionError(f"norm is 'forward', 'backward' or 'ortho', not {norm!r}")
    if norm == "ortho":
        return "root"
    return "full" if (norm == "forward") == forward else "none"


def _floating(input: Any) -> Tensor:
    """`input` as floating point. Raises ArgumentError unless it is a tensor."""
    if input.__class__ is not Tensor:
        raise ArgumentError(f"a transform takes a tensor, not {type(input).__name__}")
    if input.array.dtype.kind in "fc":
        return input
    return input.to(scalar_dtype(0.0))


def _complex(input: Any) -> Tensor:
    floating = _floating(input)
    return floating.to(complex_of(floating.array.dtype))


def _real(input: Any) -> Tensor:
    floating = _floating(input)
    if floating.array.dtype.kind == "c":
        raise DTypeError(f"this transform takes real tensors, not {input.dtype}")
    return floating


def _one_dim(input: Tensor, dim: Any) -> int:
    if input.array.ndim == 0:
        raise DimError("a transform needs at least one dimension")
    return one_dim(dim, input.array.ndim)


def _resized(input: Tensor, dim: int, length: Any) -> Tensor:
    """`input` cut or padded with zeros along `dim`; None leaves it."""
    if length is not None and _length(length) < 1:
        raise ShapeError(f"a transform has at least one point, not {length}")
    return _resized_all(input, (dim,), (length,))


def _length(length: Any) -> int:
    try:
        return index(length)
    except TypeError:
        raise ArgumentError(f"a number of points is an integer, not {length!r}") from None


@public("fft.fft")
def fft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """The discrete Fourier transform along `dim`, of `n` points (cut or padded with zeros).

    norm: "backward" (none), "ortho" (1/sqrt(n)), "forward" (1/n). Raises ShapeError, OptionError.
    """
    return _fft(_floating(input), n, dim, norm, True)


@public("fft.ifft")
def ifft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """The inverse of fft."""
    return _fft(_floating(input), n, dim, norm, False)


def _fft(input: Tensor, n: Any, dim: Any, norm: str | None, forward: bool) -> Tensor:
    axis = _one_dim(input, dim)
    sized = _resized(input, axis, n)
    scaling = _scaling(norm, forward)
    if sized.array.dtype.kind == "c":
        return c2c(sized, (axis,), scaling, forward)
    found = r2c(sized, (axis,), scaling, False)
    return found if forward else found.conj()


@public("fft.rfft")
def rfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """The first n//2 + 1 frequencies of a real tensor: the others are their conjugates."""
    sized, axis = _real_line(input, n, dim)
    return r2c(sized, (axis,), _scaling(norm, True), True)


@public("fft.ihfft")
def ihfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """The inverse of hfft: half a spectrum that is real everywhere."""
    sized, axis = _real_line(input, n, dim)
    return r2c(sized, (axis,), _scaling(norm, False), True).conj()


def _real_line(input: Tensor, n: Any, dim: Any) -> tuple[Tensor, int]:
    real = _real(input)
    axis = _one_dim(real, dim)
    return _resized(real, axis, n), axis


@public("fft.irfft")
def irfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """The inverse of rfft: `n` real points, by default the even number 2 * (length - 1)."""
    sized, axis, points = _half_line(input, n, dim)
    return c2r(sized, (axis,), _scaling(norm, False), points)


@public("fft.hfft")
def hfft(input: Tensor, n: int | None = None, dim: int = -1, norm: str | None = None) -> Tensor:
    """The transform of a signal that is its own conjugate in reverse, given by half of it."""
    sized, axis, points = _half_line(input, n, dim)
    return c2r(sized.conj(), (axis,), _scaling(norm, True), points)


def _half_line(input: Tensor, n: Any, dim: Any) -> tuple[Tensor, int, int]:
    full = _complex(input)
    axis = _one_dim(full, dim)
    points = 2 * (full.array.shape[axis] - 1) if n is None else _length(n)
    if points < 1:
        raise ShapeError(f"a transform has at least one point, not {points}")
    return _resized(full, axis, points // 2 + 1 if n is not None else None), axis, points


LAST_TWO = (-2, -1)


def _axes(input: Tensor, s: Any, dim: Any) -> tuple[tuple[int, ...], tuple[Any, ...]]:
    """The dimensions to transform, and how many points along each; None as many as there are."""
    ndim = input.array.ndim
    if s is not None and not isinstance(s, (tuple, list)):
        s = (s,)
    if dim is None:
        if s is not None and len(s) > ndim:
            raise ShapeError(f"{len(s)} numbers of points for {ndim} dimensions")
        axes = tuple(range(ndim - (ndim if s is None else len(s)), ndim))
    else:
        axes = many_dims(dim, ndim) or ()
    if s is not None and len(s) != len(axes):
        raise ShapeError(f"{len(s)} numbers of points for {len(axes)} dimensions")
    return axes, (None,) * len(axes) if s is None else tuple(s)


def _resized_all(input: Tensor, axes: tuple[int, ...], lengths: tuple[Any, ...]) -> Tensor:
    """`input` cut along some of `axes` and padded with zeros along others, as one padding."""
    pad = [0] * (2 * input.array.ndim)
    for axis, length in zip(axes, lengths, strict=True):
        have = input.array.shape[axis]
        wanted = have if length is None or length == -1 else _length(length)
        if wanted < 1:
            raise ShapeError(f"a transform has at least one point, not {wanted}")
        if wanted < have:
            input = input[(slice(None),) * axis + (slice(0, wanted),)]
        else:
            pad[2 * (input.array.ndim - 1 - axis) + 1] = wanted - have
    return constant_padded(input, tuple(pad), 0) if any(pad) else input


def _transform_all(input: Tensor, s: Any, dim: Any, norm: str | None, forward: bool) -> Tensor:
    full = _complex(input)
    axes, lengths = _axes(full, s, dim)
    sized = _resized_all(full, axes, lengths)
    return c2c(sized, axes, _scaling(norm, forward), forward)


def _real_all(input: Tensor, s: Any, dim: Any) -> tuple[Tensor, tuple[int, ...]]:
    real = _real(input)
    axes, lengths = _axes(real, s, dim)
    if not axes:
        raise ShapeError("a transform of real values needs at least one dimension")
    return _resized_all(real, axes, lengths), axes


def _half_all(input: Tensor, s: Any, dim: Any) -> tuple[Tensor, tuple[int, ...], int]:
    full = _complex(input)
    axes, lengths = _axes(full, s, dim)
    if not axes:
        raise ShapeError("a transform to real values needs at least one dimension")
    last = lengths[-1]
    default = last is None or last == -1
    points = 2 * (full.array.shape[axes[-1]] - 1) if default else _length(last)
    if points < 1:
        raise ShapeError(f"a transform has at least one point, not {points}")
    halves = (*lengths[:-1], points // 2 + 1)
    return _resized_all(full, axes, halves), axes, points


def _fftn(input: Tensor, s: Any, dim: Any, norm: str | None) -> Tensor:
    """The transform along several dimensions, of `s` points; see fft."""
    return _transform_all(input, s, dim, norm, True)


def _ifftn(input: Tensor, s: Any, dim: Any, norm: str | None) -> Tensor:
    """The inverse of fftn."""
    return _transform_all(input, s, dim, norm, False)


def _rfftn(input: Tensor, s: Any, dim: Any, norm: str | None) -> Tensor:
    """The transform of a real tensor, halved along the last of the dimensions."""
    sized, axes = _real_all(input, s, dim)
    return r2c(sized, axes, _scaling(norm, True), True)


def _irfftn(input: Tensor, s: Any, dim: Any, norm: str | None) -> Tensor:
    """The inverse of rfftn."""
    sized, axes, points = _half_all(input, s, dim)
    return c2r(sized, axes, _scaling(norm, False), points)


def _hfftn(input: Tensor, s: Any, dim: Any, norm: str | None) -> Tensor:
    """The transform of a signal that is its own conjugate in reverse along the last dimension."""
    sized, axes, points = _half_all(input, s, dim)
    scaling = _scaling(norm, True)
    if len(axes) > 1:
        sized = c2c(sized, axes[:-1], scaling, True)
    return c2r(sized.conj(), axes[-1:], scaling, points)


def _ihfftn(input: Tensor, s: Any, dim: Any, norm: str | None) -> Tensor:
    """The inverse of hfftn."""
    sized, axes = _real_all(input, s, dim)
    scaling = _scaling(norm, False)
    half = r2c(sized, axes[-1:], scaling, True)
    if len(axes) == 1:
        return half.conj()
    return c2c(half.conj_physical(), axes[:-1], scaling, False)


def _publish(name: str, along_all: Any) -> None:
    """The form for any dimensions, and the one for two, which are the last by default."""

    def of_many(input: Tensor, s: Any = None, dim: Any = None, norm: str | None = None) -> Tensor:
        return along_all(input, s, dim, norm)

    def of_two(
        input: Tensor, s: Any = None, dim: Any = LAST_TWO, norm: str | None = None
    ) -> Tensor:
        return along_all(input, s, dim, norm)

    of_many.__doc__ = of_two.__doc__ = along_all.__doc__
    public(f"fft.{name}n")(of_many)
    public(f"fft.{name}2")(of_two)


for _name, _along_all in {
    "fft": _fftn,
    "ifft": _ifftn,
    "rfft": _rfftn,
    "irfft": _irfftn,
    "hfft": _hfftn,
    "ihfft": _ihfftn,
}.items():
    _publish(_name, _along_all)


def _frequencies(name: str, frequencies: Any) -> None:
    def make(n: int, d: float = 1.0, *, dtype: Any = None, **options: Any) -> Tensor:
        """The frequencies of a transform of `n` points that are `d` apart."""
        count = _length(n)
        if count < 1:
            raise ShapeError(f"a transform has at least one point, not {n}")
        check_size((count,), np.dtype(np.int64))
        target = scalar_dtype(0.0) if dtype is None else numpy_dtype(dtype)
        found = new_tensor(frequencies(count, d).astype(target))
        return found.requires_grad_() if options.get("requires_grad") else found

    public(f"fft.{name}")(make)


_frequencies("fftfreq", np.fft.fftfreq)
_frequencies("rfftfreq", np.fft.rfftfreq)


def _shift(input: Tensor, dim: Any, sign: int) -> Tensor:
    shape = input.array.shape
    axes = many_dims(dim, len(shape))
    if axes is None:
        axes = tuple(range(len(shape)))
    halves = [(shape[axis] + (sign < 0)) // 2 for axis in axes]
    return input.roll(tuple(halves), axes)


@public("fft.fftshift")
def fftshift(input: Tensor, dim: Any = None) -> Tensor:
    """Move the frequency zero from the front to the middle."""
    return _shift(input, dim, 1)


@public("fft.ifftshift")
def ifftshift(input: Tensor, dim: Any = None) -> Tensor:
    """The inverse of fftshift."""
    return _shift(input, dim, -1)
