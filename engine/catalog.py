"""Every public name and the family that publishes it (written by a script: see
tests/write_catalog.py). What is not listed here cannot be reached by a program."""

from __future__ import annotations

FUNCTIONS: dict[str, str] = {
    "arithmetic": (
        "add add_ div div_ divide divide_ floor_divide floor_divide_ fmod fmod_ mul mul_ "
        "multiply multiply_ neg neg_ negative negative_ positive pow pow_ reciprocal "
        "reciprocal_ remainder remainder_ rsub sub sub_ subtract subtract_ true_divide "
        "true_divide_"
    ),
    "autograd": (
        "autograd.backward autograd.enable_grad autograd.grad autograd.grad_mode.enable_grad "
        "autograd.grad_mode.inference_mode autograd.grad_mode.no_grad "
        "autograd.grad_mode.set_grad_enabled autograd.inference_mode autograd.no_grad "
        "autograd.set_grad_enabled set_printoptions"
    ),
    "comparison": (
        "eq eq_ ge ge_ greater greater_ greater_equal greater_equal_ gt gt_ le le_ less less_ "
        "less_equal less_equal_ logical_and logical_and_ logical_not logical_not_ logical_or "
        "logical_or_ logical_xor logical_xor_ lt lt_ ne ne_ not_equal not_equal_"
    ),
    "conversions": (
        "can_cast clone detach from_numpy is_complex is_floating_point is_tensor numel "
        "promote_types result_type"
    ),
    "creation": (
        "BoolTensor ByteTensor CharTensor DoubleTensor FloatTensor HalfTensor IntTensor "
        "LongTensor ShortTensor arange as_tensor asarray empty empty_like eye full full_like "
        "linspace logspace ones ones_like range scalar_tensor tensor zeros zeros_like"
    ),
    "reductions": (
        "mean sum"
    ),
    "sampling": (
        "Generator bernoulli manual_seed multinomial normal poisson rand rand_like randint "
        "randint_like randn randn_like randperm"
    ),
}
"""Names below `torch.`, by family."""

METHODS: dict[str, str] = {
    "arithmetic": (
        "add add_ div div_ divide divide_ floor_divide floor_divide_ fmod fmod_ mul mul_ "
        "multiply multiply_ neg neg_ negative negative_ positive pow pow_ reciprocal "
        "reciprocal_ remainder remainder_ sub sub_ subtract subtract_ true_divide "
        "true_divide_"
    ),
    "comparison": (
        "eq eq_ ge ge_ greater greater_ greater_equal greater_equal_ gt gt_ le le_ less less_ "
        "less_equal less_equal_ logical_and logical_and_ logical_not logical_not_ logical_or "
        "logical_or_ logical_xor logical_xor_ lt lt_ ne ne_ not_equal not_equal_"
    ),
    "conversions": (
        "astype bool byte cdouble cfloat char clone complex128 complex64 contiguous cpu "
        "detach_ dim double element_size float float16 float32 float64 half int int16 int32 "
        "int64 int8 is_complex is_contiguous is_floating_point long ndimension nelement numel "
        "short size stride to type type_as uint8"
    ),
    "creation": (
        "new_empty new_full new_ones new_tensor new_zeros"
    ),
    "reductions": (
        "mean sum"
    ),
    "sampling": (
        "bernoulli bernoulli_ cauchy_ exponential_ geometric_ log_normal_ multinomial normal_ "
        "random_ uniform_"
    ),
}
"""Tensor methods, by family."""
