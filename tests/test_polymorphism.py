"""Rules and kernels are NumPy's protocol: the same lines serve arrays of other libraries."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from gradline.engine import families
from gradline.engine.declare import OPERATORS
from gradline.engine.operator import Operator, parameters

families.load_all()

UNARY = """
    exp exp2 expm1 log log2 log10 log1p sqrt rsqrt square sin cos tan asin acos atan sinh cosh
    tanh asinh acosh atanh sigmoid silu softplus_ relu neg reciprocal abs sign floor ceil trunc
    deg2rad rad2deg hardsigmoid hardswish mish
""".split()  # noqa: SIM905
BINARY = """
    add sub mul div pow atan2 maximum minimum hypot logaddexp eq ne lt le gt ge logical_and mm
""".split()  # noqa: SIM905
REDUCTIONS = ["sum", "mean", "sum_dim", "mean_dim", "logsumexp", "prod_dim", "linalg_vector_norm"]
SHAPE = (4, 4)


def numbers(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).uniform(0.2, 0.8, SHAPE)


def dask_array(array: np.ndarray) -> Any:
    return pytest.importorskip("dask.array").from_array(array, chunks=(2, 3))


def cupy_array(array: np.ndarray) -> Any:
    cupy = pytest.importorskip("cupy")
    try:
        return cupy.asarray(array)
    except cupy.cuda.runtime.CUDARuntimeError as error:
        pytest.skip(f"no device: {error}")


def to_numpy(value: Any) -> np.ndarray:
    if hasattr(value, "compute"):
        value = value.compute()
    return value.get() if hasattr(value, "get") else np.asarray(value)


def rule_of(operator: Operator, position: int, arguments: list[Any], y: Any, g: Any) -> Any:
    """The VJP rule of one input, called as the backward pass calls it."""
    rule: Any = operator.rules[position]
    given = {"g": g, "y": y, **dict(zip(operator.params, arguments, strict=False))}
    for name, value in zip(operator.params, arguments, strict=False):
        given |= {f"{name}_shape": getattr(value, "shape", ()), f"{name}_dtype": g.dtype}
    return rule(*[given[name] for name in parameters(rule)])


def assert_alike(operator: Operator, convert: Any, arrays: list[np.ndarray], *rest: Any) -> None:
    """Kernel and rules find on converted arrays what they find on NumPy's, without leaving them."""
    theirs = [convert(array) for array in arrays]
    y, other = operator.kernel(*arrays, *rest), operator.kernel(*theirs, *rest)
    assert type(other).__module__.startswith(type(theirs[0]).__module__.partition(".")[0])
    np.testing.assert_allclose(to_numpy(other), y, rtol=1e-9)
    g = np.asarray(np.cos(1.0 + np.arange(np.size(y)).reshape(np.shape(y))))
    if y.dtype.kind != "f":
        return
    for position, rule in enumerate(operator.rules):
        if rule is not None:
            expected = rule_of(operator, position, [*arrays, *rest], y, g)
            found = rule_of(operator, position, [*theirs, *rest], other, convert_like(convert, g))
            np.testing.assert_allclose(to_numpy(found), expected, rtol=1e-9)


def convert_like(convert: Any, g: np.ndarray) -> Any:
    if convert is dask_array and g.shape != SHAPE:
        return pytest.importorskip("dask.array").from_array(g)
    return convert(g)


LIBRARIES = pytest.mark.parametrize("convert", [dask_array, cupy_array], ids=["dask", "cupy"])


@LIBRARIES
@pytest.mark.parametrize("name", [name for name in UNARY if name in OPERATORS])
def test_unary(convert: Any, name: str) -> None:
    operator = OPERATORS[name]
    shift = 1.0 if name == "acosh" else 0.0
    assert_alike(operator, convert, [numbers(1) + shift])


@LIBRARIES
@pytest.mark.parametrize("name", BINARY)
def test_binary(convert: Any, name: str) -> None:
    assert_alike(OPERATORS[name], convert, [numbers(1), numbers(2)])


@LIBRARIES
@pytest.mark.parametrize("name", REDUCTIONS)
def test_reduction(convert: Any, name: str) -> None:
    operator = OPERATORS[name]
    rest = {
        "sum": (),
        "mean": (),
        "logsumexp": ((1,), False),
        "linalg_vector_norm": (2.0, (0,), False, None),
    }.get(name, ((0,), False, None))
    assert_alike(operator, convert, [numbers(3)], *rest)


@LIBRARIES
def test_shapes(convert: Any) -> None:
    x = numbers(4)
    assert_alike(OPERATORS["transpose"], convert, [x], 0, 1)
    assert_alike(OPERATORS["permute"], convert, [x], (1, 0))
    assert_alike(OPERATORS["flip"], convert, [x], (0,))


@LIBRARIES
def test_choice(convert: Any) -> None:
    x, y = numbers(5), numbers(6)
    where = OPERATORS["where"]
    assert_alike(OPERATORS["lerp"], convert, [x, y], 0.25)
    found = where.kernel(convert(x) > 0.5, convert(x), convert(y))
    np.testing.assert_allclose(to_numpy(found), where.kernel(x > 0.5, x, y))


@LIBRARIES
def test_second_kind_of_rule(convert: Any) -> None:
    """Rules that call other operators of the table dispatch there in the same way."""
    x = numbers(7)
    for name in ("sigmoid", "tanh"):
        assert_alike(OPERATORS[name], convert, [x])
