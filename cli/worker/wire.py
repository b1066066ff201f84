"""Frames between a command and its worker, over a pair of connected sockets.

A frame is a kind, the length of what follows, and that. Requests carry marshalled values: the
worker trusts the command. What comes back is texts with their lengths and nothing else: the
command trusts no worker.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator
from struct import Struct
from typing import Any

from ..errors import CommandError

# Kinds of answers. FAILED and DONE end a task.
READY, PRINTED, SHOWN, SAID, RECORD, PROGRESS, FAILED, DONE = range(8)
REQUEST = 8

# How many texts an answer has; READY and DONE say what the task has to say.
COUNTS = {PRINTED: 1, SHOWN: 2, SAID: 1, RECORD: 1, PROGRESS: 2, FAILED: 7}

HEADER = Struct("!BI")
LENGTH = Struct("!I")
LONGEST = 1 << 30  # bytes in one frame
MOST_DIGITS = 20

Frame = tuple[int, bytes]


class Malformed(Exception):
    """Bytes that are no frame: whoever sent them is not to be listened to any more."""


def request(name: str, arguments: dict[str, Any]) -> bytes:
    """The frame that asks for a task."""
    payload = marshal.dumps((name, arguments))
    return HEADER.pack(REQUEST, len(payload)) + payload


def answer(kind: int, *texts: str) -> bytes:
    """A frame of texts. Halves of characters, which a program's strings may hold, pass through.

    Raises CommandError where that is too long.
    """
    found = [text.encode("utf-8", "surrogatepass") for text in texts]
    size = sum(LENGTH.size + len(data) for data in found)
    if size > LONGEST:
        raise CommandError(f"{size:,} bytes are too long for a result", kind="LimitError")
    payload = b"".join(part for data in found for part in (LENGTH.pack(len(data)), data))
    return HEADER.pack(kind, len(payload)) + payload


def texts(kind: int, payload: bytes) -> list[str]:
    """The texts of an answer, as many as its kind has. Raises Malformed."""
    found = unpacked(payload)
    if not READY <= kind <= DONE:
        raise Malformed("no such kind")
    if len(found) != COUNTS.get(kind, len(found)):
        raise Malformed("too few or too many texts")
    if kind == PROGRESS and None in map(number, found):
        raise Malformed("progress without numbers")
    return found


def number(text: str) -> int | None:
    """The number that a text is; None for what is none, or larger than any that is meant."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def unpacked(payload: bytes) -> list[str]:
    """The texts that a payload holds. Raises Malformed."""
    found = []
    position = 0
    while position < len(payload):
        if position + LENGTH.size > len(payload):
            raise Malformed("a length is cut off")
        (length,) = LENGTH.unpack_from(payload, position)
        position += LENGTH.size
        if position + length > len(payload):
            raise Malformed("a text is cut off")
        try:
            text = payload[position : position + length].decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            raise Malformed("a text is no UTF-8") from None
        found.append(text)
        position += length
    return found


class Frames:
    """Takes bytes as they arrive, gives whole frames."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes. Raises Malformed for a length out of bounds."""
        buffer = self._buffer
        buffer += data
        start = 0
        while start + HEADER.size <= len(buffer):
            kind, length = HEADER.unpack_from(buffer, start)
            if length > LONGEST:
                raise Malformed("a frame is too long")
            end = start + HEADER.size + length
            if end > len(buffer):
                break
            yield kind, bytes(buffer[start + HEADER.size : end])
            start = end
        del buffer[:start]
