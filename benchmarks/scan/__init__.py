"""The scan of speeds: every operator of the table, at three sizes, beside PyTorch eager."""

from importlib import import_module

from .cases import CASES, SIZES, Case

__all__ = ["CASES", "SIZES", "Case"]

TABLES = "elementwise reductions shapes products layers spatial transforms"

for table in TABLES.split():
    import_module(f"{__name__}.{table}")
