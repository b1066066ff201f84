# Zero-dimensional tensors: numbers with a history.
import torch

s = torch.tensor(3.0, requires_grad=True)
print(s, s.shape, s.dim(), s.numel(), s.item(), float(s), int(s))
y = s * torch.tensor([1.0, 2.0])
y.sum().backward()
print(y, s.grad)
print(s.view(1), s.unsqueeze(0), s.reshape(1, 1), s.expand(3), s.flatten(), s.squeeze(), s.t())
print(s.sum(), s.sum(0), s.mean(), s.max(), s.max(0), s.cumsum(0), s.softmax(0), s.norm(), s.sort())
print(torch.stack([s, s * 2]), torch.tensor([s.item(), 1.0]), s + torch.tensor(1), s > 2)
t = torch.zeros(())
t += 5
t[...] = 7
t.add_(s.detach())
print(t)
t[()] = 1.5
print(t, t[...], t[None], t[()])
u = s.clone()
u.mul_(2)
u.backward()
print(u, s.grad)
for bad in [lambda: len(s), lambda: [v for v in s], lambda: s @ s, lambda: torch.cat([s, s])]:
    try:
        bad()
    except (TypeError, RuntimeError):
        print("not for a zero-dimensional tensor")
print(f"{s:.3f}", round(s.item(), 1), [0, 1, 2, 3][torch.tensor(2)], list(range(torch.tensor(3))))
print(torch.tensor(2) + 1, torch.tensor(7) // 2, -torch.tensor(1.5), torch.tensor(1.0) / 3, torch.tensor(True) + 1)
