# What dtype a literal gets, and how tensors of every dtype print.
import torch

print(torch.tensor(1), torch.tensor(1.0), torch.tensor(True), torch.tensor(1 + 2j))
print(torch.tensor([1, 2]), torch.tensor([1, 2.5]), torch.tensor([True, False]))
print(torch.tensor([1, True]), torch.tensor([]), torch.tensor([[]]), torch.tensor([[], []]))
for d in [torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64]:
    t = torch.tensor([1, 2, 100], dtype=d)
    print(t, t.dtype, t.element_size())
for d in [torch.float16, torch.float32, torch.float64, torch.complex64, torch.complex128]:
    t = torch.tensor([1.5, -2.25], dtype=d)
    print(t, t.dtype, t.is_floating_point(), t.is_complex())
print(torch.float, torch.double, torch.half, torch.int, torch.long, torch.short, torch.cfloat)
print(torch.float is torch.float32, torch.long == torch.int64)
print(torch.tensor([1.9, -1.9]).int(), torch.tensor([0.0, 0.5]).bool(), torch.tensor([3]).double())
print(torch.tensor([1, 0]).to(torch.bool), torch.ones(1).type(torch.int16), torch.ones(2).long())
print(torch.ones(1).to(torch.ones(1, dtype=torch.float64)).dtype, torch.zeros(1).half())
print(torch.tensor(3.7).item(), torch.tensor(3).item(), torch.tensor(True).item(), torch.tensor(2j).item())
print(int(torch.tensor(3.7)), float(torch.tensor(2)), bool(torch.tensor([0.0])))
print(torch.tensor([300]).to(torch.uint8), torch.tensor([-1]).to(torch.uint8), torch.tensor([200]).to(torch.int8))
print(torch.tensor(5).dtype, torch.full((2,), 3).dtype, torch.arange(3).dtype, torch.arange(3.0).dtype)
print(torch.get_default_dtype())
torch.set_default_dtype(torch.float64)
print(torch.tensor(0.1), torch.ones(1).dtype, torch.tensor([1.0]) / 3)
torch.set_default_dtype(torch.float32)
print(torch.finfo(torch.float32).eps, torch.iinfo(torch.int32).max)
