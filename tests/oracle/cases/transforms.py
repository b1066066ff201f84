"""torch.func, torch.autograd.functional and gradcheck, through the programs of compositions.py."""

from build import case, f32, f64, note

note(issue=2, any_node=True)

for name in (
    *("grad_scalar", "grad_second_argument", "grad_and_value", "grad_has_aux", "grad_of_grad"),
    *("vjp", "jvp", "jacrev", "jacfwd", "hessian", "jacrev_two_arguments", "vmap_square"),
    *("functional_jacobian", "functional_hessian", "functional_jacobian_two", "functional_vjp"),
    *("functional_jvp", "functional_hvp", "functional_vhp", "gradcheck", "gradgradcheck"),
    *("jacobian_create_graph", "hessian_create_graph", "double_backward", "triple_derivative"),
    *("grad_with_outputs", "backward_gradient", "accumulated", "unused", "hooked", "retained"),
):
    case(f"composed.{name}", f64(3, lo=0.5, hi=2))
    case(f"composed.{name}", f64(2, 2, lo=0.5, hi=2))
    if "check" not in name:
        case(f"composed.{name}", f32(2, lo=0.5, hi=2))
