"""Write engine/catalog.py: which family publishes which name. Run after adding an operator.

python -m tools.write_catalog
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).resolve().parent.parent / "engine"
LINE = 100
WIDTH = LINE - 10


def collect() -> list[dict[str, list[str]]]:
    """Import every family and note, for each name, the family that was publishing it:
    functions, methods, operators of the table."""
    from gradline.engine import declare

    functions: dict[str, list[str]] = {}
    methods: dict[str, list[str]] = {}
    operators: dict[str, list[str]] = {}

    def noting(publish: Any, table: dict[str, list[str]]) -> Any:
        def note(name: str, function: Any) -> None:
            table.setdefault(publishing_family(), []).append(name)
            publish(name, function)

        return note

    declare.publish_function = noting(declare.publish_function, functions)
    declare.publish_method = noting(declare.publish_method, methods)
    declare.OPERATORS = Table(operators)
    for path in sorted((ENGINE / "ops").glob("[a-z]*.py")):
        importlib.import_module(f"gradline.engine.ops.{path.stem}")
    return [functions, methods, operators]


class Table(dict[str, Any]):
    """The table of operators, noting for each the family that puts it there."""

    def __init__(self, noted: dict[str, list[str]]) -> None:
        self.noted = noted

    def __setitem__(self, name: str, operator: Any) -> None:
        if name.isidentifier():
            self.noted.setdefault(publishing_family(), []).append(name)
        super().__setitem__(name, operator)


def publishing_family() -> str:
    """The module of engine/ops nearest up the stack; `view_operator` declares for others."""
    frame = sys._getframe(1)
    while ".ops." not in frame.f_globals["__name__"] or frame.f_code.co_name == "view_operator":
        assert frame.f_back is not None
        frame = frame.f_back
    return frame.f_globals["__name__"].rpartition(".")[2]


def duplicates(entries: dict[str, list[str]]) -> list[str]:
    """The names that more than one family publishes."""
    count: dict[str, int] = {}
    for names in entries.values():
        for name in set(names):
            count[name] = count.get(name, 0) + 1
    return sorted(name for name, families in count.items() if families > 1)


def wrapped(names: list[str]) -> list[str]:
    """Rows of names that fit a line; every row but the last ends with a space."""
    joined = " ".join(names)
    if len(joined) <= WIDTH:
        return [joined]
    rows = [""]
    for name in names:
        if len(rows[-1]) + len(name) + 1 > WIDTH:
            rows.append("")
        rows[-1] += name + " "
    return [*rows[:-1], rows[-1].rstrip()]


def table(title: str, comment: str, entries: dict[str, list[str]]) -> str:
    lines = [f"{title}: dict[str, str] = {{"]
    for family in sorted(entries):
        rows = wrapped(sorted(set(entries[family])))
        if len(rows) == 1 and len(family) + len(rows[0]) + 11 <= LINE:
            lines.append(f'    "{family}": "{rows[0]}",')
        else:
            lines += [f'    "{family}": (', *(f'        "{row}"' for row in rows), "    ),"]
    lines += ["}", f'"""{comment}"""', ""]
    return "\n".join(lines)


def render() -> str:
    functions, methods, operators = collect()
    return "\n".join(
        [
            '"""Every public name and the family that publishes it (written by a script: see',
            'tools/write_catalog.py). What is not listed here cannot be reached by a program."""',
            "",
            "from __future__ import annotations",
            "",
            table("FUNCTIONS", "Names below `torch.`, by family.", functions),
            table("METHODS", "Tensor methods, by family.", methods),
            table("OPERATORS", "The operators of the table, by family.", operators),
        ]
    )


def main() -> None:
    """The module's command line: `--check` says what is wrong and writes nothing."""
    if sys.argv[1:] == ["--check"]:
        for title, entries in zip(("function", "method", "operator"), collect(), strict=True):
            for name in duplicates(entries):
                sys.stdout.write(f"the {title} {name} is published by more than one family\n")
        return
    text = render()
    if sys.argv[1:] == ["--print"]:
        sys.stdout.write(text)
        return
    (ENGINE / "catalog.py").write_text(text)
    sys.stdout.write("engine/catalog.py written\n")


if __name__ == "__main__":
    main()
