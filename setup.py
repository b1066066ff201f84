"""Build step: Lark makes the parser's tables from the grammar before the modules are collected."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithTables(build_py):
    """`build_py`, after writing grammar/_generated_parser.py (for an editable install too)."""

    def run(self) -> None:
        run_path(str(Path(__file__).with_name("grammar") / "build.py"))["write"]()
        super().run()


setup(cmdclass={"build_py": BuildWithTables})
