# Random numbers in differentiable programs: noise, dropout masks, sampling with reparameters.
import torch

torch.manual_seed(11)
mean = torch.tensor([1.0, -1.0], requires_grad=True)
log_std = torch.tensor([0.0, -1.0], requires_grad=True)
noise = torch.randn(4, 2)
sample = mean + log_std.exp() * noise
print(sample)
sample.square().mean().backward()
print(mean.grad, log_std.grad)
keep = torch.rand(6) > 0.5
print(keep)
x = torch.ones(6, requires_grad=True)
(x * keep / 0.5).sum().backward()
print(x.grad)
print(torch.bernoulli(torch.full((5,), 0.3)), torch.randint(0, 100, (4,)), torch.randperm(6))
w = torch.empty(3, 2)
w.uniform_(-0.5, 0.5)
w.requires_grad_()
print(w)
v = torch.empty(2, 2).normal_(0, 0.02)
print(v, torch.zeros(2).uniform_(5, 6))
torch.manual_seed(11)
print(torch.equal(noise, torch.randn(4, 2)))
y = torch.zeros(3, requires_grad=True) * 1
y.normal_()
print(y.shape, y.requires_grad)
generator = torch.Generator().manual_seed(5)
print(torch.rand(2, generator=generator), torch.randn(2, generator=generator), torch.randperm(4, generator=generator))
