# backward() frees what it saved on the way; to walk the same graph again, ask to keep it.
import torch

x = torch.tensor([1.0, 2.0], requires_grad=True)
y = (x * x * x).sum()

y.backward(retain_graph=True)
print("first pass :", x.grad)

# The graph is still whole, so a second pass works (and accumulates).
y.backward()
print("second pass:", x.grad)

# Now it is gone: the saved x*x and x were released.
try:
    y.backward()
except RuntimeError:
    print("third pass : refused, the graph was freed")

# Nothing needs saving for a sum, so a graph of sums alone may be walked again and again.
x.grad = None
s = (x + 1).sum()
s.backward()
s.backward()
print("two passes over a plain sum:", x.grad)

# Two results sharing a part: the first backward must keep the shared part alive.
x.grad = None
shared = x * x
first = shared.sum()
second = (shared * shared).sum()
first.backward(retain_graph=True)
second.backward()
print("both results:", x.grad)
