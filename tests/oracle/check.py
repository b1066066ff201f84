"""Hold an engine against the recorded cases and print, operator by operator, what differs.

    python tests/oracle/check.py --family reductions --op torch.sum --verbose

`--engine torch`, where PyTorch is installed, checks the recorded data itself.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import casefile


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--family", action="append", help="only this family; may be repeated")
    parser.add_argument("--op", action="append", help="only this call, or its last part")
    parser.add_argument("--issue", type=int, help="only cases of this issue")
    parser.add_argument("--case", help="only the case with this id, in full")
    parser.add_argument("--engine", default="gradline.engine", help="the torch-like module")
    parser.add_argument("-n", "--show", type=int, default=3, help="mismatches shown an operator")
    parser.add_argument("-v", "--verbose", action="store_true", help="list passing operators too")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    torch = importlib.import_module(options.engine)

    passed = failed = 0
    for family in options.family or casefile.families():
        for name, cases in casefile.by_operator(family).items():
            if options.op and not {name, name.rpartition(".")[2]} & set(options.op):
                continue
            chosen = [
                case
                for case in cases
                if options.issue in (None, case["issue"]) and options.case in (None, case["id"])
            ]
            bad = [(case, found) for case in chosen if (found := casefile.mismatches(case, torch))]
            passed += len(chosen) - len(bad)
            failed += len(bad)
            if bad or (options.verbose and chosen):
                print(f"{family:16} {name:45} {len(chosen) - len(bad):4} ok {len(bad):4} bad")
            for case, found in bad[: options.show]:
                limit = None if options.case else 300
                print(f"    {case['id']}  {describe(case)[:limit]}")
                for line in found:
                    print(f"        {line[:limit]}")
    print(f"{passed} agree, {failed} differ")
    return 1 if failed else 0


def describe(case: casefile.Case) -> str:
    """The case's call, tensors abbreviated."""

    def short(item: object) -> str:
        if isinstance(item, list):
            return "[" + ", ".join(map(short, item)) + "]"
        if not isinstance(item, dict):
            return repr(item)
        if "t" in item:
            data = item["t"][0] if item["shape"] == [] else item["t"][:4]
            grad = " grad" if item.get("requires_grad") else ""
            then = "".join(f".{method}()" for method, *_ in item.get("then", ()))
            return f"<{item['dtype']}{item['shape']}{grad} {data}{then}>"
        kind, content = next(iter(item.items()))
        return f"{kind}:{short(content)}"

    args = [short(item) for item in case["args"]]
    args += [f"{key}={short(item)}" for key, item in case.get("kwargs", {}).items()]
    return f"{case['call']}({', '.join(args)})"


if __name__ == "__main__":
    sys.exit(main())
