"""The case list of `gradline run` as a PyTorch script: `python torch_cases.py CASES.jsonl`."""

from __future__ import annotations

import json
import sys

import torch

NAMES = {name: getattr(torch, name) for name in dir(torch) if not name.startswith("_")}


def main(path: str) -> None:
    with open(path) as file:
        lines = file.readlines()
    for line in lines:
        case = json.loads(line)
        leaves = {name: torch.tensor(data).requires_grad_() for name, data in case["vars"].items()}
        value = eval(case["expr"], NAMES, leaves)
        cotangent = case.get("grad_output")
        given = None if cotangent is None else torch.tensor(cotangent)
        grads = torch.autograd.grad(value, list(leaves.values()), given, allow_unused=True)
        result = {
            "id": case["id"],
            "ok": True,
            "value": value.tolist(),
            "dtype": str(value.dtype).removeprefix("torch."),
            "shape": list(value.shape),
            "grad_fn": value.grad_fn.name(),
            "grads": {
                name: None if grad is None else grad.tolist()
                for name, grad in zip(leaves, grads, strict=True)
            },
        }
        print(json.dumps(result))


if __name__ == "__main__":
    main(sys.argv[1])
