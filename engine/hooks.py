"""Hooks: what a program asked to be shown of the backward pass."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import ref

from .arrays import as_array
from .errors import GradError
from .gradmode import mode
from .graph import Extras, edge_of, next_time, output_index, owner_of
from .tensor import Tensor, new_tensor


def run_hooks(hooks: Any, cotangent: Any, recorded: bool) -> Any:
    """Let hooks see, and replace, the cotangent of the output they were registered on."""
    for index, hook in tuple(hooks.values()):
        parts = cotangent if isinstance(cotangent, list) else None
        value: Any = cotangent if parts is None else parts[index]
        if value is None:
            continue
        tensor: Tensor = value if value.__class__ is Tensor else new_tensor(as_array(value))
        replaced = hook(tensor)
        if replaced is None:
            continue
        if replaced.__class__ is not Tensor:
            raise GradError("a hook must return a tensor, or None to leave the gradient as it is")
        if replaced.shape != tensor.shape:
            raise GradError(
                f"a hook returned a gradient of shape {list(replaced.shape)} "
                f"for one of shape {list(tensor.shape)}"
            )
        value = replaced if recorded else replaced.array
        if parts is None:
            cotangent = value
        else:
            parts[index] = value
    return cotangent


class RemovableHandle:
    """What registering a hook returns; `remove()` takes the hook away."""

    __module__ = "torch.utils.hooks"
    __slots__ = ("hooks", "key")

    def __init__(self, hooks: dict[int, Any], hook: Any) -> None:
        self.hooks = hooks
        self.key = next_time()
        hooks[self.key] = hook

    def remove(self) -> None:
        self.hooks.pop(self.key, None)

    def __enter__(self) -> RemovableHandle:
        return self

    def __exit__(self, *_: Any) -> None:
        self.remove()


class LeafHooks(dict[int, Any]):
    """Hooks of a leaf. Passes have to know more as long as there are any: they are counted."""

    def __setitem__(self, key: int, hook: Any) -> None:
        super().__setitem__(key, hook)
        mode.leaf_hooks += 1

    def pop(self, key: int, default: Any = None) -> Any:
        if key in self:
            mode.leaf_hooks -= 1
        return super().pop(key, default)

    def clear(self) -> None:
        mode.leaf_hooks -= len(self)
        super().clear()


class TensorHooks:
    """What a tensor itself remembers of hooks; those of a result stand on its node.

    before: a leaf's hooks on its cotangent; after: those that run once it was accumulated;
    retains: whether an intermediate result keeps its gradient.
    """

    __slots__ = ("after", "before", "retains")

    def __init__(self) -> None:
        self.before = LeafHooks()
        self.after = LeafHooks()
        self.retains = False

    def __del__(self) -> None:
        self.before.clear()
        self.after.clear()


def _hooks_of(tensor: Tensor) -> TensorHooks:
    if tensor.hooks is None:
        tensor.hooks = TensorHooks()
    return tensor.hooks


def register_hook(tensor: Tensor, hook: Callable[[Tensor], Any]) -> RemovableHandle:
    """Call `hook` with the cotangent of `tensor` when a backward pass has it whole."""
    edge = edge_of(tensor)
    if edge is None:
        raise GradError("a hook needs a tensor that requires grad")
    if edge.__class__ is Tensor:
        return RemovableHandle(_hooks_of(tensor).before, (0, hook))
    return RemovableHandle(owner_of(edge).extras().hooks, (output_index(edge), hook))


def register_post_accumulate_hook(leaf: Tensor, hook: Callable[[Tensor], Any]) -> RemovableHandle:
    """Call `hook(leaf)` whenever a gradient was accumulated into `leaf`."""
    if not leaf.leaf:
        raise GradError("this hook is for leaves that require grad")
    return RemovableHandle(_hooks_of(leaf).after, hook)


def retain_grad(tensor: Tensor) -> None:
    """Store the cotangent of an intermediate result, as its other hooks left it, in `.grad`."""
    edge = edge_of(tensor)
    if edge is None:
        raise GradError("retain_grad() needs a tensor that requires grad")
    if edge.__class__ is Tensor or tensor.retains_grad:
        return
    _hooks_of(tensor).retains = True
    owner_of(edge).extras().retaining[output_index(edge)] = ref(tensor)


def keep_retained(extra: Extras, cotangent: Any) -> None:
    """Store the cotangents of the node's outputs that retain their gradients."""
    for index, reference in extra.retaining.items():
        tensor = reference()
        value = cotangent[index] if isinstance(cotangent, list) else cotangent
        if tensor is not None and value is not None:
            tensor.accumulate(value)
