"""Cases flow to a worker ahead of its answers, so that neither side waits for the other."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from time import sleep

from ..errors import CommandError
from ..lines import Lines
from . import wire
from .failure import TaskFailed
from .process import Worker
from .server import STOP_USER
from .stopping import TICK, Interrupted, Stop

AHEAD = 64  # cases that a worker has before it
AHEAD_BYTES = 1 << 20
TEXTS_OF_CASE = (1, 4)  # in the answer to one that succeeded, or failed
LULL = 0.002  # seconds in which answers gather: waking up for each one costs as much as a case

TAINTING = frozenset(["MemoryError", "InternalError"])  # after these nothing can be relied on

Waiting = deque[tuple[int, bytes]]
Answered = Callable[[int, bytes, list[str] | CommandError], None]


def pump(
    worker: Worker,
    stop: Stop,
    source: Lines,
    waiting: Waiting,
    handle: Answered,
    ctrl_c: Interrupted,
) -> bool:
    """Send the lines that wait and all that follow; hand on the answers.

    Returns False at the end of the source, and True where this worker should do no more: a case
    was stopped or ran out of memory, or Ctrl-C was pressed. Raises Overdue and WorkerDied.
    """
    worker.queue("cases", {})
    begun = False  # whether that was answered
    for _, line in waiting:
        worker.queue("case", {"line": line})
    while True:
        refill(worker, stop, source, waiting)
        if not waiting:
            if source.is_at_end or ctrl_c.pressed:
                return ctrl_c.pressed
            sys.stdout.flush()
            source.wait(TICK)
            continue
        if ctrl_c.pressed:
            stop.ask(worker, STOP_USER)
        if len(waiting) > AHEAD // 2:
            sleep(LULL)
        watch(worker, source, has_room(worker, waiting))
        for kind, payload in worker.receive(stop.check(worker)):
            texts = worker.texts(kind, payload)
            if kind == wire.READY:
                worker.now_ready()
            elif kind == wire.DONE and not begun:
                begun = True
            elif kind in (wire.DONE, wire.FAILED):
                if not waiting or (kind == wire.DONE and len(texts) not in TEXTS_OF_CASE):
                    raise worker.disowned("that was not asked")
                told = TaskFailed(texts) if kind == wire.FAILED else texts
                if answered(told, stop, waiting, handle):
                    watch(worker, source, False)
                    return True
            else:
                continue
            stop.begin()
        sys.stdout.flush()


def answered(
    told: list[str] | CommandError, stop: Stop, waiting: Waiting, handle: Answered
) -> bool:
    """Hand on the answer to the oldest case; whether its worker should have no other.

    A stop may have come too late for its case: then it would hit the next one.
    """
    number, line = waiting.popleft()
    if stop.asked != STOP_USER:
        handle(number, line, told)
    kind = told.kind if isinstance(told, CommandError) else "".join(told[1:2])
    return stop.asked is not None or kind in TAINTING


def watch(worker: Worker, source: Lines, wanted: bool) -> None:
    """Whether new lines are to end the wait for the worker; a file's are always here."""
    if source.descriptor is not None and source.may_block:
        worker.watch(source.descriptor, wanted and not source.is_read)


def has_room(worker: Worker, waiting: Waiting) -> bool:
    return len(waiting) < AHEAD and worker.backlog < AHEAD_BYTES


def refill(worker: Worker, stop: Stop, source: Lines, waiting: Waiting) -> None:
    """Send the lines that are here now, as many as the worker may have before it."""
    while has_room(worker, waiting) and (taken := source.take()) is not None:
        if not waiting:
            stop.begin()
        waiting.append(taken)
        worker.queue("case", {"line": taken[1]})
    worker.send()
