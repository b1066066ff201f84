# The graph records what was computed, not the program: branches and loops cost nothing extra.
import torch


def collatz_like(x):
    steps = 0
    while x > 1:
        x = x / 2 if x > 10 else x - 3
        steps += 1
    return x, steps


# The slope depends on the path that was taken: one factor 1/2 for each halving.
for start in [4.0, 15.0, 50.0]:
    x = torch.tensor(start, requires_grad=True)
    y, steps = collatz_like(x)
    y.backward()
    print(f"from {start}: {steps} steps to {y.item():g}, slope {x.grad.item():g}")


# Walk back through the record of one run.
x = torch.tensor(50.0, requires_grad=True)
node = collatz_like(x)[0].grad_fn
while node.next_functions:
    print(node.name())
    node = node.next_functions[0][0]

# A power series, cut off when its terms get small: still differentiable.
x = torch.tensor(0.5, requires_grad=True)
term = torch.ones(())
total = term
n = 0
while term.item() > 1e-8:
    n += 1
    term = term * x / n
    total = total + term
total.backward()
print(f"exp(0.5) = {total.item():.5f}, its derivative = {x.grad.item():.5f}, {n} terms")
