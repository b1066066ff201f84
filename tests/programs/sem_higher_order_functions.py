# First, second and third derivatives of a list of functions, to ten digits.
import torch

functions = {
    "x^3": lambda x: x**3,
    "1/x": lambda x: 1 / x,
    "exp": torch.exp,
    "log": torch.log,
    "sqrt": torch.sqrt,
    "sin": torch.sin,
    "tan": torch.tan,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": torch.nn.functional.softplus,
    "gelu": torch.nn.functional.gelu,
    "silu": torch.nn.functional.silu,
    "elu": lambda x: torch.nn.functional.elu(-x),
    "erf": torch.erf,
    "x^x": lambda x: x**x,
    "2^x": lambda x: 2**x,
    "atan": torch.atan,
    "asinh": torch.asinh,
    "rsqrt": torch.rsqrt,
    "log1p": torch.log1p,
    "expm1": torch.expm1,
    "abs x^3": lambda x: (x**3).abs(),
    "logsumexp": lambda x: torch.logsumexp(torch.stack([x, 2 * x]), 0),
    "softmax": lambda x: torch.softmax(torch.stack([x, x**2]), 0)[0],
    "norm": lambda x: torch.stack([x, x + 1]).norm(),
    "var": lambda x: torch.stack([x, x**2, 2 * x]).var(),
    "prod": lambda x: torch.stack([x, x + 1, x - 3]).prod(),
    "cumprod": lambda x: torch.stack([x, x + 1, x - 3]).cumprod(0).sum(),
    "atan2": lambda x: torch.atan2(x, x**2),
    "mse": lambda x: torch.nn.functional.mse_loss(x**2, torch.zeros((), dtype=torch.float64)),
    "huber": lambda x: torch.nn.functional.huber_loss(x**2, torch.zeros((), dtype=torch.float64)),
    "bce": lambda x: torch.nn.functional.binary_cross_entropy(x / 2, torch.tensor(0.3, dtype=torch.float64)),
}
for name, f in functions.items():
    x = torch.tensor(0.7, dtype=torch.float64, requires_grad=True)
    d = f(x)
    values = [d.item()]
    for i in range(3):
        (d,) = torch.autograd.grad(d, x, create_graph=True)
        values.append(d.item())
    print(f"{name:10}", " ".join([f"{v + 0.0:.8f}" for v in values]))
