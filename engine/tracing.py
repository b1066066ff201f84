"""Tracing: while it lasts, every application of an operator is noted as an expression.

The notes are kept by array, since arrays are what nodes save and rules are handed. Operators pay
nothing for it: a trace puts its own `Operator.record` in place, and closes the short paths that
would go around it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from . import arrays, calls, inplace
from . import operator as operators
from .expression import Expr, depends, known_by_value, make, name
from .forms import applied, has_form
from .gradmode import mode, no_grad
from .operator import Operator
from .ops import product_sums, products
from .raw import structure_of
from .tensor import Tensor, memory, new_tensor
from .view_forms import put_back, seen
from .views import ViewOperator, as_strided, embed, replaced


class Trace:
    """A context in which operators are noted; `variables` are tensors by name.

    known: by the id of an array the array itself, a fingerprint of the values that it had, and
    their expression. Writing to an array makes its note void.
    """

    def __init__(self, variables: dict[str, Any]) -> None:
        self.known: dict[int, tuple[Any, int, Expr]] = {}
        self.alike: dict[Any, Expr] = {}
        for variable, value in variables.items():
            if isinstance(value, Tensor):
                array = memory(value)
                self.keep(array, name(variable, array))

    def __enter__(self) -> Trace:
        record = Operator.record
        write = inplace.write

        def noting(operator: Operator, args: Sequence[Any]) -> Any:
            expressions = [self.argument(arg) for arg in args]
            found = record(operator, args)
            self.note(operator, args, expressions, found)
            return found

        def multiply(operator: Operator, input: Tensor, other: Tensor, *_: Any) -> Tensor:
            return operator.record((input, other))

        def noted_write(tensor: Tensor, result: Tensor, name: str) -> None:
            with self.rewriting(tensor, self.of(result.array)):
                write(tensor, result, name)

        def noted_put(
            tensor: Tensor, target: Any, operator: Operator, args: Sequence[Any], put: Any
        ) -> None:
            with no_grad():
                result = operator.record((noted_source(tensor), *args))
            with self.rewriting(tensor, self.of(result.array)):
                put(target)

        def noted_source(tensor: Tensor) -> Tensor:
            return new_tensor(noted_copy(tensor))

        def noted_copy(tensor: Tensor) -> Any:
            copy = memory(tensor).copy()
            self.keep(copy, self.argument(tensor))
            return copy

        changes: list[tuple[Any, str, Any]] = [
            (Operator, "record", noting),
            (products, "multiply", multiply),
            (ViewOperator, "__call__", Operator.__call__),
            (inplace, "write", noted_write),
            (inplace, "put_in", noted_put),
            (inplace, "copy_of", noted_copy),
            (mode, "traced", True),
        ]
        for module in (calls, product_sums):  # no dtype takes the short path
            changes += [(module, "F32", None), (module, "F64", None)]
        changes += [(module, "THRESHOLD", sys.maxsize) for module in (arrays, calls, operators)]
        self.before = [(owner, key, getattr(owner, key)) for owner, key, _ in changes]
        for owner, key, value in changes:
            setattr(owner, key, value)
        return self

    def __exit__(self, *_: Any) -> None:
        for owner, key, value in self.before:
            setattr(owner, key, value)

    def note(
        self, operator: Operator, args: Sequence[Any], expressions: Sequence[Any], found: Any
    ) -> None:
        """Keep what was found as the operator applied to the arguments' expressions."""
        through = self.through_view(operator, args, expressions)
        if through is not None:
            self.keep(found.array, through)
            return
        if not has_form(operator) and self.note_steps(operator, args, expressions, found):
            return
        given = [arg.array if arg.__class__ is Tensor else arg for arg in args]
        parts = found if found.__class__ is tuple else (found,)
        for index, part in enumerate(parts):
            array = part.array
            if any(array is arg for arg in given):
                continue  # the operator handed its argument on
            place = index if found.__class__ is tuple else None
            made = applied(operator, expressions, array, place)
            self.keep(array, known_by_value(array) if made is None else made)

    def through_view(
        self, operator: Operator, args: Sequence[Any], expressions: Sequence[Any]
    ) -> Expr | None:
        """The expression of a look at, or a write through, a view of something that varies."""
        if not any(map(depends, expressions)):
            return None
        if operator is as_strided:
            return seen(expressions[0], memory(args[0]), args[1])
        if operator is embed:
            return put_back(expressions[0], args[1], args[2], None)
        if operator is replaced:
            whole = memory(args[0])
            return put_back(expressions[1], args[2], whole.shape, (expressions[0], whole))
        return None

    def note_steps(
        self, operator: Operator, args: Sequence[Any], expressions: Sequence[Any], found: Any
    ) -> bool:
        """Keep what was found as the steps of the kernel, which are traced in their turn.

        False where the kernel takes no tensors, or finds something else than with arrays.
        """
        if found.__class__ is tuple or not any(map(depends, expressions)):
            return False
        try:
            with no_grad():
                steps = operator.kernel(*args)
        except Exception:
            return False
        if steps.__class__ is not Tensor or steps.array.shape != found.array.shape:
            return False
        if steps.array.dtype != found.array.dtype or not close(steps.array, found.array):
            return False
        self.keep(found.array, self.of(steps.array))
        return True

    @contextmanager
    def rewriting(self, tensor: Tensor, value: Expr) -> Iterator[None]:
        """While `tensor` is overwritten with `value`: note it, and what its root then holds."""
        view = tensor.view_of
        whole: Any = None if view is None else memory(view.root)
        before = None if view is None else (self.of(whole), whole.copy())
        yield
        self.keep(memory(tensor), value)
        if view is not None:
            after = put_back(value, view.path(), whole.shape, before)
            if after is not None:
                self.keep(whole, after)

    def keep(self, array: Any, expression: Expr) -> None:
        mark = fingerprint(array)
        self.known[id(array)] = (array, mark, expression)
        self.alike[mark, array.shape, array.dtype] = expression

    def of(self, array: Any) -> Expr:
        """The expression of an array's values."""
        noted = self.known.get(id(array))
        mark = fingerprint(array)
        if noted is not None and noted[1] == mark:
            return noted[2]
        found = known_by_value(array)
        if found.kind == "literal":  # a copy of something known, or a look at what was written
            found = self.alike.get((mark, array.shape, array.dtype), found)
        self.keep(array, found)
        return found

    def look_again(self, tensor: Tensor) -> None:
        """Renew the note of a view whose root was written to since."""
        array, view = memory(tensor), tensor.view_of
        if view is None or self.current(array):
            return
        root = memory(view.root)
        if self.current(root):
            found = seen(self.of(root), root, view.path())
            if found is not None:
                self.keep(array, found)

    def current(self, array: Any) -> bool:
        """Whether the note of an array still stands for the values that it has."""
        noted = self.known.get(id(array))
        return noted is not None and noted[1] == fingerprint(array)

    def argument(self, arg: Any) -> Any:
        """An operator's argument with expressions in place of tensors and arrays."""
        if arg.__class__ is Tensor:
            self.look_again(arg)
            return self.of(memory(arg))
        if isinstance(arg, np.ndarray):
            return self.of(arg)
        if isinstance(arg, np.generic):
            return arg.item()
        if arg.__class__ in (tuple, list):
            return tuple(self.argument(part) for part in arg)
        known = structure_of(arg)
        if known is not None:
            parts = tuple(self.argument(part) for part in known[1])
            return make("call", (f"torch.table.{known[0]}", parts, ()), (), object)
        return arg


def close(a: Any, b: Any) -> bool:
    return bool(np.allclose(a, b, rtol=1e-4, atol=1e-6, equal_nan=True))


def fingerprint(array: Any) -> int:
    return hash(np.asarray(array).tobytes())
