# backward() ADDS to .grad; it never overwrites. Whoever wants a fresh gradient clears it first.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
print("before any backward:", x.grad)

(x**2).sum().backward()
print("d(sum x^2)/dx      =", x.grad)

# A second backward pass lands on top of the first: 2x + 3.
(3 * x).sum().backward()
print("plus d(sum 3x)/dx  =", x.grad)

# Clearing in place keeps the same tensor; setting None drops it.
x.grad.zero_()
(3 * x).sum().backward()
print("after zero_()      =", x.grad)
x.grad = None
(x**2).sum().backward()
print("after None         =", x.grad)

# The same rule within ONE graph: a variable used twice gets the sum over its uses.
a = torch.tensor(2.0, requires_grad=True)
b = a * a + a  # two uses in the product, one in the sum: a + a + 1
b.backward()
print("d(a*a + a)/da      =", a.grad)

# That is why gradients over mini-batches may be summed up before one step.
w = torch.tensor(0.5, requires_grad=True)
for batch in [torch.tensor([1.0, 2.0]), torch.tensor([3.0, 4.0])]:
    (w * batch).sum().backward()
    print("accumulated so far:", w.grad.item())
