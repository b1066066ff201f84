"""What is a program at all: the language accepts and refuses what Python's compiler does."""

# ruff: noqa: RUF001

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from tools.agreement import disagreements, gradline_says, python_says

# One text a line.
TEXTS = r"""
x:=3
x = y := 1
return x := 1
(x := 3)
(*x)
(*x,)
x = *a
*a
for x in *a, b: pass
for *x in y: pass
print(*a or b, *c if d else e)
not *a
x[*a]
x[a := 1]
\n \n y
 y
\f y
 \fy
f(**{}, *{})
f(**{}, 1)
f(a=1, *b)
f(a=1, 2)
f(a=1, a=2)
t(y for _ in 1,)
t(y for _ in 1, 2)
t(2, y for _ in 1)
t(y for _ in 1)
t((y for _ in 1), 2,)
if d:\n \t\t2\n\t\ty
if d:\n\t2\n        y
if d:\n\t2\n\ty
if d:\n\tif e:\n\t    2\n\ty
'a\0b'
# \0
'\\0'
R''''
''''
f''''
R''''''
'' ''
for a in 0:3
def f(a, a): pass
def f(a=1, b): pass
def f(*, **a): pass
def f(a, /, b, /): pass
lambda a, a: 1
return
break
for x in y:\n    def f(): break
while x: pass\nelse: break
nonlocal x
def f():\n    nonlocal x
def f(x):\n    global x
def f(x):\n    def g(x):\n        nonlocal x
def f(x):\n    def g():\n        global x\n        nonlocal x
x = 1\nglobal x
print(x)\nglobal x
for x in y:\n    global x
with y as x:\n    global x
[x for x in y]\nglobal x
def x(): pass\nglobal x
def f():\n    def g():\n        return x\n    global x
del f()
del (a, [b, (c, d)]), e
del *a
None = 1
True: int
f() += 1
[a, b] += 1
(a) += 1
(a, b): int = 1
print x
else if
if x: pass\nelse if y: pass
[x for x in (y := z)]
[x for z in y for x in [w := z]]
[(y := x) for x in z]
[(x := 1) for x in z]
[x for x in (lambda: (y := 1))]
1if x else 2
0x1for x in y
1_000or 2
1x
1_
012
é = é
ⅸ = ix
１ = 1
x² = 1
“x”
﹍ = x
""".strip("\n").splitlines()
TEXTS = [
    text.replace("\\n", "\n").replace("\\t", "\t").replace("\\f", "\f").replace("\\0", "\0")
    for text in TEXTS
] + ['u""""', 'rF""""']


@pytest.mark.parametrize("text", TEXTS)
def test_text(text: str) -> None:
    assert bool(gradline_says(text)) == bool(python_says(text)), gradline_says(text)


def test_changed_snippets() -> None:
    assert list(disagreements(6_000, seed=7)) == []
