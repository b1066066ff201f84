"""Golden outputs: what a program, a notebook or a case list gives now, against what it should.

`NAME.py` has its output in `NAME.out`; a notebook carries its outputs; a case carries `want`.
"""

from __future__ import annotations

import json
import os
import re
from difflib import unified_diff
from typing import Any

from .errors import CommandError
from .files import BOM, decode_text, read_bytes
from .jsontext import spell
from .lines import Lines
from .output import printable
from .tolerances import TOLERANCES
from .worker import wire
from .worker.supervisor import Supervisor
from .writing import write_bytes, write_text

ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]+")
RESULT_KEYS = ("ok", "value", "dtype", "shape", "grad_fn", "grads", "error")


class Verdict:
    """`state` is "ok", "failed" or "updated"; `detail` says in what it differs.

    can_update: whether `--update` would accept what came out.
    """

    def __init__(self, state: str, detail: str = "", can_update: bool = False) -> None:
        self.state = state
        self.detail = detail
        self.can_update = can_update


def golden_path(path: str) -> str:
    """Where the golden output of a program stands."""
    return os.path.splitext(path)[0] + ".out"


def has_golden(path: str) -> bool:
    """Whether there is something to compare this file with."""
    if path.lower().endswith(".py"):
        return os.path.exists(golden_path(path))
    if path.lower().endswith(".jsonl"):
        return b'"want"' in read_bytes(path)
    return b'"outputs"' in read_bytes(path)


def judge(path: str, supervisor: Supervisor, update: bool) -> Verdict:
    """The verdict on one file; a file that cannot be compared has failed."""
    try:
        return compare(path, supervisor, update)
    except CommandError as error:
        return Verdict("failed", error.render())


def compare(path: str, supervisor: Supervisor, update: bool = False) -> Verdict:
    """Run one file and compare; with `update`, write what it gives as the new golden output."""
    data = read_bytes(path, supervisor.bounds.seconds)
    kind = os.path.splitext(path)[1].lower()
    if kind == ".jsonl":
        return cases(path, data, supervisor, update)
    compare_kind = program if kind == ".py" else notebook
    return compare_kind(path, decode_text(data, path), supervisor, update)


def program(path: str, text: str, supervisor: Supervisor, update: bool) -> Verdict:
    golden = golden_path(path)
    if not update and not os.path.exists(golden):
        raise CommandError(f"{path} has no golden output {golden}", hint="--update writes it")
    printed: list[str] = []

    def collect(kind: int, texts: list[str]) -> None:
        if kind == wire.PRINTED:
            printed.append(texts[0])

    supervisor.run("program", {"text": text, "filename": path}, collect)
    found = printable("".join(printed))
    wanted = None
    if os.path.exists(golden):
        wanted = decode_text(read_bytes(golden, supervisor.bounds.seconds), golden)
    if wanted is not None and same(found, wanted):
        return Verdict("ok")
    if update:
        write_text(golden, found)
        return Verdict("updated")
    return Verdict("failed", diff(wanted or "", found, golden, path), can_update=True)


def notebook(path: str, text: str, supervisor: Supervisor, update: bool) -> Verdict:
    from . import notebooks as nb

    book = nb.parse_notebook(text, path)
    runner = nb.Runner(supervisor, path, lambda _: None)
    details: list[str] = []
    changed = False
    for number, cell in enumerate(nb.code_cells(book), 1):
        parts, error = runner.run(cell)
        if error is not None and (runner.is_lost or not nb.expects_error(cell)):
            return Verdict("failed", "\n".join([*details, error.render()]))
        wanted = nb.stored_parts(cell)
        if same(lines_of(parts), lines_of(wanted)):
            continue
        changed = True
        if update:
            nb.store_parts(cell, parts, error)
        else:
            label = f"{path}[cell {number}]"
            details.append(diff(lines_of(wanted), lines_of(parts), f"{label} stored", label))
    if not changed:
        return Verdict("ok")
    if update:
        write_text(path, nb.dump_notebook(book, text))
        return Verdict("updated")
    return Verdict("failed", "\n".join(details), can_update=True)


def lines_of(parts: list[tuple[str, str]]) -> str:
    """The outputs of a cell as one text; a value or an error always ends its line."""
    return "".join(
        text if kind == "stream" else f"error: {text}\n" if kind == "error" else f"{text}\n"
        for kind, text in parts
    )


def cases(path: str, data: bytes, supervisor: Supervisor, update: bool) -> Verdict:
    """Lines that do not change stay as they are, byte for byte, their ends included."""
    from .cases import Answer, evaluate

    lines = data.split(b"\n")
    details: list[str] = []
    changed = False

    def judge(answer: Answer) -> None:
        nonlocal changed
        case, result = parsed(answer.line), result_of(answer.text)
        try:
            problem = disagreement(case, result)
        except RecursionError:
            problem = "its lists are nested too deeply to be compared"
        if problem is None and not (update and isinstance(case, dict) and "want" not in case):
            return
        if update and isinstance(case, dict) and isinstance(case.get("expr"), str):
            case["want"] = wanted_of(result)
            before = lines[answer.number - 1]
            mark = BOM if before.startswith(BOM) else b""
            end = b"\r" if before.endswith(b"\r") else b""
            lines[answer.number - 1] = mark + json_line(case).encode("utf-8", "surrogatepass") + end
            changed = True
        else:
            name = f" (id {case['id']})" if isinstance(case, dict) and "id" in case else ""
            details.append(f"{path}:{answer.number}{name}: {problem}")

    evaluate(Lines(None, path, lines), supervisor, judge)
    if changed:
        write_bytes(path, b"\n".join(lines))
    if details:
        return Verdict("failed", "\n".join(details), can_update=True)
    return Verdict("updated" if changed else "ok")


def parsed(line: bytes) -> Any:
    """The JSON value of a line; None for what is none."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def result_of(text: str) -> dict[str, Any]:
    """The result that a worker gave as JSON; the command trusts no worker to have given one."""
    found = parsed(text.encode("utf-8", "surrogatepass"))
    if isinstance(found, dict):
        error = found.get("error")
        is_error = isinstance(error, dict) and {"type", "message"} <= error.keys()
        if found.get("ok") is (not is_error):
            return found
    told = {"type": "CrashError", "message": "what its process gave is no result"}
    return {"ok": False, "error": told}


def json_line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False)


def wanted_of(result: dict[str, Any]) -> dict[str, Any]:
    """What a case will want from now on: its result, of an error only the type."""
    if not result["ok"]:
        return {"ok": False, "error": {"type": result["error"]["type"]}}
    return {key: spell(item) for key, item in result.items() if key not in ("id", "ok")}


def disagreement(case: Any, result: dict[str, Any]) -> str | None:
    """In what a result differs from the `want` of its case; None if it agrees.

    `want` is an object with some of a result's keys, or the value alone. A case without one only
    has to be evaluated.
    """
    want = case.get("want") if isinstance(case, dict) else None
    if not isinstance(want, dict):
        want = {} if want is None else {"value": want}
    expects_failure = want.get("ok") is False or "error" in want
    if not result["ok"] and not expects_failure:
        error = result["error"]
        return f"{error['type']}: {error['message']}"
    dtype = result.get("dtype")
    first = dtype[0] if isinstance(dtype, list) and dtype else dtype
    rtol, atol = TOLERANCES.get(str(first), (0.0, 0.0))
    rtol, atol = case.get("rtol", rtol), case.get("atol", atol)
    for key, wanted in want.items():
        problem = difference(result.get(key), wanted, rtol, atol) if key in RESULT_KEYS else None
        if problem is not None:
            return f"{key}{problem}"
    return None


def difference(found: Any, wanted: Any, rtol: float, atol: float) -> str | None:
    """Where and how two JSON values differ; numbers may be off by `atol + rtol * |wanted|`."""
    if isinstance(wanted, dict) and isinstance(found, dict):
        for key, item in wanted.items():
            if problem := difference(found.get(key), item, rtol, atol):
                return f".{key}{problem}"
        return None
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return f": {len(wanted)} elements wanted, {len(found)} found"
        for index, (one, other) in enumerate(zip(found, wanted, strict=True)):
            if problem := difference(one, other, rtol, atol):
                return f"[{index}]{problem}"
        return None
    if close(found, wanted, rtol, atol) or found == wanted or spell(found) == wanted:
        return None
    return f": {json.dumps(spell(wanted))} wanted, {json.dumps(spell(found))} found"


def close(found: Any, wanted: Any, rtol: float, atol: float) -> bool:
    """Whether two values are finite numbers that are near; nan and inf are compared by name."""
    for value in (found, wanted):
        if not isinstance(value, int | float) or isinstance(value, bool) or value - value != 0:
            return False
    try:
        return abs(found - wanted) <= atol + rtol * abs(wanted)
    except OverflowError:  # an integer beyond all floats
        return False


def same(one: str, other: str) -> bool:
    """Whether two outputs are equal, object addresses aside."""
    return one == other or ADDRESS.sub("at 0x", one) == ADDRESS.sub("at 0x", other)


def diff(wanted: str, found: str, wanted_name: str, found_name: str) -> str:
    """A unified diff; an address that merely differs is not shown as a difference."""
    addresses = iter(ADDRESS.findall(wanted))
    found = ADDRESS.sub(lambda match: next(addresses, match[0]), found)
    lines = unified_diff(
        wanted.splitlines(), found.splitlines(), wanted_name, found_name, lineterm=""
    )
    text = "\n".join(lines)
    return text or f"{found_name}: the outputs differ in their line ends only"
