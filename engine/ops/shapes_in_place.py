"""Shapes changed in place: the tensor itself gets the view's shape."""

from __future__ import annotations

from ..declare import operator, publish_method
from ..inplace import inplace_view
from .shapes import (
    matrix_transposed,
    squeeze,
    squeezed,
    squeezed_dim,
    squeezed_dims,
    transpose,
    transposed,
    unsqueeze,
    unsqueezed,
)
from .transposes import t

# PyTorch numbers the nodes of these forms apart.
_TWINS = {
    made: operator(f"{made.name}_", made.kernel, view=True, node=node, x=made.rules[0])
    for made, node in (
        (unsqueezed, "UnsqueezeBackward1"),
        (squeezed, "SqueezeBackward3"),
        (squeezed_dim, "SqueezeBackward4"),
        (squeezed_dims, "SqueezeBackward5"),
        (matrix_transposed, "TBackward1"),
        (transposed, "TransposeBackward1"),
    )
}
for _name, _function in (
    ("unsqueeze_", unsqueeze),
    ("squeeze_", squeeze),
    ("t_", t),
    ("transpose_", transpose),
    ("swapaxes_", transpose),
    ("swapdims_", transpose),
):
    publish_method(_name, inplace_view(_function, _name, _TWINS))
