"""`torch.autograd` and `torch.func`, published under their names."""

from __future__ import annotations

from .. import functional, gradmode, transforms
from ..declare import public
from ..differentiate import backward, grad
from ..gradcheck import gradcheck, gradgradcheck
from ..printing import set_printoptions

public("autograd.backward")(backward)
public("autograd.grad")(grad)
public("autograd.gradcheck")(gradcheck)
public("autograd.gradgradcheck")(gradgradcheck)
for _mode in ("no_grad", "enable_grad", "set_grad_enabled", "inference_mode"):
    public(f"autograd.{_mode}", f"autograd.grad_mode.{_mode}")(getattr(gradmode, _mode))
public("set_printoptions")(set_printoptions)

for _name in ("grad", "grad_and_value", "vjp", "jvp", "jacrev", "jacfwd", "hessian"):
    public(f"func.{_name}")(getattr(transforms, _name))
public("func.vmap", "vmap")(transforms.vmap)

for _name in ("jacobian", "hessian", "vjp", "jvp", "vhp", "hvp"):
    public(f"autograd.functional.{_name}")(getattr(functional, _name))
