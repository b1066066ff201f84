"""The engine, set up as the options of a command say, and the way back to whoever asked."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO
from weakref import WeakSet

from ... import engine, grammar
from ...engine.state import reset
from ..errors import CommandError
from ..files import wait_for_data
from ..worker import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..worker.server import Server

PROGRESS_EVERY = 0.1  # seconds
TOO_DEEP = "the value is nested too deeply to be shown"


class Session:
    """What the tasks of one worker share."""

    def __init__(self, server: Server, dtype: str, seed: int | None, as_json: bool) -> None:
        self.as_json = as_json
        self.current: Any = None  # what goes on from one request to the next
        self.is_stopped = False
        self._server = server
        self._dtype = getattr(engine, dtype)
        self._seed = seed
        self._files: dict[str, int] = {}
        self._shows: Callable[[Any], str] = repr
        self._interpreters: WeakSet[grammar.Interpreter] = WeakSet()

    # ---- the engine

    def fresh(self, seed: int | None = None) -> None:
        """Forget all that an earlier program set. `seed` counts where the options give none."""
        reset(self._dtype)
        seed = seed if self._seed is None else self._seed
        if seed is not None:
            engine.manual_seed(seed)

    def interpreter(
        self, prelude: str, write: Callable[[str], Any] | None = None
    ) -> grammar.Interpreter:
        """An interpreter whose `print` goes to whoever asked, or to `write`."""
        made = grammar.Interpreter(write=write or self._server.printed, prelude=prelude)
        self._interpreters.add(made)
        self._shows = made.show
        return made

    def stop(self, message: str) -> None:
        """Let no program go on, whatever it does about it. Called by a signal."""
        self.is_stopped = True
        for interpreter in list(self._interpreters):
            interpreter.stop(message)

    # ---- the way back

    def text_of(self, value: Any) -> str:
        """A value as its program would print it. Raises ProgramError for one that cannot be."""
        return self._shows(value)

    def show(self, name: str, value: Any) -> None:
        """`name = value`, as it is printed."""
        self._server.send(wire.SHOWN, name, self.text_of(value))

    def show_text(self, name: str, text: str) -> None:
        """`name = text`."""
        self._server.send(wire.SHOWN, name, text)

    def say(self, text: str) -> None:
        """A line of a command's own words."""
        self._server.send(wire.SAID, text)

    def record(self, record: dict[str, Any]) -> None:
        """One JSON object."""
        self._server.send(wire.RECORD, json_of(record))

    def progress(self) -> Callable[[int, int], None]:
        """What is called as work proceeds, with what is done and the total."""
        from time import monotonic

        told = monotonic()

        def advance(done: int, total: int) -> None:
            nonlocal told
            if monotonic() - told > PROGRESS_EVERY:
                told = monotonic()
                self._server.send(wire.PROGRESS, str(done), str(total))

        return advance

    # ---- files

    def begin(self, names: list[str], descriptors: list[int]) -> None:
        """A task begins: the open files that came with it, by the names that it gives them."""
        self.is_stopped = False
        self._files = dict(zip(names, descriptors, strict=True))

    def opened(self, name: str) -> BinaryIO:
        """One of them, to be read once. A pipe that nobody writes to yet is waited for."""
        file = os.fdopen(self._files.pop(name), "rb")
        wait_for_data(file.fileno())
        return file

    def descriptor(self, name: str) -> int:
        """One of them, to be written to."""
        return self._files[name]


def json_of(record: dict[str, Any]) -> str:
    """The JSON of a record. Raises CommandError for a value that has none."""
    from ..jsontext import dumps

    try:
        return dumps(record)
    except RecursionError:
        raise CommandError(TOO_DEEP, kind="RecursionError") from None


def limit_memory(size: int | None, statm: int | None) -> None:
    """Let this process take `size` more bytes of its own.

    The bound is on private memory (RLIMIT_DATA), not on address space: a mapped file may be larger.
    What the process holds already (the interpreter, NumPy's buffers) does not count; `statm` is
    its own /proc/self/statm, opened before it could no longer be.
    """
    if size is None or statm is None or sys.platform != "linux":
        return
    import resource

    held = int(os.pread(statm, 200, 0).split()[5]) * resource.getpagesize()
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    bounds = [bound for bound in (soft, hard) if bound != resource.RLIM_INFINITY]
    bound = min([held + size, *bounds])
    resource.setrlimit(resource.RLIMIT_DATA, (bound, bound))
