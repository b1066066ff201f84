# The same formula, two ways to compute it: one overflows, one does not. So do the gradients.
import torch

x = torch.tensor([1000.0, 1001.0, 1002.0], requires_grad=True)

naive = x.exp().sum().log()
naive.backward()
print("naive value   ", naive)
print("naive gradient", x.grad)

# Shift by the largest first: exp never sees a positive number.
x.grad = None
m = x.max().detach()
shifted = (x - m).exp().sum().log() + m
shifted.backward()
print("shifted       ", shifted.item(), x.grad)

x.grad = None
torch.logsumexp(x, dim=0).backward()
print("logsumexp     ", x.grad)

# The gradient of logsumexp is softmax.
print("softmax       ", torch.softmax(x, dim=0).detach())

# Subtler: where() picks a branch, but 0 * inf from the other one still poisons the gradient.
t = torch.tensor([0.0, 4.0], requires_grad=True)
torch.where(t > 0, t.sqrt(), torch.zeros(2)).sum().backward()
print("poisoned      ", t.grad)

t.grad = None
safe = torch.where(t > 0, t, torch.ones(2))  # feed the unused branch something harmless
torch.where(t > 0, safe.sqrt(), torch.zeros(2)).sum().backward()
print("safe          ", t.grad)
