"""The catalogue says where every name is, and each name is published once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def catalogue(option: str) -> str:
    """What the script that writes the catalogue says, in a process of its own: it loads anew."""
    command = [sys.executable, "-m", "tools.write_catalog", option]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_the_catalogue_is_current() -> None:
    assert catalogue("--print") == (ROOT / "engine" / "catalog.py").read_text()


def test_no_name_is_published_twice() -> None:
    assert catalogue("--check") == ""
