"""The worker's side: the process gives up its rights, then answers requests until it is closed."""

from __future__ import annotations

import _socket
import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from .wall import die_with_parent, raise_wall
from .wire import DONE, FAILED, HEADER, PRINTED, READY, REQUEST, answer

# What stops a task from outside, by the signal that asks for it.
STOP_TIME, STOP_OUTPUT, STOP_USER = signal.SIGALRM, signal.SIGUSR2, signal.SIGUSR1
CHUNK = 1 << 18
LONGEST_TEXT = 1 << 26  # characters that go into one frame


def enter(
    connection: _socket.socket, parent: int, main: Callable[[_socket.socket], None] | None
) -> None:
    """Where a forked worker begins; it ends without returning."""
    die_with_parent()
    if os.getppid() != parent:
        os._exit(0)  # the parent was quicker
    close_all_but(connection.fileno())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and tells us
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    size_of_data = None
    with suppress(OSError):  # read later, when the wall stands
        size_of_data = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)
    walls = raise_wall()
    # OpenBLAS' threads wait in a loop for work, by default so long that importing NumPy takes half
    # as long again on two cores: about 20 microseconds are enough.
    os.environ.setdefault("OPENBLAS_THREAD_TIMEOUT", "16")
    if main is not None:
        main(connection)
    else:
        Server(connection, walls, size_of_data).run()
    os._exit(0)


def enter_spawned() -> None:
    """Where a worker that was started as a program begins."""
    descriptor, parent = map(int, sys.argv[1:3])
    enter(_socket.socket(fileno=descriptor), parent, None)


def close_all_but(kept: int) -> None:
    """Nothing that the parent has open reaches the worker; its streams lead nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) if os.environ.get("GRADLINE_DEBUG") else (0, 1, 2):
        if stream != kept:
            os.dup2(nowhere, stream)
    try:
        descriptors = [int(name) for name in os.listdir("/proc/self/fd")]
    except OSError:
        descriptors = list(range(256))
    for descriptor in descriptors:
        if descriptor > 2 and descriptor != kept:
            with suppress(OSError):
                os.close(descriptor)


class Server:
    """Answers requests one after the other."""

    def __init__(
        self, connection: _socket.socket, walls: list[str], size_of_data: int | None
    ) -> None:
        self._connection = connection
        self._walls = walls
        self._size_of_data = size_of_data
        self._buffer = bytearray()
        self._files: list[int] = []
        self._sending = self._active = False
        self._stop: str | None = None
        self._messages: dict[int, str] = {}
        self._most_output: int | None = None
        self._printed = 0
        self._tasks: dict[str, Callable[..., Any]] = {}
        self.session: Any = None

    def run(self) -> None:
        """Import what tasks need, then serve. Returns when the parent hangs up."""
        from ... import engine, grammar
        from ..tasks import session

        assert engine and session
        self._stopped_type = grammar.Stopped
        if not gc.isenabled():
            gc.freeze()  # modules are not garbage
            gc.enable()
        for number in (STOP_TIME, STOP_OUTPUT, STOP_USER):
            signal.signal(number, self._stopped)
        self.send(READY, *self._walls)
        while (request := self._receive()) is not None:
            name, arguments = request
            if name == "setup":
                self._set_up(**arguments)
            elif name:
                self._answer(self._task(name), arguments)

    def _task(self, name: str) -> Callable[..., Any]:
        """What answers this request; its module is loaded once."""
        if name not in self._tasks:
            from importlib import import_module

            from ..tasks import TASKS

            module, _, function = TASKS[name].partition(".")
            found = import_module(f"..tasks.{module}", __package__)
            self._tasks[name] = getattr(found, function)
        return self._tasks[name]

    def _set_up(
        self, messages: dict[int, str], memory: int | None, output: int | None, **options: Any
    ) -> None:
        """The settings that stay: a session's, bounds on memory and output, what a stop says."""
        from ..tasks.session import Session, limit_memory

        self._messages, self._most_output = messages, output
        limit_memory(memory, self._size_of_data)
        self.session = Session(self, **options)

    def _answer(self, run: Callable[..., Any], arguments: dict[str, Any]) -> None:
        """Run one task; tell what it gives, or why it failed."""
        from ..tasks.failures import described

        files = arguments.pop("files", ())
        self.session.begin(files, [self._files.pop(0) for _ in files])
        self._stop, self._active, self._printed = None, True, 0
        try:
            try:
                found = run(self.session, **arguments)
            finally:
                self._active = False
            self.send(DONE, *found or ())
        except BaseException as error:
            self._active = False
            self.send(FAILED, *described(error))

    # ---- stopping

    def _stopped(self, number: int, _: FrameType | None) -> None:
        """A signal asks to stop: whatever runs is unwound, but for a message being sent."""
        if not self._active:
            return
        self._stop = self._messages.get(number, "the program was stopped")
        self.session.stop(self._stop)
        if not self._sending:
            raise self._stopped_type(self._stop)

    # ---- speaking

    def send(self, kind: int, *texts: str) -> None:
        """Send an answer, whole."""
        data = answer(kind, *texts)
        self._sending = True
        try:
            self._connection.sendall(data)
        except OSError:
            os._exit(0)  # nobody is there to listen
        finally:
            self._sending = False
        if self._stop is not None and self._active:
            raise self._stopped_type(self._stop)

    def printed(self, text: str) -> None:
        """What a program prints, as it comes: should the process die, nothing is lost.

        The parent counts too; but before it could say so, the program might have ended.
        """
        self._printed += len(text)
        if self._most_output is not None and self._printed > self._most_output:
            self._stopped(STOP_OUTPUT, None)
        for start in range(0, len(text), LONGEST_TEXT):
            self.send(PRINTED, text[start : start + LONGEST_TEXT])

    def _receive(self) -> tuple[str, dict[str, Any]] | None:
        """The next request; None when the parent has hung up."""
        from marshal import loads

        buffer = self._buffer
        while True:
            if len(buffer) >= HEADER.size:
                kind, length = HEADER.unpack_from(buffer)
                end = HEADER.size + length
                if kind == REQUEST and len(buffer) >= end:
                    found = loads(memoryview(buffer)[HEADER.size : end])
                    del buffer[:end]
                    return found
            data, passed, _, _ = self._connection.recvmsg(CHUNK, 1 << 12)
            for level, sort, packed in passed:
                if (level, sort) == (_socket.SOL_SOCKET, _socket.SCM_RIGHTS):
                    self._files += memoryview(packed[: len(packed) // 4 * 4]).cast("i").tolist()
            if not data:
                return None
            buffer += data
