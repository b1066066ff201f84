# Scalars stacked into a vector, a hook in between.
import torch

xs = [torch.tensor(float(i), requires_grad=True) for i in range(4)]
s = torch.stack(xs)
s.register_hook(lambda g: g.clamp(max=2))
(s * torch.arange(4.0)).sum().backward()
print([x.grad.item() for x in xs])
p = torch.cat([x.view(1) for x in xs])
q = p.cumprod(0) + p.flip(0)
print(torch.autograd.grad(q.sum(), xs))
