"""`torch.autograd` and the settings of printing, published under their names."""

from __future__ import annotations

from .. import gradmode
from ..declare import public
from ..differentiate import backward, grad
from ..printing import set_printoptions

public("autograd.backward")(backward)
public("autograd.grad")(grad)
for _mode in ("no_grad", "enable_grad", "set_grad_enabled", "inference_mode"):
    public(f"autograd.{_mode}", f"autograd.grad_mode.{_mode}")(getattr(gradmode, _mode))
public("set_printoptions")(set_printoptions)
