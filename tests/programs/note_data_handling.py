# Concatenating, comparing, broadcasting, slicing, reducing.
import torch

X = torch.arange(12, dtype=torch.float32).reshape(3, 4)
Y = torch.tensor([[2.0, 1, 4, 3], [1, 2, 3, 4], [4, 3, 2, 1]])
print(torch.cat((X, Y), dim=0), torch.cat((X, Y), dim=1))
print(X == Y, X.sum())
a = torch.arange(3).reshape((3, 1))
b = torch.arange(2).reshape((1, 2))
print(a + b)
print(X[-1], X[1:3])
X[1, 2] = 17
X[:2, :] = 12
print(X)
Z = torch.zeros_like(Y)
print(torch.equal(Z, X - X))
A = X.clone()
print(
    A.sum(axis=0),
    A.sum(axis=1, keepdims=True),
    A.cumsum(axis=0),
    A.mean(axis=0),
    A.shape,
    A.numel(),
)
print(
    torch.mv(A, torch.ones(4)),
    torch.mm(A, torch.ones(4, 3)),
    torch.norm(torch.tensor([3.0, -4.0])),
    torch.abs(torch.tensor([3.0, -4.0])).sum(),
    torch.norm(torch.ones((4, 9))),
)
B = torch.tensor([[1, 2, 3], [2, 0, 4], [3, 4, 5]])
print(B == B.T, A * A, A / A.sum(axis=1, keepdims=True))
