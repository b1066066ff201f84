"""Small programs that recorded cases call where one operator alone would not do.

A decomposition's factors are defined only up to a sign or a phase, so what is compared is a
function of them that is not; the functional transforms take a function. Each is handed the
torch-like module first.
"""

from __future__ import annotations

from typing import Any


def eigh_function(torch: Any, x: Any) -> Any:
    """exp of a symmetric matrix through its eigenvectors."""
    values, vectors = torch.linalg.eigh(x)
    return (vectors * torch.exp(values * 0.3).unsqueeze(-2)) @ vectors.mH


# Transforms of functions


def wave(torch: Any) -> Any:
    """A smooth function of x to a tensor of x's shape."""
    return lambda x: torch.sin(x) * x**2


def energy(torch: Any) -> Any:
    """A smooth function of x to a number, with mixed second derivatives."""
    return lambda x: (torch.sin(x) * x).sum() * torch.exp(-x.sum() / 4)


def grad_scalar(torch: Any, x: Any) -> Any:
    return torch.func.grad(energy(torch))(x)


def grad_second_argument(torch: Any, x: Any) -> Any:
    return torch.func.grad(lambda a, b: (a * b**2).sum(), argnums=(0, 1))(x, x + 1)


def grad_and_value(torch: Any, x: Any) -> Any:
    return torch.func.grad_and_value(energy(torch))(x)


def grad_has_aux(torch: Any, x: Any) -> Any:
    return torch.func.grad(lambda a: ((a**3).sum(), a * 2), has_aux=True)(x)


def grad_of_grad(torch: Any, x: Any) -> Any:
    return torch.func.grad(lambda a: torch.func.grad(energy(torch))(a).sum())(x)


def vjp(torch: Any, x: Any) -> Any:
    value, pull = torch.func.vjp(wave(torch), x)
    return value, pull(torch.ones_like(value))


def jvp(torch: Any, x: Any) -> Any:
    return torch.func.jvp(wave(torch), (x.detach(),), (torch.ones_like(x),))


def jacrev(torch: Any, x: Any) -> Any:
    return torch.func.jacrev(wave(torch))(x)


def jacfwd(torch: Any, x: Any) -> Any:
    return torch.func.jacfwd(wave(torch))(x.detach())


def hessian(torch: Any, x: Any) -> Any:
    return torch.func.hessian(energy(torch))(x.detach())


def jacrev_two_arguments(torch: Any, x: Any) -> Any:
    return torch.func.jacrev(lambda a, b: a * b.sum(), argnums=(0, 1))(x, x * 2)


def vmap_square(torch: Any, x: Any) -> Any:
    return torch.func.vmap(lambda row: (row**2).sum())(x)


def functional_jacobian(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.jacobian(wave(torch), x)


def functional_hessian(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.hessian(energy(torch), x)


def functional_jacobian_two(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.jacobian(lambda a, b: a.sum() * b, (x, x + 1))


def functional_vjp(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.vjp(wave(torch), x, torch.ones_like(x))


def functional_jvp(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.jvp(wave(torch), x, torch.ones_like(x))


def functional_hvp(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.hvp(energy(torch), x, torch.ones_like(x))


def functional_vhp(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.vhp(energy(torch), x, torch.ones_like(x))


def gradcheck(torch: Any, x: Any) -> Any:
    return torch.autograd.gradcheck(wave(torch), (x,))


def gradgradcheck(torch: Any, x: Any) -> Any:
    return torch.autograd.gradgradcheck(wave(torch), (x,))


def jacobian_create_graph(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.jacobian(wave(torch), x, create_graph=True).sum()


def hessian_create_graph(torch: Any, x: Any) -> Any:
    return torch.autograd.functional.hessian(energy(torch), x, create_graph=True).sum()


# Autograd itself


def derivative(torch: Any, y: Any, x: Any) -> Any:
    return torch.autograd.grad(y.sum(), x, create_graph=True)[0]


def double_backward(torch: Any, x: Any) -> Any:
    return derivative(torch, wave(torch)(x), x).sum()


def triple_derivative(torch: Any, x: Any) -> Any:
    first = derivative(torch, wave(torch)(x), x)
    return derivative(torch, derivative(torch, first, x), x).sum()


def grad_with_outputs(torch: Any, x: Any) -> Any:
    y, z = x**2, torch.exp(x)
    return torch.autograd.grad((y, z), (x,), grad_outputs=(torch.ones_like(y), z.detach()))


def backward_gradient(torch: Any, x: Any) -> Any:
    leaf = x.detach().requires_grad_()
    (leaf**3).backward(gradient=torch.ones_like(leaf) * 2)
    return leaf.grad


def accumulated(torch: Any, x: Any) -> Any:
    leaf = x.detach().requires_grad_()
    y = (leaf**2).sum()
    y.backward(retain_graph=True)
    y.backward()
    return leaf.grad


def unused(torch: Any, x: Any) -> Any:
    other = torch.ones_like(x, requires_grad=True)
    return torch.autograd.grad((x**2).sum(), (x, other), allow_unused=True)


def hooked(torch: Any, x: Any) -> Any:
    leaf = x.detach().requires_grad_()
    y = leaf * 2
    handle = y.register_hook(lambda grad: grad * 10)
    (y**2).sum().backward(retain_graph=True)
    handle.remove()
    (leaf * 1).sum().backward()
    return leaf.grad


def retained(torch: Any, x: Any) -> Any:
    y = x * 2
    y.retain_grad()
    (y**2).sum().backward()
    return y.grad


# Decompositions


def eigh_projector(torch: Any, x: Any) -> Any:
    """The projector on the eigenvector of the largest eigenvalue."""
    vector = torch.linalg.eigh(x)[1][..., -1:]
    return vector @ vector.mH


def eig_function(torch: Any, x: Any) -> Any:
    """The square of a diagonalisable matrix through its eigenvectors."""
    values, vectors = torch.linalg.eig(x)
    return ((vectors * values.unsqueeze(-2) ** 2) @ torch.linalg.inv(vectors)).real


def svd_function(torch: Any, x: Any) -> Any:
    """A matrix with its singular values replaced by a function of them."""
    u, s, vh = torch.linalg.svd(x, full_matrices=False)
    return (u * torch.sin(s).unsqueeze(-2)) @ vh


def svd_old_function(torch: Any, x: Any) -> Any:
    """The same through torch.svd, which gives V and not its adjoint."""
    u, s, v = torch.svd(x)
    return (u * torch.sin(s).unsqueeze(-2)) @ v.mH


def svd_projector(torch: Any, x: Any) -> Any:
    """The projectors on the leading left and right singular vectors."""
    u, _, vh = torch.linalg.svd(x, full_matrices=False)
    return u[..., :1] @ u[..., :1].mH, vh[..., :1, :].mH @ vh[..., :1, :]


def qr_product(torch: Any, x: Any, mode: str) -> Any:
    """Q and R under a function that does not see their signs."""
    q, r = torch.linalg.qr(x, mode=mode)
    return q @ torch.diag_embed(torch.diagonal(r, dim1=-2, dim2=-1)[..., : q.shape[-1]] * 2)


def qr_invariants(torch: Any, x: Any, mode: str) -> Any:
    q, r = torch.linalg.qr(x, mode=mode)
    return q[..., :1] @ q[..., :1].mH, r.mH @ r, r.abs()


def lu_solved(torch: Any, x: Any) -> Any:
    factor, pivots = torch.linalg.lu_factor(x)
    return torch.linalg.lu_solve(factor, pivots, torch.ones_like(x))


def lu_solved_function(torch: Any, x: Any) -> Any:
    factor, pivots = torch.lu(x)
    return torch.lu_solve(torch.ones_like(x), factor, pivots)


def lu_unpacked(torch: Any, x: Any) -> Any:
    return torch.lu_unpack(*torch.linalg.lu_factor(x))


def lu_unpacked_data_only(torch: Any, x: Any) -> Any:
    factor, pivots = torch.linalg.lu_factor(x)
    return torch.lu_unpack(factor, pivots, unpack_pivots=False)[1:]


# In-place writing, through views


def write_row(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0] = x[1] * 2
    return y


def scale_column(torch: Any, x: Any) -> Any:
    y = x * 1
    y[:, 1] *= 2
    return y


def write_through_view(torch: Any, x: Any) -> Any:
    y = x.clone()
    flat = y.view(-1)
    flat[1] = 7.0
    flat.mul_(3)
    return y, flat


def write_through_transpose(torch: Any, x: Any) -> Any:
    y = x.clone()
    y.t()[0].mul_(x[:, 0])
    return y


def write_masked(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[x > 1] = 0.0
    return y


def write_slice_step(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[:, ::2] += x[:, ::2] ** 2
    return y


def write_twice(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0] *= x[0]
    y[0] *= x[1]
    return y


def write_diagonal(torch: Any, x: Any) -> Any:
    y = x.clone()
    y.diagonal().mul_(5)
    return y


def write_narrow(torch: Any, x: Any) -> Any:
    y = x.clone()
    y.narrow(0, 1, 1).add_(x[:1])
    return y


def view_after_write(torch: Any, x: Any) -> Any:
    y = x.clone()
    row = y[0]
    y.mul_(2)
    return row


def write_under_no_grad(torch: Any, x: Any) -> Any:
    y = x.clone()
    with torch.no_grad():
        y.mul_(2)
    return y * x


def write_detached(torch: Any, x: Any) -> Any:
    y = x * 2
    y.detach().mul_(3)
    return y


def write_data(torch: Any, x: Any) -> Any:
    y = x * 2
    y.data[0] = 1.0
    return y


def augmented(torch: Any, x: Any) -> Any:
    y = x * 1
    y += 1
    y *= x
    y -= 0.5
    y /= 2
    y **= 2
    return y


def augmented_row(torch: Any, x: Any) -> Any:
    y = x * 1
    row = y[1]
    row += x[0]
    return y, row


def write_unbound(torch: Any, x: Any) -> Any:
    y = x.clone()
    y.unbind(0)[0].mul_(2)
    return y


def write_split(torch: Any, x: Any) -> Any:
    y = x.clone()
    y.split(1)[1].mul_(2)
    return y


def write_chain(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0][1] = x[1, 0]
    y.unsqueeze(0)[0, 1].neg_()
    return y


def write_expanded_source(torch: Any, x: Any) -> Any:
    y = torch.zeros_like(x)
    y[:] = x[0]
    return y


def overwritten_output(torch: Any, x: Any) -> Any:
    y = x.exp()
    y.add_(1)
    return y


def saved_overwritten(torch: Any, x: Any) -> Any:
    y = x * 1
    z = y**2
    y.add_(1)
    return torch.autograd.grad(z.sum(), x)


def saved_not_needed(torch: Any, x: Any) -> Any:
    y = x * 1
    z = y + 2
    y.mul_(5)
    return torch.autograd.grad(z.sum(), x)


def leaf_written(torch: Any, x: Any) -> Any:
    return x.add_(1)


def leaf_view(torch: Any, x: Any) -> Any:
    x[0].mul_(2)
    return x


def write_self_row(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0] = y[1]
    return y


def zeroed_row(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0].zero_()
    return y


def clamped_row(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0].clamp_(max=1.0)
    return y


def copied_row(torch: Any, x: Any) -> Any:
    y = x.clone()
    y[0].copy_(x[1])
    return y


def write_squeeze(torch: Any, x: Any) -> Any:
    y = x.clone().unsqueeze(0)
    y.squeeze(0)[0].mul_(2)
    return y


def grad_of_view(torch: Any, x: Any) -> Any:
    y = x.clone()
    row = y[0]
    y[0] *= 2
    return (row**2).sum() + y.sum()
