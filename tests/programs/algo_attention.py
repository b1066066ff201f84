# Scaled dot-product attention by hand, with a causal mask.
import math

import torch

torch.manual_seed(1)
q, k, v = [torch.randn(2, 4, 3).requires_grad_() for name in "qkv"]
scores = q @ k.transpose(-2, -1) / math.sqrt(q.size(-1))
mask = torch.tril(torch.ones(4, 4)).bool()
scores = scores.masked_fill(~mask, float("-inf"))
weights = scores.softmax(dim=-1)
print(weights[0])
print(torch.allclose(weights.sum(-1), torch.ones(2, 4)))
out = weights @ v
print(out.shape, out.grad_fn.name())
out.square().sum().backward()
print(q.grad[0], k.grad[1], v.grad.sum(), sep="\n")
print(q.grad[:, 0].abs().max() < 1e-6)
same = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
print(torch.allclose(out, same, atol=1e-5))
