"""The engine's errors: each one is also the built-in class that PyTorch raises in its place."""

from __future__ import annotations


class EngineError(Exception):
    """Base of every error that the engine raises on purpose."""


class ShapeError(EngineError, RuntimeError):
    """Shapes that do not fit together, or do not fit the operator."""


class DTypeError(EngineError, RuntimeError):
    """Dtypes that do not fit together, or do not fit the operator."""


class UnsupportedError(DTypeError, NotImplementedError):
    """An operator that is not defined for a dtype."""


class GradError(EngineError, RuntimeError):
    """A gradient that does not exist, is not allowed, or can no longer be computed."""


class ArgumentError(EngineError, TypeError):
    """An argument of the wrong type, missing, or not known."""


class ValueRangeError(EngineError, ValueError):
    """An argument of the right type with a value that means nothing here."""


class OptionError(EngineError, RuntimeError):
    """An option with a value that means nothing here."""


class DimError(EngineError, IndexError):
    """A dimension or an index that lies outside the tensor."""


class MathError(EngineError, RuntimeError):
    """A result that does not exist: a singular matrix, an empty reduction."""

    __module__ = "torch._C"
    __qualname__ = "_LinAlgError"


class LimitError(EngineError, RuntimeError):
    """A bound on size, memory, steps or time that was reached."""
