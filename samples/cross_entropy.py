# Softmax cross-entropy by hand and built in: the same loss and the same gradient, p - onehot.
import torch
import torch.nn.functional as F

logits = torch.tensor([[2.0, 1.0, 0.1], [0.5, 2.5, 0.3]], requires_grad=True)
classes = torch.tensor([0, 2])

# By hand: normalise the exponentials, pick the right class, take minus the log.
exps = logits.exp()
p = exps / exps.sum(dim=1, keepdim=True)
by_hand = -p[torch.arange(2), classes].log().mean()
by_hand.backward()
print(by_hand)
print(logits.grad)
saved = logits.grad.clone()

# In two steps, and in one.
logits.grad = None
two_steps = F.nll_loss(F.log_softmax(logits, dim=1), classes)
built_in = F.cross_entropy(logits, classes)
built_in.backward()
print(two_steps)
print(built_in)
print(torch.allclose(saved, logits.grad, atol=1e-6))

# The gradient is the probability minus the truth, over the batch size.
onehot = torch.zeros(2, 3)
onehot[torch.arange(2), classes] = 1.0
print((p.detach() - onehot) / 2)
