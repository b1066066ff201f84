"""The language: text to syntax tree to closures over the engine. Reads no file, prints nothing."""

from .errors import ProgramError
from .interpreter import Interpreter
from .limits import Limits, Stopped
from .parser import parse

__all__ = ["Interpreter", "Limits", "ProgramError", "Stopped", "parse"]
