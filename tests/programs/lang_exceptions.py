# try, except, else, finally, raise, assert.
import torch


def attempt(f):
    try:
        return f()
    except ZeroDivisionError:
        return "division by zero"
    except (IndexError, KeyError):
        return "no such item"
    except TypeError:
        return "wrong type"
    except ValueError:
        return "wrong value"
    except RuntimeError:
        return "runtime error"
    finally:
        print("[done]", end=" ")


print(attempt(lambda: 1 / 0))
print(attempt(lambda: [1][3]))
print(attempt(lambda: {}["k"]))
print(attempt(lambda: "a" + 1))
print(attempt(lambda: int("x")))
print(attempt(lambda: torch.ones(2) + torch.ones(3)))
print(attempt(lambda: torch.ones(2, 3) @ torch.ones(2, 3)))
print(attempt(lambda: torch.ones(3)[5]))
print(attempt(lambda: 7))
try:
    raise ValueError("my own words")
except ValueError as e:
    print("caught:", e)
try:
    pass
except Exception:
    print("never")
else:
    print("else runs")
try:
    try:
        raise KeyError("inner")
    except KeyError:
        raise RuntimeError("outer")
except RuntimeError as e:
    print(e)
try:
    assert 1 == 2, "sums differ"
except AssertionError as e:
    print("assertion:", e)


def loop():
    for i in range(3):
        try:
            if i == 1:
                continue
            print(i)
        finally:
            print("after", i)


loop()
