"""The `gradline` command: finds the sub-command, loads it, and turns every error into words."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from .errors import near
from .report import report, show
from .worker.stopping import Cancelled

if TYPE_CHECKING:
    from .worker.process import Worker

# name -> (module and function, what it does). A command's module loads when it is called.
COMMANDS = {
    "eval": ("evaluate.command", "Value and grad_fn of an expression."),
    "grad": ("grad.command", "Value, grad_fn and gradients of an expression."),
    "jacobian": ("jacobian.jacobian", "All first derivatives of an expression."),
    "hessian": ("jacobian.hessian", "All second derivatives of a scalar expression."),
    "check": ("check.command", "Gradients against numeric ones, or against yours."),
    "run": ("run.command", "Run programs (.py), notebooks (.ipynb), case lists (.jsonl)."),
    "test": ("test.command", "Compare programs, notebooks and cases with their golden outputs."),
    "ops": ("ops.command", "The operators with signature, grad_fn and family; or one of them."),
}


class Commands(click.Group):
    """A group whose commands load when they are called, so that `--help` costs nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, function = COMMANDS[cmd_name][0].partition(".")
        return getattr(import_module(f".commands.{module}", __package__), function)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args[0] not in COMMANDS:
            hint = near(args[0], COMMANDS) or f"; one of {', '.join(COMMANDS)} is expected"
            raise click.UsageError(f"no command {args[0]!r}{hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


def show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"gradline {version('gradline')}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=show_version,
    help="Show the version and exit.",
)  # fmt: skip
def cli() -> None:
    """Differentiate tensor expressions, printed as PyTorch prints them.

    \b
    gradline grad 'mean(3*(x+2)**2)' x='ones(2,2)'
    gradline run program.py

    Exit status: 0; 1 when an evaluation, a check or a comparison failed; 2 for wrong usage.
    """


def main(arguments: list[str], worker: Worker | None) -> None:
    """Run the command line as a process of its own: signals, streams and the exit status."""
    import signal

    if signal.getsignal(signal.SIGINT) is signal.SIG_DFL:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGPIPE"):  # a reader that has seen enough ends us quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us: nobody wants to read it
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        getattr(sys, name).reconfigure(errors="backslashreplace")
    status = run(arguments, worker)
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except OSError as error:
        status = unwritten(error)
    os._exit(status)  # the system frees memory faster than Python does object by object


def run(arguments: list[str], worker: Worker | None = None) -> int:
    """Run one command and give its exit status; no exception leaves this function.

    worker: one that is starting already, for commands that evaluate.
    """
    try:
        options: dict[str, Any] = {"prog_name": "gradline", "standalone_mode": False}
        return cli.main(arguments, obj=worker, **options) or 0
    except click.ClickException as error:
        show(usage_message(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt, Cancelled):
        show("error: interrupted")
        return 130
    except OSError as error:  # files that cannot be read have been reported by name
        return unwritten(error)
    except Exception as error:
        if report(error):
            return getattr(error, "status", 1)
        if os.environ.get("GRADLINE_DEBUG"):
            raise
        text = f"internal error ({type(error).__name__}: {error}); please report it"
        show(f"error: {text}\nhint: GRADLINE_DEBUG=1 shows where it came from")
        return 1
    finally:
        if worker is not None:
            worker.kill()


def unwritten(error: OSError) -> int:
    """Say that the output cannot be written, and let nothing try again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    show(f"error: cannot write the output: {error.strerror or error}")
    return 1


def usage_message(error: click.ClickException) -> str:
    """click's complaint in gradline's form: one line, the near name, where to read on."""
    message = error.format_message().rstrip(".")
    if isinstance(error, click.NoSuchOption):
        message = f"no option {error.option_name!r}"
        if error.possibilities:
            message += f"; did you mean {' or '.join(map(repr, sorted(error.possibilities)))}?"
    lines = [f"error: {message[:1].lower()}{message[1:]}"]
    context = getattr(error, "ctx", None)
    if context is not None:
        lines.append(f"hint: {context.command_path} --help")
    return "\n".join(lines)
