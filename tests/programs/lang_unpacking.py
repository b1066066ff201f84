# Unpacking in assignments, loops and calls; augmented assignment.
a, b = 1, 2
a, b = b, a
print(a, b)
first, *rest = [1, 2, 3, 4]
print(first, rest)
*start, last = "abc"
print(start, last)
x, (y, z) = 1, (2, 3)
print(x, y, z)
p = q = [0]
p.append(1)
print(q)


def show(*args, **kwargs):
    print(args, kwargs)


show(1, 2, key="v")
show(*[1, 2], *(3,), **{"a": 4}, b=5)
n = 10
n += 5
n -= 3
n *= 2
n /= 8
n **= 2
n //= 2
n %= 3
print(n)
m = 6
m |= 1
m &= 5
m ^= 2
m <<= 3
m >>= 1
print(m)
values = [1, 2]
values += [3]
values[0] += 10
print(values)
d = {"k": 1}
d["k"] *= 7
print(d)
(u, v), w = [1, 2], 3
print(u, v, w)
