"""Where one kernel does the work: matrix products and convolution, forward and backward."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from .contender import library
from .measure import Contender, Row, Settings, compare

TITLES = {
    "matmul": ("matrix product 512x512, one thread, forward and backward", 1.1),
    "batch": ("batch of 32 products 128x128, one thread, forward and backward", 1.1),
    "conv2d": ("conv2d 8x16x32x32 by 32x16x3x3, one thread, forward and backward", 2.0),
}


def tasks(kind: str) -> dict[str, Callable[[], None]]:
    torch = library(kind)
    torch.manual_seed(0)
    conv2d = torch.nn.functional.conv2d

    def drawn(*shape: int) -> Any:
        return torch.randn(*shape).requires_grad_()

    def task(function: Callable[..., Any], *inputs: Any) -> Callable[[], None]:
        cotangent = torch.ones_like(function(*inputs))

        def run() -> None:
            for x in inputs:
                x.grad = None
            function(*inputs).backward(cotangent)

        return run

    return {
        "matmul": task(torch.matmul, drawn(512, 512), drawn(512, 512)),
        "batch": task(torch.matmul, drawn(32, 128, 128), drawn(32, 128, 128)),
        "conv2d": task(
            lambda x, w, b: conv2d(x, w, b, padding=1),
            drawn(8, 16, 32, 32),
            drawn(32, 16, 3, 3),
            drawn(32),
        ),
    }


def rows(settings: Settings) -> Iterator[Row]:
    peer = settings.python_with("torch")
    with (
        Contender("products", "gradline", threads=1) as mine,
        Contender("products", "torch", peer, threads=1) as torch,
    ):
        for task, (title, target) in TITLES.items():
            found, seconds = compare(mine, torch, task, settings.rounds(21))
            yield Row(title, "PyTorch eager", found, target, seconds)
