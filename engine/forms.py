"""How the result of an operator reads as an expression of its arguments."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from .declare import PUBLISHED
from .dtypes import scalar_dtype
from .expression import (
    Expr,
    Shape,
    call,
    constant,
    depends,
    exact,
    make,
    matmul,
    permute,
    power,
    reshape,
    scaled,
    shape_of,
    spread,
    strip,
    sum_over,
    times,
    total,
    value,
)
from .raw import name_of

ONE, MINUS = Fraction(1), Fraction(-1)


class Result:
    """What is known of a result before its expression: shape and dtype."""

    __slots__ = ("dtype", "shape")

    def __init__(self, shape: Shape, dtype: np.dtype) -> None:
        self.shape = shape
        self.dtype = dtype

    def total(self, *parts: tuple[Any, Any]) -> Expr:
        return total(parts, self.shape, self.dtype)

    def times(self, *parts: Any) -> Expr:
        return times(parts, self.shape, self.dtype)

    def power(self, base: Any, exponent: Any) -> Expr | None:
        return power(base, exponent, self.shape, self.dtype)

    def quotient(self, a: Any, b: Any) -> Expr:
        inverse = power(b, -1, getattr(b, "shape", ()), self.dtype)
        if inverse is None:
            return self.binary("/", a, b)
        return self.times(a, inverse)

    def binary(self, sign: str, a: Any, b: Any) -> Expr:
        """Two operands with a sign between them, broadcast."""
        a, b = (strip(x) if x.__class__ is Expr else number(x, self.dtype) for x in (a, b))
        return spread(make("binary", (sign, a, b), shape_of((a, b)), self.dtype), self.shape)

    def each(self, function: str, *args: Any, **keywords: Any) -> Expr:
        """A function that works element by element and broadcasts."""
        bare = [strip(a) if a.__class__ is Expr else a for a in args]
        shape = shape_of(a for a in bare if a.__class__ is Expr)
        return spread(call(function, bare, shape, self.dtype, given(keywords)), self.shape)

    def call(self, function: str, *args: Any, **keywords: Any) -> Expr:
        return call(function, args, self.shape, self.dtype, given(keywords))


def given(keywords: dict[str, Any]) -> tuple[Any, ...]:
    """Keyword arguments that differ from None and False, which are defaults."""
    return tuple((k, v) for k, v in keywords.items() if v is not None and v is not False)


def number(x: Any, dtype: Any) -> Expr:
    return constant(exact(x), (), dtype)


def applied(operator: Any, args: Any, array: Any, place: int | None) -> Expr | None:
    """The expression of part `place` (None: the whole) of what `operator` made of `args`.

    None where nothing varies: the value alone says it.
    """
    result = Result(array.shape, array.dtype)
    form = FORMS.get(operator.name)
    varies = any(depends(arg) for arg in args)
    logical = array.dtype.kind == "b" and operator.name in NUMERIC
    if form is not None and place is None and not logical:
        made = form(result, *args) if varies or operator.name in ARITHMETIC else None
        if made is not None and (varies or same(made, array)):
            return made
    if not varies:
        return None
    if operator.elementwise and operator.name in PUBLISHED and place is None:
        return result.each(PUBLISHED[operator.name], *args)
    public = name_of(operator)
    if public is None or not all(map(writable, args)):
        return None
    made = result.call(f"torch.table.{public}", *args)
    return made if place is None else make("item", (made, place), array.shape, array.dtype)


def writable(arg: Any) -> bool:
    """Whether an argument can be written down."""
    if isinstance(arg, tuple):
        return all(map(writable, arg))
    return arg is None or isinstance(arg, Expr | int | float | complex | str | np.dtype)


def has_form(operator: Any) -> bool:
    """Whether there is a better way to write an operator than by what its kernel does."""
    return operator.name in FORMS or operator.name in PUBLISHED or not operator.lazy


def same(made: Expr, array: Any) -> bool:
    """Whether a constant stands for the values of an array."""
    known = value(made)
    if known is None:
        return False
    number = complex(known) if isinstance(known, complex) else float(known)
    return bool(np.allclose(array, number, rtol=1e-3 if array.dtype.itemsize == 2 else 1e-5))


def where(r: Result, condition: Any, a: Any, b: Any) -> Expr:
    known = value(condition)
    if known is not None:
        chosen = a if known else b
        return r.times(chosen)
    return r.each("where", condition, *(branch(r, x) for x in (a, b)))


def branch(r: Result, x: Any) -> Any:
    """A number where that has the dtype of the result."""
    known = value(x)
    if known is None or isinstance(known, complex) or r.dtype != scalar_dtype(0.0):
        return x
    return float(known)


def whole(function: str) -> Callable[..., Expr | None]:
    """A reduction of all elements, or over dimensions."""

    def form(r: Result, x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Any:
        if isinstance(dim, tuple) and len(dim) == 1:
            dim = dim[0]
        return r.call(function, x, *(() if dim is None else (dim,)), keepdim=keepdim, dtype=dtype)

    return form


def norm(r: Result, x: Any, p: Any, dim: Any, keepdim: bool, dtype: Any) -> Expr:
    order = () if p == 2 else (p,)
    return r.call("torch.linalg.vector_norm", x, *order, dim=dim, keepdim=keepdim, dtype=dtype)


def deviation(function: str) -> Callable[..., Expr | None]:
    return lambda r, x, dim, correction, keepdim: r.call(
        function, x, dim=dim, correction=correction, keepdim=keepdim
    )


def cast(r: Result, x: Expr, dtype: Any) -> Expr:
    known = value(x)
    if known is not None:
        return constant(known, r.shape, r.dtype)
    return r.each(".to", x, np.dtype(dtype))


def summed(r: Result, x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Expr:
    if dtype is not None and np.dtype(dtype) != x.dtype:
        x = cast(Result(x.shape, np.dtype(dtype)), x, dtype)
    return sum_over(x, dim, keepdim, r.dtype)


def averaged(r: Result, x: Any, dim: Any = None, keepdim: bool = False, dtype: Any = None) -> Expr:
    if dtype is not None and np.dtype(dtype) != x.dtype:
        x = cast(Result(x.shape, np.dtype(dtype)), x, dtype)
    known = value(x)
    if known is not None:
        return constant(known, r.shape, r.dtype)
    return r.call("mean", x, *(() if dim is None else (dim,)), keepdim=keepdim)


def reshaped(r: Result, x: Expr, *_: Any) -> Expr:
    return reshape(x, r.shape)


def swapped(_: Result, x: Expr, first: int, second: int) -> Expr:
    order = list(range(len(x.shape)))
    if order:
        order[first], order[second] = order[second], order[first]
    return permute(x, tuple(order))


def turned(_: Result, x: Expr) -> Expr:
    return permute(x, tuple(reversed(range(len(x.shape)))))


def product_of(r: Result, a: Expr, b: Expr) -> Expr:
    return matmul(a, b, r.shape, r.dtype)


def outer_sum(r: Result, x: Any, a: Any, b: Any, beta: Any, alpha: Any) -> Expr | None:
    if len(a.shape) == 3 and len(r.shape) == 2:
        return None
    found = matmul(a, b, r.shape, r.dtype)
    return r.total((beta, x), (alpha, found))


def subscript(r: Result, x: Expr, *key: Any) -> Expr:
    return r.call("[]", x, *key)


def picked(r: Result, x: Expr, dim: int, at: int) -> Expr:
    """`x[at]`; of what a write through `x[...]` left, what was written there or was before."""
    past = scaled(x, lambda e: picked(r, e, dim, at))
    if past is not None:
        return past
    if x.kind == "call" and x.args[0] == "select_scatter" and x.args[1][2] == dim:
        whole, region, _, place = x.args[1]
        if (place - at) % x.shape[dim] == 0:
            return region
        return picked(r, whole, dim, at)
    bare = strip(x)
    return spread(bare, r.shape) if not bare.shape else subscript(r, x, *(":",) * dim, str(at))


def cut(r: Result, x: Expr, dim: int, start: int, stop: int, step: int) -> Expr:
    if (start, step) == (0, 1) and stop >= x.shape[dim]:
        return x
    past = scaled(x, lambda e: cut(r, e, dim, start, stop, step))
    if past is not None:
        return past
    if x.kind == "call" and x.args[0] == "slice_scatter":
        _, region, *place = x.args[1]
        if place == [dim, start, stop, step]:
            return region
    text = f"{start or ''}:{'' if stop >= x.shape[dim] else stop}" + (
        f":{step}" if step != 1 else ""
    )
    return subscript(r, x, *(":",) * dim, text)


def indexed(r: Result, x: Expr, indices: Any) -> Expr:
    return subscript(r, x, *(":" if i is None else i for i in indices))


def placed(r: Result, scatter: str, x: Expr, region: Expr, *place: Any) -> Expr:
    """`x` with `region` at a place, whatever was written there before."""
    while x.kind == "call" and x.args[0] == scatter and x.args[1][2:] == place:
        x = x.args[1][0]
    return r.call(scatter, x, region, *place)


def zeros(r: Result) -> Expr:
    return constant(Fraction(0), r.shape, r.dtype)


def added_at(r: Result, base: Expr, g: Expr, indices: Any) -> Expr | None:
    if any(i is None for i in indices):
        return r.call("torch.table.index_put_impl", base, g, indices)
    return r.call(".index_put", base, indices, g, accumulate=True)


def put_at(r: Result, x: Expr, value: Expr, indices: Any, accumulate: bool) -> Expr | None:
    if any(i is None for i in indices):
        return None
    return r.call(".index_put", x, indices, value, accumulate=accumulate)


def spread_as(r: Result, x: Expr) -> Expr | None:
    return spread(x, r.shape) if x.dtype == r.dtype else None


def difference(r: Result, a: Any, b: Any) -> Expr:
    return r.total((ONE, a), (MINUS, b))


def convolved(r: Result, image: Any, weight: Any, bias: Any, geometry: Any) -> Expr:
    """A convolution by its public name."""
    _, kernel, stride, padding, dilation, groups, _ = geometry.args[1]
    function = f"conv{len(kernel)}d"
    return r.call(function, image, weight, bias, stride, padding, dilation, groups)


def unconvolved(r: Result, image: Any, weight: Any, bias: Any, geometry: Any) -> Expr | None:
    """Its transpose; None where no padding of the output gives the image's size."""
    size, kernel, stride, padding, dilation, groups, counts = geometry.args[1]
    least = [
        (count - 1) * s - 2 * p + d * (k - 1) + 1
        for count, s, p, d, k in zip(counts, stride, padding, dilation, kernel, strict=True)
    ]
    rest = tuple(n - m for n, m in zip(size, least, strict=True))
    if not all(0 <= n < max(s, d) for n, s, d in zip(rest, stride, dilation, strict=True)):
        return None
    function = f"conv_transpose{len(kernel)}d"
    return r.call(function, image, weight, bias, stride, padding, rest, groups, dilation)


FORMS: dict[str, Callable[..., Expr | None]] = {
    "add": lambda r, a, b: r.total((ONE, a), (ONE, b)),
    "add_scalar": lambda r, a, b: r.total((ONE, a), (ONE, b)),
    "add_scaled": lambda r, a, b, alpha: r.total((ONE, a), (alpha, b)),
    "sub": difference,
    "sub_scalar": difference,
    "sub_scaled": lambda r, a, b, alpha: r.total((ONE, a), (-alpha, b)),
    "rsub": lambda r, a, b: difference(r, b, a),
    "rsub_tensor": lambda r, a, b: difference(r, b, a),
    "rsub_scaled": lambda r, a, b, alpha: r.total((ONE, b), (-alpha, a)),
    "rsub_scaled_tensor": lambda r, a, b, alpha: r.total((ONE, b), (-alpha, a)),
    "mul": lambda r, a, b: r.times(a, b),
    "mul_scalar": lambda r, a, b: r.times(a, b),
    "div": lambda r, a, b: r.quotient(a, b),
    "div_unrounded": lambda r, a, b: r.quotient(a, b),
    "div_scalar": lambda r, a, b: r.quotient(a, b),
    "neg": lambda r, x: r.times(MINUS, x),
    "reciprocal": lambda r, x: r.power(x, -1) or r.each("reciprocal", x),
    "square": lambda r, x: r.power(x, 2),
    "pow_scalar": lambda r, x, n: r.power(x, n) or r.binary("**", x, n),
    "pow": lambda r, a, b: (
        (r.power(a, value(b)) if value(b) is not None else None) or r.binary("**", a, b)
    ),
    "scalar_pow": lambda r, x, base: r.binary("**", base, x),
    "addcmul": lambda r, x, a, b, by: r.total((ONE, x), (by, r.times(a, b))),
    "addcdiv": lambda r, x, a, b, by: r.total((ONE, x), (by, r.quotient(a, b))),
    "where": where,
    "to_copy": cast,
    "copy": lambda r, x: x,
    "clone": lambda r, x: x,
    "contiguous": lambda r, x: x,
    "alias": lambda r, x: x,
    "conj": lambda r, x: x if x.dtype.kind != "c" else r.each("conj", x),
    "conj_physical": lambda r, x: x if x.dtype.kind != "c" else r.each("conj", x),
    "sum": summed,
    "sum_dim": summed,
    "mean": averaged,
    "mean_dim": averaged,
    "prod": whole("prod"),
    "prod_dim": whole("prod"),
    "max": whole("amax"),
    "min": whole("amin"),
    "logsumexp": lambda r, x, dim, keepdim: whole("logsumexp")(
        r, x, tuple(range(len(x.shape))) if dim is None else dim, keepdim
    ),
    "linalg_vector_norm": norm,
    "std": deviation("std"),
    "var": deviation("var"),
    "linalg_inv_ex": lambda r, x: r.call("torch.linalg.inv", x),
    "linalg_det": lambda r, x: r.call("torch.linalg.det", x),
    "lerp": lambda r, a, b, weight: r.each("lerp", a, b, weight),
    "expand": lambda r, x, shape: spread(x, r.shape),
    "mm": product_of,
    "bmm": product_of,
    "mv": product_of,
    "dot": product_of,
    "addmm": outer_sum,
    "addmv": outer_sum,
    "baddbmm": outer_sum,
    "transpose": swapped,
    "permute": lambda r, x, dims: permute(x, tuple(dims)),
    "t": turned,
    "select": picked,
    "slice": cut,
    "index": indexed,
    "squeeze_row": reshaped,
    "index_put_impl": added_at,
    "index_put": put_at,
    "copy_": lambda r, x, src: spread_as(r, src),
    "zero": lambda r, x: zeros(r),
    "convolution": convolved,
    "correlate": lambda r, image, weight, geometry: convolved(r, image, weight, None, geometry),
    "transposed_convolution": unconvolved,
    "spread": lambda r, image, weight, geometry: unconvolved(r, image, weight, None, geometry),
    "cat": lambda r, tensors, dim: r.call("cat", tensors, dim),
    "stack": lambda r, tensors, dim: r.call("stack", tensors, dim),
}
for _name in ("view", "reshape_alias", "unsafe_view", "unsqueeze", "squeeze", "squeeze.1"):
    FORMS[_name] = reshaped
FORMS["squeeze.2"] = reshaped
SCATTERS = {"select": "select_scatter", "slice": "slice_scatter", "diagonal": "diagonal_scatter"}
"""By view operator, the function that puts what it shows back into a copy of the whole."""

for _view, _name in SCATTERS.items():
    FORMS[_name] = lambda r, x, src, place, name=_name: placed(r, name, x, src, *place)
    FORMS[f"{_view}_backward"] = lambda r, g, shape, *place, name=_name: placed(
        r, name, zeros(r), g, *place
    )
for _name in range(4):
    FORMS[f"FillBackward{_name}"] = lambda r, x, value: spread_as(r, value)
for _name, _sign in {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}.items():
    FORMS[_name] = lambda r, a, b, sign=_sign: r.binary(sign, a, b)

ARITHMETIC = frozenset(
    """
    add add_scalar add_scaled sub sub_scalar sub_scaled rsub rsub_tensor rsub_scaled mul mul_scalar
    div div_unrounded div_scalar neg reciprocal square pow_scalar pow mean mean_dim
    sum sum_dim expand view unsqueeze transpose t permute
    """.split()  # noqa: SIM905
)
"""What is calculated exactly with constants, so that 1/3 stays that."""

NUMERIC = ARITHMETIC.difference(("sum", "sum_dim", "expand", "view", "unsqueeze", "transpose", "t"))
"""What means something else with truth values."""

CALLS = """
    softmax x dim; log_softmax x dim; cumsum x dim; cumprod x dim; logcumsumexp x dim
    flip x dims; roll x shifts dims; rot90 x k dims; tril x diagonal
    triu x diagonal; diagonal x offset dim1 dim2; diag_embed x offset dim1 dim2; trace x
    gather x dim index; take x index; masked_select x mask; index_select x dim index
    scatter x dim index src; scatter_add x dim index src; index_add x dim index source
    index_copy x dim index source; masked_scatter x mask source; relu x; softplus x beta threshold
    glu x dim; hardswish x; hardsigmoid x; pixel_shuffle x factor; pixel_unshuffle x factor
    amax x dim keepdim; amin x dim keepdim; vdot a b; channel_shuffle x groups
    linalg_cross a b dim; masked_fill x mask value; constant_pad_nd x pad value
"""
RENAMED = {"linalg_cross": "torch.linalg.cross"}


def _read_calls() -> None:
    for line in CALLS.replace("\n", ";").split(";"):
        name, *params = line.split() or [""]
        if name:
            FORMS[name] = _plain_call(RENAMED.get(name, name), len(params))


def _plain_call(name: str, count: int) -> Callable[..., Expr | None]:
    return lambda r, *args: None if args[1:2] == (None,) else r.call(name, *args[:count])


_read_calls()
