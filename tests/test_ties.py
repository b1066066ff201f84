"""Of equal elements, sorts and selections name those that PyTorch 2.13 names (recorded)."""

from __future__ import annotations

import pytest
from gradline import engine as torch

RECORDED = [
    {
        "row": [2, 1, 2, 1, 2, 2, 2, 2, 0],
        "topk": [5, 4, 7],
        "kthvalue": 1,
        "sort": [8, 1, 3, 0, 2, 4, 5, 6, 7],
        "mode": 7,
        "median": 2,
    },
    {
        "row": [3, 1, 0, 1, 0, 2, 3, 1, 3, 0, 1, 0],
        "topk": [8, 6, 0, 5],
        "kthvalue": 9,
        "sort": [2, 4, 9, 11, 1, 3, 7, 10, 5, 0, 6, 8],
        "mode": 11,
        "median": 3,
    },
    {
        "row": [1, 3, 2, 1, 3, 1, 0, 1, 3, 1, 1, 0, 0, 1, 1, 1, 1, 2, 2, 1],
        "topk": [1, 8, 4, 17, 18, 2],
        "kthvalue": 15,
        "sort": [6, 12, 11, 10, 19, 16, 15, 14, 13, 0, 9, 7, 5, 3, 2, 17, 18, 8, 4, 1],
        "mode": 3,
        "median": 13,
    },
]


@pytest.mark.parametrize("case", RECORDED, ids=lambda case: str(len(case["row"])))
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.int64])
def test_equal_elements(case: dict, dtype: torch.dtype) -> None:
    x = torch.as_tensor(case["row"], dtype=dtype)
    k = len(case["topk"])
    assert x.topk(k)[1].tolist() == case["topk"]
    assert x.kthvalue(k)[1].item() == case["kthvalue"]
    assert x.sort()[1].tolist() == case["sort"]
    assert x.mode()[1].item() == case["mode"]
    assert x.median(0)[1].item() == case["median"]


def test_a_stable_sort_keeps_equal_elements_in_order() -> None:
    row = [i % 3 for i in range(30)]
    order = torch.as_tensor(row).sort(stable=True)[1].tolist()
    assert order == sorted(range(30), key=row.__getitem__)


def test_columns_are_selected_as_rows_are() -> None:
    x = torch.as_tensor([RECORDED[0]["row"], RECORDED[0]["row"]]).t()
    assert x.topk(3, 0)[1].t().tolist() == [RECORDED[0]["topk"]] * 2
