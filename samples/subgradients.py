# At a kink there is no slope. These are the values PyTorch settled on.
import torch


def slope(f, at):
    x = torch.tensor(at, requires_grad=True)
    y = f(x)
    y.backward()
    return x.grad.item()


for name, f in [
    ("abs", torch.abs),
    ("relu", torch.relu),
    ("sign", torch.sign),
    ("clamp to [0, 1]", lambda x: x.clamp(0, 1)),
    ("leaky_relu", torch.nn.functional.leaky_relu),
    ("hypotenuse", lambda x: (x * x).sqrt()),
]:
    print(f"{name:16s} slope at -1, 0, 1:", [round(slope(f, at), 2) for at in (-1.0, 0.0, 1.0)])

# Ties. max over everything shares the gradient evenly among the winners...
x = torch.tensor([3.0, 1.0, 3.0, 3.0], requires_grad=True)
x.max().backward()
print("max()      ", x.grad)

# ...amax does the same along a dimension, while max along a dimension picks one index.
x.grad = None
x.amax(0).backward()
print("amax(0)    ", x.grad)
x.grad = None
x.max(0).values.backward()
print("max(0)     ", x.grad)

# Two equal arguments split it in half.
a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(2.0, requires_grad=True)
torch.maximum(a, b).backward()
print("maximum    ", a.grad, b.grad)

# relu written with maximum is therefore not quite relu.
z = torch.zeros(1, requires_grad=True)
torch.maximum(z, torch.zeros(1)).backward()
print("maximum(0) ", z.grad)
