"""Which of several equal elements a sort or a selection by rank names: the one that PyTorch's does.

PyTorch sorts and selects with the C++ library's `sort` and `nth_element`, and with a quickselect
of its own, which leave equal elements in an order that follows from the algorithm alone. Here they
are repeated, element by element, for short rows that hold equal elements; where all elements
differ there is only one answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

LONGEST = 2048
"""Elements from which on equal elements are taken in order of their position instead."""

STABLE = 16
"""Elements up to which std::sort leaves equal ones in order."""

Before = Callable[[Any, Any], bool]


def selected(x: np.ndarray, select: Callable[[list[Any]], list[int]], found: np.ndarray) -> None:
    """Overwrite the rows of `found`, indices into the rows of `x`, where `x` has equal elements."""
    if x.size > LONGEST:
        return
    for place in np.ndindex(x.shape[:-1]):
        row = x[place].tolist()
        if len(set(row)) < len(row) or any(value != value for value in row):
            found[place] = select(row)


def rising(x: Any, y: Any) -> bool:
    """Whether `x` comes before `y` in rising order, nan last."""
    return x < y or (y != y and x == x)


def falling(x: Any, y: Any) -> bool:
    """Whether `x` comes before `y` in falling order, nan first."""
    return x > y or (x != x and y == y)


def top(row: list[Any], k: int, largest: bool) -> list[int]:
    """The indices of the `k` first, in order."""
    order = Row(row, falling if largest else rising)
    if k and k * 64 > len(row):
        order.select(k - 1)
        order.sort(k - 1)
    else:
        order.sort_stably()
    return order.places[:k]


class Row:
    """The indices of a row's elements, moved as libstdc++ moves the elements."""

    def __init__(self, row: list[Any], before: Before) -> None:
        self.row = row
        self.before = before
        self.places = list(range(len(row)))

    def less(self, i: int, j: int) -> bool:
        return self.before(self.row[self.places[i]], self.row[self.places[j]])

    def swap(self, i: int, j: int) -> None:
        self.places[i], self.places[j] = self.places[j], self.places[i]

    def sort_stably(self) -> None:
        self.insertion_sort(0, len(self.row))

    def select(self, rank: int) -> None:
        """std::nth_element."""
        first, last = 0, len(self.places)
        while last - first > 3:
            cut = self.partition(first, last)
            if cut <= rank:
                first = cut
            else:
                last = cut
        self.insertion_sort(first, last)

    def sort(self, last: int) -> None:
        """std::sort of the first `last` elements."""
        pieces = [(0, last)]
        while pieces:
            first, end = pieces.pop()
            while end - first > STABLE:
                cut = self.partition(first, end)
                pieces.append((cut, end))
                end = cut
        self.insertion_sort(0, last)

    def insertion_sort(self, first: int, last: int) -> None:
        for i in range(first + 1, last):
            place = self.places[i]
            value = self.row[place]
            j = i
            while j > first and self.before(value, self.row[self.places[j - 1]]):
                self.places[j] = self.places[j - 1]
                j -= 1
            self.places[j] = place

    def partition(self, first: int, last: int) -> int:
        """Around the median of three, which is moved to the front; where the second part begins."""
        self.median_to_front(first, first + 1, first + (last - first) // 2, last - 1)
        low, high = first + 1, last
        while True:
            while self.less(low, first):
                low += 1
            high -= 1
            while self.less(first, high):
                high -= 1
            if low >= high:
                return low
            self.swap(low, high)
            low += 1

    def median_to_front(self, front: int, a: int, b: int, c: int) -> None:
        if self.less(a, b):
            middle = b if self.less(b, c) else c if self.less(a, c) else a
        else:
            middle = a if self.less(a, c) else c if self.less(b, c) else b
        self.swap(front, middle)


def in_order(row: list[Any], descending: bool) -> list[int]:
    """The indices that sort the row, as std::sort leaves them."""
    order = Row(row, falling if descending else rising)
    order.sort(len(row))
    return order.places


def mode_place(row: list[Any]) -> list[int]:
    """The index of the last of the most frequent elements, after std::sort; nan is not ordered."""
    order = Row(row, lambda x, y: x < y)
    order.sort(len(row))
    best, length, start = 0, 0, 0
    for i, place in enumerate(order.places):
        if i and row[place] != row[order.places[i - 1]]:
            start = i
        if i - start >= length:
            best, length = place, i - start + 1
    return [best]


def ranked_place(row: list[Any], rank: int) -> list[int]:
    """The index of the element of a `rank`, by the quickselect of PyTorch's kthvalue."""
    order = Row(row, rising)
    swap = order.swap

    def greater(i: int, j: int) -> bool:
        return order.less(j, i)

    left, right = 0, len(row) - 1
    while right > left:
        if right == left + 1:
            if greater(left, right):
                swap(left, right)
            break
        swap(left + (right - left) // 2, left + 1)
        for i, j in ((left + 1, right), (left, right), (left + 1, left)):
            if greater(i, j):
                swap(i, j)
        i, j = left + 1, right
        while True:
            i += 1
            while greater(left, i):
                i += 1
            j -= 1
            while greater(j, left):
                j -= 1
            if j < i:
                break
            swap(i, j)
        swap(left, j)
        if j <= rank:
            left = i
        if j >= rank:
            right = j - 1
    return [order.places[rank]]
