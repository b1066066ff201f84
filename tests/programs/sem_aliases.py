# Names, copies and aliases: what assignment does and does not do.
import torch

x = torch.ones(3)
y = x
y += 1
print(x)
y = y + 1
print(x, y)
z = x[:]
z[0] = 9.0
print(x)
rows = [torch.zeros(2)] * 2
rows[0][0] = 1.0
print(rows)
rows = [torch.zeros(2) for i in range(2)]
rows[0][0] = 1.0
print(rows)
a = torch.tensor([1, 2, 3])
b = torch.tensor(a.tolist())
c = torch.as_tensor(a)
a[0] = 100
print(b, c, c is a)


def change(t):
    t.mul_(10)
    t = t + 1
    return t


print(change(x), x)
state = {"w": x}
state["w"] -= 10
print(x, state["w"] is x)
x, y = y, x
print(x, y)
m = torch.eye(2)
first = m[0]
m = m * 5
print(first, m)
for row in m:
    row += 1
print(m)
t = torch.tensor([3.0, 1.0])
u = t.sort().values
u[0] = 50.0
print(t, u)
total = 0
for v in t:
    total += v
print(total, type(total) is torch.Tensor, t.clone() is t)
