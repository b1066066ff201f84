"""A case of the scan: an expression that runs on either library, and how its inputs are drawn.

    each("sin cos", "torch.{}(x)", x=real())

The tables beside this file are written in it. An expression sees `torch`, `F` and its inputs, at
three sizes; what it calls is read from its text, so that the scan knows which operators it has.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

SIZES = ("tiny", "middle", "large")

VIEWED = " * 2"
"""What follows a view, as in a program: the cotangent itself need not be copied for the gradient,
and one library does not."""

Shape = tuple[int, ...]
Triple = Sequence[Any]  # one for each size

FLAT: Triple = ((4, 5), (128, 128), (2000, 1000))
ROW: Triple = ((5,), (128,), (1000,))
LINE: Triple = ((20,), (16_384,), (2_000_000,))
COUNT: Triple = (4, 128, 2000)  # rows of FLAT
WIDTH: Triple = (5, 128, 1000)  # its columns


class Input(NamedTuple):
    """A tensor to be drawn; grad: whether its gradient is taken.

    draw: from a generator, the shape, and the size's place in SIZES.
    """

    shapes: Triple
    draw: Callable[[np.random.Generator, Shape, int], np.ndarray]
    grad: bool = False


class Made(NamedTuple):
    """An input that is computed, once, from those before it."""

    expression: str
    grad: bool = False


class Case(NamedTuple):
    """An expression and its inputs; a text is short for a Made without gradient."""

    name: str
    expression: str
    inputs: dict[str, Input | Made | str]

    @property
    def operator(self) -> str:
        """The short name of what the expression is about: its outermost call, VIEWED apart."""
        text = self.expression.removesuffix(VIEWED)
        found = name_of(ast.parse(text, mode="eval").body)
        return found.rpartition(".")[2].rstrip("_")

    @property
    def calls(self) -> set[str]:
        """The names below `torch.` and of methods that the expression calls."""
        return called(self.expression)


CASES: dict[str, Case] = {}


def case(expression: str, label: str = "", /, **inputs: Input | Made | str) -> None:
    """Add a case; `label` tells it from another with the same expression."""
    name = f"{expression} {label}".strip().replace("torch.", "")
    if name in CASES:
        raise ValueError(f"two cases are called {name}")
    CASES[name] = Case(name, expression, inputs)


def each(names: str, template: str, label: str = "", /, **inputs: Input | Made | str) -> None:
    """The same case for several names."""
    for name in names.split():
        case(template.format(name), label, **inputs)


# -- inputs --------------------------------------------------------------------------------------


def real(shapes: Triple = FLAT, lo: float = -2, hi: float = 2, grad: bool = True) -> Input:
    return Input(shapes, lambda rng, shape, _: uniform(rng, shape, lo, hi), grad)


def fixed(shapes: Triple = FLAT, lo: float = -2, hi: float = 2) -> Input:
    """Numbers whose gradient is not taken."""
    return real(shapes, lo, hi, grad=False)


def whole(shapes: Triple = FLAT, below: int | Triple = 9) -> Input:
    """Integers from 0; the bound may be one for each size."""
    bounds = (below,) * 3 if isinstance(below, int) else below
    return Input(shapes, lambda rng, shape, size: rng.integers(0, bounds[size], shape))


def truth(shapes: Triple = FLAT) -> Input:
    return Input(shapes, lambda rng, shape, _: rng.random(shape) < 0.5)


def order(counts: Triple) -> Input:
    """A permutation, for indices that must not repeat."""
    return Input(lines(counts), lambda rng, shape, _: rng.permutation(shape[0]))


def lines(counts: Triple) -> Triple:
    """The shapes of vectors of so many elements."""
    return [(count,) for count in counts]


def complex_numbers(shapes: Triple = FLAT, grad: bool = True) -> Input:
    return Input(
        shapes,
        lambda rng, shape, _: (uniform(rng, shape) + 1j * uniform(rng, shape)).astype("complex64"),
        grad,
    )


def leaf(expression: str) -> Made:
    """An input that is computed and whose gradient is taken."""
    return Made(expression, grad=True)


def regular(shapes: Triple) -> Input:
    """Square matrices that are far from singular, with eigenvalues apart."""

    def draw(rng: np.random.Generator, shape: Shape, _: int) -> np.ndarray:
        diagonal = np.diag(np.linspace(0.5, 1.5, shape[-1])).astype("float32")
        return uniform(rng, shape, -1, 1) / shape[-1] + diagonal

    return Input(shapes, draw, True)


def definite(shapes: Triple) -> Input:
    """Symmetric positive definite matrices."""

    def draw(rng: np.random.Generator, shape: Shape, size: int) -> np.ndarray:
        matrix = regular(shapes).draw(rng, shape, size)
        return (matrix + np.swapaxes(matrix, -1, -2)) / 2

    return Input(shapes, draw, True)


def uniform(rng: np.random.Generator, shape: Shape, lo: float = -2, hi: float = 2) -> np.ndarray:
    return rng.random(shape, dtype=np.float32) * np.float32(hi - lo) + np.float32(lo)


# -- what an expression calls --------------------------------------------------------------------

SYMBOLS: dict[type, str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.FloorDiv: "floor_divide",
    ast.Mod: "remainder",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
    ast.USub: "neg",
    ast.Subscript: "index",
    ast.Gt: "gt",
    ast.Lt: "lt",
    ast.GtE: "ge",
    ast.LtE: "le",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}


def called(text: str) -> set[str]:
    """The names of functions below `torch.` and of methods, and those of the symbols used."""
    return {name for node in ast.walk(ast.parse(text)) if (name := name_of(node))}


def name_of(node: ast.AST) -> str:
    """What one node of an expression calls; empty if it calls nothing."""
    if isinstance(node, ast.Call):
        return name_of(node.func)
    if isinstance(node, (ast.BinOp, ast.UnaryOp)):
        return SYMBOLS.get(type(node.op), "")
    if isinstance(node, ast.Compare):
        return SYMBOLS.get(type(node.ops[0]), "")
    if not isinstance(node, ast.Attribute):
        return SYMBOLS.get(type(node), "")
    root, _, rest = ast.unparse(node).partition(".")
    if root == "F":
        return f"nn.functional.{rest}"
    if node.attr == "__setitem__":
        return "index"
    return rest if root == "torch" else node.attr
