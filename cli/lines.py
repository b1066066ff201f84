"""The lines of a file or a pipe, as they come."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable

from .files import BOM, CHUNK, read_all, wait_for_data

LONGEST = 1 << 28  # bytes of one line; of a longer one not all is kept, so that it fails
KEPT = 1000
CUT = b" ... (too long a line)"


class Lines:
    """Numbered lines that are not blank; those of a pipe become known as they arrive."""

    def __init__(self, descriptor: int | None, name: str, head: Iterable[bytes] = ()) -> None:
        self.descriptor = descriptor
        self.name = name
        self.may_block = False
        if descriptor is not None:
            self.may_block = not stat.S_ISREG(os.fstat(descriptor).st_mode)
        self._number = 0
        self._whole = list(head)[::-1]  # lines that are read and not taken, the next one last
        self._parts: list[bytes] = []  # of a line whose end has yet to come
        self.is_read = descriptor is None

    @property
    def is_at_end(self) -> bool:
        """Whether every line has been taken."""
        return self.is_read and not self._whole

    def take(self) -> tuple[int, bytes] | None:
        """The next line that is here, with its number; None if it has yet to come."""
        while True:
            while not self._whole:
                if self.is_read or (self.may_block and not self.wait(0)):
                    return None
                self._read()
            line = self._whole.pop()
            self._number += 1
            if self._number == 1:
                line = line.removeprefix(BOM)
            if line.strip():
                return self._number, line

    def peek(self) -> bytes:
        """The next line, which stays to be taken; empty at the end."""
        taken = None
        while taken is None and not self.is_at_end:
            self.wait(None)
            taken = self.take()
        if taken is None:
            return b""
        self._number, line = taken[0] - 1, taken[1]
        self._whole.append(line)
        return line

    def rest(self, seconds: float | None = None) -> bytes:
        """All that is left, as it stands in the file. Raises CommandError."""
        assert self.descriptor is not None
        parts = [line + b"\n" for line in self._whole[::-1]]
        return b"".join([*parts, *self._parts, read_all(self.descriptor, self.name, seconds)])

    def wait(self, seconds: float | None) -> bool:
        """Whether there is something to read within this time."""
        if self.is_read or self.descriptor is None:
            return True
        return wait_for_data(self.descriptor, seconds)

    def _read(self) -> None:
        assert self.descriptor is not None
        data = os.read(self.descriptor, CHUNK)
        first, end, rest = data.partition(b"\n")
        self._parts.append(first)
        if end or not data:
            line = b"".join(self._parts)
            *lines, last = rest.split(b"\n")
            self._parts = [last]
            self._whole = [*lines[::-1], line] if data or line else []
            self.is_read = not data
        elif sum(map(len, self._parts)) > LONGEST:
            self._parts = [b"".join(self._parts)[:KEPT] + CUT]  # the rest of it goes by
