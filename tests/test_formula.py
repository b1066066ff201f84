"""Gradients as formulas: evaluated by gradline itself they give the gradient."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import casefile
import numpy as np
import pytest
from casefile import Run, close
from gradline import engine as torch
from gradline.engine.errors import GradError
from gradline.engine.formula import formulas, latex, text
from gradline.engine.raw import STRUCTURES
from gradline.grammar import Interpreter
from hypothesis import given, settings
from hypothesis import strategies as st


def values(shapes: dict[str, tuple[int, ...]], dtype: Any = torch.float64) -> dict[str, Any]:
    """Leaves with reproducible elements between 0.5 and 2, away from kinks and poles."""
    torch.manual_seed(1)
    return {
        name: (torch.rand(*shape, dtype=dtype) * 1.5 + 0.5).requires_grad_()
        for name, shape in shapes.items()
    }


def evaluate(program: str, variables: dict[str, Any]) -> Any:
    interpreter = Interpreter()
    for name, value in variables.items():
        interpreter.define(name, value)
    return interpreter.run(program)


def expressions(program: str, variables: dict[str, Any]) -> tuple[list[Any], list[Any]]:
    """The gradients of a program's result, summed, and their expressions."""

    def gradients() -> list[Any]:
        result = evaluate(program, variables)
        leaves = [value for value in variables.values() if value.requires_grad]
        seed = None if result.numel() == 1 else torch.ones_like(result)
        return list(torch.autograd.grad(result, leaves, seed, create_graph=True, allow_unused=True))

    return formulas(variables, gradients)


def written(program: str, **shapes: tuple[int, ...]) -> list[str | None]:
    """The formulas of a program; each is checked to give the gradient."""
    variables = values(shapes, torch.float32)
    found, made = expressions(program, variables)
    shown = [None if e is None else text(e, variables) for e in made]
    for gradient, formula in zip(found, shown, strict=True):
        if formula is not None:
            assert_gives(formula, variables, gradient)
    return shown


def assert_gives(formula: str, variables: dict[str, Any], gradient: Any) -> None:
    result = evaluate(formula, variables)
    assert result.shape == gradient.shape
    assert result.dtype == gradient.dtype
    expected = gradient.numpy(force=True)
    rough = 1e-3 if expected.dtype.itemsize < 8 else 1e-7
    assert close(result.numpy(force=True), expected, rough), formula


@pytest.mark.parametrize(
    ("program", "shapes", "formula"),
    [
        ("mean(3*(x+2)**2)", {"x": (2, 2)}, "1.5*(x + 2)"),
        ("sum(x)", {"x": (2, 3)}, "ones(2, 3)"),
        ("sum(2*x + x - 3*x)", {"x": (2,)}, "zeros(2)"),
        ("sum(x*x*x)", {"x": (2,)}, "3*x**2"),
        ("sum(1/x)", {"x": (2,)}, "-1/x**2"),
        ("sum(-(-x)**2)", {"x": (2,)}, "-2*x"),
        ("sum(exp(2*x))", {"x": (2,)}, "2*exp(2*x)"),
        ("mean(sin(x))", {"x": (3,)}, "1/3*cos(x)"),
        ("sum(tanh(x))", {"x": (3,)}, "1 - tanh(x)**2"),
        ("sum(x.T.T**2)", {"x": (2, 3)}, "2*x"),
        ("sum(x, 1).pow(2).sum()", {"x": (2, 3)}, "(2*sum(x, 1, keepdim=True)).expand(2, 3)"),
        ("sum(where(x > 1, x**2, -x))", {"x": (3,)}, None),
        ("sum(x.unsqueeze(0).squeeze(0)**2)", {"x": (3,)}, "2*x"),
        ("(x[0]**2).sum()", {"x": (2, 2)}, "select_scatter(zeros(2, 2), 2*x[0], 0, 0)"),
        ("y = x*2; y += 3; (y**2).sum()", {"x": (2, 2)}, "4*(2*x + 3)"),
    ],
)
def test_simplified(program: str, shapes: dict[str, Any], formula: str | None) -> None:
    found = written(program, **shapes)[0]
    if formula is not None:
        assert found == formula


WRITES = [
    "y[0] = b",
    "y[:, 1] *= b",
    "y[1:] = x[1:]*b",
    "y.T[0] = b**2",
    "y[0, 1:] += x[2, :2]",
    "y.diagonal().mul_(b)",
    "y[1].exp_()",
    "y.view(9)[::2] = 0.5",
    "y[y > 1] = 0",
    "y[[0, 2]] = x[:2]",
    "y *= x",
    "y.masked_fill_(x > 1, 2.0)",
    "y[2].zero_()",
    "v.add_(b)",
    "y.unsqueeze(0).permute(2, 0, 1)[1] = b",
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WRITES), min_size=1, max_size=4))
def test_writes_through_views(writes: list[str]) -> None:
    """In-place writes are part of the formula, not values in it."""
    program = "\n".join(["y = x*1", "v = y[0]", *writes, "((y + v)**2).sum()"])
    variables = values({"x": (3, 3), "b": (3,)})
    try:
        evaluate(program, variables).backward()
    except GradError:
        return  # a value needed was overwritten
    found, made = expressions(program, variables)
    for gradient, expression in zip(found, made, strict=True):
        if expression is not None:
            formula = text(expression, variables)
            assert_gives(formula, variables, gradient)
            assert not re.search(r"tensor\(\[+[0-9.]*\.[0-9]", formula), formula


def test_written_element() -> None:
    (found,) = written("y = x*1; y[0] = 3; (y**2).sum()", x=(3,))
    assert found == "select_scatter(2*select_scatter(x, tensor(3.0), 0, 0), tensor(0.0), 0, 0)"


def test_several_variables() -> None:
    shapes = {"X": (5, 3), "w": (3,), "y": (5,)}
    assert written("mean((X@w - y)**2)", **shapes) == [
        "0.4*(X @ w - y).unsqueeze(1)*w",
        "0.4*X.T @ (X @ w - y)",
        "-0.4*(X @ w - y)",
    ]


def test_data_is_called_by_name() -> None:
    """A variable that is not differentiated has its name in the formula all the same."""
    variables = values({"X": (4, 2), "w": (2,)})
    variables["X"] = variables["X"].detach()
    _, made = expressions("((X@w)**2).sum()", variables)
    assert text(made[0], variables) == "2*X.T @ (X @ w)"


def test_unused_variable() -> None:
    assert written("sum(x)", x=(2,), y=(2,))[1] is None


def test_hidden_function() -> None:
    """A variable that has a function's name does not stand in for it."""
    assert written("torch.sin(sin)*x", x=(), sin=())[0] == "torch.sin(sin)"


def test_long_formula() -> None:
    """A chain doubles its text at every step, unless what repeats gets a name."""
    formula = written("f = x\nfor i in range(30): f = sin(f)*f\nf.sum()", x=(2,))[0]
    assert formula is not None
    assert len(formula) < 10_000


def test_latex() -> None:
    variables = values({"x": (2,)})
    _, made = expressions("sum(sin(x)/x)", variables)
    assert latex(made[0]) == (r"\frac{\cos\left(x\right)}{x} - \frac{\sin\left(x\right)}{x^{2}}")


@pytest.mark.parametrize(("module", "attribute", "slots"), STRUCTURES.values())
def test_structures_are_where_formulas_look(module: str, attribute: str, slots: Any) -> None:
    kind = getattr(import_module(f"gradline.engine.{module}"), attribute)
    fields = {name for base in kind.__mro__ for name in getattr(base, "__slots__", ())}
    fields |= set(getattr(kind, "__annotations__", ()))
    assert fields >= set(slots)


def chosen() -> list[Any]:
    """A case of each operator, from the middle of those recorded."""
    found = []
    for family in casefile.families():
        for name, cases in casefile.by_operator(family).items():
            fit = [case for case in cases if "grad_output" in case and "grad_error" not in case]
            found += [pytest.param(fit[len(fit) // 2], id=f"{family}-{name}")] if fit else []
    return found


@pytest.mark.parametrize("case", chosen())
def test_operator(case: casefile.Case) -> None:
    """The formula of every operator of the table gives its gradient."""
    run = Run(case, torch)
    leaves = {f"x{i}": leaf for i, leaf in enumerate(run.leaves)}
    before = {name: torch.as_tensor(leaf.numpy(force=True).copy()) for name, leaf in leaves.items()}

    def gradients() -> list[Any]:
        run.call()
        return list(run.grads(case["grad_output"], create_graph=True))

    found, made = formulas(leaves, gradients)
    for gradient, expression in zip(found, made, strict=True):
        if expression is not None:
            assert_gives(text(expression, leaves), before, gradient)
            assert latex(expression)


UNARY = [
    "sin({})",
    "exp(-{})",
    "tanh({})",
    "({})**2",
    "sqrt(1 + ({})**2)",
    "-({})",
    "1/(2 + ({})**2)",
]
UNARY += ["relu({})", "softmax({}, 0)", "log(1 + exp({}))", "({}).cumsum(0)", "abs({})"]
UNARY += ["({}).flip(0)", "sum({}, 0, keepdim=True)", "({}) - mean({})", "2*({})", "({}).T.T"]
BINARY = ["({}) + ({})", "({}) - ({})", "({})*({})", "({})/(1 + ({})**2)", "maximum({}, {})"]
BINARY += ["where(({}) > 0.7, {}, 0.5)", "({})@({})", "({})@({}).T"]
LEAVES = ["x", "y", "x.T", "y[0]", "x[:, 1:2]", "b", "b.unsqueeze(1)", "3", "0.5"]


def compositions() -> Any:
    """Expressions in 3x3 matrices x and y and a vector b."""

    def extend(inner: Any) -> Any:
        unary = st.tuples(st.sampled_from(UNARY), inner).map(
            lambda pair: pair[0].replace("{}", pair[1])
        )
        binary = st.tuples(st.sampled_from(BINARY), inner, inner).map(
            lambda parts: parts[0].format(*(parts[1:] * 2)[: parts[0].count("{}")])
        )
        return unary | binary

    return st.recursive(st.sampled_from(LEAVES), extend, max_leaves=6)


@settings(max_examples=150, deadline=None)
@given(compositions())
def test_random_expressions(program: str) -> None:
    variables = values({"x": (3, 3), "y": (3, 3), "b": (3,)})
    try:
        result = evaluate(f"sum({program})", variables)
    except Exception:
        return  # shapes that do not fit, a number in place of a tensor
    if not getattr(result, "requires_grad", False) or not np.isfinite(result.item()):
        return
    found, made = expressions(f"sum({program})", variables)
    for gradient, expression in zip(found, made, strict=True):
        if expression is not None:
            assert_gives(text(expression, variables), variables, gradient)
