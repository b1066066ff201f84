"""A docstring at the top, a main function, a guard at the end: how scripts are written."""

import math

import torch
from torch import nn, tensor
from torch.nn import functional as F


def main():
    x = tensor([0.0, math.pi / 2, math.pi], requires_grad=True)
    y = torch.sin(x).sum()
    y.backward()
    print(f"y = {y.item():.4f}")
    print([f"{g:.2f}" for g in x.grad.tolist()])
    print(F.relu(tensor([-1.0, 2.0])), nn.functional.relu(tensor(3.0)))
    print(math.sqrt(16), math.floor(2.7), math.ceil(2.1), math.e, math.inf, -math.inf)
    print(f"{math.exp(1):.6f} {math.log(10):.6f} {math.log2(8)} {math.cos(0.0)} {math.tanh(0.5):.4f}")
    print(math.isnan(math.nan), math.factorial(5), math.gcd(12, 18), math.hypot(3, 4), math.pow(2, 3))
    print(torch.pi, round(torch.e, 5), torch.inf, torch.nan)


if __name__ == "__main__":
    main()
