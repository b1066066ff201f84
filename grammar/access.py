"""What a program may reach: attributes by the written-down lists, and the modules it may import."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from typing import Any

from . import names
from .arrays import array_member, raw_guard
from .errors import hinted, near
from .kinds import DUNDERS, Builtin, Constructor, Kind, Kinds, dunder

NOTHING: frozenset[str] = frozenset()


class Namespace:
    """A module as a program sees it: the listed names, each looked up when first asked for."""

    def __init__(self, title: str, find: Callable[[str], object], known: Collection[str]) -> None:
        self._title = title
        self._find = find
        self._known = known

    def __getattr__(self, name: str) -> object:
        if name not in self._known:
            message = f"module '{self._title}' has no attribute '{name}'"
            raise hinted(AttributeError(message), lambda: near(name, self._known))
        value = self._find(name)
        self.__dict__[name] = value
        return value

    def __repr__(self) -> str:
        return f"<module '{self._title}'>"


# As errors of Python's own name it.
Namespace.__name__ = Namespace.__qualname__ = "module"
Namespace.__module__ = "builtins"


class Modules:
    """The modules that a program may import: `torch` with its parts, and `math`."""

    def __init__(
        self, torch: object, listed: Collection[str], math_guards: dict, kinds: Kinds
    ) -> None:
        self._root = torch
        self._listed = listed
        self._parts: dict[str, set[str]] = {}
        self._cache: dict[str, Namespace] = {}
        self._math_guards = math_guards
        self._kinds = kinds

    def find(self, module: str) -> Namespace:
        """The module of that dotted name; ModuleNotFoundError if it is not listed."""
        found = self._cache.get(module)
        if found is None:
            found = self._cache[module] = self._make(module)
        return found

    def _make(self, module: str) -> Namespace:
        if module == "math":
            guards = self._math_guards
            return Namespace("math", lambda n: guards.get(n) or getattr(math, n), names.MATH)
        if not self._parts:
            self._index()
        head, _, path = module.partition(".")
        if head != "torch" or path not in self._parts:
            hint = "a program can import torch, its modules, and math"
            raise hinted(ModuleNotFoundError(f"No module named '{module}'"), hint)
        prefix = f"{path}." if path else ""

        def find(name: str) -> object:
            full = prefix + name
            return self.function(full) if full in self._listed else self.find(f"torch.{full}")

        return Namespace(module, find, self._parts[path])

    def _index(self) -> None:
        """Find which names each part of torch holds."""
        for path in self._listed:
            part, _, name = path.rpartition(".")
            self._parts.setdefault(part, set()).add(name)
            while part:
                part, _, name = part.rpartition(".")
                self._parts.setdefault(part, set()).add(name)

    def function(self, path: str) -> Any:
        """The value of a listed name, given relative to torch: `nn.functional.relu`."""
        value = self._root
        for name in path.split("."):
            value = getattr(value, name)
        if isinstance(value, type):
            return self._kinds.of_class(value)
        return raw_guard(value) if path.startswith("table.") and callable(value) else value


class Access:
    """Decides which attributes of which values a program can read, set and delete.

    `tensor` is the tensor class and `members` its listed names; `guards` gives, for a Python type
    and a method name, the function that stands in for a method that could use too much memory.
    """

    def __init__(
        self, tensor: type, members: Collection[str], root: str, guards: dict, kinds: Kinds
    ) -> None:
        self._tensor = tensor
        self._members = members
        self._packages = {root, "torch"}
        self._guards = guards
        self._kinds = kinds
        self._known: dict[str, set[type]] = {}

    def known(self, name: str) -> set[type]:
        """The classes, seen so far, whose attribute `name` may be read as it is."""
        return self._known.setdefault(name, set())

    def get(self, value: Any, name: str) -> Any:
        """`value.name`, if it is listed; AttributeError otherwise."""
        if name in DUNDERS:
            titled = value.__class__ is Namespace and name == "__name__"
            return value._title if titled else dunder(value, name, self._kinds)
        if value.__class__ is Namespace:
            self._refuse_underscore(value, name)
            return getattr(value, name)
        if name not in self.public(value):
            self._refuse_underscore(value, name)
            raise self._missing(value, name)
        if value.__class__ is Constructor:
            value = value.real[0]
        cls = value if isinstance(value, type) else type(value)
        guard = self._guards.get((self._owner(cls), name))
        if guard is not None:
            return Builtin(guard) if isinstance(value, type) else Builtin(guard, value)
        if cls.__module__ == "numpy":
            return array_member(value, name)
        try:
            found = getattr(value, name)
        except AttributeError as error:
            if getattr(error, "obj", None) is not value:
                raise
            raise self._missing(value, name) from None
        if not isinstance(value, type):
            self.known(name).add(type(value))
        return found

    def set(self, value: object, name: str, new: object) -> None:
        """`value.name = new`, for the attributes of tensors that can be set."""
        self._refuse_underscore(value, name)
        if not isinstance(value, self._tensor) or name not in names.SETTABLE:
            self.get(value, name)  # what is missing is refused as such
            kind = type(value).__name__
            message = f"the attribute '{name}' of '{kind}' objects cannot be set"
            raise AttributeError(message)
        setattr(value, name, new)

    def delete(self, value: object, name: str) -> None:
        """`del value.name`, for a tensor's `grad`."""
        self._refuse_underscore(value, name)
        if not isinstance(value, self._tensor) or name not in names.DELETABLE:
            raise AttributeError(f"the attribute '{name}' cannot be deleted")
        setattr(value, name, None)

    def public(self, value: object) -> Collection[str]:
        """The names that a program can read of `value`."""
        if value.__class__ is Namespace:
            return value._known  # type: ignore[attr-defined]
        if isinstance(value, Kind):
            return names.MEMBERS.get(value.real[0], NOTHING) if value.real else NOTHING
        cls = value if isinstance(value, type) else type(value)
        if issubclass(cls, self._tensor):
            return self._members
        listed = names.MEMBERS.get(self._owner(cls), frozenset())
        package = cls.__module__.partition(".")[0]
        if package == "numpy":
            return names.ARRAY
        if package in ("torch", "gradline") or cls.__module__ in self._packages:
            return names.OBJECTS | listed
        return listed

    @staticmethod
    def _owner(kind: type) -> type:
        """The listed Python type that `kind` is or derives from; `object` if there is none."""
        return next((base for base in kind.__mro__ if base in names.MEMBERS), object)

    @staticmethod
    def _refuse_underscore(value: object, name: str) -> None:
        if name.startswith("_"):
            raise AttributeError(f"'{name}' begins with an underscore and cannot be reached")

    def _missing(self, value: object, name: str) -> BaseException:
        if isinstance(value, type | Kind):
            kind = dunder(value, "__name__", self._kinds)
            message = f"type object '{kind}' has no attribute '{name}'"
        else:
            message = f"'{type(value).__name__}' object has no attribute '{name}'"
        return hinted(AttributeError(message), lambda: near(name, self.public(value)))
