"""Gradients of a result in its variables: what `grad`, case lists and `check` share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ... import engine
from ...engine.differentiate import grad
from ..errors import CommandError, UsageError, near

if TYPE_CHECKING:
    from ...engine import Tensor


def differentiable(value: Any) -> bool:
    """Whether a variable can have a gradient: a floating-point or complex tensor."""
    return isinstance(value, engine.Tensor) and (value.is_floating_point() or value.is_complex())


def make_leaf(value: Tensor) -> Tensor:
    """The same numbers as a leaf that asks for its gradient."""
    return (value if value.is_leaf else value.detach()).requires_grad_()


def select(variables: dict[str, Any], wrt: str | None) -> list[str]:
    """The names to differentiate in: those that `--wrt` lists, else every one that can be.

    The values of `variables` that are chosen become leaves.
    """
    if wrt is None:
        names = [name for name, value in variables.items() if differentiable(value)]
    else:
        names = [name.strip() for name in wrt.split(",") if name.strip()]
    for name in names:
        if name not in variables:
            raise UsageError(f"--wrt: no variable {name!r}{near(name, variables)}")
        if not differentiable(variables[name]):
            kind = getattr(variables[name], "dtype", type(variables[name]).__name__)
            raise UsageError(f"--wrt: {name} is {kind}; only floating-point tensors differentiate")
        variables[name] = make_leaf(variables[name])
    return names


def gradients(
    result: Tensor | list[Tensor],
    leaves: list[Tensor],
    cotangents: Any = None,
    create_graph: bool = False,
) -> list[Tensor | None]:
    """The gradient in each leaf, None where the result does not depend on it.

    `result` and `cotangents` may be lists of the same length; a cotangent has its result's shape.
    What goes wrong on the way, in the engine or in a hook of the program, is the user's to mend.
    """
    try:
        options = {"create_graph": create_graph, "allow_unused": True}
        return list(grad(result, leaves, cotangents, **options))
    except MemoryError:
        raise
    except Exception as error:
        raise CommandError(f"in the backward pass: {error}", kind=type(error).__name__) from error


def refusal(result: Any, names: list[str], cotangent: Any) -> CommandError | None:
    """Why a result has no gradient with this cotangent, and what to do; None where it has one."""
    if not isinstance(result, engine.Tensor):
        what = "nothing" if result is None else type(result).__name__
        return CommandError(f"the result is {what}; only a tensor has gradients")
    if not names:
        return CommandError("there is no floating-point variable to differentiate in")
    if not result.requires_grad:
        whole = f"the result does not depend on {', '.join(names)} through differentiable operators"
        return CommandError(whole, kind="GradError")
    shape = list(result.shape)
    if cotangent is None and result.numel() != 1:
        return CommandError(
            f"the result has the shape {shape}, and only a scalar has a gradient of its own",
            hint=f"give a cotangent of that shape, -v 'ones({str(shape)[1:-1]})', "
            "or reduce the result with sum() or mean()",
            kind="GradError",
        )
    if cotangent is not None and list(getattr(cotangent, "shape", ())) != shape:
        found = list(cotangent.shape) if isinstance(cotangent, engine.Tensor) else cotangent
        whole = f"the cotangent has the shape {found}, the result {shape}; they must be equal"
        return CommandError(whole, kind="ShapeError")
    return None
