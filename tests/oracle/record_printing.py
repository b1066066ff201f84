"""Compare gradline's printing with PyTorch's over generated tensors, and record some as test data.

    python tests/oracle/record_printing.py [COUNT]

needs PyTorch. It prints what differs, and rewrites `data/printing.json`: a list of cases with the
dtype, the shape, the elements' bytes in hexadecimal, the options, and the text PyTorch gave.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import torch
from gradline.engine.printing import PrintOptions, format_tensor

DATA = Path(__file__).parent / "data" / "printing.json"
DTYPES = [
    *("float32", "float32", "float32", "float64", "float64", "float16", "int64", "int32", "int16"),
    *("int8", "uint8", "uint16", "uint32", "uint64", "bool", "complex64", "complex128"),
]
SHAPES = [
    *((), (1,), (2,), (3,), (2, 2), (3, 4), (5, 1), (1, 1), (2, 3, 2), (0,), (2, 0), (0, 3)),
    *((1, 0, 2), (7,), (12,), (25,), (30,), (2, 21), (3, 1, 2, 2), (1001,), (40, 30), (11, 10, 12)),
    *((2, 600), (600, 2), (7, 7, 7, 7), (1, 1, 1), (6, 200), (1000,), (100, 11)),
]
SPECIALS = [0.0, -0.0, float("nan"), float("inf"), float("-inf"), 1.0, -1.0]
EDGES = [1e-4, 9.99e-5, 1e8, 1.0000001e8, 1.0, 1000.0, 1000.1, 0.001, 0.5, 123456.0, 65504.0, 6e-8]


def draw_floats(rng: np.random.Generator, count: int) -> np.ndarray:
    """Doubles of one of the kinds that the choice of notation tells apart."""
    kind = rng.integers(9)
    if kind == 0:
        values = rng.standard_normal(count)
    elif kind == 1:
        values = rng.integers(-20, 20, count).astype(float)
    elif kind == 2:
        values = rng.integers(-(10**9), 10**9, count).astype(float)
    elif kind == 3:
        values = 10.0 ** rng.uniform(-9, 9, count)
    elif kind == 4:
        values = rng.standard_normal(count) * 10.0 ** rng.integers(-6, 10)
    elif kind == 5:
        values = rng.choice(EDGES, count) * rng.choice([1, -1], count)
    elif kind == 6:
        values = rng.uniform(0.9, 1100, count)
    elif kind == 7:
        values = rng.choice(SPECIALS, count)
    else:
        values = rng.uniform(0, 1, count).round(2)
    if rng.random() < 0.25:
        values = np.where(rng.random(count) < 0.3, rng.choice(SPECIALS, count), values)
    return values


def draw_array(rng: np.random.Generator) -> np.ndarray:
    """An array of a random dtype, shape and magnitude."""
    dtype = np.dtype(rng.choice(DTYPES))
    shape = SHAPES[rng.integers(len(SHAPES))]
    count = int(np.prod(shape))
    if dtype.kind == "b":
        values = rng.random(count) < 0.5
    elif dtype.kind in "iu":
        bounds = np.iinfo(dtype)
        span = 10 ** int(rng.integers(0, 20))
        low, high = max(bounds.min, -span), min(bounds.max, span)
        values = rng.integers(low, high, count, dtype=dtype, endpoint=True)
    else:
        values = draw_floats(rng, count)
        if dtype.kind == "c":
            values = np.stack([values, draw_floats(rng, count)], -1).view(complex)
    with np.errstate(over="ignore", invalid="ignore"):
        return values.astype(dtype).reshape(shape)


def draw_options(rng: np.random.Generator) -> dict:
    """Mostly the defaults, sometimes a few options changed."""
    options: dict = {}
    if rng.random() < 0.4:
        choices = {
            "precision": [0, 1, 2, 6, 10],
            "threshold": [0, 5, 100, 5000],
            "edgeitems": [0, 1, 2, 5],
            "linewidth": [10, 40, 120, 200],
            "sci_mode": [True, False],
        }
        for name in rng.choice(list(choices), rng.integers(1, 4), replace=False):
            options[str(name)] = choices[name][rng.integers(len(choices[name]))]
    return options


def oracle(array: np.ndarray, requires_grad: bool, grad_fn: bool, default: str, **options) -> str:
    """PyTorch's text for a leaf, or for the result of a view when `grad_fn`."""
    torch.set_default_dtype(getattr(torch, default))
    torch.set_printoptions(**{"profile": "default"} | options)
    tensor = torch.from_numpy(array.copy())
    if requires_grad:
        tensor.requires_grad_()
    if grad_fn:
        tensor = tensor.view(tensor.shape)
    return repr(tensor)


def main(count: int) -> None:
    rng = np.random.default_rng(2024)
    different, recorded = 0, []
    for number in range(count):
        array, options = draw_array(rng), draw_options(rng)
        requires_grad = array.dtype.kind in "fc" and rng.random() < 0.4
        grad_fn = bool(requires_grad and rng.random() < 0.5)
        default = "float64" if rng.random() < 0.15 else "float32"
        want = oracle(array, requires_grad, grad_fn, default, **options)
        got = format_tensor(
            array,
            requires_grad=requires_grad,
            grad_fn="ViewBackward0" if grad_fn else None,
            options=PrintOptions(**options),
            default_dtype=np.dtype(default),
        )
        if got != want:
            different += 1
            print(f"#{number} {array.dtype} {array.shape} {options}\n{want}\n{got}\n")
        # Every tenth case goes into the data, if it is not big.
        if number % 10 == 0 and array.nbytes <= 4000 and len(want) <= 1200:
            case = {
                "dtype": array.dtype.name,
                "shape": array.shape,
                "bytes": array.tobytes().hex(),
                "requires_grad": bool(requires_grad),
                "grad_fn": "ViewBackward0" if grad_fn else None,
                "default_dtype": default,
                "options": options,
                "text": want,
            }
            recorded.append(json.dumps(case))
    DATA.write_text("[\n" + ",\n".join(recorded) + "\n]\n")
    print(f"{count} compared, {different} differ, {len(recorded)} recorded")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4000)
