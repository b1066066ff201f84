"""The tensor: an array, and its place in the recorded graph.

Operators are not written here. The families of the operator table attach their methods when they
are loaded; until then a stand-in from families.py holds the place of a method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numpy import asarray, ndarray

from .arrays import as_array, before_write, cast, is_lazy
from .dtypes import BY_NUMPY, DType, default
from .errors import ArgumentError, DTypeError, GradError, ShapeError, ValueRangeError
from .holders import held_once, is_whole_view
from .size import Size

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .graph import Node, Port
    from .hooks import RemovableHandle, TensorHooks
    from .views import View


class Tensor:
    """An n-dimensional array that autograd can follow.

    array: the numbers, an `ndarray` or an unevaluated `LazyArray`.
    node: what made it (`Node`, or `Port` of a node with several outputs), None for a leaf.
    leaf: whether it is a leaf that requires grad.
    version: shared with its views: the times of the last in-place write, and of the last one
        that autograd recorded, which makes the history of views out of date.
    view_of: how it looks into another tensor, or None.
    """

    __module__ = "torch"
    __slots__ = (
        "__weakref__",
        "_grad",
        "array",
        "hooks",
        "leaf",
        "node",
        "version",
        "view_of",
    )

    array: Any
    node: Node | Port | None
    leaf: bool
    version: list[int]
    view_of: View | None
    _grad: Tensor | None
    hooks: TensorHooks | None

    def __new__(cls, *args: Any, device: Any = None) -> Tensor:
        from .ops.creation import legacy_tensor

        return legacy_tensor(*args)

    # Metadata

    @property
    def shape(self) -> Size:
        return tuple.__new__(Size, self.array.shape)

    @property
    def dtype(self) -> DType:
        return BY_NUMPY[self.array.dtype]

    @property
    def ndim(self) -> int:
        return self.array.ndim

    @property
    def itemsize(self) -> int:
        return self.array.dtype.itemsize

    @property
    def nbytes(self) -> int:
        return self.array.size * self.array.dtype.itemsize

    @property
    def device(self) -> Any:
        from .device import CPU

        return CPU

    # Autograd

    @property
    def requires_grad(self) -> bool:
        if self.leaf or self.node is not None:
            return True
        view = self.view_of
        return view is not None and self.array.dtype.kind in "fc" and view.root.requires_grad

    @requires_grad.setter
    def requires_grad(self, wanted: bool) -> None:
        self.requires_grad_(wanted)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Make this leaf one that gradients are accumulated for, or not. Returns itself.

        Raises GradError for a result of recorded operators (unless it stays as it is) and
        DTypeError for dtypes that have no gradient.
        """
        if self.node is not None:
            if not requires_grad:
                raise GradError(
                    "only a leaf can stop requiring grad; this tensor was computed from others: "
                    "use detach() for a copy outside the graph"
                )
            return self
        if requires_grad and self.array.dtype.kind not in "fc":
            raise DTypeError(
                f"only floating-point and complex tensors can require grad, this is {self.dtype}"
            )
        self.leaf = bool(requires_grad)
        return self

    @property
    def is_leaf(self) -> bool:
        return self.grad_fn is None

    @property
    def grad_fn(self) -> Any:
        if self.view_of is not None:
            self.view_of.refresh(self)
        node = self.node
        return getattr(node, "node", node)

    @property
    def output_nr(self) -> int:
        return getattr(self.node, "index", 0)

    @property
    def grad(self) -> Tensor | None:
        return self._grad

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        if value is None:
            self._grad = None
            return
        if value.__class__ is not Tensor:
            raise ArgumentError(f"grad must be a tensor or None, not {type(value).__name__}")
        if value is self:
            raise GradError("a tensor cannot be its own gradient")
        if value.array.shape != self.array.shape:
            raise ShapeError(
                f"a gradient has the shape of its tensor: {list(self.shape)}, "
                f"not {list(value.shape)}"
            )
        if value.array.dtype != self.array.dtype:
            raise DTypeError(f"a gradient has the dtype of its tensor: {self.dtype}")
        self._grad = value

    @grad.deleter
    def grad(self) -> None:
        self._grad = None

    def register_hook(self, hook: Any) -> RemovableHandle:
        """Call `hook(gradient)` once the gradient is known; what it returns replaces it."""
        from .hooks import register_hook

        return register_hook(self, hook)

    def register_post_accumulate_grad_hook(self, hook: Any) -> RemovableHandle:
        """Call `hook(leaf)` after a gradient was accumulated into this leaf."""
        from .hooks import register_post_accumulate_hook

        return register_post_accumulate_hook(self, hook)

    def retain_grad(self) -> None:
        """Keep `.grad` of this intermediate result too when a backward pass reaches it."""
        from .hooks import retain_grad

        retain_grad(self)

    @property
    def retains_grad(self) -> bool:
        return self.hooks is not None and self.hooks.retains

    def detach(self) -> Tensor:
        """The same memory outside the graph."""
        found = new_tensor(memory(self))
        found.version = self.version
        return found

    @property
    def data(self) -> Tensor:
        return new_tensor(memory(self))

    @data.setter
    def data(self, value: Tensor) -> None:
        if value.__class__ is not Tensor:
            raise ArgumentError(f".data must be a tensor, not {type(value).__name__}")
        self.array = memory(value)

    def accumulate(self, cotangent: Any) -> None:
        """Add `cotangent`, which the caller has under one local name, to `.grad`."""
        have = self._grad
        if cotangent.__class__ is Tensor:
            from .ops.conversions import clone_gradient

            self._grad = clone_gradient(cotangent) if have is None else have + cotangent
            return
        dtype = self.array.dtype
        if cotangent.dtype is not dtype:
            cotangent = cast(cotangent, dtype)
        if have is not None:
            if have.node is not None:
                self._grad = new_tensor(as_array(have.array + cotangent))
            elif have.array.__class__ is ndarray and cotangent.__class__ is ndarray:
                before_write(have.array)
                have.array += cotangent
            else:
                have.array = as_array(have.array + cotangent)
            return
        if cotangent.__class__ is not ndarray:
            cotangent = as_array(cotangent)
        elif not held_once(cotangent) or (
            cotangent.base is not None and not is_whole_view(cotangent)
        ):
            cotangent = cotangent.copy()
        self._grad = new_tensor(cotangent)

    # Python's protocols

    def __bool__(self) -> bool:
        return bool(self._single("a truth value"))

    def __int__(self) -> int:
        return int(self._real("an int"))

    def __float__(self) -> float:
        return float(self._real("a float"))

    def __complex__(self) -> complex:
        return complex(self._number("a complex number"))

    def __index__(self) -> int:
        if self.array.dtype.kind not in "iub" or self.array.size != 1:
            raise ArgumentError("only an integer tensor of one element can be used as an index")
        return int(self.item())

    def item(self) -> Any:
        """The one element, as a Python number. Raises ShapeError when there are more or none."""
        return self._single("a Python number")

    def tolist(self) -> Any:
        """The elements as nested lists of Python numbers."""
        return asarray(self.array).tolist()

    def _number(self, wanted: str) -> Any:
        """The one element for a conversion by Python. Raises ValueRangeError."""
        if self.array.size != 1:
            raise ValueRangeError(
                f"only a tensor of one element can become {wanted}; this one has shape "
                f"{list(self.shape)}"
            )
        return asarray(self.array).item()

    def _real(self, wanted: str) -> Any:
        if self.array.dtype.kind == "c":
            raise DTypeError(f"a complex tensor cannot become {wanted}; take its real part first")
        return self._number(wanted)

    def _single(self, wanted: str) -> Any:
        if self.array.size != 1:
            raise ShapeError(
                f"only a tensor of one element can become {wanted}; this one has shape "
                f"{list(self.shape)}"
            )
        return asarray(self.array).item()

    def __len__(self) -> int:
        if self.array.ndim == 0:
            raise ArgumentError("a zero-dimensional tensor has no length")
        return self.array.shape[0]

    def __iter__(self) -> Iterator[Tensor]:
        if self.array.ndim == 0:
            raise ArgumentError("a zero-dimensional tensor cannot be iterated over")
        return iter(self.unbind(0))

    def __contains__(self, value: Any) -> bool:
        return bool((self == value).any())

    __hash__ = object.__hash__  # equality is elementwise, identity is what dictionaries need

    def __repr__(self) -> str:
        from .printing import format_tensor

        try:
            node = self.grad_fn
            history = None if node is None else node.name().rpartition("::")[2]
        except GradError:
            history = "Invalid"
        return format_tensor(
            asarray(self.array),
            requires_grad=self.leaf,
            grad_fn=history,
            default_dtype=default.numpy,
        )

    def __format__(self, spec: str) -> str:
        if self.array.ndim == 0:
            return format(self.item(), spec)
        return object.__format__(self, spec)

    def __array__(self, dtype: Any = None, copy: Any = None) -> ndarray:
        if self.requires_grad:
            raise GradError("a tensor that requires grad has to be detached: x.detach().numpy()")
        return asarray(self.array, dtype)

    def numpy(self, *, force: bool = False) -> ndarray:
        """The elements as an ndarray that shares the tensor's memory."""
        if self.requires_grad and not force:
            raise GradError("a tensor that requires grad has to be detached: x.detach().numpy()")
        return memory(self)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        from .protocol import apply_ufunc

        return apply_ufunc(ufunc, method, inputs, kwargs)

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        from .protocol import apply_function

        return apply_function(function, args, kwargs)

    if TYPE_CHECKING:
        backward: Any

        def __getattr__(self, name: str) -> Any: ...
        def __add__(self, other: Any) -> Tensor: ...
        def __radd__(self, other: Any) -> Tensor: ...
        def __sub__(self, other: Any) -> Tensor: ...
        def __rsub__(self, other: Any) -> Tensor: ...
        def __mul__(self, other: Any) -> Tensor: ...
        def __rmul__(self, other: Any) -> Tensor: ...
        def __truediv__(self, other: Any) -> Tensor: ...
        def __rtruediv__(self, other: Any) -> Tensor: ...
        def __floordiv__(self, other: Any) -> Tensor: ...
        def __mod__(self, other: Any) -> Tensor: ...
        def __pow__(self, other: Any) -> Tensor: ...
        def __rpow__(self, other: Any) -> Tensor: ...
        def __matmul__(self, other: Any) -> Tensor: ...
        def __neg__(self) -> Tensor: ...
        def __lt__(self, other: Any) -> Tensor: ...
        def __le__(self, other: Any) -> Tensor: ...
        def __gt__(self, other: Any) -> Tensor: ...
        def __ge__(self, other: Any) -> Tensor: ...
        def __getitem__(self, key: Any) -> Tensor: ...
        def __setitem__(self, key: Any, value: Any) -> None: ...


_allocate = object.__new__


def new_tensor(array: Any, node: Node | Port | None = None) -> Tensor:
    """A tensor of `array`, which is not copied."""
    tensor = _allocate(Tensor)
    tensor.array = array
    tensor.node = node
    tensor.leaf = False
    tensor.version = [0, 0]
    tensor.view_of = None
    tensor._grad = None
    tensor.hooks = None
    return tensor


def memory(tensor: Tensor) -> ndarray:
    """The tensor's own elements in memory: what was still unevaluated is computed and kept.

    An unevaluated array that others hold too keeps its value when this tensor is written to.
    """
    array = tensor.array
    if array.__class__ is not ndarray:
        value = asarray(array)
        if not held_once(array) or (value.size > 1 and 0 in value.strides):
            value = value.copy()  # others hold it too, or it repeats one number for all places
        array = tensor.array = value
    return array


def realize(
    *tensors: Tensor | None, out: dict[Tensor, ndarray] | None = None, progress: Any = None
) -> None:
    """Compute what is still unevaluated of `tensors`, all in one plan.

    out: for some of them the array or memory map to write to, which they share from then on.
    progress: called as `progress(done, total)` with counts of elements.
    """
    given = out or {}
    pending = [t for t in tensors if t is not None and t.array.__class__ is not ndarray]
    if pending:
        from .lazy.execution import realize as compute

        lazy = {tensor.array: array for tensor, array in given.items() if is_lazy(tensor.array)}
        compute(*[t.array for t in pending], out=lazy, progress=progress)
    for tensor, array in given.items():
        if not is_lazy(tensor.array):
            array[...] = tensor.array
        tensor.array = array
