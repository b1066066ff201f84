"""The arrows of the house: cli -> grammar -> engine; only cli prints and opens files."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("engine", "grammar", "cli")
MAY_IMPORT = {"engine": {"engine"}, "grammar": {"engine", "grammar"}, "cli": set(ROOMS)}
TOOLS = {"engine": {"click", "rich", "lark"}, "grammar": {"click", "rich"}, "cli": {"lark"}}
BUILD_STEP = ROOT / "grammar" / "build.py"  # reads the grammar and writes tables, before any use
FILES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]


def room_of(path: Path) -> str:
    return path.relative_to(ROOT).parts[0]


def imported(path: Path) -> Iterator[str]:
    """Full dotted names of what a file imports, relative ones resolved."""
    package = ["gradline", *path.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = [*base, *(node.module or "").split(".")] if node.module else base
            yield from (".".join([*base, alias.name]) for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_follow_the_arrows(path: Path) -> None:
    room = room_of(path)
    for name in imported(path):
        top, _, rest = name.partition(".")
        assert top != "torch", f"{path} imports {name}"
        if top == "gradline":
            assert rest.split(".")[0] in MAY_IMPORT[room], f"{path} imports {name}"
        elif path != BUILD_STEP:
            assert top not in TOOLS[room], f"{path} imports {name}"


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if room_of(path) != "cli" and path != BUILD_STEP],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_only_the_command_line_prints_and_opens_files(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "open", "input"), f"{path}:{node.lineno}"
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("stdout", "stderr", "read_text", "write_text"), (
                f"{path}:{node.lineno}"
            )


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if room_of(path) == "grammar" and path != BUILD_STEP],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_the_language_is_never_handed_to_python(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("eval", "exec", "compile", "__import__"), (
                f"{path}:{node.lineno}"
            )
    assert not {"ast", "importlib"} & {name.split(".")[0] for name in imported(path)}
