"""Random arrays: for the same seed the numbers that PyTorch's CPU generator gives.

Every function draws from `generator`, or from the default one, in the order in which PyTorch
draws, so that any sequence of calls stays in step with it. A uniform float32 takes one word of
the generator (24 bits of it), a float64 two (53 bits); distributions other than the uniform one
are computed in float64 and rounded to their dtype at the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ArgumentError, MathError, ShapeError, UnsupportedError, ValueRangeError
from .boxmuller import BLOCK, box_muller, fma, normal_pairs, shift_and_scale
from .mt19937 import Generator, default_generator, source

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    Shape = tuple[int, ...]


def manual_seed(seed: float) -> Generator:
    """Seed the default generator, and give it back."""
    try:
        seed = int(seed)
    except TypeError:
        raise ArgumentError(f"a seed is a number, not {seed!r}") from None
    except (ValueError, OverflowError):
        raise ValueRangeError(f"a seed is an integer, not {seed!r}") from None
    return default_generator().manual_seed(seed)


def uniform32(generator: Generator, count: int) -> np.ndarray:
    """float32 in [0, 1), each a multiple of 2**-24."""
    return (generator.words(count) & np.uint32(2**24 - 1)).astype(np.float32) * np.float32(2.0**-24)


def uniform64(generator: Generator, count: int) -> np.ndarray:
    """float64 in [0, 1), each a multiple of 2**-53."""
    return (generator.long_words(count) & np.uint64(2**53 - 1)) * 2.0**-53


def round_to(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """float64 to `dtype`; PyTorch rounds to float16 by way of float32."""
    with np.errstate(over="ignore", invalid="ignore"):
        if dtype == np.float16:
            values = values.astype(np.float32)
        return values.astype(dtype)


def require_floating(dtype: np.dtype, name: str) -> None:
    if dtype.kind != "f":
        raise UnsupportedError(f"{name} draws floating-point numbers, not {dtype.name}")


def part(dtype: np.dtype) -> np.dtype:
    """The dtype of the two parts of a complex one."""
    return np.dtype(f"f{dtype.itemsize // 2}")


def require(condition: object, message: str) -> None:
    if not condition:
        raise MathError(message)


def rand(
    shape: Shape, dtype: DTypeLike = np.float32, generator: Generator | None = None
) -> np.ndarray:
    """Uniform numbers in [0, 1), of any floating-point or complex dtype."""
    return uniform(0.0, 1.0, shape, dtype, generator)


def uniform(
    low: float,
    high: float,
    shape: Shape,
    dtype: DTypeLike = np.float32,
    generator: Generator | None = None,
) -> np.ndarray:
    """Uniform numbers in [low, high), of any floating-point or complex dtype."""
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        return uniform(low, high, (*shape, 2), part(dtype), generator).view(dtype)[..., 0]
    require_floating(dtype, "uniform")
    draw = uniform64 if dtype == np.float64 else uniform32
    generator = source(generator)
    if low == 0 and high == 1:
        numbers = draw(generator, math.prod(shape))
    else:
        limit = float(np.finfo(dtype).max)
        require(low <= high, f"uniform needs low <= high, not low={low} and high={high}")
        require(
            high - low <= limit and -limit <= low and high <= limit,
            f"uniform from {low} to {high} does not fit into {dtype.name}",
        )
        numbers = draw(generator, math.prod(shape))
        start, end = np.array([low, high], numbers.dtype)
        numbers = fma(numbers, end - start, start)
    numbers = numbers.astype(dtype, copy=False)
    # What rounding carried up to the excluded end starts over at the other one.
    numbers[numbers == dtype.type(high)] = low
    return numbers.reshape(shape)


def normal(
    mean: float,
    std: float,
    shape: Shape,
    dtype: DTypeLike = np.float32,
    generator: Generator | None = None,
) -> np.ndarray:
    """Normal numbers; a complex one has half the variance in each of its parts.

    Fewer than 16 come pair by pair in float64. From 16 on they come in blocks of 16, in float64
    for that dtype and in float32 for the others; if the last block is not full, the last 16
    numbers are drawn anew.
    """
    require(std >= 0, f"a standard deviation is not negative, {std} is")
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        pairs = normal(mean, std / math.sqrt(2), (*shape, 2), part(dtype), generator)
        return pairs.view(dtype)[..., 0]
    require_floating(dtype, "normal")
    generator = source(generator)
    count = math.prod(shape)
    if count < BLOCK:
        if not count:
            return np.empty(shape, dtype)
        numbers = shift_and_scale(normal_pairs(generator, count), mean, std)
        return round_to(numbers, dtype).reshape(shape)
    draw = uniform64 if dtype == np.float64 else uniform32
    whole = count - count % BLOCK
    # float16 goes block by block through a buffer, the others first fill all they have.
    uniforms = draw(generator, whole if dtype == np.float16 else count)[:whole]
    if whole < count:
        numbers = box_muller(np.concatenate([uniforms, draw(generator, BLOCK)]))
        numbers = np.concatenate([numbers[: count - BLOCK], numbers[-BLOCK:]])
    else:
        numbers = box_muller(uniforms)
    return shift_and_scale(numbers, mean, std).astype(dtype, copy=False).reshape(shape)


def randn(
    shape: Shape, dtype: DTypeLike = np.float32, generator: Generator | None = None
) -> np.ndarray:
    """Standard normal numbers."""
    return normal(0.0, 1.0, shape, dtype, generator)


def normal_like(
    mean: np.ndarray | float, std: np.ndarray | float, generator: Generator | None = None
) -> np.ndarray:
    """Normal numbers whose mean, standard deviation or both vary; they broadcast.

    The result has the dtype of `mean`, or that of `std` where only this one is an array.
    """
    dtype = mean.dtype if isinstance(mean, np.ndarray) else np.asarray(std).dtype
    try:
        shape = np.broadcast_shapes(np.shape(mean), np.shape(std))
    except ValueError:
        raise ShapeError(f"normal: the shapes {np.shape(mean)} and {np.shape(std)}") from None
    if not isinstance(std, np.ndarray):
        return normal(0.0, std, shape, dtype, generator) + mean
    require(std.dtype.kind != "c", "a standard deviation is a real number")
    require(not (std < 0).any(), "a standard deviation is not negative, some of these are")
    scaled = (randn(shape, dtype, generator) * std).astype(dtype, copy=False)
    return (scaled + mean).astype(dtype, copy=False)


def log_normal(
    mean: float,
    std: float,
    shape: Shape,
    dtype: DTypeLike = np.float32,
    generator: Generator | None = None,
) -> np.ndarray:
    """Numbers whose logarithms are normal with `mean` and `std`; always drawn in pairs."""
    dtype = np.dtype(dtype)
    require_floating(dtype, "log_normal")
    require(std > 0, f"log_normal needs a positive standard deviation, not {std}")
    count = math.prod(shape)
    if not count:
        return np.empty(shape, dtype)
    normals = normal_pairs(source(generator), count)
    return round_to(np.exp(shift_and_scale(normals, mean, std)), dtype).reshape(shape)


def _inverted(
    name: str,
    parameter: str,
    value: float,
    quantile: Callable[[np.ndarray], np.ndarray],
    shape: Shape,
    dtype: DTypeLike,
    generator: Generator | None,
) -> np.ndarray:
    """What a distribution with one positive parameter makes of uniform numbers."""
    dtype = np.dtype(dtype)
    require_floating(dtype, name)
    require(value > 0, f"{name} needs a positive {parameter}, not {value}")
    u = uniform64(source(generator), math.prod(shape))
    return round_to(quantile(u), dtype).reshape(shape)


def exponential(
    rate: float,
    shape: Shape,
    dtype: DTypeLike = np.float32,
    generator: Generator | None = None,
) -> np.ndarray:
    """Exponential numbers of mean 1/rate."""

    def quantile(u: np.ndarray) -> np.ndarray:
        return -1 / rate * np.log1p(-u)

    return _inverted("exponential", "rate", rate, quantile, shape, dtype, generator)


def cauchy(
    median: float,
    scale: float,
    shape: Shape,
    dtype: DTypeLike = np.float32,
    generator: Generator | None = None,
) -> np.ndarray:
    """Numbers of the Cauchy distribution."""

    def quantile(u: np.ndarray) -> np.ndarray:
        return fma(np.tan(math.pi * (u - 0.5)), scale, median)

    return _inverted("cauchy", "scale", scale, quantile, shape, dtype, generator)
