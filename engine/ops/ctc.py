"""Connectionist temporal classification: how likely a sequence of labels is, over all alignments.

Graves et al., 2006. A label sequence is extended by blanks: blank, l1, blank, l2, …, blank; a path
through time stays at a state of that, moves to the next, or skips a blank between unlike labels.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..declare import operator, public
from ..errors import DTypeError, GradError, MathError, ShapeError
from ..families import function
from ..tensor import Tensor, memory, new_tensor
from .losses import reduced, reduction_name
from .scalars import constant

INF = float("inf")


def _states(labels: Any, blank: int) -> tuple[Any, Any]:
    """The extended labels (N, 2S + 1), and where a path may skip the state before."""
    batch, length = labels.shape
    states = np.full((batch, 2 * length + 1), blank, labels.dtype)
    states[:, 1::2] = labels
    skips = np.zeros(states.shape, bool)
    skips[:, 2:] = (states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])
    return states, skips


def _moved(log_p: Any, by: int) -> Any:
    """Each row moved to the right by some states; nothing comes in from the left."""
    moved = np.full_like(log_p, -INF)
    moved[:, by:] = log_p[:, :-by] if by < log_p.shape[1] else log_p[:, :0]
    return moved


def _forward(emissions: Any, skips: Any, first: Any) -> Any:
    """The log-probability of all paths from the start to each state: (T, N, states).

    emissions: log-probability of each state's label at each time; first: where a path may start.
    """
    alphas = np.empty_like(emissions)
    alphas[0] = np.where(first, emissions[0], -INF)
    for time in range(1, len(alphas)):
        before = alphas[time - 1]
        ways = np.logaddexp(before, _moved(before, 1))
        ways = np.logaddexp(ways, np.where(skips, _moved(before, 2), -INF))
        alphas[time] = ways + emissions[time]
    return alphas


def _ends(lengths: Any, states: int) -> Any:
    """Where a path may end: at the last label, or at the blank behind it."""
    place = np.arange(states)
    last = 2 * lengths[:, None]
    return (place == last) | ((place == last - 1) & (last > 0))


def _paths(log_probs: Any, labels: Any, times: Any, lengths: Any, blank: int) -> Any:
    """Extended labels, emissions, path log-probabilities, and the loss of every sample."""
    states, skips = _states(labels, blank)
    batch = np.arange(len(states))[:, None]
    emissions = log_probs[:, batch, states]
    alphas = _forward(emissions, skips, np.arange(states.shape[1]) < 2)
    final = np.where(times[:, None] > 0, alphas[times - 1, batch[:, 0]], -INF)
    final = np.where(_ends(lengths, states.shape[1]), final, -INF)
    loss = -np.logaddexp.reduce(final, axis=1)
    loss = np.where((times == 0) & (lengths == 0), 0, loss)
    return states, skips, emissions, alphas, loss.astype(log_probs.dtype)


def _loss(log_probs: Any, labels: Any, times: Any, lengths: Any, blank: int) -> Any:
    return _paths(log_probs, labels, times, lengths, blank)[4]


def _slopes(
    log_probs: Any, labels: Any, times: Any, lengths: Any, blank: int, zero_infinity: bool
) -> Any:
    """The loss's gradient as PyTorch has it: as if a log_softmax stood before, (T, N, C)."""
    states, skips, emissions, alphas, loss = _paths(log_probs, labels, times, lengths, blank)
    steps, batch = log_probs.shape[:2]
    # Backwards in time and from right to left, ends become starts; every sample has its own end.
    back = np.full_like(alphas, -INF)
    ends = _ends(lengths, states.shape[1])
    onward = np.zeros_like(skips)
    onward[:, :-2] = skips[:, 2:]
    for time in range(steps - 1, -1, -1):
        if time + 1 < steps:
            after = back[time + 1][:, ::-1]
            ways = np.logaddexp(after, _moved(after, 1))
            ways = np.logaddexp(ways, np.where(onward[:, ::-1], _moved(after, 2), -INF))[:, ::-1]
        else:
            ways = np.full_like(emissions[0], -INF)
        starting = (times - 1 == time)[:, None]
        ways = np.where(starting, np.where(ends, 0, -INF), ways)
        back[time] = ways + emissions[time]
    through = np.exp(alphas + back + loss[:, None] - emissions)
    through = np.where(np.isneginf(alphas) | np.isneginf(back), 0, through)
    by_class = np.zeros_like(log_probs)
    rows = np.arange(batch)[:, None]
    for time in range(steps):
        np.add.at(by_class[time], (rows, states), through[time])
    slopes = np.exp(log_probs) - by_class
    slopes = np.where(np.isinf(loss)[:, None], 0 if zero_infinity else np.nan, slopes)
    slopes = np.where((np.arange(steps)[:, None] < times)[:, :, None], slopes, 0)
    return slopes.astype(log_probs.dtype)


def _refuse(*_: Any) -> Any:
    raise GradError("ctc_loss has no second derivative")


slopes = operator(
    "ctc_loss_slopes",
    _slopes,
    x=lambda c: _refuse(c),
    params="x labels times lengths blank zero_infinity",
)
ctc = operator(
    "ctc_loss",
    lambda x, labels, times, lengths, blank, zero_infinity: _loss(x, labels, times, lengths, blank),
    promote="floating",
    x=lambda g, x, labels, times, lengths, blank, zero_infinity: (
        np.expand_dims(g, 1) * slopes(x, labels, times, lengths, blank, zero_infinity)
    ),
)


def _lengths(values: Any, name: str) -> Any:
    """Lengths given as a tensor or a sequence, as an integer array."""
    found = memory(values) if values.__class__ is Tensor else np.asarray(values, np.int64)
    if found.dtype.kind not in "iu":
        raise DTypeError(f"ctc_loss: {name} are integers, not {found.dtype}")
    return found.reshape(-1)


def _padded(targets: Any, lengths: Any, batch: int) -> Any:
    """Labels (N, S) from those of all samples one after the other."""
    if targets.ndim == 2:
        return targets[:, : max(int(lengths.max(initial=0)), 0)]
    found = np.zeros((batch, int(lengths.max(initial=0))), np.int64)
    places = np.arange(found.shape[1]) < lengths[:, None]
    found[places] = targets[: int(lengths.sum())]
    return found


@public("nn.functional.ctc_loss")
def ctc_loss(
    log_probs: Tensor,
    targets: Tensor,
    input_lengths: Any,
    target_lengths: Any,
    blank: int = 0,
    reduction: str = "mean",
    zero_infinity: bool = False,
) -> Tensor:
    """Minus the log-probability of the target labels; the mean is first taken per label.

    log_probs: (T, N, C), or (T, C) for one sample; targets: (N, S) or all labels in a row.
    zero_infinity: count targets that do not fit into the time as 0.
    Raises ShapeError, DTypeError, MathError for lengths and labels that do not fit.
    """
    reduction = reduction_name(reduction)
    x, labels = tensor(log_probs, "ctc_loss").array, memory(tensor(targets, "ctc_loss"))
    if x.ndim not in (2, 3):
        raise ShapeError(f"ctc_loss takes log-probabilities (T, N, C), not shape {list(x.shape)}")
    alone = x.ndim == 2
    if alone:
        log_probs = log_probs.unsqueeze(1)
        x = log_probs.array
    times = _lengths(input_lengths, "input_lengths")
    lengths = _lengths(target_lengths, "target_lengths")
    _check(x, labels, times, lengths, blank)
    padded = _padded(labels if not alone else labels.reshape(-1), lengths, x.shape[1])
    loss = ctc(log_probs, padded, times, lengths, blank, zero_infinity)
    if zero_infinity:
        infinite = new_tensor(np.asarray(loss.array) == INF)
        loss = function("where")(infinite, constant(0, loss), loss)
    if reduction == "mean":
        return (loss / new_tensor(np.maximum(lengths, 1).astype(x.dtype))).mean()
    loss = reduced(loss, reduction)
    return loss.squeeze(0) if alone and reduction == "none" else loss


def _check(x: Any, labels: Any, times: Any, lengths: Any, blank: int) -> None:
    steps, batch, classes = x.shape
    if labels.dtype not in (np.int64, np.int32):
        raise DTypeError(f"ctc_loss: targets are int64 or int32, not {labels.dtype}")
    if len(times) != batch or len(lengths) != batch:
        raise MathError(
            f"ctc_loss: {batch} samples need as many lengths, not {len(times)} input_lengths "
            f"and {len(lengths)} target_lengths"
        )
    if not 0 <= blank < classes:
        raise MathError(f"ctc_loss: blank {blank} is not among the classes 0 to {classes - 1}")
    if (times < 0).any() or (times > steps).any():
        raise MathError(f"ctc_loss: input_lengths lie between 0 and {steps}")
    room = labels.shape[1] if labels.ndim == 2 else labels.size
    needed = int(lengths.max(initial=0)) if labels.ndim == 2 else int(lengths.sum())
    if (lengths < 0).any() or needed > room or (labels.ndim == 2 and len(labels) != batch):
        raise MathError(
            f"ctc_loss: targets of shape {list(labels.shape)} do not hold labels of lengths "
            f"{lengths.tolist()}"
        )
