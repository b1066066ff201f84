"""What other systems lack is taken away here: everything still works, if behind a lower wall."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

WITHOUT_LINUX = """
import os, sys, _socket
sys.platform = "darwin"
for owner, name in ((os, "posix_fallocate"), (os, "O_TMPFILE"), (os, "sched_getaffinity"),
                    (os, "close_range"), (_socket, "MSG_NOSIGNAL")):
    if hasattr(owner, name):
        delattr(owner, name)

def without_proc(function):
    def call(path=".", *arguments, **options):
        if str(path).startswith("/proc"):
            raise FileNotFoundError(2, "there is no /proc")
        return function(path, *arguments, **options)
    return call

os.open, os.listdir = without_proc(os.open), without_proc(os.listdir)
from gradline.cli import main
main()
"""


def gradline(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", WITHOUT_LINUX, *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60)


def test_a_one_liner_and_a_large_tensor() -> None:
    assert gradline("grad", "x**2", "x=3").stdout.endswith("x.grad = tensor(6.)\n")
    assert gradline("eval", "(ones(2**20)*3).sum()").stdout == "value = tensor(3145728.)\n"


@pytest.mark.parametrize("text", ["while True: pass", "ones(1).expand(10**12).numpy().sum()"])
def test_time_limits(text: str) -> None:
    done = gradline("eval", f"print('begun')\n{text}", "--timeout", "0.5")
    assert (done.returncode, done.stdout) == (1, "begun\n")
    assert "time limit of 0.5 s" in done.stderr


def test_files_are_written(tmp_path: Path) -> None:
    done = gradline("grad", "(x**2).sum()", "x=ones(3)", "--save", f"x={tmp_path}/g.npy")
    assert done.returncode == 0, done.stderr
    assert np.load(tmp_path / "g.npy").tolist() == [2, 2, 2]
    (tmp_path / "a.py").write_text("print(1)")
    assert gradline("test", str(tmp_path / "a.py"), "--update").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"g.npy", "a.py", "a.out"}


def test_cases_go_on_after_a_crash(tmp_path: Path) -> None:
    deep = "t=()\\nfor i in range(200000): t=(t,)\\n{t}"
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"expr": "1"}}\n{{"expr": "{deep}"}}\n{{"expr": "2"}}\n')
    assert gradline("run", str(path)).stdout.count('"ok": true') == 2
