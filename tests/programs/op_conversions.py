# Out of tensors and between dtypes.
import torch

x = torch.tensor([[1.7, -2.3], [0.0, 4.0]])
print(x.int(), x.long(), x.bool(), x.double(), x.half(), x.short(), sep="\n")
print(x.to(torch.int32), x.to(dtype=torch.float64), x.type(torch.int64), x.to("cpu") is x, x.float() is x)
print(x.tolist() == [[1.7, -2.3], [0.0, 4.0]], x.double().tolist()[1], x[1, 1].item(), x.int().tolist())
print(x.clone().equal(x), x.contiguous() is x, x.t().contiguous().stride(), x.numel(), x.nelement(), x.size(), x.size(-1))
print(x.shape[0], x.shape[-1], x.shape == (2, 2), list(x.shape), x.shape.numel(), len(x.shape), tuple(x.size()))
a, b = x.shape
print(a, b, x.ndim, x.dim(), x.is_floating_point(), x.type(), x.dtype, x.itemsize)
n = torch.tensor([1, 2, 3])
print(n.float(), n.double() / 2, n.bool(), n.tolist(), n.sum().item(), n.type())
print(torch.tensor([1, 2]).view(2, 1).size(), torch.Size([2, 3]), torch.Size((1,))[0], x.shape + (5,))
print(str(x.dtype), repr(torch.float64), x.dtype == torch.float32, f"{x.shape}", f"{n[0]}")
try:
    x.item()
except RuntimeError:
    print("item() wants one element")
try:
    int(torch.tensor([1, 2]))
except (RuntimeError, TypeError, ValueError):
    print("so does int()")
print(x.new_tensor([1]).dtype, x.is_contiguous(), x.t().is_contiguous(), x.unflatten(0, (1, 2)).shape)
print(x.element_size(), x.nonzero().tolist(), torch.tensor([1.5]).item(), torch.tensor([[2]]).item())
