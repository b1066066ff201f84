"""Derivatives of functions: gradients, Jacobians, Hessians, and maps over a batch."""

from .cases import case, each, lines, real

FEW = real(lines((4, 32, 128)), grad=False)
LONG = real(lines((20, 16_384, 2_000_000)))

case("torch.autograd.grad(torch.sin(x), x, torch.ones_like(x))", x=LONG)
case("torch.autograd.backward(torch.sin(x), torch.ones_like(x))", x=LONG)
each(
    "grad grad_and_value", "torch.func.{}(lambda x: x.sin().sum())(x)", x=LONG._replace(grad=False)
)
each("jacrev jacfwd", "torch.func.{}(torch.sin)(x)", x=FEW)
case("torch.func.hessian(lambda x: x.sin().prod())(x)", x=FEW)
case("torch.func.vjp(torch.sin, x)[1](x)", x=FEW)
case("torch.func.jvp(torch.sin, (x,), (x,))", x=FEW)
case("torch.func.vmap(torch.dot)(x, x)", x=real([(4, 5), (128, 128), (2000, 1000)], grad=False))
case(
    "torch.vmap(lambda r: r.sin().sum())(x)", x=real([(4, 5), (128, 128), (2000, 1000)], grad=False)
)
case("torch.autograd.functional.jacobian(torch.sin, x)", x=FEW)
case("torch.autograd.functional.jacobian(torch.sin, x, vectorize=True)", x=FEW)
case("torch.autograd.functional.hessian(lambda x: x.sin().prod(), x)", x=FEW)
case("torch.autograd.functional.hessian(lambda x: x.sin().prod(), x, vectorize=True)", x=FEW)
each("hvp vhp", "torch.autograd.functional.{}(lambda x: x.sin().prod(), x, x)", x=FEW)
each("vjp jvp", "torch.autograd.functional.{}(torch.sin, x, x)", x=FEW)
