# Grad modes as context managers, nested, as decorators, as switches.
import torch

x = torch.ones(2, requires_grad=True)
print(torch.is_grad_enabled())
with torch.no_grad():
    y = x * 2
    print(torch.is_grad_enabled(), y.requires_grad, y.is_leaf)
    with torch.enable_grad():
        z = x * 2
        print(torch.is_grad_enabled(), z.requires_grad)
    print(torch.is_grad_enabled())
    w = torch.ones(1, requires_grad=True)
    print(w.requires_grad)
print(torch.is_grad_enabled())
for flag in (True, False):
    with torch.set_grad_enabled(flag):
        print(flag, (x + 1).requires_grad)
torch.set_grad_enabled(False)
print((x + 1).requires_grad)
torch.set_grad_enabled(True)
print((x + 1).requires_grad)


@torch.no_grad()
def frozen(t):
    return t * t


@torch.enable_grad()
def thawed(t):
    return t * t


print(frozen(x), thawed(x))
with torch.no_grad():
    print(thawed(x).requires_grad)
try:
    with torch.no_grad():
        raise ValueError
except ValueError:
    print("restored:", torch.is_grad_enabled())
with torch.no_grad():
    x += 5
    x[0] = 0
print(x)
with torch.inference_mode():
    print((x * 2).requires_grad)
early = torch.no_grad()
with early:
    print(torch.is_grad_enabled())
print(torch.is_grad_enabled())
