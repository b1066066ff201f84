# def, defaults, keywords, closures, recursion, lambda, functions as values.
def area(w, h=2, *, scale=1):
    """A docstring is no statement."""
    return w * h * scale


print(area(3), area(3, 4), area(h=5, w=2), area(1, scale=10))


def nothing():
    pass


print(nothing())


def counter():
    state = [0]

    def bump(by=1):
        state[0] += by
        return state[0]

    return bump


c = counter()
c()
c(10)
print(c())


def fact(n):
    return 1 if n < 2 else n * fact(n - 1)


print(fact(20))
compose = lambda f, g: lambda x: f(g(x))
print(compose(lambda x: x + 1, lambda x: x * 10)(4))
adders = [lambda x, k=k: x + k for k in range(3)]
print([f(100) for f in adders])
late = [lambda: k for k in range(3)]
print([f() for f in late])


def both(x):
    return x, x * x


lo, hi = both(4)
print(lo, hi, both(2))


def early(x):
    for i in range(x):
        if i * i > x:
            return i
    return None


print(early(10), early(1))
print(sorted(["bb", "a", "ccc"], key=len), max([(1, 5), (2, 3)], key=lambda t: t[1]))
