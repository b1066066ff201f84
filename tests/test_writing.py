"""What is written is written whole or not at all, and over nothing that it should not."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import Call
from test_cli_run import write_cases

COMMAND = [sys.executable, "-c", "from gradline.cli import main; main()"]


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_a_save_takes_its_place_after_the_computation(gradline: Call, tmp_path: Path) -> None:
    path = tmp_path / "g.npy"
    path.write_bytes(b"before")
    for expr in ("x.nope()", "while True: pass", "x.detach()"):
        words = ("grad", expr, "x=ones(3)", "--save", f"x={path}", "--timeout", "0.3")
        assert gradline(*words).status == 1
        assert path.read_bytes() == b"before"
        assert left_in(tmp_path) == {"g.npy"}
    assert gradline("grad", "(x**2).sum()", "x=ones(3)", "--save", f"x={path}").status == 0
    assert np.load(path).tolist() == [2, 2, 2]
    assert left_in(tmp_path) == {"g.npy"}


@pytest.mark.skipif(sys.platform != "linux", reason="a file without a name is Linux's")
def test_nothing_is_left_after_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "g.npy"
    expr = "print('begun', flush=True)\ny = x\nwhile True: y = y * 2"
    command = [*COMMAND, "grad", expr, "x=ones(10)", "--save", f"x={path}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    time.sleep(0.2)
    assert left_in(tmp_path) == set()


@pytest.mark.parametrize("limit", [0, 50, 1000])
def test_a_full_disk(tmp_path: Path, limit: int) -> None:
    """No more than so many bytes of a file can be written, as on a disk with no more room."""
    import resource

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    path = tmp_path / "g.npy"
    path.write_bytes(b"before")
    program = tmp_path / "a.py"
    program.write_text("print('a' * 5000)")
    golden = tmp_path / "a.out"
    golden.write_text("before")
    for words in (
        ("grad", "(x**2).sum()", "x=ones(1000)", "--save", f"x={path}"),
        ("test", str(program), "--update"),
    ):
        done = subprocess.run([*COMMAND, *words], capture_output=True, text=True, preexec_fn=full)
        assert done.returncode == 1
        assert "cannot write" in done.stderr + done.stdout
        assert "internal" not in done.stderr
    assert (path.read_bytes(), golden.read_text()) == (b"before", "before")
    assert left_in(tmp_path) == {"g.npy", "a.py", "a.out"}


def test_a_planted_link_is_not_followed(gradline: Call, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("kept")
    (tmp_path / "a.py").write_text("print(1)")
    for name in ("a.out.new", "a.out.partial", "a.out.tmp", "a.out"):
        (tmp_path / name).symlink_to(victim)
    assert gradline("test", str(tmp_path / "a.py"), "--update").status == 0
    assert victim.read_text() == "kept"
    assert (tmp_path / "a.out").read_text() == "1\n"
    (tmp_path / "g.npy").symlink_to(victim)
    assert gradline("grad", "x*2", "x=1", "--save", f"x={tmp_path}/g.npy").status == 0
    assert victim.read_text() == "kept"


def test_mode_and_owner_are_kept(gradline: Call, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print(1)")
    golden = tmp_path / "a.out"
    golden.write_text("2\n")
    golden.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(golden, 1234, 4321)
    before = golden.stat()
    assert gradline("test", str(tmp_path / "a.py"), "--update").status == 0
    after = golden.stat()
    assert golden.read_text() == "1\n"
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )


def test_a_new_file_has_the_mode_that_the_umask_leaves(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print(1)")
    command = [*COMMAND, "test", str(tmp_path / "a.py"), "--update"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, umask=0o027)
    assert stat.S_IMODE((tmp_path / "a.out").stat().st_mode) == 0o640


def test_two_updates_at_once(tmp_path: Path) -> None:
    cases = [{"expr": "x * 2", "vars": {"x": n}} for n in range(200)]
    path = write_cases(tmp_path / "a.jsonl", *cases)
    command = [*COMMAND, "test", str(path), "--update"]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(3)]
    for run in runs:
        run.communicate()
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert path.read_text().count('"want"') == 200
    assert left_in(tmp_path) == {"a.jsonl"}


def test_a_file_that_is_read_is_not_written_over(gradline: Call, tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    np.save(path, np.ones(3))
    link = tmp_path / "link.npy"
    link.symlink_to(path)
    for name in (path, link):
        words = ("grad", "x.sum()", f"x=@{path}", "--save", f"x={name}")
        status, _, err = gradline(*words)
        assert status == 2
        assert "is read by the same command" in err
    assert np.load(path).tolist() == [1, 1, 1]


def test_what_cannot_be_written_is_said_before_computing(gradline: Call, tmp_path: Path) -> None:
    (tmp_path / "folder.npy").mkdir()
    for name in ("none/g.npy", "folder.npy"):
        words = ("grad", "print('computed'); x * 2", "x=1", "--save", f"x={tmp_path}/{name}")
        status, out, err = gradline(*words)
        assert (status, out) == (1, "")
        assert "cannot write" in err


def test_one_file_is_not_written_twice(gradline: Call, tmp_path: Path) -> None:
    path = tmp_path / "g.npy"
    same = ("--save", f"x={path}", "--save", f"y={tmp_path}/./g.npy")
    status, _, err = gradline("grad", "x * y", "x=1", "y=2", *same)
    assert status == 2
    assert "named twice" in err
    assert left_in(tmp_path) == set()
