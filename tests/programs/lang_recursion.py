# Recursion with tensors: Horner, trees, memoised Fibonacci, power by squaring.
import torch


def horner(coefficients, x):
    if len(coefficients) == 1:
        return coefficients[0]
    return coefficients[0] + x * horner(coefficients[1:], x)


x = torch.tensor(2.0, requires_grad=True)
y = horner([1.0, -2.0, 0.5, 3.0], x)
y.backward()
print(y, x.grad)


def power(base, n):
    if n == 0:
        return torch.ones_like(base)
    half = power(base, n // 2)
    return half * half * base if n % 2 else half * half


x.grad = None
power(x, 10).backward()
print(power(x, 10).item(), x.grad)
cache = {}


def fib(n):
    if n not in cache:
        cache[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
    return cache[n]


print(fib(80))
tree = ("+", ("*", "a", ("*", "a", "b")), ("sin", "b"))


def evaluate(node, env):
    if isinstance(node, str):
        return env[node]
    op, *args = node
    values = [evaluate(arg, env) for arg in args]
    return {"+": lambda u, v: u + v, "*": lambda u, v: u * v, "sin": torch.sin}[op](*values)


env = dict(a=torch.tensor(3.0, requires_grad=True), b=torch.tensor(0.5, requires_grad=True))
out = evaluate(tree, env)
out.backward()
print(out, [(k, round(v.grad.item(), 4)) for k, v in env.items()])


def depth(node):
    return 0 if isinstance(node, str) else 1 + max([depth(a) for a in node[1:]])


print(depth(tree))
