"""JSON as gradline writes it: in ASCII, with `nan`, `inf` and `-inf` as strings."""

from __future__ import annotations

import json
from typing import Any

encode = json.JSONEncoder(allow_nan=False).encode


def dumps(record: dict[str, Any]) -> str:
    """JSON for one record. One C call, unless the record holds a nan or inf."""
    try:
        return encode(record)
    except ValueError:
        return encode(spell(record))


def failed_case(case: Any, error: dict[str, Any]) -> dict[str, Any]:
    """The result of a case that failed; None stands for a line that is no case."""
    return {"id": case.get("id") if isinstance(case, dict) else None, "ok": False, "error": error}


def spell(data: Any) -> Any:
    """`data` with every nan and inf as a string."""
    if isinstance(data, float):
        return data if data - data == 0 else "nan" if data != data else str(data)
    if isinstance(data, dict):
        return {key: spell(item) for key, item in data.items()}
    if isinstance(data, list | tuple):
        return [spell(item) for item in data]
    return data
