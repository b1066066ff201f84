"""Whether operators record: the grad modes, as context managers and as decorators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class _Mode:
    """The state that every operator reads."""

    __slots__ = ("enabled", "last_write", "leaf_hooks", "watcher")

    def __init__(self) -> None:
        self.enabled = True
        self.last_write = 0
        """Time of the newest in-place write: nodes recorded later need no version check."""
        self.leaf_hooks = 0
        """How many hooks leaves have, for which a backward pass has to know more."""
        self.watcher: Any = None
        """Who sees every call on tensors (watching.py); None for nobody."""


mode = _Mode()


class set_grad_enabled:
    """Turns recording on or off at once; as a context manager it restores the old mode."""

    __module__ = "torch.autograd.grad_mode"
    __slots__ = ("before", "enabled")

    def __init__(self, mode: bool) -> None:
        self.enabled = bool(mode)
        self.before = _swap(self.enabled)

    def __enter__(self) -> None:
        mode.enabled = self.enabled

    def __exit__(self, *_: Any) -> None:
        mode.enabled = self.before

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """As a decorator: the mode of the moment stays, the function runs in the given one."""
        mode.enabled = self.before
        return _run_in(self.enabled, function)


class _Block:
    """A grad mode for a `with` block or a decorated function; blocks may nest and be reused."""

    __module__ = "torch.autograd.grad_mode"
    __qualname__ = "no_grad"
    __slots__ = ("before", "enabled")

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self.before: list[bool] = []

    def __enter__(self) -> None:
        self.before.append(_swap(self.enabled))

    def __exit__(self, *_: Any) -> None:
        mode.enabled = self.before.pop()

    def __call__(self, function: Callable[..., Any]) -> Callable[..., Any]:
        return _run_in(self.enabled, function)


def _swap(enabled: bool) -> bool:
    before, mode.enabled = mode.enabled, enabled
    return before


def _run_in(enabled: bool, function: Callable[..., Any]) -> Callable[..., Any]:
    def in_mode(*args: Any, **kwargs: Any) -> Any:
        with _Block(enabled):
            return function(*args, **kwargs)

    return in_mode


def no_grad(function: Callable[..., Any] | None = None) -> Any:
    """Operators inside record nothing: `with no_grad():`, `@no_grad()` or `@no_grad`."""
    return _Block(False) if function is None else _run_in(False, function)


def enable_grad(function: Callable[..., Any] | None = None) -> Any:
    """Operators inside record again."""
    return _Block(True) if function is None else _run_in(True, function)


def inference_mode(mode: bool | Callable[..., Any] = True) -> Any:
    """As `no_grad`; `inference_mode(False)` records."""
    return _run_in(False, mode) if callable(mode) else _Block(not mode)


def is_grad_enabled() -> bool:
    return mode.enabled
