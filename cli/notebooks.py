"""Jupyter notebooks: running the cells, and reading and writing the outputs they carry."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..grammar import ProgramError
from .display import display
from .errors import CommandError
from .output import printable

if TYPE_CHECKING:
    from ..grammar import Interpreter

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


def run_cell(interpreter: Interpreter, cell: Cell, place: str) -> str | None:
    """Run a cell; the text of its last value as Jupyter shows it, None where it shows none.

    A semicolon at the end of a cell hides the value.
    """
    source = joined(cell.get("source", ""))
    try:
        value = interpreter.run(source, filename=place)
    except ProgramError as error:
        if str(error.source_line).lstrip()[:1] in ("%", "!", "?"):
            error.hint = "IPython's magics and shell commands are not part of the language"
        raise
    if value is None or source.rstrip().endswith(";"):
        return None
    return printable(display(value))


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


def store_parts(cell: Cell, parts: list[Part], error: ProgramError | None) -> None:
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
    second = original.split("\n", 2)[1:2]
    indent = len(second[0]) - len(second[0].lstrip(" ")) if second else 0
    text = json.dumps(notebook, indent=indent or None, ensure_ascii=False)
    return text + "\n" if original.endswith("\n") else text


class Runner:
    """Runs the cells of one notebook in turn, in one interpreter, and collects their outputs.

    What a cell prints is also given to `echo` as it comes.
    """

    def __init__(self, make: Callable[..., Interpreter], path: str, echo: Callable[[str], Any]):
        self.parts: list[Part] = []
        self.interpreter = make("python", write=self.write)
        self.echo = echo
        self.path = path
        self.count = 0

    def write(self, text: str) -> None:
        add(self.parts, "stream", printable(text))
        self.echo(text)

    def run(self, cell: Cell) -> tuple[list[Part], ProgramError | None]:
        """The outputs of a cell, and the error that ended it, if one did."""
        self.parts = []
        self.count += 1
        error = None
        shown = ""
        try:
            shown = run_cell(self.interpreter, cell, f"{self.path}[cell {self.count}]")
        except ProgramError as caught:
            error = caught
        if self.parts and not self.parts[-1][1].endswith("\n"):
            self.echo("\n")
        if error is not None:
            add(self.parts, "error", error.kind)
        elif shown is not None:
            add(self.parts, "result", shown)
            self.echo(shown + "\n")
        return self.parts, error
