"""The gradient rules of an operator as formulas, read off a call with small example tensors."""

from __future__ import annotations

from typing import Any

SHAPES = [(), (2, 3), (3, 3), (3,), (2, 3, 4), (2, 3, 4, 4), (2, 3, 4, 4, 4)]
NAMES = {"input": "x", "other": "y"}
SETTINGS = {"dim": 0, "dims": (0,), "axis": 0, "exponent": 2, "diagonal": 0, "p": 2, "shape": (-1,)}
SETTINGS |= {
    "min": 0.25,
    "max": 0.75,
    "dim0": 0,
    "dim1": 1,
    "n": 1,
    "threshold": 0.5,
    "value": 0.25,
}
SETTINGS |= {"kernel_size": 2, "equation": "ij,jk->ik", "normalized_shape": (3,), "lambd": 0.5}


def rules(function: Any) -> tuple[dict[str, str], str]:
    """By variable the formula of its gradient, and where it is for tensors of one size that.

    `g` is the cotangent of the result. Empty where no example fits the function.
    """
    from inspect import Parameter, signature

    from .ops import operators_of

    wanted = [
        name
        for name, parameter in signature(function).parameters.items()
        if parameter.default is Parameter.empty and parameter.kind is not Parameter.VAR_POSITIONAL
    ]
    operators = list(operators_of(function))
    elementwise = any(operator.elementwise for operator in operators)
    for shape in SHAPES if elementwise else SHAPES[1:]:
        for first in {shape, *([shape[:-2] + shape[:-3:-1]] if len(shape) == 2 else [])}:
            try:
                found = example(function, wanted, first, shape)
            except Exception:  # the next shape may fit
                continue
            if found:
                return found, f"of shape {list(shape)}" if shape else ""
    return {}, ""


def example(
    function: Any, wanted: list[str], first: tuple[int, ...], shape: tuple[int, ...]
) -> dict[str, str]:
    """The formulas of one call; `first` is the shape of the first tensor."""
    from .. import engine
    from ..engine.formula import formulas, text

    leaves: dict[str, Any] = {}
    arguments: dict[str, Any] = {}
    for position, name in enumerate(wanted):
        if name in SETTINGS:
            arguments[name] = SETTINGS[name]
            continue
        if name in ("index", "condition", "mask"):
            arguments[name] = engine.zeros(shape, dtype=engine.int64)
            if name != "index":
                arguments[name] = arguments[name] == 0
            continue
        sizes = shape if position else first
        count = engine.ones(sizes).numel()
        steps = engine.arange(1.0, count + 1.0) / (count + 1 + position)
        variable = NAMES.get(name, name)
        arguments[name] = leaves[variable] = steps.reshape(sizes).requires_grad_()
    result = function(**arguments)
    if not isinstance(result, engine.Tensor):
        result = result[0]
    cotangent = engine.arange(1.0, result.numel() + 1.0).reshape(result.shape)

    def gradients() -> list[Any]:
        again = function(**arguments)
        again = again if isinstance(again, engine.Tensor) else again[0]
        options = {"create_graph": True, "allow_unused": True}
        return list(engine.autograd.grad(again, list(leaves.values()), cotangent, **options))

    variables = {**leaves, "g": cotangent}
    _, found = formulas(variables, gradients)
    return {
        name: text(expression, variables)
        for name, expression in zip(leaves, found, strict=True)
        if expression is not None
    }
