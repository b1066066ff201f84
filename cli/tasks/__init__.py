"""What a worker does when it is asked: all that runs strangers' programs. Imports no click."""

from __future__ import annotations

# name of a request -> module and function; the module loads when it is first asked for
TASKS = {
    "eval": "evaluate.task",
    "grad": "grad.task",
    "formula": "formulas.task",
    "jacobian": "jacobian.jacobian",
    "hessian": "jacobian.hessian",
    "check": "check.task",
    "program": "programs.program",
    "notebook": "programs.notebook",
    "cell": "programs.cell",
    "cases": "cases.begin",
    "case": "cases.case",
}
