"""Reductions across tiles: each tile is reduced by itself, the parts are combined at the end.

The tiles, and the order in which their parts are combined, depend on shapes alone: any number of
threads gives the same bits. Sums are combined in double, so only a tile's own sum (pairwise, by
NumPy) is rounded in the dtype of the data.
"""

from __future__ import annotations

import numpy as np

from .graph import Axes, Expr

TINY = 16  # elements of a part up to which all parts are kept, to be added pairwise

Box = tuple[slice, ...]
Place = tuple["Partial", tuple[int, ...]]  # a reduction, and where its part lies in the result
Parts = dict[Place, list[np.ndarray]]


class Partial:
    """A reduction across tiles; `kept`: the axes of the pass that its result has."""

    __slots__ = ("dtype", "kept", "reduction", "register", "wide")

    def __init__(self, reduction: Expr, register: int, kept: Axes) -> None:
        self.reduction = reduction
        self.register = register  # of a tile's part
        self.kept = kept
        self.dtype = tile_dtype(reduction)
        self.wide = self.dtype  # in which parts are combined
        if reduction.op is np.add and self.dtype.kind in "fc":
            self.wide = np.result_type(self.dtype, np.float64)

    def add(self, part: np.ndarray, box: Box, parts: Parts) -> None:
        """Take a tile's part to those of the tiles before it."""
        place = (self, tuple([box[axis].start for axis in self.kept]))
        pieces = parts.get(place)
        if pieces is None:
            parts[place] = [part.astype(self.wide)]
        elif part.size > TINY:
            self.reduction.op(pieces[0], part, out=pieces[0])
        else:
            pieces.append(part.astype(self.wide))

    def combine(self, shape: Axes, block: Axes, runs: list[Parts]) -> np.ndarray:
        """The result from the parts of all runs of tiles of `block` in a pass over `shape`."""
        op = self.reduction.op
        places: dict[Place, list[np.ndarray]] = {}
        for run in runs:
            for place, pieces in run.items():
                if place[0] is self:
                    places.setdefault(place, []).extend(pieces)
        extents = [extent if axis in self.kept else 1 for axis, extent in enumerate(shape)]
        result = np.empty(extents, self.reduction.dtype)
        for (_, starts), pieces in places.items():
            value = pieces[0]
            if value.size <= TINY:
                value = op.reduce(np.stack(pieces, axis=-1), axis=-1)
            else:
                for piece in pieces[1:]:
                    op(value, piece, out=value)
            box = [slice(None)] * len(shape)
            for axis, start in zip(self.kept, starts, strict=True):
                box[axis] = slice(start, start + block[axis])
            np.copyto(result[tuple(box)], value, casting="unsafe")
        return result


def tile_dtype(reduction: Expr) -> np.dtype:
    """The dtype of a tile's part of a result: wider where that may not fit."""
    if reduction.op is np.multiply and reduction.dtype.kind in "fc":
        return np.result_type(reduction.dtype, np.float64)
    if reduction.op is np.add and reduction.dtype == np.float16:
        return np.dtype(np.float32)
    return reduction.dtype
