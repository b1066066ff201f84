# grad_fn, name() and next_functions for a few shapes of graph.
import torch

a = torch.tensor([1.0, 2.0], requires_grad=True)
b = torch.tensor([3.0, 4.0], requires_grad=True)
k = torch.ones(2)


def tree(node):
    if node is None:
        return "-"
    inner = ", ".join([tree(n) for n, i in node.next_functions])
    name = node.name().replace("torch::autograd::", "")
    return f"{name}({inner})" if inner else name


for y in [
    a + b,
    a * k,
    k * a,
    (a * b).sum(),
    a - 1,
    1 - a,
    1 / a,
    a / b,
    2**a,
    a**2,
    a**b,
    -a,
    a @ b,
    a.exp().log().sqrt(),
    torch.cat([a, k, b]),
    torch.stack([a, b]),
    torch.where(a > 1, a, b),
    a[0],
    a[0:1],
    a[[0, 1, 0]],
    a.view(2, 1).t(),
    a.unsqueeze(0).expand(3, 2),
    torch.max(a),
    a.max(0).values,
    torch.maximum(a, k),
    a.clamp(0, 1),
    a.mean(0),
    a.norm(),
    a.std(),
    torch.softmax(a, 0),
]:
    print(tree(y.grad_fn))
print(a.grad_fn, (a + 1).grad_fn.next_functions[0][0].variable is a)
print((a + 1).grad_fn)
print((a * b).grad_fn.next_functions)
