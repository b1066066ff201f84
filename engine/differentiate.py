"""`torch.autograd`: backward and grad."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from .arguments import tensor as require_tensor
from .arrays import as_array, spread
from .backward import backward_pass
from .errors import ArgumentError, DTypeError, GradError, ShapeError
from .graph import edge_of
from .tensor import Tensor, new_tensor

ONES: dict[np.dtype, Any] = {}
"""The cotangent of a single number, by dtype."""


def _sequence(value: Any, name: str) -> list[Any]:
    if isinstance(value, Tensor):
        return [value]
    if not isinstance(value, (list, tuple)):
        raise ArgumentError(f"{name} takes a tensor or a sequence of tensors, not {value!r}")
    return list(value)


def _tensors(value: Any, name: str) -> list[Tensor]:
    if value.__class__ is Tensor:
        return [value]
    return [require_tensor(part, name) for part in _sequence(value, name)]


def _roots(outputs: list[Any], cotangents: list[Any], recorded: bool) -> list[tuple[Any, Any]]:
    """Each output's edge with its cotangent, ones for a scalar output without one."""
    if len(cotangents) != len(outputs):
        raise GradError(f"{len(outputs)} outputs need as many gradients, not {len(cotangents)}")
    roots = []
    for output, cotangent in zip(outputs, cotangents, strict=True):
        edge = edge_of(output)
        if edge is None:
            raise GradError(
                "this tensor does not require grad and was not computed from one that does"
            )
        roots.append((edge, _cotangent(output, cotangent, recorded)))
    return roots


def _cotangent(output: Tensor, cotangent: Any, recorded: bool) -> Any:
    array = output.array
    if cotangent is None:
        if array.size != 1:
            raise GradError(
                f"the gradient of a result of shape {list(array.shape)} needs a cotangent of "
                "that shape (only a single element goes without): pass one, or reduce with sum()"
            )
        one = ONES.get(array.dtype)
        if one is None:
            if array.dtype.kind == "c":
                raise GradError(
                    "a complex result needs a cotangent: pass one, or take its real part"
                )
            one = ONES[array.dtype] = array.dtype.type(1)
        if recorded:
            return new_tensor(np.full(array.shape, one))
        return spread(one, array.shape) if array.shape else one
    if not isinstance(cotangent, Tensor):
        raise ArgumentError(f"a cotangent is a tensor or None, not {type(cotangent).__name__}")
    if cotangent.array.shape != array.shape:
        raise ShapeError(
            f"the cotangent has shape {list(cotangent.shape)}, its output {list(array.shape)}"
        )
    if (cotangent.array.dtype.kind == "c") != (array.dtype.kind == "c"):
        raise DTypeError(f"the cotangent is {cotangent.dtype}, its output {output.dtype}")
    if cotangent.array.dtype != array.dtype:
        cotangent = cotangent.to(output.dtype)
    return cotangent if recorded else cotangent.array


def backward(
    tensors: Any,
    grad_tensors: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    *,
    inputs: Any = None,
) -> None:
    """Accumulate gradients of `tensors`, weighted by `grad_tensors`, into the leaves' `.grad`.

    inputs: accumulate into these tensors only.
    Raises GradError where there is nothing to differentiate, or the graph was used up.
    """
    outputs = _tensors(tensors, "backward")
    cotangents = (
        [None] * len(outputs) if grad_tensors is None else _sequence(grad_tensors, "backward")
    )
    roots = _roots(outputs, cotangents, create_graph)
    retain = create_graph if retain_graph is None else retain_graph
    if inputs is None:
        backward_pass(roots, retain_graph=retain, create_graph=create_graph)
        return
    wanted = _tensors(inputs, "backward")
    if not wanted:
        raise GradError("inputs is empty: name the tensors to accumulate into, or leave it out")
    targets = _targets(wanted)
    for tensor in wanted:
        tensor.retain_grad()
    backward_pass(
        roots, targets=targets, accumulate=True, retain_graph=retain, create_graph=create_graph
    )


def _targets(inputs: list[Any]) -> list[Any]:
    edges = [edge_of(tensor) for tensor in inputs]
    for position, edge in enumerate(edges):
        if edge is None:
            raise GradError(f"input {position} does not require grad")
    return edges


def grad(
    outputs: Any,
    inputs: Any,
    grad_outputs: Any = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    allow_unused: bool | None = None,
    is_grads_batched: bool = False,
    materialize_grads: bool = False,
) -> tuple[Any, ...]:
    """The gradients of `outputs`, weighted by `grad_outputs`, with respect to `inputs`.

    allow_unused: give None for an input that the outputs do not depend on; without it that is a
    GradError. materialize_grads: give zeros for it.
    """
    results = _tensors(outputs, "grad")
    wanted = _tensors(inputs, "grad")
    weights = [None] * len(results) if grad_outputs is None else _sequence(grad_outputs, "grad")
    retain = create_graph if retain_graph is None else retain_graph
    if is_grads_batched:
        return _batched_grad(results, wanted, weights, retain, create_graph, allow_unused)
    found = backward_pass(
        _roots(results, weights, create_graph),
        targets=_targets(wanted),
        retain_graph=retain,
        create_graph=create_graph,
    )
    assert found is not None
    return tuple(
        _result(value, tensor, position, bool(allow_unused), materialize_grads)
        for position, (value, tensor) in enumerate(zip(found, wanted, strict=True))
    )


def _result(
    value: Any, tensor: Tensor, position: int, allow_unused: bool, materialize: bool
) -> Tensor | None:
    if value is None:
        if materialize:
            return new_tensor(np.zeros(tensor.array.shape, tensor.array.dtype))
        if allow_unused:
            return None
        raise GradError(
            f"the outputs do not depend on input {position}; pass allow_unused=True to get None"
        )
    return value if isinstance(value, Tensor) else new_tensor(as_array(value))


def _batched_grad(
    results: list[Any], wanted: list[Any], weights: Sequence[Any], retain: bool, *options: Any
) -> tuple[Any, ...]:
    """One gradient for every element of the first dimension of the cotangents, stacked."""
    from .families import function

    create_graph, allow_unused = options
    count = len(weights[0])
    rows = [
        grad(
            results,
            wanted,
            [None if w is None else w[i] for w in weights],
            retain or i + 1 < count,
            create_graph,
            allow_unused,
        )
        for i in range(count)
    ]
    stack = function("stack")
    return tuple(
        None if column[0] is None else stack(list(column)) for column in zip(*rows, strict=True)
    )


def backward_method(
    self: Tensor,
    gradient: Tensor | None = None,
    retain_graph: bool | None = None,
    create_graph: bool = False,
    inputs: Any = None,
) -> None:
    """Accumulate the gradient of this tensor into the `.grad` of the leaves below it.

    gradient: the cotangent, of this tensor's shape; needed unless it has one element.
    """
    edge = edge_of(self)
    if gradient is not None or create_graph or inputs is not None or edge is None:
        backward((self,), (gradient,), retain_graph, create_graph, inputs=inputs)
    else:
        roots = ((edge, _cotangent(self, None, False)),)
        backward_pass(roots, retain_graph=bool(retain_graph))
