# Elementwise functions: values, node names and derivatives.
import torch

x = torch.tensor([0.25, 0.5, 0.75], dtype=torch.float64, requires_grad=True)
table = [
    ("exp", torch.exp), ("exp2", torch.exp2), ("expm1", torch.expm1), ("log", torch.log), ("log2", torch.log2),
    ("log10", torch.log10), ("log1p", torch.log1p), ("sqrt", torch.sqrt), ("rsqrt", torch.rsqrt),
    ("square", torch.square), ("reciprocal", torch.reciprocal), ("abs", torch.abs), ("neg", torch.neg),
    ("sign", torch.sign), ("floor", torch.floor), ("ceil", torch.ceil), ("round", torch.round),
    ("trunc", torch.trunc), ("frac", torch.frac), ("sin", torch.sin), ("cos", torch.cos), ("tan", torch.tan),
    ("asin", torch.asin), ("acos", torch.acos), ("atan", torch.atan), ("sinh", torch.sinh), ("cosh", torch.cosh),
    ("tanh", torch.tanh), ("asinh", torch.asinh), ("atanh", torch.atanh), ("sigmoid", torch.sigmoid),
    ("erf", torch.erf), ("erfc", torch.erfc), ("erfinv", torch.erfinv), ("lgamma", torch.lgamma),
    ("digamma", torch.digamma), ("sinc", torch.sinc), ("logit", torch.logit), ("deg2rad", torch.deg2rad),
    ("acosh of 1+x", lambda t: torch.acosh(1 + t)), ("positive", torch.positive),
]
for name, f in table:
    y = f(x)
    (g,) = torch.autograd.grad(y.sum(), x)
    print(name, y, g)
