"""Tensors as text, in PyTorch's form to the byte.

A tensor prints as `tensor(BODY, SUFFIXES)`. One notation is chosen for the whole body: integers,
integer-valued floats (`1.`), fixed point, or scientific when the magnitudes lie far apart. Every
element is padded to a common width, rows wrap at `linewidth`, and a tensor of more than
`threshold` elements shows `edgeitems` at both ends of each dimension. Only what is shown is ever
converted, so that printing costs the same for ten million elements as for a few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .errors import ArgumentError, ValueRangeError
from .state import restores

if TYPE_CHECKING:
    from collections.abc import Sequence

PREFIX = "tensor("
FLOAT32 = np.dtype("float32")
FLOAT64 = np.dtype("float64")
COMPLEX64 = np.dtype("complex64")
COMPLEX128 = np.dtype("complex128")
# A double has at most 1074 digits behind the point: more could only be zeros.
MAX_PRECISION = 1100
PROFILES = {
    "default": {"precision": 4, "threshold": 1000, "edgeitems": 3, "linewidth": 80},
    "short": {"precision": 2, "threshold": 1000, "edgeitems": 2, "linewidth": 80},
    "full": {"precision": 4, "threshold": float("inf"), "edgeitems": 3, "linewidth": 80},
}


class PrintOptions:
    """How tensors are printed; `sci_mode` None lets the values decide."""

    __slots__ = ("edgeitems", "linewidth", "precision", "sci_mode", "threshold")

    def __init__(
        self,
        precision: int = 4,
        threshold: float = 1000,
        edgeitems: int = 3,
        linewidth: int = 80,
        sci_mode: bool | None = None,
    ) -> None:
        self.precision = precision
        self.threshold = threshold
        self.edgeitems = edgeitems
        self.linewidth = linewidth
        self.sci_mode = sci_mode


current = PrintOptions()


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Change how tensors are printed from here on.

    What is not given stays, except `sci_mode`, which goes back to None (as in PyTorch). `profile`
    is "default", "short" or "full"; the other arguments override it.
    """
    given = {
        "precision": precision,
        "threshold": threshold,
        "edgeitems": edgeitems,
        "linewidth": linewidth,
    }
    settings: dict = PROFILES.get(profile or "", {}).copy()
    settings.update((name, value) for name, value in given.items() if value is not None)
    for name, value in settings.items():
        if not isinstance(value, int) and not (name == "threshold" and isinstance(value, float)):
            raise ArgumentError(f"print option {name} must be an integer, not {value!r}")
    if not 0 <= settings.get("precision", 0) <= MAX_PRECISION:
        raise ValueRangeError(f"print option precision must lie between 0 and {MAX_PRECISION}")
    if settings.get("edgeitems", 0) < 0:
        raise ValueRangeError("print option edgeitems must not be negative")
    for name, value in settings.items():
        setattr(current, name, value)
    current.sci_mode = sci_mode


@restores
def default_printoptions() -> None:
    """Print as at the start."""
    set_printoptions(profile="default")


def get_printoptions() -> dict:
    """The options in force, ready to be passed to `set_printoptions`."""
    return {name: getattr(current, name) for name in PROFILES["default"]} | {
        "sci_mode": current.sci_mode
    }


def format_tensor(
    array: np.ndarray,
    *,
    requires_grad: bool = False,
    grad_fn: str | None = None,
    options: PrintOptions | None = None,
    default_dtype: np.dtype = FLOAT32,
) -> str:
    """What `repr` gives for a tensor holding `array`, of any shape and numeric dtype.

    `grad_fn` is the name of the node (`AddBackward0`) or None; `dtype=` is left out where
    `default_dtype` or the literal implies it; `options` default to those in force.
    """
    if options is None:
        options = current
    dtype = array.dtype
    suffixes = []
    if array.size:
        body = _format_body(array, options)
        implied = (
            dtype == default_dtype
            or dtype.kind == "b"
            or (dtype.kind == "i" and dtype.itemsize == 8)
            or dtype == (COMPLEX128 if default_dtype == FLOAT64 else COMPLEX64)
        )
        if not options.edgeitems:
            suffixes.append(f"size={array.shape}")
    else:
        body = "[]"
        implied = dtype == default_dtype
        if array.ndim != 1:
            suffixes.append(f"size={array.shape}")
    if not implied:
        suffixes.append(f"dtype=torch.{dtype.name}")
    if grad_fn is not None:
        suffixes.append(f"grad_fn=<{grad_fn}>")
    elif requires_grad:
        suffixes.append("requires_grad=True")
    return _append_suffixes(PREFIX + body, suffixes, options.linewidth)


def format_scalar(array: np.ndarray, spec: str) -> str:
    """What an f-string gives for a tensor of no dimensions: its Python number, formatted."""
    if array.ndim:
        raise ArgumentError(
            f"a format specification ({spec!r}) needs a tensor of no dimensions, "
            f"this one has shape {array.shape}: format its elements, or use .item()"
        )
    return format(array.item(), spec)


def _append_suffixes(text: str, suffixes: Sequence[str], linewidth: int) -> str:
    """Close the parenthesis after the suffixes; one that would not fit goes on a line below."""
    # PyTorch counts two characters too many when the body stands on a single line.
    column = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if column + len(suffix) + 2 > linewidth:
            text += ",\n" + " " * len(PREFIX) + suffix
            column = len(PREFIX) + len(suffix)
        else:
            text += ", " + suffix
            column += len(suffix) + 2
    return text + ")"


def _format_body(array: np.ndarray, options: PrintOptions) -> str:
    """The nested brackets with the elements of a non-empty array."""
    ndim = array.ndim
    edge = options.edgeitems
    elided: Sequence[bool] = ()
    if array.size > options.threshold and ndim:
        if not edge:
            return "[...]"
        elided = [length > 2 * edge for length in array.shape]
        ends = [*range(edge), *range(-edge, 0)]
        array = array[
            np.ix_(*(ends if cut else range(n) for cut, n in zip(elided, array.shape, strict=True)))
        ]
    strings, width = _format_elements(array, options)
    if not ndim:
        return strings[0]
    indent = len(PREFIX) + ndim
    per_line = max(1, (options.linewidth - indent + 1) // (width + 2))
    for axis in range(ndim - 1, -1, -1):
        innermost = axis == ndim - 1
        if innermost:
            ellipsis, separator = " ...", ", "
        else:
            ellipsis = "..."
            separator = "," + "\n" * (ndim - 1 - axis) + " " * (len(PREFIX) + axis + 1)
        length = array.shape[axis]
        rows = []
        for start in range(0, len(strings), length):
            row = strings[start : start + length]
            if elided and elided[axis]:
                row.insert(edge, ellipsis)
            if innermost and len(row) > per_line:
                lines = [", ".join(row[i : i + per_line]) for i in range(0, len(row), per_line)]
                rows.append("[" + (",\n" + " " * indent).join(lines) + "]")
            else:
                rows.append("[" + separator.join(row) + "]")
        strings = rows
    return strings[0]


def _format_elements(array: np.ndarray, options: PrintOptions) -> tuple[list[str], int]:
    """Every element as text in row-major order, and the width that line breaks reckon with."""
    kind = array.dtype.kind
    values = array.ravel().tolist()
    if kind == "f":
        return _format_floats(values, options)
    if kind == "c":
        reals, real_width = _format_floats([z.real for z in values], options)
        imags, imag_width = _format_floats([z.imag for z in values], options)
        strings = []
        for real, imag in zip(reals, imags, strict=True):
            imag = imag.lstrip()
            strings.append(f"{real}{'' if imag[0] in '+-' else '+'}{imag}j")
        return strings, real_width + imag_width + 1
    strings = list(map(str, values))
    width = max(map(len, strings))
    return [s.rjust(width) for s in strings], width


def _format_floats(values: list[float], options: PrintOptions) -> tuple[list[str], int]:
    """Floats in the one notation that suits them all.

    The width comes from the finite values other than zero alone; the rest may stick out.
    """
    ordinary = [v for v in values if v and v - v == 0.0]
    if not ordinary:
        return [_integral(v) for v in values], 1
    magnitudes = [abs(v) for v in ordinary]
    low, high = min(magnitudes), max(magnitudes)
    scientific = options.sci_mode
    if scientific is None:
        scientific = high / low > 1000.0 or high > 1.0e8 or low < 1.0e-4
    if not scientific and all(map(float.is_integer, ordinary)):
        render = _integral
    else:
        render = f"%.{options.precision}{'e' if scientific else 'f'}".__mod__
    strings = [render(v) for v in values]
    measured = strings if len(ordinary) == len(values) else map(render, ordinary)
    width = max(map(len, measured))
    return [s.rjust(width) for s in strings], width


def _integral(value: float) -> str:
    """A float without fraction: `3.`, `-0.`, `nan`, `inf`."""
    return f"{value:.0f}." if value - value == 0.0 else str(value)
