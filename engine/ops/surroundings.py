"""What snippets ask before they start: is there another device, wrap this in a Variable."""

from __future__ import annotations

from ..arguments import tensor
from ..declare import public, publish_method
from ..errors import ShapeError
from ..tensor import Tensor


@public("autograd.Variable")
def Variable(data: Tensor, requires_grad: bool = False) -> Tensor:
    """A leaf that shares `data`'s memory, as snippets from before PyTorch 0.4 write it."""
    tensor(data, "autograd.Variable")
    return data.detach().requires_grad_(requires_grad)


@public("cuda.is_available")
def is_available() -> bool:
    return False


@public("cuda.device_count")
def device_count() -> int:
    return 0


publish_method("is_cuda", property(lambda input: False))
publish_method("is_cpu", property(lambda input: True))


@public("is_nonzero", method=True)
def is_nonzero(input: Tensor) -> bool:
    """Whether the only element is not zero. Raises ShapeError for any other number of elements."""
    tensor(input, "is_nonzero")
    if input.array.size != 1:
        raise ShapeError(f"is_nonzero takes one element, not the shape {list(input.array.shape)}")
    return bool(input)
