"""What the families of activations share: how one is declared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .declare import elementwise, operator, public
from .inplace import inplace
from .operator import Operator
from .tensor import Tensor


def slope(
    name: str, kernel: Callable[..., Any], bend: Any = None, node: str | None = None
) -> Operator:
    """The VJP `kernel(g, x, …)` of the activation `name` as an operator of its own.

    It is linear in `g`, and so its own rule there; `bend` is the rule for its second argument,
    None for an activation made of straight pieces.
    """
    rules = {"g": None, kernel.__code__.co_varnames[1]: bend or (lambda c: np.zeros_like(c))}
    made = operator(name + "_backward", kernel, node=node, elementwise=True, **rules)
    made.rules = (made, made.rules[1])
    return made


def activation(name: str, kernel: Callable[..., Any], x: Any, **options: Any) -> Any:
    """Declare `nn.functional.NAME(input, inplace=False)`; gives the call without `inplace`."""
    call = elementwise(name, kernel, **{"names": "", "promote": "floating", **options}, x=x)
    changing = inplace(call, name + "_")

    def function(input: Tensor, inplace: bool = False) -> Tensor:
        return changing(input) if inplace else call(input)

    function.__doc__ = f"The activation {name} of every element."
    public("nn.functional." + name)(function)
    return call
