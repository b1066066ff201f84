"""Arithmetic with a number as PyTorch's own compositions write it: its nodes are not those that a
program's `x * 2` records."""

from __future__ import annotations

from ..declare import operator

scaled = operator(
    "mul_scalar",
    lambda x, by: x * by,
    node="MulBackward1",
    elementwise=True,
    x=lambda g, by: scaled(g, by),
)
divided = operator(
    "div_scalar",
    lambda x, by: x / by,
    node="DivBackward1",
    elementwise=True,
    x=lambda g, by: divided(g, by),
)
shifted = operator(
    "add_scalar", lambda x, by: x + by, node="AddBackward1", elementwise=True, x=lambda g: g
)
