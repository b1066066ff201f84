# Number formatting: format specifications, repr of floats and big integers, rounding.
values = [0.0, 1.0, -1.5, 3.14159265, 1234567.891, 1e-10, 1e22, 123456789012345680.0]
for v in values:
    print(f"{v:.3f}|{v:10.2f}|{v:<12.4g}|{v:+.1e}|{v:,.2f}|{v}|{v!r}")
for n in [0, 7, -42, 1000000, 2**70]:
    print(f"{n:d}|{n:6d}|{n:<6d}|{n:06d}|{n:,}|{n:+d}|{n:x}|{n:.2f}|{n:e}")
print(f"{0.5:%} {0.1234:.1%} {1e-5:g} {1e5:g} {1e6:g} {123456789:g} {0.00001234:.2g}")
print(f"{'left':<10}|{'right':>10}|{'mid':^10}|{'cut off':.3}|{'x':->5}")
print(f"{True} {True:d} {None} {3 == 3.0} {'a' 'b'}")
print(round(3.14159, 2), round(1234.5, -2), round(-0.5), round(1.5), round(2), round(2.675, 2))
print(7 / 2, 7 // 2, -7 // 2, 7.0 // 2, 1e308 * 10, -1e308 * 10, 2**0.5, 10**-2)
print(0.1 + 0.2 == 0.3, abs(0.1 + 0.2 - 0.3) < 1e-12, 1e-16 + 1 == 1, 5e-324 / 2)
print(int("12"), int(-3.9), float("1e3"), float("-inf"), int(True), str(1e3), str(10**15), str(0.1))
print(1 if 0.0 else 2, bool("0"), bool(0.0), not [], not None)
print(100000000000000000000 + 1, 2**64 // 3, -(2**63), 12345678901234567890 % 97)
print(hex(255), bin(10), oct(8), chr(97), ord("z"), min("b", "a"), max([1.5, 1]))
w, p = 8, 3
print(f"[{3.14159:{w}.{p}f}] [{'ab':>{w}}] {3.0:.0f} {2.5:.0f} {1e3:.0f}")
