# Layer normalisation out of small pieces, and its gradient properties.
import torch

x = torch.tensor([[1.0, 2.0, 4.0], [-1.0, 0.5, 3.0]], requires_grad=True)
gain = torch.tensor([1.0, 2.0, 0.5], requires_grad=True)
bias = torch.zeros(3, requires_grad=True)


def layer_norm(x, eps=1e-5):
    mean = x.mean(-1, keepdim=True)
    var = x.var(-1, keepdim=True, unbiased=False)
    return (x - mean) / torch.sqrt(var + eps) * gain + bias


y = layer_norm(x)
print(y)
y.pow(2).sum().backward()
print(x.grad)
print(gain.grad, bias.grad)
# adding a constant to a row changes nothing, so every row of the gradient sums to zero
print(x.grad.sum(1).abs().max() < 1e-4, torch.allclose(layer_norm(x + 5), y, atol=1e-4))
built_in = torch.nn.functional.layer_norm(x, (3,), gain, bias)
print(torch.allclose(built_in, y, atol=1e-5))
