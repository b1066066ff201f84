"""How lazy arrays are computed: few passes, bounded work and memory, the same result every time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradline.engine.lazy import array as nodes
from gradline.engine.lazy import execution
from gradline.engine.lazy import memory as lazy_memory
from gradline.engine.lazy.array import LEAF, VIEW, LazyArray, wrap
from gradline.engine.lazy.execution import realize as compute
from gradline.engine.lazy.memory import MAX_REDUCTIONS, release

RNG = np.random.default_rng(0)


def pending(node: LazyArray) -> bool:
    """Whether a node, or what it is a view of, waits to be computed."""
    return pending(node.inputs[0]) if node.kind == VIEW else node.kind != LEAF  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def large_is_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (nodes, lazy_memory):
        monkeypatch.setattr(module, "THRESHOLD", 65_536)


class Counter:
    """What the passes of some realizations did: counts, not times."""

    def __init__(self) -> None:
        self.passes = 0
        self.steps = 0
        self.elements = 0


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    counted = Counter()
    run = execution.run

    def counting(program: Any, arrays: Any, report: Any) -> Any:
        counted.passes += 1
        counted.steps += len(program.steps)
        counted.elements += sum(target.size for _, target in program.writes)
        return run(program, arrays, report)

    monkeypatch.setattr(execution, "run", counting)
    return counted


def data(*shape: int, dtype: str = "f4") -> np.ndarray:
    return RNG.standard_normal(shape).astype(dtype)


# -- passes ---------------------------------------------------------------------------------------
def test_value_and_gradient_take_one_pass(counter: Counter) -> None:
    x = data(300_000)
    lazy = wrap(x)
    shifted = lazy + 2
    value = np.sum(3 * shifted**2) / x.size
    gradient = wrap(np.broadcast_to(np.float32(1 / x.size), x.shape)) * 3 * (2 * shifted)
    got, slope = compute(value, gradient)
    assert counter.passes == 1
    assert counter.steps == 6  # x+2 is shared, constants are folded, the square is no power
    assert counter.elements == x.size  # only what was asked for is written
    np.testing.assert_allclose(got, np.mean(3 * (x + 2) ** 2, dtype="f8"), rtol=1e-6)
    np.testing.assert_allclose(slope, 6 * (x + 2) / x.size, rtol=1e-5)


def test_softmax_along_rows_takes_one_pass(counter: Counter) -> None:
    x = data(700, 300)
    lazy = wrap(x)
    e = np.exp(lazy - np.max(lazy, axis=1, keepdims=True))
    soft = e / np.sum(e, axis=1)[:, None]
    got, loss = compute(soft, np.mean(np.log(np.sum(np.exp(lazy), axis=1))))
    assert counter.passes == 1
    want = np.exp(x - x.max(1, keepdims=True))
    np.testing.assert_allclose(got, want / want.sum(1, keepdims=True), rtol=1e-5)
    np.testing.assert_allclose(loss, np.log(np.exp(x).sum(1)).mean(), rtol=1e-5)


def test_variance_takes_two_passes(counter: Counter) -> None:
    x = data(400, 400)
    (got,) = compute(np.var(wrap(x) * 2))
    assert counter.passes == 2
    assert counter.elements == 0
    np.testing.assert_allclose(got, np.var(x * 2, dtype="f8"), rtol=1e-6)


def test_columns_of_a_tall_array_take_two_passes(counter: Counter) -> None:
    x = data(90_000, 3)
    lazy = wrap(x)
    (got,) = compute(lazy - np.mean(lazy, axis=0))
    assert counter.passes == 2
    np.testing.assert_allclose(got, x - x.mean(axis=0, dtype="f8"), rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize(
    "shape", [(3, 100_000), (100_000, 3), (60, 70, 80), (2, 1, 90_000), (9, 20_000)]
)
@pytest.mark.parametrize("order", ["C", "F", "reversed"])
def test_reductions_of_any_layout(shape: tuple[int, ...], order: str) -> None:
    x = data(*shape)
    x = np.asfortranarray(x) if order == "F" else x[::-1] if order == "reversed" else x
    for bits in range(1, 1 << x.ndim):
        axes = tuple(axis for axis in range(x.ndim) if bits >> axis & 1)
        lazy = wrap(x) * 2
        total, largest, spread = compute(
            np.sum(lazy, axis=axes),
            np.max(lazy, axis=axes),
            lazy - np.sum(lazy, axes, keepdims=True),
        )
        want = np.sum(2.0 * x.astype("f8"), axis=axes)
        np.testing.assert_allclose(total, want, rtol=1e-4, atol=1e-2)
        np.testing.assert_array_equal(largest, np.max(x * 2, axis=axes))
        np.testing.assert_allclose(spread, x * 2 - np.expand_dims(want, axes), rtol=1e-3, atol=2e-2)


def test_results_of_transposed_data_keep_its_layout() -> None:
    x = np.asfortranarray(data(300, 400))
    (got,) = compute(wrap(x) + 1)
    assert got.flags.f_contiguous
    np.testing.assert_array_equal(got, x + 1)


def test_mixed_layouts() -> None:
    x = data(400, 400)
    lazy = wrap(x)
    (got,) = compute((lazy * 2).T - lazy + np.max(lazy, axis=0)[:, None])
    np.testing.assert_array_equal(got, (x * 2).T - x + x.max(axis=0)[:, None])


# -- accuracy --------------------------------------------------------------------------------------
@pytest.mark.parametrize("dtype", ["f4", "f8", "c8"])
def test_sums_are_no_less_accurate_than_numpys(dtype: str) -> None:
    for seed in range(5):
        generator = np.random.default_rng(seed)
        x = generator.standard_normal(1_000_000).astype("f8") * 10 ** generator.uniform(-3, 3)
        x = (x + 3 * abs(x).mean()).astype(dtype)
        exact = np.sum(x.astype("c16" if dtype == "c8" else "f8"))
        if dtype == "f8":
            import math

            exact = math.fsum(x)
        (got,) = compute(np.sum(wrap(x)))
        assert abs(got - exact) <= abs(np.sum(x) - exact) + abs(exact) * np.finfo(dtype).eps


def test_half_precision_is_summed_in_single() -> None:
    x = np.full(200_000, 0.1, np.float16)
    (got,) = compute(np.sum(wrap(x)))
    assert got.dtype == np.float16
    assert got == np.sum(x)


@pytest.mark.parametrize("function", [np.sum, np.prod, np.var, np.max])
def test_any_number_of_threads_gives_the_same_bits(function: Any) -> None:
    x = data(2_000, 500) / 10 + 1
    results = []
    try:
        for count in (1, 2, 3, 7):
            execution.set_threads(count)
            lazy = wrap(x)
            results.append(compute(function(np.exp(lazy)), function(lazy, axis=0), np.sin(lazy)))
    finally:
        execution.set_threads(0)
    for result in results[1:]:
        for got, want in zip(result, results[0], strict=True):
            np.testing.assert_array_equal(got, want)


# -- bounded recomputation -------------------------------------------------------------------------
SMALL = 65_541


def test_a_long_chain_is_linear(counter: Counter) -> None:
    def chain(length: int) -> int:
        counter.steps = 0
        y = wrap(np.ones(SMALL, np.float32))
        for _ in range(length):
            y = y * 1.0001
        compute(y)
        return counter.steps

    assert chain(1000) == 1000
    assert chain(4000) == 4000


def test_a_loop_that_looks_at_each_value_is_linear(counter: Counter) -> None:
    y = wrap(np.full(SMALL, 1e-20, np.float32))
    turns = 0
    while float(np.sqrt(np.sum(y * y))) < 1e15:
        y = y * 2
        turns += 1
    assert turns > 80
    assert counter.steps < 16 * turns


def test_a_backward_pass_through_a_long_chain_is_linear(counter: Counter) -> None:
    def both(length: int) -> tuple[np.ndarray, int]:
        counter.steps = 0
        values: list[Any] = [wrap(np.full(SMALL, 0.5))]
        for _ in range(length):
            values.append(np.sin(values[-1]))
        g: Any = wrap(np.ones(SMALL))
        for x in reversed(values[:-1]):
            g = g * np.cos(x)
        return compute(g)[0], counter.steps

    slope, short = both(150)
    x, want = 0.5, 1.0
    for _ in range(150):
        want *= np.cos(x)
        x = np.sin(x)
    np.testing.assert_allclose(slope[:3], want, rtol=1e-12)
    assert short < 150 * 3 * 3
    assert both(600)[1] < 4.5 * short


def test_shared_work_is_kept_when_it_is_needed_again(counter: Counter) -> None:
    lazy = wrap(data(SMALL))
    shared: Any = np.exp(np.sin(np.exp(np.sin(lazy))))
    for k in range(10):
        compute(shared + k)
    assert counter.steps <= 10 + 2 * 4 + 1
    assert shared.kind == LEAF


def test_pending_sums_do_not_keep_arrays_alive() -> None:
    sums = [np.sum(wrap(np.full(SMALL, k, np.float32)) + 1) for k in range(100)]
    assert sum(pending(total) for total in sums) <= MAX_REDUCTIONS
    assert [float(total) for total in sums] == [(k + 1) * SMALL for k in range(100)]


def test_a_sum_of_many_arrays_does_not_keep_them_all(counter: Counter) -> None:
    total: Any = wrap(np.zeros(SMALL))
    for k in range(100):
        total = total + wrap(np.full(SMALL, float(k)))
        assert len(total.sources) <= 14
    assert compute(total)[0][0] == sum(range(100))


# -- writes in place -------------------------------------------------------------------------------
def test_a_write_does_not_reach_what_is_pending() -> None:
    x = data(SMALL)
    before = x.copy()
    doubled, total = wrap(x) * 2, np.sum(wrap(x))
    part = wrap(x[10:]) + 1
    release(x)
    x[...] = 0
    np.testing.assert_array_equal(compute(doubled)[0], before * 2)
    assert float(total) == compute(np.sum(wrap(before)))[0]
    np.testing.assert_array_equal(compute(part)[0], before[10:] + 1)
    np.testing.assert_array_equal(compute(wrap(x))[0], 0)


def test_a_write_through_a_view_does_not_either() -> None:
    x = data(2, SMALL)
    before = x.copy()
    pending = wrap(x) * 2
    row = x[1]
    release(row)
    row += 1
    np.testing.assert_array_equal(compute(pending)[0], before * 2)


def test_a_write_to_a_result_does_not_reach_what_was_built_on_it() -> None:
    y = wrap(data(SMALL)) + 1
    pending = y * 2
    (array,) = compute(y)
    before = array.copy()
    release(array)
    array[...] = 0
    np.testing.assert_array_equal(compute(pending)[0], before * 2)


def test_numpys_own_writes_are_seen() -> None:
    x = data(SMALL)
    before = x.copy()
    pending = wrap(x) * 2
    x += wrap(before)
    np.testing.assert_array_equal(x, before * 2)
    np.testing.assert_array_equal(compute(pending)[0], before * 2)


def test_results_do_not_share_memory() -> None:
    x = wrap(data(SMALL))
    same, again, itself = compute(x + 1, x + 1, x * 1)
    assert not np.may_share_memory(same, again)
    assert not np.may_share_memory(itself, x.value)


def test_a_release_computes_what_is_asked_for_with_the_rest(counter: Counter) -> None:
    w = data(SMALL)
    lazy = wrap(w)
    loss = np.sum(lazy * lazy)
    (new,) = release(w, lazy - 0.1 * (2 * lazy))
    assert counter.passes == 1
    assert not pending(loss)
    np.testing.assert_allclose(new, w * 0.8, rtol=1e-6)


# -- memory and files ------------------------------------------------------------------------------
def test_given_outputs_are_written(tmp_path: Path) -> None:
    x = data(300, 1000)
    file = np.lib.format.open_memmap(tmp_path / "out.npy", "w+", np.float32, x.shape)
    wide = np.empty(x.shape)
    seen: list[tuple[int, int]] = []
    gradient, other = wrap(x) * 2, wrap(x) + 1
    got, _ = compute(
        gradient,
        other,
        out={gradient: file, other: wide},
        progress=lambda done, total: seen.append((done, total)),
    )
    assert got is file
    file.flush()
    np.testing.assert_array_equal(np.load(tmp_path / "out.npy"), x * 2)
    np.testing.assert_array_equal(wide, x + 1)
    assert seen == sorted(seen)
    assert all(total == x.size for _, total in seen)
    with pytest.raises(ValueError, match="shape"):
        compute(other, out={other: np.empty(3)})


PEAK = """
import resource, sys
import numpy as np
from gradline.engine.lazy.array import wrap
from gradline.engine.lazy.execution import realize
x = {source}
n = x.size
np.sin(x[:100_000]) + np.sum(x[:100_000])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # of kilobytes
lazy = wrap(x)
value = np.sum(np.log(1 + np.exp(-lazy * np.sin(lazy)))) / n
gradient = np.cos(lazy) * np.tanh(lazy) + 1
out = {{gradient: {target}}} if {target} is not None else None
realize(value, gradient, out=out)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) // 1024, gradient.value.nbytes >> 20)
"""


def peak(source: str, target: str) -> tuple[int, int]:
    """Megabytes that a realization added to the largest size of a process, and of its result."""
    code = PEAK.format(source=source, target=target)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    more, result = done.stdout.split()
    return int(more), int(result)


def test_peak_memory_is_the_result_and_a_few_tiles() -> None:
    more, result = peak("np.ones(10_000_000, np.float32)", "None")
    assert more <= result + 40


def test_files_take_a_few_tiles(tmp_path: Path) -> None:
    count = 50_000_000
    x = np.lib.format.open_memmap(tmp_path / "x.npy", "w+", np.float32, (count,))
    x[:] = 0.5
    del x
    source = f"np.load({str(tmp_path / 'x.npy')!r}, mmap_mode='r')"
    target = f"np.lib.format.open_memmap({str(tmp_path / 'g.npy')!r}, 'w+', np.float32, ({count},))"
    more, result = peak(source, f"({target})")
    assert result == count * 4 >> 20
    assert more <= 40
    np.testing.assert_allclose(
        np.load(tmp_path / "g.npy", mmap_mode="r")[-3:], np.cos(0.5) * np.tanh(0.5) + 1, rtol=1e-6
    )


def test_a_failing_step_raises_and_leaves_the_node_pending() -> None:
    lazy = wrap(data(SMALL)) + 1

    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        compute(lazy, progress=interrupt)
    assert type(lazy) is LazyArray
    assert lazy.kind != LEAF
    assert compute(lazy)[0].shape == (SMALL,)
