# Which x is meant: locals, globals, closures over loop variables, comprehension scopes.
x = "global"


def read():
    return x


def shadow():
    x = "local"
    return x


def outer():
    x = "outer"

    def inner():
        return x

    x = "outer, changed later"
    return inner()


print(read(), shadow(), outer(), x)
squares = [x * x for x in range(4)]
print(squares, x)
for x in range(3):
    pass
print(x)
x = 10


def default(v=x):
    return v


x = 20
print(default(), x)


def unbound():
    try:
        print(later)
    except NameError:
        print("not yet")


unbound()
later = 1


def use():
    return later


print(use())
