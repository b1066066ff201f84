"""Case lists (.jsonl): one JSON object a line in, one result a line out, in order.

A case holds `expr`, and perhaps `id`, `vars`, `grad_output`, and for `gradline test` `want`. Its
result holds `ok`, `value`, `dtype`, `shape`, `grad_fn` and `grads`, or `ok: false` and `error`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ... import engine
from ...grammar import ProgramError, Stopped
from ..errors import CommandError, near
from ..jsontext import dumps, failed_case
from .constants import original_column, split_constants
from .differentiate import differentiable, gradients, make_leaf
from .encoding import decode, describe, is_tensors, values
from .failures import internal
from .session import Session, json_of

if TYPE_CHECKING:
    from ...engine import Tensor
    from ...grammar import Interpreter

KEYS = ("id", "expr", "vars", "grad_output", "want", "rtol", "atol")
VARIABLE_KEYS = ("data", "dtype", "shape", "requires_grad")


def begin(session: Session) -> None:
    """Before the first case: all cases share an interpreter, which knows what it compiled."""
    session.current = session.interpreter("operators", write=ignore)


def case(session: Session, line: bytes) -> list[str]:
    """The result of one line as JSON, and of a failed one the kind, the message and the column."""
    found: Any = None
    try:
        found = parse_line(line)
        check_case(found)
        return [json_of(evaluate_case(found, session.current, session))]
    except (Exception, Stopped) as error:
        record = failure(found, error)
        told = record["error"]
        column = "" if "line" in told else str(told.get("column", ""))
        return [dumps(record), told["type"], told["message"], column]


def parse_line(line: bytes) -> Any:
    """The JSON value of a line."""
    try:
        return json.loads(line)
    except json.JSONDecodeError as error:
        raise CaseError(f"no valid JSON: {error.msg}", "JSONError", error.colno) from None
    except UnicodeDecodeError as error:
        raise CaseError("no valid JSON: not UTF-8 text", "JSONError", error.start + 1) from None
    except (ValueError, RecursionError):
        message = "no JSON that can be read: nested too deep, or a number too long"
        raise CaseError(message, "JSONError") from None


def check_case(case: Any) -> None:
    """Refuse what is no case, as far as that shows without evaluating it."""
    if not isinstance(case, dict):
        raise CaseError(f"a case is a JSON object, found {json.dumps(case)[:40]}")
    check_keys(case, KEYS)
    if not isinstance(case.get("expr"), str):
        raise CaseError("a case needs a key 'expr' that holds a string")
    for key in ("rtol", "atol"):
        if not isinstance(case.get(key, 0.0), int | float):
            raise CaseError(f"{key} must be a number")


def check_keys(record: dict[str, Any], known: tuple[str, ...]) -> None:
    """Refuse a key that is nearly one of the known; a stranger's key is the user's own business."""
    if not record.keys() <= set(known):
        for key in record:
            if key not in known and (hint := near(key, known)):
                raise CaseError(f"unknown key {key!r}{hint}")


class CaseError(CommandError):
    """A line that is no case; `column` counts from 1 within the line."""

    def __init__(self, message: str, kind: str = "CaseError", column: int | None = None) -> None:
        super().__init__(message, kind=kind)
        self.column = column


def evaluate_case(
    case: dict[str, Any], interpreter: Interpreter, session: Session
) -> dict[str, Any]:
    """The result of one case."""
    text, constants = split_constants(case["expr"])
    if constants:
        try:
            return evaluate_text(text, constants, case, interpreter, session)
        except ProgramError as error:
            # It names a place in the changed text: let the expression itself fail, if it may.
            if session.is_stopped:
                error.column = original_column(case["expr"], error.line, error.column)
                raise
    return evaluate_text(case["expr"], {}, case, interpreter, session)


def evaluate_text(
    text: str,
    constants: dict[str, int | float],
    case: dict[str, Any],
    interpreter: Interpreter,
    session: Session,
) -> dict[str, Any]:
    """The result of a case whose expression is `text`; nothing is left of the case before."""
    session.fresh()
    interpreter.clear()
    leaves: dict[str, Tensor] = {}
    for name, spec in variables_of(case):
        value, wanted = variable(name, spec)
        if wanted and differentiable(value):
            value = leaves[name] = make_leaf(value)
        interpreter.define(name, value)
    for name, constant in constants.items():
        interpreter.define(name, constant)
    value = interpreter.run(text)
    if value is None:
        raise CaseError("the expression has no value")
    result = {"id": case.get("id"), "ok": True} | describe(value, session.text_of)
    if leaves:
        grads = case_gradients(value, leaves, case.get("grad_output"))
        if grads is not None:
            result["grads"] = grads
    return result


def ignore(_: str) -> None:
    """Where a case's `print` goes: the output holds results and nothing else."""


def variables_of(case: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    variables = case.get("vars") or {}
    if not isinstance(variables, dict):
        raise CaseError("vars must be an object of names and values")
    return variables.items()


def variable(name: str, spec: Any) -> tuple[Tensor, bool]:
    """The tensor of one variable, and whether its gradient is wanted."""
    if not name.isidentifier():
        raise CaseError(f"{name!r} is no name of a variable")
    try:
        if not isinstance(spec, dict):
            return decode(spec), True
        check_keys(spec, VARIABLE_KEYS)
        if "data" not in spec:
            raise CaseError("an object needs a key 'data'")
        value = decode(spec["data"], spec.get("dtype"), spec.get("shape"))
    except CommandError as error:
        error.message = f"variable {name}: {error.message}"
        raise
    wanted = spec.get("requires_grad", True)
    if wanted and "requires_grad" in spec and not differentiable(value):
        raise CaseError(f"variable {name}: {value.dtype} tensors cannot require grad")
    return value, bool(wanted)


def case_gradients(
    value: Any, leaves: dict[str, Tensor], grad_output: Any
) -> dict[str, Any] | None:
    """Each leaf's gradient as JSON; None where no gradient is asked for.

    A real scalar that depends on the leaves needs no `grad_output`.
    """
    if grad_output is None:
        if not isinstance(value, engine.Tensor) or value.numel() != 1:
            return None
        if value.is_complex() or not value.requires_grad:
            return None
        results, cotangents = value, None
    elif is_tensors(value):
        if not isinstance(grad_output, list) or len(grad_output) != len(value):
            raise CaseError(f"grad_output must be a list of {len(value)}, one for each result")
        pairs = [pair for pair in zip(value, grad_output, strict=True) if pair[1] is not None]
        if not pairs:
            return None
        results = [part for part, _ in pairs]
        cotangents = [cotangent(part, data) for part, data in pairs]
    elif isinstance(value, engine.Tensor):
        results, cotangents = value, cotangent(value, grad_output)
    else:
        raise CaseError("grad_output is given, but the result is no tensor")
    found = gradients(results, list(leaves.values()), cotangents)
    return {
        name: None if grad is None else values(grad)
        for name, grad in zip(leaves, found, strict=True)
    }


def cotangent(part: Tensor, data: Any) -> Tensor:
    """The cotangent that JSON `data` gives for one result, in its dtype and of its shape."""
    dtype, shape = part.dtype.name, None
    try:
        if isinstance(data, dict):
            data, dtype, shape = data.get("data"), data.get("dtype", dtype), data.get("shape")
        elif not part.numel():
            shape = list(part.shape)  # lists alone cannot tell (2, 0) from (0,)
        given = decode(data, dtype, shape)
    except CommandError as error:
        error.message = f"grad_output: {error.message}"
        raise
    if given.shape != part.shape:
        shapes = f"the shape {list(given.shape)}, the result {list(part.shape)}"
        raise CaseError(f"grad_output has {shapes}; they must be equal", "ShapeError")
    return given


def failure(case: Any, error: BaseException) -> dict[str, Any]:
    """The result of a case that could not be evaluated, with the place in its expression."""
    told: dict[str, Any]
    if isinstance(error, ProgramError):
        told = {"type": error.kind, "message": error.message}
        if error.hint:
            told["hint"] = error.hint
        told |= {"line": error.line, "column": error.column}
    elif isinstance(error, CommandError):
        told = {"type": error.kind, "message": error.message}
        column = getattr(error, "column", None)
        if column is not None:
            told["column"] = column
    elif isinstance(error, MemoryError):
        told = {"type": "MemoryError", "message": "out of memory"}
    elif isinstance(error, Stopped):
        told = {"type": "LimitError", "message": str(error)}
    else:
        told = {"type": "InternalError", "message": internal(error)[0]}
    return failed_case(case, told)
