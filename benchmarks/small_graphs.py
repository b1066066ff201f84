"""Small tensors, where the cost of each operation's bookkeeping is all there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .contender import library
from .measure import Contender, Row, Settings, compare

TIMES = 1000  # what a task repeats the small graph
TITLES = {
    "mean(3*(x+2)**2)": ("forward and backward of mean(3*(x+2)**2), 2x2", 0.2, TIMES),
    "perceptron": ("100 training steps of a small MLP, 64x3", 0.5, 1),
}


def tasks(kind: str) -> dict[str, Callable[[], None]]:
    torch = library(kind)
    return {"mean(3*(x+2)**2)": graph(torch), "perceptron": perceptron(torch)}


def graph(torch: Any) -> Callable[[], None]:
    x = torch.ones(2, 2, requires_grad=True)

    def run() -> None:
        for _ in range(TIMES):
            x.grad = None
            torch.mean(3 * (x + 2) ** 2).backward()

    return run


def perceptron(torch: Any) -> Callable[[], None]:
    """Two layers, mean squared error, gradient descent by hand."""
    torch.manual_seed(0)
    x, target = torch.randn(64, 3), torch.randn(64, 1)
    w1 = (0.3 * torch.randn(3, 16)).requires_grad_()
    b1 = torch.zeros(16, requires_grad=True)
    w2 = (0.3 * torch.randn(16, 1)).requires_grad_()
    b2 = torch.zeros(1, requires_grad=True)

    def run() -> None:
        for _ in range(100):
            hidden = torch.tanh(x @ w1 + b1)
            loss = ((hidden @ w2 + b2 - target) ** 2).mean()
            loss.backward()
            with torch.no_grad():
                for p in (w1, b1, w2, b2):
                    p -= 0.1 * p.grad
                    p.grad = None

    return run


def rows(settings: Settings) -> Iterator[Row]:
    peer = settings.python_with("torch")
    with (
        Contender("small_graphs", "gradline", threads=1) as mine,
        Contender("small_graphs", "torch", peer, threads=1) as torch,
    ):
        for task, (title, target, times) in TITLES.items():
            found, seconds = compare(mine, torch, task, settings.rounds(21))
            yield Row(title, "PyTorch eager", found, target, seconds / times)
