# A hook watches a gradient as it flows past and may replace it.
import torch

x = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)
y = x * 2
z = y.sum()

# Watch: the hook is called with the gradient that arrives at y.
handle = y.register_hook(lambda g: print("arrived at y:", g))
z.backward(retain_graph=True)
print("x.grad =", x.grad)

# Replace: what a hook returns is what flows on.
handle.remove()
x.grad = None
clip = y.register_hook(lambda g: g.clamp(max=0.25))
z.backward(retain_graph=True)
print("clipped:", x.grad)
clip.remove()

# Hooks run in the order they were registered, each seeing the last one's result.
x.grad = None
first = y.register_hook(lambda g: g + 1)
second = y.register_hook(lambda g: g * 10)
z.backward(retain_graph=True)
print("(1 + 1) * 10 * 2 =", x.grad)
first.remove()
second.remove()

# Only leaves keep their gradient; retain_grad keeps that of an inner tensor too.
x.grad = None
y.retain_grad()
(y * y).sum().backward()
print("y.grad =", y.grad)
print("x.grad =", x.grad)
