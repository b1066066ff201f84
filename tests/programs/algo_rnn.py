# Back-propagation through time: a small recurrent cell unrolled in a loop.
import torch

torch.manual_seed(5)
W = torch.randn(3, 3) * 0.4
U = torch.randn(3, 2) * 0.4
W.requires_grad_()
U.requires_grad_()
h = torch.zeros(3)
states = []
for step in range(6):
    h = torch.tanh(W @ h + U @ torch.tensor([1.0, step / 6]))
    states.append(h)
loss = sum([(s**2).sum() for s in states]) / len(states)
loss.backward()
print(f"{loss.item():.4f}")
print(W.grad)
print(U.grad)
print([f"{s.norm().item():.3f}" for s in states])
# how much does each earlier state matter to the last one?
h0 = torch.zeros(3, requires_grad=True)
h = h0
sizes = []
for step in range(5):
    h = torch.tanh(W.detach() @ h + 0.1)
    (g,) = torch.autograd.grad(h.sum(), h0, retain_graph=True)
    sizes.append(round(g.norm().item(), 3))
print(sizes)
