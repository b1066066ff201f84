"""The tuples that PyTorch gives names of its own: sizes, and results of several tensors."""

from __future__ import annotations

from operator import index, itemgetter
from typing import TYPE_CHECKING, Any, SupportsIndex

from .errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Iterable


class Size(tuple[int, ...]):
    """The shape of a tensor: a tuple of ints that prints as `torch.Size([2, 3])`."""

    __module__ = "torch"
    __slots__ = ()

    def __new__(cls, lengths: Iterable[Any] = ()) -> Size:
        try:
            return tuple.__new__(cls, map(index, lengths))
        except TypeError:
            raise ArgumentError(f"a size is made of integers, not of {lengths!r}") from None

    def __repr__(self) -> str:
        return f"torch.Size({list(self)})"

    def numel(self) -> int:
        """The number of elements of a tensor of this size."""
        total = 1
        for length in self:
            total *= length
        return total

    def __getitem__(self, key: Any) -> Any:
        item = tuple.__getitem__(self, key)
        return tuple.__new__(Size, item) if type(item) is tuple else item

    def __add__(self, other: Any) -> Any:
        return Size(tuple.__add__(self, other)) if isinstance(other, tuple) else NotImplemented

    def __radd__(self, other: Any) -> Any:
        return Size(tuple.__add__(other, self)) if isinstance(other, tuple) else NotImplemented

    def __mul__(self, times: SupportsIndex) -> Size:
        return tuple.__new__(Size, tuple.__mul__(self, times))

    __rmul__ = __mul__


class ReturnType(tuple[Any, ...]):
    """Several results under the names of their fields; made by `return_type`."""

    __slots__ = ()
    fields: tuple[str, ...] = ()

    def __repr__(self) -> str:
        items = ",\n".join(f"{name}={item!r}" for name, item in zip(self.fields, self, strict=True))
        return f"torch.return_types.{type(self).__name__}(\n{items})"


def return_type(name: str, *fields: str) -> type[ReturnType]:
    """The class of an operator's results: `return_type("max", "values", "indices")`.

    Its instances unpack like tuples, give each item also by its field's name, and print as
    `torch.return_types.NAME(` with one `field=item` a line.
    """
    getters = {field: property(itemgetter(place)) for place, field in enumerate(fields)}
    return type(name, (ReturnType,), {"__slots__": (), "fields": fields, **getters})
