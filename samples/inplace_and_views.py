# Writing into a tensor is an operation too: it is recorded, reaches the base of a view,
# and is refused where it would make a gradient wrong.
import torch

x = torch.tensor([1.0, 2.0, 3.0, 4.0], requires_grad=True)

# A leaf that requires grad may not be overwritten: its value is the question asked.
try:
    x += 1
except RuntimeError:
    print("a leaf cannot be changed in place")

# A clone may. A view of it shares its memory, so writing to the view changes the base.
y = x.clone()
head = y[:2]
head *= 10
print(y)
y.sum().backward()
print(x.grad)  # the first two elements count ten times

# Subscript assignment cuts the overwritten element off from its past.
x.grad = None
y = x * 2
y[0] = 0.0
y[3] = x[1]
y.sum().backward()
print(y)
print(x.grad)

# exp saves its own result for the backward pass. Overwriting that is caught...
y = x.exp()
y.mul_(2)
try:
    y.sum().backward()
except RuntimeError:
    print("exp needs its result unchanged")

# ...while an operation that saved nothing of it does not mind.
x.grad = None
y = x + 5
y.mul_(2)
y.sum().backward()
print(x.grad)
