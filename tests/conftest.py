"""What tests share: calling the command line inside this process, and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import NamedTuple

import hypothesis
import pytest

# How long an example takes depends on what else the machine does.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


class Outcome(NamedTuple):
    """What a call gave: exit status, stdout, stderr."""

    status: int
    out: str
    err: str


Call = Callable[..., Outcome]


@pytest.fixture
def gradline(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """`gradline('grad', 'x**2', 'x=3', stdin=b'')`: in this process, with a worker forked from it.

    The worker finds NumPy imported, which saves most of what a call takes.
    """
    from gradline.cli import app

    def call(*words: str, stdin: bytes = b"") -> Outcome:
        capfd.readouterr()
        with TemporaryFile() as given:
            given.write(stdin)
            given.seek(0)
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(given))
            status = app.run(list(words))
        sys.stdout.flush()
        out, err = capfd.readouterr()
        assert "Traceback" not in err
        assert "internal error" not in err, err
        return Outcome(status, out, err)

    return call


@pytest.fixture
def process() -> Call:
    """The same as a process of its own, for what only a process shows."""

    def call(
        *words: str, stdin: bytes = b"", timeout: float = 120, env: dict[str, str] | None = None
    ) -> Outcome:
        done = subprocess.run(
            [sys.executable, "-c", "from gradline.cli import main; main()", *words],
            input=stdin,
            capture_output=True,
            timeout=timeout,
            env={**os.environ, **(env or {})},
        )
        err = done.stderr.decode()
        assert "Traceback" not in err, err
        return Outcome(done.returncode, done.stdout.decode(), err)

    return call
