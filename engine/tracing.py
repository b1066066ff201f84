"""Tracing: while it lasts, every application of an operator is noted as an expression.

The notes are kept by array, since arrays are what nodes save and rules are handed. An array is
known by what it is and what it is a view of, never by what it holds: two that are equal by chance
are two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np

from .expression import INTERNED, Expr, depends, known_by_value, make, name, spread
from .forms import applied, has_form
from .gradmode import no_grad
from .operator import Operator
from .raw import structure_of
from .tensor import Tensor, memory, new_tensor
from .view_forms import put_back, seen
from .views import as_strided, embed, replaced
from .watching import Watcher


class Trace(Watcher):
    """A watcher that notes what operators give; `variables` are tensors by name.

    known: by the id of an array the array itself and its expression; where that holds no variable,
    also a fingerprint of the values that it had. A note goes when the array's memory is written to.
    """

    def __init__(self, variables: dict[str, Any]) -> None:
        INTERNED.clear()  # equal expressions are one object within a trace
        self.known: dict[int, tuple[Any, int | None, Expr]] = {}
        for variable, value in variables.items():
            if isinstance(value, Tensor):
                array = memory(value)
                self.keep(array, name(variable, array))

    def call(self, operator: Operator, args: Sequence[Any]) -> Any:
        expressions = [self.argument(arg) for arg in args]
        found = operator.apply(args)
        self.note(operator, args, expressions, found)
        return found

    def copy(self, tensor: Tensor) -> Any:
        copy = memory(tensor).copy()
        self.keep(copy, self.argument(tensor))
        return copy

    def write(self, tensor: Tensor, value: Any, store: Callable[[], None]) -> None:
        expression = self.of(np.asarray(value))
        with self.rewriting(tensor, spread(expression, memory(tensor).shape)):
            store()

    def put(
        self, tensor: Tensor, operator: Operator, args: Sequence[Any], store: Callable[[], None]
    ) -> None:
        with no_grad():
            result = operator.record((new_tensor(self.copy(tensor)), *args))
        with self.rewriting(tensor, self.of(result.array)):
            store()

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
        target = memory(tensor)
        self.forget(target)
        self.keep(target, value)
        if view is not None:
            after = put_back(value, view.path(), whole.shape, before)
            if after is not None:
                self.keep(whole, after)

    def forget(self, written: Any) -> None:
        """Drop the notes of all arrays that look into memory that was written to."""
        stale = [
            key for key, (array, *_) in self.known.items() if np.may_share_memory(array, written)
        ]
        for key in stale:
            del self.known[key]

    def keep(self, array: Any, expression: Expr) -> None:
        mark = None if expression.varies else fingerprint(array)
        self.known[id(array)] = (array, mark, expression)

    def of(self, array: Any) -> Expr:
        """The expression of an array's values."""
        _, mark, expression = self.known.get(id(array), (None, None, None))
        if expression is None or (not expression.varies and mark != fingerprint(array)):
            expression = known_by_value(array)
            self.keep(array, expression)
        return expression

    def look_again(self, tensor: Tensor) -> None:
        """Renew the note of a view whose root was written to since."""
        array, view = memory(tensor), tensor.view_of
        if view is None or self.varies(array):
            return
        root = memory(view.root)
        if self.varies(root):
            found = seen(self.of(root), root, view.path())
            if found is not None:
                self.keep(array, found)

    def varies(self, array: Any) -> bool:
        """Whether an array is known to depend on a variable."""
        noted = self.known.get(id(array))
        return noted is not None and noted[2].varies

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
