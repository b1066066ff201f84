"""Whatever a program does, it ends with a value or with an ordinary error, soon."""

from __future__ import annotations

import signal
import threading
import time

import pytest
from gradline.grammar import Interpreter, Limits, ProgramError, Stopped


def run(text: str, **limits: float) -> object:
    return Interpreter(lambda text: None, Limits(**limits), prelude="python").run(text)  # type: ignore[arg-type]


def failure(text: str, **limits: float) -> ProgramError:
    with pytest.raises(ProgramError) as caught:
        run(text, **limits)
    return caught.value


# ---- deep nesting


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("(" * 5000 + "1" + ")" * 5000, 1),
        ("+".join(["1"] * 20_000), 20_000),
        ("*".join(["1"] * 20_000), 1),
        ("1" + " and 1" * 20_000, 1),
        ("1" + " == 1" * 20_000, True),
        ("len([" + "1," * 20_000 + "])", 20_000),
        ("x = 1\n" * 5000 + "x", 1),
        ("-" * 500 + "1", 1),
        ("(lambda: " * 200 + "1" + ")()" * 200, 1),
        ("".join(f"{' ' * i}if 1:\n" for i in range(90)) + " " * 90 + "x = 1\nx", 1),
    ],
)
def test_deep_and_long_programs_run(text: str, value: object) -> None:
    assert run(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "-" * 100_000 + "1",
        "[" * 5000 + "]" * 5000,
        "f" + "()" * 5000,
        "x" + ".real" * 5000,
        "x" + "[0]" * 5000,
        "2" + "**2" * 5000,
        "not " * 50_000 + "1",
        "1" + " if 1 else 1" * 5000,
        "lambda: " * 5000 + "1",
        "{1:" * 3000 + "1" + "}" * 3000,
        "1" + "+(1" * 5000 + ")" * 5000,
        "".join(f"{' ' * i}if 1:\n" for i in range(1500)) + " " * 1500 + "pass",
    ],
)
def test_deeper_programs_are_refused(text: str) -> None:
    error = failure(text)
    assert error.kind == "LimitError"
    assert "nested" in error.message


@pytest.mark.parametrize(
    "text", ["(" * 100_000, "[" * 50_000, "f(" * 50_000, "'" * 99_999, '"""' * 9]
)
def test_open_brackets_and_strings_are_refused(text: str) -> None:
    assert failure(text).kind == "SyntaxError"


# ---- recursion


def test_recursion_as_deep_as_pythons() -> None:
    assert run("def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\nf(900)") == 900


@pytest.mark.parametrize(
    "text",
    [
        "def f(n): return f(n + 1)\nf(0)",
        "f = lambda n: f(n)\nf(0)",
        "def f(*a): return f(*a)\nf(0)",
        "def f(n): return [f(k) for k in [n]]\nf(0)",
        "def f(n): return sum(f(k) for k in [n])\nf(0)",
        "def f(n): return sorted([n, n], key=f)\nf(0)",
        "def f(n): return list(map(f, [n]))\nf(0)",
        "def f(n): return max([n, n], key=f)\nf(0)",
        "def f(n):\n    try:\n        return f(n)\n    finally:\n        n\nf(0)",
        "x = []\nfor i in range(100000): x = [x]\nstr(x)",
        "g = [1]\nfor i in range(100000): g = map(abs, g)\nlist(g)",
        "g = [1]\nfor i in range(100000): g = (k for k in g)\nlist(g)",
        "g = [1]\nfor i in range(100000): g = zip(enumerate(filter(None, g)))\nlist(g)",
        "x, y = [], []\nfor i in range(100000): x, y = [x], [y]\nx == y",
    ],
)
def test_endless_recursion_is_an_ordinary_error(text: str) -> None:
    assert failure(text).kind == "RecursionError"


def test_a_program_can_catch_recursion() -> None:
    text = "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    x = 1\nx"
    assert run(text) == 1


def test_the_depth_is_a_limit() -> None:
    text = "def f(n): return n and f(n - 1)\nf({})"
    assert run(text.format(8), depth=10) == 0
    error = failure(text.format(50), depth=10)
    assert error.kind == "RecursionError"
    assert len(error.calls) + error.skipped >= 9


# ---- steps and time


@pytest.mark.parametrize(
    "text",
    [
        "while True: pass",
        "while 1:\n    x = 1\n    continue",
        "for i in range(10**18): pass",
        "[i for i in range(10**18)]",
        "sum(i for i in range(10**18))",
        "def f():\n    while True: pass\nf()",
        "try:\n    while True: pass\nexcept Exception:\n    pass",
        "while True:\n    try:\n        while True: pass\n    except:\n        pass",
        "while True:\n    try:\n        while True: pass\n    finally:\n        continue",
        "x = [1]\nfor y in x: x.append(y)",
        "def f():\n    try:\n        return f()\n    finally:\n        f()\nf()",
    ],
)
def test_endless_programs_stop(text: str) -> None:
    by_steps = failure(text, steps=20_000)
    assert by_steps.kind == "LimitError"
    assert "20,000 steps" in by_steps.message
    assert by_steps.line >= 1
    start = time.monotonic()
    stopped = stopped_after(0.2, text)
    assert (stopped.kind, stopped.message) == ("LimitError", "that is enough")
    assert time.monotonic() - start < 10


def stopped_after(seconds: float, text: str, raises: bool = False) -> ProgramError:
    """Run a program under an alarm that stops it, and that raises `Stopped` itself if asked to."""
    interpreter = Interpreter(lambda text: None, Limits(steps=10**12), prelude="python")

    def handler(*_: object) -> None:
        interpreter.stop("that is enough")
        if raises:
            raise Stopped("that is enough")

    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        with pytest.raises(ProgramError) as caught:
            interpreter.run(text)
        return caught.value
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


STUBBORN = [
    "while True:\n    try:\n        while True: pass\n    finally:\n        continue",
    "def f():\n    try:\n        while True: pass\n    finally:\n        return 1\nwhile 1: f()",
    "while True:\n    try:\n        while True: pass\n    finally:\n        while True: pass",
    "while True:\n    try:\n        sum(range(10**6))\n    except:\n        pass",
    "while 1:\n    try:\n        [i for i in range(10**9)]\n    except ValueError:\n        pass",
    "def f(x):\n    try:\n        while True: pass\n    except:\n        return 0\n"
    "while 1: sorted([1, 2], key=f), list(map(f, [1])), [f(k) for k in (f(k) for k in [1])]",
    "import torch\ndef hook(g):\n    try:\n        while True: pass\n    except: pass\n"
    "x = torch.ones(2, requires_grad=True)\nx.register_hook(hook)\n"
    "while 1:\n    try:\n        x.sum().backward()\n    except: pass",
    "import torch\nwhile 1:\n    try:\n        with torch.no_grad():\n            while 1: pass\n"
    "    finally:\n        continue",
    "while 1:\n    try:\n        for i in range(10**9): 1/0\n    except:\n"
    "        try:\n            while 1: pass\n        finally:\n            continue",
]


@pytest.mark.parametrize("raises", [False, True])
@pytest.mark.parametrize("text", STUBBORN)
def test_no_program_swallows_being_stopped(text: str, raises: bool) -> None:
    start = time.monotonic()
    error = stopped_after(0.1, text, raises)
    assert (error.kind, error.message) == ("LimitError", "that is enough")
    assert time.monotonic() - start < 5


def test_after_it_was_stopped_an_interpreter_runs_on() -> None:
    interpreter = Interpreter(lambda text: None, prelude="python")
    timer = threading.Timer(0.1, interpreter.stop, ["from another thread"])
    timer.start()
    with pytest.raises(ProgramError, match="from another thread"):
        interpreter.run("x = 1\nwhile True: x = 2")
    assert interpreter.run("for i in range(10): pass\nx") == 2


def test_what_a_stopped_program_would_have_done_at_last_is_not_done() -> None:
    written: list[str] = []
    interpreter = Interpreter(written.append, Limits(steps=1000), prelude="python")
    with pytest.raises(ProgramError):
        interpreter.run("try:\n    while True: pass\nfinally:\n    print('no')")
    assert not written


def test_each_run_has_the_limits_anew() -> None:
    interpreter = Interpreter(print, Limits(steps=5000), prelude="python")
    for _ in range(4):
        interpreter.run("for i in range(2000): pass")


# ---- sizes


@pytest.mark.parametrize(
    "text",
    [
        "10**10**10",
        "1 << 10**9",
        "2 ** (1 << 40)",
        "x = 3\nwhile 1: x *= x",
        "x = 3\nwhile 1: x = x * x",
        "x = 3\nwhile 1: x **= 2",
        "x = 1\nwhile 1: x <<= 1000",
        "pow(10, 10**10)",
        "round(5, -10**9)",
        "import math\nmath.factorial(10**7)",
        "import math\nmath.comb(10**7, 10**6)",
        "import math\nmath.perm(10**7, 10**6)",
        "import math\nmath.prod([10**9999] * 9)",
        "'a' * 10**12",
        "10**12 * 'a'",
        "[0] * 10**12",
        "(0,) * 10**12",
        "x = [0]\nx *= 10**12",
        "x = 'a'\nwhile 1: x += x",
        "x = [1]\nwhile 1: x = x + x",
        "x = [1]\nwhile 1: x.extend(x)",
        "x = [1]\nwhile 1: x[:0] = x",
        "x = [1]\nwhile 1: x = [*x, *x]",
        "x = (1,)\nwhile 1: x = x + x",
        "list(range(10**9))",
        "tuple(range(10**9))",
        "set(range(10**9))",
        "sorted(range(10**9))",
        "sum(range(10**12))",
        "max(range(10**12))",
        "[*range(10**10)]",
        "print(*range(10**10))",
        "a, *b = range(10**10)",
        "list(zip(range(10**10)))",
        "list(map(str, range(10**10)))",
        "dict.fromkeys(range(10**10))",
        "x = []\nx[:] = range(10**10)",
        "f'{1:>1000000000}'",
        "f'{1:.1000000000f}'",
        "f'{1:{10**9}}'",
        "format(1, '>1000000000')",
        "'{:>1000000000}'.format(1)",
        "'{:>{}}'.format(1, 10**9)",
        "'%1000000000d' % 1",
        "'%*d' % (10**9, 1)",
        "'%.*f' % (10**9, 1.0)",
        "'a'.ljust(10**10)",
        "'a'.rjust(10**10)",
        "'a'.center(10**10)",
        "'a'.zfill(10**10)",
        "'\\t'.expandtabs(10**10)",
        "','.join(['a' * 10**6] * 10**5)",
        "('a' * 10**6).replace('a', 'b' * 10**6)",
        "('a' * 10**6).replace('', 'b' * 10**6)",
        "x = 'ab' * 10**6\ny = []\nwhile 1: y.append(x + 'c')",
    ],
)
def test_nothing_grows_without_bound(text: str) -> None:
    start = time.monotonic()
    error = failure(text)
    assert error.kind == "LimitError"
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    "text", ["int('9' * 5000)", "str(10**5000)", "print(10**5000)", "10.0**1000"]
)
def test_pythons_own_bounds_are_ordinary_errors(text: str) -> None:
    assert failure(text).kind in ("ValueError", "OverflowError")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("len(range(10**12))", 10**12),
        ("5 in range(10**12)", True),
        ("range(10**12)[5:10][2]", 7),
        ("isinstance(range(10**12), range)", True),
        ("isinstance(range(5), (int, range))", True),
        ("for i in range(10**12):\n    if i > 3: break\ni", 4),
        ("for i in reversed(range(10**12)): break\ni", 10**12 - 1),
        ("[x := i for i in range(3) if i < 10**12]", [0, 1, 2]),
        ("2 ** -10**10", 0.0),
        ("(-1) ** 10**10", 1),
        ("0 ** 10**10", 0),
        ("'a' * -5", ""),
        ("len('a' * 10**6)", 10**6),
        ("2 ** 10000 % 1000", 376),
        ("pow(3, 10**10, 7)", 4),
        ("f'{5:>20}'", " " * 19 + "5"),
        ("g = [1]\nfor i in range(200): g = map(abs, g)\nlist(g)", [1]),
        ("g = [1]\nfor i in range(200): g = (k for k in g)\nlist(g)", [1]),
    ],
)
def test_what_is_large_but_harmless_works(text: str, value: object) -> None:
    assert run(text) == value


def test_a_program_can_catch_a_size_limit() -> None:
    assert (
        run("try:\n    x = [0] * 10**12\nexcept MemoryError as e:\n    x = 'caught'\nx") == "caught"
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\nb = 2\nc = halt()\n", 3),
        ("a = 1\nb = [a, halt()]\nc = 2\n", 2),
        ("a = 1\nb = {halt() for i in range(3)}\n", 2),
        ("a = 1\ndef f():\n    x = 2\n    return [x, halt()]\nf()\n", 4),
        ("a = 1\n(a, halt())\n", 2),
    ],
)
def test_a_stop_by_a_signal_has_its_place(text: str, line: int) -> None:
    def halt() -> None:
        raise Stopped("stopped")

    interpreter = Interpreter(prelude="python")
    interpreter.define("halt", halt)
    with pytest.raises(ProgramError) as caught:
        interpreter.run(text)
    assert (caught.value.kind, caught.value.line) == ("LimitError", line)
