"""The second wall: what the process of a stranger's program gives up before it starts.

The language lets a program reach no file, process or socket. Should it be broken, the kernel
refuses them to the whole process: Landlock leaves only the reading of Python, of the installed
packages and of the system's libraries; a filter of system calls (seccomp) leaves only calls that
computing needs. Where neither can be had, Python's own audit hook stands in their place. Raised
before threads start, since Landlock binds the thread that calls it and those that it starts.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from struct import pack
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP = 1, 38, 22
SECCOMP_MODE_FILTER = 2
# linux/landlock.h
LANDLOCK_CREATE_RULESET, LANDLOCK_ADD_RULE, LANDLOCK_RESTRICT_SELF = 444, 445, 446
VERSION_OF_LANDLOCK, PATH_BENEATH = 1, 1
READ_FILE, READ_FOLDER = 1 << 2, 1 << 3
FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}  # by version, how many rights on files it knows
ALL_FILE_RIGHTS = 16  # from version 5 on
TCP_RIGHTS = 0b11  # bind, connect; from version 4 on
SCOPES = 0b11  # abstract sockets and signals stay within; from version 6 on
# linux/capability.h
CAPABILITY_VERSION_3 = 0x20080522
CAP_DAC_READ_SEARCH = 1 << 2  # a package that only its owner may read stays readable to root

SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib")
PACKAGES = ("gradline.cli", "gradline.engine", "gradline.grammar", "numpy", "scipy")
HARMLESS = ("/etc/ld.so.cache", "/proc/cpuinfo", "/sys/devices/system/cpu", "/dev/null")


def raise_wall() -> list[str]:
    """Give up for good what a worker does not need; the names of what keeps it from it now."""
    if sys.platform != "linux":
        forbid_by_audit()
        return ["audit"]
    import ctypes

    kernel = ctypes.CDLL(None, use_errno=True)
    kernel.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    drop_capabilities(kernel, ctypes)
    walls = []
    if landlock(kernel, ctypes):
        walls.append("landlock")
    if seccomp(kernel, ctypes):
        walls.append("seccomp")
    if not walls:
        forbid_by_audit()
        walls.append("audit")
    return walls


def die_with_parent() -> None:
    """Let the kernel end this process when its parent ends, however that comes about."""
    if sys.platform == "linux":
        import ctypes
        from signal import SIGKILL

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)


def drop_capabilities(kernel: Any, ctypes: Any) -> None:
    """Root's rights go, but for reading; without them a lowered limit cannot be raised again."""
    if os.geteuid() != 0:
        return
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    kept = CAP_DAC_READ_SEARCH
    kernel.capset(header, (ctypes.c_uint32 * 6)(kept, kept, 0, 0, 0, 0))


def readable() -> list[str]:
    """The folders and files that a worker may read."""
    packages = [path for name in PACKAGES for path in package(name)]
    prefixes = [os.path.join(prefix, "lib") for prefix in {sys.prefix, sys.base_prefix}]
    libraries = os.environ.get("LD_LIBRARY_PATH", "").split(":")
    found = [*packages, *prefixes, os.path.dirname(os.__file__)]
    found += [path for path in libraries if os.path.isabs(path)]
    return list(dict.fromkeys([*found, *SYSTEM_LIBRARIES, *HARMLESS]))


def listed() -> list[str]:
    """The folders of which a worker may see what is in them, to find packages there.

    No more than that: sys.path may hold the user's own folder, or a project's.
    """
    return [path for path in sys.path if os.path.isabs(path) and os.path.isdir(path)]


def package(name: str) -> list[str]:
    """The folders of a package, and of the libraries that a wheel puts beside it."""
    from importlib.util import find_spec

    spec = find_spec(name)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return [path for folder in folders for path in (folder, f"{folder}.libs")]


def landlock(kernel: Any, ctypes: Any) -> bool:
    """Whether the kernel now refuses this thread all files but the readable ones."""
    version = kernel.syscall(LANDLOCK_CREATE_RULESET, None, 0, VERSION_OF_LANDLOCK)
    if version < 1:
        return False
    rights = (1 << FILE_RIGHTS.get(version, ALL_FILE_RIGHTS)) - 1
    handled = [rights, TCP_RIGHTS if version >= 4 else 0, SCOPES if version >= 6 else 0]
    attributes = (ctypes.c_uint64 * 3)(*handled)
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    ruleset = kernel.syscall(LANDLOCK_CREATE_RULESET, attributes, size, 0)
    if ruleset < 0:
        return False
    allowed = [(path, READ_FILE | READ_FOLDER) for path in readable()]
    for path, given in [*allowed, *((path, READ_FOLDER) for path in listed())]:
        with suppress(OSError):
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
            given &= ~0 if os.path.isdir(path) else ~READ_FOLDER
            rule = given.to_bytes(8, sys.byteorder) + place.to_bytes(4, sys.byteorder)
            kernel.syscall(LANDLOCK_ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
            os.close(place)
    restricted = kernel.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return restricted


def seccomp(kernel: Any, ctypes: Any) -> bool:
    """Whether the kernel now refuses this process all but the listed system calls."""
    from . import seccomp as calls

    code = calls.program(os.uname().machine, os.getpid())
    if code is None or sys.maxsize < 1 << 32:
        return False
    held = ctypes.create_string_buffer(code, len(code))

    # struct sock_fprog: the number of instructions, and where they are
    program = ctypes.create_string_buffer(pack("@HP", len(code) // 8, ctypes.addressof(held)))
    filtered = kernel.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0)
    return filtered == 0


FORBIDDEN = (
    "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.kill",
    "os.startfile", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link",
    "os.symlink", "os.chmod", "os.chown", "os.utime", "subprocess.Popen", "socket.__new__",
    "socket.connect", "socket.bind", "pty.spawn", "shutil.rmtree",
)  # fmt: skip


def forbid_by_audit() -> None:
    """The least of walls: Python itself refuses what its audit events announce."""

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in FORBIDDEN:
            raise PermissionError(f"{event} is closed to a stranger's program")
        is_open = isinstance(arguments[0], int) if arguments else False  # it was handed over
        if event == "open" and not is_open and isinstance(arguments[2], int) and arguments[2] & 3:
            raise PermissionError("a stranger's program writes no file")

    sys.addaudithook(refuse)
