"""Watches over a worker: the clock, Ctrl-C, the bound on output, and what to do when it dies."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from ..errors import CommandError
from ..lines import Lines
from . import wire
from .failure import TaskFailed
from .process import Worker, WorkerDied
from .server import STOP_OUTPUT, STOP_USER
from .stopping import Bounds, Interrupted, Overdue, Stop, interruptible
from .stream import TAINTING, Answered, Waiting, pump

Handler = Callable[[int, list[str]], None]


class Supervisor:
    """Has tasks done by a worker, a new one after each that had to be ended."""

    def __init__(
        self,
        bounds: Bounds,
        worker: Worker | None = None,
        dtype: str = "float32",
        seed: int | None = None,
        as_json: bool = False,
    ) -> None:
        self.bounds = bounds
        self._settings = {"dtype": dtype, "seed": seed, "as_json": as_json}
        self._worker = worker
        self._is_set_up = False
        self._is_tainted = False
        self.walls: list[str] = []

    # ---- the worker

    def worker(self, keep: bool = False) -> Worker:
        """A worker that knows the settings: the one that there is, if it can be trusted.

        What was unwound in the midst of something, or ran out of memory, may have left things half
        done that the next program would meet. `keep` says that there is no next one.
        """
        if self._is_tainted and not keep:
            self.close()
        if self._worker is None:
            self._worker, self._is_set_up, self._is_tainted = Worker.start(), False, False
        if not self._is_set_up:
            bounds = self.bounds
            settings = {"messages": bounds.messages(), "memory": bounds.memory}
            settings |= {"output": bounds.output}
            self._worker.ask("setup", settings | self._settings)
            self._is_set_up = True
        return self._worker

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.kill()
            self._worker = None

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ended(self, worker: Worker, error: WorkerDied) -> CommandError:
        """The failure of what a worker died of."""
        self._worker = None
        if not worker.is_ready:
            return CommandError(f"the process that runs programs did not start: {error.why}")
        return CommandError(f"the process that ran it ended: {error.why}", kind="CrashError")

    def _overdue(self, stop: Stop) -> CommandError:
        """The failure of what had to be ended."""
        self._worker = None
        return CommandError(stop.message, kind="LimitError")

    # ---- single tasks

    def run(
        self,
        task: str,
        arguments: dict[str, Any],
        handle: Handler,
        files: dict[str, int] | None = None,
        keep: bool = False,
    ) -> list[str]:
        """Have a task done; `handle` gets each answer before the last. What the last one holds.

        files: open files for the worker, by the names that the task knows; they stay open here.
        keep: the task goes on where the one before it ended, as the cells of a notebook do.
        Raises TaskFailed, and CommandError where the task had to be ended.
        """
        worker = self.worker(keep)
        files = files or {}
        worker.ask(task, {**arguments, "files": list(files)}, list(files.values()))
        stop = Stop(self.bounds)
        with interruptible() as ctrl_c:
            try:
                return self._follow(worker, stop, ctrl_c, handle)
            except Overdue:
                raise self._overdue(stop) from None
            except WorkerDied as error:
                raise self._ended(worker, error) from None
            except TaskFailed:
                raise
            except BaseException:  # what it still answers would be taken for the next task's
                self.close()
                raise

    def _follow(
        self, worker: Worker, stop: Stop, ctrl_c: Interrupted, handle: Handler
    ) -> list[str]:
        """Hand on the answers until the last one."""
        while True:
            if ctrl_c.pressed:
                stop.ask(worker, STOP_USER)
            for kind, payload in worker.receive(stop.check(worker)):
                texts = worker.texts(kind, payload)
                if kind == wire.READY:
                    worker.now_ready()
                    self.walls = texts
                    stop.begin()  # what was imported until now is not the program's
                elif kind == wire.DONE:
                    return texts
                elif kind == wire.FAILED:
                    failed = TaskFailed(texts)
                    self._is_tainted = stop.asked is not None or failed.kind in TAINTING
                    raise failed
                elif kind == wire.PRINTED and not stop.printed(texts[0]):
                    stop.ask(worker, STOP_OUTPUT)
                else:
                    began = monotonic()
                    handle(kind, texts)
                    stop.pause(monotonic() - began)
            sys.stdout.flush()

    # ---- cases

    def stream(self, source: Lines, handle: Answered) -> None:
        """Have each line of `source` evaluated as a case.

        `handle` gets a line's number, the line, and the texts of its answer, in order and one for
        each line; for a case that had to be ended, or that the worker died of, the failure.
        """
        waiting: Waiting = deque()
        while waiting or not source.is_at_end:
            worker = self.worker()
            stop = Stop(self.bounds)
            failed = None
            with interruptible() as ctrl_c:
                try:
                    self._is_tainted = pump(worker, stop, source, waiting, handle, ctrl_c)
                except Overdue:
                    failed = self._overdue(stop)
                except WorkerDied as error:
                    failed = self._ended(worker, error)
                    if not worker.is_ready:
                        raise failed from None
                except BaseException:  # what it still answers would be taken for the next task's
                    self.close()
                    raise
            if failed is not None and waiting:
                handle(*waiting.popleft(), failed)
            sys.stdout.flush()
