# Parameters in lists of dicts, gathered by recursion.
import torch


def init(sizes, seed=0):
    torch.manual_seed(seed)
    params = []
    for m, n in zip(sizes[:-1], sizes[1:]):
        params.append(
            {
                "w": (torch.randn(m, n) / m**0.5).requires_grad_(),
                "b": torch.zeros(n, requires_grad=True),
            }
        )
    return params


def forward(params, x, act=torch.tanh):
    *hidden, last = params
    for layer in hidden:
        x = act(x @ layer["w"] + layer["b"])
    return x @ last["w"] + last["b"]


def leaves(tree):
    if isinstance(tree, torch.Tensor):
        return [tree]
    out = []
    for v in tree.values() if isinstance(tree, dict) else tree:
        out += leaves(v)
    return out


params = init([2, 4, 1])
x = torch.linspace(-1, 1, 6).view(3, 2)
loss = (forward(params, x) - 1).pow(2).mean()
grads = torch.autograd.grad(loss, leaves(params))
print(f"{loss.item():.4f}", [tuple(g.shape) for g in grads])
for p, g in zip(leaves(params), grads):
    p.data -= 0.1 * g
print(f"{(forward(params, x) - 1).pow(2).mean().item():.4f}", len(leaves(params)))
print(forward(params, x, act=torch.nn.functional.relu).shape)
