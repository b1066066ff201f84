# A convolution from unfold and matmul, a pooling from views, and their gradients.
import torch

signal = torch.tensor([1.0, 3.0, -2.0, 4.0, 0.0, 5.0], requires_grad=True)
kernel = torch.tensor([1.0, 0.0, -1.0], requires_grad=True)
y = signal.unfold(0, 3, 1) @ kernel
print(y)
y.square().sum().backward()
print(signal.grad, kernel.grad)
signal.grad = None
pooled = signal.view(3, 2).amax(1)
print(pooled)
pooled.sum().backward()
print(signal.grad)
signal.grad = None
mean = signal.view(2, 3).mean(1)
(mean * torch.tensor([3.0, 6.0])).sum().backward()
print(signal.grad)
image = torch.arange(16.0).reshape(4, 4).requires_grad_()
patches = image.unfold(0, 2, 2).unfold(1, 2, 2)
print(patches.shape, patches[0, 1])
best = patches.reshape(2, 2, 4).max(-1).values
print(best)
best.sum().backward()
print(image.grad)
