"""The figures as a table: rich on a terminal, Markdown in the README."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from .measure import ROOT, Row

HEADINGS = ("what", "against", "ratio", "at most", "gradline takes")
README = ROOT / "README.md"
BEGIN, END = "<!-- benchmarks -->", "<!-- /benchmarks -->"


def cells(row: Row) -> tuple[str, ...]:
    """The texts of one row."""
    figure = f"{row.figure:.0f}{row.unit}" if row.unit else f"{row.figure:.2g}"
    if not row.unit and row.figure >= 0.1:
        figure = f"{row.figure:.2f}"
    target = "" if row.target is None else f"{row.target:g}{row.unit}"
    return row.what, row.against, figure, target, duration(row.seconds)


def duration(seconds: float | None) -> str:
    if seconds is None:
        return ""
    for unit, size in (("s", 1.0), ("ms", 1e-3)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds * 1e6:.3g} µs"


def show(rows: Sequence[Row], machine: str, notes: Sequence[str]) -> None:
    """Print the table; what misses its target stands in red."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title="gradline beside its peers", caption=machine)
    for heading in HEADINGS:
        justify = "left" if heading in HEADINGS[:2] else "right"
        table.add_column(heading, justify=justify, overflow="fold")
    for row in rows:
        texts = [escape(text) for text in cells(row)]
        if row.target is not None:
            texts[2] = f"[{'green' if row.met else 'bold red'}]{texts[2]}[/]"
        table.add_row(*texts)
    console = Console()
    console.print(table)
    for note in notes:
        console.print(f"left out: {note}", markup=False, highlight=False)


def write_readme(rows: Sequence[Row], machine: str, path: Path = README) -> None:
    """Replace the table between the README's two marks."""
    lines = ["|".join(("", *HEADINGS, "")), "|---|---|--:|--:|--:|"]
    for row in rows:
        what, against, *numbers = cells(row)
        lines.append("|".join(("", what.replace("*", "\\*"), against, *numbers, "")))
    text = path.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{path} has no place for the table: {BEGIN} … {END}")
    table = "\n".join(lines)
    path.write_text(f"{before}{BEGIN}\n{table}\n\n{machine}.\n{END}{after}", encoding="utf-8")
