# Which dtype comes out of an operation: tensors, numbers, zero-dimensional tensors.
import torch

kinds = [torch.bool, torch.uint8, torch.int8, torch.int16, torch.int32, torch.int64]
kinds += [torch.float32, torch.float64, torch.complex64, torch.complex128]
short = lambda d: str(d).replace("torch.", "")
for a in kinds:
    print(f"{short(a):>10}:", " ".join([short((torch.ones(2, dtype=a) * torch.ones(2, dtype=b)).dtype) for b in kinds]))
half = torch.ones(2, dtype=torch.float16)
for b in kinds[:8]:
    print("float16 with", short(b), short((half * torch.ones(2, dtype=b)).dtype))
print(half * 2.5, half + torch.tensor(1.0, dtype=torch.float64), half.sum().dtype)
print("with a zero-dimensional tensor on the right")
for a in kinds:
    print(f"{short(a):>10}:", " ".join([short((torch.ones(2, dtype=a) + torch.ones((), dtype=b)).dtype) for b in kinds]))
print("with numbers")
for a in kinds:
    t = torch.ones(2, dtype=a)
    print(f"{short(a):>10}:", short((t + 1).dtype), short((t * 2.5).dtype), short((t * 1j).dtype), short((t / t).dtype), short((t * True).dtype))
print(short(torch.promote_types(torch.int32, torch.float16)), short(torch.result_type(torch.ones(1), 2)))
print(short((torch.ones(2, dtype=torch.int64) > 0).dtype), short((torch.ones(2) == 1).dtype))
i = torch.tensor([7, -7])
print(i / 2, i // 2, i % 3, i**2, -i, i.float(), i.sum().dtype, i.float().mean().dtype)
print(torch.tensor([True, False]).sum(), torch.tensor([True, True]).cumsum(0).dtype)
print(short(torch.exp(i).dtype), short(torch.sqrt(torch.tensor(4)).dtype), short(torch.tensor([1, 2]).abs().dtype))
print(short(torch.tensor([1, 2], dtype=torch.int8).sum().dtype), short(torch.tensor([1, 2], dtype=torch.int8).prod().dtype))
