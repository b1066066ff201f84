"""`torch.autograd.gradcheck`: analytic gradients against central differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from .errors import ArgumentError, GradError
from .gradmode import enable_grad, no_grad
from .tensor import Tensor, memory, new_tensor
from .transforms import pull_back, rows, tensors_in


class GradcheckError(GradError):
    """The analytic and the numeric gradient differ."""


def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    **_: Any,
) -> bool:
    """Whether the gradients of `func` at `inputs` agree with central differences.

    inputs: a tensor or a tuple; those that require grad are checked, float64 is wanted.
    Raises GradcheckError where they differ (or returns False with raise_exception=False).
    """
    given = inputs if isinstance(inputs, tuple) else (inputs,)
    checked = [t for t in given if isinstance(t, Tensor) and t.requires_grad]
    if not checked:
        raise ArgumentError("gradcheck needs an input that requires grad")
    problem = _difference(func, given, checked, eps, atol, rtol)
    if problem and raise_exception:
        raise GradcheckError(problem)
    return not problem


def _difference(
    func: Callable[..., Any],
    given: tuple[Any, ...],
    checked: list[Tensor],
    eps: float,
    atol: float,
    rtol: float,
) -> str:
    """What differs first, "" when nothing does."""
    shadows = {id(t): t.detach().clone().requires_grad_() for t in checked}
    args = [shadows.get(id(t), t) for t in given]
    with enable_grad():
        outputs = tensors_in(func(*args))

    def evaluate() -> list[Tensor]:
        return tensors_in(func(*args))

    for number, tensor in enumerate(checked):
        shadow = shadows[id(tensor)]
        with no_grad():
            numeric = numeric_rows(evaluate, shadow, eps)
            sideways = numeric_rows(evaluate, shadow, eps, 1j) if shadow.is_complex() else None
        for index, output in enumerate(outputs):
            if output.array.dtype.kind not in "fc":
                continue
            for part in ("real", "imag") if output.is_complex() else ("real",):
                with enable_grad():
                    jacobian = memory(rows(output if part == "real" else output * -1j, [shadow])[0])
                analytic = jacobian.reshape(output.array.size, shadow.array.size).T
                expected = getattr(numeric[index], part)
                if sideways is not None:  # the gradient of u(x + iy) is du/dx + i du/dy
                    expected = expected + 1j * getattr(sideways[index], part)
                if not np.allclose(analytic, expected, rtol, atol, equal_nan=True):
                    worst = float(np.max(np.abs(analytic - expected)))
                    return (
                        f"the gradient of output {index} with respect to input {number} is off "
                        f"by up to {worst:.3g} from central differences"
                    )
    return ""


def gradgradcheck(
    func: Callable[..., Any], inputs: Any, grad_outputs: Any = None, **options: Any
) -> bool:
    """As `gradcheck`, of the gradient: whether second derivatives are right."""
    given = inputs if isinstance(inputs, tuple) else (inputs,)

    def gradient(*args: Any) -> Any:
        with enable_grad():
            outputs = tensors_in(func(*args))
            weights = [
                w.detach() for w in (tensors_in(grad_outputs) if grad_outputs else cotangents)
            ]
            tracked = [t for t in args if isinstance(t, Tensor) and t.requires_grad]
            return tuple(pull_back(outputs, tracked, list(weights)))

    draw = np.random.default_rng(0)
    cotangents = [
        new_tensor(draw.standard_normal(t.array.shape).astype(t.array.dtype))
        for t in tensors_in(func(*given))
    ]
    return gradcheck(gradient, given, **options)


def numeric_rows(
    function: Callable[[], list[Tensor]], tensor: Tensor, eps: float, direction: complex = 1
) -> list[Any]:
    """Central differences of every output of `function` in each element of `tensor`.

    direction: 1, or 1j for the imaginary parts of a complex tensor.
    Returns, for each output, an array of shape (elements of the tensor, elements of the output).
    """
    flat = memory(tensor).reshape(-1)
    columns: list[list[np.ndarray]] = []
    for i in range(flat.size):
        original = flat[i]
        ends = []
        for shifted in (original + eps * direction, original - eps * direction):
            flat[i] = shifted
            ends.append([np.array(memory(out)).reshape(-1) for out in function()])
        flat[i] = original
        columns.append([(a - b) / (2 * eps) for a, b in zip(*ends, strict=True)])
    return [np.array([column[k] for column in columns]) for k in range(len(columns[0]))]
