# Slices of lists, strings and tensors, with every combination of bounds.
import torch

values = list(range(10))
text = "abcdefghij"
t = torch.arange(10)
for name, s in [("list", values), ("str", text)]:
    print(name, s[2:5], s[:3], s[7:], s[::3], s[1:8:2], s[-3:], s[:-7], s[-5:-2], s[::-1], s[8:2:-2], s[20:], s[5:2])
print("tensor", t[2:5], t[:3], t[7:], t[::3], t[1:8:2], t[-3:], t[:-7], t[-5:-2], t[20:], t[5:2])
i, j = 2, 6
print(t[i:j], t[i : i + 2], t[slice(1, 4)], values[slice(None, None, 4)])
k = torch.tensor(3)
print(t[k], t[k:], values[k], t[: int(k)], t[k - 1 : k + 1])
m = t.reshape(2, 5)
print(m[0, 1:3], m[:, -1], m[1:, ::2], m[..., 2], m[:, None].shape, m[0][1], m[-1][-1])
values[2:4] = []
values[:0] = [-1]
del values[-2:]
print(values)
print(text[0] + text[-1], text[3:3] == "", (1, 2, 3)[1:], [1, 2, 3][-1:], "x"[0:5])
rows = [[1, 2], [3, 4]]
rows[0][1] = 20
rows[1][:] = [0]
print(rows, [r[0] for r in rows])
