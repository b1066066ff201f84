"""Types as a program sees them: a listed class, or a stand-in that can do nothing.

No class that is not written down in names.py reaches a program: `type(v)` and `v.__class__` give
a `Kind`, which prints, compares, hashes and tells its name as the class would.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable
from types import BuiltinFunctionType, FunctionType, MethodType
from typing import Any

from . import names

DUNDERS = frozenset(["__class__", "__module__", "__name__", "__qualname__"])
"""The names with underscores that a program can read."""


class Kind:
    """The stand-in of a type, or of several that are one to a program.

    Where the type of a value does not tell its kind (PyTorch has a class for each kind of graph
    node, where we have one), `of` gives the kind of any value, and there is no `real` class.
    """

    def __init__(self, title: str, *real: type, of: Callable[[Any], Any] | None = None) -> None:
        module, _, self.name = title.rpartition(".")
        self.module = module or "builtins"
        self.real = real
        self.of = of

    def __repr__(self) -> str:
        dotted = self.name if self.module == "builtins" else f"{self.module}.{self.name}"
        return f"<class '{dotted}'>"

    def __instancecheck__(self, value: Any) -> bool:
        return isinstance(value, self.real) or (self.of is not None and self.of(value) is self)

    def __subclasscheck__(self, kind: Any) -> bool:
        return kind is self or issubclass(kind, self.real)

    @property
    def __bases__(self) -> tuple[type, ...]:
        """With this, Python's own `issubclass` takes a stand-in for a class."""
        return self.real

    def __or__(self, other: Any) -> Any:
        """`int | str`, as `isinstance` takes it."""
        more = other.real if isinstance(other, Kind) else (other,)
        if not (self.real and more):
            return NotImplemented
        made = functools.reduce(operator.or_, (*self.real, *more))
        return self if isinstance(made, type) else made  # `int | int`

    __ror__ = __or__


class Constructor(Kind, functools.partial):
    """The stand-in of a type that a program may call: `make` is what that does."""

    def __new__(cls, title: str, *real: type, make: Callable[..., Any]) -> Constructor:
        if isinstance(make, FunctionType):
            make.__qualname__ = title  # as errors of Python's own name it
        return functools.partial.__new__(cls, make)

    def __init__(self, title: str, *real: type, make: Callable[..., Any]) -> None:
        super().__init__(title, *real)

    __repr__ = Kind.__repr__

    def __eq__(self, other: object) -> bool:
        """Equal to the class, so that the engine takes `int` for a dtype."""
        return self is other or other is self.real[0]

    def __hash__(self) -> int:
        return hash(self.real[0])


class Builtin(functools.partial):
    """A function of ours in the place of one of Python's, or of a method of `args[0]`."""

    @property
    def name(self) -> str:
        return self.func.__name__.rstrip("_")

    def __repr__(self) -> str:
        if not self.args:
            return f"<built-in function {self.name}>"
        owner = self.args[0]
        return f"<built-in method {self.name} of {type(owner).__name__} object at {id(owner):#x}>"


FUNCTIONS = frozenset([Builtin, BuiltinFunctionType, FunctionType, MethodType])

# What errors of Python's own call a value of these: "'type' object is not callable".
Kind.__name__ = Kind.__qualname__ = Constructor.__name__ = Constructor.__qualname__ = "type"
Builtin.__name__ = Builtin.__qualname__ = "builtin_function_or_method"
Builtin.__module__ = "builtins"


def node_name(value: Any) -> str:
    """The name of a graph node, "" for anything else."""
    return value.name() if hasattr(type(value), "next_functions") else ""


class Kinds:
    """The types of one interpreter: for each value the one thing that a program takes for its type.

    `listed` are the classes that stand for themselves, `made` the stand-ins that can be called.
    """

    def __init__(self, listed: Iterable[type], made: Iterable[Kind]) -> None:

        def type_of(value, /):
            return self.of(value)

        type_ = Constructor("type", type, Kind, Constructor, make=type_of)
        self.made = {kind.name: kind for kind in (*made, type_)}
        self._known: dict[type, Any] = {cls: cls for cls in listed}
        self._known |= {cls: kind for kind in self.made.values() for cls in kind.real}
        self._named: dict[str, Kind] = {}

    def of(self, value: object) -> Any:
        """The type of `value`."""
        cls = type(value)
        found = self._known.get(cls)
        if found is not None:
            return found
        if cls in FUNCTIONS:
            own = cls is FunctionType and value.__module__ == "__main__"
            return self._name("function" if own else "builtin_function_or_method")
        name = node_name(value).rpartition("::")[2]
        return self._name(name) if name else self.of_class(cls)

    def of_class(self, cls: type) -> Any:
        """What stands for `cls`: for an exception it is the first class above it that is listed."""
        found = self._known.get(cls)
        if found is None:
            title, found = title_of(cls), None
            if title in names.CONSTRUCTORS:
                found = Constructor(title, cls, make=cls)
            elif issubclass(cls, BaseException):
                found = next((kind for c in cls.__mro__ if (kind := self._known.get(c))), None)
            self._known[cls] = found = found or Kind(title, cls)
        return found

    def _name(self, name: str) -> Kind:
        kind = self._named.get(name)
        if kind is None:
            kind = self._named[name] = Kind(name, of=self.of)
        return kind


def title_of(cls: type) -> str:
    """The dotted name that a class has in PyTorch and Python."""
    package, title = cls.__module__.partition(".")[0], cls.__qualname__
    if package != "gradline":
        return f"{cls.__module__}.{title}"
    return f"torch.return_types.{title}" if hasattr(cls, "fields") else f"torch.{title}"


def dunder(value: Any, name: str, kinds: Kinds) -> Any:
    """The attribute `name`, one of DUNDERS, of a value; AttributeError if it has none."""
    if name == "__class__":
        return kinds.of(value)
    if isinstance(value, Kind):
        return value.module if name == "__module__" else value.name
    if isinstance(value, Builtin):
        return "builtins" if name == "__module__" else value.name
    named = isinstance(value, type) or callable(value)
    found = getattr(value, name, None) if named and hasattr(value, "__name__") else None
    if not isinstance(found, str):
        raise AttributeError(f"'{type(value).__name__}' object has no attribute '{name}'")
    return "torch" if name == "__module__" and found.startswith("gradline.") else found
