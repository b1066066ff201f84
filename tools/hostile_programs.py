"""Hostile programs from templates: they hang, crash, allocate or forge.

A `$word` in a template is replaced by a random choice. A program of the kind "forge" ends in an
error if the language holds; reaching its last line raises an error whose message is FORGED.
"""

from __future__ import annotations

import re
from random import Random
from typing import NamedTuple

KINDS = ("hang", "crash", "allocate", "forge")
FORGED = "FOR" + "GED"  # never in a program's own text, which errors show
FIELD = re.compile(r"\$([a-z]+)")


class Hostile(NamedTuple):
    """One program. `text` runs as a file, as a cell, as a case and as an expression."""

    kind: str
    text: str


def programs(kind: str, count: int, seed: int) -> list[Hostile]:
    """`count` different programs of a kind; of every template about as many."""
    random = Random(f"{kind} {seed}")
    templates = list(TEMPLATES[kind])
    found: dict[str, Hostile] = {}
    while len(found) < count:
        random.shuffle(templates)
        for template in templates[: count - len(found)]:
            text = finished(kind, filled(random, template))
            found.setdefault(text, Hostile(kind, text))
    return list(found.values())


def finished(kind: str, text: str) -> str:
    """The whole program; on one line, as an expression is written, if no part needs a block."""
    lines = ["import torch, math", *text.splitlines()]
    if kind == "forge" and "'GED'" not in text:
        lines.append("assert False, 'FOR' + 'GED'")
    if any(line.endswith(":") or line.startswith((" ", "for ", "while ", "def ")) for line in lines):
        return "\n".join(lines)
    return "; ".join(lines)


def filled(random: Random, template: str) -> str:
    """The template with every `$word` chosen, those in chosen texts too."""
    while (field := FIELD.search(template)) is not None:
        word = field[1]
        chosen = random.choice(WORDS[word]) if word in WORDS else NUMBERS[word](random)
        template = template[: field.start()] + str(chosen) + template[field.end() :]
    return template


def split(text: str) -> list[str]:
    """The templates of a text in which lines of `--` stand between them."""
    return [part.strip("\n") for part in re.split(r"^--$", text, flags=re.MULTILINE)]


NUMBERS = {
    "huge": lambda random: random.randint(1, 99) * 10 ** random.randint(11, 15),
    "many": lambda random: random.randint(10, 99) * 10**5,
    "some": lambda random: random.randint(20_000, 90_000),
    "deep": lambda random: random.randint(3_000, 60_000),
    "deeper": lambda random: random.randint(200_000, 1_000_000),
    "sixty": lambda random: random.randint(50, 90),
    "small": lambda random: random.randint(2, 9),
    "long": lambda random: "9" * random.randint(50_000, 99_000),
    "literal": lambda random: random.choice(["9", "1,", "'a',", "[],", "-"]) * random.randint(
        20_000, 25_000
    ),
    "nest": lambda random: nested(random, random.randint(900, 30_000)),
}  # fmt: skip


def nested(random: Random, depth: int) -> str:
    """A text that nests one construct in itself."""
    before, inside, after = random.choice(
        [
            ("(", "1", ")"), ("[", "", "]"), ("-", "1", ""), ("not ", "1", ""), ("lambda: ", "1", ""),
            ("{1:", "1", "}"), ("abs(", "1", ")"), ("1 if 1 else ", "1", ""), ("", "x", "[0]"),
            ("", "x", ".real"), ("2**", "1", ""), ("(lambda: ", "1", ")()"), ("[*", "[]", "]"),
            ("(1,", "", ")"), ("1+(", "1", ")"), ("x[", "0", "]"), ("[i for i in ", "[]", "]"),
            ("(", "", ""), ("[", "", ""), ("{", "", ""), ("", "1", ")"), ("~", "1", ""),
        ]
    )  # fmt: skip
    depth = min(depth, 100_000 // len(before + after))
    return before * depth + inside + after * depth


NODE = "(torch.ones(1, requires_grad=True) * 2).grad_fn"
WORDS = {
    "letter": list("abcdefghijklmnop"),
    "gather": ["max", "min", "sum", "sorted", "list", "tuple", "set", "any", "all"],
    "elementwise": ["exp", "sin", "tanh", "sqrt", "erf", "lgamma", "sigmoid", "log1p"],
    "bad": ["nan", "inf"],
    "lapack": [
        "pinverse", "linalg.svdvals", "linalg.svd", "linalg.eigvals", "linalg.eig", "linalg.eigh",
        "linalg.qr", "linalg.inv", "linalg.det", "linalg.cholesky", "linalg.matrix_rank",
        "linalg.pinv", "linalg.cond", "matrix_exp", "linalg.eigvalsh", "logdet",
    ],
    "look": [
        "str(a)", "repr(a)", "print(a)", "f'{a}'", "'%s' % (a,)", "'{}'.format(a)", "a == b",
        "a != b", "a < b", "{str: a} == {str: b}", "[a].index(b)", "[a].count(b)", "b in [a]",
        "sorted([a, b])", "max([a, b])", "len(str([a]))", "a", "[a, b]", "isinstance(a, b)",
        "torch.tensor(a)", "set([a, b])", "{a: b}", "dict.fromkeys([a, b])", "raise ValueError(a)",
        "assert a == b, a", "print(a, b)", "ValueError(a)", "[*a]", "a.__class__", "(a, a) == (b, b)",
    ],
    "hashed": ["{a}", "{a: 1}", "set([a])", "a in {1}", "frozenset([a])", "dict.fromkeys([a])", "{}.get(a)"],
    "chain": ["map(abs, g)", "zip(g)", "enumerate(g)", "filter(None, g)", "(k for k in g)", "map(str, g)",
              "zip(g, g)", "iter([g])", "reversed([g])", "filter(callable, g)"],
    "drain": ["list(g)", "next(g)", "sum(g)", "max(g)", "[*g]", "print(*g)", "sorted(g)", "g = None",
              "any(g)", "tuple(g)", "str(g)", "for i in g: pass"],
    "wrap": ["[a]", "(a,)", "{1: a}", "[a, 1]", "(1, a)", "{'k': [a]}", "ValueError(a)", "slice(a)",
             "[[a]]", "((a,),)", "slice(0, a)"],
    "recurse": [
        "f(n + 1)", "[f(k) for k in [n]]", "sum(f(k) for k in [n])", "sorted([n, n], key=f)",
        "list(map(f, [n]))", "max([n, n], key=f)", "f'{f(n)}'", "'%s' % f(n)", "(lambda: f(n))()",
        "next(filter(f, [n]))", "{f(n): 1}", "f(n) + f(n)", "f(*[n])", "not f(n)", "f(n)[0]", "min(n, f(n))",
        "torch.func.grad(f)(torch.ones(1).sum())", "sorted([n], key=lambda k: f(k))", "print(f(n))",
        "any(map(f, [n]))", "f(f(n))", "f(n) if n else f(n)", "[*map(f, [n])]", "{**f(n)}",
    ],
    "sized": [
        "torch.ones($huge)", "torch.zeros($many, $many)", "torch.rand(30000, $some)", "torch.eye($some)",
        "torch.arange($huge)", "torch.full(($huge,), 1.5)", "torch.linspace(0, 1, $huge)",
        "torch.randperm($huge)", "torch.tril_indices($some, $some)", "torch.empty($huge)",
        "torch.ones(9).expand($some, $some, 9).clone()", "torch.ones(1).repeat($huge)",
        "torch.ones(1).expand($huge).contiguous()", "torch.ones(1).expand($huge).tolist()",
        "torch.outer(torch.ones($some), torch.ones($some))", "torch.arange($some.).vander(N=$some)",
        "torch.ones($some, 1) * torch.ones($some)", "torch.ones($some, 1) == torch.ones($some)",
        "torch.cartesian_prod(*[torch.ones(99)] * $small)", "torch.tile(torch.ones(9), ($huge,))",
        "torch.cdist(torch.ones($some, 3), torch.ones($some, 3))", "torch.diag(torch.ones($some))",
        "torch.kron(torch.ones(999, 999), torch.ones(999, 99))", "torch.bincount(torch.tensor([$huge]))",
        "torch.nn.functional.one_hot(torch.tensor([1]), $huge)", "torch.ones($small, $huge, 0, $huge)",
        "torch.nn.functional.pad(torch.ones(9), (0, $huge))", "torch.combinations(torch.ones(200), r=$small)",
        "torch.nn.functional.interpolate(torch.ones(1, 1, 9), scale_factor=1e9)",
        "torch.meshgrid(*[torch.ones(99)] * 9)", "torch.ones($some).repeat_interleave($some)",
        "torch.ones($huge, dtype=torch.float64)", "torch.randn($many, 1000)", "torch.ones(1).expand($huge) + 1",
        "torch.block_diag(*[torch.ones(99, 99)] * 999)", "torch.randint(0, 9, ($huge,))",
        "torch.stack([torch.ones($many)] * 999)", "torch.cat([torch.ones($many)] * 9999)",
        "torch.ones(1, 1).expand($some, $some).T.reshape(-1)", "torch.broadcast_to(torch.ones(1), ($huge,)).clone()",
        "torch.nn.functional.conv_transpose1d(torch.ones(1, 1, $some), torch.ones(1, 1, 9), stride=$some)",
        "torch.ones(2, 2).expand($huge, 2, 2).sum()", "torch.ones(1).expand($huge).sort()",
        "torch.ones(1).expand($huge).cumsum(0)", "torch.hann_window($huge)", "torch.logspace(0, 1, $huge)",
    ],
    "grown": [
        "torch.ones(2, 3).shape * 10**7", "('%9999999d' * 20) % tuple(range(20))", "int('f' * $many, 16)",
        "10**10**10", "1 << $huge", "math.factorial($many)", "math.lcm(*range(1, $some))",
        "math.comb($many, $some)", "math.perm($many, $some)", "math.prod(range(1, $many))",
        "'a' * $huge", "'$letter' * $many * $small", "[0] * $huge", "(0,) * $many * $small", "list('a' * $many)",
        "('a ' * $many).split()", "('\\n' * $many).splitlines()", "f'{1:>$huge}'", "'{:>{}}'.format(1, $huge)",
        "'%*d' % ($many * 99, 1)", "'$letter'.ljust($huge)", "'\\t'.expandtabs($huge)", "dict.fromkeys(range($many))",
        "set(range($many))", "list(range($many)) * $small", "[[0] * $many for i in range($some)]",
        "{i: 'a' * 1000 + str(i) for i in range($many)}", "[str(i) * 99 for i in range($many)]",
        "','.join(['a' * $some] * $some)", "('a' * $some).replace('', 'b' * $some)", "str([10**999] * $some)",
        "[torch.ones($some) + i for i in range($many)]", "list(zip(*[range($many)] * $small))",
        "print(*range($many))", "print('a' * $many * 9)", "[print('a' * $some) for i in range($some)]",
        "str(list(range($many)))", "repr('\\0' * $many)", "round($small, -$huge)",
        "sum([[0] * $some] * $some, [])", "[i for i in range($many) for j in range($many)]", "3 ** $some ** $small",
        "sorted(range($many), key=str)", "torch.tensor(list(range($many)))", "torch.tensor([[1.0] * $some] * 999)",
        "torch.ones($many * 3).tolist()", "torch.ones($many).numpy().tolist() * $small", "pow(7, $huge)",
        "[*range($many), *range($many), *range($many)]", "int('9' * $many)", "'%.*f' % ($many, 1.5)", "$literal",
        "complex('1' * $many)", "float('1' * $many)", "$long", "'$long' * $some", "format(1.5, '.$many' + 'f')",
        "[list(range(i)) for i in range($some)]", "('ab' * $some).split('b') * $some", "'$letter'.center($huge)",
    ],
    "object": [
        "(lambda: 0)", "abs", "print", "torch.sin", "[].append", "''.join", "torch.ones(1).sum",
        "(i for i in [1])", "{}.keys()", "{}.values()", "{}.items()", "iter([1])", "iter('a')", "iter(())",
        "iter({1})", "iter(range(3))", "iter({})", "torch", "math", "torch.float32", NODE, "math.sin",
        "torch.ones(1, requires_grad=True).register_hook(print)", "torch.ones(2).numpy()", "'{}'.format",
        "torch.ones(2).numpy().dtype", "torch.nn.functional", "sorted",
        "len", "torch.ones(1).backward", NODE + ".next_functions[0][0]", "torch.ones(2).numpy().sum()",
        "dict.fromkeys", "'a'.center", "torch.func.grad(lambda v: v)", "math.prod", "iter(torch.ones(2))",
    ],
    "type": ["type($object)", "$object.__class__", "getattr($object, '__class__')", "type([$object][0])",
             "type({'k': $object}['k'])", "next(map(type, [$object]))"],
    "meta": ["type(type($object))", "type(type(1))", "type($object).__class__", "type(map)", "type", "type(torch.Tensor)",
             "int.__class__", "$object.__class__.__class__"],
    "arguments": ["2, 3", "'X', (), {}", "lambda: 0", "0, 0, 0, 0", "'a', 'b'", "(2,), object", "[1]", "'float64'",
                  "shape=(2,), dtype='O', buffer=torch.ones(2).numpy()", "print, {}", "*range(9)", "'X', (int,), {}",
                  "'os'", "(8,), 'O'", "torch.ones(2).numpy(), 1"],
    "dunder": [
        "__base__", "__bases__", "__mro__", "__subclasses__", "__globals__", "__code__", "__closure__",
        "__builtins__", "__self__", "__func__", "__wrapped__", "__reduce__", "__reduce_ex__", "gi_frame",
        "__getattribute__", "__new__", "__init_subclass__", "__subclasshook__", "__array_interface__", "f_globals",
        "__array_struct__", "__loader__", "__spec__", "gi_code", "tb_frame", "__dict__", "__defaults__",
        "__setattr__", "__import__", "__traceback__", "_find", "_known", "_owner", "im_func", "cr_frame", "__objclass__", "mro",
        "__kwdefaults__", "__get__", "__weakref__", "__annotations__", "__ctypes__", "ag_frame", "__setstate__",
    ],
    "reach": ["$object.$dunder", "getattr($object, '$dunder')", "getattr($object, '__' + '$dunder'.strip('_') + '__')",
              "$type.$dunder", "getattr($type, ''.join(list('$dunder')))", "torch.$dunder", "torch.Tensor.$dunder",
              "''.join.func", "torch.func.grad(abs).func", "'a'.center.args", "str.$dunder", "[].__class__.$dunder", "''.__class__.__class__.$dunder", "int.$dunder", "Exception.$dunder"],
    "name": ["open", "eval", "exec", "compile", "globals", "locals", "vars", "__import__", "__builtins__", "input",
             "breakpoint", "memoryview", "exit", "quit", "__loader__", "__spec__", "__file__", "help",
             "torch.load", "torch.save", "torch.os", "torch.sys", "torch.np", "torch.from_file", "math.os",
             "torch.nn.functional.np", "torch.numpy", "torch.builtins", "torch.engine", "torch.importlib",
             "torch._C", "torch.frombuffer", "torch._dynamo", "torch.types"],
    "module": ["os", "sys", "subprocess", "builtins", "ctypes", "socket", "numpy", "pathlib", "importlib",
               "inspect", "gc", "pickle", "shutil", "tempfile", "signal", "threading", "multiprocessing", "mmap",
               "posix", "gradline", "gradline.engine", "gradline.cli", "numpy.ctypeslib", "scipy", "code", "pty",
               "asyncio", "urllib.request", "http.client", "marshal", "runpy", "pdb", "torch.os", "torch.sys",
               "_thread", "_ctypes", "fcntl", "resource", "webbrowser", "zipimport", "sqlite3"],
    "array": ["torch.ones(2).numpy()", "torch.arange(3).numpy()", "torch.ones(2, 2).double().numpy()", "torch.ones(2).T.numpy()",
              "torch.ones(2).numpy().copy()", "torch.ones(3).bool().numpy()"],
    "leak": [".base", ".ctypes", ".data", ".view('O')", ".tobytes()", ".tofile('/tmp/x')", ".dump('/tmp/x')", ".flat",
             ".getfield('O')", ".setflags(write=True)", ".resize(10**6)", ".dtype.type", ".dtype.fields",
             ".__array_interface__", ".data.obj", ".tostring()", ".__array_struct__",
             ".__array__()", ".itemset(0, print)", ".dtype.descr", ".view(list)", ".__reduce__()",
             ".dtype.base", ".dtype.metadata", ".setfield(1, 'O')", ".put([0], [print])"],
    "outside": [
        ".as_strided(($many,), (1,))", ".as_strided((2,), (1,), $huge)", ".as_strided((2, 2), (2**62, 1))",
        ".as_strided((2,), (1,), -$small)", ".as_strided((2,), (-1,))", ".as_strided((9, 9), ($small, 7))",
        ".as_strided((2,), ($many,))", "[$small$small]", ".index_select(0, torch.tensor([$some]))",
        ".gather(0, torch.tensor([$some]))", ".take(torch.tensor([-$some]))", ".scatter(0, torch.tensor([$some]), 1.)",
        ".put_(torch.tensor([$huge]), torch.ones(1))", ".index_fill(0, torch.tensor([$some]), 2.)", ".narrow(0, 2, $some)",
        ".index_add_(0, torch.tensor([$huge]), torch.ones(1))", "[torch.tensor([$some])]", ".select(0, $some)",
        ".unfold(0, $some, 1)", ".view($some)", ".data_ptr()", ".untyped_storage().data_ptr()",
        ".index_copy(0, torch.tensor([$some]), torch.ones(1))", ".scatter_add(0, torch.tensor([-$some]), torch.ones(1))",
        ".__array_interface__", ".index_put((torch.tensor([$some]),), torch.ones(1))", ".view(torch.complex64).view(9)",
        ".scatter_(0, torch.tensor([$huge]), torch.ones(1))", ".take_along_dim(torch.tensor([$some]))",
    ],
    "table": ["slice", "as_strided", "select", "gather", "index", "index_put", "unfold", "expand", "view", "permute",
              "transposed_convolution", "cdist", "amin", "logsumexp", "embedding", "scatter_add", "diagonal", "put", "copy"],
    "value": ["x", "0", "-1", "$small", "$huge", "(0,)", "(1, $huge)", "None", "'a'", "[x]", "()", "(-1, -1)", "x.shape",
              "slice(0, $huge)", "{}", "lambda v: v", "torch.tensor([$some])", "1.5", "True", "torch.float32", "((0, $some),)"],
}  # fmt: skip

HANG = """
'$letter' in range($huge)
--
[$small.5 in range($huge)]
--
range($huge).$finds('$letter')
--
range($huge).$finds($small.5)
--
$gather(map($gather, [range($many)] * $many))
--
$gather(i for i in range($huge))
--
$gather(map(lambda v: $small, range($many) and [0] * $many * 9))
--
next(filter(lambda v: v < 0, iter([1] * $many * 9)))
--
a, b = [], []
for i in range($sixty): a, b = [a, a], [b, b]
$look
--
a, b = (), ()
for i in range($sixty): a, b = (a, a), (b, b)
$look
--
a = ($small,)
for i in range($sixty): a = (a, a)
$hashed
--
a, b = {}, {}
for i in range($sixty): a, b = {1: a, 2: a}, {1: b, 2: b}
$look
--
a = [[]]
for i in range($sixty): a = a[0], a, [a, a]
sorted([a, a[1:], a], key=str)
--
{k * (2**61 - 1) for k in range($some * $small)}
--
set([k * (2**61 - 1) * $small for k in range($some * $small)])
--
dict.fromkeys(k * (2**61 - 1) for k in range($some * $small))
--
s = set()
for k in range($many): s.add(k * $small * (2**61 - 1))
--
{float(k * $small * (2**61 - 1)): k for k in range($many)}
--
[('a' * 10**6).count('a' * $some + 'b' + 'a' * $some) for i in range($many)]
--
[('ab' * $many).find('ba' * $some + '$letter') for i in range($many)]
--
[('$letter' * $many).replace('$letter', 'xy').replace('xy', 'z') for i in range($many)]
--
[(('a' * $many + 'b') in ('a' * $many)) for i in range($many)]
--
max(torch.ones(1).expand($huge).numpy())
--
$gather(torch.ones(1).expand($huge).numpy())
--
$gather(torch.ones($small).expand($huge, $small))
--
torch.ones(1).expand($huge).$elementwise().sum()
--
(torch.ones($small, 1).expand($small, $huge) * 2).max()
--
torch.$lapack(torch.full(($small, $small), float('$bad')))
--
torch.$lapack(torch.tensor([[1., float('$bad')], [$small., 2.]]).double())
--
torch.$lapack(torch.full((3, 99, 99), float('$bad')))
--
torch.$lapack(torch.rand(4$small$small, 4$small$small).expand(999, 4$small$small, 4$small$small))
--
torch.einsum('abc,bcd,cde->ae', *[torch.ones(2$small, 2$small$small, 2$small)] * 3).sum() + torch.einsum('ab,cd,ef->abcdef', *[torch.ones(2$small, 2$small)] * 3).sum()
--
torch.nn.functional.conv2d(torch.ones($small, 64, 256, 256), torch.ones(64, 64, $small, $small))
--
x = torch.rand(2$small$small$small, 2$small$small$small)
for i in range($some): x = x @ x / x.norm()
--
for i in range($huge): torch.rand(10**6).sort()
--
while True: pass
--
while True: x = torch.rand($small).$elementwise()
--
while True:
    try:
        while True: pass
    finally:
        continue
--
def f():
    while True:
        try:
            return $small
        finally:
            continue
f()
--
def f():
    try:
        while True: pass
    finally:
        return f()
f()
--
while True:
    try:
        x = '$letter' in range($huge)
    except:
        pass
--
def f(n): return f(n - 1) + f(n - $small)
f($sixty * $small)
--
def f(n): return n if n < 2 else f(n - 1) + f(n - 2)
f($sixty)
--
xs = [$small]
for x in xs: xs.append(x)
--
sorted(range($some), key=lambda v: sum([1] * $many))
--
[1] * $many == [1.0] * $many and [[2] * $many == [2.0] * $many for i in range($many)]
--
def hook(g):
    while True: pass
x = torch.ones($small, requires_grad=True)
x.register_hook(hook)
(x * 2).sum().backward()
--
x = torch.ones($small, requires_grad=True); x.register_hook(lambda g: '$letter' in range($huge)); (x * 2).sum().backward()
--
x = torch.ones($small, requires_grad=True); x.register_hook(lambda g: sum([sum([1] * $many) for i in range($many)])); x.sum().backward()
--
while True: print('$letter' * $small)
--
def f():
    while True: print('$letter', end='')
f()
--
[pow($small, 10**18999 + $some, 10**18999 + 7) for i in range($some)]
--
[math.gcd(3**$some % 10**18000 + 1, 7**9999) for i in range($many)]
--
[math.isqrt(10**19990 + i) for i in range($many)]
--
[math.comb($small + 50000, 25000) for i in range($many)]
--
torch.func.hessian(lambda v: (v ** $small).sum())(torch.ones(4$small$small$small))
--
torch.func.jacrev(lambda v: v * $small)(torch.ones($some))
--
torch.combinations(torch.arange(1$small$small.), r=$small).sum()
--
[('$letter,' * $many).split(',') for i in range($many)]
--
g = (i for i in iter([$small] * $many) if i < 0)
for i in range($huge): next(g, None)
--
any(map(lambda v: sum([v] * 999) < 0, [1] * $many))
--
[str(10**4290 + i) for i in range($many)]
--
[{k: 1 for k in range($some)} == {k: 1.0 for k in range($some)} for i in range($many)]
--
[set(range($some)) & set(range($some)) for i in range($many)]
--
import math; [math.fsum([0.1] * $many) for i in range($many)]
--
print([torch.rand(1000, 1000).$elementwise().sum() for i in range($many)])
--
y = torch.rand(3000$small00)
for i in range($huge): y = y.$elementwise() + 1
--
[[1] * $many < [1] * $many for i in range($many)]
--
('%s' * $small) % tuple(sorted([[i] * 9 for i in range($many)], key=lambda v: -v[0])[:$small]) * $some
--
torch.nn.functional.conv3d(torch.ones(2, 32, 64, 64, 64), torch.ones(32, 32, $small, $small, $small))
--
torch.matrix_power(torch.eye(1$small$small$small), $huge + 1)
--
torch.cumprod(torch.ones(1).expand(10**4, $many), 0)
"""
WORDS["finds"] = ["count", "index"]

CRASH = """
a = ()
for i in range($deeper): a = $wrap
$hashed
--
a, b = (), ()
for i in range($deeper): a, b = (a,), (b,)
$look
--
a, b = [], []
for i in range($deeper): a, b = [a], [b]
$look
--
a, b = [], []
for i in range($deep): a, b = [a], [b]
$look
--
a = None
for i in range($deeper): a = slice(a)
a = None
--
a = b = $small
for i in range($deeper): a = $wrap
b = $look
--
a = b = $small
for i in range($deep): a = $wrap
$look
--
g = [$small]
for i in range($deep): g = $chain
$drain
--
g = [$small]
for i in range($deeper): g = $chain
$drain
--
f = lambda v: v
for i in range($deep): f = lambda v, f=f: f(v)
f($small)
--
f = lambda v: v
for i in range($deeper): f = (lambda g: lambda v: g(v))(f)
f($small)
--
f = abs
for i in range($deep): f = torch.func.grad(f)
f(torch.tensor($small.))
--
f = abs
for i in range($deep): f = torch.func.vmap(f)
f(torch.ones($small))
--
d, a, b = {}, {}, []
for i in range($deep): d = {'$letter': d}
a = d
$look
--
def f(n): return $recurse
f($small)
--
f = lambda n: $recurse
f($small)
--
def f(n):
    try:
        return $recurse
    finally:
        n = $small
f(1)
--
def g(n): return f(n)
def f(n): return [g(n)]
g($small)
--
e = ValueError('$letter')
for i in range($deeper): e = ValueError(e)
raise e
--
e = ValueError('$letter')
for i in range($deep): e = KeyError(e, $small)
print(e)
--
def f(n):
    try:
        raise ValueError($small)
    except ValueError:
        if n: f(n - 1)
        raise KeyError(n)
f(900)
--
def f(e):
    for i in range($deep):
        try:
            raise ValueError(i) from e
        except ValueError as new:
            e = new
    raise e
f(None)
--
x = y = torch.ones($small, requires_grad=True)
for i in range($deeper): y = y + $small
y.sum().backward()
--
x = y = torch.ones($small, requires_grad=True)
for i in range($deeper): y = y * x
y = None
--
x = y = torch.ones($small, requires_grad=True)
for i in range($deep): y = y.$elementwise()
torch.autograd.grad(y.sum(), x, create_graph=True)[0].sum().backward()
--
y = torch.ones($small, requires_grad=True)
for i in range($deeper): y = y.view(-1)
y.sum().backward()
--
y = torch.ones($small)
for i in range($deeper): y = y[:]
print(y.add_(1))
--
x = $nest
--
$nest
--
print($nest)
--
x = [0]; x = f'{$nest}'
--
a, b = [], []; a.append(a); b.append(b); $look
--
a, b = {}, {}; a[1] = a; b[1] = b; $look
--
a, b = [], []; a += [a, b]; b += [b, a]; $look
--
x = torch.ones(1, requires_grad=True); y = (x * $small).sum(); x.register_hook(lambda g: y.backward(retain_graph=True)); y.backward(retain_graph=True)
--
x = torch.ones(1, requires_grad=True)
def hook(g): (x * g).sum().backward()
x.register_hook(hook)
x.sum().backward()
--
print(*[$small] * $deeper)
--
f = lambda *v: len(v); f(*[$small] * $deeper)
--
torch.stack([torch.ones(1)] * $deeper).sum()
--
torch.block_diag(*[torch.ones(1)] * $some)
--
a = []
for i in range($deep): a = [a]
torch.tensor(a)
--
a = $small
for i in range($deep): a = (a,)
torch.ones(2)[a]
--
a = $small
for i in range($deep): a = [a]
'{0[0][0]}'.format(a) + '%s' % a
--
torch.ones(*[1] * $deep).shape
--
torch.ones(1).reshape([1] * $some).sum()
--
x = torch.ones(1)
for i in range($deep): x = x.unsqueeze(0)
print(x)
--
max('$letter', key=lambda v: $nest)
--
a = $small
for i in range($deeper): a = $wrap
del a
--
a = torch.ones(1)
for i in range($deep): a = torch.autograd.grad((a.requires_grad_() * $small).sum(), a, create_graph=True)
"""

ALLOCATE = """
$sized
--
x = $sized; y = x + $small
--
[$sized for i in range($some)]
--
print($sized)
--
$grown
--
x = $grown; len(x)
--
print($grown)
--
[$grown for i in range($some)]
--
x = [$small]
while True: x += x
--
x = [$small]
while True: x = [*x, *x]
--
x = '$letter'
while True: x += x
--
x = '$letter' * $some
while True: x = f'{x}{x}'
--
x = ($small,)
while True: x = x + x
--
x = []
while True: x.append(torch.ones($some))
--
x = []
while True: x.append([$small] * $some)
--
x = []
while True: x = [x, 'a' * $some]
--
x = {}
while True: x[len(x)] = '$letter' * $small$small
--
x = $small
while True: x = x * x
--
x = $small
while True: x = x << $some
--
x = torch.ones($some)
while True: x = torch.cat([x, x])
--
x = torch.ones($some, requires_grad=True)
while True: x = (x * $small).$elementwise()
--
x = torch.ones($some, requires_grad=True)
y = x
for i in range($some): y = y.$elementwise() * x
y.sum().backward()
--
def f(n, x): return f(n + 1, torch.ones(10**$small) + x)
f(0, $small)
--
while True: print('$letter' * $some)
--
x = {1}
while True: x |= {len(x) + i for i in range($some)}
--
try:
    x = $sized
except MemoryError:
    x = $grown
--
try:
    x = $grown
except Exception as e:
    x = str(e) * $some
--
x = torch.ones($some); y = [x.clone() for i in range($many)]
--
f = lambda: [f] * $many; x = [f() for i in range($some)]
"""

FORGE = """
t = $type; x = t($arguments)
--
x = $reach
--
x = '{0.$dunder}'.format($object)
--
x = f'{$object.$dunder}'
--
x = '{0.__class__.$dunder}'.format($object)
--
x = hasattr($object, '$dunder'); assert not x, 'FOR' + 'GED'
--
x = $object; x.$dunder = $small
--
x = $name
--
import $module
--
import $module as torch
--
from $module import *
--
x = open('/etc/passwd').read()
--
x = __import__('$module')
--
x = eval('$small')
--
exec('x = $small')
--
x = $array$leak
--
x = $array.astype(object); assert str(x.dtype) != 'object', 'FOR' + 'GED'
--
x = $array.astype('O'); assert str(x.dtype) != 'object', 'FOR' + 'GED'
--
x = $array.sum(dtype=object)
--
x = $array.astype(type(print))
--
x = $array; x.dtype = 'O'
--
x = $array; x.shape = ($some,)
--
x = $array; x.strides = (1,)
--
x = torch.ones($small)$outside
--
x = torch.ones($small); y = torch.table.$table($value, $value); assert not callable(y), 'FOR' + 'GED'
--
x = torch.ones($small); y = torch.table.$table(x, $value, $value, $value); assert not callable(y), 'FOR' + 'GED'
--
g = (i for i in [$small]); x = g.gi_frame
--
try:
    1 / 0
except Exception as e:
    x = e.__traceback__.tb_frame.f_globals
assert False, 'FOR' + 'GED'
--
try:
    $object.$letter$letter
except Exception as e:
    x = e.obj.$dunder
assert False, 'FOR' + 'GED'
--
try:
    $name
except Exception as e:
    x = type(e).$dunder
assert False, 'FOR' + 'GED'
--
x = sorted([$object], key=lambda v: v.$dunder)
--
x = list(map(getattr, [$object], ['$dunder']))
--
x = max([$object], key='{0.$dunder}'.format)
--
x = type('$letter', ($type,), {})
--
x = type.$dunder
--
x = (lambda: 0).__code__.replace(co_code='')
--
print($small, file=open('/tmp/x', 'w'))
--
t = $meta; x = t('$letter', ($type,), {})
--
t = $meta; x = t('$letter', (), {})
--
x = torch.load('/etc/passwd')
--
torch.save(torch.ones($small), '/tmp/x')
--
f = getattr(torch, '$dunder'); x = f($arguments)
--
x = torch.ones($small).register_hook($object).hooks_dict_ref
--
x = $object.next_functions[0][0].variable.$dunder
--
x = next(iter([$object])).__class__.__class__('$letter', (), {})
"""


TEMPLATES = {
    "hang": split(HANG),
    "crash": split(CRASH),
    "allocate": split(ALLOCATE),
    "forge": split(FORGE),
}
