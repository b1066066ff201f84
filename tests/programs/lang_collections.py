# Lists, tuples and dicts, and what can be done with them.
numbers = [3, 1, 2]
numbers.append(5)
numbers.extend([8, 9])
numbers.insert(0, 7)
print(numbers, len(numbers), numbers[0], numbers[-1], numbers[1:4], numbers[::2])
print(numbers.pop(), numbers.pop(0), numbers, numbers.index(2), numbers.count(5))
numbers.sort()
print(numbers, sorted([3, 1, 2], reverse=True), list(reversed([1, 2, 3])))
numbers[0] = "first"
numbers[1:3] = [20, 30, 40]
del numbers[-1]
print(numbers, [1, 2] + [3], [0] * 3, [1, 2] == [1, 2], [1, 2] < [1, 3])
pair = (1, "two")
print(pair, pair[1], (5,), (), len(pair), pair + (3,), 1 in pair)
table = {"a": 1, "b": [2, 3], 3: None}
table["c"] = 4
print(table, table["b"], table.get("z"), table.get("z", 0), "a" in table, len(table))
print(list(table.keys()), list(table.values()), list(table.items()))
del table["a"]
table.update({"d": 5})
print(table, table.pop("c"))
print({**table, "e": 6}, dict(x=1, y=2))
print(list(range(5)), list(range(2, 10, 3)), list(range(3, 0, -1)))
print(list(zip([1, 2], "ab")), list(enumerate("xy", 1)), list(map(lambda v: v * v, [1, 2])))
print([*range(3), 10], (*pair, 0), any([0, 1]), all([1, 0]), all([]))
nested = [[1, 2], [3, 4]]
print(nested[1][0], [row[0] for row in nested], [v for row in nested for v in row])
