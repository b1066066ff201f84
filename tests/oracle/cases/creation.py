"""Tensors from nothing: creation functions, `_like` forms, the random generator."""

from build import Dtype, Numpy, b8, c64, case, f16, f32, f64, i32, i64, note, of, refuse

note(issue=2)

DTYPES = ("float16", "float32", "float64", "int64", "int32", "int16", "int8", "uint8", "bool")

for value in (1, 2.5, True, 1 + 2j, [], [1, 2], [1.0, 2], [True, False], [1j, 2], [[1, 2], [3, 4]]):
    case("torch.tensor", value)
for value in ([[], []], [[[1.5]]], (1, 2, 3), [(1, 2), (3, 4)], [float("nan"), float("inf")]):
    case("torch.tensor", value)
for dtype in (*DTYPES, "complex64", "complex128"):
    case("torch.tensor", [0, 1, 2], dtype=Dtype(dtype))
case("torch.tensor", [1.0, 2.0], requires_grad=True)
case("torch.tensor", 3.0, dtype=Dtype("float64"), requires_grad=True)
case("torch.tensor", [1.7, -1.7], dtype=Dtype("int64"))
case("torch.as_tensor", [1, 2, 3])
case("torch.as_tensor", f32(2, 3))
case("torch.as_tensor", f32(2, 3, grad=False), dtype=Dtype("float64"))
refuse("torch.tensor", [[1, 2], [3]])
refuse("torch.tensor", [1, "a"])
refuse("torch.tensor", "abc")
refuse("torch.tensor", [1, 2], dtype=Dtype("int64"), requires_grad=True)
refuse("torch.tensor", None)
refuse("torch.tensor")

for name in ("ones", "zeros"):
    for size in ((), (0,), (3,), (2, 3), (2, 0, 3), (2, 1, 2, 2)):
        case(f"torch.{name}", size)
        if size:
            case(f"torch.{name}", *size)
    for dtype in DTYPES:
        case(f"torch.{name}", 2, dtype=Dtype(dtype))
    case(f"torch.{name}", [2, 2], dtype=Dtype("complex64"))
    case(f"torch.{name}", 2, 3, requires_grad=True)
    case(f"torch.{name}", size=(2, 2))
    refuse(f"torch.{name}", -1)
    refuse(f"torch.{name}", 2.5)
    refuse(f"torch.{name}", 2, dtype=Dtype("int64"), requires_grad=True)

for size in ((), (0,), (3,), (2, 2)):
    for value in (7, 2.5, True, 1j):
        case("torch.full", size, value)
case("torch.full", (2,), 3, dtype=Dtype("float64"), requires_grad=True)
case("torch.full", (2,), 3.7, dtype=Dtype("int64"))
case("torch.full", (2,), fill_value=1.5)
refuse("torch.full", (2,))
refuse("torch.full", (-2,), 1)

for size in ((0,), (3,), (2, 3), (3, 2), (2, 0)):
    case("torch.eye", *size)
case("torch.eye", 2, dtype=Dtype("float64"), requires_grad=True)
case("torch.eye", 2, dtype=Dtype("bool"))
refuse("torch.eye", -1)

for args in ((5,), (2, 5), (1, 6, 2), (5, 1, -1), (0,), (2.5,), (0, 1, 0.3), (1.0, 2.0, 0.1)):
    case("torch.arange", *args)
case("torch.arange", 3, dtype=Dtype("float32"))
case("torch.arange", 3, dtype=Dtype("float64"), requires_grad=True)
case("torch.arange", 3.0, dtype=Dtype("int64"))
case("torch.arange", start=1, end=4)
case("torch.arange", 0, 10, step=3)
case("torch.arange", 4, requires_grad=False)
case("torch.arange", end=3)
refuse("torch.arange", 0, 5, 0)
refuse("torch.arange", 5, 0)
refuse("torch.arange", 0, 5, -1)
refuse("torch.arange", 3, requires_grad=True)

for name in ("linspace", "logspace"):
    for args in ((0, 1, 5), (-1.0, 1.0, 4), (3, 3, 2), (0, 1, 1), (0, 1, 0), (1, -2, 7)):
        case(f"torch.{name}", *args)
    case(f"torch.{name}", 0, 1, steps=3, dtype=Dtype("float64"))
    case(f"torch.{name}", start=0, end=2, steps=3, requires_grad=True)
    case(f"torch.{name}", 0, 3, 4, dtype=Dtype("int64"))
    refuse(f"torch.{name}", 0, 1, -1)
    refuse(f"torch.{name}", 0, 1)
case("torch.logspace", 0, 3, 4, base=2)
case("torch.logspace", 0, 3, 4, 3.0, dtype=Dtype("float64"))

for size in ((), (0, 2), (2, 3)):
    case("torch.empty", size).mark(loose=[0])
case("torch.empty", 2, 3, dtype=Dtype("int64")).mark(loose=[0])
case("torch.empty_like", f64(2, 3)).mark(loose=[0])
case("torch.empty_like", f64(2), dtype=Dtype("int32")).mark(loose=[0])

for name in ("ones_like", "zeros_like", "rand_like", "randn_like"):
    for x in (f32(2, 3), f64(0, 2), f64(), f16(2)):
        case(f"torch.{name}", x).mark(seed=1)
    case(f"torch.{name}", f32(2), dtype=Dtype("float64")).mark(seed=1)
    case(f"torch.{name}", f64(2, 2), requires_grad=True).mark(seed=1)
for name in ("ones_like", "zeros_like"):
    for x in (i64(2), b8(2), c64(2)):
        case(f"torch.{name}", x)
    case(f"torch.{name}", i64(2), dtype=Dtype("float32"))
refuse("torch.ones_like", 3)
refuse("torch.rand_like", i64(2))
for x in (f32(2, 3), f64(), i64(2), b8(2)):
    case("torch.full_like", x, 3)
    case("torch.full_like", x, 1)
case("torch.full_like", f32(2), 2.5, dtype=Dtype("float64"))
case("torch.full_like", i64(2), 2.5)
refuse("torch.full_like", f32(2))
for name in ("new_ones", "new_zeros"):
    case(f"Tensor.{name}", f64(2), (2, 3))
    case(f"Tensor.{name}", f64(2), 2, 3)
    case(f"Tensor.{name}", i64(2), 2, dtype=Dtype("float32"))
case("Tensor.new_full", f64(2), (2, 2), 3)
case("Tensor.new_tensor", f64(2), [1, 2])
case("Tensor.new_empty", f64(2), (2, 2)).mark(loose=[0])

for number, name in enumerate(("rand", "randn")):
    for size in (
        (),
        (0,),
        (1,),
        (2,),
        (3,),
        (7,),
        (8,),
        (15,),
        (16,),
        (17,),
        (33,),
        (3, 4),
        (2, 2, 4),
    ):
        for dtype in ("float32", "float64"):
            case(f"torch.{name}", size, dtype=Dtype(dtype)).mark(seed=number)
    case(f"torch.{name}", 2, 3).mark(seed=123456789)
    case(f"torch.{name}", 2, 3, requires_grad=True).mark(seed=2**40 + 1)
    case(f"torch.{name}", size=(4,)).mark(seed=3)
    case(f"torch.{name}", 20, dtype=Dtype("float16")).mark(seed=3)
    refuse(f"torch.{name}", -1)
    refuse(f"torch.{name}", 2, dtype=Dtype("int64"))
for args in ((10, (5,)), (3, 7, (2, 3)), (-5, 5, (4,)), (2**40, (3,)), (0, 1, (0,)), (256, ())):
    case("torch.randint", *args).mark(seed=4)
case("torch.randint", 0, 10, (4,), dtype=Dtype("int32")).mark(seed=4)
case("torch.randint", 10, size=(4,), dtype=Dtype("float32")).mark(seed=5)
case("torch.randint", low=1, high=4, size=(6,)).mark(seed=5)
case("torch.randint_like", i64(4), 10).mark(seed=5)
case("torch.randint_like", f32(4), 2, 6).mark(seed=5)
refuse("torch.randint", 0, (3,))
refuse("torch.randint", 5, 5, (3,))
for count in (0, 1, 2, 5, 16, 20, 40):
    case("torch.randperm", count).mark(seed=6)
case("torch.randperm", 6, dtype=Dtype("int32")).mark(seed=6)
case("torch.randperm", 6, dtype=Dtype("float32")).mark(seed=7)
refuse("torch.randperm", -1)
for x in (f32(5, grad=False), f64(20, grad=False), f32(3, 6, grad=False), f64(grad=False)):
    case("Tensor.uniform_", x).mark(seed=8)
    case("Tensor.uniform_", x, -1, 3).mark(seed=8)
    case("Tensor.normal_", x).mark(seed=8)
    case("Tensor.normal_", x, 2.0, 0.5).mark(seed=8)
    case("Tensor.random_", x, 10).mark(seed=8)
    case("Tensor.bernoulli_", x, 0.3).mark(seed=8)
case("Tensor.normal_", f32(4, grad=False), mean=1.0, std=2.0).mark(seed=8)
case("Tensor.uniform_", f32(4, grad=False), to=2.0).mark(seed=8)
refuse("Tensor.uniform_", f32(4, grad=False), 3, 1)
refuse("Tensor.normal_", f32(4, grad=False), 0.0, -1.0)
refuse("Tensor.normal_", f32(4))
refuse("Tensor.uniform_", i64(4))
case("torch.normal", 0.0, 1.0, (5,)).mark(seed=9)
case("torch.normal", f64(4), 0.5).mark(seed=9)
case("torch.normal", f64(4, grad=False), f64(4, lo=0.1, hi=2, grad=False)).mark(seed=9)
case("torch.bernoulli", f64(6, lo=0, hi=1)).mark(seed=9)
case("torch.bernoulli", f32(6, lo=0, hi=1, grad=False)).mark(seed=9)
case("torch.multinomial", f64(5, lo=0, hi=1, grad=False), 3).mark(seed=9)
case("torch.multinomial", f64(5, lo=0, hi=1, grad=False), 4, replacement=True).mark(seed=9)

for values in ([1.0, 2.0], [[1, 2], [3, 4]], [True, False], [], 3.0, [1j]):
    for dtype in ("float64", "float32", "int64", "bool", "complex128"):
        if dtype == "complex128" or values != [1j]:
            case("torch.from_numpy", Numpy(values, dtype))
case("torch.tensor", Numpy([1.0, 2.0], "float32"))
case("torch.tensor", Numpy([1.0, 2.0], "float64"), dtype=Dtype("float32"))
case("torch.as_tensor", Numpy([1, 2], "int64"))
refuse("torch.from_numpy", [1.0, 2.0])
case("torch.tril_indices", 3, 3)
case("torch.triu_indices", 3, 4, 1)
case("torch.complex", f64(3), f64(3))
case("torch.complex", f32(2, 2), f32(2, 2))
case("torch.polar", f64(3, lo=0.5, hi=2), f64(3))
case("torch.heaviside", f64(4, grad=False), of([0.5]).but(grad=False))
case("torch.Tensor", [1, 2])
case("torch.zeros", 2, dtype=Dtype("int32"))
case("torch.ones_like", i32(2, 2))
