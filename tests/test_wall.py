"""The second wall: a worker that has broken out of the language meets the kernel.

Each probe runs as Python and as raw system calls in a worker, where no program of the language
ever gets; what it could not do comes back over the worker's connection.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gradline.cli.worker.process import Worker, WorkerDied
from gradline.cli.worker.wall import raise_wall

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="the wall is Linux's",
)
X86 = platform.machine() == "x86_64"
NUMBERS = {
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "execve": (59, 221),
    "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "clone": (56, 220),
    "clone3": (435, 435), "socket": (41, 198), "socketpair": (53, 199), "kill": (62, 129),
    "tkill": (200, 130), "tgkill": (234, 131), "rt_sigqueueinfo": (129, 138),
    "pidfd_open": (434, 434), "pidfd_send_signal": (424, 424), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "unlinkat": (263, 35),
    "renameat2": (316, 276), "mkdirat": (258, 34), "linkat": (265, 37), "symlinkat": (266, 36),
    "fchmodat": (268, 53), "fchownat": (260, 54), "utimensat": (280, 88), "truncate": (76, 45),
    "memfd_create": (319, 279), "io_uring_setup": (425, 425), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "unshare": (272, 97),
    "mount": (165, 40), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
    "keyctl": (250, 219), "setns": (308, 268), "chroot": (161, 51), "setrlimit": (160, 164),
    "inotify_init1": (294, 26), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "no such call": (999, 999),
}  # fmt: skip


def behind_the_wall(probe: Callable[[], str], seconds: float = 20) -> str:
    """What a probe in a worker says."""

    def main(connection: Any) -> None:
        try:
            told = probe()
        except BaseException as error:
            told = f"{type(error).__name__}: {error}"
        connection.sendall(told.encode() + b"\n")

    worker = Worker.start(main)
    data = b""
    deadline = time.monotonic() + seconds
    connection = worker._connection
    connection.setblocking(True)
    while not data.endswith(b"\n") and time.monotonic() < deadline:
        more = connection.recv(1 << 16)
        if not more:
            break
        data += more
    worker.kill()
    return data.decode().removesuffix("\n")


def syscall(name: str, *arguments: Any) -> int:
    """A raw system call; below zero the negative of the error's number."""
    number = NUMBERS[name][0 if X86 else 1]
    libc = ctypes.CDLL(None, use_errno=True)
    if number is None:
        return -1
    found = libc.syscall(number, *arguments)
    return -ctypes.get_errno() if found < 0 else found


@pytest.mark.parametrize("name", sorted(set(NUMBERS) - {"open", "openat", "kill", "tgkill"}))
def test_a_call_that_is_not_listed_fails(name: str) -> None:
    zeros = [ctypes.c_long(0)] * 6
    assert behind_the_wall(lambda: str(syscall(name, *zeros) < 0)) == "True"


@pytest.mark.parametrize("flags", [os.O_WRONLY, os.O_RDWR, os.O_WRONLY | os.O_CREAT | os.O_TRUNC])
def test_no_file_is_opened_for_writing(tmp_path: Path, flags: int) -> None:
    path = tmp_path / "there"
    path.write_text("kept")
    new = tmp_path / "new"

    def probe() -> str:
        tries = [syscall("openat", -100, str(p).encode(), flags, 0o600) for p in (path, new)]
        tries.append(syscall("open", str(path).encode(), flags, 0o600))
        return str(max(tries) < 0)

    assert behind_the_wall(probe) == "True"
    assert path.read_text() == "kept"
    assert not new.exists()


def test_only_python_and_packages_are_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    closed = [str(secret), "/etc/passwd", f"/proc/{os.getpid()}/mem", "/proc/self/maps", "/"]

    def probe() -> str:
        opened = [p for p in closed if syscall("openat", -100, p.encode(), os.O_RDONLY) >= 0]
        return f"{opened} {len(Path(os.__file__).read_text()) > 0}"

    assert behind_the_wall(probe) == "[] True"


def test_no_process_is_started() -> None:
    def probe() -> str:
        program = ctypes.c_char_p(b"/bin/true")
        words = (ctypes.c_char_p * 2)(b"/bin/true", None)
        return str([syscall("execve", program, words, None) < 0, forked()])

    def forked() -> str:
        try:
            pid = os.fork()
        except OSError as error:
            return type(error).__name__
        return str(pid)

    assert behind_the_wall(probe) == "[True, 'PermissionError']"


def test_no_socket_is_opened() -> None:
    def probe() -> str:
        refused = []
        for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX, socket.AF_NETLINK):
            try:
                socket.socket(family, socket.SOCK_STREAM)
            except OSError:
                refused.append(True)
        return str(refused)

    assert behind_the_wall(probe) == "[True, True, True, True]"


def test_no_other_process_is_signalled_traced_or_read() -> None:
    parent = os.getpid()
    mark = ctypes.create_string_buffer(b"the parent's memory")
    address = ctypes.addressof(mark)

    def probe() -> str:
        local = ctypes.create_string_buffer(8)
        vectors = [(ctypes.c_size_t * 2)(a, 8) for a in (ctypes.addressof(local), address)]
        tries = [
            syscall("kill", parent, signal.SIGTERM),
            syscall("kill", 0, signal.SIGTERM),
            syscall("kill", -1, signal.SIGTERM),
            syscall("tgkill", parent, parent, signal.SIGTERM),
            syscall("tkill", parent, signal.SIGTERM),
            syscall("ptrace", 16, parent, None, None),
            syscall("process_vm_readv", parent, vectors[0], 1, vectors[1], 1, 0),
            syscall("openat", -100, f"/proc/{parent}/mem".encode(), os.O_RDONLY),
        ]
        return str(max(tries) < 0)

    assert behind_the_wall(probe) == "True"


def test_limits_cannot_be_raised_again() -> None:
    def probe() -> str:
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (1 << 33, 1 << 33))
        try:
            resource.setrlimit(resource.RLIMIT_DATA, (1 << 34, 1 << 34))
        except (OSError, ValueError):
            return "refused"
        return "raised"

    assert behind_the_wall(probe) == "refused"


def test_threads_and_computing_go_on() -> None:
    def probe() -> str:
        import threading

        import numpy as np
        import scipy.linalg

        found = []
        threads = [threading.Thread(target=lambda: found.append(1)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        a = np.eye(300) * 2
        return f"{len(found)} {(a @ a).sum():g} {scipy.linalg.det(a[:3, :3]):g}"

    assert behind_the_wall(probe) == "4 1200 8"


def test_memory_that_no_limit_counts_is_refused() -> None:
    def probe() -> str:
        import mmap

        try:
            mmap.mmap(-1, 1 << 20)
        except OSError:
            return "refused"
        return "given"

    assert behind_the_wall(probe) == "refused"


def test_descriptors_of_the_parent_are_closed(tmp_path: Path) -> None:
    with open(tmp_path / "open", "w") as file:
        number = file.fileno()
        os.set_inheritable(number, True)

        def probe() -> str:
            try:
                os.write(number, b"x")
            except OSError:
                return "closed"
            return "open"

        assert behind_the_wall(probe) == "closed"
    assert (tmp_path / "open").read_text() == ""


def test_what_stands_is_told() -> None:
    found = behind_the_wall(lambda: ",".join(raise_wall()))
    assert set(found.split(",")) <= {"landlock", "seccomp", "audit"}


def test_a_worker_that_sends_nonsense_is_ended() -> None:
    def main(connection: Any) -> None:
        connection.sendall(b"\x01\xff\xff\xff\xff nonsense")
        time.sleep(60)

    worker = Worker.start(main)
    with pytest.raises(WorkerDied):
        for _ in range(100):
            worker.receive(0.1)
    assert worker.pid is None


def test_what_a_worker_may_read_is_not_all_that_python_searches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user's PYTHONPATH, or pytest, puts folders of the user's own into sys.path."""
    (tmp_path / "secret").write_text("secret")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])

    def probe() -> str:
        tries = [syscall("openat", -100, str(tmp_path / "secret").encode(), os.O_RDONLY)]
        return f"{max(tries) < 0} {os.listdir(tmp_path)}"

    assert behind_the_wall(probe) == "True ['secret']"
