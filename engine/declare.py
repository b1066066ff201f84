"""How families put their operators into the table.

`elementwise` declares a whole operator in one line: function, method and in-place form. What has
a signature of its own is a Python function marked with `public`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np

from .arguments import not_a_tensor
from .calls import binary_call, unary_call
from .inplace import inplace
from .operator import Operator
from .tensor import Tensor

FUNCTIONS: dict[str, Any] = {}
"""Everything public by its name below `torch.`, as far as families are loaded."""

UFUNCS: dict[str, Callable[..., Any]] = {}
"""What each of NumPy's ufuncs means for tensors."""

OPERATORS: dict[str, Operator] = {}
"""The table: every differentiable operator by name, as far as families are loaded."""


PUBLISHED: dict[str, str] = {}
"""The public name of the operators that a function calls with its own arguments."""


def publish_function(name: str, function: Any) -> None:
    FUNCTIONS[name] = function


def publish_method(name: str, function: Any) -> None:
    setattr(Tensor, name, function)


def public(
    *names: str, method: bool | str = False, inplace_form: bool = False
) -> Callable[[Any], Any]:
    """Publish a function under `names` below `torch.`, and as a tensor method.

    method: True for a method called like the first name's last part, or the names of methods.
    inplace_form: also publish the method with an underscore that stores the result.
    """

    def publish(function: Any) -> Any:
        last = names[0].rpartition(".")[2] if names else ""
        methods = method.split() if isinstance(method, str) else [last] if method else []
        if "<locals>" in getattr(function, "__qualname__", ""):
            function.__name__ = function.__qualname__ = last or methods[0]
        called = names[0] if names else methods[0] if methods else function.__name__
        published = _with_numpy_names(function, called) if _takes_dim(function) else function
        for name in names:
            publish_function(name, published)
        for name in methods:
            publish_method(name, published)
        if inplace_form:
            for name in methods:
                publish_method(name + "_", inplace(published, name + "_"))
            for name in names:
                publish_function(name + "_", inplace(published, name + "_"))
        return function

    return publish


def _takes_dim(function: Any) -> bool:
    code = getattr(function, "__code__", None)
    if code is None:
        return False
    names = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return "dim" in names and "axis" not in names


def _with_numpy_names(function: Any, name: str) -> Any:
    """`function`, whose `dim` and `keepdim` may also be called `axis` and `keepdims`.

    What is no tensor fails in it as an AttributeError, which is raised as an ArgumentError that
    calls the function `name`; nothing is paid for that while all goes well.
    """

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            if "axis" in kwargs and "dim" not in kwargs:
                kwargs["dim"] = kwargs.pop("axis")
            if "keepdims" in kwargs and "keepdim" not in kwargs:
                kwargs["keepdim"] = kwargs.pop("keepdims")
        try:
            return function(*args, **kwargs)
        except AttributeError as error:
            raise not_a_tensor(error, name, (*args, *kwargs.values())) or error from None

    return call


def operator(name: str, kernel: Callable[..., Any], **declaration: Any) -> Operator:
    """Add an operator to the table that `public` functions call."""
    made = OPERATORS[name] = Operator(name, kernel, **declaration)
    return made


def elementwise(
    name: str,
    kernel: Callable[..., Any],
    *,
    names: str | None = None,
    method: bool = True,
    inplace_form: bool = True,
    promote: str = "float",
    **declaration: Any,
) -> Callable[..., Any]:
    """Declare an operator that works element by element, and publish it.

    names: the public names below `torch.`, default `name`; "" publishes nothing.
    promote: "common" keeps integers, "float" computes them in the default dtype.
    """
    made = operator(name, kernel, promote=promote, elementwise=True, **declaration)
    call = _caller(made)
    if isinstance(kernel, np.ufunc):
        UFUNCS[kernel.__name__] = call
    published = (name if names is None else names).split()
    if published:
        PUBLISHED[name] = published[0].removeprefix("nn.functional.")
    for public_name in published:
        public(public_name, method=method, inplace_form=inplace_form)(call)
    return call


def _caller(made: Operator) -> Callable[..., Any]:
    """The operator as a function with PyTorch's parameter names and a short path for floats."""
    if len(made.params) == 1:
        return unary_call(made)
    if len(made.params) == 2 and len(made.rules) == 2:
        return binary_call(made)

    def call(input: Any, *args: Any) -> Any:
        return made(input, *args)

    return call
