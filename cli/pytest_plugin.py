"""pytest collects golden outputs: `pytest samples/` compares what `gradline test samples/` does.

Collected are programs with a `.out` beside them, notebooks that carry outputs, and case lists with
`want`, where pytest is pointed at them: by naming the file, or a folder below the root folder, on
the command line, or by listing folders in the setting `gradline_samples`. Anything else in a
project is left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

KINDS = (".py", ".ipynb", ".jsonl")
# What a sample may take: as the options of `gradline test`.
BOUNDS = {
    "timeout": "seconds for each program, cell and case [60], or none",
    "max_memory": "memory for a program, as 512M [half of what is free], or none",
    "max_output": "what a program may print, as 1M [64M], or none",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "folders whose programs, notebooks and case lists have golden outputs"
    parser.addini("gradline_samples", text, type="paths", default=[])
    for name, text in BOUNDS.items():
        parser.addini(f"gradline_{name}", text, default="")


SUPERVISOR = pytest.StashKey[Any]()


def supervisor(config: pytest.Config) -> Any:
    """What runs the samples of this session, made when the first one runs."""
    if SUPERVISOR not in config.stash:
        from .limits import bounds_of_programs
        from .worker.supervisor import Supervisor

        bounds = bounds_of_programs(*(config.getini(f"gradline_{name}") or None for name in BOUNDS))
        config.stash[SUPERVISOR] = Supervisor(bounds)
    return config.stash[SUPERVISOR]


def pytest_unconfigure(config: pytest.Config) -> None:
    if SUPERVISOR in config.stash:
        config.stash[SUPERVISOR].close()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Any:
    if file_path.suffix in KINDS and is_sample(file_path, parent):
        return SampleFile.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> Any:
    """A sample that is named on the command line is a program to run, not a module to import."""
    if is_sample(module_path, parent):
        return NoTests.from_parent(parent, path=module_path)
    return None


def is_sample(path: Path, parent: pytest.Collector) -> bool:
    """Whether the file has a golden output and pytest was pointed at it. Tests stay tests."""
    patterns = parent.config.getini("python_files")
    if path.suffix == ".py" and any(path.match(pattern) for pattern in patterns):
        return False
    return pointed_at(path, parent.config) and path.is_file() and has_golden(path)


def pointed_at(path: Path, config: pytest.Config) -> bool:
    folders = list(config.getini("gradline_samples"))
    if config.args_source is config.ArgsSource.ARGS:
        start = config.invocation_params.dir
        named = ((start / arg.split("::")[0]).resolve() for arg in config.args)
        folders += [folder for folder in named if folder not in (start, config.rootpath)]
    return any(folder == path or folder in path.parents for folder in folders)


def has_golden(path: Path) -> bool:
    """Whether there is an output to compare with; asked without loading gradline."""
    if path.suffix == ".py":
        return path.with_suffix(".out").exists()
    data = path.read_bytes()
    if path.suffix == ".jsonl":
        return b'"want"' in data and b'"expr"' in data
    return b'"output_type"' in data and b"torch" in data


class NoTests(pytest.File):
    """Stands in for the module that a sample is not."""

    def collect(self) -> list[Any]:
        return []


class SampleFile(pytest.File):
    """One program, notebook or case list: one test."""

    def collect(self) -> list[Any]:
        return [Sample.from_parent(self, name="golden output")]


class Sample(pytest.Item):
    """Runs the file and compares."""

    def runtest(self) -> None:
        from .golden import judge
        from .worker.stopping import Cancelled

        try:
            verdict = judge(str(self.path), supervisor(self.config), update=False)
        except Cancelled:
            raise KeyboardInterrupt from None
        if verdict.state != "ok":
            raise GoldenMismatch(verdict.detail, verdict.can_update)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, GoldenMismatch):
            from .output import printable

            told, can_update = excinfo.value.args
            if can_update:
                told += f"\n(gradline test --update {self.path} accepts this output)"
            return printable(told)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, f"golden output of {self.path.name}"


class GoldenMismatch(Exception):
    """The output is not the golden one."""
