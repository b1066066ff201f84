# Strings, their methods, and every way of formatting.
name = "grad"
print(name + "line", name * 2, len(name), name[0], name[-1], name[1:3], name[::-1])
print("a" in name, "z" in name, "quote's", 'say "hi"', "tab\tnew\\line")
print(name.upper(), name.capitalize(), "  pad ".strip() + "|", "a,b,c".split(","))
print(", ".join(["x", "y", "z"]), "x-y".replace("-", "+"), "abc".startswith("ab"))
print(f"{name}: {1 + 1} {3.14159:.2f} {42:5d}| {42:<5d}| {42:^5d}| {42:05d} {1e6:,.0f}")
print(f"{name!r} {name:>8}|{name:<8}|{name:^8}|{name:*^10}")
print(f"{0.00012345:.3e} {1234.5:g} {0.5:.0%} {255:x} {5:b} {-1.5:+.1f} {1.5:+.1f}")
width = 7
print(f"{3.14159:{width}.3f}|{{braces}}|{[1, 2]}|{None}|{True}")
print("%d items, %.2f and %s" % (3, 2.5, "text"))
print("{} and {}".format(1, "two"), "{0}{1}{0}".format("a", "b"), "{x:.1f}".format(x=2.25))
print("""three
lines
here""")
print("implicit " "joining", r"raw\n", str(3.0), repr("q"))
print("a", "b", sep="-", end="!\n")
print()
print("unicode: π ≈ 3.14, ∂y/∂x")
print("a\nb".splitlines(), "x".ljust(3) + "|", "x".rjust(3) + "|", "7".zfill(3))
