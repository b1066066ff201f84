"""Every recorded PyTorch case: values, dtypes, shapes, `grad_fn` names and gradients agree.

One test for each operator of a family; a failure lists the cases that differ. While implementing,
`python tests/oracle/check.py --family F --op NAME` shows the same faster.
"""

from __future__ import annotations

import functools
import warnings

import casefile
import pytest
from gradline import engine

OPERATORS = [
    pytest.param(family, name, id=f"{family}-{name}")
    for family in casefile.families()
    for name in casefile.by_operator(family)
]
groups = functools.lru_cache(maxsize=1)(casefile.by_operator)


@pytest.mark.parametrize(("family", "name"), OPERATORS)
def test_agrees_with_pytorch(family: str, name: str) -> None:
    differing = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for case in groups(family)[name]:
            found = casefile.mismatches(case, engine)
            if found:
                differing.append(f"{case['id']}: {'; '.join(found)[:300]}")
    assert not differing, f"{len(differing)} cases differ\n" + "\n".join(differing[:10])
