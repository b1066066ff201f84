"""Which names of the catalogue a case calls, and why the others have none.

A name is covered by its last part: `torch.relu`, `F.relu` and `x.relu` are one operator. A name
that ends with an underscore does in place what its twin does.
"""

from __future__ import annotations

from collections.abc import Iterable

from .cases import CASES, Made, called

WITHOUT: dict[str, str] = {
    "a type, or a question about one": (
        "Generator LinAlgError Variable can_cast finfo iinfo is_complex is_floating_point "
        "is_tensor promote_types result_type astype type element_size is_cpu is_cuda is_conj "
        "is_neg is_nonzero is_contiguous device_count is_available"
    ),
    "a number about a shape": "broadcast_shapes dim ndimension nelement size stride",
    "a mode or a setting": (
        "enable_grad inference_mode no_grad set_grad_enabled manual_seed set_printoptions"
    ),
    "a check that runs a function many times": "gradcheck gradgradcheck",
    "tensor() with a dtype": (
        "BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor "
        "LongTensor ShortTensor"
    ),
    "to() with a dtype": (
        "byte char short cdouble cfloat complex64 complex128 cpu float16 float32 int8 int16 int32 "
        "int64 uint8"
    ),
    "another name of div, inv, sigmoid or grid_sample": (
        "true_divide inverse expit grid_sampler grid_sampler_2d grid_sampler_3d"
    ),
    "a pooling with return_indices": (
        "max_pool1d_with_indices max_pool2d_with_indices max_pool3d_with_indices "
        "adaptive_max_pool2d_with_indices adaptive_max_pool3d_with_indices"
    ),
}
"""Public names that have no case of their own."""

INTERNAL: dict[str, str] = {
    "run by backward, or by its derivative": (
        "add_along put_along copy_eye mixed_rows correlate spread weigh log_softmax_backward_data "
        "softmax_backward_data"
    ),
    "the same kernel under the node name of another form": (
        "FillBackward1 FillBackward2 FillBackward3 alias copy div_unrounded index_put_impl "
        "rrelu_with_noise_ squeeze_row zero fill_diagonal euclidean_dist"
    ),
    "attention's, where a row is masked altogether": "safe_softmax",
    "without a derivative, so that no graph shows it: special.*, %, unique, scatter, normal": (
        "special_bessel_j0 special_bessel_j1 special_bessel_y0 special_bessel_y1 "
        "special_modified_bessel_i0 special_modified_bessel_i1 special_modified_bessel_k0 "
        "special_modified_bessel_k1 special_scaled_modified_bessel_k0 "
        "special_scaled_modified_bessel_k1 special_zeta special_zeta_from_number "
        "special_zeta_of_number remainder_of_scalar unique_dim unique_dim_consecutive "
        "scatter_add_only scatter_multiply_only normal_mean normal_std normal_mean_std"
    ),
}
"""Operators of the table that no graph of a case shows."""

OF_BACKWARD = ("_backward", "_slopes", "_bend")
"""How the names of operators end that the rules of others are."""


def reasons(groups: dict[str, str]) -> dict[str, str]:
    return {name: reason for reason, names in groups.items() for name in names.split()}


def calls() -> set[str]:
    """The last parts of all names that the cases call, for their inputs too."""
    texts = [case.expression for case in CASES.values()]
    for case in CASES.values():
        for given in case.inputs.values():
            if isinstance(given, (Made, str)):
                texts.append(given.expression if isinstance(given, Made) else given)
    return {name.rpartition(".")[2] for text in texts for name in called(text)}


def uncovered(names: Iterable[str], reached: set[str], groups: dict[str, str]) -> list[str]:
    """Those of `names` that are neither reached nor have a reason."""
    known = reached | reasons(groups).keys()
    parts = {name: name.rpartition(".")[2] for name in names}
    return sorted(
        n for n, last in parts.items() if last not in known and last.rstrip("_") not in known
    )
