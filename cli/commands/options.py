"""The options that evaluating commands share, and what they set up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from .. import output
from ..datafiles import named_in, open_all
from ..limits import PRINTED, SECONDS, bounds_of_expressions, bounds_of_programs
from ..screen import Screen
from ..worker.stopping import Bounds
from ..worker.supervisor import Supervisor

Function = TypeVar("Function", bound=Callable[..., Any])

DTYPE = click.option(
    "--dtype", type=click.Choice(["float32", "float64"]), default="float32", show_default=True,
    help="The default dtype.",
)  # fmt: skip
SEED = click.option("--seed", type=int, metavar="N", help="As torch.manual_seed(N).")
COLOR = click.option(
    "--color", type=click.Choice(["auto", "always", "never"]), default="auto",
    help="Colour and highlighting; auto: on a terminal, unless NO_COLOR is set.",
)  # fmt: skip
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
ONE_LINER_BOUNDS = (
    click.option("--timeout", metavar="S", help="Stop after S seconds."),
    click.option(
        "--max-memory", metavar="SIZE",
        help="Memory to take at most, as 512M or 2G; none: no bound [what the machine has free].",
    ),
)  # fmt: skip
PROGRAM_BOUNDS = (
    click.option(
        "--timeout", metavar="S", default=SECONDS, show_default=True,
        help="Stop each program, cell or case after S seconds; none: never.",
    ),
    click.option(
        "--max-memory", metavar="SIZE",
        help="Memory a program may take, as 512M or 2G; none: no bound [half of what is free].",
    ),
    click.option(
        "--max-output", metavar="SIZE", default=PRINTED, show_default=True,
        help="What a program may print, as 1M; none: no bound.",
    ),
)  # fmt: skip


def one_liner(function: Function) -> Function:
    """Give a command the options of an evaluation, for `Invocation.of_one_liner`."""
    for option in reversed((DTYPE, SEED, COLOR, *ONE_LINER_BOUNDS)):
        function = option(function)
    return function


def batch(function: Function) -> Function:
    """The same for a command that runs programs."""
    for option in reversed((DTYPE, SEED, COLOR, *PROGRAM_BOUNDS)):
        function = option(function)
    return function


def expression(function: Function) -> Function:
    """Give a command EXPR and its variables; they arrive as `expr` and `assignments`."""
    function = click.argument("assignments", nargs=-1, metavar="[NAME=VALUE]...")(function)
    return click.argument("expr")(function)


class Command(click.Command):
    """A command whose expressions may begin with a minus sign: `gradline eval '-x**2' x=3`.

    Only the short options that it has are options; a blank in front keeps click from reading
    another word as one.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        options = {name for parameter in self.get_params(ctx) for name in parameter.opts}
        return super().parse_args(
            ctx,
            [
                f" {word}"
                if word[0:1] == "-" and word[1:2] not in "-" and word not in options
                else word
                for word in args
            ],
        )


class Invocation:
    """One call of a command: the screen, and the worker under the bounds that options set."""

    def __init__(
        self, bounds: Bounds, dtype: str, seed: int | None, color: str, as_json: bool = False
    ) -> None:
        output.choice = color
        self.bounds = bounds
        self.screen = Screen(as_json)
        context = click.get_current_context(silent=True)
        early = None if context is None else context.find_root().obj
        self.supervisor = Supervisor(bounds, early, dtype, seed, as_json)

    @classmethod
    def of_one_liner(
        cls, timeout: str | None, max_memory: str | None, **options: Any
    ) -> Invocation:
        """From the options that `one_liner` gave a command."""
        return cls(bounds_of_expressions(timeout, max_memory), **options)

    @classmethod
    def of_programs(
        cls, timeout: str | None, max_memory: str | None, max_output: str | None, **options: Any
    ) -> Invocation:
        """From the options that `batch` gave a command."""
        return cls(bounds_of_programs(timeout, max_memory, max_output), **options)

    def run(
        self,
        task: str,
        arguments: dict[str, Any],
        data_from: Iterable[str] = (),
        files: dict[str, int] | None = None,
    ) -> list[str]:
        """Have a task done and show what it gives; what its last answer holds.

        data_from: words of the command line that may name files with data.
        """
        given = {**open_all(named_in(data_from)), **(files or {})}
        with self.supervisor, self.screen:
            return self.supervisor.run(task, arguments, self.screen.show, given)
