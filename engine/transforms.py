"""`torch.func`: functions in, their derivatives out.

A transform runs the function on fresh stand-ins for its arguments. A stand-in of a tensor that
requires grad stays linked to it, so transforms nest; when the outermost one is done, results that
depend on stand-ins only leave the graph.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from .differentiate import grad as autograd_grad
from .errors import ArgumentError, ShapeError
from .families import function
from .gradmode import enable_grad
from .graph import Port, edge_of
from .operator import identity
from .tensor import Tensor, new_tensor

Function = Callable[..., Any]


class _Level:
    """How deeply transforms are nested, and the stand-ins they made."""

    depth = 0
    stand_ins: set[Tensor] = set()  # noqa: RUF012 - one shared state on purpose


@contextmanager
def _transform() -> Iterator[None]:
    _Level.depth += 1
    try:
        with enable_grad():
            yield
    finally:
        _Level.depth -= 1


def _finish(result: Any) -> Any:
    """The result of a transform: the outermost one cuts it off from its stand-ins."""
    if _Level.depth:
        return result
    settled = map_tensors(_settle, result)
    _Level.stand_ins.clear()
    return settled


def _settle(tensor: Tensor) -> Tensor:
    return tensor if _reaches_outside(tensor) else tensor.detach()


def _reaches_outside(tensor: Tensor) -> bool:
    """Whether a leaf that is no stand-in lies below `tensor`."""
    stack = [edge_of(tensor)]
    seen = set()
    while stack:
        edge = stack.pop()
        edge = edge.node if edge.__class__ is Port else edge
        if edge is None or edge in seen:
            continue
        seen.add(edge)
        if edge.__class__ is Tensor:
            if edge not in _Level.stand_ins:
                return True
        else:
            stack.extend(edge.edges)
    return False


def stand_in(value: Any) -> Any:
    """A tensor to differentiate in place of `value`; what is not a tensor stays."""
    if not isinstance(value, Tensor):
        return map_tensors(stand_in, value) if isinstance(value, (tuple, list, dict)) else value
    if value.requires_grad:
        return identity(value)
    if value.array.dtype.kind not in "fc":
        return value
    made = value.detach().requires_grad_()
    _Level.stand_ins.add(made)
    return made


def map_tensors(change: Callable[[Tensor], Any], value: Any) -> Any:
    """`value`, a tensor or nested tuples, lists and dicts, with every tensor changed."""
    if isinstance(value, Tensor):
        return change(value)
    if isinstance(value, (tuple, list)):
        return type(value)(map_tensors(change, part) for part in value)
    if isinstance(value, dict):
        return {key: map_tensors(change, part) for key, part in value.items()}
    return value


def tensors_in(value: Any) -> list[Tensor]:
    """The tensors of a nested value, in order."""
    found: list[Tensor] = []
    map_tensors(found.append, value)
    return found


def forget_stand_ins() -> None:
    _Level.stand_ins.clear()


def like(value: Any, tensors: list[Any]) -> Any:
    """`tensors` in the structure of `value`."""
    parts = iter(tensors)
    return map_tensors(lambda _: next(parts), value)


def pull_back(outputs: list[Tensor], inputs: list[Tensor], cotangents: list[Any]) -> list[Tensor]:
    """The cotangents of `inputs`, differentiable again; zeros where nothing depends on one."""
    tracked = [
        (output, cotangent)
        for output, cotangent in zip(outputs, cotangents, strict=True)
        if output.requires_grad
    ]
    if not tracked:
        return [_zeros(tensor) for tensor in inputs]
    found = autograd_grad(
        [output for output, _ in tracked],
        inputs,
        [cotangent for _, cotangent in tracked],
        create_graph=True,
        materialize_grads=True,
    )
    return list(found)


def _zeros(tensor: Tensor) -> Tensor:
    return new_tensor(np.zeros(tensor.array.shape, tensor.array.dtype))


def _select(args: tuple[Any, ...], argnums: Any) -> tuple[list[Any], Any]:
    """The arguments with stand-ins at `argnums`, and those stand-ins."""
    numbers = argnums if isinstance(argnums, tuple) else (argnums,)
    given = list(args)
    for number in numbers:
        if not -len(args) <= number < len(args):
            raise ArgumentError(f"argnums names argument {number} of {len(args)}")
        given[number] = stand_in(given[number])
    chosen = tuple(given[number] for number in numbers)
    return given, chosen if isinstance(argnums, tuple) else chosen[0]


def _split_aux(result: Any, has_aux: bool) -> tuple[Any, Any]:
    if not has_aux:
        return result, None
    if not isinstance(result, tuple) or len(result) != 2:
        raise ArgumentError("with has_aux=True the function returns a pair of output and aux")
    return result


def plain(value: Any) -> Any:
    """`value` with every tensor outside the graph."""
    return map_tensors(lambda tensor: tensor.detach(), value)


def grad(func: Function, argnums: Any = 0, has_aux: bool = False) -> Function:
    """The function that gives the gradient of `func`, a function to one number."""
    both = grad_and_value(func, argnums, has_aux)

    def gradient(*args: Any, **kwargs: Any) -> Any:
        found, value = both(*args, **kwargs)
        return (found, value[1]) if has_aux else found

    return gradient


def grad_and_value(func: Function, argnums: Any = 0, has_aux: bool = False) -> Function:
    """The function that gives the pair of gradient and value of `func`.

    Raises ShapeError when `func` does not return a tensor of one element.
    """

    def both(*args: Any, **kwargs: Any) -> Any:
        with _transform():
            given, chosen = _select(args, argnums)
            value, aux = _split_aux(func(*given, **kwargs), has_aux)
            if not isinstance(value, Tensor) or value.array.ndim != 0:
                shape = list(value.shape) if isinstance(value, Tensor) else type(value).__name__
                raise ShapeError(f"grad needs a function to a single number, this gave {shape}")
            inputs = tensors_in(chosen)
            found = like(chosen, pull_back([value], inputs, [None]))
        return _finish((found, (value, aux) if has_aux else value))

    return both


def vjp(func: Function, *primals: Any, has_aux: bool = False) -> Any:
    """`func(*primals)` and the function that carries cotangents of it back to the primals."""
    with _transform():
        given = [stand_in(primal) for primal in primals]
        value, aux = _split_aux(func(*given), has_aux)
    outputs = tensors_in(value)
    inputs = tensors_in(given)

    def pull(*cotangents: Any) -> tuple[Any, ...]:
        with _transform():
            weights = tensors_in(cotangents[0] if len(cotangents) == 1 else cotangents)
            found = like(tuple(given), pull_back(outputs, inputs, list(weights)))
        return map_tensors(_settle, found) if not _Level.depth else found

    if not _Level.depth:
        value, aux = map_tensors(_settle, value), map_tensors(_settle, aux)
    return (value, pull, aux) if has_aux else (value, pull)


def jvp(func: Function, primals: Any, tangents: Any, *, has_aux: bool = False) -> Any:
    """`func(*primals)` and its derivative in the direction of `tangents`.

    The pull-back is linear in its cotangent; its own pull-back is the push-forward.
    """
    with _transform():
        given = [stand_in(primal) for primal in primals]
        value, aux = _split_aux(func(*given), has_aux)
        outputs = tensors_in(value)
        pushed = push_forward(outputs, tensors_in(given), tensors_in(list(tangents)))
        result = (value, like(value, pushed))
    result = (*result, aux) if has_aux else result
    return _finish(result)


def push_forward(
    outputs: list[Tensor], inputs: list[Tensor], tangents: list[Tensor]
) -> list[Tensor]:
    """The tangents of `outputs` that belong to `tangents` of `inputs`."""
    duals = [_zeros(output).requires_grad_() for output in outputs]
    _Level.stand_ins.update(duals)
    pulled = pull_back(outputs, inputs, list(duals))
    return pull_back(pulled, duals, list(tangents))


def jacrev(func: Function, argnums: Any = 0, *, has_aux: bool = False, **_: Any) -> Function:
    """The function that gives the Jacobian of `func`: output shape, then input shape."""

    def jacobian(*args: Any, **kwargs: Any) -> Any:
        with _transform():
            given, chosen = _select(args, argnums)
            value, aux = _split_aux(func(*given, **kwargs), has_aux)
            inputs = tensors_in(chosen)
            found = map_tensors(lambda output: like(chosen, rows(output, inputs)), value)
        return _finish((found, aux) if has_aux else found)

    return jacobian


def rows(output: Tensor, inputs: list[Tensor]) -> list[Tensor]:
    """The Jacobians of one output, a pull-back for each of its elements."""
    count = output.array.size
    units = np.eye(count, dtype=output.array.dtype).reshape(count, *output.array.shape)
    pulled = [pull_back([output], inputs, [new_tensor(unit)]) for unit in units]
    shape = output.array.shape
    if not pulled:
        return [new_tensor(np.zeros(shape + t.array.shape, t.array.dtype)) for t in inputs]
    stack, reshape = function("stack"), function("reshape")
    return [
        reshape(stack([row[i] for row in pulled]), shape + tensor.array.shape)
        for i, tensor in enumerate(inputs)
    ]


def jacfwd(func: Function, argnums: Any = 0, *, has_aux: bool = False, **_: Any) -> Function:
    """As `jacrev`; the engine takes the reverse direction for both."""
    return jacrev(func, argnums, has_aux=has_aux)


def hessian(func: Function, argnums: Any = 0) -> Function:
    """The function that gives the Jacobian of the gradient of `func`."""
    return jacfwd(jacrev(func, argnums), argnums)


def vmap(func: Function, in_dims: Any = 0, out_dims: Any = 0, **_: Any) -> Function:
    """`func` mapped over a dimension of its arguments (None: not mapped), results stacked."""

    def mapped(*args: Any) -> Any:
        dims = in_dims if isinstance(in_dims, (tuple, list)) else [in_dims] * len(args)
        lengths = {a.shape[d] for a, d in zip(args, dims, strict=True) if d is not None}
        if len(lengths) != 1:
            raise ShapeError(f"vmap needs one common length to map over, found {sorted(lengths)}")
        results = [
            func(*[a if d is None else a.select(d, i) for a, d in zip(args, dims, strict=True)])
            for i in range(lengths.pop())
        ]
        stack = function("stack")
        if isinstance(results[0], tuple):
            outs = out_dims if isinstance(out_dims, tuple) else [out_dims] * len(results[0])
            columns = zip(*results, strict=True)
            return tuple(stack(list(c), d) for c, d in zip(columns, outs, strict=True))
        return stack(results, out_dims)

    return mapped
