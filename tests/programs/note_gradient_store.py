# Hooks that store what passes by.
import torch

grads = {}


def save(name):
    def hook(g):
        grads[name] = g

    return hook


x = torch.tensor([1.0, 2.0], requires_grad=True)
h = torch.sigmoid(x)
h.register_hook(save("h"))
x.register_hook(save("x"))
loss = (h * torch.tensor([3.0, -1.0])).sum()
loss.backward()
print(sorted(grads.items()))
print(
    {
        k: round(v.norm().item(), 4)
        for k, v in grads.items()
    }
)
