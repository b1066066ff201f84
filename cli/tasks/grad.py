"""The value of an expression and its gradient in each variable."""

from __future__ import annotations

from typing import Any

from .session import Session


def task(
    session: Session,
    expr: str,
    words: list[str],
    wrt: str | None,
    cotangent: str | None,
    save: dict[str, str],
) -> None:
    """Show value and gradients, those that `save` names written to a file instead.

    They are computed together. What stands in the way of the gradients is said after the value.
    """
    from .evaluate import evaluate

    result, leaves = evaluate(session, expr, words, wrt)
    record: dict[str, Any] = {}
    try:
        found = differentiated(session, result, leaves, cotangent, save)
    except BaseException:
        show_value(session, result, record)
        if session.as_json:
            session.record(record)
        raise
    show_value(session, result, record)
    if session.as_json:
        from .encoding import values

        record["grads"] = {
            name: save[name] if name in save else values(grad) for name, grad in found.items()
        }
        session.record(record)
        return
    for name, grad in found.items():
        session.show(f"{name}.grad", grad)


def differentiated(
    session: Session,
    result: Any,
    leaves: dict[str, Any],
    cotangent: str | None,
    save: dict[str, str],
) -> dict[str, Any]:
    """The gradient in each leaf, computed together with the result."""
    from .differentiate import gradients, refusal
    from .saving import check_names, compute

    check_names(save, leaves)
    given = read_cotangent(session, cotangent, result)
    if problem := refusal(result, list(leaves), given):
        raise problem
    found = gradients(result, list(leaves.values()), given)
    named = dict(zip(leaves, found, strict=True))
    compute(session, result, named, save)
    return named


def read_cotangent(session: Session, text: str | None, result: Any) -> Any:
    """What `--grad-output` gives, in the dtype of the result."""
    from .inputs import read_value

    if text is None:
        return None
    dtype = getattr(result, "dtype", None)
    return read_value(text.strip(), session, "value of --grad-output", dtype)


def show_value(session: Session, result: Any, record: dict[str, Any]) -> None:
    if session.as_json:
        from .encoding import describe

        record.update(describe(result, session.text_of))
    else:
        session.show("value", result)
