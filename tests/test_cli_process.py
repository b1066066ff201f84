"""What only a process shows: start-up, signals, pipes, limits on time and memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import Call

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="Linux limits memory, others do not")
COMMAND = [sys.executable, "-c", "from gradline.cli import main; main()"]


def test_a_reader_that_leaves_is_no_error() -> None:
    with subprocess.Popen(
        [*COMMAND, "eval", "for i in range(100000): print(i)"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline() == b"0\n"
        process.stdout.close()
        assert process.stderr.read() == b""


def test_interrupt_exits_130() -> None:
    with subprocess.Popen(
        [*COMMAND, "eval", "print('on', flush=True)\nwhile True: pass"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:
        assert process.stdout and process.stderr
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert b"Traceback" not in process.stderr.read()


def test_full_disk(process: Call) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [*COMMAND, "eval", "1"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot write the output")


def test_timeout_ends_a_loop(process: Call) -> None:
    start = time.monotonic()
    status, out, err = process("eval", "print('begun')\nwhile True: pass", "--timeout", "0.3")
    assert status == 1
    assert out == "begun\n"
    assert "time limit of 0.3 s" in err
    assert time.monotonic() - start < 20


def test_a_program_cannot_catch_the_timeout(process: Call) -> None:
    program = "while True:\n  try:\n    while True: pass\n  except Exception: pass"
    status, _, err = process("eval", program, "--timeout", "0.3")
    assert status == 1
    assert "time limit" in err


@LINUX
@pytest.mark.parametrize("expr", ["ones(10**6, 10**6)", "(ones(10**5, 1) @ ones(1, 10**5)).sum()"])
def test_results_larger_than_memory_are_an_error(process: Call, expr: str) -> None:
    status, _, err = process("eval", expr, "--max-memory", "500M")
    assert status == 1
    assert err.startswith("error: ")
    assert "memory" in err.lower() or "large" in err.lower()


@LINUX
def test_products_work_under_a_small_limit(process: Call) -> None:
    out = process("eval", "(ones(64,64) @ ones(64,64)).sum()", "--max-memory", "64M").out
    assert out == "value = tensor(262144.)\n"


@LINUX
def test_a_mapped_file_may_exceed_the_limit(process: Call, tmp_path: Path) -> None:
    shape = (400, 250_000)
    file = np.lib.format.open_memmap(tmp_path / "x.npy", "w+", np.float32, shape)
    file[0, :4] = 1
    del file
    words = ["eval", "x.sum()", f"x=@{tmp_path}/x.npy", "--max-memory", "100M"]
    assert process(*words).out == "value = tensor(4., grad_fn=<SumBackward0>)\n"


def test_stdout_and_stderr_keep_their_order(process: Call, tmp_path: Path) -> None:
    done = subprocess.run(
        [*COMMAND, "grad", "x * 2", "x=[1,2]"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.stdout.index("value = ") < done.stdout.index("error: ")
