# The suffixes a printed tensor carries.
import torch

x = torch.ones(2, requires_grad=True)
d = torch.ones(2, dtype=torch.float64, requires_grad=True)
print(x)
print(d)
print(x + 1, d + 1, sep="\n")
print((x + 1).detach(), x.data, x.detach(), (x > 0))
print(x.sum(), d.mean(), x[0], x.max())
with torch.no_grad():
    print(x, x * 2)
print(x.double())
print(torch.ones(3, 40, requires_grad=True) * 1.5)
print(torch.arange(14.0, requires_grad=True) + 1000)
print(torch.arange(14.0, dtype=torch.float64, requires_grad=True) * 1000.5)
print(torch.sigmoid(torch.zeros(0, requires_grad=True)))
print(torch.zeros(0, 2, dtype=torch.float64, requires_grad=True))
print(x.view(1, 2), x.expand(2, 2), x.unsqueeze(1), sep="\n")
y = x.clone()
y[0] = 5
print(y)
y = x.clone()
y.add_(1)
print(y)
print(torch.nn.functional.relu(x), torch.nn.functional.softmax(x, dim=0))
print(torch.tensor([1 + 1j], requires_grad=True) * 2)
