"""What a worker tells, shown: text in a pipe, colour on a terminal, progress while it lasts."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Any

from .output import Output, printable, wants_color
from .worker import wire

PATIENCE = 1.0  # seconds after which a terminal shows progress


class Screen:
    """Shows answers of a worker as they come."""

    def __init__(self, as_json: bool = False) -> None:
        self.output = Output(as_json)
        self._progress = Progress()

    def __enter__(self) -> Screen:
        return self

    def __exit__(self, *_: Any) -> None:
        self._progress.stop()

    def show(self, kind: int, texts: list[str]) -> None:
        """One answer of a task that goes on."""
        if kind == wire.PROGRESS:
            self._progress.advance(*map(int, texts))
            return
        self._progress.stop()
        if kind == wire.PRINTED:
            self.output.program(texts[0])
        elif kind == wire.SHOWN:
            self.output.named(*texts)
        elif kind == wire.SAID:
            sys.stdout.write(printable(texts[0]) + "\n")
        elif kind == wire.RECORD:
            self.output.line(texts[0])


class Progress:
    """A progress bar on stderr, if that is a terminal and the work takes more than a second."""

    def __init__(self) -> None:
        self._start = monotonic()
        self._bar: Any = None
        self._is_shown = sys.stderr is not None and sys.stderr.isatty() and wants_color(sys.stderr)

    def stop(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None

    def advance(self, done: int, total: int) -> None:
        if not self._is_shown or monotonic() - self._start < PATIENCE:
            return
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task("computing", total=total)
        self._bar.update(self._task, completed=done, total=total)
