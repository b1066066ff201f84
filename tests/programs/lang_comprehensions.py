# List comprehensions: conditions, nesting, tensors inside.
import torch

print([i * i for i in range(5)])
print([i for i in range(10) if i % 2 if i > 3])
print([(i, j) for i in range(2) for j in range(2) if i != j])
print([[i * j for j in range(3)] for i in range(2)])
print([a + b for a, b in zip([1, 2], [10, 20])])
print(["even" if i % 2 == 0 else "odd" for i in range(3)])
x = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
parts = [x[i] * (i + 1) for i in range(3)]
print(parts)
total = sum(parts)
print(total)
total.backward()
print(x.grad)
print([t.item() for t in x])
print([round(v, 1) for v in torch.linspace(0, 1, 5).tolist()])
print([list(p.shape) for p in [torch.ones(2), torch.ones(2, 3), torch.ones(())]])
