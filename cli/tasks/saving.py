"""Computing results together, and writing gradients straight to files."""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import Any

import numpy as np

from ... import engine
from ..errors import CommandError, UsageError, near
from .session import Session

CHUNK = 1 << 20


def check_names(save: Collection[str], names: Collection[str]) -> None:
    """Refuse a name of `--save` that is not differentiated in."""
    for name in save:
        if name not in names:
            raise UsageError(f"--save: {name!r} is no variable to differentiate{near(name, names)}")


def compute(session: Session, result: Any, gradients: dict[str, Any], save: dict[str, str]) -> None:
    """Compute the result and all gradients in one go, those with a path into its file.

    A file is written tile by tile: the gradient never lies in memory as a whole.
    """
    files: dict[Any, Any] = {}
    for name, path in save.items():
        gradient = gradients[name]
        if gradient is None:
            raise CommandError(f"--save: the result does not depend on {name}")
        files[gradient] = create(session.descriptor(path), path, gradient)
    tensors = [value for value in (result, *gradients.values()) if value is not None]
    engine.realize(*tensors, out=files, progress=session.progress())
    for file in files.values():
        file.flush()


def create(descriptor: int, path: str, tensor: Any) -> Any:
    """A .npy file of the tensor's shape and dtype in an open file, mapped into memory.

    Its place on the disk is taken first: a full disk is an error here, and no fault later.
    """
    dtype = np.dtype(str(tensor.dtype).removeprefix("torch."))
    shape = tuple(tensor.shape)
    header = {"descr": np.lib.format.dtype_to_descr(dtype), "fortran_order": False, "shape": shape}
    try:
        with os.fdopen(descriptor, "r+b", closefd=False) as file:
            np.lib.format.write_array_header_2_0(file, header)
            file.flush()
            offset = file.tell()
            size = dtype.itemsize * tensor.numel()
            if not size:
                return np.empty(shape, dtype)
            reserve(descriptor, offset, size)
            return np.memmap(file, dtype, "r+", offset, shape)
    except OSError as error:
        raise CommandError(f"--save: cannot write {path}: {error.strerror or error}") from None


def reserve(descriptor: int, offset: int, size: int) -> None:
    """Take room on the disk. Raises OSError where there is not enough."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, offset, size)
        return
    zeros = bytes(min(size, CHUNK))
    for place in range(offset, offset + size, CHUNK):
        os.pwrite(descriptor, zeros[: offset + size - place], place)
