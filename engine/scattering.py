"""What writes into tensors: declared once, published as a copying and as an in-place form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .arguments import tensor
from .declare import operator, publish_function, publish_method
from .errors import ShapeError
from .inplace import store
from .operator import Operator
from .tensor import Tensor, memory


class Scatter:
    """A way of writing into a tensor.

    write: changes its first argument, an array. operator: the same on a copy.
    """

    __slots__ = ("operator", "write")

    def __init__(
        self, name: str, write: Callable[..., None], params: str, **declaration: Any
    ) -> None:
        self.write = write
        self.operator: Operator = operator(
            name, self.on_copy, params=f"x {params}", holomorphic=False, **declaration
        )

    def on_copy(self, x: Any, *args: Any) -> Any:
        changed = np.array(x)
        self.write(changed, *args)
        return changed


class MaskedScatter(Scatter):
    """The same where the tensor broadcasts with a mask, the second argument."""

    __slots__ = ()

    def on_copy(self, x: Any, *args: Any) -> Any:
        try:
            shape = np.broadcast_shapes(x.shape, args[0].shape)
        except ValueError:
            raise ShapeError(
                f"a mask of shape {list(args[0].shape)} does not broadcast with a tensor of shape "
                f"{list(x.shape)}"
            ) from None
        return super().on_copy(np.broadcast_to(x, shape), *args)


def scattering(name: str, *, repeats: bool = False) -> Callable[[Any], Any]:
    """Publish both forms of what the decorated function decides on: a Scatter, its arguments.

    repeats: whether the in-place form takes expanded tensors, whose elements share their places.
    """

    def publish(prepare: Callable[..., tuple[Scatter, tuple[Any, ...]]]) -> Any:
        def out_of_place(input: Tensor, *args: Any, **kwargs: Any) -> Tensor:
            scatter, prepared = prepare(tensor(input, name), *args, **kwargs)
            return scatter.operator(input, *prepared)

        def in_place(input: Tensor, *args: Any, **kwargs: Any) -> Tensor:
            scatter, prepared = prepare(input, *args, **kwargs)
            arrays = [memory(arg) if arg.__class__ is Tensor else arg for arg in prepared]
            return store(
                input,
                scatter.operator,
                prepared,
                lambda x: scatter.write(x, *arrays),
                name + "_",
                repeats,
            )

        for form, suffix in ((out_of_place, ""), (in_place, "_")):
            form.__name__, form.__doc__ = name + suffix, prepare.__doc__
            form.__wrapped__ = prepare  # pyright: ignore[reportFunctionMemberAccess]
            publish_method(name + suffix, form)
        publish_function(name, out_of_place)
        return out_of_place

    return publish
