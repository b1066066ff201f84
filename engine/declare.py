"""How families put their operators into the table.

`elementwise` declares a whole operator in one line: function, method and in-place form. What has
a signature of its own is a Python function marked with `public`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import numpy as np
from numpy import ndarray

from .arrays import as_array, lazily
from .dtypes import F32, F64
from .errors import ArgumentError, ShapeError
from .gradmode import mode
from .graph import edge_of
from .inplace import inplace
from .lazy_memory import THRESHOLD
from .operator import Operator, broadcast_message
from .tensor import Tensor, new_tensor

FUNCTIONS: dict[str, Any] = {}
"""Everything public by its name below `torch.`, as far as families are loaded."""

UFUNCS: dict[str, Callable[..., Any]] = {}
"""What each of NumPy's ufuncs means for tensors."""

OPERATORS: dict[str, Operator] = {}
"""The table: every differentiable operator by name, as far as families are loaded."""


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
        published = _with_numpy_names(function) if _takes_dim(function) else function
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
    return code is not None and "dim" in code.co_varnames[: code.co_argcount]


def _with_numpy_names(function: Any) -> Any:
    """`function`, whose `dim` and `keepdim` may also be called `axis` and `keepdims`."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if kwargs:
            if "axis" in kwargs and "dim" not in kwargs:
                kwargs["dim"] = kwargs.pop("axis")
            if "keepdims" in kwargs and "keepdim" not in kwargs:
                kwargs["keepdim"] = kwargs.pop("keepdims")
        return function(*args, **kwargs)

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
    for public_name in published:
        public(public_name, method=method, inplace_form=inplace_form)(call)
    return call


def _caller(made: Operator) -> Callable[..., Any]:
    """The operator as a function with PyTorch's parameter names and a short path for floats."""
    if len(made.params) == 1:
        return unary_call(made)
    if len(made.params) == 2 and len(made.rules) == 2:
        return _binary(made)

    def call(input: Any, *args: Any) -> Any:
        return made(input, *args)

    return call


def unary_call(made: Operator) -> Callable[[Tensor], Tensor]:
    """A one-input operator as a function with a short path for floats."""
    kernel, differentiable = made.kernel, made.differentiable

    def call(input: Tensor) -> Tensor:
        if input.__class__ is not Tensor:
            raise ArgumentError(f"{made.name} takes a tensor, not {type(input).__name__}")
        x = input.array
        dtype = x.dtype
        if dtype is not F32 and dtype is not F64:
            return made.record((input,))
        if x.__class__ is ndarray and x.size >= THRESHOLD:
            x = lazily(x)
        out = kernel(x)
        if out.__class__ is not ndarray:
            out = as_array(out)
        found = new_tensor(out)
        if mode.enabled and differentiable:
            edge = edge_of(input)
            if edge is not None:
                made.attach(found, (input,), (x,), [edge], 1)
        return found

    return call


def _binary(made: Operator) -> Callable[[Any, Any], Tensor]:
    kernel, differentiable = made.kernel, made.differentiable
    both = len(made.linked) == 2

    def call(input: Any, other: Any) -> Tensor:
        if input.__class__ is Tensor:
            a = input.array
            dtype = a.dtype
            if other.__class__ is Tensor:
                b = other.array
                plain = b.dtype is dtype
            else:
                b = other
                plain = b.__class__ is float or b.__class__ is int
        elif other.__class__ is Tensor:
            a = input
            b = other.array
            dtype = b.dtype
            plain = a.__class__ is float or a.__class__ is int
        else:
            raise ArgumentError(f"{made.name} needs a tensor among its arguments")
        if not plain or (dtype is not F32 and dtype is not F64):
            return made.record((input, other))
        if a.__class__ is ndarray and a.size >= THRESHOLD:
            a = lazily(a)
        if b.__class__ is ndarray and b.size >= THRESHOLD:
            b = lazily(b)
        try:
            out = kernel(a, b)
        except ValueError:
            raise ShapeError(broadcast_message(made.name, (a, b))) from None
        except TypeError:
            return made.record((input, other))
        if out.__class__ is not ndarray:
            out = as_array(out)
        found = new_tensor(out)
        if mode.enabled and differentiable:
            first = edge_of(input) if input.__class__ is Tensor else None
            second = edge_of(other) if other.__class__ is Tensor else None
            mask = (first is not None) | (second is not None) << 1
            if mask:
                edges = [first, second] if both else [first]
                made.attach(found, (input, other), (a, b), edges, mask)
        return found

    return call
