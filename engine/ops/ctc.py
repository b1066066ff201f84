"""Connectionist temporal classification: how likely a sequence of labels is, over all alignments.

Graves et al., 2006. A label sequence is extended by blanks: blank, l1, blank, l2, …, blank; a path
through time stays at a state of that, moves to the next, or skips a blank between unlike labels.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arguments import tensor
from ..bounds import check_size
from ..declare import operator, public
from ..differentiate import grad
from ..dims import sizes
from ..errors import DTypeError, MathError, ShapeError
from ..families import function
from ..gradmode import enable_grad
from ..tensor import Tensor, memory, new_tensor
from .losses import reduced, reduction_name
from .scalars import constant

INF = float("inf")
LEAST = -1e30
"""Stands for log(0) between the steps; unlike -inf it has differences."""


def _states(labels: Any, blank: int) -> tuple[Any, Any]:
    """The extended labels (N, 2S + 1), and where a path may skip the state before."""
    batch, length = labels.shape
    states = np.full((batch, 2 * length + 1), blank, labels.dtype)
    states[:, 1::2] = labels
    skips = np.zeros(states.shape, bool)
    skips[:, 2:] = (states[:, 2:] != blank) & (states[:, 2:] != states[:, :-2])
    return states, skips


def _plain(value: Any) -> Any:
    """The numbers alone, for what is subtracted and added again."""
    return memory(value) if value.__class__ is Tensor else value


def _step(before: Any, skips: Any) -> Any:
    """The log-probability of coming into each state: by staying, moving or skipping."""
    nothing = np.full((len(skips), 2), LEAST, before.dtype)  # comes in from the left
    wide = np.concatenate([nothing, before], 1)
    found = np.logaddexp(before, wide[:, 1:-1])
    return np.where(skips, np.logaddexp(found, wide[:, :-2]), found)


def _forward(emissions: Any, skips: Any) -> list[Any]:
    """For every time the log-probability of all paths from the start to each state, (N, states).

    emissions: the log-probability of each state's label at each time.
    """
    starts = np.arange(skips.shape[1]) < 2
    alphas = [np.where(starts, emissions[0], LEAST)]
    for time in range(1, emissions.shape[0]):
        alphas.append(_step(alphas[-1], skips) + emissions[time])
    return alphas


def _ends(lengths: Any, states: int) -> Any:
    """Where a path may end: at the last label, or at the blank behind it."""
    place = np.arange(states)
    last = 2 * lengths[:, None]
    return (place == last) | ((place == last - 1) & (last > 0))


def _emissions(log_probs: Any, states: Any) -> Any:
    shape = (log_probs.shape[0], *states.shape)
    return np.take_along_axis(log_probs, np.broadcast_to(states, shape), 2)


def _loss_of(alphas: list[Any], times: Any, lengths: Any) -> Any:
    """Minus the log-probability of all paths that end where they should, (N)."""
    final = np.where((times > 0)[:, None], alphas[0], LEAST)
    for time in range(1, len(alphas)):
        if (times == time + 1).any():
            final = np.where((times > time)[:, None], alphas[time], final)
    final = np.where(_ends(lengths, final.shape[1]), final, LEAST)
    highest = _plain(final).max(1, keepdims=True)
    total = np.log(np.sum(np.exp(final - highest), axis=1)) + highest[:, 0]
    return np.where((times == 0) & (lengths == 0), 0.0, -total)


def _loss(log_probs: Any, labels: Any, times: Any, lengths: Any, blank: int) -> Any:
    states, skips = _states(labels, blank)
    loss = _loss_of(_forward(_emissions(log_probs, states), skips), times, lengths)
    return np.where(loss > -0.1 * LEAST, INF, loss).astype(log_probs.dtype)


def _slopes(
    log_probs: Any, labels: Any, times: Any, lengths: Any, blank: int, zero_infinity: bool
) -> Any:
    """The loss's gradient as PyTorch has it, as if a log_softmax stood before: (T, N, C)."""
    states, skips = _states(labels, blank)
    emissions = _emissions(log_probs, states)
    alphas = _forward(emissions, skips)
    loss = _loss_of(alphas, times, lengths)
    steps = len(alphas)
    # Backwards in time, states from right to left; every sample starts at its own end.
    ends = np.where(_ends(lengths, states.shape[1]), 0, LEAST)
    onward = np.zeros_like(skips)
    onward[:, :-2] = skips[:, 2:]
    after = np.full_like(emissions[0], LEAST)
    through = np.empty((steps, *states.shape), log_probs.dtype)
    for time in range(steps - 1, -1, -1):
        ways = _step(after[:, ::-1], onward[:, ::-1])[:, ::-1]
        ways = np.where((times - 1 == time)[:, None], ends, ways)
        through[time] = alphas[time] + ways
        after = ways + emissions[time]
    slopes = np.exp(log_probs)
    every = np.ogrid[:steps, : len(states)]
    np.subtract.at(
        slopes, (every[0][..., None], every[1][..., None], states), np.exp(through + loss[:, None])
    )
    impossible = (loss > -0.1 * LEAST)[:, None]
    slopes = np.where(impossible, 0 if zero_infinity else np.nan, slopes)
    slopes = np.where((np.arange(steps)[:, None] < times)[:, :, None], slopes, 0)
    return slopes.astype(log_probs.dtype)


def _curvature(c: Any, x: Any, labels: Any, times: Any, lengths: Any, blank: int) -> Any:
    """The VJP of the slopes, exp(x) plus the loss's gradient: exp(x) * c plus Hessian times c."""
    recorded = c.__class__ is Tensor or x.__class__ is Tensor
    with enable_grad():
        point = x if x.__class__ is Tensor else new_tensor(x).requires_grad_()
        states, skips = _states(labels, blank)
        loss = _loss_of(_forward(_emissions(point, states), skips), times, lengths)
        (gradient,) = grad([loss.sum()], [point], create_graph=True)
        weights = c if c.__class__ is Tensor else new_tensor(c)
        (along,) = grad([gradient], [point], [weights], create_graph=recorded)
    inside = (np.arange(x.shape[0])[:, None] < times)[:, :, None]
    return np.exp(x) * c * inside + (along if recorded else along.array)


slopes = operator(
    "ctc_loss_slopes",
    _slopes,
    x=_curvature,
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
    if values.__class__ is Tensor:
        found = memory(values)
    else:
        found = np.asarray(check_size(sizes((values,)), np.dtype(np.int8)), np.int64)
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
