"""Compare gradline's random numbers with PyTorch's over sequences of draws, and record some.

    python tests/oracle/record_rng.py [COUNT]

needs PyTorch. Each sequence seeds once and then draws several times, so that a draw that took a
word too many shows in the next one. Prints what differs, and rewrites `data/rng.json`: a list of
sequences, each with its seed and its draws: the function, its arguments, and what PyTorch gave.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import torch
from gradline.engine.rng import continuous, discrete

DATA = Path(__file__).parent / "data" / "rng.json"
FLOATS = ["float32", "float32", "float64", "float16"]
COMPLEX = [*FLOATS, "complex64", "complex128"]
NUMBERS = [*FLOATS, "int64", "int32", "int16", "int8", "uint8", "bool"]
SHAPES = [(), (1,), (3,), (5,), (2, 4), (15,), (16,), (17,), (4, 8), (33,), (7, 7), (100,), (0,)]

TORCH = {
    "rand": lambda shape, dtype: torch.rand(shape, dtype=dtype),
    "randn": lambda shape, dtype: torch.randn(shape, dtype=dtype),
    "uniform": lambda low, high, shape, dtype: empty(shape, dtype).uniform_(low, high),
    "normal": lambda mean, std, shape, dtype: empty(shape, dtype).normal_(mean, std),
    "log_normal": lambda mean, std, shape, dtype: empty(shape, dtype).log_normal_(mean, std),
    "exponential": lambda rate, shape, dtype: empty(shape, dtype).exponential_(rate),
    "cauchy": lambda median, scale, shape, dtype: empty(shape, dtype).cauchy_(median, scale),
    "geometric": lambda p, shape, dtype: empty(shape, dtype).geometric_(p),
    "bernoulli": lambda p, shape, dtype: empty(shape, dtype).bernoulli_(p),
    "randint": lambda low, high, shape, dtype: torch.randint(low, high, shape, dtype=dtype),
    "random": lambda shape, dtype: empty(shape, dtype).random_(),
    "randperm": lambda n, dtype: torch.randperm(n, dtype=dtype),
    "normal_like": torch.normal,
    "bernoulli_like": torch.bernoulli,
    "multinomial": torch.multinomial,
    "poisson": torch.poisson,
}
OURS = {name: getattr(continuous, name, None) or getattr(discrete, name) for name in TORCH}


def empty(shape, dtype) -> torch.Tensor:
    return torch.empty(shape, dtype=dtype)


def draw_arguments(name: str, rng: np.random.Generator) -> list:
    """Arguments for one of the functions: numbers, shapes, dtypes by name, and arrays."""
    shape = SHAPES[rng.integers(len(SHAPES))]
    a, b = float(rng.normal()), float(rng.uniform(0.1, 3))
    p = float(rng.uniform(0.05, 0.95))
    if name in ("rand", "randn"):
        return [shape, str(rng.choice(COMPLEX))]
    if name == "uniform":
        return [a, a + b, shape, str(rng.choice(COMPLEX))]
    if name == "normal":
        return [a, b, shape, str(rng.choice(COMPLEX))]
    if name in ("log_normal", "cauchy"):
        return [a, b, shape, str(rng.choice(FLOATS))]
    if name == "exponential":
        return [b, shape, str(rng.choice(FLOATS))]
    if name == "geometric":
        return [p, shape, str(rng.choice([*FLOATS, "int64", "int32"]))]
    if name == "bernoulli":
        return [p, shape, str(rng.choice(NUMBERS))]
    if name == "randint":
        dtype = str(rng.choice(NUMBERS))
        bits = {"bool": 1, "int8": 7, "uint8": 8, "int16": 15, "float16": 15, "int32": 31}
        top = 2 ** int(rng.integers(1, bits.get(dtype, 40) + 1)) - 1
        low = 0 if dtype in ("bool", "uint8") else -int(rng.integers(0, top))
        return [low, top, shape, dtype]
    if name == "random":
        return [shape, str(rng.choice(NUMBERS))]
    if name == "randperm":
        return [int(rng.integers(0, 120)), str(rng.choice(["int64", "int32", "float32", "uint8"]))]
    dtype = np.dtype(rng.choice(FLOATS))
    if name == "normal_like":
        mean = rng.normal(size=(4, 5) if rng.random() < 0.5 else 7).astype(dtype)
        std = rng.uniform(0, 2, mean.shape[-1]).astype(dtype)
        return [[mean, std], [mean, b], [a, std]][rng.integers(3)]
    if name == "bernoulli_like":
        return [np.array(rng.uniform(0, 1, shape), dtype)]
    if name == "poisson":
        return [np.array(rng.uniform(0, 30, shape) * (rng.random(shape) < 0.9), dtype)]
    categories = int(rng.integers(2, 30))
    weights = rng.uniform(0.01, 2, (3, categories) if rng.random() < 0.5 else categories)
    replacement = bool(rng.random() < 0.5)
    count = int(rng.integers(1, 20 if replacement else categories + 1))
    return [weights.astype(dtype), count, replacement]


def encode(value):
    """A JSON value for an argument or a result."""
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.name, "shape": value.shape, "bytes": value.tobytes().hex()}
    return value


def for_torch(value):
    """The same argument as PyTorch wants it."""
    if isinstance(value, np.ndarray):
        return torch.from_numpy(value)
    return getattr(torch, value) if isinstance(value, str) else value


def main(count: int) -> None:
    rng = np.random.default_rng(2025)
    compared, different, recorded = Counter(), Counter(), []
    for number in range(count):
        seed = int(rng.integers(-(2**63), 2**63)) if rng.random() < 0.5 else number
        torch.manual_seed(seed)
        continuous.manual_seed(seed)
        draws = []
        for _ in range(rng.integers(1, 9)):
            name = str(rng.choice(list(TORCH)))
            arguments = draw_arguments(name, rng)
            want = TORCH[name](*map(for_torch, arguments)).numpy()
            got = OURS[name](*arguments)
            compared[name] += 1
            if (
                got.dtype != want.dtype
                or got.shape != want.shape
                or got.tobytes() != want.tobytes()
            ):
                different[name] += 1
                print(f"#{number} {name}{arguments}\n{want}\n{got}")
            draws.append([name, [encode(a) for a in arguments], encode(want)])
        state = continuous.default_generator().get_state()
        if not np.array_equal(state, torch.get_rng_state().numpy()):
            different["state"] += 1
            print(f"#{number} state differs after {[draw[0] for draw in draws]}")
        if number % (count // 120 or 1) == 0:
            recorded.append(json.dumps({"seed": seed, "draws": draws}))
    DATA.write_text("[\n" + ",\n".join(recorded) + "\n]\n")
    print(f"compared {dict(compared)}, different {dict(different)}, {len(recorded)} recorded")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
