"""An array that remembers how to compute itself.

A `LazyArray` is a node: a leaf holding an ndarray, an elementwise map of its inputs, a reduction,
or a view that only moves, adds, drops or stretches axes. It speaks NumPy's protocols (NEP 13 and
NEP 18), so a plain NumPy expression applied to it builds a larger expression; `realize` computes
it. What cannot stay lazy is computed by NumPy on realized inputs, and so are all errors: a shape
or dtype that does not fit raises where the operation is written, in NumPy's own way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.lib.array_utils import normalize_axis_tuple

from .kernels import (
    NUMERIC,
    cast_kernel,
    imag_kernel,
    real_kernel,
    signature,
    where_kernel,
)
from .memory import THRESHOLD, register_leaf, register_reduction, release, sources

if TYPE_CHECKING:
    Axis = int | Sequence[int] | None

MAX_DEPTH = 96  # operations in a chain that nothing has computed yet
MAX_SOURCES = 12  # large buffers that one pending node may keep alive

LEAF, MAP, REDUCE, VIEW = range(4)
NEW_AXIS = -1  # in a view's `params`: an axis that the input does not have, or has with extent 1

# Reductions that may be computed tile by tile and combined in any grouping.
REDUCTIONS = frozenset(
    (np.add, np.multiply, np.maximum, np.minimum, np.fmax, np.fmin, np.logical_and, np.logical_or)
)
_SCALARS = frozenset((int, float, complex))  # of Python: weak in NumPy's promotion
_reduced: dict[tuple[np.ufunc, np.dtype], np.dtype] = {}


class LazyArray:
    """A node of an unevaluated expression, with the shape and dtype that its value will have.

    `op` and `params` by `kind`: LEAF has none; MAP has its kernel (a ufunc, or a function called
    as `kernel(*inputs, out)`) and the dtypes it wants its inputs in; REDUCE has its ufunc and the
    reduced axes, which stay with extent 1; VIEW has, for each axis, the input's axis or NEW_AXIS.
    `inputs` are nodes and NumPy scalars. A node that has been realized is a leaf.
    """

    __slots__ = (
        "__weakref__",
        "depth",
        "dtype",
        "inputs",
        "kind",
        "op",
        "params",
        "shape",
        "sources",
        "value",
        "visits",
    )

    def __init__(
        self,
        kind: int,
        op: Callable[..., Any] | None,
        inputs: tuple[LazyArray | np.generic, ...],
        params: tuple,
        shape: tuple[int, ...],
        dtype: np.dtype,
    ) -> None:
        self.kind = kind
        self.op = op
        self.inputs = inputs
        self.params = params
        self.shape = shape
        self.dtype = dtype
        self.value: Any = None  # the ndarray of a leaf
        self.visits = 0  # realizations that computed this node without keeping it
        depth = 0
        buffers: frozenset[int] = frozenset()
        for node in inputs:
            if type(node) is LazyArray:
                if node.depth > depth:
                    depth = node.depth
                if node.sources is not buffers:
                    buffers = buffers | node.sources if buffers else node.sources
        self.depth = depth + 1
        self.sources = buffers  # ids of the large buffers that the expression reads
        if depth >= MAX_DEPTH or len(buffers) > MAX_SOURCES:
            _realize(*[node for node in inputs if type(node) is LazyArray])
            self.depth = 1
            self.sources = frozenset().union(
                *[node.sources for node in inputs if type(node) is LazyArray]
            )

    def become(self, array: np.ndarray) -> None:
        """Turn into a leaf over `array`, the node's value, and drop the inputs."""
        self.kind, self.op, self.inputs, self.params = LEAF, None, (), ()
        self.depth = 0
        self.value = array
        self.sources = sources(array)
        register_leaf(self, array)

    # -- what an array tells about itself --------------------------------------------------------
    @property
    def ndim(self) -> int:
        return len(self.shape)

    @property
    def size(self) -> int:
        size = 1
        for extent in self.shape:
            size *= extent
        return size

    @property
    def itemsize(self) -> int:
        return self.dtype.itemsize

    @property
    def nbytes(self) -> int:
        return self.size * self.dtype.itemsize

    def __len__(self) -> int:
        if not self.shape:
            raise TypeError("len() of an array without dimensions")
        return self.shape[0]

    def __repr__(self) -> str:
        kind = ("leaf", "map", "reduce", "view")[self.kind]
        return f"LazyArray({kind}, shape={self.shape}, dtype={self.dtype})"

    __hash__ = object.__hash__

    # -- numbers ---------------------------------------------------------------------------------
    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return np.array(_realize(self)[0], dtype=dtype, copy=copy)

    def item(self, *args: Any) -> Any:
        return _realize(self)[0].item(*args)

    def tolist(self) -> Any:
        return _realize(self)[0].tolist()

    def __bool__(self) -> bool:
        return bool(_realize(self)[0])

    def __int__(self) -> int:
        return int(_realize(self)[0])

    def __float__(self) -> float:
        return float(_realize(self)[0])

    def __complex__(self) -> complex:
        return complex(_realize(self)[0])

    def __index__(self) -> int:
        return _realize(self)[0].__index__()

    def __iter__(self) -> Iterator[Any]:
        return iter(_realize(self)[0])

    def __getitem__(self, index: Any) -> Any:
        if self.kind == LEAF:
            part = self.value[index]
            return wrap(part) if type(part) is np.ndarray and part.size >= THRESHOLD else part
        items = index if isinstance(index, tuple) else (index,)
        if all(map(_plain, items)):
            from .functions import insert_axes

            return insert_axes(self, items)
        return _realize(self)[0][index]

    # -- NumPy's protocols -----------------------------------------------------------------------
    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        if method == "__call__" and not kwargs:
            return apply(ufunc, *inputs)
        if method == "reduce" and type(inputs[0]) is LazyArray:
            options = dict(kwargs)
            axis, keepdims = options.pop("axis", 0), options.pop("keepdims", False)
            dtype = options.pop("dtype", None)
            if not options:
                return reduce(ufunc, inputs[0], axis, bool(keepdims), dtype)
        outputs = kwargs.get("out") or ()
        if any(type(output) is LazyArray for output in outputs):
            return NotImplemented
        for output in outputs:
            release(output)
        return eager(getattr(ufunc, method), inputs, kwargs)

    def __array_function__(
        self, func: Callable[..., Any], types: Sequence[type], args: tuple, kwargs: dict[str, Any]
    ) -> Any:
        from .functions import FUNCTIONS

        for kind in types:
            if kind is not LazyArray and not issubclass(kind, np.ndarray):
                return NotImplemented
        lazy = FUNCTIONS.get(func)
        if lazy is not None:
            result = lazy(*args, **kwargs)
            if result is not NotImplemented:
                return result
        return eager(func, args, kwargs)

    def __getattr__(self, name: str) -> Any:
        """Methods of an ndarray: those in `functions`, or else the realized value's."""
        if name.startswith("_"):
            raise AttributeError(name)
        from .functions import METHODS

        method = METHODS.get(name)
        if method is None:
            return getattr(_realize(self)[0], name)

        def call(*args: Any, **kwargs: Any) -> Any:
            result = method(self, *args, **kwargs)
            if result is NotImplemented:
                return getattr(_realize(self)[0], name)(*args, **kwargs)
            return result

        return call

    @property
    def T(self) -> LazyArray:
        return view(self, tuple(range(len(self.shape) - 1, -1, -1)), self.shape[::-1])

    @property
    def mT(self) -> LazyArray:
        axes = [*range(len(self.shape) - 2), len(self.shape) - 1, len(self.shape) - 2]
        return view(self, tuple(axes), tuple([self.shape[axis] for axis in axes]))

    @property
    def real(self) -> LazyArray:
        if self.dtype.kind != "c":
            return self
        part = self.dtype.type(0).real.dtype
        return LazyArray(MAP, real_kernel, (self,), (self.dtype,), self.shape, part)

    @property
    def imag(self) -> LazyArray:
        if self.dtype.kind != "c":
            return wrap(np.broadcast_to(np.zeros((), self.dtype), self.shape))
        part = self.dtype.type(0).real.dtype
        return LazyArray(MAP, imag_kernel, (self,), (self.dtype,), self.shape, part)

    def astype(
        self,
        dtype: Any,
        order: str = "K",
        casting: str = "unsafe",
        subok: bool = True,
        copy: bool = True,
    ) -> Any:
        target = np.dtype(dtype)
        if target.kind not in NUMERIC or casting != "unsafe" or order != "K":
            return _realize(self)[0].astype(target, order=order, casting=casting)  # type: ignore[arg-type]
        return cast(self, target)

    # -- operators -------------------------------------------------------------------------------
    if TYPE_CHECKING:  # made below, from the ufuncs

        def __add__(self, other: Any) -> LazyArray: ...
        def __radd__(self, other: Any) -> LazyArray: ...
        def __sub__(self, other: Any) -> LazyArray: ...
        def __rsub__(self, other: Any) -> LazyArray: ...
        def __mul__(self, other: Any) -> LazyArray: ...
        def __rmul__(self, other: Any) -> LazyArray: ...
        def __truediv__(self, other: Any) -> LazyArray: ...
        def __rtruediv__(self, other: Any) -> LazyArray: ...
        def __pow__(self, other: Any) -> LazyArray: ...

    def __pos__(self) -> Any:
        return apply(np.positive, self)

    def __neg__(self) -> Any:
        return apply(np.negative, self)

    def __abs__(self) -> Any:
        return apply(np.absolute, self)

    def __invert__(self) -> Any:
        return apply(np.invert, self)

    def __divmod__(self, other: Any) -> Any:
        return self // other, self % other

    def __rdivmod__(self, other: Any) -> Any:
        return other // self, other % self


def _plain(item: Any) -> bool:
    """Whether an index item is None, an ellipsis or a whole slice: it takes every element."""
    return item is None or item is Ellipsis or (isinstance(item, slice) and item == slice(None))


def _operators() -> None:
    names = {
        "add": np.add,
        "sub": np.subtract,
        "mul": np.multiply,
        "truediv": np.true_divide,
        "floordiv": np.floor_divide,
        "mod": np.remainder,
        "pow": np.power,
        "and": np.bitwise_and,
        "or": np.bitwise_or,
        "xor": np.bitwise_xor,
        "lshift": np.left_shift,
        "rshift": np.right_shift,
        "matmul": np.matmul,
    }
    comparisons = {
        "lt": np.less,
        "le": np.less_equal,
        "gt": np.greater,
        "ge": np.greater_equal,
        "eq": np.equal,
        "ne": np.not_equal,
    }

    def forward(ufunc: np.ufunc) -> Callable[[Any, Any], Any]:
        return lambda self, other: apply(ufunc, self, other)

    def reflected(ufunc: np.ufunc) -> Callable[[Any, Any], Any]:
        return lambda self, other: apply(ufunc, other, self)

    for name, ufunc in (names | comparisons).items():
        setattr(LazyArray, f"__{name}__", forward(ufunc))
    for name, ufunc in names.items():
        setattr(LazyArray, f"__r{name}__", reflected(ufunc))


_operators()


# -- building nodes ------------------------------------------------------------------------------
def wrap(array: np.ndarray) -> LazyArray:
    """A leaf over `array`, of any size and strides; the memory is shared, not copied."""
    array = np.asarray(array)
    leaf = LazyArray(LEAF, None, (), (), array.shape, array.dtype)
    leaf.become(array)
    return leaf


def apply(ufunc: np.ufunc, *args: Any) -> Any:
    """The elementwise `ufunc` of arrays, nodes and scalars: a node, or an ndarray if it must be."""
    operands: list[Any] = []
    key: list[Any] = [ufunc]
    shape: tuple[int, ...] | None = ()
    weak = False
    for arg in args:
        kind = type(arg)
        if kind is not LazyArray:
            arg = _operand(arg)
            if arg is None:
                return _refuse(ufunc, args)
            kind = type(arg)
        if kind in _SCALARS:
            key.append(kind)
            weak = True
        else:
            key.append(arg.dtype)
            if arg.shape != shape and shape is not None:
                shape = broadcast(shape, arg.shape)
        operands.append(arg)
    found = signature(tuple(key))
    if (
        found is None
        or shape is None
        or 0 in shape
        or (ufunc is np.power and _integer_power(found[1], operands[1]))
    ):
        return eager(ufunc, args, {})
    loop, dtype = found
    if weak:  # Python scalars take the dtype that the others ask for (NEP 50)
        for i, operand in enumerate(operands):
            if type(operand) in _SCALARS:
                try:
                    operands[i] = loop[i].type(operand)
                except OverflowError:
                    return eager(ufunc, args, {})
    return LazyArray(MAP, ufunc, tuple(operands), loop, shape, dtype)


def _refuse(ufunc: np.ufunc, args: tuple) -> Any:
    """Leave operands of a foreign kind to their own protocol, and others to NumPy."""
    for arg in args:
        known = isinstance(arg, (LazyArray, np.ndarray, np.generic))
        if hasattr(arg, "__array_ufunc__") and not known:
            return NotImplemented
    return eager(ufunc, args, {})


def where(condition: Any, a: Any, b: Any) -> Any:
    """`np.where` of arrays, nodes and scalars."""
    arrays = [_operand(arg) for arg in (condition, a, b)]
    if any(array is None for array in arrays):
        return NotImplemented
    dummies = [
        np.empty(0, array.dtype) if isinstance(array, (LazyArray, np.generic)) else array
        for array in arrays[1:]
    ]
    dtype = np.where(np.empty(0, np.bool_), *dummies).dtype
    shape: tuple[int, ...] | None = ()
    for i, array in enumerate(arrays):
        if not isinstance(array, (LazyArray, np.generic)):
            arrays[i] = np.bool_(array) if i == 0 else dtype.type(array)
        else:
            shape = None if shape is None else broadcast(shape, array.shape)
    if shape is None or 0 in shape or dtype.kind not in NUMERIC:
        return NotImplemented
    return LazyArray(
        MAP, where_kernel, tuple(arrays), (np.dtype(np.bool_), dtype, dtype), shape, dtype
    )


def cast(x: LazyArray, dtype: np.dtype) -> Any:
    """`x` in another numeric dtype."""
    if x.dtype == dtype:
        return x
    if 0 in x.shape:
        return _realize(x)[0].astype(dtype)
    return LazyArray(MAP, cast_kernel, (x,), (x.dtype,), x.shape, dtype)


def reduce(
    ufunc: np.ufunc, x: LazyArray, axis: Axis = None, keepdims: bool = False, dtype: Any = None
) -> Any:
    """`ufunc.reduce` of `x` over an axis, several, or (None) all of them."""
    axes = normalize_axis_tuple(range(x.ndim) if axis is None else axis, x.ndim)  # type: ignore[arg-type]
    if ufunc not in REDUCTIONS or x.dtype.kind not in NUMERIC or not axes or 0 in x.shape:
        return eager(ufunc.reduce, (x,), {"axis": axis, "keepdims": keepdims, "dtype": dtype})
    if dtype is not None:
        x = x.astype(dtype)
    key = (ufunc, x.dtype)
    result = _reduced.get(key)
    if result is None:
        result = _reduced[key] = ufunc.reduce(np.ones(1, x.dtype)).dtype
    axes = tuple(sorted(axes))
    shape = tuple([1 if i in axes else extent for i, extent in enumerate(x.shape)])
    node = LazyArray(REDUCE, ufunc, (x,), axes, shape, result)
    if x.size >= THRESHOLD > node.size:
        register_reduction(node)
    if keepdims:
        return node
    kept = [i for i in range(x.ndim) if i not in axes]
    return view(node, tuple(kept), tuple([shape[i] for i in kept]))


def view(x: LazyArray, axes: tuple[int, ...], shape: tuple[int, ...]) -> LazyArray:
    """The axes of `x` in another order, with NEW_AXIS of any extent, without some of extent 1.

    An axis of `x` with extent 1 that is stretched must be given as NEW_AXIS.
    """
    if axes == tuple(range(len(x.shape))) and shape == x.shape:
        return x
    if x.kind == VIEW:
        axes = tuple([NEW_AXIS if axis == NEW_AXIS else x.params[axis] for axis in axes])
        x = x.inputs[0]  # type: ignore[assignment]
    if x.kind == LEAF:
        return wrap(view_array(x.value, axes, shape))
    return LazyArray(VIEW, None, (x,), axes, shape, x.dtype)


def view_array(array: np.ndarray, axes: tuple[int, ...], shape: tuple[int, ...]) -> np.ndarray:
    """The same for an ndarray."""
    if axes == tuple(range(array.ndim)):
        return array if shape == array.shape else np.broadcast_to(array, shape)
    kept = [axis for axis in axes if axis != NEW_AXIS]
    dropped = tuple([axis for axis in range(array.ndim) if axis not in kept])
    order = sorted(kept)
    array = array.squeeze(dropped).transpose([order.index(axis) for axis in kept])
    array = array[tuple([None if axis == NEW_AXIS else slice(None) for axis in axes])]
    return array if shape == array.shape else np.broadcast_to(array, shape)


def broadcast(a: tuple[int, ...], b: tuple[int, ...]) -> tuple[int, ...] | None:
    """The shape of two shapes broadcast together, or None where they do not fit."""
    if a == b or not b:
        return a
    if not a:
        return b
    try:
        return np.broadcast_shapes(a, b)
    except ValueError:
        return None


def eager(func: Callable[..., Any], args: tuple, kwargs: dict[str, Any]) -> Any:
    """`func` by NumPy itself, with every node in its arguments realized, at once."""
    nodes: list[LazyArray] = []

    def collect(value: Any) -> None:
        if type(value) is LazyArray:
            nodes.append(value)
        elif type(value) in (list, tuple):
            for item in value:
                collect(item)

    def replace(value: Any) -> Any:
        if type(value) is LazyArray:
            return value.value
        return type(value)(map(replace, value)) if type(value) in (list, tuple) else value

    collect(args)
    collect(tuple(kwargs.values()))
    _realize(*nodes)
    with np.errstate(all="ignore"):
        return func(*replace(args), **{name: replace(value) for name, value in kwargs.items()})


def _operand(arg: Any) -> Any:
    """A node or scalar for an argument; None for what is neither."""
    kind = type(arg)
    if kind in _SCALARS or kind is LazyArray:
        return arg
    if kind is bool:
        return np.bool_(arg)
    if kind is np.ndarray or kind is np.memmap:
        return _constant(arg)
    return arg if isinstance(arg, np.generic) else None


def _constant(array: np.ndarray) -> Any:
    """A leaf for an array, or a scalar for one without dimensions: later writes cannot reach it."""
    return wrap(array) if array.ndim else array[()]


def _integer_power(dtype: np.dtype, exponent: Any) -> bool:
    """Whether a power may raise over its data: NumPy has no negative powers of integers."""
    return dtype.kind in "iu" and (type(exponent) is LazyArray or exponent < 0)


def _realize(*arrays: LazyArray) -> tuple[np.ndarray, ...]:
    from .execution import realize

    return realize(*arrays)
