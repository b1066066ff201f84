"""Analytic gradients against numeric ones, or against somebody else's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..errors import CommandError, UsageError, near
from .session import Session

if TYPE_CHECKING:
    import numpy as np

    from ...engine import Tensor

STEP = 1e-6  # of a central difference in double precision
NUMERIC_TOLERANCE = (1e-4, 1e-6)


def task(
    session: Session,
    expr: str,
    words: list[str],
    wrt: str | None,
    cotangent: str | None,
    against: list[str],
    rtol: float | None,
    atol: float | None,
) -> list[str]:
    """Show whether the gradients agree with numeric ones, or with those given."""
    problem = Problem(session, expr, words, wrt, double=not against)
    vector = problem.cotangent(cotangent, at_random=not against)
    given = problem.given(against) if against else {}
    names = list(given or problem.names)
    found = problem.gradients(names, vector)
    wanted = [given[name] if given else problem.numeric(name, vector) for name in names]
    verdicts = {}
    for name, computed, reference in zip(names, found, wanted, strict=True):
        tolerance = tolerance_of(computed, reference) if given else NUMERIC_TOLERANCE
        limits = [
            told if told is not None else t for told, t in zip((rtol, atol), tolerance, strict=True)
        ]
        verdicts[name] = compare(name, computed, reference, *limits)
    agreed = all(verdict["ok"] for verdict in verdicts.values())
    if session.as_json:
        session.record({"ok": agreed, "grads": verdicts})
    else:
        for name, verdict in verdicts.items():
            session.say(described(name, verdict, "given" if given else "numeric"))
    return ["agreed" if agreed else "differs"]


class Problem:
    """An expression of some variables, to be evaluated at several values of these."""

    def __init__(
        self,
        session: Session,
        expr: str,
        words: list[str],
        wrt: str | None,
        double: bool,
    ) -> None:
        from .differentiate import select
        from .inputs import read_variables

        session.fresh()
        self.session = session
        self.expr = expr.strip()
        self.variables = read_variables(words, session)
        if double:
            for name, value in self.variables.items():
                if getattr(getattr(value, "dtype", None), "is_floating_point", False):
                    self.variables[name] = value.detach().double()
        self.names = select(self.variables, wrt)
        self.interpreter = session.interpreter("operators")
        self.result = self.evaluate(self.variables)

    def evaluate(self, variables: dict[str, Any]) -> Any:
        """The result at these variables; random numbers are the same each time."""
        self.session.fresh(seed=0)
        self.interpreter.clear()
        for name, value in variables.items():
            self.interpreter.define(name, value)
        return self.interpreter.run(self.expr)

    def cotangent(self, text: str | None, at_random: bool) -> Tensor:
        """The cotangent as given; else one for a scalar, and random numbers where these will do."""
        from ... import engine
        from .differentiate import refusal
        from .inputs import read_value

        result = self.result
        given = None
        if text is not None:
            dtype = getattr(result, "dtype", None)
            given = read_value(text.strip(), self.session, "value of --grad-output", dtype)
            given = given.to(dtype) if isinstance(given, engine.Tensor) else given
        elif isinstance(result, engine.Tensor) and result.requires_grad:
            if at_random and result.dim():
                given = engine.randn(result.shape, dtype=result.dtype)
            elif result.numel() == 1:
                given = engine.ones_like(result)
        if refused := refusal(result, self.names, given):
            raise refused
        assert given is not None
        return given.detach()

    def given(self, words: list[str]) -> dict[str, np.ndarray]:
        """The gradients that `--against` gives."""
        from .inputs import read_variables

        given = read_variables(words, self.session)
        for name in given:
            if name not in self.names:
                raise UsageError(f"--against: {name} is not differentiated{near(name, self.names)}")
        return {name: value.detach().numpy() for name, value in given.items()}

    def gradients(self, names: list[str], vector: Tensor) -> list[np.ndarray]:
        """The analytic gradients, zero where the result does not depend on a variable."""
        from ... import engine
        from .differentiate import gradients

        leaves = [self.variables[name] for name in names]
        found = gradients(self.result, leaves, vector)
        return [
            (engine.zeros_like(leaf) if grad is None else grad).detach().numpy()
            for leaf, grad in zip(leaves, found, strict=True)
        ]

    def numeric(self, name: str, vector: Tensor) -> np.ndarray:
        """The gradient by central differences, two evaluations for each element."""
        import numpy as np

        from ... import engine

        point = np.array(self.variables[name].detach().numpy())
        gradient = np.empty_like(point)

        def value() -> float:
            changed = {**self.variables, name: engine.from_numpy(point)}
            with engine.no_grad():
                return (self.evaluate(changed) * vector).sum().item()

        for index in np.ndindex(point.shape):
            gradient[index] = central_difference(value, point, index)
        return gradient


def central_difference(value: Callable[[], float], point: np.ndarray, index: Any) -> Any:
    """(f(x + h) - f(x - h)) / 2h in one element of the point, which is put back."""
    middle = point[index]
    step = STEP * max(1.0, abs(middle))
    point[index] = middle + step
    above = value()
    point[index] = middle - step
    below = value()
    point[index] = middle
    return (above - below) / (2 * step)


def tolerance_of(*arrays: np.ndarray) -> tuple[float, float]:
    """The tolerance that the least precise of these dtypes asks for."""
    from ..tolerances import TOLERANCES

    return max(TOLERANCES.get(array.dtype.name, (0.0, 0.0)) for array in arrays)


def compare(
    name: str, found: np.ndarray, wanted: np.ndarray, rtol: float, atol: float
) -> dict[str, Any]:
    """Whether and where two gradients differ by more than `atol + rtol * |wanted|`."""
    import numpy as np

    if found.shape != wanted.shape:
        shapes = f"{list(wanted.shape)}, {name} and its gradient {list(found.shape)}"
        raise CommandError(f"the gradient given for {name} has the shape {shapes}")
    same = (found == wanted) | (np.isnan(found) & np.isnan(wanted))
    difference = np.where(same, 0, np.abs(found - wanted))
    excess = difference - (atol + rtol * np.abs(wanted))
    bad = ~same & ~(excess <= 0)  # a nan on one side is bad
    verdict: dict[str, Any] = {
        "ok": not bad.any(),
        "elements": found.size,
        "differing": int(bad.sum()),
        "largest_difference": float(difference.max(initial=0)),
    }
    if bad.any():
        worst = np.unravel_index(
            np.argmax(np.where(bad, np.nan_to_num(excess, nan=np.inf), -1)), found.shape
        )
        verdict["worst"] = {
            "index": [int(i) for i in worst],
            "computed": found[worst].item(),
            "reference": wanted[worst].item(),
        }
    return verdict


def described(name: str, verdict: dict[str, Any], reference: str) -> str:
    """A verdict in one line."""
    count = f"{verdict['elements']} element{'s' * (verdict['elements'] != 1)}"
    if verdict["ok"]:
        most = verdict["largest_difference"]
        return f"{name}.grad agrees: {count}, largest difference {most:.2g}"
    worst = verdict["worst"]
    return (
        f"{name}.grad differs in {verdict['differing']} of {count}, most at {worst['index']}: "
        f"{worst['computed']:.7g} computed, {worst['reference']:.7g} {reference}"
    )
