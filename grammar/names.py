"""Everything of Python that a program can reach, written down.

Tensors and `torch` have their lists in the engine (families.py, modules.py). Nothing here begins
with an underscore.
"""

from __future__ import annotations

from .ranges import LongRange


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Built-in functions and types; builtins.py puts guarded ones in place of some.
BUILTINS = _words("""
    abs all any ascii bin bool callable chr complex dict divmod enumerate filter float format
    frozenset getattr hasattr hex id int isinstance issubclass iter len list map max min next oct
    ord pow print range repr reversed round set slice sorted str sum tuple type zip
    NotImplemented Ellipsis
""")

EXCEPTIONS = _words("""
    Exception ArithmeticError AssertionError AttributeError BufferError EOFError
    FloatingPointError ImportError IndexError KeyError LookupError MemoryError
    ModuleNotFoundError NameError NotImplementedError OSError OverflowError RecursionError
    RuntimeError StopIteration SyntaxError TypeError UnboundLocalError UnicodeError ValueError
    UserWarning Warning ZeroDivisionError
""")

MATH = _words("""
    acos acosh asin asinh atan atan2 atanh cbrt ceil comb copysign cos cosh degrees dist e erf
    erfc exp exp2 expm1 fabs factorial floor fmod frexp fsum gamma gcd hypot inf isclose isfinite
    isinf isnan isqrt lcm ldexp lgamma log log10 log1p log2 modf nan nextafter perm pi pow prod
    radians remainder sin sinh sqrt tan tanh tau trunc ulp
""")

_SEQUENCE = "count index"

# Methods and attributes of Python's own values, by type. A subclass has its base's too.
MEMBERS: dict[type, frozenset[str]] = {
    str: _words(f"""{_SEQUENCE} capitalize casefold center endswith expandtabs find format isalnum
        isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle
        isupper join ljust lower lstrip partition removeprefix removesuffix replace rfind rindex
        rjust rpartition rsplit rstrip split splitlines startswith strip swapcase title upper
        zfill"""),
    list: _words(f"{_SEQUENCE} append clear copy extend insert pop remove reverse sort"),
    tuple: _words(_SEQUENCE),
    dict: _words("clear copy fromkeys get items keys pop popitem setdefault update values"),
    set: _words("""add clear copy difference difference_update discard intersection
        intersection_update isdisjoint issubset issuperset pop remove symmetric_difference
        symmetric_difference_update union update"""),
    frozenset: _words("""copy difference intersection isdisjoint issubset issuperset
        symmetric_difference union"""),
    int: _words("""as_integer_ratio bit_count bit_length conjugate denominator imag numerator
        real"""),
    float: _words("as_integer_ratio conjugate fromhex hex imag is_integer real"),
    complex: _words("conjugate imag real"),
    range: _words(f"{_SEQUENCE} start step stop"),
    LongRange: _words(f"{_SEQUENCE} start step stop"),
    slice: _words("indices start step stop"),
    BaseException: _words("add_note args value name"),
}

# What NumPy arrays, which `tensor.numpy()` gives, let a program see.
ARRAY = _words("""
    T all any argmax argmin astype copy cumsum dtype flatten item itemsize max mean min nbytes ndim
    prod ravel reshape round shape size sort std sum tolist transpose var
""")

# Public members of the engine's other objects: graph nodes, dtypes, devices, hook handles,
# generators, finfo and iinfo, the named tuples that operators return.
OBJECTS = _words("""
    name next_functions variable register_hook register_prehook metadata remove
    is_floating_point is_complex is_signed itemsize to_real to_complex
    type index numel count
    manual_seed seed initial_seed
    eps max min tiny bits smallest_normal resolution dtype
    values indices eigenvalues eigenvectors Q R U S Vh V L sign logabsdet solution residuals rank
    singular_values P LU pivots info hist bin_edges
""")

SETTABLE = _words("data grad requires_grad")
DELETABLE = _words("grad")

# Classes of torch that a program may call; of Python's those in BUILTINS and EXCEPTIONS; no other.
CONSTRUCTORS = _words("""
    torch.device torch.finfo torch.iinfo torch._C.Generator torch._C._LinAlgError
    torch.autograd.grad_mode.set_grad_enabled
""")
