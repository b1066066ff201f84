"""Memory-mapped arrays: give pages back as soon as they have been used.

The kernel keeps the pages of a file in memory for as long as it likes; this only takes them out of
the process, so that reading a file larger than memory never looks like using that much of it.
"""

from __future__ import annotations

import mmap

import numpy as np
from numpy.lib.array_utils import byte_bounds

from .memory import memory_owner

LARGE = 32 << 20  # bytes of a file from which its pages are worth giving back
WINDOW = 1 << 21  # bytes of a page table: as far as Linux maps around a page that is read


class Mapping:
    """A file in memory."""

    def __init__(self, memory: mmap.mmap) -> None:
        self.memory = memory
        self.address = np.frombuffer(memory, np.uint8).__array_interface__["data"][0]

    def forget(self, part: np.ndarray) -> None:
        """Take the pages under a part of the array out of the process; they stay valid."""
        low, high = byte_bounds(part)
        start = max(low // WINDOW * WINDOW - self.address, 0)
        stop = min(-(-high // WINDOW) * WINDOW - self.address, len(self.memory))
        self.memory.madvise(mmap.MADV_DONTNEED, start, stop - start)


def mapping(array: np.ndarray) -> Mapping | None:
    """The file under a large array, if its pages may be dropped: not those of a private copy."""
    owner = memory_owner(array)
    memory = owner.base
    if not (isinstance(owner, np.memmap) and isinstance(memory, mmap.mmap)):
        return None
    if owner.mode == "c" or len(memory) < LARGE or not hasattr(memory, "madvise"):
        return None
    return Mapping(memory)
