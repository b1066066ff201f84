"""Losses of class scores: negative log-likelihood and cross entropy."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import number, tensor
from ..declare import operator, public
from ..errors import DimError, DTypeError, MathError, ShapeError, ValueRangeError
from ..families import function
from ..tensor import Tensor, memory, new_tensor
from .losses import reduced, reduction_name, refuse_grad
from .scalars import divided, scaled, shifted
from .softmax import log_softmax


def _counted(t: Any, weight: Any, ignored: int) -> tuple[Any, Any]:
    """For targets `t`: classes that can be looked up, and what each counts (None: all count 1)."""
    out = t == ignored
    if out.any():
        classes = np.where(out, 0, t)
        return classes, np.where(out, 0, 1 if weight is None else weight[classes])
    return t, None if weight is None else weight[t]


def _places(classes: Any) -> tuple[Any, ...]:
    """The index of the scores (N, C, …) that belong to target classes (N, …)."""
    if classes.ndim == 1:
        return np.arange(len(classes)), classes
    first, *rest = np.indices(classes.shape, sparse=True)
    return first, classes, *rest


def _nll(x: Any, t: Any, weight: Any, reduction: str, ignored: int) -> Any:
    """x: scores (N, C, …), t: classes (N, …)."""
    classes, counts = _counted(t, weight, ignored)
    loss = -x[_places(classes)]
    if counts is not None:
        loss = np.where(counts == 0, 0, loss * counts).astype(x.dtype)
    if reduction == "none":
        return loss
    total = loss.sum()
    if reduction == "sum":
        return total
    return total / (loss.size if counts is None else counts.sum(dtype=x.dtype))


def _nll_vjp(
    g: Any, t: Any, weight: Any, reduction: str, ignored: int, shape: tuple[int, ...]
) -> Any:
    """The transpose of `_nll`, which is linear in the scores."""
    classes, counts = _counted(t, weight, ignored)
    if reduction == "mean":
        g = g / (classes.size if counts is None else counts.sum(dtype=g.dtype))
    found = np.zeros(shape, g.dtype)
    found[_places(classes)] = -g if counts is None else np.where(counts == 0, 0, -g * counts)
    return found


def _nll_operator(name: str) -> Any:
    vjp = operator(
        name + "_backward",
        _nll_vjp,
        g=lambda c, t, weight, reduction, ignored: likelihood(c, t, weight, reduction, ignored),
    )
    likelihood = operator(
        name,
        _nll,
        promote="floating",
        x=lambda g, t, weight, reduction, ignored, x_shape: vjp(
            g, t, weight, reduction, ignored, x_shape
        ),
    )
    return likelihood


nll = _nll_operator("nll_loss")
nll_2d = _nll_operator("nll_loss2d")


@public("nn.functional.nll_loss")
def nll_loss(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
) -> Tensor:
    """Minus the score of each target class; the mean is weighted by `weight`, one per class.

    input: (C), (N, C) or (N, C, …); target: class indices without the C.
    Raises ShapeError or ValueRangeError when the shapes do not fit, DTypeError for targets that
    are no classes, DimError for a class outside 0 to C-1 (`ignore_index` apart).
    """
    reduction = reduction_name(reduction, size_average, reduce)
    x, t = tensor(input, "nll_loss").array, memory(tensor(target, "nll_loss"))
    _check(x, t, weight, ignore_index)
    options = None if weight is None else memory(weight), reduction, ignore_index
    if x.ndim == 1:
        # Without a batch, none and sum are the same.
        options = (*options[:1], "mean" if reduction == "mean" else "sum", ignore_index)
        return nll_rows(input, t.reshape(1), *options)
    if x.ndim == 2:
        return nll(input, t, *options)
    if x.ndim == 4:
        return nll_2d(input, t, *options)
    flat = input.reshape(*x.shape[:2], 1, x.size // (x.shape[0] * x.shape[1] or 1))
    loss = nll_2d(flat, t.reshape(t.shape[0], 1, flat.shape[3]), *options)
    return loss.view(t.shape) if reduction == "none" else loss


nll_rows = operator(
    "nll_loss_row",
    lambda x, t, weight, reduction, ignored: _nll(x[None], t, weight, reduction, ignored),
    node="NllLossBackward0",
    promote="floating",
    x=lambda g, t, weight, reduction, ignored, x_shape: nll_rows_vjp(
        g, t, weight, reduction, ignored, x_shape
    ),
)
nll_rows_vjp = operator(
    "nll_loss_row_backward",
    lambda g, t, weight, reduction, ignored, shape: _nll_vjp(
        g, t, weight, reduction, ignored, (1, *shape)
    )[0],
    node="NllLossBackwardBackward0",
    g=lambda c, t, weight, reduction, ignored: nll_rows(c, t, weight, reduction, ignored),
)


def _check(x: Any, t: Any, weight: Tensor | None, ignored: int) -> None:
    if x.ndim == 0:
        raise ValueRangeError("nll_loss needs scores of shape (C), (N, C) or (N, C, …), got []")
    if t.dtype.kind not in "iu" or t.dtype.itemsize not in (1, 8) or t.dtype == np.int8:
        raise DTypeError(f"nll_loss: target classes are int64 or uint8, not {t.dtype}")
    expected = (x.shape[0], *x.shape[2:]) if x.ndim > 1 else ()
    if t.shape != expected and not (x.ndim == 1 and t.shape == (1,)):
        error = (
            ShapeError if t.ndim and t.shape[0] == x.shape[0] and x.ndim > 1 else ValueRangeError
        )
        raise error(
            f"nll_loss: scores of shape {list(x.shape)} need targets of shape {list(expected)}, "
            f"got {list(t.shape)}"
        )
    classes = x.shape[1] if x.ndim > 1 else x.shape[0]
    if weight is not None:
        refuse_grad("nll_loss", weight=tensor(weight, "nll_loss"))
        if weight.array.shape != (classes,):
            raise ShapeError(
                f"nll_loss: weight has one number for each of {classes} classes, "
                f"not shape {list(weight.shape)}"
            )
        if weight.array.dtype != x.dtype:
            raise DTypeError(f"nll_loss: input is {x.dtype}, weight is {weight.array.dtype}")
    if not t.size or (t.min() >= 0 and t.max() < classes):
        return
    wrong = t[((t < 0) | (t >= classes)) & (t != ignored)]
    if wrong.size:
        raise DimError(f"nll_loss: class {wrong.flat[0]} is not among 0 to {classes - 1}")


@public("nn.functional.cross_entropy")
def cross_entropy(
    input: Tensor,
    target: Tensor,
    weight: Tensor | None = None,
    size_average: bool | None = None,
    ignore_index: int = -100,
    reduce: bool | None = None,
    reduction: str = "mean",
    label_smoothing: float = 0.0,
) -> Tensor:
    """nll_loss of log_softmax(input); the target may also be probabilities, shaped as the input.

    label_smoothing: how much of the target is spread evenly over all classes, from 0 to 1.
    Raises as nll_loss does, and MathError for a smoothing above 1.
    """
    reduction = reduction_name(reduction, size_average, reduce)
    smoothing = number(label_smoothing)
    if smoothing > 1:
        raise MathError(f"cross_entropy: label_smoothing goes up to 1, not {smoothing}")
    shape = tensor(input, "cross_entropy").array.shape
    dim = 0 if len(shape) == 1 else 1
    if tensor(target, "cross_entropy").array.shape == shape:
        if target.array.dtype.kind not in "fc":
            raise DTypeError(
                f"cross_entropy: a target shaped as the input is probabilities, not {target.dtype}"
            )
        if ignore_index >= 0:
            raise MathError("cross_entropy: ignore_index means nothing for probabilities")
        return _soft_entropy(log_softmax(input, dim), target, weight, reduction, smoothing, dim)
    log_p = log_softmax(input, dim)
    loss = nll_loss(log_p, target, weight, None, ignore_index, None, reduction)
    if smoothing <= 0:
        return loss
    even = _even_entropy(log_p, memory(target), weight, reduction, ignore_index, dim)
    return scaled(loss, 1 - smoothing) + scaled(even, smoothing / shape[dim])


def _for_classes(weight: Tensor, ndim: int, dim: int, classes: int) -> Tensor:
    """`weight`, one number per class, in a shape that broadcasts over scores."""
    if tensor(weight, "cross_entropy").array.shape != (classes,):
        raise ShapeError(
            f"cross_entropy: weight has one number for each of {classes} classes, "
            f"not shape {list(weight.shape)}"
        )
    return weight.view([classes if i == dim else 1 for i in range(ndim)]) if ndim > 1 else weight


def _soft_entropy(
    log_p: Tensor, target: Tensor, weight: Tensor | None, reduction: str, smoothing: float, dim: int
) -> Tensor:
    """-sum(target * log_p) over the classes."""
    shape = log_p.array.shape
    if smoothing > 0:
        target = shifted(scaled(target, 1 - smoothing), smoothing / shape[dim])
    terms = log_p * target
    if weight is not None:
        terms = terms * _for_classes(weight, len(shape), dim, shape[dim])
    if reduction == "none":
        return -terms.sum(dim)
    loss = -terms.sum()
    return loss if reduction == "sum" else divided(loss, log_p.array.size / shape[dim])


def _even_entropy(
    log_p: Tensor, t: Any, weight: Tensor | None, reduction: str, ignored: int, dim: int
) -> Tensor:
    """The loss against a target of all classes evenly, where the target is not ignored."""
    shape = log_p.array.shape
    terms = log_p if weight is None else log_p * _for_classes(weight, len(shape), dim, shape[dim])
    loss = -terms.sum(dim)
    out = (t == ignored).reshape(loss.shape)
    loss = loss.masked_fill(new_tensor(out), 0.0)
    if reduction != "mean":
        return reduced(loss, reduction)
    counts = np.where(out, 0, 1 if weight is None else memory(weight)[np.where(out, 0, t)])
    return loss.sum() / new_tensor(np.asarray(counts.sum(), log_p.array.dtype))


@public("nn.functional.linear_cross_entropy")
def linear_cross_entropy(
    input: Tensor,
    linear_weight: Tensor,
    target: Tensor,
    *,
    linear_bias: Tensor | None = None,
    weight: Tensor | None = None,
    reduction: str = "mean",
    ignore_index: int | None = None,
    label_smoothing: float = 0.0,
    options: Any = None,
) -> Tensor:
    """cross_entropy of linear(input, linear_weight, linear_bias).

    input: (N, E) or (E); linear_weight: (C, …, E), linear_bias: (C, …). Raises ShapeError.
    """
    x, w = tensor(input, "linear").array.shape, tensor(linear_weight, "linear").array.shape
    rest = w[1:-1]
    if len(x) not in (1, 2) or len(w) < 2 or x[-1] != w[-1] or (rest and len(x) == 1):
        raise ShapeError(
            f"linear_cross_entropy takes an input (N, E) and a weight (C, …, E), not shapes "
            f"{list(x)} and {list(w)}"
        )
    if linear_bias is not None and tensor(linear_bias, "linear").array.shape != w[:-1]:
        raise ShapeError(f"linear_bias has shape {list(linear_bias.shape)}, not {list(w[:-1])}")
    shape = (*x[:-1], *w[:-1])
    if ignore_index is not None and target.array.shape == shape:
        raise MathError("linear_cross_entropy: ignore_index means nothing for probabilities")
    if rest:
        linear_weight = linear_weight.reshape(-1, w[-1])
        linear_bias = None if linear_bias is None else linear_bias.reshape(-1)
    logits = function("nn.functional.linear")(input, linear_weight, linear_bias).view(shape)
    ignored = -100 if ignore_index is None else ignore_index
    return cross_entropy(logits, target, weight, None, ignored, None, reduction, label_smoothing)
