"""One invocation: the options that commands share, and the engine set up as they say."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from . import output
from .limits import limit_memory, parse_size, time_limit

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from ..grammar import Interpreter

Function = TypeVar("Function", bound=Callable[..., Any])

SETTINGS = (
    click.option(
        "--dtype", type=click.Choice(["float32", "float64"]), default="float32", show_default=True,
        help="The default dtype.",
    ),
    click.option("--seed", type=int, metavar="N", help="As torch.manual_seed(N)."),
    click.option(
        "--color", type=click.Choice(["auto", "always", "never"]), default="auto",
        help="Colour and highlighting; auto: on a terminal, unless NO_COLOR is set.",
    ),
    click.option(
        "--timeout", type=click.FloatRange(min=0, min_open=True), metavar="S",
        help="Stop each program or case after S seconds.",
    ),
    click.option(
        "--max-memory", metavar="SIZE",
        help="Memory to take at most, as 512M or 2G; none: no bound [what the machine has].",
    ),
)  # fmt: skip
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def settings(function: Function) -> Function:
    """Give a command the options that every evaluation has; they arrive in `Session(**options)`."""
    for option in reversed(SETTINGS):
        function = option(function)
    return function


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


class Session:
    """The engine and the output, set up as the options say. Building one imports NumPy."""

    def __init__(
        self,
        dtype: str = "float32",
        seed: int | None = None,
        color: str = "auto",
        timeout: float | None = None,
        max_memory: str | None = None,
        as_json: bool = False,
    ) -> None:
        size = parse_size(max_memory)
        from .. import engine, grammar  # noqa: F401

        if not gc.isenabled():
            gc.freeze()  # modules are not garbage
            gc.enable()
        limit_memory(size)
        output.choice = color
        self.output = output.Output(as_json)
        self._engine = engine
        self._dtype = getattr(engine, dtype)
        self._seed = seed
        self._timeout = timeout
        self.reset()

    def reset(self) -> None:
        """Forget what an earlier program set: default dtype, grad mode, random state."""
        engine = self._engine
        engine.set_default_dtype(self._dtype)
        engine.set_grad_enabled(True)
        if self._seed is not None:
            engine.manual_seed(self._seed)

    def fresh(self) -> None:
        """The same for a program that prints: how tensors are printed is reset too."""
        self.reset()
        self._engine.set_printoptions(profile="default")

    def interpreter(self, prelude: str, write: Callable[[str], Any] | None = None) -> Interpreter:
        """An interpreter whose `print` goes to this session's output, or to `write`."""
        from ..grammar import Interpreter

        return Interpreter(write=write or self.output.program, prelude=prelude)

    def time_limit(self) -> AbstractContextManager[None]:
        """The context that holds `--timeout` for one program, cell or case."""
        return time_limit(self._timeout)
