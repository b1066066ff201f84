"""Recorded PyTorch cases: load them, run them on a torch-like module, compare.

A case is one JSON object a line (`oracle/data/cases/FAMILY.jsonl`, written by
`oracle/cases/record.py`): a call, its arguments, and what PyTorch gave for it.

    call      "torch.sum" | "Tensor.expand" | "attr.mT" | "operator.add" | "builtins.float"
              | "composed.NAME" (a small program of `compositions.py`)
    args      JSON values; a tensor is {"t": flat data, "shape", "dtype", "requires_grad"}, and
              may carry "then": [[method, *args], …], applied to the leaf before the call;
              {"tuple"}, {"slice"}, {"ellipsis"}, {"dtype"}, {"complex"}, {"float"}, {"numpy"}
              stand for what JSON lacks
    outputs   one entry for each tensor of the result: data, shape, dtype, requires_grad, grad_fn;
              {"value"} for what is no tensor
    grads     for each leaf that requires grad, given `grad_output`; null where unused
    any_node  the grad_fn's name depends on how backward formulas are composed: not compared
    grad_error  in place of grads: the built-in exception class the backward pass raises
    error     in place of all this: the built-in exception class of a refused program

nan and inf are strings, complex numbers are [re, im] pairs.
"""

from __future__ import annotations

import builtins
import json
import operator
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import compositions
import numpy as np

DATA = Path(__file__).parent / "oracle" / "data" / "cases"
Case = dict[str, Any]

# rtol, atol by the dtype of the expected values; atol is scaled by the largest of them.
TOLERANCE = {
    "float16": (2e-3, 1e-3),
    "float32": (1e-5, 1e-6),
    "complex64": (1e-5, 1e-6),
    "float64": (1e-9, 1e-10),
    "complex128": (1e-9, 1e-10),
}


def families() -> list[str]:
    return sorted(path.stem for path in DATA.glob("*.jsonl"))


def load(family: str) -> list[Case]:
    with open(DATA / f"{family}.jsonl") as lines:
        return [json.loads(line) for line in lines]


def by_operator(family: str) -> dict[str, list[Case]]:
    """The family's cases, grouped by what they call."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for case in load(family):
        groups[case["call"]].append(case)
    return groups


# Decoding: JSON -> values of a torch-like module


def decode_array(data: list[Any], dtype: str, shape: list[int]) -> np.ndarray:
    """Flat JSON data as an ndarray."""
    if dtype.startswith("complex"):
        flat = [complex(float(re), float(im)) for re, im in data]
    elif dtype.startswith("float"):
        flat = [float(item) for item in data]
    else:
        flat = data
    return np.array(flat, dtype=dtype).reshape(shape)


def encode_array(array: np.ndarray) -> list[Any]:
    """Flat JSON data of an ndarray: the shortest decimals that give the same bits back."""

    def real(item: Any) -> Any:
        number = float(str(item))
        return number if np.isfinite(number) else str(number)

    flat = np.asarray(array).ravel()
    if flat.dtype.kind == "c":
        return [[real(item.real), real(item.imag)] for item in flat]
    if flat.dtype.kind == "f":
        return [real(item) for item in flat]
    return flat.tolist()


class Decoder:
    """Builds a case's arguments; `leaves` are its tensors that require grad, in order.

    Given `values`, the leaves take these in place of the recorded ones.
    """

    def __init__(self, torch: Any, values: list[np.ndarray] | None = None) -> None:
        self.torch = torch
        self.leaves: list[Any] = []
        self.values = values

    def __call__(self, item: Any) -> Any:
        if isinstance(item, list):
            return [self(part) for part in item]
        if not isinstance(item, dict):
            return item
        kind = next(iter(item))
        if kind == "t":
            return self.tensor(item)
        if kind == "tuple":
            return tuple(self(part) for part in item["tuple"])
        if kind == "slice":
            return slice(*(self(part) for part in item["slice"]))
        if kind == "ellipsis":
            return ...
        if kind == "dtype":
            return getattr(self.torch, item["dtype"])
        if kind == "complex":
            return complex(*(float(part) for part in item["complex"]))
        if kind == "float":
            return float(item["float"])
        if kind == "numpy":
            return decode_array(item["numpy"], item["dtype"], item["shape"])
        raise ValueError(f"no argument kind {kind!r}")

    def tensor(self, item: dict[str, Any]) -> Any:
        array = decode_array(item["t"], item["dtype"], item["shape"])
        if self.values is not None and item.get("requires_grad"):
            array = self.values[len(self.leaves)]
        tensor = self.torch.tensor(array, dtype=getattr(self.torch, item["dtype"]))
        if item.get("requires_grad"):
            tensor.requires_grad_()
            self.leaves.append(tensor)
        for method, *args in item.get("then", ()):
            tensor = getattr(tensor, method)(*self(args))
        return tensor


# Running


def resolve(name: str, torch: Any) -> Callable[..., Any]:
    """The callable a case names."""
    room, _, rest = name.partition(".")
    if room == "torch":
        return operator.attrgetter(rest)(torch)
    if room == "Tensor":
        return lambda tensor, *args, **kwargs: getattr(tensor, rest)(*args, **kwargs)
    if room == "attr":
        return operator.attrgetter(rest)
    if room == "composed":
        function = getattr(compositions, rest)
        return lambda *args, **kwargs: function(torch, *args, **kwargs)
    if name == "operator.setitem":
        return set_item
    if room == "operator":
        return getattr(operator, rest)
    return getattr(builtins, rest)


def set_item(tensor: Any, index: Any, value: Any) -> Any:
    tensor[index] = value
    return tensor


def flatten(result: Any, torch: Any) -> list[Any]:
    """The tensors of a result, nested tuples and lists opened; anything else as it is."""
    if isinstance(result, tuple | list) and any(holds_tensor(item, torch) for item in result):
        return [part for item in result for part in flatten(item, torch)]
    return [result]


def holds_tensor(item: Any, torch: Any) -> bool:
    if isinstance(item, tuple | list):
        return any(holds_tensor(part, torch) for part in item)
    return isinstance(item, torch.Tensor)


class Run:
    """A case's arguments and its call: `leaves`, then `result` and its flattened `outputs`."""

    def __init__(self, case: Case, torch: Any, values: list[np.ndarray] | None = None) -> None:
        self.torch = torch
        if "seed" in case:
            torch.manual_seed(case["seed"])
        decode = Decoder(torch, values)
        self.name = case["call"]
        self.args = decode(case["args"])
        self.kwargs = {key: decode(value) for key, value in case.get("kwargs", {}).items()}
        self.leaves = decode.leaves

    def call(self) -> None:
        self.result = resolve(self.name, self.torch)(*self.args, **self.kwargs)
        self.outputs = flatten(self.result, self.torch)

    def grads(self, grad_output: list[Any], **options: Any) -> tuple[Any, ...]:
        """Gradients of all leaves; an output whose cotangent is null takes no part."""
        decode = Decoder(self.torch)
        pairs = [
            (output, decode(cotangent))
            for output, cotangent in zip(self.outputs, grad_output, strict=True)
            if cotangent is not None
        ]
        outputs, cotangents = zip(*pairs, strict=True)
        return self.torch.autograd.grad(
            outputs, self.leaves, cotangents, allow_unused=True, **options
        )


def to_numpy(tensor: Any) -> np.ndarray:
    return np.asarray(tensor.numpy(force=True))


def dtype_name(tensor: Any) -> str:
    return str(tensor.dtype).rpartition(".")[2]


def plain(value: Any) -> Any:
    """A result that is no tensor, as JSON values."""
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return value if np.isfinite(value) else str(value)
    if isinstance(value, complex):
        return {"complex": [value.real, value.imag]}
    if isinstance(value, np.ndarray):
        return {"numpy": encode_array(value), "dtype": str(value.dtype), "shape": [*value.shape]}
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def node_name(tensor: Any) -> str | None:
    return tensor.grad_fn.name() if tensor.grad_fn is not None else None


# Comparing


def mismatches(case: Case, torch: Any) -> list[str]:
    """How the module differs from PyTorch on this case; an empty list means it agrees."""
    try:
        run = Run(case, torch)
    except Exception as error:
        return [f"arguments raised {type(error).__name__}: {error}"]
    try:
        run.call()
    except Exception as error:
        if "error" not in case:
            return [f"raised {type(error).__name__}: {error}"]
        wanted = getattr(builtins, case["error"])
        if isinstance(error, wanted):
            return []
        return [f"raised {type(error).__name__} where {case['error']} was wanted: {error}"]
    if "error" in case:
        return [f"accepted, where {case['error']} was wanted"]
    found = list(output_mismatches(case, run))
    if "grad_output" in case and not found:
        found += gradient_mismatches(case, run)
    return found


def output_mismatches(case: Case, run: Run) -> Iterator[str]:
    wanted = case["outputs"]
    if len(run.outputs) != len(wanted):
        yield f"{len(run.outputs)} outputs where {len(wanted)} were wanted"
        return
    if "fields" in case:
        for field, output in zip(case["fields"], run.result, strict=False):
            if getattr(run.result, field, None) is not output:
                yield f"the result has no field {field!r}"
    for index, (output, want) in enumerate(zip(run.outputs, wanted, strict=True)):
        name = f"output {index}" if len(wanted) > 1 else "output"
        if "value" in want:
            if not same_plain(plain(output), want["value"]):
                yield f"{name} is {plain(output)!r} where {want['value']!r} was wanted"
        elif not isinstance(output, run.torch.Tensor):
            yield f"{name} is a {type(output).__name__}, not a tensor"
        else:
            loose = index in case.get("loose", ())
            yield from tensor_mismatches(name, output, want, case, loose)
            if bool(output.requires_grad) != want["requires_grad"]:
                yield f"{name}.requires_grad is {output.requires_grad}"
            elif node_name(output) != want["grad_fn"] and "any_node" not in case:
                yield f"{name}.grad_fn is {node_name(output)}, not {want['grad_fn']}"


def same_plain(found: Any, want: Any) -> bool:
    """Equal, numbers within rounding."""
    if isinstance(want, list) and isinstance(found, list):
        return len(found) == len(want) and all(map(same_plain, found, want))
    if isinstance(want, float) and isinstance(found, float):
        return bool(np.isclose(found, want, rtol=1e-6, atol=1e-7))
    return type(found) is type(want) and found == want


def gradient_mismatches(case: Case, run: Run) -> Iterator[str]:
    try:
        grads = run.grads(case["grad_output"])
    except Exception as error:
        wanted = getattr(builtins, case.get("grad_error", "GeneratorExit"))
        if not isinstance(error, wanted):
            yield f"backward raised {type(error).__name__}: {error}"
        return
    if "grad_error" in case:
        yield f"backward passed, where {case['grad_error']} was wanted"
        return
    for index, (grad, want) in enumerate(zip(grads, case["grads"], strict=True)):
        name = f"gradient {index}"
        if grad is None or want is None:
            if grad is not want:
                yield f"{name} is {'unused' if grad is None else 'given'}, PyTorch's is not"
        else:
            yield from tensor_mismatches(name, grad, want, case, loose=False)


def tensor_mismatches(
    name: str, tensor: Any, want: dict[str, Any], case: Case, loose: bool
) -> Iterator[str]:
    """Shape, dtype and (unless loose) values."""
    if list(tensor.shape) != want["shape"]:
        yield f"{name} has shape {list(tensor.shape)}, not {want['shape']}"
        return
    if dtype_name(tensor) != want["dtype"]:
        yield f"{name} has dtype {dtype_name(tensor)}, not {want['dtype']}"
        return
    if loose:
        return
    expected = decode_array(want["data"], want["dtype"], want["shape"])
    found = to_numpy(tensor)
    if found.dtype != expected.dtype or found.shape != expected.shape:
        yield f"{name} holds {found.dtype}{list(found.shape)} behind its {want['dtype']} face"
    elif not close(found, expected, case.get("tolerance")):
        yield f"{name} is {found.tolist()}, not {expected.tolist()}"


def close(found: np.ndarray, expected: np.ndarray, tolerance: float | None = None) -> bool:
    """Equal within the dtype's tolerance; nan equals nan, infinities must agree."""
    if expected.dtype.kind not in "fc":
        return bool(np.array_equal(found, expected))
    rtol, atol = TOLERANCE[str(expected.dtype)]
    if tolerance is not None:
        rtol, atol = tolerance, tolerance / 10
    finite = np.abs(expected[np.isfinite(expected)])
    scale = max(1.0, float(finite.max())) if finite.size else 1.0
    return bool(np.allclose(found, expected, rtol=rtol, atol=atol * scale, equal_nan=True))
