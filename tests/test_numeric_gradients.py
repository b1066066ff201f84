"""Gradients against central differences, first and second order, for every operator.

The points are the recorded cases' own float64 and complex128 inputs, away from kinks. For a case
with output y and cotangent g, let L(x) = Re⟨g, y(x)⟩. Along a random direction v, and with a random
functional w of the gradient,

    first order     Re⟨∇L, v⟩   against  (L(x + hv) - L(x - hv)) / 2h
    second order    Re⟨∇⟨∇L, w⟩, v⟩  against the same quotient of ⟨∇L, w⟩
"""

from __future__ import annotations

import zlib
from typing import Any

import casefile
import numpy as np
import pytest
from casefile import Case, Run, decode_array, to_numpy
from gradline import engine
from hypothesis import given, settings
from hypothesis import strategies as st

CASES_EACH = 4
STEP = 1e-6
EXACT = ("float64", "complex128")


def leaves_of(item: Any) -> list[dict[str, Any]]:
    """The tensors of a case's arguments that require grad, in order."""
    if isinstance(item, dict) and "t" in item:
        return [item] if item.get("requires_grad") else []
    parts = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return [leaf for part in parts for leaf in leaves_of(part)]


NOT_DERIVATIVES = ("torch.nn.functional.ctc_loss",)
"""Operators whose gradient in PyTorch is by design no derivative of the operator alone: that of
ctc_loss takes a log_softmax for granted in front of it (tests/test_operator_cases.py holds it)."""


def suitable(case: Case) -> bool:
    """Differentiable at its point, finite, in double precision throughout, and not empty."""
    if case["call"] in NOT_DERIVATIVES:
        return False
    if "grads" not in case or "edge" in case or "seed" in case:
        return False
    tensors = leaves_of([case["args"], case.get("kwargs", {})])
    tensors += [item for item in case["grad_output"] if item is not None]
    if not all(item["dtype"] in EXACT and item["t"] for item in tensors):
        return False
    data = [item["t"] for item in tensors] + [output.get("data") for output in case["outputs"]]
    return not any(bad in str(values) for values in data for bad in ("nan", "inf"))


def point(leaf: dict[str, Any]) -> dict[str, Any]:
    return {"data": leaf["t"], "dtype": leaf["dtype"], "shape": leaf["shape"]}


def chosen() -> list[Any]:
    """A few cases of each operator, spread over its argument combinations."""
    found = []
    for family in casefile.families():
        for name, cases in casefile.by_operator(family).items():
            fit = [case for case in cases if suitable(case)]
            picks = fit[:: max(1, len(fit) // CASES_EACH)][:CASES_EACH]
            found += [pytest.param(picks, id=f"{family}-{name}")] if picks else []
    return found


def direction(leaf: dict[str, Any], rng: np.random.Generator) -> np.ndarray:
    """A random direction that keeps the leaf's form: symmetric, or triangular."""
    array = rng.standard_normal(leaf["shape"])
    if leaf["dtype"] == "complex128":
        array = array + 1j * rng.standard_normal(leaf["shape"])
    form = leaf.get("form")
    if form in ("spd", "symmetric"):
        return array + np.conj(np.swapaxes(array, -1, -2))
    return {"lower": np.tril, "upper": np.triu}.get(form or "", np.asarray)(array)


def inner(left: list[Any], right: list[np.ndarray]) -> float:
    """Re⟨left, right⟩ over lists of arrays; None stands for zero."""
    pairs = zip(left, right, strict=True)
    return float(sum(np.sum((np.conj(a) * b).real) for a, b in pairs if a is not None))


def arrays(tensors: Any) -> list[Any]:
    return [None if tensor is None else to_numpy(tensor) for tensor in tensors]


class Point:
    """A case's function, its value and derivatives at values of its leaves."""

    def __init__(self, case: Case, torch: Any) -> None:
        self.case, self.torch = case, torch
        self.leaves = leaves_of([case["args"], case.get("kwargs", {})])
        self.start = [decode_array(**point(leaf)) for leaf in self.leaves]

    def moved(self, by: list[np.ndarray], step: float) -> list[np.ndarray]:
        return [start + step * part for start, part in zip(self.start, by, strict=True)]

    def run(self, values: list[np.ndarray]) -> Run:
        run = Run(self.case, self.torch, values)
        run.call()
        return run

    def value(self, values: list[np.ndarray]) -> float:
        outputs, cotangents = [], []
        for output, given_ in zip(self.run(values).outputs, self.case["grad_output"], strict=True):
            if given_ is not None:
                outputs.append(to_numpy(output))
                cotangents.append(decode_array(**point(given_)))
        return inner(cotangents, outputs)

    def gradient(self, values: list[np.ndarray]) -> list[Any]:
        return arrays(self.run(values).grads(self.case["grad_output"]))

    def pull(self, cotangents: list[np.ndarray]) -> list[Any]:
        """The gradients for these cotangents of the differentiated outputs."""
        run = self.run(self.start)
        given_ = zip(run.outputs, self.case["grad_output"], strict=True)
        outputs = [output for output, cotangent in given_ if cotangent is not None]
        tensors = [
            self.torch.tensor(cotangent, dtype=output.dtype)
            for output, cotangent in zip(outputs, cotangents, strict=True)
        ]
        grads = self.torch.autograd.grad(outputs, run.leaves, tensors, allow_unused=True)
        return arrays(grads)

    def second(self, weights: list[np.ndarray]) -> list[Any]:
        """The gradient of ⟨∇L, weights⟩, or zeros where the gradient is constant."""
        run = self.run(self.start)
        grads = run.grads(self.case["grad_output"], create_graph=True)
        pairs = [
            (grad, self.torch.tensor(weight, dtype=grad.dtype))
            for grad, weight in zip(grads, weights, strict=True)
            if grad is not None and grad.requires_grad
        ]
        if not pairs:
            return [None] * len(weights)
        outputs, cotangents = zip(*pairs, strict=True)
        found = self.torch.autograd.grad(outputs, run.leaves, cotangents, allow_unused=True)
        return arrays(found)


def quotient_mismatches(case: Case, torch: Any) -> list[str]:
    """How the first and second derivatives differ from central differences."""
    rng = np.random.default_rng(zlib.crc32(case["id"].encode()))
    at = Point(case, torch)
    along = [direction(leaf, rng) for leaf in at.leaves]
    weights = [direction(leaf, rng) for leaf in at.leaves]
    ahead, behind = at.moved(along, STEP), at.moved(along, -STEP)
    found = []

    analytic = inner(at.gradient(at.start), along)
    numeric = (at.value(ahead) - at.value(behind)) / (2 * STEP)
    if not np.isclose(analytic, numeric, rtol=1e-5, atol=1e-5):
        found.append(f"{case['id']}: first derivative {analytic}, difference {numeric}")

    analytic = inner(at.second(weights), along)
    change = inner(at.gradient(ahead), weights) - inner(at.gradient(behind), weights)
    if not np.isclose(analytic, change / (2 * STEP), rtol=1e-4, atol=1e-4):
        found.append(f"{case['id']}: second derivative {analytic}, difference {change / 2 / STEP}")
    return found


CHOSEN = chosen()


@pytest.mark.parametrize("cases", CHOSEN)
def test_derivatives_match_central_differences(cases: list[Case]) -> None:
    found = [line for case in cases for line in quotient_mismatches(case, engine)]
    assert not found, "\n".join(found)


SAMPLE = {cases.values[0][0]["id"]: cases.values[0][0] for cases in CHOSEN[::5]}


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(SAMPLE)), st.floats(-3, 3), st.floats(-3, 3), st.integers(0, 2**32 - 1)
)
def test_gradient_is_linear_in_the_cotangent(name: str, a: float, b: float, seed: int) -> None:
    case = SAMPLE[name]
    rng = np.random.default_rng(seed)
    at = Point(case, engine)
    shapes = [item for item in case["grad_output"] if item is not None]
    one, two = ([direction(item, rng) for item in shapes] for _ in range(2))
    mix = [a * p + b * q for p, q in zip(one, two, strict=True)]
    for mixed, first, second in zip(at.pull(mix), at.pull(one), at.pull(two), strict=True):
        if mixed is not None:
            np.testing.assert_allclose(mixed, a * first + b * second, rtol=1e-8, atol=1e-8)
