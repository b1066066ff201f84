# Where derivatives are infinite or undefined: what PyTorch answers.
import torch


def slope(f, *points):
    out = []
    for p in points:
        x = torch.tensor(p, requires_grad=True)
        f(x).backward()
        out.append(round(x.grad.item(), 3))
    return out


inf, nan = float("inf"), float("nan")
print("sqrt", slope(torch.sqrt, 0.0, -1.0))
print("log", slope(torch.log, 0.0, -1.0))
print("1/x", slope(lambda x: 1 / x, 0.0, inf))
print("x**0", slope(lambda x: x**0, 0.0, 2.0))
print("x**0.5", slope(lambda x: x**0.5, 0.0, 4.0))
print("x**2", slope(lambda x: x**2, 0.0, inf))
print("x**x", slope(lambda x: x**x, 0.0, 1.0))
print("0**x", slope(lambda x: 0**x, 0.0, 1.0, -1.0))
print("norm", slope(lambda x: x.norm(), 0.0, -2.0))
print("norm of 0*x", slope(lambda x: (x * torch.zeros(2)).norm(), 1.0))
print("abs", slope(torch.abs, 0.0, nan, -inf))
print("relu", slope(torch.relu, 0.0, nan, inf))
print("clamp", slope(lambda x: x.clamp(0, 1), 0.0, 1.0, nan, inf))
print("max", slope(lambda x: torch.stack([x, x]).max(), 1.0))
print("maximum", slope(lambda x: torch.maximum(x, torch.tensor(1.0)), 1.0, 2.0, 0.0))
print("softmax", slope(lambda x: torch.softmax(torch.stack([x, x + 1]), 0)[0], 0.0))
print("logsumexp", slope(lambda x: torch.logsumexp(torch.stack([x, x]), 0), 1000.0, -inf))
print("sigmoid", slope(torch.sigmoid, 100.0, -100.0))
print("tanh", slope(torch.tanh, 20.0, inf))
print("prod", slope(lambda x: torch.stack([x, x, torch.tensor(3.0)]).prod(), 0.0, 2.0))
print("prod one zero", slope(lambda x: torch.stack([x, torch.tensor(0.0), torch.tensor(3.0)]).prod(), 2.0, 0.0))
print("std of one", slope(lambda x: torch.stack([x, x]).std(), 1.0))
print("atan2", slope(lambda x: torch.atan2(x, torch.tensor(0.0)), 0.0, 1.0))
print("acos", slope(torch.acos, 1.0, 0.0))
print("where", slope(lambda x: torch.where(x > 0, x.log(), x), 0.0, 1.0))
print("nansum", slope(lambda x: torch.stack([x, torch.tensor(nan)]).nansum(), 1.0))
print("cumprod", slope(lambda x: torch.stack([x, torch.tensor(0.0), x]).cumprod(0).sum(), 2.0))
print("xlogy", slope(lambda x: torch.xlogy(torch.tensor(0.0), x), 0.0, 1.0))
print("sinc", slope(torch.sinc, 0.0))
