"""Random tensors: PyTorch's generator behind PyTorch's functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..bounds import check_size
from ..declare import operator, public
from ..dims import sizes
from ..dtypes import I64, default, numpy_dtype
from ..errors import ArgumentError
from ..inplace import fill
from ..rng import continuous, discrete
from ..tensor import Tensor, memory, new_tensor
from .creation import finish

public("manual_seed")(continuous.manual_seed)
public("Generator")(continuous.Generator)


def _drawn(name: str, draw: Any) -> None:
    """Publish `name(*size)` and `name_like(input)`, drawn by `draw(shape, dtype)`."""

    def create(
        *size: Any,
        generator: Any = None,
        dtype: Any = None,
        device: Any = None,
        requires_grad: bool = False,
        **named: Any,
    ) -> Tensor:
        if "size" in named:
            size = (named.pop("size"),)
        target = numpy_dtype(dtype) if dtype is not None else default.numpy
        shape = check_size(sizes(size), target)
        return finish(draw(shape, target, generator=generator), requires_grad)

    def like(
        input: Tensor,
        *,
        dtype: Any = None,
        device: Any = None,
        requires_grad: bool = False,
        memory_format: Any = None,
    ) -> Tensor:
        tensor(input, name + "_like")
        target = numpy_dtype(dtype) if dtype is not None else input.array.dtype
        return finish(draw(input.array.shape, target), requires_grad)

    for function, its_name in ((create, name), (like, name + "_like")):
        function.__name__ = its_name
        public(its_name)(function)


_drawn("rand", continuous.rand)
_drawn("randn", continuous.randn)


@public("randint")
def randint(
    low: Any,
    high: Any = None,
    size: Any = None,
    *,
    generator: Any = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Integers from low (default 0) up to but not including high: `randint([low,] high, size)`."""
    if size is None:
        low, high, size = 0, low, high
    elif high is None:
        low, high = 0, low
    target = numpy_dtype(dtype) if dtype is not None else I64
    shape = check_size(sizes((size,)), target)
    return finish(discrete.randint(low, high, shape, target, generator=generator), requires_grad)


@public("randint_like")
def randint_like(input: Tensor, low: Any, high: Any = None, *, dtype: Any = None) -> Tensor:
    tensor(input, "randint_like")
    if high is None:
        low, high = 0, low
    target = numpy_dtype(dtype) if dtype is not None else input.array.dtype
    return new_tensor(discrete.randint(low, high, input.array.shape, target))


@public("randperm")
def randperm(
    n: int,
    *,
    generator: Any = None,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """The integers below `n` in random order."""
    target = numpy_dtype(dtype) if dtype is not None else I64
    check_size(sizes((n,)), target)
    return finish(discrete.randperm(n, target, generator=generator), requires_grad)


def _normal_operator(node: str, *parameters: str) -> Any:
    return operator(
        "normal_" + "_".join(parameters),
        lambda mean, std, generator: continuous.normal_like(mean, std, generator=generator),
        node=node,
        **{name: lambda g: np.zeros_like(g) for name in parameters},
    )


normal_draws = {
    (True, False): _normal_operator("NormalBackward1", "mean"),
    (False, True): _normal_operator("NormalBackward2", "std"),
    (True, True): _normal_operator("NormalBackward3", "mean", "std"),
}
bernoulli_draws = operator(
    "bernoulli",
    lambda p, generator: discrete.bernoulli_like(p, generator=generator),
    p=lambda g: np.zeros_like(g),
)


@public("normal")
def normal(
    mean: Any, std: Any = 1.0, size: Any = None, *, generator: Any = None, dtype: Any = None
) -> Tensor:
    """Normal draws: of numbers and a size, or element by element of tensors."""
    tensors = (isinstance(mean, Tensor), isinstance(std, Tensor))
    if any(tensors):
        return normal_draws[tensors](mean, std, generator)
    target = numpy_dtype(dtype) if dtype is not None else default.numpy
    shape = check_size(sizes((size,)), target)
    return new_tensor(continuous.normal(mean, std, shape, target, generator=generator))


@public("bernoulli", method=True)
def bernoulli(input: Tensor, p: float | None = None, *, generator: Any = None) -> Tensor:
    """Zeros and ones: each element of `input` (or `p`) is the probability of a one."""
    tensor(input, "bernoulli")
    if p is not None:
        array = discrete.bernoulli(p, input.array.shape, input.array.dtype, generator=generator)
        return new_tensor(array)
    return bernoulli_draws(input, generator)


@public("multinomial", method=True)
def multinomial(
    input: Tensor, num_samples: int, replacement: bool = False, *, generator: Any = None
) -> Tensor:
    """Indices drawn with the probabilities that each row of `input` gives."""
    tensor(input, "multinomial")
    array = memory(input)
    check_size((*array.shape[:-1], num_samples), np.dtype(np.int64))
    return new_tensor(discrete.multinomial(array, num_samples, replacement, generator=generator))


@public("poisson")
def poisson(input: Tensor, generator: Any = None) -> Tensor:
    tensor(input, "poisson")
    return new_tensor(discrete.poisson(memory(input), generator=generator))


def _fills(name: str, draw: Any, **defaults: float) -> None:
    """Publish the in-place method `name`: draws with parameters that have `defaults`."""

    def method(self: Tensor, *args: float, generator: Any = None, **named: Any) -> Tensor:
        given = dict(zip(defaults, args, strict=False)) | named
        unknown = [key for key in given if key not in defaults]
        if unknown or len(args) > len(defaults):
            raise ArgumentError(f"{name} takes {', '.join(defaults)}")
        array = memory(self)
        parameters = (given.get(key, value) for key, value in defaults.items())
        return fill(self, draw(*parameters, array.shape, array.dtype, generator), name)

    method.__name__ = name
    public(method=name)(method)


_fills("uniform_", continuous.uniform, **{"from": 0.0, "to": 1.0})
_fills("normal_", continuous.normal, mean=0.0, std=1.0)
_fills("log_normal_", continuous.log_normal, mean=1.0, std=2.0)
_fills("exponential_", continuous.exponential, lambd=1.0)
_fills("cauchy_", continuous.cauchy, median=0.0, sigma=1.0)
_fills("geometric_", discrete.geometric, p=0.5)


@public(method="bernoulli_")
def bernoulli_(self: Tensor, p: Any = 0.5, *, generator: Any = None) -> Tensor:
    """Zeros and ones in place; `p` is a number or a tensor of probabilities."""
    array = memory(self)
    if isinstance(p, Tensor):
        drawn = discrete.bernoulli_like(np.broadcast_to(memory(p), array.shape))
    else:
        drawn = discrete.bernoulli(p, array.shape, array.dtype, generator)
    return fill(self, drawn, "bernoulli_")


@public(method="random_")
def random_(self: Tensor, low: Any = None, high: Any = None, *, generator: Any = None) -> Tensor:
    """Integers in place: of the dtype's whole range, below `low`, or from low to high."""
    array = memory(self)
    if low is None:
        return fill(self, discrete.random(array.shape, array.dtype, generator), "random_")
    if high is None:
        low, high = 0, low
    return fill(self, discrete.randint(low, high, array.shape, array.dtype, generator), "random_")
