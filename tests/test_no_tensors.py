"""What is no tensor where one is needed: a TypeError in the engine's words, from every function."""

from __future__ import annotations

import inspect
import signal
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from gradline import engine as torch
from gradline.engine.errors import ArgumentError, EngineError
from gradline.engine.families import FAMILY_OF, FAMILY_OF_METHOD, function
from gradline.engine.tensor import Tensor

PATIENCE = 2  # seconds for one call

WRONG = ([1.0, 2.0], [[1.0]], 2.0, "a", None, (torch.ones(2, 2),), object())
"""What takes the place of one argument."""

OTHERS: tuple[Callable[[], Any], ...] = (lambda: torch.ones(2, 2), lambda: 2, lambda: 2.0)
"""What the other arguments are meanwhile, made anew for every call."""

LISTS_BY_NATURE = {
    "tensor as_tensor asarray BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor "
    "IntTensor LongTensor ShortTensor": "make tensors of lists",
    "empty full ones rand randn zeros broadcast_shapes": "take a shape",
    "einsum": "takes its operands in a list of their own as well",
    "func.grad func.grad_and_value func.hessian func.jacfwd func.jacrev func.vmap vmap": (
        "take a function, which they call later"
    ),
    "autograd.enable_grad autograd.inference_mode autograd.no_grad autograd.set_grad_enabled "
    "autograd.grad_mode.enable_grad autograd.grad_mode.inference_mode autograd.grad_mode.no_grad "
    "autograd.grad_mode.set_grad_enabled": "take what is true or false, or a function",
    "is_tensor": "says of anything whether it is a tensor",
    "linalg.LinAlgError": "is an error, with any arguments",
}
"""The functions to which a list is no mistake, with the reason."""

NATURAL = {name for names in LISTS_BY_NATURE for name in names.split()}


def functions() -> Iterator[tuple[str, Any]]:
    for name in sorted(FAMILY_OF):
        found = function(name)
        if callable(found):
            yield name, found


def parameters(called: Any) -> tuple[int, list[str]]:
    """How many arguments a function needs, at least one, and the names of the optional ones."""
    try:
        found = inspect.signature(called).parameters.values()
    except ValueError:
        return 1, []
    needed = [p for p in found if p.default is p.empty and p.kind < p.VAR_POSITIONAL]
    optional = [p.name for p in found if p.default is not p.empty and p.kind != p.POSITIONAL_ONLY]
    return max(1, len(needed)), optional


def outcome(called: Any, args: list[Any], named: dict[str, Any]) -> BaseException | None:
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    try:
        called(*args, **named)
    except Exception as error:
        return error
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return None


def faults(name: str, called: Any, first: int) -> Iterator[str]:
    """Where a function with one wrong argument, from the place `first` on, fails unforeseen:
    with an error that is none of the engine's and no TypeError."""
    needed, optional = parameters(called)
    for make in OTHERS:
        for wrong in WRONG:
            calls = [(place, {}) for place in range(first, needed)]
            calls += [(None, {option: wrong}) for option in optional]
            for place, named in calls:
                args = [make() for _ in range(needed)]
                if first:
                    args[0] = torch.ones(2, 2)
                if place is not None:
                    args[place] = wrong
                error = outcome(called, args, named)
                if error is not None and not isinstance(error, (EngineError, TypeError)):
                    yield f"{name}({args}, {named}): {error!r}"


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """Calls have an end, and what they set for all is set back."""

    def stop(*_: Any) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, stop)
    yield
    signal.signal(signal.SIGALRM, before)
    torch.set_printoptions(profile="default")
    torch.set_grad_enabled(True)


def test_functions_refuse_what_is_no_tensor() -> None:
    found = [line for name, call in functions() for line in faults(name, call, 0)]
    assert not found, "\n".join(found[:20])


def test_methods_refuse_what_is_no_tensor() -> None:
    methods = [(name, getattr(Tensor, name)) for name in sorted(FAMILY_OF_METHOD)]
    found = [
        line
        for name, method in methods
        if callable(method)
        for line in faults("Tensor." + name, method, 1)
    ]
    assert not found, "\n".join(found[:20])


def test_a_list_in_the_place_of_the_first_tensor_is_a_type_error() -> None:
    found = {}
    for name, call in functions():
        needed, _ = parameters(call)
        error = outcome(call, [[1.0, 2.0], *(torch.ones(2, 2) for _ in range(needed - 1))], {})
        if not isinstance(error, TypeError) and name not in NATURAL:
            found[name] = error
    assert not found


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: torch.sort([3.0, 1.0]), "sort takes a tensor, not list"),
        (lambda: torch.sort(input=[3.0, 1.0]), "sort takes a tensor, not list"),
        (lambda: torch.linalg.cross(torch.ones(3), [1.0, 2.0, 3.0]), "cross takes a tensor"),
        (lambda: torch.conj(2.0), "conj takes a tensor, not float"),
        (lambda: torch.autograd.grad([1.0], torch.ones(1)), "grad takes a tensor, not float"),
        (lambda: torch.promote_types([1.0], torch.float32), "expected a dtype"),
        (lambda: torch.can_cast(torch.float32, 2), "expected a dtype"),
        (lambda: torch.result_type([1.0], torch.ones(1)), "a tensor or a number, not list"),
        (lambda: torch.full((2,), [1, 2]), "full takes a number, not list"),
        (lambda: torch.pow([1.0, 2.0], torch.ones(2)), "a base is a number or a tensor"),
        (lambda: torch.copysign(torch.ones(2), [1.0, -1.0]), "expected a number"),
        (lambda: torch.ones(2).normal_(generator=[1]), "draws take a torch.Generator, not list"),
    ],
)
def test_the_words_name_the_function_and_what_it_got(call: Any, words: str) -> None:
    with pytest.raises(ArgumentError, match=words):
        call()


def test_an_attribute_error_of_a_users_own_passes_through() -> None:
    class Odd:
        def __index__(self) -> int:
            return self.missing  # type: ignore[attr-defined]  # pyright: ignore

    with pytest.raises(AttributeError, match="missing"):
        torch.sum(torch.ones(2), dim=Odd())
