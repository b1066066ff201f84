"""The one way in which files are written: whole, or not at all.

A new file grows beside its target, under a name that nobody can guess (or under none, where the
system offers that), opened exclusively. When it is complete and on the disk it takes the target's
place and its mode and owner. Whatever fails on the way, the target stays as it was.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from .errors import CommandError, UsageError

NAMELESS = getattr(os, "O_TMPFILE", 0)


class NewFile:
    """A file that is being written, for `path`; `what` says in errors what asked for it.

    kept: paths that the same command reads, and must not lose.
    """

    def __init__(self, path: str, what: str = "", kept: Iterable[str] = ()) -> None:
        self._path = path
        self._what = f"{what}: " if what else ""
        self._folder = os.path.dirname(path) or "."
        self._name = ""  # of the growing file, once it has one
        self._target = self._look()
        for other in kept:
            self._refuse_to_replace(other)
        try:
            self.descriptor = self._open()
        except OSError as error:
            raise self._cannot(error) from None

    def __enter__(self) -> NewFile:
        return self

    def __exit__(self, *_: Any) -> None:
        self.discard()

    def put_in_place(self) -> None:
        """Let what was written take the target's place. Raises CommandError, leaving nothing."""
        try:
            os.fsync(self.descriptor)
            if self._target is not None:
                with suppress(OSError):  # another's file becomes ours, unless root writes
                    os.fchown(self.descriptor, self._target.st_uid, self._target.st_gid)
                os.fchmod(self.descriptor, stat.S_IMODE(self._target.st_mode))
            if not self._name:
                name = self._new_name()
                # With a folder given, if only for form, Python follows the link to the file.
                os.link(f"/proc/self/fd/{self.descriptor}", name, src_dir_fd=self.descriptor)
                self._name = name
            os.replace(self._name, self._path)
            self._name = ""
        except OSError as error:
            raise self._cannot(error) from None
        finally:
            self.discard()

    def discard(self) -> None:
        """Leave nothing of what is not in place."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1
        if self._name:
            with suppress(OSError):
                os.unlink(self._name)
            self._name = ""

    def _look(self) -> os.stat_result | None:
        """The target as it is now, a link itself and not what it leads to; None if it is new."""
        try:
            found = os.lstat(self._path)
        except (OSError, ValueError):
            return None
        if stat.S_ISDIR(found.st_mode):
            raise CommandError(f"{self._what}cannot write {self._path}: it is a folder")
        return found if stat.S_ISREG(found.st_mode) else None

    def _refuse_to_replace(self, other: str) -> None:
        with suppress(OSError, ValueError):
            if os.path.samefile(self._path, other):
                message = f"{self._what}{self._path} is read by the same command"
                raise UsageError(message, hint="write to another file")

    def _open(self) -> int:
        if NAMELESS and os.path.isdir("/proc/self/fd"):
            with suppress(OSError):  # not every file system can
                return os.open(self._folder, NAMELESS | os.O_RDWR | os.O_CLOEXEC, 0o666)
        self._name = self._new_name()
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
        try:
            return os.open(self._name, flags | getattr(os, "O_CLOEXEC", 0), 0o666)
        except OSError:
            self._name = ""
            raise

    def _new_name(self) -> str:
        return os.path.join(self._folder, f".gradline-{os.urandom(12).hex()}")

    def _cannot(self, error: OSError) -> CommandError:
        return CommandError(f"{self._what}cannot write {self._path}: {error.strerror or error}")


def write_text(path: str, text: str) -> None:
    """Replace a file's text. Raises CommandError."""
    write_bytes(path, text.encode("utf-8", "backslashreplace"))


def write_bytes(path: str, content: bytes) -> None:
    """Replace what a file holds. Raises CommandError."""
    data = memoryview(content)
    with NewFile(path) as file:
        try:
            while data:
                data = data[os.write(file.descriptor, data) :]
        except OSError as error:
            raise CommandError(f"cannot write {path}: {error.strerror or error}") from None
        file.put_in_place()
