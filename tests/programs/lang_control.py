# if, while, for, break, continue, else, pass and the conditional expression.
for i in range(10):
    if i == 2:
        continue
    elif i > 5:
        break
    else:
        pass
    print(i, end=" ")
print()

n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)

for word in ["alpha", "beta"]:
    for letter in word:
        if letter == "p":
            break
    else:
        print("no p in", word)

k = 3
while k:
    k -= 1
else:
    print("ran out")

a, b = 0, 1
while a < 50:
    print(a, end=",")
    a, b = b, a + b
print()
for i, (x, y) in enumerate([(1, 2), (3, 4)]):
    print(i, x, y)
x = 5; y = 6; print(x * y)
if x > 3 and not y < 3: print("one line")
print("big" if x > 10 else "middle" if x > 4 else "small")
total = 0
for row in [[1, 2, 3], [4, 5, 6]]:
    for v in row:
        total += v
print(total)
