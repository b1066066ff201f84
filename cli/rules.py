"""The gradient rules of an operator as formulas, read off a call with small example tensors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

SHAPES = [(), (2, 3), (3, 3), (3,), (2, 3, 4), (2, 3, 4, 4), (2, 3, 4, 4, 4)]
NAMES = {"input": "x", "other": "y"}

# What a parameter that is no tensor is given in an example, by its name.
SETTINGS: dict[str, Any] = {
    "axis": 0,
    "diagonal": 0,
    "dim": 0,
    "dim0": 0,
    "dim1": 1,
    "dims": (0,),
    "exponent": 2,
    "kernel_size": 2,
    "lambd": 0.5,
    "n": 1,
    "normalized_shape": (3,),
    "p": 2,
    "shape": (-1,),
    "threshold": 0.5,
    "value": 0.25,
}

# Calls of what takes more than tensors of one shape, with the variables below.
EXAMPLES = {
    "addbmm": "addbmm(a, s, t)",
    "addmv": "addmv(u, a, v)",
    "baddbmm": "baddbmm(s, t, t)",
    "block_diag": "block_diag(x, a)",
    "bmm": "bmm(s, t)",
    "broadcast_to": "broadcast_to(u, (2, 3))",
    "channel_shuffle": "channel_shuffle(image, 2)",
    "cholesky": "cholesky(a @ a.T + eye(3))",
    "chunk": "chunk(x, 2)",
    "clamp": "clamp(x, 0.25, 0.75)",
    "constant_pad_nd": "constant_pad_nd(x, (1, 1))",
    "diagonal_scatter": "diagonal_scatter(a, u)",
    "einsum": "einsum('ij,jk->ik', x, a)",
    "embedding": "torch.embedding(x, tensor([0, 1]))",
    "index_put": "index_put(u, (tensor([0]),), tensor([0.5]))",
    "kthvalue": "kthvalue(u, 1)",
    "linalg.cholesky": "torch.linalg.cholesky(a @ a.T + eye(3))",
    "linalg.multi_dot": "torch.linalg.multi_dot([a, b])",
    "movedim": "movedim(s, 0, 1)",
    "mv": "mv(a, u)",
    "narrow": "narrow(x, 1, 0, 2)",
    "nn.functional.bilinear": "bilinear(u, v, s)",
    "nn.functional.embedding": "F.embedding(tensor([0, 1]), x)",
    "nn.functional.group_norm": "group_norm(image, 2)",
    "nn.functional.nll_loss": "nll_loss(x, tensor([0, 1]))",
    "nn.functional.pad": "pad(x, (1, 1))",
    "nn.functional.pixel_shuffle": "pixel_shuffle(image, 2)",
    "nn.functional.scaled_dot_product_attention": "scaled_dot_product_attention(x, y, y)",
    "roll": "roll(x, 1, 0)",
    "select_scatter": "select_scatter(x, u, 0, 0)",
    "split": "split(x, 1)",
    "stack": "stack([x, y])",
    "swapaxes": "swapaxes(s, 0, 1)",
    "take_along_dim": "take_along_dim(x, tensor([[0, 1, 0]]), 0)",
    "topk": "topk(u, 2)",
    "where": "where(x > 0.5, x, y)",
}
VARIABLES = {
    **dict.fromkeys("xy", (2, 3)),
    **dict.fromkeys("ab", (3, 3)),
    **dict.fromkeys("uv", (3,)),
    **dict.fromkeys("st", (2, 3, 3)),
    "image": (1, 4, 2, 2),
}


Example = tuple[Callable[[], Any], dict[str, Any], str]
"""A call, its variables by name, and what it is an example for."""


def rules(name: str, function: Any) -> tuple[dict[str, str], str]:
    """By variable the formula of its gradient, and the example that it was read off.

    `g` is the cotangent of the result. Empty where no example fits the function. What works
    element by element needs no example: its formula says it for every shape.
    """
    for call, leaves, described in examples(name, function):
        try:
            found = formulas_of(call, leaves)
        except Exception:  # the next example may fit
            continue
        if found:
            return found, described
    return {}, ""


def grad_fns(name: str, function: Any) -> list[str]:
    """The nodes that results of the first fitting example have; none if nothing is recorded."""
    from .. import engine

    for call, _, _ in examples(name, function):
        try:
            found = call()
        except Exception:
            continue
        parts = [found] if isinstance(found, engine.Tensor) else found
        if isinstance(parts, tuple | list) and all(isinstance(p, engine.Tensor) for p in parts):
            return sorted({part.grad_fn.name() for part in parts if part.grad_fn is not None})
    return []


def examples(name: str, function: Any) -> Iterator[Example]:
    """Calls of a function, the one that is written down or else those that may fit."""
    if name in EXAMPLES:
        yield written_example(EXAMPLES[name])
        return
    from .commands.ops import operators_of

    elementwise = any(operator.elementwise for operator in operators_of(function))
    for shape in SHAPES if elementwise else SHAPES[1:]:
        turned = shape[:-2] + shape[:-3:-1] if len(shape) == 2 else shape
        for first in dict.fromkeys((shape, turned)):
            described = f"for tensors of shape {list(shape)}" if shape else ""
            yield (*guessed_example(function, first, shape), described)


def written_example(program: str) -> Example:
    """A call in the language."""
    from ..grammar import Interpreter

    leaves = {name: numbers(shape, i) for i, (name, shape) in enumerate(VARIABLES.items())}
    interpreter = Interpreter()
    for name, value in leaves.items():
        interpreter.define(name, value)
    return lambda: interpreter.run(program), leaves, f"in {program}"


def guessed_example(
    function: Any, first: tuple[int, ...], shape: tuple[int, ...]
) -> tuple[Callable[[], Any], dict[str, Any]]:
    """A call with what has to be given, and its variables; `first` is the first tensor's shape."""
    from inspect import Parameter, signature

    from .. import engine

    leaves: dict[str, Any] = {}
    arguments: list[Any] = []
    for position, (name, parameter) in enumerate(signature(function).parameters.items()):
        if parameter.default is not Parameter.empty or parameter.kind in (
            Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD,
        ):  # fmt: skip
            break
        if name in SETTINGS:
            arguments.append(SETTINGS[name])
        elif name == "index":
            arguments.append(engine.zeros(shape, dtype=engine.int64))
        elif name == "mask":
            arguments.append(engine.ones(shape, dtype=engine.bool))
        else:
            leaf = numbers(shape if position else first, position)
            leaves[NAMES.get(name, name)] = leaf
            arguments.append([leaf, leaf * 2] if name == "tensors" else leaf)
    return lambda: function(*arguments), leaves


def numbers(shape: tuple[int, ...], seed: int) -> Any:
    """A leaf of different numbers between 0 and 1."""
    from .. import engine

    count = engine.ones(shape).numel()
    steps = engine.arange(1.0, count + 1.0) / (count + 1 + seed)
    return steps.reshape(shape).requires_grad_()


def formulas_of(call: Callable[[], Any], leaves: dict[str, Any]) -> dict[str, str]:
    """The formulas of a result's gradients, of the first part if there are several."""
    from .. import engine
    from ..engine.formula import formulas, text

    def result() -> Any:
        found = call()
        return found if isinstance(found, engine.Tensor) else found[0]

    shape = result().shape
    cotangent = engine.arange(1.0, engine.ones(shape).numel() + 1.0).reshape(shape)

    def gradients() -> list[Any]:
        options = {"create_graph": True, "allow_unused": True}
        return list(engine.autograd.grad(result(), list(leaves.values()), cotangent, **options))

    variables = {**leaves, "g": cotangent}
    _, found = formulas(variables, gradients)
    return {
        name: text(expression, variables)
        for name, expression in zip(leaves, found, strict=True)
        if expression is not None
    }
