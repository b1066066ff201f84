"""einsum: sums of products described by an equation."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..declare import public
from ..errors import ArgumentError, ShapeError
from ..tensor import Tensor
from .arithmetic import mul
from .contractions import lengths_of
from .diagonals import diagonal
from .inner_views import inner_reshaped, inner_view
from .products import bmm
from .reductions import sum_
from .shapes import movedim, permuted, unsqueezed, viewed


def contract_pair(a: Tensor, b: Tensor, summed: list[int]) -> Tensor:
    """The product of two tensors of one rank that broadcast, summed over `summed` with length 1
    left: laid out as one batched matrix product, as PyTorch does it."""
    shape_a, shape_b = a.array.shape, b.array.shape
    both, only_a, only_b = [], [], []
    for d in range(len(shape_a)):
        if d in summed:
            continue
        if shape_a[d] == 1:
            only_b.append(d)
        else:
            (only_a if shape_b[d] == 1 else both).append(d)
    left = inner_view(permuted, a, (*both, *only_a, *summed, *only_b))
    right = inner_view(permuted, b, (*both, *summed, *only_b, *only_a))
    batch, inner = lengths_of(a, both), lengths_of(a, summed)
    left = inner_reshaped(left, (batch, lengths_of(a, only_a), inner))
    right = inner_reshaped(right, (batch, inner, lengths_of(b, only_b)))
    order = [*both, *only_a, *summed, *only_b]
    shape = [1 if d in summed else shape_b[d] if d in only_b else shape_a[d] for d in order]
    found = inner_view(viewed, bmm(left, right), tuple(shape))
    return inner_view(permuted, found, tuple(sorted(range(len(order)), key=order.__getitem__)))


class _Equation:
    """An einsum equation: each operand's labels and the result's; "..." is the label of each
    broadcast dimension, numbered from the right as -1, -2, …"""

    def __init__(self, text: str, ndims: tuple[int, ...]) -> None:
        terms, arrow, result = text.replace(" ", "").partition("->")
        given = terms.split(",")
        if len(given) != len(ndims):
            raise ShapeError(
                f"einsum: {text!r} is about {len(given)} operands, {len(ndims)} were given"
            )
        self.text = text
        self.inputs = [self._labels(term, ndim) for term, ndim in zip(given, ndims, strict=True)]
        self.wide = max((sum(isinstance(x, int) for x in ls) for ls in self.inputs), default=0)
        broadcast: list[Any] = list(range(-self.wide, 0))
        counts: dict[Any, int] = {}
        for labels in self.inputs:
            for label in labels:
                counts[label] = counts.get(label, 0) + 1
        letters = sorted(label for label in counts if isinstance(label, str))
        if arrow:
            self.output = self._output(result, counts, broadcast)
        else:
            self.output = broadcast + [label for label in letters if counts[label] == 1]
        summed = [label for label in broadcast + letters if label not in self.output]
        self.order = self.output + summed

    def _labels(self, term: str, ndim: int) -> list[Any]:
        before, dots, after = self._split(term)
        missing = ndim - len(before) - len(after)
        if missing < 0 or (missing and not dots):
            raise ShapeError(
                f"einsum: the subscripts {term!r} do not fit an operand of {ndim} dimensions"
            )
        return [*before, *range(-missing, 0), *after]

    def _split(self, term: str) -> tuple[str, str, str]:
        before, dots, after = term.partition("...")
        if not all(c.isascii() and c.isalpha() for c in before + after):
            raise ShapeError(
                f"einsum: in {self.text!r}, {term!r} should be letters and at most one '...'"
            )
        return before, dots, after

    def _output(self, term: str, counts: dict[Any, int], broadcast: list[Any]) -> list[Any]:
        before, dots, after = self._split(term)
        output: list[Any] = [*before, *(broadcast if dots else []), *after]
        for label in before + after:
            if label not in counts:
                raise ShapeError(f"einsum: {label!r} of the result is in no operand")
        if len(set(output)) != len(output):
            raise ShapeError(f"einsum: a subscript appears twice in the result {term!r}")
        return output


_parsed = lru_cache(256)(_Equation)


def _aligned(operand: Tensor, labels: list[Any], order: list[Any], view: Any) -> Tensor:
    """`operand` with one dimension for each label of `order`: diagonals taken of repeated ones,
    length 1 for those it does not have. view: how to apply a view operator."""
    places: dict[Any, int] = {}
    position = 0
    for label in labels:
        if label in places:
            first = places[label]
            if operand.shape[first] != operand.shape[position]:
                raise ShapeError(
                    f"einsum: {label!r} stands for lengths {operand.shape[first]} and "
                    f"{operand.shape[position]} of one operand"
                )
            operand = movedim(diagonal(operand, 0, first, position), -1, first)
        else:
            places[label] = position
            position += 1
    for label in order:
        if label not in places:
            places[label] = operand.array.ndim
            operand = view(unsqueezed, operand, operand.array.ndim)
    return view(permuted, operand, tuple(places[label] for label in order))


def _broadcastable(operands: list[Tensor], order: list[Any]) -> None:
    for place, label in enumerate(order):
        lengths = {operand.array.shape[place] for operand in operands} - {1}
        if len(lengths) > 1:
            raise ShapeError(f"einsum: {label!r} stands for the lengths {sorted(lengths)}")


@public("einsum")
def einsum(*args: Any) -> Tensor:
    """The sum of products that the equation describes; operands are contracted left to right.

    The equation is a string and tensors, or tensors each followed by its list of subscripts.
    """
    text, operands = _equation(args)
    equation = _parsed(text, tuple(operand.array.ndim for operand in operands))
    order, kept = equation.order, len(equation.output)
    # What a single operand is turned into may be a view that the program sees.
    view = inner_view if len(operands) > 1 else lambda made, *args: made(*args)
    aligned = [
        _aligned(operand, labels, order, view)
        for operand, labels in zip(operands, equation.inputs, strict=True)
    ]
    _broadcastable(aligned, order)
    users = [sum(x.array.shape[d] != 1 for x in aligned) for d in range(len(order))]
    found = aligned[0]
    for other in aligned[1:]:
        found = _contract(found, other, range(kept, len(order)), users)
    if kept == len(order):
        return found
    if len(aligned) > 1:
        return inner_view(viewed, found, found.array.shape[:kept])
    return sum_(found, tuple(range(kept, len(order))))


def _contract(a: Tensor, b: Tensor, dims: range, users: list[int]) -> Tensor:
    """Multiply two operands, summing each of `dims` that no later operand uses."""
    together, of_a, of_b = [], [], []
    for d in dims:
        long_a, long_b = a.array.shape[d] != 1, b.array.shape[d] != 1
        if long_a and long_b:
            users[d] -= 1
            if users[d] == 1:
                together.append(d)
                users[d] = 0
        elif users[d] == 1 and (long_a or long_b):
            (of_a if long_a else of_b).append(d)
            users[d] = 0
    if of_a:
        a = sum_(a, of_a, True)
    if of_b:
        b = sum_(b, of_b, True)
    if not together:
        return mul(a, b)
    return contract_pair(a, b, together)


def _equation(args: tuple[Any, ...]) -> tuple[str, list[Tensor]]:
    if args and isinstance(args[0], str):
        operands = list(args[1:])
        if len(operands) == 1 and isinstance(operands[0], (list, tuple)):
            operands = list(operands[0])
        text = args[0]
    else:
        operands, subscripts = list(args[:-1:2]), list(args[1::2])
        result = [args[-1]] if len(args) % 2 else []
        text = ",".join(map(_letters, subscripts)) + "".join("->" + _letters(r) for r in result)
    if not operands or any(operand.__class__ is not Tensor for operand in operands):
        raise ArgumentError("einsum takes an equation and tensors")
    return text, operands


def _letters(subscripts: Any) -> str:
    """A list of subscripts 0 to 51, and `...`, as letters."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    if not isinstance(subscripts, (list, tuple)):
        raise ArgumentError(f"einsum: subscripts are a list of integers, not {subscripts!r}")
    found = ""
    for subscript in subscripts:
        if subscript is ...:
            found += "..."
        elif isinstance(subscript, int) and 0 <= subscript < len(letters):
            found += letters[subscript]
        else:
            raise ShapeError(f"einsum: a subscript is between 0 and 51, not {subscript!r}")
    return found
