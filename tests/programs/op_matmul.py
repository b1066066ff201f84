# Products of every shape, and their gradients.
import torch

v = torch.tensor([1.0, 2.0], requires_grad=True)
w = torch.tensor([3.0, -1.0], requires_grad=True)
A = torch.tensor([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], requires_grad=True)
B = torch.tensor([[1.0, 0.0, -1.0], [2.0, 1.0, 0.0]], requires_grad=True)
T = torch.arange(12.0).reshape(2, 3, 2).requires_grad_()


def report(name, y, *inputs):
    print(name, tuple(y.shape), y, sep="\n")
    for g in torch.autograd.grad(y, inputs, torch.ones_like(y)):
        print("  ", g.tolist())


report("dot", v @ w, v, w)
report("torch.dot", torch.dot(v, w), v, w)
report("mv", A @ v, A, v)
report("torch.mv", torch.mv(A, v), A, v)
report("vm", w @ B, w, B)
report("mm", A @ B, A, B)
report("torch.mm", torch.mm(B, A), A, B)
report("matmul", A.matmul(B), A, B)
report("batch x matrix", T @ B, T, B)
report("batch x vector", T @ v, T, v)
report("vector x batch", v @ T.mT, v, T)
report("bmm", torch.bmm(T, T.mT), T)
report("broadcast batch", T.unsqueeze(1) @ B, T, B)
report("outer", torch.outer(v, w), v, w)
report("inner", torch.inner(v, w), v, w)
report("addmm", torch.addmm(torch.ones(3, 3), A, B, beta=2, alpha=3), A, B)
report("linear", torch.nn.functional.linear(v, A, torch.ones(3)), v, A)
report("tensordot", torch.tensordot(A, B, dims=1), A, B)
report("chain", (A @ B).T @ A, A, B)
for node in [(A @ B).grad_fn, (A @ v).grad_fn, (v @ w).grad_fn, (T @ B).grad_fn, torch.bmm(T, T.mT).grad_fn]:
    print(node.name())
