"""Normal numbers out of uniform ones (Box and Muller, 1958), to the last bit as PyTorch has them.

PyTorch multiplies and adds in one step that rounds once (FMA), and its float32 logarithm, sine and
cosine are the short polynomials of Cephes (Moshier), evaluated with that step. NumPy has neither,
so both are spelled out here.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from .mt19937 import Generator

BLOCK = 16
BLOCKS_PER_TILE = 2048
SPLITTER = 2.0**27 + 1


def _float32s(*values: float) -> tuple[float, ...]:
    """The float32 nearest to each, as Python floats: exact in float32 and in float64 alike."""
    return tuple(map(float, np.array(values, np.float32)))


LOG_POLYNOMIAL = _float32s(
    *(7.0376836292e-2, -1.1514610310e-1, 1.1676998740e-1, -1.2420140846e-1, 1.4249322787e-1),
    *(-1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1),
)
SIN_POLYNOMIAL = _float32s(-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1)
COS_POLYNOMIAL = _float32s(2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2)
# ln 2 and pi/4 in parts short enough that a multiple of the leading one is exact in float32.
LN2_PARTS = _float32s(0.693359375, -2.12194440e-4)
QUARTER_PI_PARTS = _float32s(0.78515625, 2.4187564849853515625e-4, 3.77489497744594108e-8)
SQRT_HALF, TWO_PI, INVERSE_QUARTER_PI = _float32s(math.sqrt(0.5), 2 * math.pi, 4 / math.pi)


def fma(a: np.ndarray, b: float, c: float) -> np.ndarray:
    """`a*b + c` rounded once, in the dtype of `a`: float32 or float64."""
    if a.dtype == np.float32:
        return narrow(widen(a) * np.float32(b) + np.float32(c))
    product = a * b
    total = product + c
    with np.errstate(over="ignore", invalid="ignore"):
        # What rounding took from the product (Dekker, 1971) and from the sum (Knuth), put back.
        a_high, b_high = _upper_half(a), _upper_half(b)
        a_low, b_low = a - a_high, b - b_high
        lost = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low
        part = total - product
        lost += (product - (total - part)) + (c - part)
        exact = total + lost
    return np.where(np.isfinite(exact), exact, total)


def _upper_half(x: Any) -> Any:
    """The leading 26 bits of a float64."""
    scaled = x * SPLITTER
    return scaled - (scaled - x)


def shift_and_scale(normals: np.ndarray, mean: float, std: float) -> np.ndarray:
    """Standard normal numbers moved to `mean` and `std`."""
    return normals if mean == 0 and std == 1 else fma(normals, std, mean)


def box_muller(uniforms: np.ndarray) -> np.ndarray:
    """Standard normal numbers from as many uniform ones, in blocks of 16: float32 or float64.

    The first 8 of a block give the radii, the last 8 the angles.
    """
    blocks = uniforms.reshape(-1, 2, BLOCK // 2)
    normals = np.empty_like(blocks)
    polar = _polar32 if uniforms.dtype == np.float32 else _polar64
    for start in range(0, len(blocks), BLOCKS_PER_TILE):
        tile = blocks[start : start + BLOCKS_PER_TILE]
        radius, cos, sin = polar(1 - tile[:, 0], tile[:, 1])
        np.multiply(radius, cos, out=normals[start : start + BLOCKS_PER_TILE, 0])
        np.multiply(radius, sin, out=normals[start : start + BLOCKS_PER_TILE, 1])
    return normals.reshape(-1)


def _polar64(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Radius, cosine and sine of the angle, from uniform numbers in (0, 1] and [0, 1)."""
    theta = 2 * math.pi * v
    return np.sqrt(-2 * np.log(u)), np.cos(theta), np.sin(theta)


def _polar32(u: np.ndarray, v: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same in float32."""
    cos, sin = _cos_sin32(TWO_PI * v)
    return np.sqrt(-2 * _log32(u)), cos, sin


def widen(x: np.ndarray) -> np.ndarray:
    """float32 numbers held in float64, where the product of two of them is exact."""
    return x.astype(np.float64)


def narrow(x: np.ndarray) -> np.ndarray:
    """Rounded to float32: of an exact product and an addend, once, as an FMA does."""
    return x.astype(np.float32)


def _horner(coefficients: tuple[float, ...], wide: np.ndarray) -> np.ndarray:
    """The polynomial with these coefficients, the leading one first: float32."""
    y = narrow(coefficients[0] * wide + coefficients[1])
    for coefficient in coefficients[2:]:
        y = narrow(y * wide + coefficient)
    return y


def _log32(x: np.ndarray) -> np.ndarray:
    """Natural logarithm of normal positive float32, after Cephes' logf."""
    x, exponent = np.frexp(x)
    small = x < SQRT_HALF
    exponent = narrow(exponent - small)
    x = np.where(small, x + x, x) - 1
    square = x * x
    y = _horner(LOG_POLYNOMIAL, widen(x)) * x
    y = narrow(y * widen(square) + exponent * LN2_PARTS[1])
    y = narrow(y - 0.5 * widen(square))
    return narrow(widen(exponent) * LN2_PARTS[0] + (x + y))


def _cos_sin32(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosine and sine of float32 angles from 0 to 2 pi, after Cephes' cosf and sinf."""
    # The octant, rounded up to even: what is left of the angle lies within pi/4 of zero.
    octant = (x * INVERSE_QUARTER_PI).astype(np.int32) + 1 & ~1
    for part in QUARTER_PI_PARTS:
        x = narrow(x - octant * part)
    square = x * x
    wide_square = widen(square)
    cos = _horner(COS_POLYNOMIAL, wide_square) * square
    cos = narrow(cos * wide_square - 0.5 * square) + 1
    sin = _horner(SIN_POLYNOMIAL, wide_square) * square
    sin = narrow(sin * widen(x) + x)
    swapped = octant & 2 != 0
    cos, sin = np.where(swapped, sin, cos), np.where(swapped, cos, sin)
    np.negative(cos, out=cos, where=octant + 2 & 4 != 0)
    np.negative(sin, out=sin, where=octant & 4 != 0)
    return cos, sin


def normal_pairs(generator: Generator, count: int) -> np.ndarray:
    """`count` standard normal numbers in float64, pair by pair.

    The second one of a pair is kept by the generator for the next draw that comes this way.
    """
    kept = [] if generator.next_normal is None else [generator.next_normal]
    pairs = max(0, count - len(kept) + 1) // 2
    uniforms = (generator.long_words(2 * pairs) & np.uint64(2**53 - 1)) * 2.0**-53
    theta = 2 * math.pi * uniforms[0::2]
    radius = np.sqrt(-2 * np.log1p(-uniforms[1::2]))
    drawn = np.stack([radius * np.cos(theta), radius * np.sin(theta)], 1).reshape(-1)
    normals = np.concatenate([kept, drawn])
    generator.next_normal = None if len(normals) == count else float(normals[count])
    return normals[:count]
