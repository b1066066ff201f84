"""The source of random bits: PyTorch's CPU generator, a 32-bit Mersenne Twister.

The twister itself is Python's own (`random.Random`), put into the state that PyTorch derives from
a seed: it hands out a million words in one call, and importing it costs a tenth of numpy.random.
"""

from __future__ import annotations

import os
import random
from operator import index

import numpy as np

from ..errors import ArgumentError, DTypeError, MathError, ShapeError, ValueRangeError
from ..state import restores

STATE_WORDS = 624
DEFAULT_SEED = 67280421310721
STATE_VERSION = 3
# Words are fetched as one long integer at a time: this bounds what that integer takes.
WORDS_AT_ONCE = 1 << 20
# What PyTorch's get_rng_state gives: a C struct from older days.
STATE_BYTES = 5056
STATE_LAYOUT = [
    *[("seed", "<u8"), ("left", "<i4"), ("seeded", "<i4"), ("next", "<u8")],
    *[("key", "<u8", (STATE_WORDS,)), ("unused", "<f8"), ("normal", "<f8"), ("unused2", "<f8")],
    *[("has_normal", "<i4"), ("float_normal", "V12")],
]


class Generator:
    """A stream of random words that a seed determines, as `torch.Generator`.

    `next_normal` is the second number of the last Box-Muller pair, kept for the next draw.
    """

    __module__ = "torch._C"
    __slots__ = ("_seed", "_twister", "next_normal")

    device = "cpu"

    def __init__(self) -> None:
        self._twister = random.Random()
        self.manual_seed(DEFAULT_SEED)

    def manual_seed(self, seed: int) -> Generator:
        """Start the stream that `seed` determines, an integer from -2**63 up to 2**64 - 1."""
        try:
            seed = index(seed)
        except TypeError:
            raise DTypeError(f"a seed is an integer, not {seed!r}") from None
        if not -(2**63) <= seed < 2**64:
            raise ValueRangeError(f"a seed lies between -2**63 and 2**64 - 1, {seed} does not")
        self._seed = seed % 2**64
        word = seed & 0xFFFFFFFF
        key = [word]
        # Knuth's linear congruential generator fills the state (Matsumoto and Nishimura, 2002).
        for place in range(1, STATE_WORDS):
            word = (1812433253 * (word ^ (word >> 30)) + place) & 0xFFFFFFFF
            key.append(word)
        self._twister.setstate((STATE_VERSION, (*key, STATE_WORDS), None))
        self.next_normal: float | None = None
        return self

    def seed(self) -> int:
        """Start a stream that nobody can foresee; gives the seed it took."""
        self.manual_seed(int.from_bytes(os.urandom(8), "little"))
        return self._seed

    def initial_seed(self) -> int:
        """The seed that started the stream."""
        return self._seed

    def words(self, count: int) -> np.ndarray:
        """The next `count` words of 32 bits, as uint32."""
        words = np.empty(count, np.uint32)
        for start in range(0, count, WORDS_AT_ONCE):
            size = min(WORDS_AT_ONCE, count - start)
            bits = self._twister.getrandbits(32 * size).to_bytes(4 * size, "little")
            words[start : start + size] = np.frombuffer(bits, "<u4")
        return words

    def long_words(self, count: int) -> np.ndarray:
        """The next `count` words of 64 bits, as uint64: the upper half is drawn first."""
        pairs = self.words(2 * count).astype(np.uint64)
        return pairs[0::2] << np.uint64(32) | pairs[1::2]

    def get_state(self) -> np.ndarray:
        """The state as PyTorch lays it out: uint8, 5056 of them."""
        *key, used = self._twister.getstate()[1]
        state = np.zeros((), np.dtype(STATE_LAYOUT))
        state["seed"] = self._seed
        state["seeded"] = 1
        state["key"] = key
        state["left"] = STATE_WORDS + 1 - used
        # PyTorch counts from 0 as long as nothing was drawn: only then the seed itself leads.
        fresh = used == STATE_WORDS and key[0] == self._seed & 0xFFFFFFFF
        state["next"] = 0 if fresh else used
        if self.next_normal is not None:
            state["normal"] = self.next_normal
            state["has_normal"] = 1
        return np.frombuffer(state.tobytes(), np.uint8).copy()

    def set_state(self, state: np.ndarray) -> None:
        """Go back to what `get_state` gave, here or in PyTorch."""
        if state.dtype != np.uint8:
            raise ArgumentError(f"a generator's state is a uint8 tensor, not {state.dtype.name}")
        if state.size != STATE_BYTES:
            raise ShapeError(f"a generator's state has {STATE_BYTES} bytes, not {state.size}")
        fields = np.frombuffer(state.tobytes(), np.dtype(STATE_LAYOUT))[0]
        left, used = int(fields["left"]), int(fields["next"])
        if not (fields["seeded"] == 1 and 0 < left <= STATE_WORDS and used <= STATE_WORDS):
            raise MathError("these bytes are no state of a generator")
        key = [int(word) & 0xFFFFFFFF for word in fields["key"]]
        position = STATE_WORDS if left == 1 else used
        self._twister.setstate((STATE_VERSION, (*key, position), None))
        self._seed = int(fields["seed"])
        self.next_normal = float(fields["normal"]) if fields["has_normal"] else None


_default: Generator | None = None


def default_generator() -> Generator:
    """The generator that draws take where none is given: unforeseeable until it is seeded."""
    global _default
    if _default is None:
        _default = Generator()
        _default.seed()
    return _default


def source(generator: Generator | None) -> Generator:
    """`generator`, or the default one where none is given. Raises ArgumentError."""
    if generator is None:
        return default_generator()
    if not isinstance(generator, Generator):
        raise ArgumentError(f"draws take a torch.Generator, not {type(generator).__name__}")
    return generator


@restores
def forget_default() -> None:
    """Let the next draw start a stream that nobody can foresee."""
    global _default
    _default = None
