# Newton's method: a derivative tells where the tangent meets zero; go there and repeat.
import torch


def newton(f, start, steps):
    x = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    for i in range(steps):
        y = f(x)
        (slope,) = torch.autograd.grad(y, x)
        with torch.no_grad():
            x -= y / slope
        print(f"  step {i + 1}: x = {x.item():.10f}")
    return x.item()


print("square root of two, the root of x^2 - 2")
newton(lambda x: x**2 - 2, 1.0, 5)

print("where cos(x) meets x")
newton(lambda x: torch.cos(x) - x, 1.0, 4)

# For a minimum, look for a root of the derivative: that takes the second one as well.
print("minimum of x^4 - 3x^3 + 2")
x = torch.tensor(3.0, dtype=torch.float64, requires_grad=True)
for i in range(5):
    f = x**4 - 3 * x**3 + 2
    (first,) = torch.autograd.grad(f, x, create_graph=True)
    (second,) = torch.autograd.grad(first, x)
    with torch.no_grad():
        x -= first / second
    print(f"  x = {x.item():.8f}  slope was {first.item():.6f}")
