# What counts as true; short circuits; comparisons of everything.
import torch

for v in [0, 1, 0.0, "", "a", [], [0], (), {}, {"a": 1}, None, True, 0j, torch.tensor(0), torch.tensor([2.5])]:
    print(repr(v), bool(v), "yes" if v else "no")


def loud(v):
    print(f"[{v}]", end=" ")
    return v


print(loud(0) and loud(1), loud(2) or loud(3), loud(0) or loud(None), not loud(5))
print(1 < loud(2) < loud(2) < loud(9))
print(1 < 2 != 3 >= 3 == 3.0, 1 == True, "a" < "b" <= "b", [1, 2] < [1, 3], (1, "b") > (1, "a"))
print([1, 2] == [1, 2], (1,) == [1], {"a": 1} == {"a": 1.0}, None == 0, "1" == 1)
a = [1]
b = a
print(a is b, a is not [1], None is None, "x" in "xyz", 3 in {3: "k"}, 2 not in (1, 3))
x = torch.tensor([1.0, 2.0])
print(x is x, x == x, (x == x).all(), torch.equal(x, x.clone()), x.shape == (2,), x.dtype != torch.int64)
print(x[0] == 1, bool(x[0] == 1), x[0] in [1.0], 1.0 in x, 5.0 in x, True if x[1] > x[0] else False)
print(bool(x.sum() > 2 and x.prod() < 3), not x[0], x[0] and 7, x[0] * 0 or "zero")
print(all([x[0] > 0, x[1] > 0]), any([False, torch.tensor(False)]), sum([True, True]), [x > 1][0])
try:
    if x:
        print("never")
except RuntimeError:
    print("ambiguous")
