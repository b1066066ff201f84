"""`python -m benchmarks.scan.count PATH...`: how many programs use each operator.

A program is a Python file or a notebook that imports torch; it counts once for each operator that
it names: a function of `torch` or of `F`, a method, a symbol, or the layer of `nn` that runs it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from . import CASES
from .cases import name_of

LAYERS = {
    "MultiheadAttention": "multi_head_attention_forward",
    "NLLLoss": "nll_loss",
    "BCELoss": "binary_cross_entropy",
    "BCEWithLogitsLoss": "binary_cross_entropy_with_logits",
    "KLDivLoss": "kl_div",
    "MSELoss": "mse_loss",
    "L1Loss": "l1_loss",
    "SmoothL1Loss": "smooth_l1_loss",
    "CTCLoss": "ctc_loss",
    "LeakyReLU": "leaky_relu",
    "ReLU": "relu",
    "PReLU": "prelu",
    "GELU": "gelu",
    "SiLU": "silu",
    "ELU": "elu",
    "Upsample": "interpolate",
}
ALIASES = {"concat": "cat", "clip": "clamp", "inverse": "inv", "multiply": "mul"}
OTHERS = {"np", "numpy", "math", "random", "plt", "pd", "os", "transforms", "T", "self"}
"""Whose attributes are not a tensor's: other libraries, and what a class calls its layers."""
NUMBERS = {"remainder", "floor_divide"}
"""Symbols that stand between integers and texts far more often than between tensors."""


def programs(paths: Iterable[Path]) -> Iterator[ast.Module]:
    """The trees of the files that use torch; what does not parse is passed over."""
    for path in paths:
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".ipynb":
            text = code_of(text)
        if not re.search(r"\bimport torch|\bfrom torch", text):
            continue
        try:
            yield ast.parse(text)
        except SyntaxError:
            continue


def code_of(notebook: str) -> str:
    """The code cells of a notebook; lines for the shell and for magic are left out."""
    try:
        cells = json.loads(notebook).get("cells", [])
    except ValueError:
        return ""
    code = ["".join(cell["source"]) for cell in cells if cell.get("cell_type") == "code"]
    return "\n".join(line for line in "\n".join(code).split("\n") if not re.match(r"\s*[!%]", line))


def used(tree: ast.Module, known: set[str]) -> set[str]:
    """The short names of the operators that a program uses, as far as they are known."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if isinstance(node.value, ast.Name) and node.value.id in OTHERS:
                continue
            name = node.attr.rstrip("_")
        elif isinstance(node, (ast.BinOp, ast.UnaryOp, ast.Subscript)):
            name = name_of(node)
            if name in NUMBERS:
                continue
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("torch"):
            found |= {imported.name for imported in node.names}
            continue
        else:
            continue
        name = ALIASES.get(name, LAYERS.get(name, name))
        found.add(name if name in known else snake(name))
    return found & known


def snake(layer: str) -> str:
    """`Conv2d` is conv2d, `BatchNorm2d` batch_norm, `CrossEntropyLoss` cross_entropy."""
    if not layer[:1].isupper():
        return ""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", layer).lower().removesuffix("_loss")
    if re.match(r"(batch|instance)_norm|dropout", name):
        name = re.sub(r"\dd$", "", name)
    return name


def main() -> None:
    known = {case.operator for case in CASES.values()}
    paths = [p for given in sys.argv[1:] for p in files(Path(given))]
    counted: Counter[str] = Counter()
    number = 0
    for tree in programs(paths):
        counted.update(used(tree, known))
        number += 1
    print(f"{number} programs")
    for name, count in counted.most_common(80):
        print(count, name)


def files(path: Path) -> list[Path]:
    return (
        sorted(p for p in path.rglob("*") if p.suffix in (".py", ".ipynb"))
        if path.is_dir()
        else [path]
    )


if __name__ == "__main__":
    main()
