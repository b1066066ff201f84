"""`gradline grad`: the value of an expression and its gradient in each variable."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import click

from ..errors import UsageError
from .options import JSON, Command, Invocation, expression, one_liner


@click.command("grad", cls=Command, short_help="Value, grad_fn and gradients of an expression.")
@expression
@click.option("--wrt", metavar="X,Y", help="Differentiate in these only [all floating-point].")
@click.option(
    "-v", "--grad-output", "cotangent", metavar="VALUE",
    help="The cotangent of a result that is no scalar, of its shape.",
)  # fmt: skip
@click.option("--formula", is_flag=True, help="Print gradients as expressions in the variables.")
@click.option("--latex", is_flag=True, help="Print gradients as LaTeX.")
@click.option(
    "--save", "files", metavar="X=FILE", multiple=True,
    help="Write a gradient to a .npy file, also one larger than memory.",
)  # fmt: skip
@JSON
@one_liner
def command(
    expr: str,
    assignments: tuple[str, ...],
    wrt: str | None,
    cotangent: str | None,
    formula: bool,
    latex: bool,
    files: tuple[str, ...],
    **options: Any,
) -> None:
    """Print the value of EXPR and its gradient in each floating-point variable.

    EXPR may hold several statements separated by `;`: the last expression is the result.
    VALUE is an expression, or @file.npy, @file.npz:name, @file.csv, @file.json, or @- for stdin.
    A number or a list becomes a tensor of the default dtype.

    \b
    gradline grad 'mean(3*(x+2)**2)' x='ones(2,2)'
    gradline grad 'mean((X @ w - y)**2)' X='randn(5,3)' w='randn(3)' y='randn(5)' --formula
    gradline grad 'mean(sin(x)**2)' x=@big.npy --save x=grad.npy
    gradline grad 'x * 2' x='[1, 2, 3]' -v '[0.1, 1, 0.01]'
    gradline grad 'mse_loss(X @ w, y)' X=@X.npy y=@y.npy w='zeros(3)' --wrt w
    """
    invocation = Invocation.of_one_liner(**options)
    words = (*assignments, cotangent or "")
    arguments = {"expr": expr, "words": list(assignments), "wrt": wrt, "cotangent": cotangent}
    if formula or latex:
        if files:
            raise UsageError("--save writes numbers: leave out --formula and --latex")
        invocation.run("formula", {**arguments, "latex": latex}, words)
        return
    from ..datafiles import named_in
    from ..writing import NewFile

    paths = saved(files)
    with ExitStack() as stack:
        kept = named_in(words)
        new = {path: stack.enter_context(NewFile(path, "--save", kept)) for path in paths.values()}
        descriptors = {path: file.descriptor for path, file in new.items()}
        invocation.run("grad", {**arguments, "save": paths}, words, descriptors)
        for file in new.values():
            file.put_in_place()


def saved(words: tuple[str, ...]) -> dict[str, str]:
    """The file for each gradient that `--save` names. Raises UsageError."""
    import os

    paths: dict[str, str] = {}
    for word in words:
        name, equals, path = word.strip().partition("=")
        if not equals or not path:
            raise UsageError(f"--save: expected X=FILE.npy, found {word.strip()!r}")
        if not path.lower().endswith(".npy"):
            raise UsageError(f"--save: {path!r} should end in .npy, the format that is written")
        if name in paths or os.path.realpath(path) in map(os.path.realpath, paths.values()):
            raise UsageError("--save: a gradient or a file is named twice")
        paths[name] = path
    return paths
