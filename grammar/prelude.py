"""The names that a program finds without importing anything."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from .access import Modules
from .errors import suggest_keyword
from .kinds import Builtin

# Where an unprefixed operator of a one-liner is looked for, in this order.
PARTS = ("", "nn.functional.", "linalg.", "special.", "fft.")

# Python's built-ins that mean the tensor operator when their first argument is a tensor.
SHARED = ("sum", "max", "min", "abs", "all", "any", "pow", "round")

MODULES = {
    "torch": "torch",
    "nn": "torch.nn",
    "F": "torch.nn.functional",
    "linalg": "torch.linalg",
    "special": "torch.special",
    "math": "math",
}


class Prelude(Mapping[str, object]):
    """Python's built-ins and, if `operators` are given, those and the modules.

    An operator is taken from the engine when its name is first asked for.
    """

    def __init__(
        self,
        python: dict[str, Any],
        modules: Modules,
        tensor: type,
        operators: Collection[str],
    ) -> None:
        self._known: dict[str, Any] = dict(python)
        self._unknown: set[str] = set()
        self._modules = modules
        self._operators = operators
        if not operators:
            return
        for name in SHARED:
            self._known[name] = self._shared(name, python[name], tensor)

    def __getitem__(self, name: str) -> object:
        try:
            return self._known[name]
        except KeyError:
            if not self._operators:
                raise
        value = self._known[name] = self._find(name)
        return value

    def __contains__(self, name: Any) -> bool:
        if name in self._known:
            return True
        if name in self._unknown:
            return False
        try:
            self[name]
        except KeyError:
            self._unknown.add(name)
            return False
        return True

    def __iter__(self) -> Iterator[str]:
        yield from self._known
        if self._operators:
            yield from MODULES
            for path in self._operators:
                part, _, name = path.rpartition(".")
                if f"{part}." in PARTS or not part:
                    yield name

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _find(self, name: str) -> object:
        if name in MODULES:
            return self._modules.find(MODULES[name])
        for part in PARTS:
            if part + name in self._operators:
                return self._modules.function(part + name)
        raise KeyError(name)

    def _shared(self, name: str, python: Callable, tensor: type) -> Callable:
        modules = self._modules

        def either(*args, **kwargs):
            if (args and isinstance(args[0], tensor)) or "input" in kwargs:
                function = modules.function(name)
                try:
                    return function(*args, **kwargs)
                except TypeError as error:
                    suggest_keyword(error, function, kwargs)
                    raise
            return python(*args, **kwargs)

        either.__name__ = name
        return Builtin(either)
