"""The system calls that a worker may make, as a filter that the Linux kernel keeps (seccomp).

Everything that is not on the list fails: starting programs, opening sockets, signalling, tracing
or reading another process, changing files by name. What a call is for may depend on its arguments;
then these are looked at. The source of the structures is linux/filter.h and linux/seccomp.h.
"""

from __future__ import annotations

import os
from struct import pack

# name: (number on x86-64, number on aarch64); None where an architecture lacks it
ALLOWED: dict[str, tuple[int | None, int | None]] = {
    "read": (0, 63), "write": (1, 64), "close": (3, 57), "stat": (4, None), "fstat": (5, 80),
    "lstat": (6, None), "poll": (7, None), "lseek": (8, 62),
    "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "pread64": (17, 67),
    "pwrite64": (18, 68), "readv": (19, 65), "writev": (20, 66), "access": (21, None),
    "select": (23, None), "sched_yield": (24, 124), "mremap": (25, 216), "msync": (26, 227),
    "mincore": (27, 232), "madvise": (28, 233), "dup": (32, 23), "dup2": (33, None),
    "nanosleep": (35, 101), "getpid": (39, 172), "sendto": (44, 206), "recvfrom": (45, 207),
    "sendmsg": (46, 211), "recvmsg": (47, 212), "exit": (60, 93), "uname": (63, 160),
    "fsync": (74, 82), "fdatasync": (75, 83), "ftruncate": (77, 46), "getdents": (78, None),
    "getcwd": (79, 17), "readlink": (89, None), "gettimeofday": (96, 169),
    "getrlimit": (97, 163), "getrusage": (98, 165), "sysinfo": (99, 179), "times": (100, 153),
    "getuid": (102, 174), "getgid": (104, 176), "geteuid": (107, 175), "getegid": (108, 177),
    "getppid": (110, 173), "sigaltstack": (131, 132), "statfs": (137, 43), "fstatfs": (138, 44),
    "gettid": (186, 178), "time": (201, None), "futex": (202, 98),
    "sched_getaffinity": (204, 123), "getdents64": (217, 61), "set_tid_address": (218, 96),
    "restart_syscall": (219, 128), "clock_gettime": (228, 113), "clock_getres": (229, 114),
    "clock_nanosleep": (230, 115), "exit_group": (231, 94), "newfstatat": (262, 79),
    "readlinkat": (267, 78), "faccessat": (269, 48), "pselect6": (270, 72), "ppoll": (271, 73),
    "set_robust_list": (273, 99), "get_robust_list": (274, 100), "dup3": (292, 24),
    "fallocate": (285, 47),
    "preadv": (295, 69), "pwritev": (296, 70), "getcpu": (309, 168), "getrandom": (318, 278),
    "membarrier": (324, 283), "statx": (332, 291), "rseq": (334, 293),
    "futex_waitv": (449, 449), "faccessat2": (439, 439),
}  # fmt: skip
# name: (numbers, the argument looked at, a test of it)
OPEN, OPENAT, CLONE, TGKILL, PRLIMIT = (2, None), (257, 56), (56, 220), (234, 131), (302, 261)
MMAP = (9, 222)
IOCTL, FCNTL, PRCTL, CLONE3 = (16, 29), (72, 25), (157, 167), (435, 435)
NEWEST = 462  # calls with higher numbers are younger than this list: the kernel "lacks" them

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
CLONE_THREAD = 0x10000
SHARED_MEMORY = 0x21  # MAP_SHARED and MAP_ANONYMOUS: no limit counts it
TERMINAL_QUESTIONS = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)  # TCGETS FIONREAD FIONBIO FIO(N)CLEX
DESCRIPTOR_FLAGS = (0, 1, 2, 3, 4, 1030)  # F_DUPFD F_GETFD F_SETFD F_GETFL F_SETFL F_DUPFD_CLOEXEC
NAMES = (15, 0x53564D41)  # PR_SET_NAME of threads, PR_SET_VMA of the allocator

ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
LOAD, EQUAL, AT_LEAST, ANY_BIT, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
NUMBER_AT, ARCHITECTURE_AT, ARGUMENTS_AT = 0, 4, 16
ALLOW, FAIL = 0x7FFF0000, 0x00050000
EPERM, EACCES, ENOSYS = 1, 13, 38


def code(operation: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction: how many to leap over if a test holds, and if not."""
    return pack("=HBBI", operation, then, otherwise, value)


def give(result: int) -> bytes:
    return code(RETURN, result)


def when(number: int, block: bytes) -> bytes:
    """`block`, for this call only."""
    return code(EQUAL, number, 0, len(block) // 8) + block


def argument(index: int, block: bytes) -> bytes:
    """The lower half of an argument, loaded in front of `block`; the kernel looks at no other."""
    return code(LOAD, ARGUMENTS_AT + 8 * index) + block


def one_of(values: tuple[int, ...], otherwise: int = FAIL | EPERM) -> bytes:
    tests = b"".join(code(EQUAL, value, 0, 1) + give(ALLOW) for value in values)
    return tests + give(otherwise)


def program(machine: str, pid: int) -> bytes | None:
    """The filter for a worker with this process id; None for an architecture without a list."""
    if machine not in ARCHITECTURES:
        return None
    column, architecture = ARCHITECTURES[machine]
    only_reads = code(ANY_BIT, WRITING, 0, 1) + give(FAIL | EACCES) + give(ALLOW)
    only_threads = code(ANY_BIT, CLONE_THREAD, 0, 1) + give(ALLOW) + give(FAIL | EPERM)
    shared = code(AND, SHARED_MEMORY) + code(EQUAL, SHARED_MEMORY, 0, 1) + give(FAIL | EPERM)
    special = [
        (MMAP, argument(3, shared + give(ALLOW))),
        (OPENAT, argument(2, only_reads)),
        (OPEN, argument(1, only_reads)),
        (CLONE, argument(0, only_threads)),
        (CLONE3, give(FAIL | ENOSYS)),  # its flags lie in memory: libraries go back to clone
        (TGKILL, argument(0, one_of((pid,)))),
        (PRLIMIT, argument(0, one_of((0, pid)))),
        (IOCTL, argument(1, one_of(TERMINAL_QUESTIONS))),
        (FCNTL, argument(1, one_of(DESCRIPTOR_FLAGS))),
        (PRCTL, argument(0, one_of(NAMES))),
    ]
    parts = [
        code(LOAD, ARCHITECTURE_AT) + code(EQUAL, architecture, 1, 0) + give(FAIL | EPERM),
        code(LOAD, NUMBER_AT) + code(AT_LEAST, NEWEST + 1, 0, 1) + give(FAIL | ENOSYS),
    ]
    for numbers in ALLOWED.values():
        if (number := numbers[column]) is not None:
            parts.append(when(number, give(ALLOW)))
    for numbers, block in special:
        if (number := numbers[column]) is not None:
            parts.append(when(number, block))
    return b"".join([*parts, give(FAIL | EPERM)])
