"""Snippets without tensors, which must do under gradline what they do under Python."""

# ruff: noqa: E501

from __future__ import annotations

# One expression a line; its repr, or the error's class and message, is compared.
EXPRESSIONS = r"""
1 + 2 * 3 - 4 / 5 // 6 % 7
-2 ** 2
2 ** -1
2 ** 3 ** 2
(2 ** 3) ** 2
-7 // 2, -7 % 3, 7 % -3, divmod(-7, 3)
7.5 // 2, -7.5 % 2
~5, +5, - -5, -+-5
1 << 10 >> 3
6 & 3 | 8 ^ 1
0xff + 0b101 + 0o17 + 1_000_000
1e3, 1.5e-3, .5, 5., 1_0.0_1, 0.1 + 0.2
1j * 1j, (1 + 2j).real, (1 + 2j).imag, 3j, 1e2j, (1+2j).conjugate()
10 / 4, 10 // 4, 10.0 // 4
1 / 0
1 // 0
1 % 0
1.0 / 0
0 ** -1
'a' + 1
1 + 'a'
[1] + (2,)
'a' * 3, 3 * 'a', [1, 2] * 2, (0,) * 3
'ab' 'cd' "ef"
'a' < 'b', 'a' == "a", 'abc' > 'abd'
1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1
1 < 'a'
1 == 1.0, 1 is 1, None is None, None is not None, True == 1
1 in [1, 2], 3 not in [1, 2], 'a' in 'abc', 'x' in {'x': 1}
1 in 5
not 1, not 0, not [], not not 'a'
1 and 2, 0 and 2, 1 or 2, 0 or '' or [] or 'x'
1 and 0 or 3
1 if True else 2, 1 if 0 else 2 if 0 else 3
None, True, False, ..., Ellipsis
[], (), {}, (1,), [1, 2, 3], {1: 2, 'a': [3]}, {1, 2, 3} == {3, 2, 1}
[1, *[2, 3], *(), 4], (*'ab', 'c'), {*[1, 2], 2}, {**{'a': 1}, 'b': 2, **{'a': 3}}
[1, 2, 3][0], [1, 2, 3][-1], [1, 2, 3][1:], [1, 2, 3][::-1], 'hello'[1:4:2]
(1, 2, 3)[:2], 'abc'[::2], list(range(10))[2:8:3], list(range(10))[-3:]
[1, 2][5]
{'a': 1}['b']
'abc'['a']
(1)[0]
[1, 2, 3]['a']
{[]: 1}
(lambda: 5)()
(lambda x, y=2, *args, z=3, **kw: (x, y, args, z, kw))(1)
(lambda x, y=2, *args, z=3, **kw: (x, y, args, z, kw))(1, 5, 6, 7, z=8, q=9)
(lambda *a: a)(*[1, 2], 3, *(4,)), (lambda **k: k)(a=1, **{'b': 2})
(lambda x: lambda y: x + y)(1)(2)
(lambda x: x)()
(lambda: 0)(1)
(lambda x: x)(y=1)
(lambda x: x)(1, x=1)
(lambda x, y: x)(1)
(lambda x, y, z: x)()
(lambda x, y=1: x)(1, 2, 3)
(lambda *, k: k)()
(lambda a, /, b: (a, b))(1, b=2)
(lambda a, /, b: (a, b))(a=1, b=2)
5(3)
None()
'abc'.upper(), 'ABC'.lower(), 'abc def'.title(), 'abc'.capitalize(), 'aBc'.swapcase()
' x '.strip(), 'xxaxx'.strip('x'), ' x'.lstrip(), 'x '.rstrip(), 'a,b,c'.split(','), 'a b  c'.split()
'a,b,c'.split(',', 1), 'a-b'.partition('-'), 'a-b-c'.rpartition('-'), ','.join(['a', 'b']), 'a\nb'.splitlines()
'abcabc'.find('b'), 'abcabc'.rfind('b'), 'abc'.find('x'), 'abcabc'.count('bc'), 'abc'.index('c')
'abc'.index('x')
'abc'.replace('b', 'xx'), 'aaa'.replace('a', 'b', 2), 'abc'.startswith('ab'), 'abc'.endswith(('x', 'c'))
'5'.zfill(3), 'a'.ljust(4) + '|', 'a'.rjust(4, '.'), 'a'.center(5, '*'), '-5'.zfill(4)
'a1'.isalnum(), '12'.isdigit(), 'ab'.isalpha(), 'A'.isupper(), 'a'.islower(), ' '.isspace()
'%d %s %.2f %r %5d|%-5d|%05.1f %x %%' % (1, 'a', 2.345, 'b', 3, 4, 5.55, 255)
'%s' % 5, '%(a)d-%(b)s' % {'a': 1, 'b': 2}
'%d' % 'x'
'{} {}'.format(1, 2), '{1} {0}'.format('a', 'b'), '{a:.2f} {b!r:>5}'.format(a=1.234, b='x')
'{0[1]} {1[a]} {2.real}'.format([1, 2], {'a': 3}, 4), '{:>{}}'.format('x', 5), '{{}}'.format()
'{}'.format()
'{a}'.format(b=1)
f'{1 + 1} {"a"!r} {3.14159:.2f} {42:05d} {42:>6}|{42:<6}|{42:^6}|'
f'{1000000:,} {255:x} {255:#x} {5:b} {0.5:%} {1e10:g} {1e-10:.3e} {-5:+d} {5:+d}'
f'{{}} {{{1}}} {[1, 2][0]} { {1: 2}[1] }'
f'{3:{4}} {3.14159:{5}.{2}f} {"x":{"*"}^{5}}'
f'{1 + 1 = } {"a" = } {3.14159 = :.2f} {2=!s}'
f'a{"b" + "c"}d' 'e' f'{1}' "f"
f'{(lambda x: x * 2)(3)} {1 if 0 else 2} {1 == 1} {1 != 2} {3 > 2}'
f'{"nested " + f"{1 + 1}"} {[x for x in range(3)]}'
f'{"x":>3}|{"x":<3}|{None!s:>6}|{True}|{[1, "a"]}|{(1,)}'
f'{1:d}x{"a":s}', f'{2.0}', f'{1e100}', f'{1j}', f'\t\x41\u00e9', rf'\t{1}\n', fr'\d{2}'
f'{"a":d}'
f'{[1]:>5}'
f'{3.7:d}'
'a\tb\\n\x41\u00e9\N{BULLET}\101\q' "\"'" '\'"'
r'a\tb' R'\n'
len('abc'), len([1]), len({}), len(()), len(range(5))
len(5)
list(range(3)), list(range(1, 10, 3)), list(range(5, 0, -2)), range(3), range(1, 5)[1:3]
range(0, 1, 0)
list(zip([1, 2], 'ab')), list(enumerate('ab', 1)), list(map(lambda x: x * 2, [1, 2])), list(filter(None, [0, 1, 2]))
sorted([3, 1, 2]), sorted('bca', reverse=True), sorted([(1, 'b'), (0, 'z')], key=lambda p: p[1]), list(reversed([1, 2, 3]))
sorted([1, 'a'])
sum([1, 2, 3]), sum([0.1] * 3), sum([[1], [2]], []), sum((i for i in range(4)), 10)
sum(['a'])
min(3, 1, 2), max([1, 5, 2]), min('bca'), max([1, -5], key=abs), min([], default=7)
max([])
abs(-3), abs(-2.5), abs(3 + 4j), round(2.5), round(3.5), round(2.675, 2), round(1234, -2), round(2.567, 1)
any([0, 1]), all([1, 0]), any([]), all([]), any(x > 2 for x in [1, 2, 3])
pow(2, 10), pow(2, -1), pow(3, 4, 5), divmod(17, 5), divmod(-17.5, 5)
int('42'), int(3.9), int('-7'), int('ff', 16), int(True), int('0b11', 2), float('1.5'), float('inf'), float('nan'), float('-1e5')
int('x')
float('abc')
int([])
str(1.0), str(None), str([1, 'a']), repr('a\n'), repr(1.5), ascii('é'), bool([]), bool('0'), str(1e16), str(1e-5)
list('abc'), tuple([1, 2]), set([1, 1]) == {1}, dict([('a', 1)]), dict(a=1, b=2), dict({'x': 1}, y=2), frozenset([1]) == {1}
chr(65), ord('a'), hex(255), bin(5), oct(8), format(3.14159, '.3f'), format(5, '>4'), format('x')
isinstance(1, int), isinstance(True, int), isinstance('a', (int, str)), isinstance(1.0, int), isinstance([], list)
isinstance(1, 5)
type(1) == int, type('a') is str, type(1.0), type([]), type(None), type({}), type((1,))
callable(len), callable(5), hasattr('a', 'upper'), hasattr(1, 'foo'), getattr('a', 'upper')(), getattr(1, 'foo', 9)
getattr(1, 'foo')
next(iter([1, 2])), next(iter([]), 'end'), list(iter('ab'))
next(iter([]))
iter(5)
complex(1, 2), complex('1+2j'), slice(1, 2), slice(None, 5, 2)
[x * 2 for x in range(3)], [x for x in range(10) if x % 2 if x > 3], [(x, y) for x in [1, 2] for y in 'ab']
[[y for y in range(x)] for x in range(4)], {x: x ** 2 for x in range(3)}, {x % 2 for x in range(5)} == {0, 1}
[x for x, y in [(1, 2), (3, 4)]], [a + b for a, (b, c) in [(1, (2, 3))]], [first for first, *_ in ['abc', 'de']]
[x for x in [1, 2, 3] if not (x == 2)], [x if x > 1 else -x for x in [1, 2]], [*(x for x in 'ab')]
[f(2) for f in [lambda x: x, lambda x: x * 10]], [f() for f in [lambda: i for i in range(3)]]
[y for x in [1, 2, 3] if (y := x * 2) > 2]
sum(x for x in range(5)), max((x for x in [3, 1]), default=0), ','.join(str(x) for x in range(3)), dict((x, 1) for x in 'a')
(x := 5) + x, (y := [1, 2])[0]
[i for i in 5]
[1, 2].append(3), [3, 1].sort(), {'a': 1}.get('b'), {'a': 1}.get('b', 2), list({'a': 1}.items()), list({'a': 1}.keys()), list({'a': 1}.values())
[1, 2, 1].count(1), [1, 2].index(2), (1, 2, 1).count(1), {1, 2} | {3}, {1, 2} & {2}, {1, 2} - {2}, {1} <= {1, 2}
[1].index(5)
[].pop()
{}.pop('a')
{'a': 1} | {'b': 2}, {'a': 1} == {'a': 1}, [1, 2] < [1, 3], (1, 2) + (3,), {1: 'a'}.setdefault(1, 'b')
(5).bit_length(), (2.5).is_integer(), (0.5).as_integer_ratio(), (3).real, (255).bit_count(), (2.0).hex()
'a'.foo
[].foo()
(1).foo
None.foo
undefined_name
ZeroDivisionError('x'), ValueError(), KeyError('a'), repr(ValueError('a', 1)), str(KeyError('k')), ValueError('m').args
1 if [] else 'x' 'y'
[1, 2, 3,][-1], (1, 2,), {'a': 1,}, len([1, 2],)
(1, 2) == (1, 2), [1] is [1], 'a' 'b' == 'ab'
1_000, 0x_ff, 1_0e1_0
1.5.real, 1 .real, 1.0.is_integer()
float('nan') == float('nan'), float('inf') > 1e308, -float('inf'), 1e400
0.1, 1/3, 1e22, 1e15, 123456789.123, 5e-324, 100000000000000000000.0
2 ** 100, 10 ** 20, -2 ** 63, (1 << 64) - 1
'a' if 'b' else 'c', ('x' or 'y') + 'z'
"%s %s" % ('a',)
not_defined + 1
'é' + 'ü', len('日本'), '日本'[0], 'ñ'.upper()
[[1, 2], [3, 4]][1][0], {'a': {'b': [5]}}['a']['b'][0]
(lambda n: n if n < 2 else n * 2)(5), (lambda *, a=1, b=2: a + b)(b=5)
[(lambda: x)() for x in range(3)], list(map(lambda a, b: a + b, [1, 2], [10, 20]))
sorted({'b': 1, 'a': 2}), sorted({'b': 1, 'a': 2}.items(), key=lambda kv: kv[1]), list(zip(*[(1, 2), (3, 4)]))
all(isinstance(v, int) for v in [1, True]), 'abc'.removeprefix('a'), 'abc'.removesuffix('c')
""".strip().splitlines()

# Programs; what they print and how they end is compared.
PROGRAMS = [
    "nonlocal x",
    "global x\nx = 1\nprint(x)",
    "def f():\n    global y\n    y = 2\n    del y\nf()\ny",
    "def f():\n    import math\n    from math import sqrt as s\n    return math.floor(s(10))\nprint(f())",
    "x = [1, 2, 3]\nfor *a, b in [x, (4, 5)]: print(a, b)\nfor v in *x, 9: print(v)",
    "def f(): return *[1, 2], 3\nprint(f())",
    "for i in range(2): x = i; print(x)\nif x: pass; y = 1\nprint(y)",
    "print('%s|%5.2f|%-4d|%r' % ('a', 1.234, 5, 'q'), '%s' % ((1, 2),))",
    "a = b = c = 0\na, (b, c) = 1, (2, 3)\n[a, b] = [b, a]\nprint(a, b, c)",
    "x = 5\nprint(f'{x!r:>4}', f'{x:>{x}}', f'{x}' f'{x + 1}', f'{\"a\" if x else \"b\"}')",
    "def f():\n    x = [i for i in range(3)]\n    return [x[j] for j in range(3) if x[j] != i0]\ni0 = 1\nprint(f())",
    "def f(n):\n    while True:\n        n -= 1\n        if n < 0: return 'done'\n        try:\n            if n % 2: continue\n        finally:\n            print('f', n)\nprint(f(3))",
    "def f(x):\n    return'a'if x in'abc'else\"b\"\nprint(f('a'),f('z'))",
    "print(f'''{1}\n{2}''', 'x\\\ny', '''a\n'b' ''c\"\"\"d''')",
    'print("""x\'y""" \'z\')',
    "x = 1\ny = x\nx += 1\nprint(x, y)",
    "a, b = 1, 2\na, b = b, a\nprint(a, b)",
    "a = b = []\na.append(1)\nprint(b, a is b)",
    "(a, b), [c, d] = (1, 2), [3, 4]\nprint(a, b, c, d)",
    "a, *b, c = range(6)\nprint(a, b, c)\n*a, b = 'xy'\nprint(a, b)\na, *b = [1]\nprint(a, b)",
    "a, b = 1, 2, 3",
    "a, b, c = 1, 2",
    "a, *b, c = [1]",
    "a, b = 5",
    "a, b, c = 5",
    "x = [1, 2, 3]\nx[0] = 9\nx[1:] = [7, 7, 7]\nprint(x)\ndel x[0], x[-1]\nprint(x)\nx[::2] = [0]\nprint(x)",
    "d = {}\nd['a'] = 1\nd['b', 2] = 3\ndel d['a']\nprint(d)",
    "x = [1]\ny = x\nx += [2]\nprint(y)\nx = x + [3]\nprint(y, x)\nx *= 2\nprint(x)",
    "x = 5\nx -= 1; x *= 3; x /= 2; x //= 2; x **= 3; x %= 20\nprint(x)",
    "x = 6\nx |= 1; x &= 5; x ^= 2; x <<= 3; x >>= 1\nprint(x)",
    "x = {'a': 1}\nx['a'] += 5\nprint(x)\nx['b'] += 1",
    "x = [[1, 2], [3]]\nx[0][1] += 10\nx[1] += [4]\nprint(x)",
    "t = (1, [2])\ntry:\n    t[1] += [3]\nexcept TypeError as e:\n    print(e, t)",
    "for i in range(3):\n    print(i, end=' ')\nelse:\n    print('done')",
    "for i in range(5):\n    if i == 2: continue\n    if i == 4: break\n    print(i)\nelse:\n    print('no')\nprint(i)",
    "i = 0\nwhile i < 3:\n    i += 1\n    if i == 2:\n        continue\n    print(i)\nelse:\n    print('else')",
    "while True:\n    break\nelse:\n    print('no')\nprint('end')",
    "for i in range(2):\n    for j in range(3):\n        if j == 1: break\n        print(i, j)\n    else:\n        print('x')",
    "for i, (a, b) in enumerate([(1, 2), (3, 4)]):\n    print(i, a, b)",
    "for k, v in {'a': 1, 'b': 2}.items(): print(k, v)",
    "for x in []: pass\nprint('x' in 'xyz')\nfor c in 'ab': print(c)",
    "for x[0] in range(2): pass",
    "x = [0]\nfor x[0] in range(3): pass\nprint(x)",
    "for i in 5: pass",
    "x = 5\nif x > 3: print('a')\nelif x > 1: print('b')\nelse: print('c')",
    "x = 0\nif x: print('a')\nelif not x: print('b')\nelse: print('c')",
    "if None: pass\nelse: print('else')",
    "def f(x, y=2, *args, z=3, **kw):\n    return x, y, args, z, kw\nprint(f(1), f(1, 5, 6, z=7, w=8))\nprint(f(*[1, 2, 3], **{'z': 4}))",
    "def f(): pass\nprint(f())\ndef g(): return\nprint(g())\ndef h(): return 1, 2\nprint(h())",
    "def f(x, acc=[]):\n    acc.append(x)\n    return acc\nprint(f(1), f(2))",
    "def make():\n    n = 0\n    def inc():\n        nonlocal n\n        n += 1\n        return n\n    return inc\na, b = make(), make()\nprint(a(), a(), b())",
    "x = 1\ndef f():\n    global x\n    x += 1\nf(); f()\nprint(x)",
    "x = 1\ndef f():\n    print(x)\n    x = 2\nf()",
    "def f():\n    def g():\n        return y\n    try:\n        g()\n    except NameError as e:\n        print(type(e) is NameError, e)\n    y = 1\n    return g()\nprint(f())",
    "def f(n):\n    return 1 if n < 2 else n * f(n - 1)\nprint(f(10))",
    "def fib(n):\n    if n < 2:\n        return n\n    return fib(n - 1) + fib(n - 2)\nprint([fib(i) for i in range(12)])",
    "def even(n): return True if n == 0 else odd(n - 1)\ndef odd(n): return False if n == 0 else even(n - 1)\nprint(even(10), odd(7))",
    "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    print('deep')",
    "def deep(n): return 0 if n == 0 else 1 + deep(n - 1)\nprint(deep(400))",
    "def f(a, b): return a - b\nprint(f(b=1, a=5))\nf(1)",
    "def f(a, b): return a - b\nf(1, 2, 3)",
    "def f(a, *, b): return a\nf(1, 2)",
    "def f(a, *, b, c): return a\nf(1)",
    "def f(a): return a\nf(1, c=2)",
    "def f(a, b=1, c=2): return a\nf(1, 2, 3, 4)",
    "def f(): return 1\nf(1)",
    "def f(): return 1\nf(*[1, 2])",
    "def f(**kw): return kw\nprint(f(**{'a': 1}, **{'b': 2}))",
    "fs = [lambda: i for i in range(3)]\nprint([f() for f in fs])\nfs = [lambda i=i: i for i in range(3)]\nprint([f() for f in fs])",
    "def deco(f):\n    def g(*a, **k):\n        print('call', a, k)\n        return f(*a, **k)\n    return g\n@deco\ndef h(x, y=1): return x + y\nprint(h(1), h(1, y=5))",
    "def d(tag):\n    print('make', tag)\n    def wrap(f):\n        print('wrap', tag)\n        return f\n    return wrap\n@d(1)\n@d(2)\ndef f(): return 3\nprint(f())",
    "def f(x: int, y: 'str' = 'a') -> list:\n    z: int = 5\n    w: float\n    return [x, y, z]\nprint(f(1))",
    "x: int = 3\ny: list\nprint(x)",
    "'''module docstring'''\ndef f():\n    '''docstring'''\n    return 1\nprint(f())",
    "try:\n    1 / 0\nexcept ZeroDivisionError as e:\n    print('caught', e)\nfinally:\n    print('finally')",
    "try:\n    print('ok')\nexcept ValueError:\n    print('no')\nelse:\n    print('else')\nfinally:\n    print('fin')",
    "try:\n    int('x')\nexcept (TypeError, ValueError) as e:\n    print(type(e) == ValueError, e)",
    "try:\n    [][0]\nexcept LookupError as e:\n    print(e)\ntry:\n    {}['k']\nexcept Exception as e:\n    print(repr(e))",
    "try:\n    try:\n        1 / 0\n    except ValueError:\n        print('no')\n    finally:\n        print('inner')\nexcept ZeroDivisionError:\n    print('outer')",
    "try:\n    try:\n        1 / 0\n    except ZeroDivisionError:\n        raise\nexcept Exception as e:\n    print('again', e)",
    "try:\n    raise ValueError('a', 1)\nexcept ValueError as e:\n    print(e, e.args)\nprint('e' in 'e')\ntry:\n    e\nexcept NameError as err:\n    print(err)",
    "try:\n    raise KeyError\nexcept KeyError as e:\n    print(repr(e))",
    "def f():\n    try:\n        return 'try'\n    finally:\n        print('cleanup')\nprint(f())",
    "def f():\n    try:\n        return 1\n    finally:\n        return 2\nprint(f())",
    "def f():\n    for i in range(3):\n        try:\n            if i == 1: continue\n            if i == 2: break\n            print('body', i)\n        finally:\n            print('fin', i)\n    return 'end'\nprint(f())",
    "def f():\n    while True:\n        try:\n            1 / 0\n        except ZeroDivisionError:\n            break\n        finally:\n            print('f')\n    return 5\nprint(f())",
    "try:\n    raise 5\nexcept TypeError as e:\n    print(e)",
    "raise ValueError",
    "raise RuntimeError('bad') from ValueError('cause')",
    "raise",
    "assert 1 + 1 == 2\nassert True, 'msg'\nassert False, 'wrong ' + str(1)",
    "assert []",
    "try:\n    assert 0, 'm'\nexcept AssertionError as e:\n    print('A', e)",
    "try:\n    undefined\nexcept NameError as e:\n    print(e)\ntry:\n    (1).foo\nexcept AttributeError as e:\n    print(e)",
    "try:\n    1 + 'a'\nexcept TypeError as e: print(e)\ntry:\n    'a' + 1\nexcept TypeError as e: print(e)\ntry: [] < 1\nexcept TypeError as e: print(e)",
    "try:\n    1/0\nexcept:\n    print('bare')",
    "try:\n    1/0\nexcept 5:\n    pass",
    "def g():\n    try:\n        1 / 0\n    except ZeroDivisionError as e:\n        raise ValueError('new') from e\ntry:\n    g()\nexcept ValueError as e:\n    print(e)",
    "errors = []\nfor f in [lambda: 1 / 0, lambda: [][1], lambda: int('q')]:\n    try:\n        f()\n    except Exception as e:\n        errors.append(str(e))\nprint(errors)",
    "x = 1\ndel x\nprint(x)",
    "x = [1, 2, 3]\ndel x[1]\nprint(x)\ndel x[5]",
    "a, b = 1, 2\ndel (a, b)\nprint(b)",
    "del nothing",
    "def f():\n    x = 1\n    del x\n    return x\nf()",
    "x = 5; y = 6; print(x + y);",
    "if True: x = 1; y = 2\nprint(x, y)",
    "print('a', 'b', sep='-', end='!\\n')\nprint()\nprint(1, [2], 'c', None)\nprint('x', end='')\nprint('y', sep=None, end=None)",
    "print(1, sep=5)",
    "print(*[1, 2], *'ab', sep=', ')",
    "import math\nprint(math.pi, math.sqrt(16), math.floor(2.7), math.ceil(2.1), math.exp(1), math.log(10), math.inf)",
    "import math as m\nfrom math import sin, cos as c\nprint(m.factorial(5), sin(0), c(0), m.gcd(12, 18), m.isclose(0.1 + 0.2, 0.3), m.hypot(3, 4), m.comb(5, 2), m.prod([1, 2, 3]))",
    "import math\nmath.sqrt(-1)",
    "x = 10\ny = [x for x in range(3)]\nprint(x, y)",
    "n = 3\nprint([[i * n for i in range(j)] for j in range(n)])",
    "def f(n):\n    return [[i + n for i in range(j)] for j in range(n)]\nprint(f(3))",
    "def f():\n    x = 1\n    g = lambda y: [x + y + z for z in range(2)]\n    x = 10\n    return g(5)\nprint(f())",
    "def outer():\n    a = 1\n    def mid():\n        b = 2\n        def inner():\n            return a + b\n        return inner\n    return mid()()\nprint(outer())",
    "gen = (x * 2 for x in range(3))\nprint(next(gen), list(gen), list(gen))",
    "x = 1\ngen = (x + i for i in range(2))\nx = 100\nprint(list(gen))",
    "log = []\ndef t(v):\n    log.append(v)\n    return v\nt(1) + t(2) * t(3)\nt(4) < t(5) < t(3) < t(9)\n[t(6), t(7)][t(0)]\nprint(log)",
    "log = []\ndef t(v):\n    log.append(v)\n    return v\nd = {t('a'): t(1), t('b'): t(2)}\nd[t('c')] = t(3)\nd[t('a')] += t(5)\nf = lambda *a, **k: None\nf(t(1), *[t(2)], k=t(3))\nprint(log, d)",
    "log = []\ndef t(v):\n    log.append(v)\n    return v\nx = [0, 0]\nx[t(0)], x[t(1)] = t(5), t(6)\nt(0) and t(1) or t(2)\nt(1) if t(0) else t(9)\nprint(log, x)",
    "i = 0\nx = [0, 0]\ni, x[i] = 1, 5\nprint(i, x)",
    "x = y = z = 0\nx, y = z, x = 1, 2\nprint(x, y, z)",
    "if (n := 10) > 5: print(n)\nwhile (n := n - 3) > 0: print(n)",
    "print([y := 1, y ** 2], y)\nz = [last := i for i in range(4)]\nprint(last)",
    "def f():\n    total = [s := i for i in range(3)]\n    return s, total\nprint(f())",
    "x = 'global'\ndef f():\n    x = 'local'\n    def g():\n        global x\n        x = 'changed'\n    g()\n    return x\nprint(f(), x)",
    "def f():\n    for i in range(3):\n        def g(): return i\n    return g()\nprint(f())",
    "class_ = 1\n_x = 2\n_ = 3\n__y = 4\nprint(class_, _x, _, __y)",
    "if __name__ == '__main__':\n    print('main')",
    "x = (1 +\n     2 +  # comment\n     3)\ny = [\n    1,\n\n    2,\n]\nprint(x, y)",
    "x = 1 + \\\n    2\nprint(x)",
    "# only a comment\n\n\n    # indented comment\nx = 1  # trailing\n\nprint(x)\n\n",
    "def f():\n    # comment first\n\n    x = 1\n\n    # more\n    return x\n# dedented\nprint(f())",
    "if True:\n\tx = 1\n\tif x:\n\t\ty = 2\nprint(x, y)",
    "def f(a,\n      b=2,\n      ):\n    return (a,\n            b)\nprint(f(1,\n        ))",
    "s = 0\nfor i in range(1000):\n    s += i * i\nprint(s)",
    "primes = []\nn = 2\nwhile len(primes) < 10:\n    if all(n % p for p in primes):\n        primes.append(n)\n    n += 1\nprint(primes)",
    "def gcd(a, b):\n    while b:\n        a, b = b, a % b\n    return a\nprint(gcd(48, 36))",
    "m = [[1, 2], [3, 4]]\nprint([list(r) for r in zip(*m)], [sum(r) for r in m])",
    "words = 'the cat the dog'.split()\ncounts = {}\nfor w in words:\n    counts[w] = counts.get(w, 0) + 1\nprint(sorted(counts.items(), key=lambda kv: (-kv[1], kv[0])))",
    "def compose(*fs):\n    def run(x):\n        for f in reversed(fs):\n            x = f(x)\n        return x\n    return run\nprint(compose(lambda x: x + 1, lambda x: x * 2)(5))",
    "x = [3, 1, 2]\nx.sort()\nprint(x)\nx.sort(key=lambda v: -v)\nprint(x)\nx.reverse(); x.insert(0, 9); x.extend([7, 8]); print(x, x.pop(), x.pop(0)); x.remove(2); x.clear(); print(x)",
    "s = {1, 2}\ns.add(3); s.discard(1); s.update([5])\nprint(sorted(s), s.issuperset({2}))",
    "d = {'a': 1, 'b': 2}\nd.update(c=3)\nprint(d.pop('a'), list(d), d.setdefault('z', 0), len(d), 'b' in d)\nfor k in d: print(k, d[k])\nprint(dict.fromkeys('ab', 0), d.popitem(), d.copy())",
    "print(f'{3!r:>5}|{\"a\":^5}|{1.5:8.3f}|{10**6:,d}|{0.000012345:.2e}')\nname, w = 'x', 10\nprint(f'{name:>{w}}|{name!r:<{w}}|{w:{w}}|')\nprint(f'{name=} {w = } {w=:>5} {name + \"y\"=}')",
    "x = 3.14159\nfor p in range(4): print(f'{x:.{p}f}', f'{x:{p + 6}.{p}f}', '%.*f' % (p, x))",
    "a = 5\nb = a\na -= 1\nprint(a is b, a, b, a if a < b else b)",
    "def f(*args): return args\nprint(f(*range(3), *[x for x in 'ab']), f(*()), f(*'hi'))",
    "def f(x):\n    if x > 0:\n        if x > 10:\n            return 'big'\n        else:\n            return 'small'\n    return 'neg'\nprint(f(50), f(5), f(-5))",
    "print((lambda: (yield_ := 5))())",
    "nan = float('nan')\nprint(nan != nan, nan in [nan], max(1.0, 2), min([2, 1.5]))",
    "print(10 ** 15, 10 ** 16 + 0.5, 1e15, 1e16, 123456.789e3, -0.0, 0.1 + 0.7)",
    "x = 5\ndef f():\n    return x\ndef g():\n    x = 10\n    return f()\nprint(g())",
    "total = 0\nfor a in range(3):\n    for b in range(3):\n        if a == b: continue\n        for c in range(3):\n            if c == 2: break\n            total += a * 100 + b * 10 + c\nprint(total)",
    "try:\n    for i in range(3):\n        if i == 1:\n            raise StopIteration('s')\nexcept StopIteration as e:\n    print('stop', e, i)",
    "def f():\n    try:\n        raise ValueError('1')\n    except ValueError:\n        try:\n            raise KeyError('2')\n        except KeyError:\n            pass\n        raise\ntry:\n    f()\nexcept Exception as e:\n    print(repr(e))",
    "e = 5\ntry:\n    1/0\nexcept ZeroDivisionError as e:\n    pass\nprint(e)",
    "def f(x=print('default')): pass\nf()",
    "xs = [1, 2, 3]\nfor x in xs:\n    if x == 2: xs.append(99)\n    print(x, end=' ')\nprint()",
    "x = [1, 2, 3]\nx[10] = 5",
    "x = (1, 2)\nx[0] = 5",
    "x = 'abc'\nx[0] = 'z'",
    "x = 5\nx[0] = 1",
    "f = 5\nf()",
    "x = 1\nx.y.z",
    "def f(a, (b, c)): pass",
]
