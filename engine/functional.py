"""`torch.autograd.functional`: Jacobians, Hessians and their products at given inputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .arguments import tensor
from .differentiate import grad
from .errors import GradError, ShapeError
from .families import function
from .gradmode import enable_grad
from .tensor import Tensor
from .transforms import (
    forget_stand_ins,
    like,
    plain,
    pull_back,
    push_forward,
    rows,
    stand_in,
    tensors_in,
)

Function = Callable[..., Any]


def _run(func: Function, inputs: Any, create_graph: bool) -> tuple[Any, tuple[Any, ...]]:
    """`func` of its inputs, tensor or tuple, with stand-ins (linked ones with create_graph)."""
    tensors = inputs if isinstance(inputs, tuple) else (inputs,)
    for given in tensors:
        tensor(given, "a function to differentiate")
    given = tuple(stand_in(t) if create_graph else t.detach().requires_grad_() for t in tensors)
    with enable_grad():
        return func(*given), given


def _structure(found: Any, inputs: Any, create_graph: bool) -> Any:
    found = found if isinstance(inputs, tuple) else found[0]
    return found if create_graph else plain(found)


def jacobian(
    func: Function,
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    strategy: str = "reverse-mode",
) -> Any:
    """The Jacobian of `func` at `inputs`; with tuples, one for each pair of output and input.

    strict: raise GradError when the output does not depend on an input.
    """
    value, given = _run(func, inputs, create_graph)
    outputs = value if isinstance(value, tuple) else (value,)
    if strict:
        _refuse_independent(outputs, given)
    with enable_grad():
        found = tuple(
            _structure(tuple(rows(output, list(given))), inputs, create_graph) for output in outputs
        )
    return found if isinstance(value, tuple) else found[0]


def _refuse_independent(outputs: tuple[Any, ...], given: tuple[Any, ...]) -> None:
    for i, output in enumerate(outputs):
        found = (
            grad(output.sum(), given, allow_unused=True, retain_graph=True)
            if output.requires_grad
            else (None,)
        )
        if any(part is None for part in found):
            raise GradError(f"output {i} does not depend on every input, as strict=True demands")


def hessian(
    func: Function,
    inputs: Any,
    create_graph: bool = False,
    strict: bool = False,
    vectorize: bool = False,
    outer_jacobian_strategy: str = "reverse-mode",
) -> Any:
    """The Hessian of `func`, a function to one number, at `inputs`."""
    value, given = _run(func, inputs, create_graph)
    _single(value)
    with enable_grad():
        slopes = pull_back([value], list(given), [None])
        found = tuple(
            _structure(tuple(rows(slope, list(given))), inputs, create_graph) for slope in slopes
        )
    return found if isinstance(inputs, tuple) else found[0]


def _single(value: Any) -> None:
    if not isinstance(value, Tensor) or value.array.size != 1:
        raise ShapeError("the function has to return a tensor of one element")


def vjp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> Any:
    """`func(inputs)` and the cotangents of the inputs that belong to `v` of the output."""
    value, given = _run(func, inputs, create_graph)
    weights = [None] if v is None else tensors_in(v)
    with enable_grad():
        found = tuple(pull_back(tensors_in(value), list(given), list(weights)))
    shown = value if create_graph else plain(value)
    return shown, _structure(found, inputs, create_graph)


def jvp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> Any:
    """`func(inputs)` and its derivative in the direction `v` (ones for a single number)."""
    value, given = _run(func, inputs, create_graph)
    tangents = [function("ones_like")(t) for t in given] if v is None else tensors_in(v)
    with enable_grad():
        pushed = like(value, push_forward(tensors_in(value), list(given), tangents))
    forget_stand_ins()
    return (value, pushed) if create_graph else (plain(value), plain(pushed))


def _second(
    func: Function, inputs: Any, v: Any, create_graph: bool
) -> tuple[Any, tuple[Any, ...], list[Tensor], list[Any]]:
    value, given = _run(func, inputs, create_graph)
    _single(value)
    weights = [function("ones_like")(t) for t in given] if v is None else tensors_in(v)
    with enable_grad():
        slopes = pull_back([value], list(given), [None])
    return value, given, slopes, weights


def vhp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> Any:
    """`func(inputs)` and the product of `v` with the Hessian."""
    value, given, slopes, weights = _second(func, inputs, v, create_graph)
    with enable_grad():
        found = tuple(pull_back(slopes, list(given), list(weights)))
    shown = value if create_graph else plain(value)
    return shown, _structure(found, inputs, create_graph)


def hvp(
    func: Function, inputs: Any, v: Any = None, create_graph: bool = False, strict: bool = False
) -> Any:
    """`func(inputs)` and the product of the Hessian with `v`, which equals `vhp`."""
    return vhp(func, inputs, v, create_graph, strict)
