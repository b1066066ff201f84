# What grad_fn remembers: the graph, from the result back to the leaves.
import torch

a = torch.tensor(2.0, requires_grad=True)
b = torch.tensor(3.0, requires_grad=True)
c = torch.tensor(4.0)
y = (a * b + c).exp() - a

print("y is a leaf:", y.is_leaf, " a is a leaf:", a.is_leaf, " c is a leaf:", c.is_leaf)


def show(node, depth=0):
    if node is None:
        # An input that needs no gradient has no node.
        print("  " * depth + "(constant)")
        return
    print("  " * depth + node.name())
    for following, position in node.next_functions:
        show(following, depth + 1)


show(y.grad_fn)

# AccumulateGrad is where a leaf collects; it knows its variable.
product = (a * b).grad_fn
for node, position in product.next_functions:
    print(node.name(), node.variable.item())

# An operation with several results has one node; the number says which result was used.
top, bottom = torch.tensor([1.0, 2.0], requires_grad=True).unbind()
total = bottom * 5
print(total.grad_fn.next_functions[0][0].name(), "output", total.grad_fn.next_functions[0][1])
