"""Variables of a one-liner: `NAME=VALUE`, where VALUE is an expression or `@FILE`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from math import prod
from typing import TYPE_CHECKING, Any, BinaryIO

from ... import engine
from ..datafiles import split_member
from ..errors import CommandError, UsageError
from ..files import missing

if TYPE_CHECKING:
    import numpy as np

    from .session import Session

FORMS = "expected NAME=VALUE, such as x='ones(2,2)', x=3, x=[1,2] or x=@data.npy"
MAPPED_FROM = 1 << 20  # bytes: a larger .npy file is mapped into memory, not read
NPY = b"\x93NUMPY"
ZIP = b"PK"
MOST_NAMES = 20


def read_variables(words: list[str], session: Session) -> dict[str, Any]:
    """The variables that the words of a command line define, in their order."""
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
            path, name = split_member(text[1:])
            with session.opened(path) as file:
                return read_tensor(file, path, name)
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


def read_tensor(file: BinaryIO, path: str, name: str = "") -> Any:
    """A tensor from an open .npy, .npz, .csv or .json file; which it is its first bytes say.

    path: what errors call the file. name: of an array in an archive, where it holds several.
    """
    start = read_bytes(file, path, len(NPY))
    if start == NPY:
        return from_array(read_npy(start, file, path))
    if start.startswith(ZIP):
        return from_array(read_npz(start, file, path, name))
    if name:
        raise CommandError(f"{path} is no archive, so that it holds no {name!r}")
    data = start + read_bytes(file, path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        hint = "a variable's file is .npy, .npz, .csv or .json"
        raise CommandError(f"{path} holds neither numbers nor text", hint=hint) from None
    if path.lower().endswith(".json") or text.lstrip()[:1] in ("[", "{"):
        return parse_json(text, path)
    return parse_csv(text, path)


def read_bytes(file: BinaryIO, path: str, size: int = -1) -> bytes:
    try:
        return file.read(size)
    except (OSError, ValueError) as error:
        raise missing(path, error) from None


def read_npy(start: bytes, file: BinaryIO, path: str) -> np.ndarray:
    """The array of a .npy file of which `start` is read; a large one is mapped, not read."""
    from stat import S_ISREG

    with reading(path):
        about = os.fstat(file.fileno()) if has_number(file) else None
        if about is not None and S_ISREG(about.st_mode) and about.st_size >= MAPPED_FROM:
            file.seek(0)
            return mapped(file, about.st_size)
    return loaded(start + read_bytes(file, path), path)


def has_number(file: BinaryIO) -> bool:
    """Whether the system knows the file: one that only lies in memory has no number there."""
    try:
        return file.fileno() >= 0
    except (OSError, AttributeError, ValueError):
        return False


def mapped(file: BinaryIO, size: int) -> np.ndarray:
    """A map of the array of an open .npy file of `size` bytes, which stays as it is."""
    import numpy as np
    from numpy.lib import format as npy

    version = npy.read_magic(file)
    read_header = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, by_columns, dtype = read_header(file)
    if dtype.hasobject:
        raise ValueError("Object arrays need allow_pickle")
    if min(shape, default=1) < 0 or file.tell() + prod(shape) * dtype.itemsize > size:
        raise ValueError(f"its {size} bytes end before the array of shape {shape} does")
    if not prod(shape):
        return np.empty(shape, dtype)
    order = "F" if by_columns else "C"
    return np.memmap(file, dtype, "r", file.tell(), shape, order)


def loaded(data: bytes, path: str) -> np.ndarray:
    """The array that the bytes of a .npy file hold."""
    import numpy as np

    with reading(path):
        found = np.load(BytesIO(data))
    if not isinstance(found, np.ndarray):
        raise CommandError(f"{path} is no valid NumPy file: it holds no array")
    return found


def read_npz(start: bytes, file: BinaryIO, path: str, name: str) -> np.ndarray:
    """One of the arrays of a .npz archive of which `start` is read: `name`, or its only one."""
    from zipfile import ZipFile

    source = file if file.seekable() else BytesIO(start + read_bytes(file, path))
    with reading(path), ZipFile(source) as archive:
        names = [member.removesuffix(".npy") for member in archive.namelist()]
        if not name and len(names) == 1:
            name = names[0]
        if name not in names:
            wrong = f"has no array {name!r}" if name else f"holds {len(names)} arrays"
            hint = f"write @{path}:NAME with one of {', '.join(names[:MOST_NAMES])}"
            raise CommandError(f"{path} {wrong}", hint=hint)
        member = archive.read(archive.namelist()[names.index(name)])
    if not member.startswith(NPY):
        raise CommandError(f"{path}: {name} is no array")
    return loaded(member, f"{path}:{name}")


@contextmanager
def reading(path: str) -> Iterator[None]:
    """Inside, whatever NumPy raises means that the file is not what it should be; what it only
    warns of is no one's business."""
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (CommandError, MemoryError):
        raise
    except Exception as error:
        if "allow_pickle" in str(error):
            raise CommandError(f"{path} holds Python objects, which are not read") from None
        raise CommandError(f"{path} is no valid NumPy file: {error}") from None


def from_array(array: np.ndarray) -> Any:
    """The tensor of an array, in the machine's byte order."""
    try:
        if not array.dtype.isnative:
            array = array.astype(array.dtype.newbyteorder("="))
        return engine.from_numpy(array)
    except MemoryError:
        raise
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
