"""Random numbers: PyTorch's recorded draws to the last bit, the generator's state, errors."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradline.engine.rng import continuous as rng
from gradline.engine.rng import discrete as rng_discrete
from gradline.engine.rng.mt19937 import DEFAULT_SEED, Generator, default_generator

SEQUENCES = json.loads((Path(__file__).parent / "oracle" / "data" / "rng.json").read_text())


def decode(value: Any) -> Any:
    if isinstance(value, dict):
        array = np.frombuffer(bytes.fromhex(value["bytes"]), value["dtype"])
        return array.reshape(value["shape"])
    return tuple(value) if isinstance(value, list) else value


def call(name, *arguments):
    return getattr(rng if hasattr(rng, name) else rng_discrete, name)(*arguments)


@pytest.mark.parametrize("sequence", SEQUENCES, ids=range(len(SEQUENCES)))
def test_draws_what_pytorch_drew(sequence):
    """Float64 logarithms and sines may differ by their last bit where NumPy has its own."""
    rng.manual_seed(sequence["seed"])
    for name, arguments, result in sequence["draws"]:
        want = decode(result)
        got = call(name, *map(decode, arguments))
        assert (got.dtype, got.shape) == (want.dtype, want.shape)
        if want.dtype.kind in "fc":
            np.testing.assert_allclose(got, want, rtol=4 * np.finfo(want.dtype).eps, err_msg=name)
        else:
            np.testing.assert_array_equal(got, want, err_msg=name)


def test_known_numbers_of_seed_0():
    rng.manual_seed(0)
    assert rng.rand((3,)).tolist() == [0.49625658988952637, 0.7682217955589294, 0.08847743272781372]
    rng.manual_seed(0)
    np.testing.assert_allclose(rng.randn((3,)), [1.5409961, -0.2934289, -2.1787894], rtol=1e-6)
    rng.manual_seed(0)
    assert rng_discrete.randint(0, 10, (5,)).tolist() == [4, 9, 3, 0, 3]
    rng.manual_seed(0)
    assert rng_discrete.randperm(5).tolist() == [4, 0, 1, 3, 2]


def test_a_permutation_is_the_plain_shuffle():
    generator = Generator().manual_seed(7)
    for n in (0, 1, 2, 3, 10, 1000):
        state = generator.get_state()
        got = rng_discrete.randperm(n, generator=generator)
        generator.set_state(state)
        want = list(range(n))
        for i, word in enumerate(generator.words(max(n - 1, 0)).tolist()):
            j = i + word % (n - i)
            want[i], want[j] = want[j], want[i]
        assert got.tolist() == want


def test_many_draws_continue_the_stream_of_few():
    """More than are fetched at once, against numpy's Mersenne Twister in the same state."""
    twister = np.random.MT19937()
    twister._legacy_seeding(5)  # type: ignore[attr-defined]
    words = Generator().manual_seed(5).words(2_500_000)
    assert np.array_equal(words, twister.random_raw(2_500_000))


def test_the_state_keeps_the_other_half_of_a_pair():
    generator = Generator().manual_seed(1)
    rng.randn((3,), generator=generator)
    state = generator.get_state()
    assert (state.dtype, state.shape) == (np.uint8, (5056,))
    later = rng.randn((4,), generator=generator)
    other = Generator()
    other.set_state(state)
    assert np.array_equal(rng.randn((4,), generator=other), later)
    assert other.initial_seed() == 1
    generator.set_state(state)
    generator.manual_seed(1)
    assert generator.next_normal is None


def test_seeds():
    assert Generator().initial_seed() == DEFAULT_SEED
    assert Generator().manual_seed(-1).initial_seed() == 2**64 - 1
    assert rng.manual_seed(3) is default_generator()
    first = Generator()
    assert first.seed() == first.initial_seed() != Generator().seed()
    with pytest.raises(ValueError, match="seed"):
        rng.manual_seed(2**64)
    with pytest.raises(ValueError, match="seed"):
        rng.manual_seed("abc")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="seed"):
        rng.manual_seed(None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="seed"):
        Generator().manual_seed(1.5)  # type: ignore[arg-type]


def test_unseeded_processes_differ_and_importing_costs_no_numpy_random():
    code = (
        "import sys; from gradline.engine.rng import continuous as rng; "
        "assert 'numpy.random' not in sys.modules; "
        "print(rng.rand((2,)).tolist())"
    )
    outputs = {subprocess.check_output([sys.executable, "-c", code]) for _ in range(2)}
    assert len(outputs) == 2


WEIGHTS = np.array([1.0, 2.0])


@pytest.mark.parametrize(
    ("name", "arguments", "error"),
    [
        ("rand", ((2,), "int64"), RuntimeError),
        ("randn", ((2,), "bool"), RuntimeError),
        ("uniform", (2, 1, (2,)), RuntimeError),
        ("uniform", (0, 1e9, (2,), "float16"), RuntimeError),
        ("normal", (0, -1, (2,)), RuntimeError),
        ("normal_like", (WEIGHTS, -WEIGHTS), RuntimeError),
        ("log_normal", (0, 0, (2,)), RuntimeError),
        ("exponential", (0, (2,)), RuntimeError),
        ("cauchy", (0, 0, (2,)), RuntimeError),
        ("geometric", (1, (2,)), RuntimeError),
        ("geometric", (0.5, (2,), "bool"), RuntimeError),
        ("bernoulli", (1.5, (2,)), RuntimeError),
        ("bernoulli_like", (WEIGHTS,), RuntimeError),
        ("bernoulli_like", (np.array([0, 1]),), RuntimeError),
        ("randint", (3, 3, (2,)), RuntimeError),
        ("randint", (0, 300, (2,), "uint8"), RuntimeError),
        ("randint", (0, 70000, (2,), "float16"), RuntimeError),
        ("randint", (0, 2**63, (2,)), ValueError),
        ("random", ((2,), "complex64"), RuntimeError),
        ("randperm", (-1,), RuntimeError),
        ("randperm", (300, "uint8"), RuntimeError),
        ("randperm", (3000, "float16"), RuntimeError),
        ("multinomial", (WEIGHTS, 3), RuntimeError),
        ("multinomial", (WEIGHTS, 0), RuntimeError),
        ("multinomial", (-WEIGHTS, 1), RuntimeError),
        ("multinomial", (WEIGHTS * 0, 1), RuntimeError),
        ("multinomial", (WEIGHTS[None, None], 1), RuntimeError),
        ("multinomial", (np.array([1, 2]), 1), RuntimeError),
        ("poisson", (-WEIGHTS,), RuntimeError),
        ("poisson", (WEIGHTS * np.inf,), RuntimeError),
    ],
)
def test_what_cannot_be_drawn(name, arguments, error):
    state = default_generator().get_state()
    with pytest.raises(error):
        call(name, *arguments)
    assert np.array_equal(default_generator().get_state(), state)


def test_states_that_are_none():
    generator = Generator()
    with pytest.raises(TypeError, match="uint8"):
        generator.set_state(np.zeros(5056))
    with pytest.raises(RuntimeError, match="5056"):
        generator.set_state(np.zeros(56, np.uint8))
    with pytest.raises(RuntimeError, match="state"):
        generator.set_state(np.zeros(5056, np.uint8))
