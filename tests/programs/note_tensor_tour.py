# Masks, where, nonzero, flips, windows, statistics, outer products.
import torch

seq = torch.arange(10).view(2, 5)
mask = seq % 2 == 0
print(seq.masked_fill(mask, -1), seq[mask], seq.masked_select(~mask))
print(
    torch.where(mask, seq, torch.zeros_like(seq)), torch.nonzero(mask), mask.nonzero(as_tuple=True)
)
print(seq.flip(1), seq.roll(1, dims=1), seq.t().contiguous().view(-1), torch.flatten(seq))
print(
    seq.float().var(dim=1),
    seq.float().std(dim=0, unbiased=False),
    torch.triu(torch.ones(3, 3), 1).bool(),
)
print(torch.meshgrid(torch.arange(2), torch.arange(2), indexing="xy"))
print(torch.stack([seq, seq]).permute(2, 0, 1).shape, torch.chunk(seq, 2, 1), seq.unfold(1, 2, 1))
print(
    torch.bincount(torch.tensor([0, 1, 1, 5])),
    torch.cumsum(seq, 1),
    torch.histc(torch.tensor([1.0, 2.0, 1.0]), 3, 0, 3),
)
print(
    torch.clamp(seq, 2, 6),
    torch.diff(seq),
    torch.outer(torch.arange(3), torch.arange(2)),
    torch.kron(torch.eye(2), torch.ones(1, 2)),
)
