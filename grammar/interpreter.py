"""Runs programs: one parser and one interpreter for files, one-liners and notebook cells."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from . import chains, functions, operators, strings, tree  # noqa: F401 (they register their compilers)
from .access import Access, Modules
from .builtins import constructors, listed_classes, make_builtins
from .errors import Place, ProgramError, Source, hint_of, hinted, near
from .expressions import expression
from .guards import format_guard, math_guards, method_guards
from .kinds import Kinds
from .limits import FAILURES, NESTED_TOO_DEEPLY, Limits, Meter, Stopped
from .operations import binary_operations
from .parser import parse_source
from .prelude import Prelude
from .scope import CALLED, Scope
from .statements import Execute, block
from .texts import Texts


class Machine:
    """What all compiled code of one interpreter shares."""

    def __init__(self, write: Callable[[str], object], limits: Limits, unprefixed: bool, torch):
        if torch is None:
            from .. import engine as torch
        from ..engine.families import MEMBERS
        from ..engine.modules import NAMES

        self.limits = limits
        self.meter = Meter(limits)
        self.texts = Texts(self.meter)
        self.variables: dict[str, object] = {}
        self.nesting = 0
        self.binary, self.in_place = binary_operations(self.meter, self.texts, torch.Tensor)
        own = [*listed_classes(), *chains.LAZY, torch.Tensor, torch.Size]
        kinds = Kinds(own, constructors(self.meter, self.texts))
        guards = method_guards(self.meter)
        self.access = Access(torch.Tensor, MEMBERS, torch.__name__, guards, kinds)
        guards[str, "format"] = format_guard(self.meter, self.access, self.texts)
        self.modules = Modules(torch, NAMES, math_guards(self.meter, self.binary), kinds)
        python = make_builtins(write, self.meter, self.binary, self.access, self.texts, kinds)
        self.prelude = Prelude(python, self.modules, torch.Tensor, NAMES if unprefixed else ())

    def unknown(self, name: str) -> BaseException:
        """The error for a name that nothing is bound to."""
        return hinted(
            NameError(f"name '{name}' is not defined"),
            lambda: near(name, [*self.variables, *self.prelude]),
        )


class Interpreter:
    """Runs programs that share their variables, as the cells of a notebook do.

    write     is given what the program prints
    limits    bounds every single run
    prelude   "operators": every operator stands unprefixed, and `torch`, `F` and `math` are there;
              "python": only Python's built-ins, the rest must be imported
    torch     the module behind `torch`, the engine unless another is given
    """

    def __init__(
        self,
        write: Callable[[str], object] = print,
        limits: Limits | None = None,
        prelude: str = "operators",
        torch: object = None,
    ) -> None:
        self.has_result = False
        self._last = "", ""
        self._is_one_liner = prelude == "operators"
        self._machine = Machine(write, limits or Limits(), self._is_one_liner, torch)
        self._compiled: dict[tuple[str, str], Execute] = {}

    # ---- variables

    def define(self, name: str, value: object) -> None:
        """Bind a variable of the program."""
        self._machine.variables[name] = value

    def lookup(self, name: str) -> object:
        """The value of a variable or of a built-in name; KeyError if there is none."""
        variables = self._machine.variables
        return variables[name] if name in variables else self._machine.prelude[name]

    def names(self) -> dict[str, object]:
        """The program's variables with their values."""
        return dict(self._machine.variables)

    def clear(self) -> None:
        """Forget all variables."""
        self._machine.variables.clear()

    # ---- running

    def run(self, source: str, filename: str = "<expr>") -> object:
        """Run a program; the value of its last statement, if that is an expression, else None.

        `has_result` tells whether it was one. Raises ProgramError for whatever goes wrong.
        """
        self.has_result = False
        self._last = source, filename
        machine = self._machine
        key = (source, filename)
        machine.meter.start()
        try:
            with self._deep():
                program = self._compiled.get(key)
                if program is None:
                    program = self._bounded(source, filename)
                    if len(self._compiled) < MOST_COMPILED:
                        self._compiled[key] = program
                result = program(machine.variables)
        except ProgramError:
            raise
        except FAILURES as error:
            raise program_error(error, Source(source, filename), machine.texts) from error
        self.has_result = result is not None
        return result[0] if result is not None else None

    @contextmanager
    def _deep(self) -> Iterator[None]:
        """Let the host nest its calls as deeply as the limits let a program nest its own."""
        before = sys.getrecursionlimit()
        sys.setrecursionlimit(max(before, self._machine.limits.host_depth))
        try:
            yield
        finally:
            sys.setrecursionlimit(before)

    def stop(self, message: str) -> None:
        """End the current run at its next step with a LimitError. Made for signal handlers.

        A handler may as well raise `Stopped(message)` after it: no program catches that.
        """
        self._machine.meter.stop(message)

    def show(self, value: object) -> str:
        """`repr(value)` as the program itself sees it, addresses invented.

        Raises ProgramError, placed at the last statement of the last run, where a value has no
        text: one that is nested too deeply, or would be too long.
        """
        try:
            with self._deep():
                return self._machine.texts.repr_(value)
        except Exception as error:
            source = Source(*self._last, self._is_one_liner)
            last = parse_source(source).body[-1:]
            error.__dict__["places"] = [(source, node.start, node.end) for node in last]
            raise program_error(error, source, self._machine.texts) from error

    def _bounded(self, source: str, filename: str) -> Execute:
        """Compile; where Python's own stack ends before our limit, refuse the program alike."""
        try:
            return self._compile(source, filename)
        except RecursionError:
            place = Place(Source(source, filename), 0, 0)
            raise ProgramError("LimitError", NESTED_TOO_DEEPLY, place) from None

    def _compile(self, text: str, filename: str) -> Execute:
        """The closure of a program; it returns `(value,)` if the last statement has a value."""
        source = Source(text, filename, self._is_one_liner)
        most = self._machine.limits.text
        if len(text) > most:
            message = f"the program is longer than {most:,} characters"
            raise ProgramError("LimitError", message, Place(source, 0, 0))
        program = parse_source(source)
        self._machine.nesting = 0
        scope = Scope(self._machine, source)
        last = program.body[-1] if program.body else None
        if not isinstance(last, tree.Expression):
            return block(program.body, scope)
        run, value = block(program.body[:-1], scope), expression(last.value, scope)

        def run_to_value(frame):
            run(frame)
            try:
                return (value(frame),)
            except Stopped as stopped:
                scope.fail(stopped, last)
                raise

        return run_to_value


MOST_COMPILED = 1024
MOST_CALLS = 6


def program_error(error: BaseException, source: Source, texts: Texts) -> ProgramError:
    """`error` as the user of the language sees it: what, where, and through which calls."""
    noted = [place for place in getattr(error, "places", ()) if place is not CALLED]
    first, *calls = noted or [(source, 0, 0)]
    skipped = max(0, len(calls) - MOST_CALLS)
    if skipped:
        calls = calls[: MOST_CALLS // 2] + calls[-MOST_CALLS // 2 :]
    kind = "LimitError" if isinstance(error, Stopped) else type(error).__name__
    message = _message(error, texts)
    if isinstance(error, MemoryError) and not message:
        message = "the memory does not suffice"
    shown = tuple(Place(*call) for call in calls)
    return ProgramError(
        kind, message, Place(*first), hint=hint_of(error), calls=shown, skipped=skipped
    )


def _message(error: BaseException, texts: Texts) -> str:
    """What an error says, which may be a value of the program that has no text."""
    try:
        return texts.str_(error)
    except Exception as failure:
        return f"its message cannot be shown ({type(failure).__name__})"
