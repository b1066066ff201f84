"""Lazy arrays give what NumPy gives: values, dtypes, shapes and errors, whatever the tiles."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from gradline.engine.lazy import array as lazy
from gradline.engine.lazy import execution, partials, plan, program
from gradline.engine.lazy import graph as lazy_graph
from gradline.engine.lazy import memory as lazy_memory
from gradline.engine.lazy.array import wrap
from gradline.engine.lazy.execution import realize as compute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture(autouse=True)
def tiny_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a few hundred elements behave as millions do: many tiles, small values, wide passes."""
    monkeypatch.setattr(lazy_graph, "SMALL", 4)
    monkeypatch.setattr(lazy_graph, "WHOLE", 40)
    monkeypatch.setattr(execution, "SMALL", 4)
    monkeypatch.setattr(plan, "RUN", 3)
    monkeypatch.setattr(program, "TILE_ELEMENTS", (5, 24))
    monkeypatch.setattr(program, "LEAST_ELEMENTS", 3)
    monkeypatch.setattr(program, "KEPT_ELEMENTS", 12)
    monkeypatch.setattr(lazy, "THRESHOLD", 16)
    monkeypatch.setattr(lazy_memory, "THRESHOLD", 16)
    monkeypatch.setattr(partials, "TINY", 2)
    monkeypatch.setattr(execution, "CHUNKS", 7)
    monkeypatch.setattr(execution, "_prepared", {})
    monkeypatch.setattr(execution, "THREAD_WORK", 100)


def tolerance(*values: Any) -> float:
    """What rounding may do to results computed from such values."""
    chars = {np.asarray(value).dtype.char for value in values}
    return 5e-2 if "e" in chars else 5e-4 if chars & set("fF") else 1e-9


def close(got: Any, want: Any, rtol: float | None = None) -> None:
    got, want = np.asarray(got), np.asarray(want)
    assert got.dtype == want.dtype
    assert got.shape == want.shape
    rtol = tolerance(want) if rtol is None else rtol
    np.testing.assert_allclose(got, want, rtol=rtol, atol=rtol)


# -- random expressions --------------------------------------------------------------------------
DTYPES = ["f4", "f8", "f4", "i4", "i8", "u1", "?", "f2", "c8", "c16"]
SMOOTH = [np.sin, np.cos, np.tanh, np.exp, np.arctan, lambda x: x * 0.5, lambda x: x**2]
EXACT = [np.negative, np.positive, lambda x: x + 1, lambda x: 3 - x, lambda x: x * 2.0, abs]
PAIRS = [np.add, np.subtract, np.multiply, np.add, np.multiply]
ORDERED = [np.maximum, np.minimum, np.less, np.greater_equal, np.equal]
REDUCE = [np.sum, np.mean, np.max, np.min, np.sum, np.any, np.all, np.var]

KINDS = ["smooth", "exact", "pair", "pair", "ordered", "reduce", "reduce", "keep", "where", "cast"]
KINDS += ["transpose", "expand", "broadcast", "parts", "scalar"]


@st.composite
def arrays(draw: st.DrawFn, shape: tuple[int, ...]) -> np.ndarray:
    """An array of small numbers that broadcasts to `shape`, in some layout."""
    extents = [draw(st.sampled_from([extent, extent, extent, 1])) for extent in shape]
    extents = extents[draw(st.sampled_from([0, 0, 0, 1, 2])) :]
    dtype = np.dtype(draw(st.sampled_from(DTYPES)))
    seed = draw(st.integers(0, 1000))
    layout = draw(st.sampled_from(["C", "C", "F", "strided", "broadcast", "reversed"]))
    generator = np.random.default_rng(seed)
    doubled = [2 * extent for extent in extents] if layout == "strided" else extents
    array = generator.integers(0, 8, doubled) / 4
    if dtype.kind == "c":
        array = array + 1j * generator.integers(0, 8, doubled) / 4
    array = array.astype(dtype)
    if layout == "F":
        array = np.asfortranarray(array)
    elif layout == "strided":
        array = array[tuple([slice(None, None, 2)] * array.ndim)]
    elif layout == "reversed":
        array = array[tuple([slice(None, None, -1)] * array.ndim)]
    elif layout == "broadcast" and array.ndim:
        array = np.broadcast_to(array[..., :1], array.shape)
    return array


@st.composite
def programs(draw: st.DrawFn) -> tuple[list[np.ndarray], list[tuple]]:
    """Inputs and instructions; each instruction names earlier values by number."""
    shape = tuple(draw(st.lists(st.integers(1, 9), min_size=0, max_size=3)))
    inputs = [draw(arrays(shape)) for _ in range(draw(st.integers(1, 3)))]
    steps = []
    for _ in range(draw(st.integers(1, 8))):
        number = st.integers(0, 30)
        kind = draw(st.sampled_from(KINDS))
        steps.append((kind, draw(number), draw(number), draw(number), draw(number)))
    return inputs, steps


def execute(inputs: list[Any], steps: list[tuple]) -> list[Any]:
    """Run instructions on NumPy arrays or lazy ones; what NumPy refuses gives its exception."""
    values = list(inputs)
    # Whether rounding may differ: comparisons of such values could go either way.
    rounded = [False] * len(values)
    for kind, a, b, c, d in steps:
        i, j, k = a % len(values), b % len(values), c % len(values)
        x, y, z = values[i], values[j], values[k]
        loose = rounded[i]
        try:
            if kind == "smooth":
                result, loose = SMOOTH[d % len(SMOOTH)](np.minimum(x, 3)), True
            elif kind == "exact":
                result = EXACT[d % len(EXACT)](x)
            elif kind == "pair":
                result, loose = PAIRS[d % len(PAIRS)](x, y), loose or rounded[j]
            elif kind == "ordered":
                if loose or rounded[j]:
                    continue
                result = ORDERED[d % len(ORDERED)](x, y)
            elif kind in ("reduce", "keep"):
                function = REDUCE[d % len(REDUCE)]
                axes = [axis for axis in range(np.ndim(x)) if (b >> axis) & 1]
                axis = None if len(axes) == np.ndim(x) else tuple(axes) or None
                if function in (np.any, np.all) and loose:
                    continue
                result = function(x, axis=axis, keepdims=kind == "keep")
                loose = True
            elif kind == "where":
                if loose:
                    continue
                result, loose = np.where(x, y, z if d % 3 else 2), rounded[j] or rounded[k]
            elif kind == "cast":
                target = np.dtype(DTYPES[d % len(DTYPES)])
                if loose and target.kind in "biu":
                    continue
                if x.dtype.kind == "c" and target.kind != "c":
                    x = np.real(x)
                result = x.astype(target)
            elif kind == "transpose":
                result = np.transpose(x, np.roll(range(np.ndim(x)), d).tolist())
            elif kind == "expand":
                result = np.expand_dims(x, d % (np.ndim(x) + 1))
            elif kind == "broadcast":
                result = np.broadcast_to(x, np.broadcast_shapes(np.shape(x), np.shape(y)))
            elif kind == "parts":
                result = np.imag(x) if d % 2 else np.conjugate(np.real(x))
            else:
                result = [x + 2, 2.5 * x, x - np.float32(1), x / 4, 1 - x, x**3][d % 6]
        except (TypeError, ValueError, IndexError) as error:
            result = type(error)
        if isinstance(result, type):
            values.append(result)
            values[-1] = values[i]
            values.append(np.array(hash(result.__name__) % 97))
            rounded += [rounded[i], False]
        elif np.size(result) <= 5000 and np.ndim(result) <= 5:
            values.append(result)
            rounded.append(loose)
    return values


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(programs(), st.integers(0, 2**31))
def test_random_expressions(program: tuple[list[np.ndarray], list[tuple]], chosen: int) -> None:
    inputs, steps = program
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        want = execute(inputs, steps)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        got = execute([wrap(array) for array in inputs], steps)
    assert len(got) == len(want)
    for lazy_value, value in zip(got, want, strict=True):
        assert lazy_value.shape == np.shape(value)
        assert lazy_value.dtype == np.asarray(value).dtype
    order = np.random.default_rng(chosen).permutation(len(got))
    asked = [int(i) for i in order if (chosen >> (int(i) % 31)) & 1] or [len(got) - 1]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        values = compute(*[got[i] for i in asked])
    for i, value in zip(asked, values, strict=True):
        close(value, want[i], tolerance(*want))
    for i in order:  # and then the others, over what the first left behind
        close(compute(got[i])[0], want[i], tolerance(*want))
