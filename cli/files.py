"""Reading files, with errors in the user's terms."""

from __future__ import annotations

import os
import stat
import sys
from time import monotonic

from .errors import CommandError, UsageError, near

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 18
LONGEST = 1 << 30  # bytes of what is read as a whole
KINDS = (".py", ".ipynb", ".jsonl")


class Found:
    """A file that is open for reading, or stdin where the path is `-`.

    A pipe that nobody writes to is waited for, but not longer than `seconds`.
    """

    def __init__(self, path: str, seconds: float | None = None) -> None:
        self.descriptor = open_to_read(path)
        if not wait_for_data(self.descriptor, seconds):
            os.close(self.descriptor)
            raise CommandError(f"nothing came from {path} in {seconds:g} s", kind="LimitError")

    def __enter__(self) -> Found:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.descriptor)


def open_to_read(path: str) -> int:
    """A descriptor that reads a file or a pipe, or stdin where the path is `-`.

    Opening waits for nobody: a pipe that has no writer yet is open at once. Raises UsageError.
    """
    if path == "-":
        if sys.stdin is None:
            raise UsageError("there is no stdin to read")
        return os.dup(sys.stdin.fileno())
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise IsADirectoryError(21, "it is a folder")
        os.set_blocking(descriptor, True)
    except (OSError, ValueError) as error:
        raise missing(path, error) from None
    return descriptor


def wait_for_data(descriptor: int, seconds: float | None = None) -> bool:
    """Wait until a pipe holds something or has ended; whether that came in time."""
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return True
    from select import POLLIN, poll

    waiting = poll()
    waiting.register(descriptor, POLLIN)
    return bool(waiting.poll(None if seconds is None else max(0, seconds) * 1000))


def read_bytes(path: str, seconds: float | None = None) -> bytes:
    """What a file holds. Raises UsageError."""
    with Found(path, seconds) as found:
        return read_all(found.descriptor, path, seconds)


def read_all(descriptor: int, path: str, seconds: float | None = None) -> bytes:
    """All that a file or a pipe still holds. Raises CommandError where there is no end to it."""
    deadline = None if seconds is None else monotonic() + seconds
    parts: list[bytes] = []
    size = 0
    while True:
        if not wait_for_data(descriptor, None if deadline is None else deadline - monotonic()):
            raise CommandError(f"{path} did not end in {seconds:g} s", kind="LimitError")
        try:
            data = os.read(descriptor, CHUNK)
        except OSError as error:
            raise missing(path, error) from None
        if not data:
            return b"".join(parts)
        parts.append(data)
        size += len(data)
        if size > LONGEST:
            raise CommandError(
                f"{path} is too long: more than {LONGEST >> 30} GB", kind="LimitError"
            )


def missing(path: str, error: Exception) -> UsageError:
    """Why a path cannot be read, with the near name of a file beside it."""
    if isinstance(error, FileNotFoundError):
        folder, name = os.path.split(path)
        try:
            hint = near(name, os.listdir(folder or "."))
        except OSError:
            hint = ""
        return UsageError(f"no such file: {path}{hint}")
    reason = getattr(error, "strerror", None) or str(error)
    return UsageError(f"cannot read {path}: {reason}")


def decode_text(data: bytes, path: str) -> str:
    """The text of UTF-8 bytes, with every kind of line end as a newline."""
    data = data.removeprefix(BOM)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        raise CommandError(
            f"{path}, line {line}, column {column}: the byte {data[error.start]:#04x} is not UTF-8"
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def programs(paths: tuple[str, ...]) -> list[str]:
    """The files that the paths name; of a folder all programs, notebooks and case lists in it."""
    found: list[str] = []
    for path in paths:
        if not os.path.isdir(path):
            if path != "-":
                os.close(open_to_read(path))  # says what is wrong with it before anything runs
                if not path.lower().endswith(KINDS):
                    raise UsageError(f"{path} is none of {', '.join('*' + k for k in KINDS)}")
            found.append(path)
            continue
        inside = sorted(walk(path))
        if not inside:
            raise UsageError(f"{path} holds no {', '.join('*' + k for k in KINDS)}")
        found += inside
    return found


def walk(folder: str) -> list[str]:
    """Every program below a folder, leaving out hidden folders and Python's own.

    What has the name of one and cannot be read as a file is named, and passed over.
    """
    from .report import show

    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] not in "._"]
        for name in sorted(names):
            path = os.path.join(root, name)
            if not name.lower().endswith(KINDS):
                continue
            if os.path.isfile(path):
                found.append(path)
            else:
                what = "a broken link" if os.path.islink(path) else "no file"
                show(f"note: passed over {path}: it is {what}")
    return found
