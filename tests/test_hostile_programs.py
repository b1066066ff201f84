"""A minute of hostile programs in every form, each beside neighbours that have to come out right.

`python -m tools.hostile` runs thousands of them.
"""

from __future__ import annotations

import sys

import pytest


@pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux shows them")
def test_hostile_programs_harm_only_themselves() -> None:
    from tools.hostile import minute

    assert minute() == []
