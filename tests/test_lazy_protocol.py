"""What a lazy array shows to NumPy and to Python: functions, methods, errors, conversions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from gradline.engine.lazy.array import LEAF, LazyArray, wrap

X = np.arange(24, dtype=np.float32).reshape(2, 3, 4) / 8 + 0.25
Y = np.linspace(-1, 1, 4)
I = np.arange(1, 25).reshape(2, 3, 4)  # noqa: E741
C = (X + 1j * X[::-1]).astype(np.complex64)

LAZY: list[Callable[..., Any]] = [
    lambda x, y, i, c: x + y,
    lambda x, y, i, c: np.float32(2) * x - y / 3,
    lambda x, y, i, c: 2**x,
    lambda x, y, i, c: x**-2,
    lambda x, y, i, c: i // 3 + i % 4 - (-i),
    lambda x, y, i, c: (i & 3) | (i ^ 5) << 1,
    lambda x, y, i, c: ~(i > 3),
    lambda x, y, i, c: i**2,
    lambda x, y, i, c: abs(-x),
    lambda x, y, i, c: np.where(x > 1, x, 0.0),
    lambda x, y, i, c: np.where(x > 1, i, y),
    lambda x, y, i, c: np.clip(x, 0.5, None),
    lambda x, y, i, c: x.clip(min=0.5, max=2),
    lambda x, y, i, c: np.maximum(x, y),
    lambda x, y, i, c: (x == 1) | (x != y),
    lambda x, y, i, c: x.sum(),
    lambda x, y, i, c: np.add.reduce(x),
    lambda x, y, i, c: np.sum(x, axis=(0, -1), keepdims=True),
    lambda x, y, i, c: np.mean(i),
    lambda x, y, i, c: np.mean(x.astype(np.float16), axis=1),
    lambda x, y, i, c: np.var(x, axis=2, ddof=1),
    lambda x, y, i, c: np.std(c),
    lambda x, y, i, c: np.prod(x, axis=1),
    lambda x, y, i, c: np.max(x) - np.min(x, axis=0),
    lambda x, y, i, c: np.any(x > 1, axis=1),
    lambda x, y, i, c: np.all(x > 1),
    lambda x, y, i, c: np.count_nonzero(x > 1, axis=0),
    lambda x, y, i, c: (x + 1).reshape(2, 1, 3, -1),
    lambda x, y, i, c: x.reshape(6, 4),
    lambda x, y, i, c: (x * 2).T,
    lambda x, y, i, c: np.swapaxes(x * 2, 0, -1),
    lambda x, y, i, c: np.moveaxis(x * 2, 0, -1),
    lambda x, y, i, c: np.transpose(x * 2, (1, 2, 0)),
    lambda x, y, i, c: np.squeeze(np.expand_dims(x * 2, (0, 2))),
    lambda x, y, i, c: np.broadcast_to(y * 2, (5, 4)),
    lambda x, y, i, c: (x * 2)[None, ..., None],
    lambda x, y, i, c: (x * 2)[:, None],
    lambda x, y, i, c: np.zeros_like(x) + np.ones_like(i),
    lambda x, y, i, c: np.full_like(x, 3),
    lambda x, y, i, c: np.real(c) + c.imag,
    lambda x, y, i, c: np.conj(c) * x.conj(),
    lambda x, y, i, c: x.imag,
    lambda x, y, i, c: c.astype(np.complex128),
    lambda x, y, i, c: np.round(x * 3),
    lambda x, y, i, c: np.exp(x - x.max(axis=-1, keepdims=True)),
    lambda x, y, i, c: np.isnan(np.log(y)),
    lambda x, y, i, c: np.ones(4) * y,
    lambda x, y, i, c: np.arange(4) + y,
]

EAGER: list[Callable[..., Any]] = [
    lambda x, y, i, c: (x + 1) @ y,
    lambda x, y, i, c: np.matmul(x, np.swapaxes(x, 1, 2)),
    lambda x, y, i, c: np.cumsum(x + 1, axis=1),
    lambda x, y, i, c: np.concatenate([x + 1, x * 2]),
    lambda x, y, i, c: np.stack([y, y * 2]),
    lambda x, y, i, c: np.argmax(x + 1, axis=0),
    lambda x, y, i, c: np.sort(-x),
    lambda x, y, i, c: np.tril((x + 1)[0]),
    lambda x, y, i, c: np.flip(x + 1, 0),
    lambda x, y, i, c: np.roll(x + 1, 1),
    lambda x, y, i, c: np.diagonal((x + 1)[0]),
    lambda x, y, i, c: np.take_along_axis(x + 1, i - i, 0),
    lambda x, y, i, c: (x + 1)[0, 1:],
    lambda x, y, i, c: x[:, 1:],
    lambda x, y, i, c: (x + 1)[x > 1],
    lambda x, y, i, c: (x + 1).reshape(-1),
    lambda x, y, i, c: np.round(x, 1),
    lambda x, y, i, c: np.modf(x + 1),
    lambda x, y, i, c: np.add.accumulate(x),
    lambda x, y, i, c: np.multiply.outer(y, y * 2),
    lambda x, y, i, c: np.sum(x + 1, where=x > 1, initial=2),
    lambda x, y, i, c: np.linalg.norm(x + 1),
    lambda x, y, i, c: np.einsum("ijk,k->ij", x + 1, y),
    lambda x, y, i, c: (x + 1).argsort(),
    lambda x, y, i, c: i ** (i - 1),
    lambda x, y, i, c: np.add(x, y, dtype=np.float64),
    lambda x, y, i, c: np.greater((i % 7).astype(np.uint8), 300),
    lambda x, y, i, c: np.median(x + 1),
]

ERRORS: list[Callable[..., Any]] = [
    lambda x, y, i, c: (x + 1) + np.ones(3),
    lambda x, y, i, c: (x + 1) @ np.ones(3),
    lambda x, y, i, c: np.sum(x + 1, axis=3),
    lambda x, y, i, c: np.transpose(x + 1, (0, 1)),
    lambda x, y, i, c: np.transpose(x + 1, (0, 0, 1)),
    lambda x, y, i, c: np.squeeze(x + 1, 0),
    lambda x, y, i, c: np.broadcast_to(x + 1, (2, 3, 5)),
    lambda x, y, i, c: (x + 1).reshape(5, 5),
    lambda x, y, i, c: (x + 1)[None, ..., ...],
    lambda x, y, i, c: (x + 1)[:, :, :, :],
    lambda x, y, i, c: (x + 1)[2],
    lambda x, y, i, c: (x > 1) - (x > 2),
    lambda x, y, i, c: x << 1,
    lambda x, y, i, c: i**-1,
    lambda x, y, i, c: i.astype(np.uint8) + 300,
    lambda x, y, i, c: bool(x + 1),
    lambda x, y, i, c: len(x.sum()),
    lambda x, y, i, c: float(x + 1),
    lambda x, y, i, c: x + "a",
    lambda x, y, i, c: x.no_such_thing,
    lambda x, y, i, c: c < None,
    lambda x, y, i, c: np.where(x > 1, x, np.ones(3)),
]


def wrapped() -> list[LazyArray]:
    return [wrap(array) for array in (X, Y, I, C)]


def check(got: Any, want: Any) -> None:
    if isinstance(want, tuple):
        assert len(got) == len(want)
        for one, other in zip(got, want, strict=True):
            check(one, other)
        return
    assert got.dtype == want.dtype
    assert got.shape == want.shape
    np.testing.assert_allclose(np.asarray(got), want, rtol=2e-3 if want.dtype == "e" else 1e-5)


@pytest.mark.parametrize("function", LAZY)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_stays_lazy(function: Callable[..., Any]) -> None:
    got = function(*wrapped())
    assert type(got) is LazyArray
    check(got, function(X, Y, I, C))
    assert got.kind == LEAF


@pytest.mark.parametrize("function", EAGER)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_falls_back_to_numpy(function: Callable[..., Any]) -> None:
    got = function(*wrapped())
    assert type(got) is not LazyArray
    check(got, function(X, Y, I, C))


@pytest.mark.parametrize("function", ERRORS)
def test_errors_are_numpys_and_at_the_operation(function: Callable[..., Any]) -> None:
    with pytest.raises(Exception) as want:
        function(X, Y, I, C)
    with pytest.raises(type(want.value)) as got:
        function(*wrapped())
    assert str(got.value).replace("LazyArray", "numpy.ndarray")


@pytest.mark.parametrize("shape", [(0,), (0, 3), (2, 0)])
def test_arrays_without_elements(shape: tuple[int, ...]) -> None:
    array = np.ones(shape)
    lazy = wrap(array)
    for function in (np.exp, np.sum, lambda x: x.sum(0), lambda x: x + 1, lambda x: x.T):
        check(function(lazy), np.asarray(function(array)))
    with pytest.raises(ValueError):
        np.max(lazy)


def test_conversions() -> None:
    x = wrap(X) + 1
    assert float(x.sum()) == float((X + 1).sum())
    assert int(x.sum()) == int((X + 1).sum())
    assert x.tolist() == (X + 1).tolist()
    assert (wrap(X).sum() > 1).item() is True
    assert len(x) == 2
    assert [row.tolist() for row in iter(x)] == (X + 1).tolist()
    assert (x.ndim, x.size, x.nbytes, x.itemsize) == (3, 24, 96, 4)
    assert np.asarray(x, dtype=np.float64).dtype == np.float64


def test_dtype_questions_need_no_numbers() -> None:
    x = wrap(X) + 1
    assert np.result_type(x, 1.0) == np.float32
    assert np.iscomplexobj(wrap(C) + 1)
    assert np.shape(x) == (2, 3, 4)
    assert np.ndim(x) == 3
    assert x.kind != LEAF


def test_other_kinds_of_array_come_first() -> None:
    class Other:
        def __array_ufunc__(self, *args: Any, **kwargs: Any) -> str:
            return "ufunc"

        def __array_function__(self, *args: Any, **kwargs: Any) -> str:
            return "function"

        def __radd__(self, other: Any) -> str:
            return "reflected"

    x: Any = wrap(X)
    other: Any = Other()
    assert x + other == "reflected"
    assert np.multiply(x, other) == "ufunc"
    assert np.where(x, other, x) == "function"
