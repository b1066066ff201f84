"""Jupyter notebooks: running the cells, and reading and writing the outputs they carry."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from .errors import CommandError
from .output import printable
from .worker import wire
from .worker.failure import TaskFailed
from .worker.supervisor import Supervisor

Cell = dict[str, Any]
Part = tuple[str, str]  # ("stream" | "result" | "error", text)


def parse_notebook(text: str, path: str) -> dict[str, Any]:
    """The notebook in `text`: version 4 of the format, as every Jupyter since 2015 writes it."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is no valid notebook: {error}") from None
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not all(isinstance(cell, dict) for cell in cells):
        hint = "an older notebook: open and save it in Jupyter first"
        raise CommandError(f"{path} is no notebook of format 4: it has no list 'cells'", hint=hint)
    for number, cell in enumerate(code_cells(notebook), 1):
        if not is_well_formed(cell):
            raise CommandError(f"{path} is no valid notebook: code cell {number} is damaged")
    return notebook


def is_well_formed(cell: Cell) -> bool:
    """Whether the parts of a code cell that are read here have the types that they should."""
    outputs = cell.get("outputs", [])
    return (
        isinstance(cell.get("source", ""), str | list)
        and isinstance(cell.get("metadata", {}), dict)
        and isinstance(outputs, list)
        and all(isinstance(output, dict) for output in outputs)
        and all(isinstance(output.get("data", {}), dict) for output in outputs)
    )


def code_cells(notebook: dict[str, Any]) -> list[Cell]:
    return [cell for cell in notebook["cells"] if cell.get("cell_type") == "code"]


def joined(text: Any) -> str:
    """The format writes text as a string or as a list of lines."""
    return "".join(map(str, text)) if isinstance(text, list) else str(text)


def expects_error(cell: Cell) -> bool:
    """Whether the notebook shows this cell's failure on purpose, and goes on after it."""
    tags = cell.get("metadata", {}).get("tags")
    return (isinstance(tags, list) and "raises-exception" in tags) or any(
        kind == "error" for kind, _ in stored_parts(cell)
    )


def stored_parts(cell: Cell) -> list[Part]:
    """The text outputs that a cell carries, with what it printed in pieces joined."""
    parts: list[Part] = []
    for output in cell.get("outputs", ()):
        kind = output.get("output_type")
        if kind == "stream" and output.get("name", "stdout") == "stdout":
            add(parts, "stream", joined(output.get("text", "")))
        elif kind in ("execute_result", "display_data"):
            if "text/plain" in output.get("data", {}):
                add(parts, "result", joined(output["data"]["text/plain"]).rstrip("\n"))
        elif kind == "error":
            add(parts, "error", str(output.get("ename", "")))
    return parts


def add(parts: list[Part], kind: str, text: str) -> None:
    if kind == "stream" and parts and parts[-1][0] == "stream":
        text = parts.pop()[1] + text
    parts.append((kind, text))


def store_parts(cell: Cell, parts: list[Part], error: CommandError | None) -> None:
    """Let the cell carry these outputs, in the notebook format."""
    outputs: list[dict[str, Any]] = []
    for kind, text in parts:
        lines = text.splitlines(keepends=True)
        if kind == "stream":
            outputs.append({"name": "stdout", "output_type": "stream", "text": lines})
        elif kind == "result":
            outputs.append(
                {
                    "data": {"text/plain": lines},
                    "execution_count": cell.get("execution_count"),
                    "metadata": {},
                    "output_type": "execute_result",
                }
            )
        elif error is not None:
            outputs.append(
                {
                    "ename": error.kind,
                    "evalue": error.message,
                    "output_type": "error",
                    "traceback": error.render().splitlines(),
                }
            )
    cell["outputs"] = outputs


def dump_notebook(notebook: dict[str, Any], original: str) -> str:
    """The notebook as text, indented as the original was."""
    second = "".join(original.split("\n", 2)[1:2])
    indent = second[: len(second) - len(second.lstrip(" \t"))]
    text = json.dumps(notebook, indent=indent or None, ensure_ascii=False)
    return text + "\n" if original.endswith("\n") else text


class Runner:
    """Runs the cells of one notebook in turn, in one interpreter, and collects their outputs.

    What a cell prints is also given to `echo` as it comes. `is_lost` says that the interpreter
    ended with a cell, and the variables with it.
    """

    def __init__(self, supervisor: Supervisor, path: str, echo: Callable[[str], Any]):
        self.is_lost = False
        self._supervisor = supervisor
        self._echo = echo
        self._path = path
        self._count = 0
        self._printed: list[str] = []
        supervisor.run("notebook", {}, self._write)

    def _write(self, kind: int, texts: list[str]) -> None:
        if kind == wire.PRINTED:
            self._printed.append(printable(texts[0]))
            self._echo(texts[0])

    def run(self, cell: Cell) -> tuple[list[Part], CommandError | None]:
        """The outputs of a cell, and the error that ended it, if one did."""
        self._printed = []
        self._count += 1
        place = f"{self._path}[cell {self._count}]"
        error = None
        shown: list[str] = []
        try:
            arguments = {"source": joined(cell.get("source", "")), "place": place}
            shown = self._supervisor.run("cell", arguments, self._write, keep=True)
        except CommandError as caught:
            error = caught
            if not isinstance(caught, TaskFailed):
                caught.message = f"{place}: {caught.message}"
                self.is_lost = True
        text = "".join(self._printed)
        parts: list[Part] = [("stream", text)] if text else []
        if text and not text.endswith("\n"):
            self._echo("\n")
        if error is not None:
            parts.append(("error", error.kind))
        elif shown:
            parts.append(("result", printable(shown[0])))
            self._echo(shown[0] + "\n")
        return parts, error
