"""The one device there is."""

from __future__ import annotations


class Device:
    """Where a tensor lives: always the CPU."""

    __module__ = "torch"
    __qualname__ = "device"
    __slots__ = ("type",)
    index = None

    def __init__(self, type: str) -> None:
        from .errors import MathError

        if type not in ("cpu", "cpu:0"):
            raise MathError(f"there is no device {type!r} here: gradline computes on the CPU")
        self.type = "cpu"

    def __repr__(self) -> str:
        return f"device(type='{self.type}')"

    def __str__(self) -> str:
        return self.type

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Device)

    def __hash__(self) -> int:
        return hash(self.type)


CPU = Device("cpu")
