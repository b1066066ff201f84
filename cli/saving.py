"""Computing results together, and writing gradients straight to files."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Collection
from typing import Any

from .. import engine
from .errors import CommandError, UsageError, near
from .output import wants_color

PATIENCE = 1.0  # seconds after which a terminal shows progress


def saved_names(words: tuple[str, ...], names: Collection[str]) -> dict[str, str]:
    """The file for each gradient that `--save` names. Raises UsageError."""
    paths: dict[str, str] = {}
    for word in words:
        name, equals, path = word.strip().partition("=")
        if not equals or not path:
            raise UsageError(f"--save: expected X=FILE.npy, found {word.strip()!r}")
        if name not in names:
            raise UsageError(f"--save: {name!r} is no variable to differentiate{near(name, names)}")
        if not path.lower().endswith(".npy"):
            raise UsageError(f"--save: {path!r} should end in .npy, the format that is written")
        if name in paths or path in paths.values():
            raise UsageError("--save: a gradient or a file is named twice")
        paths[name] = path
    return paths


def compute(result: Any, gradients: dict[str, Any], paths: dict[str, str]) -> None:
    """Compute the result and all gradients in one go, those with a path into its file.

    A file is written tile by tile: the gradient never lies in memory as a whole.
    """
    files: dict[Any, Any] = {}
    for name, path in paths.items():
        gradient = gradients[name]
        if gradient is None:
            raise CommandError(f"--save: the result does not depend on {name}")
        files[gradient] = create(path, gradient)
    tensors = [value for value in (result, *gradients.values()) if value is not None]
    with Progress() as progress:
        engine.realize(*tensors, out=files, progress=progress)
    for file in files.values():
        file.flush()


def create(path: str, tensor: Any) -> Any:
    """A new .npy file of the tensor's shape and dtype, mapped into memory."""
    import numpy as np

    dtype = np.dtype(str(tensor.dtype).removeprefix("torch."))
    partial = path + ".partial"
    try:
        file = np.lib.format.open_memmap(partial, "w+", dtype, tuple(tensor.shape))
        os.replace(partial, path)  # a file that an input is mapped from stays as it is
        return file
    except OSError as error:
        raise CommandError(f"--save: cannot write {path}: {error.strerror or error}") from None


class Progress:
    """A progress bar on stderr, if that is a terminal and the work takes more than a second."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.bar: Any = None
        self.shown = sys.stderr.isatty() and wants_color(sys.stderr)

    def __enter__(self) -> Any:
        return self.advance if self.shown else None

    def __exit__(self, *_: Any) -> None:
        if self.bar is not None:
            self.bar.stop()

    def advance(self, done: int, total: int) -> None:
        if self.bar is None:
            if time.monotonic() - self.start < PATIENCE:
                return
            from rich.console import Console
            from rich.progress import Progress as Bar

            self.bar = Bar(console=Console(stderr=True), transient=True)
            self.bar.start()
            self.task = self.bar.add_task("computing", total=total)
        self.bar.update(self.task, completed=done, total=total)
