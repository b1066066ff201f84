"""The modules below `torch`: names resolved through the catalog when they are first used."""

from __future__ import annotations

import math
from typing import Any

from .families import FAMILY_OF, FAMILY_OF_OPERATOR, function

CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "nan": math.nan, "newaxis": None}

HELD = """
    Size Tensor device dtype bool uint8 int8 short int16 int int32 long int64 half float16 float
    float32 double float64 cfloat complex64 cdouble complex128 get_default_dtype set_default_dtype
    enable_grad no_grad inference_mode set_grad_enabled is_grad_enabled
"""
STRUCTURES = "AxisMap Geometry Sampling Mean Grid Found Strides Owner Step look embed"
"""What else stands below `torch.table`: see raw.py."""
TABLE = [f"table.{name}" for name in (*FAMILY_OF_OPERATOR, *STRUCTURES.split())]
NAMES = frozenset([*HELD.split(), *CONSTANTS, *FAMILY_OF, *TABLE])
"""Every public name below `torch.`, dotted; `HELD` are those that the package itself holds."""


class Module:
    """A module below `torch`, such as `torch.nn.functional`."""

    def __init__(self, path: str) -> None:
        self.__path = path

    def __getattr__(self, name: str) -> Any:
        found = lookup(f"{self.__path}.{name}")
        setattr(self, name, found)
        return found

    def __dir__(self) -> list[str]:
        prefix = self.__path + "."
        names = [name[len(prefix) :] for name in FAMILY_OF if name.startswith(prefix)]
        return sorted({name.partition(".")[0] for name in names})

    def __repr__(self) -> str:
        return f"<module 'torch.{self.__path}'>"


MODULES: dict[str, Module] = {}


def lookup(path: str) -> Any:
    """The function, constant or module at `path` below `torch`. Raises AttributeError."""
    if path in FAMILY_OF:
        return function(path)
    if path.startswith("table."):
        from .raw import raw

        return raw(path.removeprefix("table."))
    if path in CONSTANTS:
        return CONSTANTS[path]
    if path in MODULES:
        return MODULES[path]
    prefix = path + "."
    if path == "table" or any(name.startswith(prefix) for name in FAMILY_OF):
        return MODULES.setdefault(path, Module(path))
    raise AttributeError(f"torch has no name {path!r}")
