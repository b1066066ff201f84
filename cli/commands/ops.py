"""`gradline ops`: the table of operators."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import click

from ..errors import UsageError, near
from .options import JSON

# What a one-liner writes as a sign.
SIGNS = {
    "@": "matmul", "+": "add", "-": "sub", "*": "mul", "/": "div", "//": "floor_divide",
    "**": "pow", "%": "remainder", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq",
    "!=": "ne", "&": "bitwise_and", "|": "bitwise_or", "^": "bitwise_xor", "~": "bitwise_not",
    "<<": "bitwise_left_shift", ">>": "bitwise_right_shift",
}  # fmt: skip
OWNERS = ("torch.", "x.", "Tensor.", "F.")  # what a name may be written behind


@click.command("ops")
@click.argument("name", required=False)
@JSON
def command(name: str | None, as_json: bool) -> None:
    """List the operators, or tell about the one called NAME.

    NAME may be a function, a method, a sign such as @, the name of a node, or how names begin.

    \b
    gradline ops | grep softmax
    gradline ops logsumexp
    gradline ops MeanBackward0
    """
    entries = table()
    single = name is not None
    if name is not None:
        found, single = chosen(name, entries)
        if not found:
            known = [other for entry in entries for other in entry["names"]]
            known += [node for entry in entries for node in entry["grad_fn"]]
            raise UsageError(f"no operator {name!r}{near(bare(name), known)}")
        entries = found
    if as_json:
        import json

        for entry in entries:
            print(json.dumps(entry))
    elif single:
        print(*map(details, entries), sep="\n\n")
    else:
        show_table(entries)


def bare(name: str) -> str:
    """A name without what it may be written behind, and without the mark of a form in place."""
    name = SIGNS.get(name, name)
    for owner in OWNERS:
        name = name.removeprefix(owner)
    return name.removesuffix("_") or name


def chosen(name: str, entries: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """The entries that a name means, and whether it names them rather than begins their names."""
    from ...grammar.prelude import PARTS

    wanted = bare(name)
    for part in (*PARTS, "Tensor."):
        found = [entry for entry in entries if part + wanted in entry["names"]]
        if found:
            return found, True
    by_node = [entry for entry in entries if wanted in entry["grad_fn"]]
    # A node is first of all that of the operator it belongs to, and then of what is composed of it.
    by_node = [entry for entry in by_node if not entry["composed"]] or by_node
    if by_node:
        return by_node, len(by_node) == 1
    return [
        entry
        for entry in entries
        if any(other.rpartition(".")[2].startswith(wanted) for other in entry["names"])
    ], False


def table() -> list[dict[str, Any]]:
    """Every public function and method of tensors, by family and name."""
    from ...engine import families
    from ...engine.declare import FUNCTIONS
    from ..rules import grad_fns

    families.load_all()
    callables = dict(FUNCTIONS)
    for name in families.FAMILY_OF_METHOD:
        method = getattr(families.Tensor, name)
        if name not in FUNCTIONS and f"nn.functional.{name}" not in FUNCTIONS and callable(method):
            callables[f"Tensor.{name}"] = method
    names: dict[int, list[str]] = {}
    for name, function in callables.items():
        names.setdefault(id(function), []).append(name)
    entries = []
    for name, function in callables.items():
        aliases = names[id(function)]
        if aliases[0] != name or name.endswith("_") or isinstance(function, type):
            continue
        last = name.rpartition(".")[2]
        nodes = {operator.node_name for operator in operators_of(function)}
        entries.append(
            {
                "names": aliases,
                "signature": signature(name, function),
                "family": families.FAMILY_OF.get(name) or families.FAMILY_OF_METHOD[last],
                "grad_fn": sorted(nodes) or grad_fns(name, function),
                "composed": not nodes,
                "method": last in families.FAMILY_OF_METHOD,
                "in_place": f"{name}_" in FUNCTIONS or f"{last}_" in families.FAMILY_OF_METHOD,
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

    typed = signature(function)
    parameters = [p.replace(annotation=Parameter.empty) for p in typed.parameters.values()]
    return f"{name}{typed.replace(parameters=parameters, return_annotation=Parameter.empty)}"


def details(entry: dict[str, Any]) -> str:
    """All about one operator, a line for each thing."""
    from ...engine.declare import FUNCTIONS
    from ...engine.tensor import Tensor
    from ..rules import rules

    first, *others = entry["names"]
    last = first.rpartition(".")[2]
    is_method = first.startswith("Tensor.")
    function = getattr(Tensor, last) if is_method else FUNCTIONS[first]
    forms = [] if is_method else [f"torch.{first}"]
    forms += [f"x.{last}"] if entry["method"] else []
    forms += [f"x.{last}_"] if entry["in_place"] else []
    lines = [entry["signature"], f"  {entry['doc']}" if entry["doc"] else ""]
    lines += [f"  forms    {', '.join(forms)}"]
    lines += [f"  also     {', '.join(others)}"] if others else []
    lines += [
        f"  grad_fn  {', '.join(entry['grad_fn']) or 'none'}",
        f"  family   {entry['family']}",
    ]
    formulas, example = rules(first, function)
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
