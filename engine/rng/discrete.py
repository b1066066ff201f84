"""Random counts, choices and orders: what `rng` draws that is not continuous."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from ..errors import ShapeError, UnsupportedError, ValueRangeError
from .continuous import exponential, require, require_floating, round_to, uniform32, uniform64
from .mt19937 import source

if TYPE_CHECKING:
    from numpy.typing import DTypeLike

    from .mt19937 import Generator

    Shape = tuple[int, ...]

# Beyond this range PyTorch takes 64 bits for an integer, beyond this length for a permutation.
RANGE_OF_ONE_WORD = 1 << 28
LENGTH_OF_ONE_WORD = (2**32 - 1) // 20


def geometric(
    p: float,
    shape: Shape,
    dtype: DTypeLike = np.float32,
    generator: Generator | None = None,
) -> np.ndarray:
    """The number of trials up to the first success, each one succeeding with probability p."""
    dtype = np.dtype(dtype)
    if dtype.kind not in "fiu":
        raise UnsupportedError(f"geometric draws real numbers, not {dtype.name}")
    require(0 < p < 1, f"geometric needs a probability between 0 and 1, not {p}")
    u = uniform64(source(generator), math.prod(shape))
    with np.errstate(divide="ignore"):
        return round_to(np.ceil(np.log(u) / math.log1p(-p)), dtype).reshape(shape)


def bernoulli(
    p: float, shape: Shape, dtype: DTypeLike = np.float32, generator: Generator | None = None
) -> np.ndarray:
    """Ones with probability p, zeros otherwise: also the mask of dropout, with p = 1 - its p.

    On Intel's processors PyTorch leaves this one to MKL, which draws other numbers than these.
    """
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        raise UnsupportedError(f"bernoulli draws real numbers, not {dtype.name}")
    require(0 <= p <= 1, f"a probability lies between 0 and 1, {p} does not")
    u = uniform64(source(generator), math.prod(shape))
    return (u < p).astype(dtype).reshape(shape)


def bernoulli_like(
    p: np.ndarray, dtype: DTypeLike | None = None, generator: Generator | None = None
) -> np.ndarray:
    """The same with a probability for each element; of the dtype of `p` unless one is given."""
    require_floating(p.dtype, "bernoulli from a tensor of probabilities")
    require(((p >= 0) & (p <= 1)).all(), "a probability lies between 0 and 1, some do not")
    draw = uniform64 if p.dtype == np.float64 else uniform32
    u = draw(source(generator), p.size).reshape(p.shape)
    return (u < p).astype(p.dtype if dtype is None else dtype)


def poisson(rates: np.ndarray, generator: Generator | None = None) -> np.ndarray:
    """A Poisson number for each rate, of the dtype of `rates`.

    How many words one takes depends on what they hold, so this goes one by one.
    """
    require_floating(rates.dtype, "poisson")
    require(
        (np.isfinite(rates) & (rates >= 0)).all(),
        "a Poisson rate is finite and not negative, some of these are not",
    )
    generator = source(generator)
    counts = [_poisson(rate, generator) if rate else 0 for rate in rates.ravel().tolist()]
    return np.array(counts, np.float64).astype(rates.dtype).reshape(rates.shape)


def _poisson(rate: float, generator: Generator) -> int:
    """By multiplying uniform numbers (Knuth), from 10 on by rejection (Hörmann's PTRS, 1993)."""
    if rate < 10:
        count, product, enough = 0, 1.0, math.exp(-rate)
        while (product := product * float(uniform64(generator, 1)[0])) > enough:
            count += 1
        return count
    root = math.sqrt(rate)
    b = 0.931 + 2.53 * root
    a = -0.059 + 0.02483 * b
    log_inverse_alpha = math.log(1.1239 + 1.1328 / (b - 3.4))
    squeeze = 0.9277 - 3.6224 / (b - 2)
    while True:
        u, v = uniform64(generator, 2).tolist()
        u -= 0.5
        tail = 0.5 - abs(u)
        if not tail:
            continue
        count = math.floor((2 * a / tail + b) * u + rate + 0.43)
        if tail >= 0.07 and v <= squeeze:
            return count
        if count < 0 or (tail < 0.013 and v > tail):
            continue
        accepted = count * math.log(rate) - rate - math.lgamma(count + 1)
        if not v or math.log(v) + log_inverse_alpha - math.log(a / tail**2 + b) <= accepted:
            return count


def randint(
    low: int,
    high: int,
    shape: Shape,
    dtype: DTypeLike = np.int64,
    generator: Generator | None = None,
) -> np.ndarray:
    """Integers in [low, high), of any real dtype that can hold them."""
    dtype = np.dtype(dtype)
    if dtype.kind == "c":
        raise UnsupportedError(f"randint draws real numbers, not {dtype.name}")
    if not -(2**63) <= low < 2**63 or not -(2**63) <= high < 2**63:
        raise ValueRangeError(f"randint from {low} to {high} does not fit into int64")
    require(low < high, f"randint needs low < high, not low={low} and high={high}")
    if dtype.kind == "f":
        low, high = _representable_range(low, high, dtype)
        limit = float(np.finfo(dtype).max)
        smallest, largest = -limit, limit
    elif dtype.kind == "b":
        smallest, largest = 0, 1
    else:
        smallest, largest = np.iinfo(dtype).min, np.iinfo(dtype).max
    require(
        smallest <= low and high - 1 <= largest,
        f"randint from {low} to {high} does not fit into {dtype.name}",
    )
    count = math.prod(shape)
    span = high - low
    generator = source(generator)
    if span < RANGE_OF_ONE_WORD:
        offsets = (generator.words(count) % np.uint32(span)).astype(np.int64)
    else:
        offsets = (generator.long_words(count) % np.uint64(span)).view(np.int64)
    # A sum that leaves int64 wraps around to the right value.
    return (offsets + np.int64(low)).astype(dtype).reshape(shape)


def _representable_range(low: int, high: int, dtype: np.dtype) -> tuple[int, int]:
    """The bounds moved inwards to where rounding to a float cannot carry a number outside."""
    digits = np.finfo(dtype).nmant + 1

    def spacing(n: int) -> int:
        return 1 << (abs(n).bit_length() - digits)

    with np.errstate(over="ignore"):
        first, last = float(dtype.type(low + 1)), float(dtype.type(high - 1))
    if math.isfinite(first) and int(first) < low:
        low = int(first) + spacing(low + 1)
    if math.isfinite(last) and int(last) >= high:
        high = int(last) - spacing(high - 1)
    return low, high


def random(shape: Shape, dtype: DTypeLike, generator: Generator | None = None) -> np.ndarray:
    """Integers from 0 up to the largest of `dtype`; up to 2**digits for a floating-point one."""
    dtype = np.dtype(dtype)
    if dtype.kind == "c" or (dtype.kind == "u" and dtype.itemsize > 1):
        raise UnsupportedError(f"random_ does not draw {dtype.name}")
    generator = source(generator)
    words = generator.long_words if dtype.itemsize == 8 else generator.words
    if dtype.kind == "f":
        span = 2 ** (np.finfo(dtype).nmant + 1) + 1
    else:
        span = 2 if dtype.kind == "b" else int(np.iinfo(dtype).max) + 1
    numbers = words(math.prod(shape))
    return (numbers % numbers.dtype.type(span)).astype(dtype).reshape(shape)


def randperm(n: int, dtype: DTypeLike = np.int64, generator: Generator | None = None) -> np.ndarray:
    """A permutation of 0 … n-1: Fisher and Yates' shuffle, done for all places at once.

    Step i of the shuffle swaps places i and t[i] >= i. Place k holds, when its step comes, what
    the last earlier step that aimed at it left there: the value that step itself had found at
    its own place. So values are found by following those steps back, for all k together.
    """
    dtype = np.dtype(dtype)
    if dtype.kind not in "fiu":
        raise UnsupportedError(f"randperm draws real numbers, not {dtype.name}")
    require(n >= 0, f"randperm needs a length that is not negative, not {n}")
    largest = 2 ** (np.finfo(dtype).nmant + 1) if dtype.kind == "f" else np.iinfo(dtype).max
    require(n - 1 <= largest, f"{dtype.name} cannot hold the numbers up to {n - 1}")
    require(n < LENGTH_OF_ONE_WORD, f"randperm goes up to {LENGTH_OF_ONE_WORD - 1}, not to {n}")
    if n < 2:
        return np.arange(n, dtype=dtype)
    places = np.arange(n)
    steps = places[:-1]
    targets = source(generator).words(n - 1) % np.arange(n, 1, -1) + steps
    moved = targets != steps
    found = places.copy()
    found[targets[moved]] = steps[moved]  # the last step that aims at a place wins
    while not np.array_equal(found, followed := found[found]):
        found = followed
    # Sorting pairs of target and step brings the steps that aim at one place together, in order.
    order = np.sort(targets << 32 | steps) & 0xFFFFFFFF
    again = targets[order[1:]] == targets[order[:-1]]
    result = np.empty(n, np.int64)
    result[:-1] = targets
    result[order[1:][again]] = found[order[:-1][again]]
    result[-1] = found[-1]
    return result.astype(dtype, copy=False)


def multinomial(
    weights: np.ndarray, count: int, replacement: bool = False, generator: Generator | None = None
) -> np.ndarray:
    """`count` indices, each drawn with the probability its weight says; one row for each row.

    `weights`: (n,) or (rows, n), floating-point, need not sum to one. Gives int64 of shape
    (count,) or (rows, count).
    """
    require_floating(weights.dtype, "multinomial")
    if weights.ndim not in (1, 2):
        raise ShapeError(f"multinomial needs weights in 1 or 2 dimensions, not {weights.shape}")
    require(count > 0, f"multinomial draws at least one index, not {count}")
    categories = weights.shape[-1]
    require(
        replacement or count <= categories,
        f"multinomial cannot draw {count} of {categories} categories without replacement",
    )
    require(
        categories and (np.isfinite(weights) & (weights >= 0)).all(),
        "multinomial needs weights that are finite and not negative",
    )
    require((weights.sum(-1) > 0).all(), "multinomial needs a positive weight in each row")
    generator = source(generator)
    if count == 1 or not replacement:
        # Dividing by exponential numbers ranks the categories as drawing one by one would.
        with np.errstate(divide="ignore", over="ignore"):
            ranks = weights / exponential(1.0, weights.shape, weights.dtype, generator)
        return np.argsort(-ranks, axis=-1, kind="stable")[..., :count]
    working = np.float32 if weights.dtype == np.float16 else weights.dtype
    rows = []
    for row in weights.reshape(-1, categories):
        cumulative = np.cumsum(row, dtype=working)
        cumulative /= cumulative[-1]
        cumulative[-1] = 1
        u = uniform64(generator, count)
        rows.append(np.searchsorted(cumulative.astype(np.float64), u, side="left"))
    return np.array(rows, np.int64).reshape(*weights.shape[:-1], count)
