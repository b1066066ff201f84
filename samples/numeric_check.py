# Is a gradient right? Nudge each input a little both ways and compare the slopes.
import torch


def numeric_gradient(f, x, eps=1e-6):
    grad = torch.zeros_like(x)
    for i in range(x.numel()):
        nudge = torch.zeros_like(x)
        nudge.view(-1)[i] = eps
        grad.view(-1)[i] = (f(x + nudge) - f(x - nudge)) / (2 * eps)
    return grad


def f(x):
    return (torch.sin(x) * x**2).sum() + x.prod()


x = torch.tensor([[0.5, 1.0], [1.5, -2.0]], dtype=torch.float64, requires_grad=True)
(analytic,) = torch.autograd.grad(f(x), x)
numeric = numeric_gradient(f, x.detach())
print(analytic)
print(numeric)
print("largest difference below 1e-8:", ((analytic - numeric).abs().max() < 1e-8).item())

# gradcheck does the same for any function of double-precision inputs.
print(torch.autograd.gradcheck(f, (x,)))

# A wrong gradient is caught: detach hides one of the two uses of x.
print(torch.autograd.gradcheck(lambda x: (x * x.detach()).sum(), (x,), raise_exception=False))
