"""Files that are not what they seem: whatever they hold, reading them ends in an ordinary error."""

from __future__ import annotations

import io
import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gradline.cli.datafiles import split_member
from gradline.cli.errors import CommandError
from gradline.cli.tasks.encoding import decode
from gradline.cli.tasks.inputs import MAPPED_FROM, read_tensor
from gradline.engine.lazy.memory import memory_owner


def read(path: Path | str) -> Any:
    place, name = split_member(str(path))
    with open(place, "rb") as file:
        return read_tensor(file, place, name)


def npy(array: Any, **options: Any) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def npz(**arrays: Any) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def test_what_a_file_is_its_bytes_say(tmp_path: Path) -> None:
    (tmp_path / "a.npy").write_bytes(npz(x=np.arange(3.0)))
    (tmp_path / "b.npz").write_bytes(npy(np.arange(3.0)))
    (tmp_path / "c.csv").write_bytes(npy(np.arange(3.0)))
    for name in ("a.npy", "b.npz", "c.csv"):
        assert read(tmp_path / name).tolist() == [0, 1, 2]


def test_members_are_named_after_a_colon(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(npz(x=np.arange(2.0), y=np.ones(2)))
    assert read(f"{path}:y").tolist() == [1, 1]
    with pytest.raises(CommandError, match="has no array 'z'"):
        read(f"{path}:z")
    with pytest.raises(CommandError, match="holds 2 arrays"):
        read(path)


def test_members_that_are_no_arrays(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x.npy", b"no array")
        archive.writestr("notes.txt", b"words")
        archive.writestr("y.npy", npy(np.array([None, {}]), allow_pickle=True))
    for name in ("x", "notes.txt", "y"):
        with pytest.raises(CommandError):
            read(f"{path}:{name}")


def test_a_large_file_is_mapped_from_the_open_file(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    array = np.asfortranarray(np.random.default_rng(1).random((MAPPED_FROM // 64, 16)))
    np.save(path, array)
    with open(path, "rb") as file:
        path.unlink()
        tensor = read_tensor(file, str(path))
    assert isinstance(memory_owner(tensor.numpy()), np.memmap)
    assert np.array_equal(tensor.numpy(), array)


def test_a_header_that_promises_more_than_there_is(tmp_path: Path) -> None:
    path = tmp_path / "x.npy"
    data = npy(np.zeros(MAPPED_FROM // 4))
    for shape in (
        b"(9999999,)",
        b"(-262144,)",
        b"(2**3,)",
        b"(1e9,)",
        b"(9,9,9,9,9,9,9,9,9,9,9,9)",
    ):
        header = data[:128].replace(b"(262144,)", shape)[: 128 - len(shape) + 9]
        path.write_bytes(header.ljust(128)[:128] + data[128:])
        with pytest.raises(CommandError):
            read(path)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """`data` with bytes flipped, cut, doubled or put in."""
    found = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(found) + 1)
        kind = rng.randrange(4)
        if kind == 0 and at < len(found):
            found[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del found[at:]
        elif kind == 2:
            found[at:at] = bytes([rng.randrange(256)] * rng.randint(1, 9))
        else:
            found[at:at] = found[: rng.randint(0, 40)]
    return bytes(found)


SOUND = {
    "npy": npy(np.arange(6.0).reshape(2, 3)),
    "npz": npz(x=np.arange(4), y=np.ones((2, 2), np.complex64)),
    "csv": b"a,b\n1,2\n3.5,-4e2\n",
    "json": json.dumps({"data": [[1, "nan"], [2.5, 3]], "dtype": "float32", "shape": [4]}).encode(),
}


@pytest.mark.parametrize("kind", SOUND)
def test_damaged_files(kind: str) -> None:
    rng = random.Random(kind)
    for _ in range(1500):
        data = damaged(SOUND[kind], rng)
        with suppress(CommandError, MemoryError):
            read_tensor(io.BytesIO(data), f"x.{kind}", rng.choice(["", "", "x"]))


@pytest.mark.parametrize(
    ("data", "dtype", "shape"),
    [
        ([1.0], None, [1] * 80),
        ([1.0], None, [10**30]),
        ([], None, [10**30, 0]),
        ([1.0], None, [10**4000]),
        ([1.0], None, [-1]),
        ([1.0], None, 3),
        ([10**400], None, None),
        ([2**70], "int64", None),
        (["nan"], "int32", None),
        ([[1], [2, 3]], None, None),
        ({}, None, None),
        ([1, None], None, None),
        ([1.0], "object", None),
        ([1.0], "complex64", None),
    ],
)
def test_data_that_make_no_tensor(data: Any, dtype: Any, shape: Any) -> None:
    with pytest.raises(CommandError):
        decode(data, dtype, shape)


@pytest.mark.parametrize("depth", [65, 500, 5000])
def test_lists_nested_too_deeply(depth: int) -> None:
    data: Any = 1
    for _ in range(depth):
        data = [data]
    with pytest.raises(CommandError, match="64 dimensions"):
        decode(data)
    with pytest.raises(CommandError):
        read_tensor(io.BytesIO(b"[" * depth + b"1" + b"]" * depth), "x.json")
