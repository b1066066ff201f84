"""The one place where every call on tensors can be seen, short paths and writes in place included.

While a watcher is on, operators and writes go through it. While none is, the short paths test one
flag, `mode.watcher`, and nothing else is paid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from numpy import ndarray

from .gradmode import mode
from .tensor import Tensor, memory

if TYPE_CHECKING:
    from .operator import Operator


class Watcher:
    """A context that sees calls on tensors. This one lets all of them happen as they would."""

    def __enter__(self) -> Any:
        self._outer = mode.watcher
        mode.watcher = self
        return self

    def __exit__(self, *_: Any) -> None:
        mode.watcher = self._outer

    def call(self, operator: Operator, args: Sequence[Any]) -> Any:
        """An operator is applied; some of the arguments are tensors."""
        return operator.apply(args)

    def copy(self, tensor: Tensor) -> ndarray:
        """The old value of a tensor is kept, before a write in place."""
        return memory(tensor).copy()

    def write(self, tensor: Tensor, value: Any, store: Callable[[], None]) -> None:
        """A tensor's memory is overwritten by `store` with an array, which broadcasts."""
        store()

    def put(
        self, tensor: Tensor, operator: Operator, args: Sequence[Any], store: Callable[[], None]
    ) -> None:
        """A tensor's memory is changed by `store` to what `operator(tensor, *args)` would give."""
        store()
