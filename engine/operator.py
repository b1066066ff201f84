"""The operator: a forward kernel, one VJP rule for each differentiable input, and a node name.

A rule asks for what it needs by the names of its parameters: `g` is the cotangent of the output,
`y` the output, any other name an argument of the kernel; `x_shape` and `x_dtype` ask only for the
metadata of the input `x`. What the rules of the differentiated inputs ask for is what a node
saves. With several outputs `g` and `y` are sequences.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy import asarray, ndarray

from .arrays import as_array, cast, is_lazy, lazily, unbroadcast
from .dtypes import BY_NUMPY, F32, result_dtype, scalar_dtype
from .errors import (
    ArgumentError,
    DTypeError,
    EngineError,
    ShapeError,
    UnsupportedError,
)
from .gradmode import mode
from .graph import Node, Port, edge_of, new_node
from .lazy.memory import THRESHOLD
from .tensor import Tensor, memory, new_tensor

NO_ARRAYS = frozenset([list, tuple, dict, set, str, type(None)])
"""Values of Python's that NumPy would make arrays of objects of."""

VALUE, OUTPUT, SHAPE, DTYPE = range(4)
"""What a plan takes along for the rules: an argument, the output, or an input's metadata."""


class Plan:
    """What to save and which rules to run when a given set of inputs is differentiated.

    active: for each differentiated input its position, its rule, and which saved values the rule
    takes (None: all of them, in order). only: the rule and its position when there is just one.
    save: from the tuple of all arguments and the output, the values that the rules ask for.
    versions: from the arguments and the result, the versions of the tensors whose values are
        saved, to notice in-place writes.
    """

    __slots__ = (
        "active",
        "keeps_values",
        "only",
        "operator",
        "save",
        "take",
        "versions",
        "watch",
    )

    def __init__(self, operator: Operator, mask: int) -> None:
        self.operator = operator
        wanted: list[str] = []
        chosen = [
            (position, rule)
            for position, rule in enumerate(operator.rules)
            if rule is not None and (mask >> position & 1 or operator.joint)
        ]
        for _, rule in chosen:
            wanted += [name for name in parameters(rule)[1:] if name not in wanted]
        self.take = [operator.locate(name) for name in wanted]
        self.active = []
        for position, rule in chosen:
            names = parameters(rule)[1:]
            pick = None if list(names) == wanted else tuple(wanted.index(n) for n in names)
            self.active.append((position, rule, pick))
        single = len(self.active) == 1 and not operator.variadic and not operator.joint
        self.only = self.active[0][:2] if single else None
        self.watch = [i for kind, i in self.take if kind == VALUE]
        saves_output = any(kind == OUTPUT for kind, _ in self.take)
        self.keeps_values = saves_output or any(i in operator.positions for i in self.watch)
        self.save = _saver(self.take, operator.variadic)
        self.versions = _version_saver(self.watch, saves_output)

    def apply(self, node: Node, g: Any, saved: Sequence[Any]) -> Sequence[tuple[int, Any]]:
        """The cotangents of the inputs, each with the position of its edge."""
        if node.adapt is not None:
            return node.adapt.apply(self, g, saved)
        if self.only is not None:
            position, rule = self.only
            return ((position, rule(g, *saved)),)
        return [
            (position, rule(g, *saved) if pick is None else rule(g, *[saved[i] for i in pick]))
            for position, rule, pick in self.active
        ]

    def saved_tensors(self, node: Node) -> list[Any]:
        """The saved values as tensors that stand where they stood in the graph."""
        found = []
        positions = self.operator.linked
        for (kind, i), value in zip(self.take, node.saved, strict=True):
            if kind == OUTPUT:
                found.append(_output_tensors(value, node))
            elif kind == VALUE and i in positions and hasattr(value, "shape"):
                found.append(relink(value, node.edges[positions.index(i)]))
            else:
                found.append(value)
        return found


class VariadicPlan(Plan):
    """The plan of an operator whose first argument is a sequence of inputs.

    Its one rule gives a cotangent for every element of the sequence.
    """

    __slots__ = ()

    def apply(self, node: Node, g: Any, saved: Sequence[Any]) -> list[tuple[int, Any]]:
        _, rule, _ = self.active[0]
        adapt = node.adapt
        conjugate = adapt is not None and adapt.conjugate
        values = rule(np.conj(g) if conjugate else g, *saved)
        found = []
        for position, (edge, value) in enumerate(zip(node.edges, values, strict=True)):
            if edge is None:
                continue
            if conjugate:
                value = np.conj(value)
            if adapt is not None and adapt.dtypes and adapt.dtypes[position] is not None:
                value = cast(value, adapt.dtypes[position])
            found.append((position, value))
        return found

    def saved_tensors(self, node: Node) -> list[Any]:
        found = []
        for (kind, i), value in zip(self.take, node.saved, strict=True):
            if kind == OUTPUT:
                found.append(_output_tensors(value, node))
            elif kind == VALUE and i == 0:
                found.append(
                    [relink(part, edge) for part, edge in zip(value, node.edges, strict=True)]
                )
            else:
                found.append(value)
        return found


class Adapt:
    """How a cotangent changes on its way to the inputs: conjugated, summed to shape, cast.

    A holomorphic operator's rules are written as g*f'(x); PyTorch's convention for complex values
    is g*conj(f'(x)), which is the conjugate of the rule applied to the conjugate of g.
    """

    __slots__ = ("conjugate", "dtypes", "shapes")

    def __init__(self, conjugate: bool, shapes: Any, dtypes: Any) -> None:
        self.conjugate = conjugate
        self.shapes = shapes
        self.dtypes = dtypes

    def apply(self, plan: Plan, g: Any, saved: Sequence[Any]) -> list[tuple[int, Any]]:
        if self.conjugate:
            g = [np.conj(part) for part in g] if isinstance(g, list) else np.conj(g)
        found = []
        for position, rule, pick in plan.active:
            value = rule(g, *saved) if pick is None else rule(g, *[saved[i] for i in pick])
            if value is None:
                found.append((position, None))
                continue
            if self.conjugate:
                value = np.conj(value)
            if self.shapes is not None and value.shape != self.shapes[position]:
                value = unbroadcast(value, self.shapes[position])
            if self.dtypes is not None and self.dtypes[position] is not None:
                value = cast(value, self.dtypes[position])
            found.append((position, value))
        return found


class JointPlan(Plan):
    """The plan of an operator with one rule that gives the cotangents of all inputs at once."""

    __slots__ = ()

    def apply(self, node: Node, g: Any, saved: Sequence[Any]) -> list[tuple[int, Any]]:
        values = self.active[0][1](g, *saved)
        return [
            (position, value)
            for position, value in enumerate(values)
            if node.edges[position] is not None
        ]


class MultiNode(Node):
    """A node with several outputs; outputs that received no cotangent count as zeros."""

    __slots__ = ("outputs",)

    def vjp(self, cotangent: Any, recorded: bool) -> list[tuple[int, Any]]:
        filled = [
            zeros_cotangent(*meta, recorded) if part is None else part
            for part, meta in zip(cotangent, self.outputs, strict=True)
        ]
        return super().vjp(filled, recorded)


def zeros_cotangent(shape: tuple[int, ...], dtype: np.dtype, recorded: bool) -> Any:
    array = np.zeros(shape, dtype)
    return new_tensor(array) if recorded else array


def parameters(function: Callable[..., Any]) -> tuple[str, ...]:
    """The names of the positional parameters of a Python function or of an operator."""
    if function.__class__ is Operator:
        return function.params  # pyright: ignore[reportFunctionMemberAccess]
    code = function.__code__  # pyright: ignore[reportFunctionMemberAccess]
    return code.co_varnames[: code.co_argcount]


class Operator:
    """One entry of the table. Called with arrays it computes; called with tensors it records.

    kernel: arrays and plain arguments in, an array or a tuple of arrays out.
    rules: by input name, the VJP rule; None for a tensor argument without a derivative.
    promote: "common" brings the inputs to one dtype, "float" makes integers floating point too,
        "floating" refuses what is not floating point, "numbers" only bool.
    elementwise: inputs broadcast, so cotangents are summed back to the shape of their input.
    holomorphic: the rules are complex-analytic and conjugated by the machinery.
    real: complex inputs are refused.
    joint: a single rule, given under the name of the first input, serves all inputs.
    """

    __slots__ = (
        "constant_outputs",
        "differentiable",
        "elementwise",
        "holomorphic",
        "inputs",
        "joint",
        "kernel",
        "lazy",
        "linked",
        "name",
        "node_name",
        "overlaps",
        "params",
        "plans",
        "positions",
        "promote",
        "real",
        "rules",
        "variadic",
        "view",
    )

    def __init__(
        self,
        name: str,
        kernel: Callable[..., Any],
        *,
        node: str | None = None,
        promote: str | None = None,
        elementwise: bool = False,
        holomorphic: bool = True,
        variadic: bool = False,
        lazy: bool = False,
        view: bool = False,
        overlaps: bool = False,
        joint: bool = False,
        real: bool = False,
        constant_outputs: tuple[int, ...] = (),
        params: str | None = None,
        **rules: Callable[..., Any] | None,
    ) -> None:
        self.name = name
        self.kernel = kernel
        self.node_name = node or node_name(name)
        self.promote = promote
        self.elementwise = elementwise
        self.holomorphic = holomorphic
        self.variadic = variadic
        self.lazy = lazy or elementwise
        self.view = view
        self.overlaps = overlaps
        self.joint = joint
        self.real = real
        self.constant_outputs = constant_outputs
        if params is not None:
            self.params = tuple(params.split())
        elif hasattr(kernel, "__code__"):
            self.params = parameters(kernel)
        else:
            self.params = tuple(rules)
        self.inputs = tuple(rules)
        self.rules = tuple(rules.values())
        self.positions = tuple(self.params.index(name) for name in rules)
        self.differentiable = any(rule is not None for rule in self.rules)
        if not joint:  # inputs without a rule at the end have no place in the graph
            last = max((i for i, rule in enumerate(self.rules, 1) if rule is not None), default=0)
            self.linked = self.positions[:last]
        else:
            self.linked = self.positions
        self.plans: dict[int, Plan] = {}

    def locate(self, wanted: str) -> tuple[int, int]:
        """What a rule's parameter asks for: the kind and the position of the argument."""
        if wanted in self.params:
            return VALUE, self.params.index(wanted)
        if wanted == "y":
            return OUTPUT, 0
        name, _, what = wanted.rpartition("_")
        if name in self.params and what in ("shape", "dtype"):
            return (SHAPE if what == "shape" else DTYPE), self.params.index(name)
        raise ArgumentError(f"{self.name}: no argument is called {wanted}")

    def plan(self, mask: int) -> Plan:
        """The plan for the inputs whose bits are set in `mask`."""
        plan = self.plans.get(mask)
        if plan is None:
            kind = VariadicPlan if self.variadic else JointPlan if self.joint else Plan
            plan = self.plans[mask] = kind(self, mask)
        return plan

    def __call__(self, *args: Any) -> Any:
        """Arrays in, arrays out; as soon as one argument is a tensor, tensors out."""
        for arg in args:
            if arg.__class__ is Tensor:
                return self.record(args)
        if self.variadic and any(part.__class__ is Tensor for part in args[0]):
            return self.record(args)
        if not self.lazy:
            args = tuple([asarray(arg) if is_lazy(arg) else arg for arg in args])
        if args and args[0].__class__ in NO_ARRAYS and not self.variadic:
            raise ArgumentError(f"{self.name} takes a tensor, not {type(args[0]).__name__}")
        return self.kernel(*args)

    def record(self, args: Sequence[Any]) -> Any:
        """Apply the operator to arguments of which some are tensors."""
        watcher = mode.watcher
        return self.apply(args) if watcher is None else watcher.call(self, args)

    def apply(self, args: Sequence[Any]) -> Any:
        """Run the kernel on the arguments' arrays and record the step for the backward pass."""
        values = self.unwrap(args)
        out = self.run(values)
        if out.__class__ is tuple:
            found: Any = tuple(new_tensor(as_array(part)) for part in out)
        else:
            found = new_tensor(as_array(out))
            if found.array.dtype not in BY_NUMPY:
                raise ArgumentError(f"{self.name} takes tensors and numbers, no other values")
        if mode.enabled and self.differentiable:
            edges, mask = self.edges(args)
            if mask:
                self.attach(found, args, values, edges, mask)
        if self.view:
            self.mark_view(found, args)
        return found

    def unwrap(self, args: Sequence[Any]) -> list[Any]:
        """The arrays of the arguments, promoted, and brought into memory unless lazy ones do."""
        values = []
        for arg in args:
            if arg.__class__ is Tensor:
                array = arg.array
                if array.__class__ is ndarray:
                    if self.lazy and array.size >= THRESHOLD:
                        array = lazily(array)
                elif self.view:
                    array = memory(arg)
                elif not self.lazy:
                    array = asarray(array)
                values.append(array)
            elif self.variadic and not values:
                values.append([asarray(p.array) if p.__class__ is Tensor else p for p in arg])
            else:
                values.append(arg)
        if self.promote is not None:
            self.promote_values(values)
        return values

    def run(self, values: Sequence[Any]) -> Any:
        """The kernel, with NumPy's complaints about shapes and dtypes put in the tensor's terms."""
        if self.real:
            for value in values:
                if hasattr(value, "dtype") and value.dtype.kind == "c":
                    raise unsupported(self.name, value.dtype)
        try:
            return self.kernel(*values)
        except (ValueError, TypeError, OverflowError) as error:
            found = explained(self.name, error, values, self.elementwise)
            if found is None:
                raise
            raise found from None

    def promote_values(self, values: list[Any]) -> None:
        """Bring the inputs to the dtype that PyTorch computes in; Python numbers stay."""
        if self.variadic:
            values[0] = self.promoted(values[0])
            return
        positions = self.positions
        promoted = self.promoted([values[i] for i in positions])
        for position, value in zip(positions, promoted, strict=True):
            values[position] = value

    def promoted(self, inputs: list[Any]) -> list[Any]:
        for value in inputs:
            if not hasattr(value, "dtype") and not isinstance(value, (int, float, complex)):
                raise ArgumentError(
                    f"{self.name} takes tensors and numbers, not {type(value).__name__}"
                )
        dtype = result_dtype(inputs)
        if self.promote == "float" and dtype.kind in "iub":
            dtype = scalar_dtype(0.0)
        elif (self.promote == "floating" and dtype.kind != "f") or (
            self.promote == "numbers" and dtype.kind == "b"
        ):
            raise unsupported(self.name, dtype)
        return [
            number_as(value, dtype)
            if not hasattr(value, "dtype")
            else value
            if value.dtype == dtype
            else value.astype(dtype)
            for value in inputs
        ]

    def edges(self, args: Sequence[Any]) -> tuple[list[Any], int]:
        """The edge of every input, and a mask of those that require grad."""
        found: list[Any] = []
        mask = 0
        bit = 1
        inputs = args[0] if self.variadic else [args[i] for i in self.linked]
        for arg in inputs:
            edge = edge_of(arg) if arg.__class__ is Tensor else None
            found.append(edge)
            if edge is not None:
                mask |= bit
            bit <<= 1
        return found, (1 if mask else 0) if self.variadic else mask

    def attach(
        self,
        found: Any,
        args: Sequence[Any],
        values: Sequence[Any],
        edges: Sequence[Any],
        mask: int,
    ) -> None:
        """Make the node of a result and point the result at it."""
        outputs = found if found.__class__ is tuple else (found,)
        if not any(part.array.dtype.kind in "fc" for part in outputs):
            return
        plan = self.plan(mask)
        out = tuple(part.array for part in outputs) if found.__class__ is tuple else found.array
        saved = plan.save((*values, out))
        versions = plan.versions(args, found)
        if found.__class__ is not tuple:
            node = found.node = new_node(plan, edges, saved, versions)
        else:
            node = new_node(plan, edges, saved, versions, MultiNode)
            node.outputs = [(part.array.shape, part.array.dtype) for part in outputs]
            for index, part in enumerate(outputs):
                if part.array.dtype.kind in "fc" and index not in self.constant_outputs:
                    part.node = Port(node, index, len(outputs))
        node.adapt = self.adapt(outputs[0].array, args, values)

    def adapt(self, out: Any, args: Sequence[Any], values: Sequence[Any]) -> Adapt | None:
        """What has to happen to the cotangents of this application, None for nothing."""
        if self.variadic:
            inputs, originals = values[0], args[0]
        else:
            inputs = [values[i] for i in self.positions]
            originals = [args[i] for i in self.positions]
        dtypes = [
            original.array.dtype
            if original.__class__ is Tensor and original.array.dtype != out.dtype
            else None
            for original in originals
        ]
        complex_ = out.dtype.kind == "c" or any(
            getattr(value, "dtype", F32).kind == "c" for value in inputs
        )
        shapes = None
        if self.elementwise:
            shapes = [getattr(value, "shape", ()) for value in inputs]
            if all(shape == out.shape for shape in shapes):
                shapes = None
        conjugate = complex_ and self.holomorphic
        if not conjugate and shapes is None and not any(dtypes):
            return None
        return Adapt(conjugate, shapes, dtypes if any(dtypes) else None)

    def mark_view(self, found: Any, args: Sequence[Any]) -> None:
        """Remember that the result looks into the memory of the first argument."""
        from .views import View

        source = args[0]
        if found.__class__ is tuple:
            for index, part in enumerate(found):
                View(part, source, self, args[1:], index)
        else:
            View(found, source, self, args[1:], None)


def _saver(take: list[tuple[int, int]], variadic: bool) -> Callable[[Sequence[Any]], Sequence[Any]]:
    """How to pick what a plan takes from the tuple of all arguments and the output."""
    places = [-1 if kind == OUTPUT else i for kind, i in take]
    if not take:
        return lambda _: ()
    if all(kind in (VALUE, OUTPUT) for kind, _ in take):
        if len(take) > 1:
            return itemgetter(*places)
        place = places[0]
        return lambda values: (values[place],)
    if take == [(SHAPE, 0)] and not variadic:
        return lambda values: (values[0].shape,)
    return lambda values: [
        values[place]
        if kind in (VALUE, OUTPUT)
        else _shapes(values[place])
        if kind == SHAPE
        else values[place].dtype
        for (kind, _), place in zip(take, places, strict=True)
    ]


def _version_saver(
    watch: list[int], saves_output: bool
) -> Callable[[Sequence[Any], Any], Sequence[list[int]]]:
    """How to get the versions of the arguments to watch, and of the output if it is saved."""
    if not watch and not saves_output:
        return lambda args, found: ()
    if len(watch) == 1 and not saves_output:
        only = watch[0]
        return lambda args, found: (args[only].version,) if args[only].__class__ is Tensor else ()

    def versions(args: Sequence[Any], found: Any) -> list[list[int]]:
        taken = [args[i].version for i in watch if args[i].__class__ is Tensor]
        if saves_output:
            parts = found if found.__class__ is tuple else (found,)
            taken += [part.version for part in parts]
        return taken

    return versions


def _shapes(value: Any) -> Any:
    return value.shape if value.__class__ is not list else [part.shape for part in value]


def _output_tensors(value: Any, node: Node) -> Any:
    if value.__class__ is not tuple:
        return new_tensor(value, node)
    return tuple(
        new_tensor(part, Port(node, i, len(value)) if part.dtype.kind in "fc" else None)
        for i, part in enumerate(value)
    )


def relink(array: Any, edge: Any) -> Any:
    """A tensor of a saved array whose cotangents go to `edge`."""
    array = as_array(array)
    if edge is None:
        return new_tensor(array)
    if edge.__class__ is not Tensor:
        return new_tensor(array, edge)
    if edge.array is array:
        return edge
    node = new_node(identity.plan(1), (edge,))
    if edge.array.dtype != array.dtype:
        node.adapt = Adapt(False, None, [edge.array.dtype])
    return new_tensor(array, node)


def broadcast_message(name: str, values: Sequence[Any]) -> str:
    shapes = [str(list(value.shape)) for value in values if hasattr(value, "shape")]
    return (
        f"{name}: the shapes {' and '.join(shapes)} do not broadcast together: from the right, "
        "lengths must be equal or 1"
    )


def explained(
    name: str, error: Exception, values: Sequence[Any], elementwise: bool = True
) -> EngineError | None:
    """What a kernel's error means where its arguments are the reason: shapes that do not broadcast,
    a dtype that a ufunc does not have, a number that no dtype has. None for any other error."""
    if isinstance(error, EngineError):
        return None
    if isinstance(error, OverflowError):
        return DTypeError(f"{name}: a number is too large: {error}")
    if isinstance(error, TypeError):
        dtypes = {v.dtype for v in values if isinstance(getattr(v, "dtype", None), np.dtype)}
        return unsupported(name, *dtypes) if dtypes and refuses_dtypes(error) else None
    if elementwise:
        try:
            np.broadcast_shapes(*[v.shape for v in values if hasattr(v, "shape")])
        except ValueError:
            return ShapeError(broadcast_message(name, values))
    return None


def refuses_dtypes(error: TypeError) -> bool:
    """Whether NumPy says with an error that a function does not exist for its inputs' dtypes.

    There are classes for some of these errors; others can only be told by their words.
    """
    text = str(error)
    words = ("input types", "numpy boolean", "Cannot cast")
    return type(error) is not TypeError or any(word in text for word in words)


def number_as(value: Any, dtype: np.dtype) -> Any:
    """A Python number in `dtype`; one outside the range of an integer dtype wraps around."""
    try:
        return dtype.type(value)
    except OverflowError:
        if -(2**63) <= value < 2**63:
            return np.asarray(value).astype(dtype)[()]
        raise DTypeError(f"the number {value!r} does not fit into {dtype}") from None


def unsupported(name: str, *dtypes: np.dtype) -> UnsupportedError:
    return UnsupportedError(f"{name} is not defined for {' and '.join(sorted(map(str, dtypes)))}")


def node_name(name: str) -> str:
    """The node name that PyTorch derives from an operator's name: `log_softmax` ->
    `LogSoftmaxBackward0`; a letter after a digit is a capital (`log1p` -> `Log1PBackward0`)."""
    if name.rstrip("_")[-1:].isdigit() and "." in name:
        name, _, overload = name.rpartition(".")
    else:
        overload = "0"
    words = "".join(part[:1].upper() + part[1:] for part in name.split("_"))
    capital = "".join(c.upper() if i and words[i - 1].isdigit() else c for i, c in enumerate(words))
    return f"{capital}Backward{overload}"


identity = Operator("alias", lambda x: x, x=lambda g: g)
