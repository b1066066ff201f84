"""In-place operators: the out-of-place operator, its result written back, its node adopted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import ndarray

from .arrays import before_write, is_lazy
from .dtypes import BY_NUMPY, F32, F64, can_cast
from .errors import ArgumentError, DTypeError, GradError, ShapeError
from .gradmode import mode, no_grad, set_grad_enabled
from .graph import Port, next_time
from .lazy.memory import release
from .tensor import Tensor, memory, new_tensor
from .views import copy_slices

if TYPE_CHECKING:
    from .operator import Operator


def inplace(function: Callable[..., Any], name: str) -> Callable[..., Tensor]:
    """The in-place form of `function`, whose first argument is the tensor to change.

    Raises GradError for a leaf that requires grad, or a view that may not be written through;
    ShapeError when the result does not have the tensor's shape; DTypeError when the tensor's
    dtype cannot hold the result.
    """

    checked = name not in COPYING
    ufunc = UFUNCS.get(name)

    def call(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        if self.__class__ is not Tensor:
            raise ArgumentError(f"{name} changes a tensor, not {type(self).__name__}")
        if checked:
            for arg in args:
                if arg.__class__ is Tensor and arg is not self:
                    check_overlap(self.array, arg.array, name)
        if not mode.enabled:
            if ufunc is not None and len(args) == 1 and not kwargs and mode.watcher is None:
                operand = args[0].array if args[0].__class__ is Tensor else args[0]
                if computes_in_place(self.array, operand):
                    before_write(self.array)
                    ufunc(self.array, operand, self.array)
                    self.version[0] = mode.last_write = next_time()
                    return self
            write(self, function(self, *args, **kwargs), name)
            return self
        check_history(self, name)
        source = new_tensor(copy_of(self))
        if self.view_of is not None:
            self.view_of.refresh(self)
        source.node = self.node
        result = function(source, *args, **kwargs)
        if result.node is not None:
            check_path(self, name)
        write(self, result, name)
        if result.node is not None:
            adopt(self, result)
        return self

    call.__name__ = name
    return call


def copy_of(tensor: Tensor) -> ndarray:
    watcher = mode.watcher
    return memory(tensor).copy() if watcher is None else watcher.copy(tensor)


UFUNCS = {
    "add_": np.add,
    "sub_": np.subtract,
    "mul_": np.multiply,
    "div_": np.divide,
    "__iadd__": np.add,
    "__isub__": np.subtract,
    "__imul__": np.multiply,
    "__itruediv__": np.divide,
}
"""What NumPy computes in the memory of its first operand, where nothing is recorded."""


def computes_in_place(target: Any, operand: Any) -> bool:
    """Whether a ufunc may write to its operand `target`: floats of one dtype and shape, dense."""
    if target.__class__ is not ndarray or (target.dtype is not F32 and target.dtype is not F64):
        return False
    if operand.__class__ is ndarray:
        if operand.dtype is not target.dtype or operand.shape != target.shape:
            return False
    elif operand.__class__ is not float and operand.__class__ is not int:
        return False
    flags = target.flags
    return flags.c_contiguous and flags.writeable


def store(
    tensor: Tensor,
    operator: Operator,
    args: tuple[Any, ...],
    put: Callable[[ndarray], None],
    name: str,
    repeats: bool = False,
) -> Tensor:
    """Change `tensor` by `put(memory)` and record it as `operator(tensor, *args)`.

    repeats: whether an expanded tensor may be changed, whose elements share their places.

    Unlike `inplace` this copies the tensor only where a rule asks for its old value, so that
    writing a few elements costs no more than them.
    """
    values = [arg.array if arg.__class__ is Tensor else arg for arg in args]
    edges, mask = [], 0
    source = tensor
    if mode.enabled:
        check_history(tensor, name)
        source = new_tensor(memory(tensor), tensor.node)
        edges, mask = operator.edges((source, *args))
        if source.array.dtype.kind not in "fc":
            mask = 0
        if mask:
            check_path(tensor, name)
    target = before = memory(tensor) if repeats else writable(tensor, name)
    for value in values:
        if value.__class__ is ndarray and name != "fill_":
            check_overlap(target, value, name)
    if mask and 0 in operator.plan(mask).watch:
        before = target.copy()
    before_write(target)
    if mode.watcher is None:
        put(target)
    else:
        mode.watcher.put(tensor, operator, args, lambda: put(target))
    tensor.version[0] = mode.last_write = next_time()
    if mask:
        found = new_tensor(target)
        operator.attach(found, (source, *args), [before, *values], edges, mask)
        adopt(tensor, found)
    return tensor


def inplace_view(
    function: Callable[..., Any], name: str, twins: dict[Any, Any]
) -> Callable[..., Tensor]:
    """The form of a view `function` that gives the tensor itself the view's shape.

    twins: by view operator, the operator that names the recorded step of the in-place form.
    """

    def call(self: Tensor, *args: Any, **kwargs: Any) -> Tensor:
        if mode.enabled:
            check_history(self, name)
            if self.node is not None:
                check_path(self, name)
        source = new_tensor(memory(self), self.node)
        source.version, source.view_of = self.version, self.view_of
        with set_grad_enabled(mode.enabled or self.node is not None):
            result = function(source, *args, **kwargs)
        self.array = result.array
        self.version[0] = mode.last_write = next_time()
        old, new = self.view_of, result.view_of
        if old is None:
            self.version.append(new.undo(source.array.shape))
        else:
            self.view_of = new
            new.recorded = old.recorded
            new.time = self.version[0] if mode.enabled else old.time
        if result.node is not None and (mode.enabled or result.shape != source.shape):
            self.node = node = result.node
            node.plan = twins[node.plan.operator].plan(1)
        return self

    call.__name__ = name
    return call


def check_history(tensor: Tensor, name: str) -> None:
    """Refuse to overwrite a leaf that requires grad, itself or through a view."""
    if tensor.requires_grad and tensor.node is None:
        raise GradError(
            f"{name} would overwrite a leaf that requires grad; work on a clone(), or change it "
            "inside torch.no_grad()"
        )
    if tensor.view_of is not None and tensor.requires_grad and tensor.view_of.root.is_leaf:
        raise GradError(
            f"{name} would write through a view into a leaf that requires grad; work on a "
            "clone(), or change it inside torch.no_grad()"
        )


def check_path(tensor: Tensor, name: str) -> None:
    """Refuse to record a write through a view that autograd cannot follow back to its root."""
    if tensor.view_of is not None:
        tensor.view_of.check_path(f"{name} writes to a view that")


def write(tensor: Tensor, result: Tensor, name: str) -> None:
    """Store `result` in the tensor's memory and note the time."""
    target = memory(tensor)
    array = result.array
    if array.shape != target.shape:
        raise ShapeError(
            f"{name}: the result has shape {list(array.shape)}, the tensor it should be stored "
            f"in has {list(target.shape)}"
        )
    if not can_cast(array.dtype, target.dtype):
        raise DTypeError(
            f"{name}: a result of {BY_NUMPY[array.dtype]} cannot be stored in a tensor of "
            f"{BY_NUMPY[target.dtype]}"
        )
    overwrite(tensor, array, name)


def overwrite(tensor: Tensor, array: Any, name: str) -> None:
    """Copy `array`, which broadcasts, into the tensor's memory and note the time."""
    target = writable(tensor, name)
    if is_lazy(array):
        (array,) = release(target, array)
    else:
        before_write(target)
    put_array(tensor, target, array)
    tensor.version[0] = mode.last_write = next_time()


def put_array(tensor: Tensor, target: ndarray, array: Any) -> None:
    """Copy `array`, which broadcasts, into the tensor's memory, `target`, unnoticed by versions."""
    if mode.watcher is None:
        np.copyto(target, array, casting="unsafe")
    else:
        mode.watcher.write(tensor, array, lambda: np.copyto(target, array, casting="unsafe"))


def writable(tensor: Tensor, name: str) -> ndarray:
    """The tensor's memory. Raises ShapeError where elements share their place with others."""
    target = memory(tensor)
    flags = target.flags
    if flags.c_contiguous and flags.writeable:
        return target
    if target.size and (not flags.writeable or _repeats(target)):
        raise ShapeError(
            f"{name}: several elements of this expanded tensor share one place in memory; "
            "clone() it before writing"
        )
    return target


def _repeats(array: np.ndarray) -> bool:
    return any(
        stride == 0 and length > 1
        for stride, length in zip(array.strides, array.shape, strict=True)
    )


COPYING = frozenset(["masked_fill_", "masked_scatter_", "addmm_", "addmv_"])
"""In-place operators that first copy the operands that share the memory they change."""


def check_overlap(target: Any, operand: Any, name: str) -> None:
    """Refuse an operand that shares a part of the target's memory, or all in another order.

    As in PyTorch this sees dense operands only; the others give what a copy of them would.
    """
    if target.__class__ is not ndarray or operand.__class__ is not ndarray:
        return
    if (target.base if target.base is not None else target) is not (
        operand.base if operand.base is not None else operand
    ):
        return
    places = _extent(target), _extent(operand)
    if None in places or places[0][1] <= places[1][0] or places[1][1] <= places[0][0]:
        return
    same = target.shape == operand.shape and _steps(target) == _steps(operand)
    if not (same and places[0] == places[1]):
        raise ShapeError(
            f"{name}: an operand shares memory with the tensor that is changed; clone() it first"
        )


def _extent(array: ndarray) -> Any:
    """First and last address of a dense array; None for one with gaps or repetitions."""
    low, high = np.lib.array_utils.byte_bounds(array)
    return (low, high) if high - low == array.nbytes and array.size else None


def _steps(array: ndarray) -> list[int]:
    return [s for s, n in zip(array.strides, array.shape, strict=True) if n > 1]


def adopt(tensor: Tensor, result: Tensor) -> None:
    """Make the recorded step that gave `result` the history of `tensor`, which now holds it."""
    node: Any = result.node
    if node is tensor.node:
        return  # the operator handed its argument on
    owner = node.node if node.__class__ is Port else node
    if tensor.retains_grad:
        _move_retaining(tensor, owner)
    owner.saved = [tensor.array if kept is result.array else kept for kept in owner.saved]
    if not any(version is tensor.version for version in owner.versions):
        owner.time = next_time()
    owner.versions = [
        tensor.version if version is result.version else version for version in owner.versions
    ]
    if tensor.view_of is None:
        tensor.node = node
        tensor.leaf = False
        tensor.version[1] = owner.time
        return
    view = tensor.view_of
    root = view.root
    slices = copy_slices(root, view, owner, composed=owner.edges[0] is not tensor.node)
    if root.retains_grad and root is not tensor:
        _move_retaining(root, slices)
    root.node = slices
    root.leaf = False
    root.version[1] = slices.time
    if owner.time < tensor.version[0]:
        mode.last_write = next_time()  # the step in the slices is older than they are: check it
    view.refresh(tensor)


def _move_retaining(tensor: Tensor, node: Any) -> None:
    """Keep the gradient of the value that `tensor` holds from now on."""
    old: Any = tensor.node
    old.extras().retaining.clear()
    node.extras().retaining[0] = _weak(tensor)


def _weak(tensor: Tensor) -> Any:
    from weakref import ref

    return ref(tensor)


def fill(tensor: Tensor, value: Any, name: str) -> Tensor:
    """Overwrite with a number or an array of random draws, which have no gradient."""
    check_history(tensor, name)
    with no_grad():
        overwrite(tensor, value, name)
    return tensor
