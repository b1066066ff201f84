"""What the family files are written in: tensors to be drawn, and the cases that use them.

    case("torch.sum", f64(2, 3), dim=0, keepdim=True)

Nothing here needs PyTorch: a case is drawn when it is recorded. Its numbers come from its own id,
so that adding a case leaves the others as they were.
"""

from __future__ import annotations

import importlib
import sys
import zlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

import numpy as np

FLOATING = ("float16", "float32", "float64", "complex64", "complex128")


class T:
    """A tensor to be drawn: uniform in [lo, hi), of a special form, or with given values.

    form: "spd" symmetric positive definite | "symmetric" | "regular" well-conditioned square
          | "lower" | "upper" triangular with a large diagonal | "distinct" values well apart
    then: methods applied to the leaf before the call, as (name, *args)
    """

    def __init__(
        self,
        shape: tuple[int, ...],
        dtype: str,
        lo: float | None = None,
        hi: float | None = None,
        *,
        grad: bool | None = None,
        form: str | None = None,
        values: Any = None,
        then: tuple[tuple[Any, ...], ...] = (),
    ) -> None:
        self.shape, self.dtype, self.form, self.values, self.then = shape, dtype, form, values, then
        self.grad = dtype in FLOATING if grad is None else grad
        self.lo, self.hi = self.bounds(lo, hi)

    def bounds(self, lo: float | None, hi: float | None) -> tuple[float, float]:
        """The default is [-2, 2) for floats, [-4, 5) for integers, [0, 9) for uint8."""
        low, high = (-2, 2) if self.dtype in FLOATING else (-4, 5)
        if self.dtype == "uint8":
            low, high = 0, 9
        return (low if lo is None else lo), (high if hi is None else hi)

    def but(self, **changes: Any) -> T:
        """The same tensor, changed."""
        options = {
            "dtype": self.dtype,
            "lo": self.lo,
            "hi": self.hi,
            "grad": self.grad,
            "form": self.form,
            "values": self.values,
            "then": self.then,
        }
        if changes.get("dtype", self.dtype) not in FLOATING:
            options["grad"] = False
        return T(changes.pop("shape", self.shape), **(options | changes))

    def after(self, method: str, *args: Any) -> T:
        """The result of a method of this tensor, no longer a leaf."""
        return self.but(then=(*self.then, (method, *args)))

    def draw(self, rng: np.random.Generator) -> np.ndarray:
        if self.values is not None:
            return np.array(self.values, dtype=self.dtype).reshape(self.shape)
        if self.dtype == "bool":
            return rng.integers(0, 2, self.shape).astype(bool)
        if self.dtype not in FLOATING:
            return rng.integers(int(self.lo), int(self.hi), self.shape).astype(self.dtype)
        array = rng.uniform(self.lo, self.hi, self.shape)
        if self.dtype.startswith("complex"):
            array = array + 1j * rng.uniform(self.lo, self.hi, self.shape)
        return self.shaped(array, rng).round(3).astype(self.dtype)

    def shaped(self, array: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        if self.form is None:
            return array
        if self.form == "distinct":
            steps = np.linspace(self.lo, self.hi, max(array.size, 2))[: array.size]
            return rng.permutation(steps).reshape(self.shape)
        rows, columns = self.shape[-2:]
        eye = np.eye(rows, columns)
        adjoint = np.conj(np.swapaxes(array, -1, -2))
        if self.form == "spd":
            return (array @ adjoint + rows * eye).round(2)
        if self.form == "symmetric":
            return array + adjoint + np.diag(3.0 * np.arange(rows))
        if self.form == "regular":
            return array + 4 * eye
        triangle = np.tril if self.form == "lower" else np.triu
        return triangle(array) + 3 * eye


def make(dtype: str) -> Any:
    def tensor(*shape: int, **options: Any) -> T:
        return T(shape, dtype, **options)

    return tensor


f16, f32, f64 = make("float16"), make("float32"), make("float64")
c64, c128 = make("complex64"), make("complex128")
u8, i8, i16, i32, i64, b8 = map(make, ("uint8", "int8", "int16", "int32", "int64", "bool"))


def of(values: Any, dtype: str = "float64", **options: Any) -> T:
    """A tensor with these values."""
    return T(np.shape(values), dtype, values=values, **options)


class Dtype(str):
    """A dtype given as an argument."""


class Numpy:
    """An ndarray given as an argument."""

    def __init__(self, values: Any, dtype: str) -> None:
        self.array = np.array(values, dtype=dtype)


class Case:
    def __init__(
        self, number: int, family: str, call: str, args: Iterable[Any], kwargs: dict[str, Any]
    ) -> None:
        self.id, self.family, self.call = f"{family}/{call}#{number}", family, call
        self.args, self.kwargs = tuple(args), kwargs
        self.notes: dict[str, Any] = {}

    def mark(self, **notes: Any) -> Case:
        """Notes that `casefile.py` reads.

        seed: of the generator; edge: at a kink, where no difference quotient is taken;
        grad_error: the backward pass is to fail; loose: outputs whose values are not compared
        (nor differentiated); any_node: the same for grad_fn names; tolerance.
        """
        self.notes.update(notes)
        return self

    def rng(self, part: str) -> np.random.Generator:
        return np.random.default_rng(zlib.crc32(f"{self.id} {part}".encode()))


class Collector:
    """The cases of the family being read, and what is noted on all of them for now."""

    def __init__(self) -> None:
        self.cases: list[Case] = []
        self.numbers: Counter[str] = Counter()
        self.family = ""
        self.notes: dict[str, Any] = {}

    def start(self, family: str) -> None:
        self.cases, self.numbers, self.family, self.notes = [], Counter(), family, {}


collector = Collector()


def cases_of(family: str) -> list[Case]:
    """The cases of a family's file."""
    before = vars(collector).copy()
    collector.start(family)
    if family in sys.modules:
        importlib.reload(sys.modules[family])
    else:
        importlib.import_module(family)
    cases = collector.cases
    vars(collector).update(before)
    return cases


def note(**notes: Any) -> None:
    """Marks that all following cases of this file carry, until changed."""
    collector.notes.update(notes)


def case(call: str, *args: Any, **kwargs: Any) -> Case:
    collector.numbers[call] += 1
    made = Case(collector.numbers[call], collector.family, call, args, kwargs)
    collector.cases.append(made.mark(**collector.notes))
    return made


def refuse(call: str, *args: Any, **kwargs: Any) -> None:
    """A program that PyTorch refuses."""
    case(call, *args, **kwargs).mark(refused=True)


def function_and_method(name: str, first: T, *args: Any, **kwargs: Any) -> None:
    """torch.NAME and Tensor.NAME."""
    case(f"torch.{name}", first, *args, **kwargs)
    case(f"Tensor.{name}", first, *args, **kwargs)


def in_place(name: str, first: T, *args: Any, **kwargs: Any) -> Case:
    """Tensor.NAME_ on a copy, so that a leaf that requires grad may be given."""
    target = first.after("clone") if first.grad else first
    return case(f"Tensor.{name}_", target, *args, **kwargs)
