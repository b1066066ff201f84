"""Running programs: the interpreter's own interface, names, errors with their places."""

from __future__ import annotations

import pytest
from gradline import engine
from gradline.grammar import Interpreter, ProgramError


def python() -> tuple[Interpreter, list[str]]:
    printed: list[str] = []
    return Interpreter(printed.append, prelude="python"), printed


def one_liner(text: str, **variables: object) -> object:
    interpreter = Interpreter(prelude="operators")
    for name, value in variables.items():
        interpreter.define(name, value)
    return interpreter.run(text)


def failure(text: str, prelude: str = "python", **variables: object) -> ProgramError:
    interpreter = Interpreter(lambda text: None, prelude=prelude)
    for name, value in variables.items():
        interpreter.define(name, value)
    with pytest.raises(ProgramError) as caught:
        interpreter.run(text, "prog.py")
    return caught.value


def ones(*shape: int, **options: bool) -> engine.Tensor:
    return engine.ones(*shape, **options)


# ---- values and variables


def test_the_value_is_that_of_the_last_statement() -> None:
    interpreter, _ = python()
    assert interpreter.run("x = 2; y = 3; x * y") == 6
    assert interpreter.has_result
    assert interpreter.run("x = 5") is None
    assert not interpreter.has_result
    assert interpreter.run("print(x)") is None
    assert interpreter.has_result
    assert interpreter.run("x\nz = 1") is None
    assert not interpreter.has_result
    assert interpreter.run("") is None
    assert interpreter.run("# only a comment") is None


def test_a_one_liner_may_be_indented() -> None:
    assert Interpreter().run("  1 + 1") == 2
    assert failure(" 1 + 1").kind == "SyntaxError"


def test_hints_are_looked_for_when_an_error_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("difflib.get_close_matches", lambda *args, **_: asked.append(args) or [])
    causes = ["prnt", "torch.sinn", "x.foo", "sum(x, dmi=0)", "f(aa=1)", "x.sum(0, keepdimm=True)"]
    for cause in causes:
        program = f"def f(a): pass\ntry: {cause}\nexcept Exception: pass\n"
        interpreter = Interpreter()
        interpreter.define("x", ones(2))
        interpreter.run(program)
        assert not asked
        failure(cause if cause[0] != "f" else f"def f(a): pass\n{cause}", "operators", x=ones(2))
        assert asked
        asked.clear()


def test_variables_last_from_cell_to_cell() -> None:
    interpreter, printed = python()
    interpreter.run("def f(x):\n    return x * scale\nscale = 2")
    interpreter.run("scale = 10")
    interpreter.run("print(f(4))")
    assert printed == ["40\n"]
    assert interpreter.lookup("scale") == 10
    assert set(interpreter.names()) == {"f", "scale"}
    interpreter.clear()
    assert interpreter.names() == {}
    with pytest.raises(KeyError):
        interpreter.lookup("scale")


def test_variables_can_be_defined_from_outside() -> None:
    interpreter = Interpreter(prelude="operators")
    interpreter.define("x", 3)
    assert interpreter.run("x + 1") == 4
    interpreter.define("mean", 5)  # shadows the operator
    assert interpreter.run("mean") == 5
    assert interpreter.lookup("mean") == 5
    assert callable(interpreter.lookup("sin"))


def test_an_error_keeps_what_was_done_before_it() -> None:
    interpreter, printed = python()
    with pytest.raises(ProgramError):
        interpreter.run("x = 1\nprint('before')\n1 / 0\nx = 2")
    assert interpreter.lookup("x") == 1
    assert printed == ["before\n"]
    assert interpreter.run("x + 1") == 2


def test_the_same_text_runs_again() -> None:
    interpreter, _ = python()
    interpreter.run("n = 0")
    for _ in range(3):
        interpreter.run("n += 1")
    assert interpreter.run("n") == 3


# ---- the names that are there


def test_one_liners_have_every_operator_unprefixed() -> None:
    x = ones(2, 2, requires_grad=True)
    assert str(one_liner("mean(3*(x+2)**2)", x=x)) == "tensor(27., grad_fn=<MeanBackward0>)"
    assert str(one_liner("torch.sin(zeros(2)) + F.relu(zeros(2)) + relu(zeros(2))")) == (
        "tensor([0., 0.])"
    )
    assert one_liner("math.floor(2.5)") == 2


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum([1, 2])", 3),
        ("max(1, 2)", 2),
        ("min([3, 1])", 1),
        ("abs(-3)", 3),
        ("any([0, 1])", True),
        ("all([0, 1])", False),
        ("pow(2, 3)", 8),
        ("round(2.567, 1)", 2.6),
        ("int(2.5) + float(1)", 3.0),
    ],
)
def test_shared_names_stay_pythons_without_a_tensor(text: str, value: object) -> None:
    assert one_liner(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(x)", "tensor(3.)"),
        ("max(x)", "tensor(2.)"),
        ("min(x)", "tensor(1.)"),
        ("abs(-x)", "tensor([1., 2.])"),
        ("pow(x, 2)", "tensor([1., 4.])"),
        ("round(x * 1.6)", "tensor([2., 3.])"),
        ("any(x > 1)", "tensor(True)"),
        ("all(x > 1)", "tensor(False)"),
        ("sum(x, dim=0)", "tensor(3.)"),
    ],
)
def test_shared_names_are_operators_of_a_tensor(text: str, value: str) -> None:
    assert str(one_liner(text, x=engine.as_tensor([1.0, 2.0]))) == value


@pytest.mark.parametrize("name", ["torch", "math", "F", "mean", "sin", "relu", "tensor"])
def test_programs_have_only_what_they_import(name: str) -> None:
    assert failure(name).kind == "NameError"


@pytest.mark.parametrize(
    "text",
    [
        "import torch\ntorch.ones(2)",
        "import torch as t\nt.ones(2)",
        "import torch.nn.functional as F\nF.relu(F.relu(x))",
        "from torch import ones\nones(2)",
        "from torch import ones as o, sin\no(2)",
        "from torch import (nn,\n  ones,)\nnn.functional.relu(ones(2))",
        "from torch.autograd import grad\ngrad",
        "import torch.nn.functional\ntorch.nn.functional.relu(torch.ones(2))",
        "import torch, math\nmath.sqrt(4), torch.float64",
        "from torch.nn import functional as G\nG.relu",
        "from math import pi, sqrt\npi",
    ],
)
def test_imports(text: str) -> None:
    interpreter, _ = python()
    interpreter.define("x", ones(2))
    interpreter.run(text)
    assert interpreter.has_result


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("import os", "ModuleNotFoundError"),
        ("import numpy as np", "ModuleNotFoundError"),
        ("import torch.os", "ModuleNotFoundError"),
        ("from sys import path", "ModuleNotFoundError"),
        ("from torch import nothing", "ImportError"),
        ("from torch import _C", "ImportError"),
        ("import torch\ntorch._C", "AttributeError"),
        ("import torch\ntorch.load", "AttributeError"),
        ("import torch\ntorch.sin = 5", "AttributeError"),
        ("__import__('os')", "NameError"),
        ("open('x')", "NameError"),
        ("eval('1')", "NameError"),
        ("exec('1')", "NameError"),
        ("compile('1', '', 'eval')", "NameError"),
        ("globals()", "NameError"),
        ("vars()", "NameError"),
        ("dir()", "NameError"),
        ("input()", "NameError"),
        ("object", "NameError"),
        ("setattr(1, 'a', 2)", "NameError"),
        ("__builtins__", "NameError"),
        ("().__class__()()", "TypeError"),
        ("(1).__add__(2)", "AttributeError"),
        ("''.__class__.__mro__", "AttributeError"),
        ("(lambda: 1).__globals__", "AttributeError"),
        ("print.__self__", "AttributeError"),
        ("getattr(1, '__dict__')", "AttributeError"),
        ("getattr(1, '_' + '_dict__')", "AttributeError"),
        ("'{0.__class__.__mro__}'.format(1)", "AttributeError"),
        ("str.format('{0.__dict__}', 1)", "AttributeError"),
        ("'{0.__class__}'.format_map({})", "AttributeError"),
        ("'a'.encode()", "AttributeError"),
        ("type('A', (), {})", "TypeError"),
        ("x.__class__.array", "AttributeError"),
        ("x.array", "AttributeError"),
        ("x._grad", "AttributeError"),
        ("x.node", "AttributeError"),
        ("x.version = 3", "AttributeError"),
        ("x.grad_fn = None", "AttributeError"),
        ("x.new_thing = 1", "AttributeError"),
        ("x.numpy().tofile('f')", "AttributeError"),
        ("def f(): pass\nf.__code__", "AttributeError"),
        ("def f(): pass\nf.a = 1", "AttributeError"),
        ("try:\n    1/0\nexcept Exception as e:\n    e.__traceback__", "AttributeError"),
        ("[].__class__.__base__", "AttributeError"),
    ],
)
def test_nothing_else_can_be_reached(text: str, kind: str) -> None:
    assert failure(text, x=ones(2)).kind == kind


def test_hasattr_sees_what_can_be_reached() -> None:
    assert one_liner(
        "hasattr(x, 'grad'), hasattr(x, '__dict__'), hasattr(x, 'array')", x=ones(2)
    ) == (
        True,
        False,
        False,
    )


# ---- tensors in programs


def test_tensor_statements() -> None:
    interpreter, printed = python()
    interpreter.run(
        """
import torch
x = torch.ones(2, 2, requires_grad=True)
y = x + 2
out = (y * y * 3).mean()
out.backward()
print(x.grad, y.grad_fn.name(), f"{out:.2f} {out.item()}")
with torch.no_grad():
    x -= x.grad
x.grad = None
print(x, x.grad)
x.requires_grad = False
x[0] = 5
x[:, 1] *= 2
print(x)

@torch.no_grad()
def frozen(t):
    return (t * 2).requires_grad

print(frozen(torch.ones(1, requires_grad=True)))
a, b = torch.ones(2)
print(a + b, isinstance(a, torch.Tensor), type(a))
"""
    )
    assert "".join(printed) == (
        "tensor([[4.5000, 4.5000],\n        [4.5000, 4.5000]]) AddBackward0 27.00 27.0\n"
        "tensor([[-3.5000, -3.5000],\n        [-3.5000, -3.5000]], requires_grad=True) None\n"
        "tensor([[ 5.0000, 10.0000],\n        [-3.5000, -7.0000]])\n"
        "False\n"
        "tensor(2.) True <class 'torch.Tensor'>\n"
    )


# ---- errors: what, where, which hint


@pytest.mark.parametrize(
    ("text", "kind", "place", "hint"),
    [
        ("x.foo(1)", "AttributeError", (1, 3, 6), ""),
        ("x.requires_gard", "AttributeError", (1, 3, 16), "requires_grad"),
        ("x + undefined", "NameError", (1, 5, 14), ""),
        ("prnt(x)", "NameError", (1, 1, 5), "print"),
        ("y = (x +\n     torch.ones(3))", "ShapeError", (1, 6, 9), ""),
        ("'a' / 2", "TypeError", (1, 1, 8), ""),
        ("y = 1\nx = y / 0", "ZeroDivisionError", (2, 5, 10), ""),
        ("[1, 2][5]", "IndexError", (1, 1, 10), ""),
        ("{}['key']", "KeyError", (1, 1, 10), ""),
        ("torch.sinn(x)", "AttributeError", (1, 7, 11), "sin"),
        ("torch.ones(2).backward()", "GradError", (1, 1, 25), ""),
        ("a, b = 1, 2, 3", "ValueError", (1, 1, 5), ""),
        ("for i in 5: pass", "TypeError", (1, 10, 11), ""),
        ("len(5)", "TypeError", (1, 1, 7), ""),
        ("if x: pass", "RuntimeError", (1, 4, 5), ""),
        ("x += torch.ones(7)", "ShapeError", (1, 1, 19), ""),
        ("f'{1:>3}{1/0}'", "ZeroDivisionError", (1, 10, 13), ""),
        ("assert 1 == 2, 'no'", "AssertionError", (1, 8, 14), ""),
        ("raise ValueError('v')", "ValueError", (1, 1, 22), ""),
        ("[1/i for i in [1, 0]]", "ZeroDivisionError", (1, 2, 5), ""),
        ("with 5: pass", "TypeError", (1, 6, 7), ""),
        ("del nope", "NameError", (1, 5, 9), ""),
        ("import os", "ModuleNotFoundError", (1, 8, 10), "torch"),
        ("from torch import sinn", "ImportError", (1, 1, 23), "sin"),
        ("sum(x, dmi=0)", "TypeError", (1, 1, 14), "dim"),
        ("x.sum(0, keepdimm=True)", "TypeError", (1, 1, 24), "keepdim"),
        ("(lambda scale: 1)(scael=2)", "TypeError", (1, 1, 27), "scale"),
    ],
)
def test_errors_have_their_place(text: str, kind: str, place: tuple, hint: str) -> None:
    error = failure(text, prelude="operators", x=ones(2))
    assert (error.line, error.column, error.end_column) == place
    assert hint in error.hint
    raised = type(error.__cause__).__mro__
    assert kind in [error.kind, *(cls.__name__ for cls in raised)]
    assert error.filename == "prog.py"


def test_an_error_in_a_function_shows_the_calls() -> None:
    error = failure("def f(n):\n    return 1 / n\n\ndef g(n):\n    return f(n) + 1\n\ng(0)\n")
    assert (error.line, error.column) == (2, 12)
    assert [call.line for call in error.calls] == [5, 7]
    assert error.render() == (
        "prog.py:2:12: ZeroDivisionError: division by zero\n"
        "        return 1 / n\n"
        "               ^^^^^\n"
        "  called from prog.py:5:12\n"
        "        return f(n) + 1\n"
        "               ^^^^\n"
        "  called from prog.py:7:1\n"
        "    g(0)\n"
        "    ^^^^"
    )


def test_a_function_from_an_earlier_cell_shows_that_cell() -> None:
    interpreter, _ = python()
    interpreter.run("def f(n):\n    return 1 / n", "cell 1")
    with pytest.raises(ProgramError) as caught:
        interpreter.run("f(0)", "cell 2")
    assert (caught.value.filename, caught.value.line) == ("cell 1", 2)
    assert [call.filename for call in caught.value.calls] == ["cell 2"]


def test_render_and_str() -> None:
    error = failure("y = mena(1)", prelude="operators")
    assert str(error) == "prog.py:1:5: NameError: name 'mena' is not defined"
    assert error.render() == (
        "prog.py:1:5: NameError: name 'mena' is not defined\n"
        "    y = mena(1)\n"
        "        ^^^^\n"
        "hint: did you mean 'mean'?"
    )


def test_carets_stand_under_wide_characters() -> None:
    error = failure("\tx = '求导' + 1 / 0", prelude="operators")
    shown, carets = error.render().splitlines()[1:3]
    assert shown == "     x = '求导' + 1 / 0"
    assert carets == " " * 18 + "^^^^^"


def test_a_place_that_spans_lines_ends_with_its_first() -> None:
    error = failure("x = 1 / (\n  0)")
    assert (error.line, error.column, error.end_column) == (1, 5, 10)


def test_keyboard_interrupt_passes() -> None:
    interpreter, _ = python()

    def interrupt() -> None:
        raise KeyboardInterrupt

    interpreter.define("interrupt", interrupt)
    with pytest.raises(KeyboardInterrupt):
        interpreter.run("try:\n    interrupt()\nexcept:\n    pass")


def test_an_error_handled_by_the_program_is_none() -> None:
    interpreter, printed = python()
    interpreter.define("x", ones(2))
    interpreter.run(
        "try:\n    x @ x.reshape(1, 2)\nexcept RuntimeError as e:\n    print('caught')\n"
        "else:\n    print('no')"
    )
    assert printed == ["caught\n"]
