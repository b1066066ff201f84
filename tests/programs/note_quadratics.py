# Two variables, a vector result and its external gradient.
import torch

x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
y = torch.tensor([4.0, 5.0, 6.0], requires_grad=True)
Q = 3 * x**3 - y**2
external_grad = torch.tensor([1.0, 1.0, 1.0])
Q.backward(gradient=external_grad)
print(9 * x**2 == x.grad)
print(-2 * y == y.grad)
