"""The data files that a command line names: opened by the command, read by its worker."""

from __future__ import annotations

from collections.abc import Iterable

from .errors import UsageError
from .files import open_to_read


def split_member(text: str) -> tuple[str, str]:
    """The path of a data file, and the name of an array in it: `x.npz:name` has one."""
    path, colon, name = text.rpartition(":")
    return (path, name) if colon and path.lower().endswith(".npz") else (text, "")


def named_in(words: Iterable[str]) -> list[str]:
    """The paths that `NAME=@FILE` words and values `@FILE` name, each once."""
    found = []
    for word in words:
        text = word.strip()
        if not text.startswith("@"):
            text = text.partition("=")[2].strip()
        if text.startswith("@"):
            found.append(split_member(text[1:])[0])
    if found.count("-") > 1:
        raise UsageError("only one variable can be read from stdin (@-)")
    return list(dict.fromkeys(found))


def open_all(paths: Iterable[str]) -> dict[str, int]:
    """A descriptor for each path, to be handed over. Raises UsageError."""
    return {path: open_to_read(path) for path in paths}
