"""A worker as its parent holds it: started, spoken to, asked to stop, ended."""

from __future__ import annotations

import _socket
import os
import select
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from .wire import Frame, Frames, Malformed, request, texts

CHUNK = 1 << 18
FILES_IN_ONE = 250  # descriptors that the kernel passes on with one message
QUIETLY = getattr(_socket, "MSG_NOSIGNAL", 0)  # a worker that is gone is no reason to die too


class WorkerDied(Exception):
    """The worker ended by itself. `why` is what is known of it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Worker:
    """A child process behind the second wall, and the connection to it."""

    def __init__(self, pid: int, connection: _socket.socket) -> None:
        self.pid: int | None = pid
        self.is_ready = False
        self._connection = connection
        self._frames = Frames()
        self._outgoing = bytearray()
        self._poll = select.poll()
        self._poll.register(connection.fileno(), select.POLLIN)

    # ---- starting

    @classmethod
    def start(cls, main: Callable[[_socket.socket], None] | None = None) -> Worker:
        """A worker that runs `main`, by default the one that answers requests.

        A process with one thread is forked, which takes a millisecond. Where others run, a lock
        that one of them holds would stay locked in the child: there a new process is started.
        """
        reap()
        ours, theirs = _socket.socketpair()
        if main is not None or only_thread():
            pid = cls._fork(ours, theirs, main)
        else:
            pid = cls._spawn(theirs)
        theirs.close()
        ours.setblocking(False)
        return cls(pid, ours)

    @staticmethod
    def _fork(
        ours: _socket.socket, theirs: _socket.socket, main: Callable[[_socket.socket], None] | None
    ) -> int:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        parent = os.getpid()
        pid = os.fork()
        if pid:
            return pid
        try:
            ours.close()
            from .server import enter

            enter(theirs, parent, main)
        finally:
            os._exit(70)

    @staticmethod
    def _spawn(theirs: _socket.socket) -> int:
        from subprocess import DEVNULL, Popen

        number = str(theirs.fileno())
        code = "from gradline.cli.worker.server import enter_spawned as enter; enter()"
        # -P: what is imported is what is installed, not what lies in the user's folder.
        command = [sys.executable, "-P", "-c", code, number, str(os.getpid())]
        quiet: dict[str, Any] = {"stdin": DEVNULL, "stdout": DEVNULL, "stderr": DEVNULL}
        process = Popen(command, pass_fds=[theirs.fileno()], **quiet)
        process.returncode = 0  # it is waited for here, by its number
        return process.pid

    # ---- speaking

    def ask(self, name: str, arguments: dict[str, Any], files: Sequence[int] = ()) -> None:
        """Send a request, with open files that the worker will hold too."""
        if files:
            self._hand_over(files)
        self.queue(name, arguments)
        self.send()

    def queue(self, name: str, arguments: dict[str, Any]) -> None:
        """Have a request sent with the next ones."""
        self._outgoing += request(name, arguments)

    def _hand_over(self, files: Sequence[int]) -> None:
        """Descriptors travel ahead of the request that names them, on an empty frame."""
        from array import array

        self._connection.setblocking(True)
        with suppress(ConnectionError):  # it is gone: receiving will say so
            for start in range(0, len(files), FILES_IN_ONE):
                few = array("i", files[start : start + FILES_IN_ONE])
                passed = [(_socket.SOL_SOCKET, _socket.SCM_RIGHTS, few)]
                self._connection.sendmsg([request("", {})], passed, QUIETLY)
        self._connection.setblocking(False)

    def send(self) -> None:
        """Send what the connection takes now."""
        try:
            while self._outgoing:
                del self._outgoing[: self._connection.send(self._outgoing, QUIETLY)]
        except BlockingIOError:
            pass
        except OSError:  # the worker is gone: receiving will say so
            self._outgoing.clear()
        wanted = select.POLLIN | (select.POLLOUT if self._outgoing else 0)
        self._poll.modify(self._connection.fileno(), wanted)

    @property
    def backlog(self) -> int:
        """Bytes of requests that are still waiting to be sent."""
        return len(self._outgoing)

    def watch(self, descriptor: int, wanted: bool) -> None:
        """Let `receive` return early, too, when this descriptor can be read; or no longer."""
        if wanted:
            self._poll.register(descriptor, select.POLLIN)
        else:
            with suppress(KeyError):
                self._poll.unregister(descriptor)

    def receive(self, seconds: float) -> list[Frame]:
        """The frames that have come, after waiting for them at most so long.

        Raises WorkerDied when the worker has ended and everything that it sent was given.
        """
        if not self._poll.poll(max(0, seconds) * 1000):
            return []
        if self._outgoing:
            self.send()
        try:
            data = self._connection.recv(CHUNK)
        except BlockingIOError:
            return []
        except OSError:
            data = b""
        if not data:
            raise WorkerDied(self._post_mortem())
        try:
            return list(self._frames.feed(data))
        except Malformed as error:
            raise self.disowned(error) from None

    def texts(self, kind: int, payload: bytes) -> list[str]:
        """The texts of an answer. Raises WorkerDied, after ending it, where they are none."""
        try:
            return texts(kind, payload)
        except Malformed as error:
            raise self.disowned(error) from None

    def now_ready(self) -> None:
        """It has started. Raises WorkerDied where it said so before: its clock starts once."""
        if self.is_ready:
            raise self.disowned("ready again")
        self.is_ready = True

    def disowned(self, error: object) -> WorkerDied:
        """End a worker that cannot be trusted; what to raise."""
        self.kill()
        return WorkerDied(f"it sent what is no answer ({error})")

    # ---- ending

    def signal(self, number: int) -> None:
        if self.pid is not None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End the worker at once, whatever it does. The system takes its time to clear it away."""
        if self.pid is not None:
            self.signal(signal.SIGKILL)
            ENDING.append(self.pid)
            self.pid = None
        self._connection.close()

    def _wait(self) -> int:
        """The worker's exit code, below zero the number of the signal that ended it."""
        if self.pid is None:
            return 0
        pid, self.pid = self.pid, None
        try:
            _, status = os.waitpid(pid, 0)
        except ChildProcessError:
            return 0
        return os.waitstatus_to_exitcode(status)

    def _post_mortem(self) -> str:
        """Why the worker ended."""
        self.signal(signal.SIGKILL)  # it hung up: should it still live, it shall not
        code = self._wait()
        self._connection.close()
        if code == -signal.SIGKILL:
            return "it was killed, most likely because the machine's memory ran out"
        if code in (-signal.SIGSEGV, -signal.SIGBUS):
            return "its values are nested too deeply for the machine's stack"
        if code < 0:
            return f"by signal {signal.strsignal(-code) or -code}"
        return f"with exit status {code}"


ENDING: list[int] = []  # workers that were killed and may still be there


def reap() -> None:
    """Let the system forget the workers that have ended."""
    for pid in ENDING[:]:
        try:
            if os.waitpid(pid, os.WNOHANG)[0]:
                ENDING.remove(pid)
        except ChildProcessError:
            ENDING.remove(pid)


def only_thread() -> bool:
    """Whether this process has one thread of Python's, and can fork."""
    if not hasattr(os, "fork"):
        return False
    threading = sys.modules.get("threading")
    return threading is None or threading.active_count() == 1
