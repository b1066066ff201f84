"""Whatever a program does, it ends in time, alone, and takes nothing with it that was there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from conftest import Call
from gradline.cli import files
from gradline.cli.errors import CommandError
from gradline.cli.golden import judge
from gradline.cli.lines import Lines
from gradline.cli.screen import Screen
from gradline.cli.worker import wire
from gradline.cli.worker.failure import TaskFailed
from gradline.cli.worker.process import Worker
from gradline.cli.worker.stopping import Bounds
from gradline.cli.worker.supervisor import Supervisor
from test_cli_run import code, write_cases, write_notebook

COMMAND = [sys.executable, "-c", "from gradline.cli import main; main()"]
SECONDS = 0.5
ALLOWANCE = 2 + 1.5  # what the promise adds to a limit, and what starting takes on a busy machine

# By what they do inside of one call of C, where no Python code gets a turn.
HANGS = {
    "a search": "'a' in range(10**12)",
    "nested reductions": "max(map(max, [range(10**7)] * 10**5))",
    "a comparison": "a = []\nb = []\nfor i in range(60):\n  a = [a, a]\n  b = [b, b]\na == b",
    "a hash": "t = ()\nfor i in range(60): t = (t, t)\n{t}",
    "collisions": "len({i * (2**61 - 1) for i in range(1, 10**6)})",
    "an expanded array": "max(torch.ones(1).expand(10**12).numpy())",
    "an expanded sum": "torch.ones(1).expand(10**12).numpy().sum()",
    "a loop": "while True: pass",
    "a loop in finally": "while True:\n  try:\n    while True: pass\n  finally:\n    continue",
    "a return in finally": (
        "def f():\n  try:\n    while True: pass\n  finally:\n    return f()\nf()"
    ),
    "a hook": (
        "def h(g):\n  while True: pass\n"
        "x = torch.ones(1, requires_grad=True)\nx.register_hook(h)\n(x * 2).sum().backward()"
    ),
    "a sort": "sorted([1, 2], key=lambda v: max(map(max, [range(10**7)] * 10**5)))",
    "text": "('a' * 10**7).count('a' * 5 * 10**6 + 'b')\n" * 20,
}
DEEP = {
    "a hash": "t = ()\nfor i in range(200_000): t = (t,)\nhash_of = {t}",
    "slices": "s = None\nfor i in range(1_000_000): s = slice(s)\ns = None",
    "callables": "f = abs\nfor i in range(100_000): f = map(f, [1]).__next__\nf()",
    "iterators": "g = iter([1])\nfor i in range(100_000): g = zip(g)\nlist(g)",
    "an error": "x = []\nfor i in range(100_000): x = [x]\nraise ValueError(x)",
    "text": "x = []\nfor i in range(13_000): x = [x]\nprint(x)",
}
LARGE = {
    "a tensor": "torch.ones(10**6, 10**6) + 1",
    "many tensors": "kept = []\nwhile True: kept.append(torch.ones(10**6) * 2)",
    "a list": "a = [1]\nwhile True: a = a + a",
    "text": "('%9999999d' * 20) % ((1,) * 20)",
    "an integer": "10 ** 10 ** 10",
    "a shape": "torch.ones(2, 3).shape * 10**7",
    "digits": "int('f' * 10**7, 16)",
}
HOSTILE = [
    *(("hang", name, text) for name, text in HANGS.items()),
    *(("deep", name, text) for name, text in DEEP.items()),
    *(("large", name, text) for name, text in LARGE.items()),
]
NAMES = [f"{kind}: {name}" for kind, name, _ in HOSTILE]
BOUNDS = ("--timeout", str(SECONDS), "--max-memory", "600M")


@pytest.mark.parametrize(("kind", "name", "text"), HOSTILE, ids=NAMES)
def test_an_expression_ends_in_time(gradline: Call, kind: str, name: str, text: str) -> None:
    start = time.monotonic()
    status, _, err = gradline("eval", text, *BOUNDS)
    assert time.monotonic() - start < SECONDS + ALLOWANCE
    assert status in (0, 1)
    assert status == 0 or err.startswith("error: ")
    if kind == "hang" and name not in ("a search", "collisions", "text"):
        assert "time limit of 0.5 s" in err


def test_files_go_on(gradline: Call, tmp_path: Path) -> None:
    for number, (_, _, text) in enumerate(HOSTILE):
        program = f"import torch\nprint('begun {number}')\n{text}\n"
        (tmp_path / f"{number:02}_bad.py").write_text(program)
        (tmp_path / f"{number:02}_good.py").write_text(f"print('good {number}')\n")
    status, out, _ = gradline("run", str(tmp_path), *BOUNDS)
    assert status == 1
    lines = [line for line in out.split("\n") if line.startswith(("begun", "good"))]
    assert lines == [f"{w} {n}" for n in range(len(HOSTILE)) for w in ("begun", "good")]


def test_cases_go_on(gradline: Call, tmp_path: Path) -> None:
    cases: list[dict[str, Any]] = []
    for number, (_, _, text) in enumerate(HOSTILE):
        cases.append({"id": f"bad {number}", "expr": text})
        cases.append({"id": f"good {number}", "expr": "x * 2", "vars": {"x": number}})
    path = write_cases(tmp_path / "a.jsonl", *cases)
    out = gradline("run", str(path), *BOUNDS).out
    found = [json.loads(line) for line in out.splitlines()]
    assert [result["id"] for result in found] == [case["id"] for case in cases]
    assert [result["value"] for result in found[1::2]] == [2.0 * n for n in range(len(HOSTILE))]


def test_cells_keep_what_was_printed(gradline: Call, tmp_path: Path) -> None:
    for _, text in HANGS.items():
        path = write_notebook(
            tmp_path / "a.ipynb", code("import torch\nprint(1)"), code(f"print(2)\n{text}")
        )
        status, out, err = gradline("run", str(path), *BOUNDS)
        assert out.startswith("1\n2\n")
        assert status == 0 or "a.ipynb[cell 2]" in err


def test_a_notebook_goes_on_after_a_stop_that_is_meant(gradline: Call, tmp_path: Path) -> None:
    stopped = code("print(x)\nwhile True: pass")
    stopped["metadata"] = {"tags": ["raises-exception"]}
    path = write_notebook(tmp_path / "a.ipynb", code("x = 1"), stopped, code("x + 1"))
    status, out, err = gradline("run", str(path), *BOUNDS)
    assert (status, out) == (0, "1\n2\n")
    assert "time limit" in err


def test_there_are_bounds_without_options(gradline: Call, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("while True: print('a' * 2**20)")
    status, out, err = gradline("run", str(tmp_path / "a.py"))
    assert status == 1
    assert 63 << 20 < len(out) <= 64 << 20
    assert "printed more than 64 MB" in err


def test_a_bound_on_output(gradline: Call, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("while True: print('12345678')")
    status, out, err = gradline("run", str(tmp_path / "a.py"), "--max-output", "1K")
    assert (status, out) == (1, "12345678\n" * 113)
    assert "a.py:1:13: LimitError: the program printed more than 1 kB" in err
    (tmp_path / "b.py").write_text("print('a' * 10**6)")
    assert len(gradline("run", str(tmp_path / "b.py"), "--max-output", "none").out) == 10**6 + 1


@pytest.mark.parametrize("words", [("--timeout", "0"), ("--timeout", "x"), ("--max-memory", "-1M")])
def test_bounds_that_are_none(gradline: Call, words: tuple[str, str]) -> None:
    status, _, err = gradline("eval", "1", *words)
    assert status == 2
    assert words[0] in err


def test_little_memory_and_little_time(gradline: Call) -> None:
    status, _, err = gradline("eval", "ones(10**7).sum()", "--timeout", "1", "--max-memory", "1M")
    assert status == 1
    assert err.startswith("error: ")


# ---- Ctrl-C


def begun(*words: str) -> subprocess.Popen[bytes]:
    """A command that has printed its first line."""
    process = subprocess.Popen(
        [*COMMAND, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.readline()
    return process


@pytest.mark.parametrize("text", ["while True: pass", HANGS["nested reductions"]])
def test_ctrl_c_ends_anything(text: str) -> None:
    with begun("eval", f"print('begun\\nmore')\n{text}") as process:
        start = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout and process.stderr
        out, err = process.stdout.read(), process.stderr.read()
        assert process.wait(10) == 130
        assert time.monotonic() - start < 2.5
        assert out == b"more\n"
        assert err == b"error: interrupted\n"


def test_ctrl_c_while_a_case_is_waited_for() -> None:
    process = subprocess.Popen(
        [*COMMAND, "run", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    process.stdin.write(b'{"expr": "1"}\n')
    process.stdin.flush()
    assert json.loads(process.stdout.readline())["value"] == 1
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=10)
    assert process.returncode == 130


def test_ctrl_c_before_anything_has_begun() -> None:
    """As the command's own modules are imported; Python would show where."""
    program = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # which a job in the background ignores
class Presses:
    def find_spec(self, name, *_):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Presses())
sys.argv[1:] = ["eval", "1"]
from gradline.cli import main
main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (-signal.SIGINT, b"", b"")


def test_no_worker_outlives_its_parent(tmp_path: Path) -> None:
    mark = f"left behind {tmp_path}"
    for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT):
        with begun("eval", f"print('begun')\nwhile '{mark}': pass") as process:
            process.send_signal(number)
            process.communicate(timeout=10)
    time.sleep(0.3)
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            assert mark not in path.read_bytes().decode(errors="replace")
        except OSError:
            continue


# ---- programs beside each other


SETTERS = {
    "seed": ("torch.manual_seed(3)", "torch.initial_seed() == 3"),
    "default dtype": (
        "torch.set_default_dtype(torch.float64)",
        "torch.get_default_dtype() == torch.float64",
    ),
    "print options": (
        "torch.set_printoptions(precision=2)",
        "str(torch.tensor([0.123456])) == 'tensor([0.12])'",
    ),
    "grad mode": ("torch.set_grad_enabled(False)", "not torch.is_grad_enabled()"),
    "inference": ("torch.inference_mode().__enter__()", "not torch.is_grad_enabled()"),
    "variables": ("leaked = 1", "'leaked' in str(leaked) or True"),
    "hooks": (
        "x = torch.ones(1, requires_grad=True)\nx.register_hook(lambda g: g * 100)",
        "(lambda y: ((y * 2).sum().backward(), y.grad.item() == 200)[1])"
        "(torch.ones(1, requires_grad=True))",
    ),
    "attributes": ("torch.ones.mark = 1", "hasattr(torch.ones, 'mark')"),
    "names of modules": ("import math\nmath.pi = 3", "__import__('math').pi == 3"),
    "random numbers": ("torch.rand(3)", "False"),
}


@pytest.mark.parametrize("order", list(permutations(["set", "see"])), ids=" then ".join)
@pytest.mark.parametrize("name", sorted(SETTERS))
def test_what_a_program_sets_is_its_own(
    gradline: Call, tmp_path: Path, name: str, order: tuple[str, str]
) -> None:
    setter, seen = SETTERS[name]
    texts = {"set": setter, "see": f"try:\n  print({seen})\nexcept Exception:\n  print(False)"}
    paths = []
    for number, what in enumerate(order):
        paths.append(tmp_path / f"{number}.py")
        paths[-1].write_text(f"import torch\n{texts[what]}\n")
    assert gradline("run", *map(str, paths)).out == "False\n"


def test_what_a_case_sets_is_its_own(gradline: Call, tmp_path: Path) -> None:
    cases = [
        {"expr": "torch.manual_seed(1); rand(1).item()"},
        {"expr": "rand(1).item()"},
        {"expr": "torch.set_printoptions(precision=1); str(tensor([0.25]))"},
        {"expr": "str(tensor([0.25]))"},
    ]
    out = gradline("run", str(write_cases(tmp_path / "a.jsonl", *cases))).out
    first, second, short, long = [json.loads(line)["value"] for line in out.splitlines()]
    assert first != second
    assert (short, long) == ("tensor([0.2])", "tensor([0.2500])")


# ---- files that are none


def test_a_pipe_in_a_folder_is_passed_over(gradline: Call, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    (tmp_path / "b.py").symlink_to(tmp_path / "nowhere")
    (tmp_path / "c.py").write_text("print(1)")
    status, out, err = gradline("run", str(tmp_path))
    assert (status, out) == (0, "1\n")
    assert f"passed over {tmp_path}/a.py: it is no file" in err
    assert f"passed over {tmp_path}/b.py: it is a broken link" in err


def test_a_pipe_that_nobody_writes_to(gradline: Call, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    status, _, err = gradline("run", str(tmp_path / "a.py"), "--timeout", "0.3")
    assert status == 1
    assert "0.3 s" in err
    os.mkfifo(tmp_path / "x.npy")
    status, _, err = gradline("eval", "x", f"x=@{tmp_path}/x.npy", "--timeout", "0.3")
    assert status == 1
    assert "0.3 s" in err


def test_a_golden_output_that_never_comes(gradline: Call, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("print(1)")
    os.mkfifo(tmp_path / "a.out")
    status, out, _ = gradline("test", str(tmp_path / "a.py"), "--timeout", "0.3")
    assert status == 1
    assert "0.3 s" in out


@pytest.mark.parametrize("command", ["run", "test"])
def test_a_file_without_an_end(gradline: Call, tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "a.py")
    (tmp_path / "a.out").write_text("")
    writer = os.open(tmp_path / "a.py", os.O_RDWR)
    os.write(writer, b"print(1)\n")
    start = time.monotonic()
    status, out, err = gradline(command, str(tmp_path / "a.py"), "--timeout", "0.3")
    os.close(writer)
    assert status == 1
    assert "did not end in 0.3 s" in out + err
    assert time.monotonic() - start < 0.3 + ALLOWANCE


def test_a_file_that_is_too_long(
    gradline: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST", 1 << 20)
    (tmp_path / "a.py").symlink_to("/dev/zero")
    status, _, err = gradline("run", str(tmp_path / "a.py"))
    assert status == 1
    assert "a.py is too long" in err


def test_a_pipe_that_is_written_to_later(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.py")
    with subprocess.Popen([*COMMAND, "run", str(tmp_path / "a.py")], stdout=subprocess.PIPE) as run:
        time.sleep(0.5)
        (tmp_path / "a.py").write_text("print(1 + 1)\n")
        assert run.communicate(timeout=20)[0] == b"2\n"


def test_a_process_with_threads_starts_its_worker_anew(tmp_path: Path) -> None:
    program = """
import threading, time
threading.Thread(target=time.sleep, args=(5,), daemon=True).start()
from gradline.cli.worker.stopping import Bounds
from gradline.cli.worker.supervisor import Supervisor
printed = []
with Supervisor(Bounds()) as supervisor:
    task = {"text": "import torch; print(torch.ones(2).sum())", "filename": "a.py"}
    supervisor.run("program", task, lambda kind, texts: printed.extend(texts))
    print(printed, supervisor.walls)
"""
    (tmp_path / "numpy.py").write_text("raise SystemExit(3)")  # what lies here is a stranger's
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.stderr == ""
    assert done.stdout.startswith("['tensor(2.)\\n'] [")


# ---- a worker that was taken over, and says what it likes


START = Worker.start


def answering(
    monkeypatch: pytest.MonkeyPatch, speak: Callable[[Any], object], seconds: float = 1
) -> Supervisor:
    """A supervisor whose workers are ready, and then do what `speak` does."""

    def main(connection: Any) -> None:
        connection.sendall(wire.answer(wire.READY))
        speak(connection)
        time.sleep(30)

    monkeypatch.setattr(Worker, "start", lambda: START(main))
    return Supervisor(Bounds(seconds, None, 1000))


SAYS = {
    "no text": wire.answer(wire.PRINTED),
    "too few texts": wire.answer(wire.SHOWN, "name"),
    "too many texts": wire.answer(wire.RECORD, "{}", "{}"),
    "progress of nothing": wire.answer(wire.PROGRESS, "1", "x"),
    "progress without end": wire.answer(wire.PROGRESS, "1", "9" * 5000),
    "a failure of nothing": wire.answer(wire.FAILED),
    "no such kind": wire.answer(200, "a"),
    "no texts at all": wire.HEADER.pack(wire.SAID, 6) + b"abcdef",
    "ready again": wire.answer(wire.READY) * 100,
}


@pytest.mark.parametrize("said", SAYS.values(), ids=SAYS)
def test_nonsense_ends_the_worker_that_says_it(
    monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    screen = Screen()
    supervisor = answering(monkeypatch, lambda connection: connection.sendall(said))
    with supervisor, pytest.raises(CommandError, match="no answer"):
        supervisor.run("eval", {}, screen.show)
    if said[0] == wire.PROGRESS or said[0] == wire.READY:
        return
    with answering(monkeypatch, lambda connection: connection.sendall(said)) as supervisor:
        told: list[Any] = []
        lines = Lines(None, "cases", [b"1", b"2"])
        supervisor.stream(lines, lambda *answer: told.append(answer))
        assert [number for number, _, _ in told] == [1, 2]


def test_a_place_in_digits_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    said = wire.answer(wire.FAILED, "1", "E", "m", "", "9" * 5000, "\u00b2", "error: m")
    supervisor = answering(monkeypatch, lambda connection: connection.sendall(said))
    with supervisor, pytest.raises(TaskFailed) as caught:
        supervisor.run("eval", {}, lambda *_: None)
    assert (caught.value.line, caught.value.column) == (None, None)


def test_answers_to_cases_that_were_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    said = wire.answer(wire.DONE) + wire.answer(wire.DONE, "{}") * 50
    told: list[Any] = []
    with answering(monkeypatch, lambda connection: connection.sendall(said)) as supervisor:
        lines = Lines(None, "cases", [b"1", b"2"])
        supervisor.stream(lines, lambda *answer: told.append(answer[:2]))
    assert told == [(1, b"1"), (2, b"2")]


def test_answers_that_say_nothing_do_not_wind_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    def speak(connection: Any) -> None:
        while True:
            connection.sendall(wire.answer(wire.DONE))
            time.sleep(0.05)

    start = time.monotonic()
    with answering(monkeypatch, speak, 0.3) as supervisor:
        supervisor.stream(Lines(None, "cases", [b"1"]), lambda *_: None)
    assert time.monotonic() - start < 0.3 + ALLOWANCE


@pytest.mark.parametrize(
    "result",
    ["", "1", "[]", "{}", '{"ok": false}', '{"ok": 1, "error": 1}', '{"ok": false, "error": {}}'],
)
def test_a_result_that_is_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, result: str
) -> None:
    said = wire.answer(wire.DONE) + wire.answer(wire.DONE, result)
    path = write_cases(tmp_path / "a.jsonl", {"expr": "1", "want": 1})
    with answering(monkeypatch, lambda connection: connection.sendall(said)) as supervisor:
        verdict = judge(str(path), supervisor, update=False)
    assert verdict.state == "failed"
    assert "is no result" in verdict.detail


@pytest.mark.skipif(sys.platform != "linux", reason="numbers of Linux' signals")
def test_a_worker_that_ends_by_a_signal_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def speak(_: Any) -> None:
        signal.pthread_kill(threading.get_ident(), 35)

    supervisor = answering(monkeypatch, speak)
    with supervisor, pytest.raises(CommandError, match="by signal"):
        supervisor.run("eval", {}, lambda *_: None)


def test_a_worker_that_is_gone_when_it_is_spoken_to() -> None:
    """The command lets a closed pipe end it, but not a worker's connection."""
    program = """
import os, signal, sys, time
from gradline.cli.worker.process import Worker
worker = Worker.start()
os.kill(worker.pid, signal.SIGKILL)
time.sleep(0.3)
from gradline.cli import app
app.main(sys.argv[1:], worker)
"""
    for words in (["eval", "1"], ["eval", "x", f"x=@{__file__}"]):
        done = subprocess.run(
            [sys.executable, "-c", program, *words], capture_output=True, text=True
        )
        assert done.returncode == 1
        assert "did not start" in done.stderr


def test_a_task_that_was_left_does_not_answer_the_next(tmp_path: Path) -> None:
    """Whatever takes the command out of a task: a time limit of pytest's, say."""

    class Enough(BaseException):
        pass

    def enough(*_: Any) -> None:
        raise Enough

    printed: list[str] = []
    with Supervisor(Bounds()) as supervisor:
        with pytest.raises(Enough):
            supervisor.run("program", {"text": "print(1)\nprint(2)", "filename": "a.py"}, enough)
        task = {"text": "print(3)", "filename": "b.py"}
        supervisor.run("program", task, lambda _, texts: printed.append(texts[0]))
        with pytest.raises(Enough):
            supervisor.stream(Lines(None, "cases", [b'{"expr": "1"}'] * 9), enough)
        supervisor.run("program", task, lambda _, texts: printed.append(texts[0]))
    assert printed == ["3\n", "3\n"]


def test_too_much_output_is_told_however_soon_the_program_ends(
    gradline: Call, tmp_path: Path
) -> None:
    (tmp_path / "a.py").write_text("print('a' * 2000)")
    for _ in range(20):
        status, _, err = gradline("run", str(tmp_path / "a.py"), "--max-output", "1K")
        assert status == 1
        assert "a.py:1:1: LimitError: the program printed more than 1 kB" in err


def test_stdin_may_take_its_time_before_the_first_case() -> None:
    words = [*COMMAND, "run", "-", "--timeout", "0.3"]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        time.sleep(1.5)
        out, _ = process.communicate(b'{"expr": "1"}\n', timeout=20)
    assert json.loads(out)["value"] == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed(closed: str) -> None:
    program = "from gradline.cli import main; main()"
    command = f'"{sys.executable}" -c "{program}" eval 1+1 {closed}'
    assert subprocess.run(command, shell=True).returncode == 0


def test_the_bound_on_memory_is_final() -> None:
    """Not only is it low: the process could not raise it, were it taken over."""
    with Supervisor(Bounds(memory=1 << 30)) as supervisor:
        supervisor.run("program", {"text": "", "filename": "a.py"}, lambda *_: None)
        limits = Path(f"/proc/{supervisor.worker().pid}/limits").read_text()
    soft, hard = next(line for line in limits.splitlines() if "data size" in line).split()[3:5]
    assert soft == hard != "unlimited"


def test_a_result_that_is_too_long_to_be_handed_on() -> None:
    """In a process without threads, whose worker inherits the low limit."""
    program = "from gradline.cli.worker import wire; wire.LONGEST = 1000\n"
    program += "from gradline.cli import main; main()"
    for words in (["eval", "ones(500)", "--json"], ["eval", "'a' * 2000"]):
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, capture_output=True, text=True)
        assert done.returncode == 1
        assert "bytes are too long for a result" in done.stderr


def test_a_line_that_is_too_long_fails_alone(
    gradline: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gradline.cli import lines

    monkeypatch.setattr(lines, "LONGEST", 1 << 19)
    case = b'{"expr": "1"}'
    (tmp_path / "a.jsonl").write_bytes(b"\n".join([case, case + b" " * (1 << 21), case]))
    out = gradline("run", str(tmp_path / "a.jsonl")).out
    assert [json.loads(line)["ok"] for line in out.splitlines()] == [True, False, True]


@pytest.mark.parametrize(
    "words",
    [
        ("jacobian", "x*2", "x=ones(30000)"),
        ("check", "x*2", "x=ones(100000)"),
        ("grad", "f = x\nfor i in range(10**5): f = sin(f)\nf.sum()", "x=ones(2)", "--formula"),
        ("eval", "x = ones(2**22)\nfor i in range(10**5): x = x.sin()\nx"),
    ],
    ids=lambda words: words[0] + words[-1][:9],
)
def test_every_command_ends_in_time(gradline: Call, words: tuple[str, ...]) -> None:
    start = time.monotonic()
    status, _, err = gradline(*words, "--timeout", "0.5")
    assert time.monotonic() - start < SECONDS + ALLOWANCE
    assert status == 1
    assert "time limit of 0.5 s" in err


def test_values_that_cannot_be_shown(gradline: Call, tmp_path: Path) -> None:
    cells = [
        code("x = [1]\nx.append(x)\nx"),
        code("y = {'a': 1}\ny['b'] = y\ny"),
        code("import torch\nz = torch.ones(2, 2)\nfor i in range(40): z = [z]\nz"),
        code("a = []\nfor i in range(60): a = [a, a]\na"),
    ]
    path = write_notebook(tmp_path / "a.ipynb", *cells)
    status, out, err = gradline("run", str(path))
    assert status == 1
    assert out.startswith("[1, [...]]\n{'a': 1, 'b': {...}}\n" + "[" * 40 + "tensor([[1., 1.],\n")
    assert "a.ipynb[cell 4]" in err
