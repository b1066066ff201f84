"""`gradline ops`: the table of operators."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from ..errors import UsageError, near
from .options import JSON


@click.command("ops")
@click.argument("name", required=False)
@JSON
def command(name: str | None, as_json: bool) -> None:
    """List the operators, or tell about the one called NAME.

    \b
    gradline ops | grep softmax
    gradline ops logsumexp
    """
    entries = table()
    if name is not None:
        wanted = name.removeprefix("torch.")
        found = [entry for entry in entries if wanted in entry["names"]]
        if not found:
            known = [other for entry in entries for other in entry["names"]]
            raise UsageError(f"no operator {name!r}{near(wanted, known)}")
        entries = found
    if as_json:
        import json

        for entry in entries:
            print(json.dumps(entry))
    elif name is not None:
        print(*map(details, entries), sep="\n\n")
    else:
        show_table(entries)


def table() -> list[dict[str, Any]]:
    """Every public function that records operators, by family and name."""
    from ...engine import families
    from ...engine.declare import FUNCTIONS

    families.load_all()
    names: dict[int, list[str]] = {}
    for name, function in FUNCTIONS.items():
        names.setdefault(id(function), []).append(name)
    entries = []
    for name, function in FUNCTIONS.items():
        aliases = names[id(function)]
        nodes = sorted({operator.node_name for operator in operators_of(function)})
        if aliases[0] != name or name.endswith("_") or not nodes:
            continue
        entries.append(
            {
                "names": aliases,
                "signature": signature(name, function),
                "family": families.FAMILY_OF[name],
                "grad_fn": nodes,
                "method": name.rpartition(".")[2] in families.FAMILY_OF_METHOD,
                "in_place": f"{name}_" in FUNCTIONS,
                "doc": (function.__doc__ or "").strip().split("\n")[0],
            }
        )
    return sorted(entries, key=lambda entry: (entry["family"], entry["names"][0]))


def operators_of(function: Any, deeper: bool = True) -> Iterator[Any]:
    """The differentiable operators that a function calls, or that what it calls does."""
    from ...engine.operator import Operator

    code = getattr(function, "__code__", None)
    if code is None:
        return
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    called = cells + [function.__globals__.get(name) for name in code.co_names]
    found = [one for one in called if isinstance(one, Operator) and one.differentiable]
    yield from found
    if not found and deeper:
        for other in called:
            yield from operators_of(other, deeper=False)


def signature(name: str, function: Any) -> str:
    """The call as one writes it, without the types."""
    from inspect import Parameter, signature

    bare = signature(function)
    parameters = [p.replace(annotation=Parameter.empty) for p in bare.parameters.values()]
    return f"{name}{bare.replace(parameters=parameters, return_annotation=Parameter.empty)}"


def details(entry: dict[str, Any]) -> str:
    """All about one operator, a line for each thing."""
    from ...engine.declare import FUNCTIONS
    from ..rules import rules

    first, *others = entry["names"]
    last = first.rpartition(".")[2]
    forms = [f"torch.{first}"]
    forms += [f"x.{last}"] if entry["method"] else []
    forms += [f"x.{last}_"] if entry["in_place"] else []
    lines = [entry["signature"], f"  {entry['doc']}" if entry["doc"] else ""]
    lines += [f"  forms    {', '.join(forms)}"]
    lines += [f"  also     {', '.join(others)}"] if others else []
    lines += [f"  grad_fn  {', '.join(entry['grad_fn'])}", f"  family   {entry['family']}"]
    formulas, example = rules(first, FUNCTIONS[first])
    if formulas:
        lines += [f"  rules    {example}{', ' if example else ''}g being the result's cotangent"]
    lines += [f"  d/d{variable}: {formula}" for variable, formula in formulas.items()]
    return "\n".join(line for line in lines if line)


def show_table(entries: list[dict[str, Any]]) -> None:
    """A line for each operator; a rich table on a terminal."""
    from ..output import wants_color

    rows = [(e["signature"], ", ".join(e["grad_fn"]), e["family"]) for e in entries]
    if wants_color(sys.stdout):
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        shown = Table("operator", "grad_fn", "family", box=box.SIMPLE_HEAD)
        for row in rows:
            shown.add_row(*map(Text, row))
        Console().print(shown)
        return
    for row in rows:
        print(*row, sep="\t")
