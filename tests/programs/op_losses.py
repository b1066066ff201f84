# The losses, their reductions and their gradients.
import torch
import torch.nn.functional as F

x = torch.tensor([0.2, 0.7, 0.9], requires_grad=True)
t = torch.tensor([0.0, 1.0, 0.5])
for name, f in [
    ("mse", F.mse_loss),
    ("l1", F.l1_loss),
    ("smooth_l1", F.smooth_l1_loss),
    ("smooth_l1 beta", lambda a, b, reduction="mean": F.smooth_l1_loss(a, b, beta=0.25, reduction=reduction)),
    ("huber", F.huber_loss),
    ("huber delta", lambda a, b, reduction="mean": F.huber_loss(a, b, delta=0.3, reduction=reduction)),
    ("bce", F.binary_cross_entropy),
    ("bce logits", F.binary_cross_entropy_with_logits),
    ("kl", lambda a, b, reduction="mean": F.kl_div(a.log(), b, reduction=reduction)),
]:
    for reduction in ["mean", "sum", "none"]:
        y = f(x, t, reduction=reduction)
        (g,) = torch.autograd.grad(y.sum(), x)
        print(name, reduction, y, g)
z = torch.tensor([[1.0, 2.0, 3.0], [1.0, 0.5, -1.0]], requires_grad=True)
c = torch.tensor([2, 0])
for name, y in [
    ("cross_entropy", F.cross_entropy(z, c)),
    ("sum", F.cross_entropy(z, c, reduction="sum")),
    ("none", F.cross_entropy(z, c, reduction="none")),
    ("weights", F.cross_entropy(z, c, weight=torch.tensor([1.0, 2.0, 3.0]))),
    ("ignore", F.cross_entropy(z, torch.tensor([-100, 0]))),
    ("smoothing", F.cross_entropy(z, c, label_smoothing=0.1)),
    ("probabilities", F.cross_entropy(z, torch.tensor([[0.1, 0.2, 0.7], [1.0, 0.0, 0.0]]))),
    ("nll", F.nll_loss(z.log_softmax(1), c)),
    ("nll none", F.nll_loss(z.log_softmax(1), c, reduction="none")),
    ("batchmean", F.kl_div(z.log_softmax(1), torch.full((2, 3), 1 / 3), reduction="batchmean")),
    ("log target", F.kl_div(z.log_softmax(1), torch.zeros(2, 3), log_target=True, reduction="sum")),
    ("weight", F.binary_cross_entropy_with_logits(z, torch.ones(2, 3), pos_weight=torch.tensor(2.0))),
]:
    (g,) = torch.autograd.grad(y.sum(), z)
    print(name, y, g)
