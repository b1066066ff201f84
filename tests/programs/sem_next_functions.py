# The graph seen from outside, for in-place, views, constants and higher order.
import torch


def kinds(t):
    return [(n.name().split("::")[-1], i) if n else None for n, i in t.grad_fn.next_functions]


x = torch.tensor([1.0, 2.0], requires_grad=True)
k = torch.ones(2)
print(kinds(x * 2), kinds(x * k), kinds(k * x), kinds(x * x))
print(kinds(torch.stack([x, k, x])), kinds(x.sum()), kinds(torch.where(x > 0, x, 0.0)))
y = x.clone()
y += x
print(kinds(y))
y[0] = x[1]
print(kinds(y))
v = (x * 2)[0]
print(kinds(v))
print(kinds(torch.addmm(torch.ones(1, 1), x.view(1, 2), x.view(2, 1))))
print(kinds(torch.nn.functional.linear(x, torch.ones(3, 2, requires_grad=True), torch.zeros(3))))
print(kinds(torch.nn.functional.mse_loss(x, k)), kinds(torch.nn.functional.cross_entropy(x.view(1, 2), torch.tensor([1]))))
a, b = x.unbind()
print(kinds(a * b), a.grad_fn == b.grad_fn)
m = x.max(0)
print(m.values.grad_fn.name(), m.indices.grad_fn, m.values.grad_fn.next_functions[0][0].name())
node = (x * 2).grad_fn
print(node.next_functions[0][0].variable is x, node == node, node is None)
d = x.detach().requires_grad_()
print(kinds(d + x), (d + x).grad_fn.next_functions[0][0].variable is d)
z = (x * 3).requires_grad_()
print(kinds(z), z.is_leaf)
print(len(torch.cat([x, x, x]).grad_fn.next_functions), x.grad_fn is None)
