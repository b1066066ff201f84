"""Variables of a one-liner: `NAME=VALUE`, where VALUE is an expression or `@FILE`."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from ... import engine
from ..datafiles import data_path
from ..errors import CommandError, UsageError

if TYPE_CHECKING:
    import numpy as np

    from .session import Session

FORMS = "expected NAME=VALUE, such as x='ones(2,2)', x=3, x=[1,2] or x=@data.npy"
MAPPED_FROM = 1 << 20  # bytes: a larger .npy file is mapped into memory, not read


def read_variables(words: list[str], session: Session) -> dict[str, Any]:
    """The variables that the words of a command line define, in their order."""
    if sum(word.partition("=")[2].strip() == "@-" for word in words) > 1:
        raise UsageError("only one variable can be read from stdin (@-)")
    variables: dict[str, Any] = {}
    for word in words:
        name, equals, text = word.strip().partition("=")
        if not equals or not name.isidentifier() or text.startswith("="):
            raise UsageError(f"{FORMS}; found {word.strip()!r}")
        if name in variables:
            raise UsageError(f"the variable {name} is given twice")
        if not text.strip():
            raise UsageError(f"the variable {name} has no value; {FORMS}")
        variables[name] = read_value(text.strip(), session, f"value of {name}")
    return variables


def read_value(text: str, session: Session, what: str, dtype: Any = None) -> Any:
    """What one VALUE means; `what` names it in errors. Numbers and lists become tensors.

    They take `dtype`, or the default one; a bool, or a list of nothing else, stays bool.
    """
    if text.startswith("@"):
        try:
            return read_tensor(session.opened(data_path(text)), text[1:])
        except CommandError as error:
            error.message = f"{what}: {error.message}"
            raise
    interpreter = session.interpreter("operators")
    value = interpreter.run(text, filename=what)
    if not interpreter.has_result or value is None:
        raise CommandError(f"{what}: {text!r} has no value")
    if not isinstance(value, bool | int | float | complex | list):
        return value
    try:
        tensor = engine.as_tensor(value)
        if tensor.dtype != engine.bool and not tensor.is_complex():
            tensor = tensor.to(dtype or engine.get_default_dtype())
        return tensor
    except Exception as error:
        if isinstance(value, list) and any(isinstance(part, engine.Tensor) for part in value):
            return value  # a list of tensors, for `stack` and its like
        raise CommandError(f"{what}: {error}") from None


def read_tensor(file: BinaryIO, path: str) -> Any:
    """A tensor from an open .npy, .npz, .csv or .json file, or from stdin, by what it holds."""
    import numpy as np

    data = file.read()
    if data.startswith(b"\x93NUMPY"):
        return from_array(parse(np.load, BytesIO(data), path))
    text = data.decode("utf-8-sig")
    if path.lower().endswith(".json") or text.lstrip()[:1] in ("[", "{"):
        return parse_json(text, path)
    return parse_csv(text, path)


def parse(load: Any, source: Any, path: str, **options: Any) -> Any:
    """`load(source)`, where whatever NumPy raises means that the file is not what it should be."""
    try:
        return load(source, **options)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception as error:
        if "allow_pickle" in str(error):
            raise CommandError(f"{path} holds Python objects, which are not read") from None
        raise CommandError(f"{path} is no valid NumPy file: {error}") from None


def from_array(array: np.ndarray) -> Any:
    """The tensor of an array, in the machine's byte order."""
    if not array.dtype.isnative:
        array = array.astype(array.dtype.newbyteorder("="))
    try:
        return engine.from_numpy(array)
    except Exception as error:
        raise CommandError(f"an array of {array.dtype}: {error}") from None


def parse_json(text: str, path: str) -> Any:
    """Nested lists of numbers, or an object with `data` and perhaps `dtype` and `shape`."""
    import json

    from .encoding import decode

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CommandError(f"{path} is no valid JSON: {error}") from None
    if isinstance(data, dict):
        if "data" not in data:
            raise CommandError(f"{path}: an object needs a key 'data'")
        return decode(data["data"], data.get("dtype"), data.get("shape"))
    return decode(data)


def parse_csv(text: str, path: str) -> Any:
    """A matrix, or a vector where there is one row or column; a first row of names is skipped."""
    import csv

    import numpy as np

    rows: list[list[float]] = []
    try:
        table = list(csv.reader(text.splitlines()))
    except csv.Error as error:
        raise CommandError(f"{path} is no table of numbers: {error}") from None
    for number, fields in enumerate(table, 1):
        if not any(field.strip() for field in fields):
            continue
        try:
            row = [float(field) for field in fields]
        except ValueError:
            if not rows and not any(is_number(field) for field in fields):
                continue
            bad = next(i for i, field in enumerate(fields) if not is_number(field))
            place = f"line {number}, field {bad + 1}"
            raise CommandError(f"{path}, {place}: {fields[bad]!r} is no number") from None
        if rows and len(row) != len(rows[0]):
            counts = f"{len(row)} fields where the first row has {len(rows[0])}"
            raise CommandError(f"{path}, line {number}: {counts}")
        rows.append(row)
    if not rows:
        raise CommandError(f"{path} holds no numbers")
    array = np.array(rows)
    if 1 in array.shape:
        array = array.reshape(-1)
    return engine.from_numpy(array).to(engine.get_default_dtype())


def is_number(text: str) -> bool:
    try:
        float(text)
        return True
    except ValueError:
        return False
