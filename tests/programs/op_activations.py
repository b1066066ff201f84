# The activations of the introductions, with their derivatives.
import torch
import torch.nn.functional as F

x = torch.tensor([-2.0, -0.5, 0.0, 0.5, 2.0], requires_grad=True)
for name, f in [
    ("relu", F.relu),
    ("torch.relu", torch.relu),
    ("relu6", F.relu6),
    ("sigmoid", torch.sigmoid),
    ("F.sigmoid", F.sigmoid),
    ("tanh", torch.tanh),
    ("softmax", lambda t: F.softmax(t, dim=0)),
    ("log_softmax", lambda t: F.log_softmax(t, dim=0)),
    ("softmin", lambda t: F.softmin(t, dim=0)),
    ("softplus", F.softplus),
    ("softplus beta", lambda t: F.softplus(t, beta=2.0, threshold=1.0)),
    ("gelu", F.gelu),
    ("gelu tanh", lambda t: F.gelu(t, approximate="tanh")),
    ("silu", F.silu),
    ("leaky_relu", F.leaky_relu),
    ("leaky 0.2", lambda t: F.leaky_relu(t, 0.2)),
    ("elu", F.elu),
    ("elu alpha", lambda t: F.elu(t, alpha=0.5)),
    ("selu", F.selu),
    ("hardtanh", F.hardtanh),
    ("logsigmoid", F.logsigmoid),
    ("softsign", F.softsign),
    ("mish", F.mish),
    ("hardsigmoid", F.hardsigmoid),
    ("hardswish", F.hardswish),
]:
    y = f(x)
    (g,) = torch.autograd.grad((y * torch.arange(5.0)).sum(), x)
    print(name, y, g, sep="\n  ")
m = torch.tensor([[1.0, 2.0], [3.0, 3.0]], requires_grad=True)
p = m.softmax(-1)
print(p, p.sum(1), m.log_softmax(0), torch.softmax(m, 0), sep="\n")
(p[:, 0] * torch.tensor([1.0, 5.0])).sum().backward()
print(m.grad)
