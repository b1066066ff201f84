"""Special functions. What NumPy lacks comes from SciPy, imported when first computed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from ..arguments import integer, number, tensor
from ..arrays import cast
from ..bounds import check_size
from ..declare import OPERATORS, elementwise, operator, public
from ..dtypes import scalar_dtype
from ..errors import ArgumentError, GradError, MathError
from ..inplace import inplace
from ..operator import Operator
from ..tensor import Tensor
from .scalars import scaled, shifted

SQRT_PI = math.sqrt(math.pi)


def of_scipy(name: str) -> Callable[[Any], Any]:
    """The function of `scipy.special`, as a kernel of one array."""

    def kernel(x: Any) -> Any:
        from scipy import special

        return getattr(special, name)(x)

    return kernel


def function_of_one(name: str, kernel: Any, rule: Any, names: str, **options: Any) -> Operator:
    """Declare a function of one real variable; `kernel` may name a function of SciPy.

    Names below `torch.` itself are methods with in-place forms too; those below
    `torch.special.` are not.
    """
    compute = of_scipy(kernel) if isinstance(kernel, str) else kernel

    def kernel_in_dtype(x: Any) -> Any:
        return cast(compute(x), x.dtype)  # SciPy computes float16 in a wider dtype

    own = " ".join(n for n in names.split() if "." not in n)
    call = elementwise(name, kernel_in_dtype, names=own, real=True, x=rule, **options)
    public(*(n for n in names.split() if "." in n))(call)
    return OPERATORS[name]


function_of_one("erf", "erf", lambda g, x: (2 / SQRT_PI * np.exp(-(x**2))) * g, "erf special.erf")
function_of_one(
    "erfc", "erfc", lambda g, x: (-2 / SQRT_PI * np.exp(-(x**2))) * g, "erfc special.erfc"
)
function_of_one(
    "erfinv", "erfinv", lambda g, y: (SQRT_PI / 2 * np.exp(y**2)) * g, "erfinv special.erfinv"
)
function_of_one(
    "special_erfcx", "erfcx", lambda g, x, y: (2 * x * y - 2 / SQRT_PI) * g, "special.erfcx"
)


def _lgamma(x: Any) -> Any:
    """log|gamma(x)|, which PyTorch has as inf at both infinities."""
    from scipy.special import gammaln

    return gammaln(np.where(x == -np.inf, np.inf, x))


function_of_one("lgamma", _lgamma, lambda g, x: g * digamma(x), "lgamma special.gammaln")


def _digamma(x: Any) -> Any:
    """psi(x); at its poles -inf at 0 (by the sign of zero), nan at the negative integers."""
    from scipy.special import psi

    at_zero = np.copysign(np.inf, -x)
    poles = np.where(x == 0, at_zero, np.nan)
    return np.where((x <= 0) & (x == np.floor(x)), poles, psi(x)).astype(x.dtype)


digamma = function_of_one(
    "digamma", _digamma, lambda g, x: g * polygamma_(x, 1), "digamma special.digamma special.psi"
)


def _away(x: Any) -> Any:
    """Where x is neither 0 nor nan: elsewhere PyTorch takes the limit at 0."""
    return np.absolute(x) > 0


i0 = function_of_one("i0", "i0", lambda g, x: g * i1(x), "i0 special.i0")
i0e = function_of_one(
    "special_i0e",
    "i0e",
    lambda g, x, y: g * (i1e(x) - np.sign(x) * y),
    "special.i0e",
    node="SpecialI0EBackward0",
)
i1 = function_of_one(
    "special_i1",
    "i1",
    lambda g, x, y: g * np.where(_away(x), i0(x) - y / np.where(_away(x), x, 1.0), 0.5),
    "special.i1",
)
i1e = function_of_one(
    "special_i1e",
    "i1e",
    lambda g, x, y: (
        g * np.where(_away(x), i0e(x) - y * (np.sign(x) + 1 / np.where(_away(x), x, 1.0)), 0.5)
    ),
    "special.i1e",
    node="SpecialI1EBackward0",
)
function_of_one(
    "special_ndtri",
    "ndtri",
    lambda g, y: g * (math.sqrt(2 * math.pi) * np.exp(y**2 / 2)),
    "special.ndtri",
)
function_of_one(
    "special_log_ndtr",
    "log_ndtr",
    lambda g, x, y: g / np.exp(y + x**2 / 2) * (1 / math.sqrt(2 * math.pi)),
    "special.log_ndtr",
)


def _entropy(x: Any) -> Any:
    """-x log(x), 0 at 0, -inf below."""
    inside = -x * np.log(np.where(x > 0, x, 1.0))
    return np.where(np.isnan(x), x, np.where(x < 0, -np.inf, np.where(x == 0, 0.0, inside)))


function_of_one("special_entr", _entropy, lambda g, x: g * -(np.log(x) + 1), "special.entr")
function_of_one(
    "sinc",
    np.sinc,
    lambda g, x: np.where(x == 0, 0.0, g * _sinc_slope(math.pi * x, x)),
    "sinc special.sinc",
)


def _sinc_slope(angle: Any, x: Any) -> Any:
    safe = np.where(x == 0, 1.0, x)
    return (angle * np.cos(angle) - np.sin(angle)) / (math.pi * (safe * safe))


for _name, _scipy in {
    "special.bessel_j0": "j0",
    "special.bessel_j1": "j1",
    "special.bessel_y0": "y0",
    "special.bessel_y1": "y1",
    "special.modified_bessel_i0": "i0",
    "special.modified_bessel_i1": "i1",
    "special.modified_bessel_k0": "k0",
    "special.modified_bessel_k1": "k1",
    "special.scaled_modified_bessel_k0": "k0e",
    "special.scaled_modified_bessel_k1": "k1e",
}.items():
    function_of_one(_name.replace(".", "_"), _scipy, None, _name)


@public("special.ndtr")
def ndtr(input: Tensor) -> Tensor:
    """The standard normal distribution function, through the error function."""
    if tensor(input, "ndtr").array.dtype.kind in "iub":
        input = input.to(scalar_dtype(0.0))
    return scaled(shifted(OPERATORS["erf"](scaled(input, math.sqrt(0.5))), 1), 0.5)


@public("special.expit")
def expit(input: Tensor) -> Tensor:
    return tensor(input, "expit").sigmoid()


def _polygamma(x: Any, n: int) -> Any:
    from scipy.special import polygamma, zeta

    if n == 0:
        return _digamma(x)
    if n == 1:
        return zeta(np.asarray(2, x.dtype), x) if np.all(x > 0) else _trigamma(x)
    return polygamma(n, x).astype(x.dtype)


def _trigamma(x: Any) -> Any:
    """psi'(x), below 1/2 by reflection: pi**2 / sin(pi x)**2 - psi'(1 - x)."""
    from scipy.special import zeta

    reflected = x < 0.5
    value = zeta(2.0, np.where(reflected, 1 - x, x))
    mirror = (math.pi / np.sin(math.pi * x)) ** 2 - value
    return np.where(reflected, mirror, value).astype(x.dtype)


def _polygamma_operator(name: str, node: str) -> Operator:
    return operator(
        name,
        _polygamma,
        node=node,
        promote="float",
        elementwise=True,
        real=True,
        x=lambda g, x, n: g * polygamma_(x, n + 1),
    )


polygamma_ = _polygamma_operator("polygamma", "PolygammaBackward0")
polygamma_written = _polygamma_operator("polygamma_", "PolygammaBackward1")


@public("polygamma", "special.polygamma")
def polygamma(n: int, input: Tensor) -> Tensor:
    """The n-th derivative of digamma. Raises MathError for a negative n."""
    if integer(n, "polygamma") < 0:
        raise MathError(f"polygamma needs a whole number n >= 0, not {n}")
    return polygamma_(tensor(input, "polygamma"), n)


@public(method="polygamma")
def _polygamma_method(self: Tensor, n: int) -> Tensor:
    return polygamma(n, self)


public(method="polygamma_")(inplace(polygamma_written, "polygamma_"))


def _multigamma(x: Any, p: int) -> Any:
    from scipy.special import gammaln

    check_size((x.size, p), x.dtype)
    steps = np.arange(p, dtype=x.dtype) / 2
    constant = p * (p - 1) / 4 * math.log(math.pi)
    return gammaln(np.expand_dims(x, -1) - steps).sum(-1) + x.dtype.type(constant)


multigamma = operator(
    "mvlgamma",
    _multigamma,
    promote="float",
    elementwise=True,
    real=True,
    x=lambda g, x, x_dtype, p: (
        g * np.sum(digamma(np.expand_dims(x, -1) - np.arange(p, dtype=x_dtype) / 2), axis=-1)
    ),
)


@public("mvlgamma", "special.multigammaln", method=True, inplace_form=True)
def mvlgamma(input: Tensor, p: int) -> Tensor:
    """The logarithm of the multivariate gamma function of dimension `p`."""
    if integer(p, "mvlgamma") < 1:
        raise MathError(f"mvlgamma needs p >= 1, not {p}")
    return multigamma(tensor(input, "mvlgamma"), p)


log_odds = operator(
    "logit",
    lambda x, eps: _logit(x if eps is None else np.clip(x, eps, 1 - eps)),
    promote="float",
    elementwise=True,
    real=True,
    x=lambda g, x, eps: (
        np.where((x >= 0) & (x <= 1), g / (x * (1 - x)), np.nan)
        if eps is None
        else np.where((x >= eps) & (x <= 1 - eps), g / (x * (1 - x)), 0.0)
    ),
)


def _logit(x: Any) -> Any:
    return np.log(x / (1 - x))


@public("logit", "special.logit", method=True, inplace_form=True)
def logit(input: Tensor, eps: float | None = None) -> Tensor:
    """log(x / (1 - x)), of x kept between eps and 1 - eps."""
    return log_odds(tensor(input, "logit"), eps)


def _with_log(name: str, node: str, kernel: Any, log_slope: Any, log: Any) -> Any:
    """The three overloads of x * log(y): two tensors, a number first, a number second.

    log: the derivative in x as an operator of (1, y); log_slope: 1 over what is inside the log.
    """
    rules = {
        "a": lambda g, a, b: np.where((a == 0) & (b <= log), 0.0, _times_log(name, g, b)),
        "b": lambda g, a, b: (g * a) / log_slope(b),
    }
    of_tensors = operator(
        name, kernel, node=f"{node}0", promote="float", elementwise=True, real=True, **rules
    )
    first_number = operator(
        name + "_first_number",
        lambda b, a: kernel(a, b),
        node=f"{node}1",
        promote="float",
        elementwise=True,
        real=True,
        b=rules["b"],
    )
    second_number = operator(
        name + "_second_number",
        kernel,
        node=f"{node}2",
        promote="float",
        elementwise=True,
        real=True,
        params="a b",
        a=rules["a"],
    )

    def call(input: Any, other: Any) -> Tensor:
        if input.__class__ is Tensor and other.__class__ is Tensor:
            return of_tensors(input, other)
        if input.__class__ is Tensor:
            dtype = input.array.dtype if input.array.dtype.kind == "f" else scalar_dtype(0.0)
            return second_number(input, dtype.type(number(other)))
        if other.__class__ is not Tensor:
            raise ArgumentError(f"{name} needs a tensor among its arguments")
        return first_number(other, number(input))

    return call


def _times_log(name: str, g: Any, b: Any) -> Any:
    return OPERATORS[name](g, b)


def _xlogy(a: Any, b: Any) -> Any:
    """a log(b); 0 for a == 0, unless b is nan."""
    return np.where((a == 0) & ~np.isnan(b), 0.0, a * np.log(b))


def _xlog1py(a: Any, b: Any) -> Any:
    return np.where((a == 0) & ~np.isnan(b), 0.0, a * np.log1p(b))


xlogy = _with_log("xlogy", "XlogyBackward", _xlogy, lambda b: b, 0)
public("xlogy", "special.xlogy", method=True, inplace_form=True)(xlogy)
xlog1py = _with_log("special_xlog1py", "SpecialXlog1PyBackward", _xlog1py, lambda b: b + 1, -1)
public("special.xlog1py")(xlog1py)


def _no_derivative(g: Any) -> Any:
    raise GradError("this function has no derivative in its first argument")


def _of_two(name: str, scipy: str, names: str, slope: Any, **options: Any) -> None:
    """A function of two real variables with a derivative in the second only."""

    def kernel(a: Any, b: Any) -> Any:
        from scipy import special

        return getattr(special, scipy)(a, b)

    call = elementwise(
        name,
        kernel,
        names=names.split()[0] if options.get("method") else "",
        real=True,
        a=_no_derivative,
        b=slope,
    )
    public(*(n for n in names.split() if "." in n))(call)


def _gamma_density(a: Any, b: Any) -> Any:
    return np.exp((a - 1) * np.log(b) - b - OPERATORS["lgamma"](a))


def _zeta_slope(g: Any, a: Any, b: Any) -> Any:
    return g * (-a * zeta_(a + 1, b))


def _zeta(a: Any, b: Any) -> Any:
    from scipy.special import zeta

    return zeta(a, b)


FLOATS: dict[str, Any] = {"promote": "float", "elementwise": True, "real": True}
zeta_ = operator(
    "special_zeta",
    _zeta,
    node="SpecialZetaBackward0",
    **FLOATS,
    a=_no_derivative,
    b=_zeta_slope,
)
zeta_of_number = operator(
    "special_zeta_of_number",
    _zeta,
    node="SpecialZetaBackward1",
    params="a b",
    **FLOATS,
    b=_zeta_slope,
)
zeta_from_number = operator(
    "special_zeta_from_number",
    _zeta,
    node="SpecialZetaBackward2",
    params="a b",
    **FLOATS,
    a=_no_derivative,
)


@public("special.zeta")
def zeta(input: Any, other: Any) -> Tensor:
    """The Hurwitz zeta function; one of the two may be a number."""
    if input.__class__ is not Tensor:
        return zeta_of_number(number(input), tensor(other, "zeta"))
    return (
        zeta_(input, other) if other.__class__ is Tensor else zeta_from_number(input, number(other))
    )


_of_two(
    "igamma",
    "gammainc",
    "igamma special.gammainc",
    lambda g, a, b: g * _gamma_density(a, b),
    method=True,
)
_of_two(
    "igammac",
    "gammaincc",
    "igammac special.gammaincc",
    lambda g, a, b: -g * _gamma_density(a, b),
    method=True,
)


@public("special.round")
def round_(input: Tensor, *, decimals: int = 0) -> Tensor:
    """To the nearest number of `decimals` places, halves to even."""
    return tensor(input, "round").round(decimals=decimals)
