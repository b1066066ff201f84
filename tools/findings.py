"""What counts as a fault of the parser or of the interpreter: the oracles that fuzzing asks.

A program may fail with a ProgramError and in no other way. Told apart beyond that: texts that are
accepted though Python refuses them, errors that were raised by accident and only look like the
program's own, and values of types that no program should hold.
"""

from __future__ import annotations

import ast
import linecache
import re
import sys
import types
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from gradline import engine
from gradline.grammar import Interpreter, Limits, ProgramError, names, parse

ROOT = Path(__file__).resolve().parent.parent
PRELUDES = ("python", "operators")
# Small, so that a run takes milliseconds.
SMALL = {"steps": 3000, "depth": 60, "digits": 1000, "size": 50_000, "nesting": 100}
LONGEST_FOR_PYTHON = 4000  # it takes longer texts, nested deeply, badly
OLD_FSTRING = re.compile(r"[fF][rR]?['\"]")  # until Python 3.12 they could hold less

ACCIDENTS = (AttributeError, NameError, AssertionError, SystemError)
OURS = (AssertionError, SystemError)
MEANT = (MemoryError, RecursionError)
FORBIDDEN_VALUES = (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType)
LISTED = {Interpreter().lookup(name) for name in names.BUILTINS | names.EXCEPTIONS}


class Fault(NamedTuple):
    """`severe`: it breaks a promise; else it is to be looked at. Faults of one `key` are one."""

    severe: bool
    key: str
    message: str


def text_of(data: bytes) -> str:
    """The program that an input stands for, lone surrogates included."""
    return data.decode("utf-8", "surrogateescape")


def parse_faults(text: str) -> list[Fault]:
    """What is wrong with how `text` is parsed."""
    try:
        parse(text)
    except ProgramError as error:
        error.render()
        return []
    except Exception as error:
        return [crash("parse", error)]
    refusal = refused_by_python(text)
    if refusal is None:
        return []
    return [Fault(False, f"accepted: {without_details(refusal)}", refusal)]


def refused_by_python(text: str) -> str | None:
    """Why Python says that `text` is no program; None where it accepts it or cannot tell."""
    if len(text) > LONGEST_FOR_PYTHON or (sys.version_info < (3, 12) and OLD_FSTRING.search(text)):
        return None
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(text, "<text>", "exec", ast.PyCF_ONLY_AST)
    except SyntaxError as error:
        return error.msg
    except (ValueError, RecursionError, MemoryError, OverflowError):
        pass
    return None


def run_faults(text: str) -> list[Fault]:
    """What is wrong with how the program `text` runs, under both preludes."""
    found: list[Fault] = []
    for prelude in PRELUDES:
        interpreter = Interpreter(ignore, Limits(**SMALL), prelude)
        value: object = None
        try:
            value = interpreter.run(text)
        except ProgramError as error:
            error.render()
            found += accident(error.__cause__)
        except Exception as error:
            found.append(crash("run", error))
        finally:
            reset()
        found += forged([value, *interpreter.names().values()])
    return found


def ignore(_: str) -> None:
    """Where the program's output goes."""


def reset() -> None:
    """Undo what a program can set for the whole process."""
    engine.set_default_dtype(engine.float32)
    engine.set_grad_enabled(True)
    engine.set_printoptions(profile="default")
    engine.manual_seed(0)


def crash(where: str, error: BaseException) -> Fault:
    kind = type(error).__name__
    return Fault(True, f"{where}: {kind} at {innermost(error)}", f"{kind}: {str(error)[:300]}")


def accident(error: BaseException | None) -> list[Fault]:
    """Whether the error came about in our code by accident: on a line that raises nothing.

    In the interpreter Python's own errors are the program's (`1 / 0`); a missing attribute is not,
    which in the engine may be told of what the program gave it.
    """
    if error is None or isinstance(error, MEANT):
        return []
    frame = last_of_ours(error.__traceback__)
    if frame is None:
        return []
    path, number = frame.tb_frame.f_code.co_filename, frame.tb_lineno
    line = linecache.getline(path, number).strip()
    meant = line.startswith("raise") or " raise " in line
    if meant or (room(path) == "grammar" and not isinstance(error, ACCIDENTS)):
        return []
    kind = type(error).__name__
    ours = isinstance(error, OURS) or room(path) == "grammar"
    return [Fault(ours, f"accident: {kind} at {place(frame)}", f"{str(error)[:300]} | {line}")]


def last_of_ours(traceback: TracebackType | None) -> TracebackType | None:
    """The innermost frame in gradline's own code."""
    found = None
    while traceback is not None:
        if room(traceback.tb_frame.f_code.co_filename) in ("engine", "grammar"):
            found = traceback
        traceback = traceback.tb_next
    return found


def room(path: str) -> str:
    """The part of gradline that a file belongs to, or an empty string."""
    origin = Path(engine.__file__).parent.parent
    return Path(path).relative_to(origin).parts[0] if path.startswith(f"{origin}/") else ""


def innermost(error: BaseException) -> str:
    frame = last_of_ours(error.__traceback__)
    return place(frame) if frame else "nowhere"


def place(frame: TracebackType) -> str:
    code = frame.tb_frame.f_code
    return f"{room(code.co_filename)}/{Path(code.co_filename).name}:{code.co_name}"


def forged(values: list[object]) -> Iterator[Fault]:
    """The types among `values`, in containers too, that no program should hold."""
    seen: set[int] = set()
    while values and len(seen) < 1000:
        value = values.pop()
        if id(value) in seen:
            continue
        seen.add(id(value))
        if isinstance(value, FORBIDDEN_VALUES) or is_unlisted_type(value):
            title = getattr(value, "__qualname__", type(value).__name__)
            yield Fault(True, f"holds {type(value).__name__} {title}", repr(value)[:200])
        elif type(value) in (list, tuple, set, frozenset):
            values += value  # type: ignore[operator]
        elif type(value) is dict:
            values += [*value, *value.values()]


def is_unlisted_type(value: object) -> bool:
    """Whether it is a class that stands on no list: neither Python's listed ones nor our own."""
    if not isinstance(value, type) or value in LISTED:
        return False
    return value.__module__.partition(".")[0] not in ("torch", "gradline")


def without_details(message: str) -> str:
    """A message without the names and numbers that only this text has."""
    return re.sub(r"'[^']*'|\d+", "_", message)


def shrink(text: str, still: Callable[[str], bool], tries: int = 600) -> str:
    """A smaller text for which `still` holds: pieces are left out, large ones first."""
    for pattern in (r"[^\n]*\n|[^\n]+$", r"\w+|\s+|[^\w\s]", r"[\s\S]"):
        pieces = re.findall(pattern, text)
        size = max(1, len(pieces) // 2)
        while pieces and tries > 0:
            index = 0
            while index < len(pieces) and tries > 0:
                fewer = pieces[:index] + pieces[index + size :]
                tries -= 1
                if fewer and still("".join(fewer)):
                    pieces = fewer
                else:
                    index += size
            if size == 1:
                break
            size //= 2
        text = "".join(pieces)
    return text
