"""What strangers hand to the engine: no memory beyond an array, no endless loop, no odd error."""

from __future__ import annotations

import operator
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from gradline import engine
from gradline.engine.errors import ArgumentError, DTypeError, LimitError, MathError, ShapeError
from gradline.engine.operator import Operator
from gradline.engine.tensor import Tensor

torch: Any = engine

F = torch.nn.functional
NAN, INF = float("nan"), float("inf")
HUGE = 1 << 62  # times 4 it is 0 in a machine integer


def ones(*shape: int) -> Tensor:
    return torch.ones(*shape)


# Memory: numbers that wrap around in NumPy's own checks

WRAPPED: dict[str, Callable[[], Any]] = {
    "as_strided": lambda: ones(4).as_strided((5,), (HUGE,)),
    "as_strided offset": lambda: ones(4).as_strided((1,), (1,), HUGE),
    "as_strided end": lambda: ones(4).as_strided((2,), (4,)),
    "unfold": lambda: ones(4).unfold(0, 2, 1 << 61),
    "repeat_interleave": lambda: torch.repeat_interleave(ones(4), torch.tensor([HUGE] * 4)),
    "repeat_interleave counts": lambda: torch.repeat_interleave(torch.tensor([HUGE] * 4)),
    "repeat": lambda: ones(4, 1).repeat(1, HUGE),
    "tile": lambda: torch.tile(ones(4, 1), (1, HUGE)),
    "bincount": lambda: torch.bincount(torch.tensor([2**63 - 1])),
    "bincount weights": lambda: torch.bincount(torch.tensor([2**63 - 1]), ones(1)),
    "look": lambda: torch.table.as_strided(
        ones(4),
        torch.table.Strides((5,), (HUGE,), 0),
        torch.table.Strides((4,), (1,), 0),
        torch.table.Owner(4, None),
    ),
    "negative": lambda: torch.table.as_strided(
        ones(4),
        torch.table.Strides((3,), (-1,), 1),
        torch.table.Strides((4,), (1,), 0),
        torch.table.Owner(4, None),
    ),
    "windows": lambda: torch.table.im2col(
        ones(1, 1, 4, 4), torch.table.Grid((4, 4), (1, 1), (1, 1), (0, 0), (-1, 1))
    ),
    "convolution": lambda: torch.table.convolution(
        ones(1, 1, 4),
        ones(1, 1, 2),
        None,
        torch.table.Geometry((4,), (2,), (HUGE,), (0,), (HUGE,), 1, (5,)),
    ),
    "rows": lambda: torch.table.embedding_dense_backward(
        ones(1, 2), torch.tensor([2**63 - 1]), 4, -1, True
    ),
    "pivots": lambda: torch.lu_unpack(ones(2, 2), torch.tensor([7, 7], dtype=torch.int32)),
    "gather": lambda: ones(3).gather(0, torch.tensor([HUGE])),
    "scatter": lambda: ones(3).scatter(0, torch.tensor([-HUGE]), 1.0),
    "take": lambda: ones(3).take(torch.tensor([3])),
    "index_add": lambda: ones(3).index_add(0, torch.tensor([3]), ones(1)),
    "embedding": lambda: F.embedding(torch.tensor([4]), ones(4, 2)),
    "unpool": lambda: F.max_unpool1d(ones(1, 1, 2), torch.tensor([[[0, HUGE]]]), 2),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_nothing_reaches_beyond_its_memory(name: str) -> None:
    with pytest.raises((RuntimeError, IndexError, TypeError, ValueError)):
        WRAPPED[name]()


def test_negative_steps_stay_inside() -> None:
    back = torch.table.Strides((3,), (-1,), 2)
    here = torch.table.Strides((4,), (1,), 0)
    x = torch.arange(4.0)
    found = torch.table.as_strided(x, back, here, torch.table.Owner(4, None))
    assert found.tolist() == [2, 1, 0]


# torch.table: anything can be written there


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("AxisMap", (3, "O", None)),
        ("AxisMap", (3, None, None)),
        ("Geometry", (3, 3)),
        ("Geometry", ((1.5,), (2,), (1,), (0,), (1,), 1, (2,))),
        ("Geometry", ((4,), (2,), (0,), (0,), (1,), 1, ())),
        ("Mean", ((len,), 2)),
        ("Found", (1, 2, 3)),
        ("Strides", ((None,), (1,), 0)),
        ("Step", ("sin", (), None, False)),
        ("Step", ("no operator", (), None, False)),
        ("Step", (len, (), None, False)),
        ("Sampling", ((2,), 1, 2, 3, 4)),
        ("Owner", (1, 2, 3)),
    ],
)
def test_structures_check_what_they_hold(name: str, args: Any) -> None:
    with pytest.raises(ArgumentError):
        getattr(torch.table, name)(*args)


@pytest.mark.parametrize("dtype", ["O", "V8", "S3", "M8[s]", "f4,O", object()])
def test_no_tensor_of_a_dtype_that_is_none(dtype: Any) -> None:
    with pytest.raises((ArgumentError, DTypeError)):
        torch.table.to_copy(ones(2), dtype)


def test_operators_of_the_table_give_tensors() -> None:
    assert type(torch.table.sin(1.0)) is Tensor
    with pytest.raises(ArgumentError):
        torch.table.view(ones(2), len)


# LAPACK and its like: no iteration starts on nan or inf

SWEEP = """
import itertools, sys
import numpy as np
from gradline import engine as torch
L = torch.linalg
calls = [
    L.svd, L.svdvals, torch.svd, L.eig, L.eigvals, L.eigh, L.eigvalsh, L.qr, L.pinv, torch.pinverse,
    L.matrix_rank, L.cond, L.inv, L.det, L.slogdet, torch.logdet, L.cholesky, L.cholesky_ex, L.lu,
    L.lu_factor, L.matrix_exp, lambda a: L.cond(a, "nuc"), lambda a: L.matrix_norm(a, "nuc"),
    lambda a: L.matrix_norm(a, -2), lambda a: L.pinv(a, hermitian=True),
    lambda a: L.matrix_rank(a, hermitian=True), lambda a: L.lstsq(a, torch.ones_like(a)),
    lambda a: L.lstsq(torch.ones_like(a), a), lambda a: L.solve(a, torch.ones_like(a)),
    lambda a: torch.cholesky_solve(a, a), lambda a: L.solve_triangular(a, a, upper=True),
    lambda a: L.matrix_power(a, -3), lambda a: L.matrix_power(a, 5), L.tensorinv,
]
done = 0
shapes = [(1, 1), (2, 2), (3, 3), (5, 5), (2, 3), (5, 3)]
for (m, n), batch in itertools.product(shapes, [(), (2,)]):
    for dtype in (torch.float32, torch.float64, torch.complex64):
        for values in ([np.nan], [np.inf], [-np.inf], [np.nan, np.inf]):
            array = np.random.default_rng(m).standard_normal((*batch, m, n))
            array[..., 0, 0], array[..., -1, 0] = values[0], values[-1]
            for call in calls:
                for grad in (False, True):
                    a = torch.tensor(array).to(dtype).requires_grad_(grad)
                    try:
                        call(a)
                    except (RuntimeError, NotImplementedError):
                        pass
                    done += 1
print(done)
"""


def test_linear_algebra_ends_on_what_is_not_finite() -> None:
    made = subprocess.run(
        [sys.executable, "-c", SWEEP], capture_output=True, text=True, timeout=120, check=False
    )
    assert made.stderr == ""
    assert int(made.stdout) == 6 * 2 * 3 * 4 * 34 * 2


def with_nan(n: int) -> Tensor:
    x = torch.eye(n)
    x[-1, 0] = NAN
    return x


@pytest.mark.parametrize("call", ["svd", "svdvals", "pinv", "matrix_rank", "cond", "eigh"])
def test_nan_in_a_matrix_is_an_error(call: str) -> None:
    with pytest.raises(MathError):
        getattr(torch.linalg, call)(with_nan(3))


def test_inf_in_one_matrix_of_a_batch() -> None:
    x = torch.eye(2).repeat(2, 1, 1)
    x[1, 0, 0] = INF
    assert np.array_equal(torch.linalg.svdvals(x).numpy(), [[1, 1], [NAN, NAN]], equal_nan=True)
    assert torch.linalg.matrix_rank(x).tolist() == [2, 0]
    with pytest.raises(RuntimeError):
        torch.linalg.eig(x)
    assert torch.linalg.slogdet(torch.tensor([[NAN]]))[0].item() == 0


# Sizes that no memory holds

BIG = 10**12
TOO_LARGE: dict[str, Callable[[], Any]] = {
    "zeros": lambda: torch.zeros(2**70, 2),
    "zeros with none": lambda: torch.zeros(2**40, 2**40, 0),
    "arange": lambda: torch.arange(1e18),
    "linspace": lambda: torch.linspace(0, 1, 10**15),
    "logspace": lambda: torch.logspace(0, 1, 2**64),
    "eye": lambda: torch.eye(10**9),
    "randperm": lambda: torch.randperm(10**15),
    "rand": lambda: torch.rand(2**64),
    "normal": lambda: torch.normal(0.0, 1.0, (2**64,)),
    "multinomial": lambda: torch.multinomial(ones(3), 10**18, replacement=True),
    "one_hot": lambda: F.one_hot(torch.tensor([0]), HUGE),
    "interpolate": lambda: F.interpolate(ones(1, 1, 3), size=HUGE),
    "interpolate by": lambda: F.interpolate(ones(1, 1, 3), scale_factor=1e300),
    "adaptive": lambda: F.adaptive_avg_pool1d(ones(1, 1, 3), 2**64),
    "pool": lambda: F.max_pool1d(ones(1, 1, 3), 2, stride=10**30),
    "pad": lambda: F.pad(ones(3), (HUGE, 1)),
    "pad replicate": lambda: F.pad(ones(1, 1, 3), (HUGE, 1), "replicate"),
    "conv": lambda: F.conv1d(ones(1, 1, 3), ones(1, 1, 2), padding=10**30),
    "conv_transpose": lambda: F.conv_transpose1d(ones(1, 1, 3), ones(1, 1, 2), stride=10**18),
    "unfold": lambda: F.unfold(ones(1, 1, 3, 3), 2, padding=2**31),
    "expand": lambda: ones(1).expand(HUGE, 4),
    "repeat_interleave": lambda: ones(3).repeat_interleave(2**64),
    "combinations": lambda: torch.combinations(ones(100_000), 5),
    "combinations of many": lambda: torch.combinations(ones(3), 10**18),
    "vander": lambda: torch.vander(ones(3), N=2**64),
    "tril_indices": lambda: torch.tril_indices(10**30, 4),
    "diag_embed": lambda: torch.diag_embed(ones(2, 3), HUGE),
    "bincount": lambda: torch.bincount(torch.tensor([1]), minlength=2**64),
    "histc": lambda: torch.histc(ones(3), bins=HUGE),
    "fftfreq": lambda: torch.fft.fftfreq(10**30),
    "mvlgamma": lambda: torch.mvlgamma(ones(2) * 9, 2**64),
    "affine_grid": lambda: F.affine_grid(ones(1, 2, 3), (1, 1, 2**64, 2)),
    "clone": lambda: ones(1).expand(BIG).clone(),
    "written": lambda: (ones(1).expand(BIG) + 1).numpy(),
    "tolist": lambda: ones(1).expand(BIG).tolist(),
    "list": lambda: list(ones(1).expand(BIG)),
    "unbind": lambda: ones(1).expand(BIG).unbind(),
    "split": lambda: ones(1).expand(BIG).split(1),
    "chunk": lambda: ones(1).expand(BIG).chunk(BIG),
    "chunk of none": lambda: torch.zeros(0).chunk(BIG),
    "tensor_split": lambda: ones(1).tensor_split(BIG),
    "kron": lambda: torch.kron(ones(10**6), ones(1).expand(10**7)),
    "einsum": lambda: torch.einsum("i,j->ij", ones(1).expand(BIG), ones(1).expand(BIG)),
    "block_diag": lambda: torch.block_diag(*[ones(1, 1).expand(10**6, 10**6)] * 2),
    "cartesian_prod": lambda: torch.cartesian_prod(*[ones(10**4)] * 5),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_too_large_for_any_memory(name: str) -> None:
    with pytest.raises((LimitError, ShapeError, MemoryError)):
        TOO_LARGE[name]()


def test_views_of_anything_are_free() -> None:
    x = ones(1).expand(BIG)
    assert repr(x).startswith("tensor([1., 1., 1.,")
    assert x[5:7].tolist() == [1, 1]
    x.fill_(2)  # each place in memory once
    assert x[BIG - 1].item() == 2


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (lambda: torch.diagonal(torch.eye(2), HUGE), []),
        (lambda: torch.triu(torch.eye(2), 10**30), [[0, 0], [0, 0]]),
        (lambda: torch.tril(torch.eye(2), 10**30), [[1, 0], [0, 1]]),
    ],
)
def test_offsets_beyond_a_matrix(found: Callable[[], Tensor], expected: Any) -> None:
    assert found().tolist() == expected


MANY = [1] * 80


@pytest.mark.parametrize(
    "call",
    [
        lambda: torch.zeros(MANY),
        lambda: torch.full(MANY, 1),
        lambda: ones(1).reshape(MANY),
        lambda: ones(1).view(MANY),
        lambda: ones(1).expand(MANY),
        lambda: ones(1).repeat(MANY),
        lambda: ones(1)[(None,) * 70],
        lambda: ones(*[1] * 64).unsqueeze(0),
        lambda: ones(*[1] * 64).unfold(0, 1, 1),
        lambda: torch.stack([ones(*[1] * 64)]),
        lambda: torch.tensor(nested(70)),
    ],
)
def test_more_dimensions_than_there_are(call: Callable[[], Any]) -> None:
    with pytest.raises((RuntimeError, ValueError), match="64"):
        call()


def nested(depth: int) -> Any:
    found: Any = 1
    for _ in range(depth):
        found = [found]
    return found


# NumPy's warnings stay inside

QUIET: dict[str, Callable[[], Any]] = {
    "float": lambda: torch.tensor([1 + 1j]).float(),
    "to": lambda: [
        torch.tensor([1 + 1j, NAN]).to(kind) for kind in (torch.int8, torch.bool, torch.float16)
    ],
    "tensor": lambda: torch.tensor(np.array([1j]), dtype=torch.float32),
    "copy_": lambda: ones(2).copy_(torch.tensor([1j, 2])),
    "select_scatter": lambda: torch.select_scatter(ones(2, 2), torch.tensor([1j, 2]), 0, 0),
    "softmax": lambda: torch.tensor([1j, 2]).softmax(0, dtype=torch.float32),
    "half": lambda: torch.tensor([1e10]).half(),
    "int8": lambda: torch.tensor([1e10, NAN, INF]).to(torch.int8),
    "mean": lambda: torch.zeros(0).mean(),
    "std": lambda: torch.tensor(1.0).std(),
    "std backward": lambda: torch.zeros(2, 0, requires_grad=True).std().backward(),
    "divide": lambda: (ones(1) / 0, torch.tensor([1]) % 2, torch.zeros(1) / 0),
    "overflow": lambda: torch.tensor([1e38]) * 1e38,
    "power": lambda: torch.tensor([-1.0]) ** 0.5,
    "lgamma": lambda: torch.lgamma(torch.tensor(-1.0)),
    "cov": lambda: torch.cov(torch.zeros(0)),
    "corrcoef": lambda: torch.corrcoef(torch.zeros(2, 2)),
    "nanmedian": lambda: torch.nanmedian(torch.tensor([NAN])),
    "print": lambda: repr(torch.tensor([NAN, 1e300, -1e-300], dtype=torch.float64)),
}


@pytest.mark.parametrize("name", QUIET)
def test_nothing_warns(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        QUIET[name]()


def test_complex_numbers_that_a_real_dtype_refuses() -> None:
    for call in (
        lambda: torch.full((2,), 1j, dtype=torch.float32),
        lambda: torch.tensor([1j], dtype=torch.float32),
        lambda: ones(2).new_tensor([1j]),
        lambda: F.pad(ones(2), (1, 1), value=1j),
        lambda: torch.normal(ones(2), torch.tensor([1j, 2])),
        lambda: torch.linalg.vector_norm(torch.tensor([1j]), dtype=torch.float32),
    ):
        with pytest.raises((RuntimeError, TypeError)):
            call()


# A kernel's own errors


def test_what_is_said_of_dtypes_and_shapes_is_true() -> None:
    with pytest.raises(NotImplementedError, match="bitwise_not is not defined for float32"):
        torch.bitwise_not(ones(2))
    with pytest.raises(TypeError, match="integers and bool"):
        operator.invert(torch.ones(2))
    with pytest.raises(ShapeError, match="do not broadcast"):
        operator.add(ones(2), ones(3))
    with pytest.raises(ShapeError):
        torch.dist(ones(2), ones(3))
    with pytest.raises(ShapeError):
        torch.isclose(ones(2), ones(3))
    with pytest.raises(RuntimeError, match="too large"):
        operator.pow(torch.tensor([1], dtype=torch.uint8), 2**31 - 1)


def test_a_kernel_that_is_wrong_is_not_excused() -> None:
    def broken(x: Any) -> Any:
        raise error

    made = Operator("broken", broken, x=None)
    for error in (TypeError("a fault of its own"), ValueError("a fault of its own")):
        with pytest.raises(type(error), match="a fault of its own") as caught:
            made(ones(2))
        assert caught.value is error


@pytest.mark.parametrize(
    "call",
    [
        lambda: torch.clone([None]),
        lambda: torch.clone(2**100),
        lambda: torch.pow([2**100], torch.ones(2)),
        lambda: torch.xlogy([2**100], torch.ones(1)),
        lambda: torch.exp([1.0]),
        lambda: torch.exp_([1.0]),
        lambda: torch.add_(2.0, 1),
    ],
)
def test_no_tensor_holds_objects(call: Any) -> None:
    with pytest.raises(TypeError):
        call()


OBJECTS = np.array([2**70, 1], dtype=object)
"""What NumPy makes of integers beyond its own."""


@pytest.mark.parametrize(
    "call",
    [
        lambda: torch.ones(2) + OBJECTS,
        lambda: OBJECTS + torch.ones(2),
        lambda: torch.ones(2) @ OBJECTS,
        lambda: torch.where(torch.tensor([True, False]), OBJECTS, OBJECTS),
        lambda: torch.max(OBJECTS),
        lambda: torch.from_numpy(OBJECTS),
        lambda: torch.tensor(OBJECTS),
        lambda: torch.cat([OBJECTS, OBJECTS]),
    ],
)
def test_arrays_of_objects_become_no_tensors(call: Any) -> None:
    with pytest.raises((TypeError, DTypeError)):
        call()
