"""Every call on tensors can be seen at one place, short paths and writes in place included."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from gradline import engine as torch
from gradline.engine.gradmode import mode
from gradline.engine.watching import Watcher


class Log(Watcher):
    """Notes what it sees."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def call(self, operator: Any, args: Sequence[Any]) -> Any:
        self.seen.append(operator.name)
        return super().call(operator, args)

    def write(self, tensor: Any, value: Any, store: Callable[[], None]) -> None:
        self.seen.append("write")
        super().write(tensor, value, store)

    def put(self, tensor: Any, operator: Any, args: Sequence[Any], store: Any) -> None:
        self.seen.append(f"put {operator.name}")
        super().put(tensor, operator, args, store)


def x() -> Any:
    return torch.ones(3, 3, requires_grad=True)


CALLS: dict[str, tuple[Callable[[Any], Any], list[str]]] = {
    "unary": (lambda x: x.sin(), ["sin"]),
    "binary": (lambda x: x * x, ["mul"]),
    "with a number": (lambda x: x + 2, ["add"]),
    "reduction": (lambda x: x.sum(), ["sum"]),
    "matrix product": (lambda x: x @ x, ["mm"]),
    "sum of products": (lambda x: torch.addmm(x, x, x), ["addmm"]),
    "view": (lambda x: x.t(), ["t"]),
    "in place": (lambda x: (x * 1).mul_(2), ["mul", "mul", "write"]),
    "in place, unrecorded": (lambda x: x.detach().mul_(2), ["mul", "write"]),
    "subscript": (lambda x: (x * 1).__setitem__(0, 5.0), ["mul", "select"]),
    "filled": (lambda x: (x * 1).zero_(), ["mul", "put zero"]),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_watcher_sees(name: str) -> None:
    call, expected = CALLS[name]
    with Log() as log:
        call(x())
    assert [seen for seen in expected if seen not in log.seen] == [], log.seen
    assert mode.watcher is None


@pytest.mark.parametrize("name", CALLS)
def test_watching_changes_nothing(name: str) -> None:
    call, _ = CALLS[name]
    plain = call(x())
    with Log():
        watched = call(x())
    if plain is not None:
        assert np.array_equal(plain.numpy(force=True), watched.numpy(force=True))
        assert str(plain.grad_fn).split()[0] == str(watched.grad_fn).split()[0]


def test_watchers_nest() -> None:
    with Log() as outer:
        with Log() as inner:
            x().exp()
        x().sin()
    assert (outer.seen.count("sin"), inner.seen.count("exp")) == (1, 1)
    assert "exp" not in outer.seen
