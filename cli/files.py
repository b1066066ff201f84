"""Reading files, with errors in the user's terms."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from .errors import CommandError, UsageError, near

KINDS = (".py", ".ipynb", ".jsonl")


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file open for reading bytes, or stdin where the path is `-`."""
    if path == "-":
        if sys.stdin is None:
            raise UsageError("there is no stdin to read")
        yield sys.stdin.buffer
        return
    try:
        file = open(path, "rb")  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise missing(path, error) from None
    with file:
        yield file


def read_bytes(path: str, size: int = -1) -> bytes:
    """The (first `size`) bytes of a file or of stdin."""
    with opened(path) as file:
        try:
            return file.read(size)
        except OSError as error:
            raise missing(path, error) from None


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
    try:
        text = data.decode("utf-8-sig")
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
                read_bytes(path, 0)  # says what is wrong with the path before anything runs
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
    """Every program below a folder, leaving out hidden folders and Python's own."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name[0] not in "._"]
        found += [os.path.join(root, name) for name in names if name.lower().endswith(KINDS)]
    return found
