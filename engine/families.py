"""Which file of `engine/ops` holds a name: families are loaded when a name is first used."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from .catalog import FUNCTIONS, METHODS, OPERATORS
from .declare import FUNCTIONS as LOADED
from .tensor import Tensor


def _index(table: dict[str, str]) -> dict[str, str]:
    return {name: family for family, names in table.items() for name in names.split()}


FAMILY_OF = _index(FUNCTIONS)
FAMILY_OF_METHOD = _index(METHODS)
FAMILY_OF_OPERATOR = _index(OPERATORS)

ATTRIBUTES = """
    backward data detach device dtype grad grad_fn is_leaf item itemsize nbytes ndim numpy
    register_hook register_post_accumulate_grad_hook requires_grad requires_grad_ retain_grad
    retains_grad shape tolist
"""
MEMBERS = frozenset([*ATTRIBUTES.split(), *FAMILY_OF_METHOD])
"""Every public method and attribute of tensors; `ATTRIBUTES` are those of the class itself."""


def load(family: str) -> None:
    """Import a family; its names are published as that happens."""
    import_module(f"{__package__}.ops.{family}")


def function(name: str) -> Any:
    """The public function `name`, dotted below `torch.`. Raises KeyError."""
    found = LOADED.get(name)
    if found is None:
        load(FAMILY_OF[name])
        found = LOADED[name]
    return found


def load_all() -> None:
    """Load every family, to enumerate the whole table."""
    for family in FUNCTIONS:
        load(family)


SPECIAL_METHODS = {
    "arithmetic": "add radd iadd sub rsub isub mul rmul imul truediv rtruediv itruediv "
    "floordiv rfloordiv ifloordiv mod rmod imod pow rpow ipow neg pos",
    "comparison": "eq ne lt le gt ge and rand iand or ror ior xor rxor ixor invert "
    "lshift rlshift ilshift rshift rrshift irshift",
    "products": "matmul rmatmul imatmul",
    "indexing": "getitem setitem",
    "pointwise": "abs round floor ceil trunc",
}
"""Python's own operators, by the family that gives them to tensors."""


class _Late:
    """Stands for a tensor's method or attribute until it is used, and then loads its family.

    Without `__getattr__`, which would make every look at a tensor's fields four times as slow.
    """

    __slots__ = ("family", "name")

    def __init__(self, family: str, name: str) -> None:
        self.family = family
        self.name = name

    def __get__(self, tensor: Tensor | None, owner: type) -> Any:
        load(self.family)
        return getattr(owner if tensor is None else tensor, self.name)


for _name, _family in FAMILY_OF_METHOD.items():
    setattr(Tensor, _name, _Late(_family, _name))
for _family, _names in SPECIAL_METHODS.items():
    for _name in _names.split():
        setattr(Tensor, f"__{_name}__", _Late(_family, f"__{_name}__"))
