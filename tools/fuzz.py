"""Coverage-guided fuzzing of the parser and of the interpreter, with atheris.

    python -m tools.fuzz parse|run [--seconds N] [--work FOLDER]   fuzz; counts go to stderr
    python -m tools.fuzz report [--work FOLDER]    the findings, made small; status 1 if severe
    python -m tools.fuzz keep [--work FOLDER]      put a small corpus and the findings into tests/

Inputs are programs as text. Every round is a process of its own, so that an input that hangs or
crashes it ends only that round. The corpus grows in FOLDER and is used again by the next call.
"""

from __future__ import annotations

import argparse
import ast
import faulthandler
import hashlib
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "tests" / "fuzz_corpus"
TARGETS = ("parse", "run")
# Programs that hang on purpose, which only the supervisor ends: each would end a round.
HANGING = ("test_supervision.py", "test_cli_golden.py", "test_portability.py")
HANGS = 8  # seconds after which an input counts as one that hangs
MEMORY = 3 << 30
MOST_FILES, MOST_BYTES, LONGEST = 140, 140_000, 4096
ENDINGS = ("timeout", "crash", "oom")  # what libFuzzer calls an input that ends a round
STATUS = re.compile(r"#(\d+)\t.*cov: (\d+) ft: (\d+) corp: (\d+)")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.fuzz", description=__doc__)
    parser.add_argument("target", choices=[*TARGETS, "report", "keep"])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "gradline-fuzz")
    parser.add_argument("--round", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.round is not None:
        return fuzz_round(options.target, options.work, options.round)
    if options.target == "report":
        return 1 if report(options.work) else 0
    if options.target == "keep":
        keep(options.work)
    else:
        write_seeds(options.work)
        fuzz(options.target, options.work, options.seconds)
    return 0


# ---- one round: a process under libFuzzer


def fuzz_round(target: str, work: Path, arguments: list[str]) -> int:
    """Hand the target to libFuzzer, which ends this process."""
    try:
        atheris: Any = import_module("atheris")
    except ImportError:
        sys.exit("fuzzing needs atheris: pip install atheris")
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    with atheris.instrument_imports(include=["gradline.grammar"]):
        from . import findings
    from .mutate import mutated, program

    faults = {"parse": findings.parse_faults, "run": findings.run_faults}[target]

    def test(data: bytes) -> None:
        text = findings.text_of(data)
        faulthandler.dump_traceback_later(HANGS - 1)
        for fault in faults(text):
            note(work, target, text, fault)
        faulthandler.cancel_dump_traceback_later()

    def mutate(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.2:
            return atheris.Mutate(data, max_size)
        text = program(random) if random.random() < 0.1 else findings.text_of(data)
        return mutated(random, text).encode("utf-8", "surrogatepass")[:max_size]

    # libFuzzer calls itself by way of the shell to merge corpora.
    itself = f"{sys.executable} -m tools.fuzz {target} --work {work} --round"
    atheris.Setup([itself, *arguments], test, custom_mutator=mutate)
    atheris.Fuzz()
    return 0


def note(work: Path, target: str, text: str, fault: tuple) -> None:
    """Remember a fault with the smallest text that shows it."""
    severe, key, message = fault
    path = work / "findings" / f"{target}-{name_of(key.encode())}.json"
    if path.exists() and len(json.loads(path.read_text())["text"]) <= len(text):
        return
    told = {"target": target, "severe": severe, "key": key, "message": message, "text": text}
    path.write_text(json.dumps(told))


def name_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


# ---- the rounds


def fuzz(target: str, work: Path, seconds: float) -> None:
    """Rounds until the time is over; a round that dies has found something."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 1:
        began = time.monotonic()
        log = run_round(target, work, [f"-max_total_time={int(left)}"])
        statuses = STATUS.findall(log)
        executions, coverage, features, corpus = statuses[-1] if statuses else ("0",) * 4
        record = {
            "target": target, "seconds": round(time.monotonic() - began, 1),
            "executions": int(executions), "coverage": int(coverage),
            "features": int(features), "corpus": int(corpus),
        }  # fmt: skip
        with (work / "rounds.jsonl").open("a") as file:
            file.write(json.dumps(record) + "\n")
        print(json.dumps(record), file=sys.stderr, flush=True)
        if not statuses:
            sys.exit(f"the round did not start:\n{log[-2000:]}")
        take_artifacts(target, work, log)


def run_round(target: str, work: Path, arguments: list[str]) -> str:
    """One process under libFuzzer; what it said."""
    for name in (f"corpus-{target}", "artifacts", "findings"):
        (work / name).mkdir(parents=True, exist_ok=True)
    command = [
        sys.executable, "-m", "tools.fuzz", target, "--work", str(work), "--round",
        f"-timeout={HANGS}", "-rss_limit_mb=4000", f"-max_len={LONGEST}", "-report_slow_units=5",
        f"-artifact_prefix={work}/artifacts/", *arguments,
        str(work / f"corpus-{target}"), str(work / "seeds"),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
    return done.stderr.decode(errors="replace")


def take_artifacts(target: str, work: Path, log: str) -> None:
    """Inputs that ended a round become findings, and leave the corpus."""
    for path in (work / "artifacts").iterdir():
        data = path.read_bytes()
        kind = path.name.partition("-")[0]
        if kind != "slow" and (kind != "timeout" or hangs(target, work, path)):
            text = data.decode("utf-8", "surrogateescape")
            frames = re.findall(r'File "([^"]+)", line (\d+) in (\w+)', log)[:8]
            where = [f"{Path(file).name}:{line}" for file, line, _ in frames]
            key = f"{kind}: {' < '.join(where[:3]) or name_of(data)}"
            note(work, target, text, (True, key, " < ".join(where)))
            for folder in (f"corpus-{target}", "seeds"):
                for other in (work / folder).iterdir():
                    if other.stat().st_size == len(data) and other.read_bytes() == data:
                        other.unlink()
        path.unlink()


def hangs(target: str, work: Path, path: Path) -> bool:
    """Whether the input alone takes that much time of the processor, not only of a busy machine."""
    command = [sys.executable, "-m", "tools.fuzz", target, "--work", str(work), "--round"]
    process = subprocess.Popen(
        [*command, "-timeout=1000", str(path)], cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    resource.prlimit(process.pid, resource.RLIMIT_CPU, (HANGS, HANGS))
    return process.wait() < 0


def write_seeds(work: Path) -> None:
    """The programs to start from: the samples, the tests' programs and the texts in the tests."""
    folder = work / "seeds"
    if folder.exists():
        return
    folder.mkdir(parents=True)
    for data in seeds():
        if 3 <= len(data) <= LONGEST:
            (folder / name_of(data)).write_bytes(data)


def seeds() -> Iterator[bytes]:
    for name in ("samples", "tests/programs"):
        for path in sorted((ROOT / name).glob("*.py")):
            yield path.read_bytes()
    for path in sorted((ROOT / "tests").glob("*.py")):
        if path.name in HANGING:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                parts = node.value.splitlines() if "snippets" in path.name else [node.value]
                yield from (part.encode("utf-8", "surrogatepass") for part in [node.value, *parts])


# ---- what is found, and what is kept


def found(work: Path) -> list[dict]:
    paths = (work / "findings").glob("*.json") if (work / "findings").exists() else ()
    records = [json.loads(path.read_text()) for path in paths]
    return sorted(records, key=lambda record: (not record["severe"], record["key"]))


def report(work: Path) -> bool:
    """Print the findings that are still there, made small; whether a promise is broken."""
    from . import findings

    faults: dict[str, Callable] = {"parse": findings.parse_faults, "run": findings.run_faults}
    broken = False
    for record in found(work):
        target, key, text = record["target"], record["key"], record["text"]

        def shows(text: str, key: str = key, check: Callable = faults[target]) -> bool:
            return any(fault.key == key for fault in check(text))

        if key.partition(":")[0] in ENDINGS:
            state = "ENDS IT"
        elif shows(text):
            state = "BROKEN" if record["severe"] else "look at"
            text = findings.shrink(text, shows)
            note(work, target, text, (record["severe"], key, record["message"]))
        else:
            state = "gone"
        broken |= state.isupper()
        print(f"{state} [{target}] {key}\n    {record['message']}\n    {text!r}")
    return broken


def keep(work: Path) -> None:
    """Put into the tests the inputs that reach the most, few and short, and all findings."""
    KEPT.mkdir(exist_ok=True)
    for path in KEPT.iterdir():  # findings stay for good
        if "finding" not in path.name:
            path.unlink()
    for target in TARGETS:
        merged = work / f"merged-{target}"
        shutil.rmtree(merged, ignore_errors=True)
        merged.mkdir()
        run_round(target, work, ["-set_cover_merge=1", str(merged)])
        for path in thinned(merged):
            shutil.copy(path, KEPT / f"{target}-{name_of(path.read_bytes())}")
    for record in found(work):
        data = record["text"].encode("utf-8", "surrogateescape")
        (KEPT / f"{record['target']}-finding-{name_of(data)}").write_bytes(data)


def thinned(folder: Path) -> list[Path]:
    """Some of the files, short and long ones, not too many and not too large together."""
    paths = sorted(folder.iterdir(), key=lambda path: (path.stat().st_size, path.name))
    step = max(
        -(-len(paths) // MOST_FILES), -(-sum(path.stat().st_size for path in paths) // MOST_BYTES)
    )
    return paths[:: max(step, 1)]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONHASHSEED", "0")
    sys.exit(main())
