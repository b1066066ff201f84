"""f-strings."""

from __future__ import annotations

from . import tree
from .expressions import Evaluate, compiles, expression
from .limits import FAILURES
from .operations import check_widths
from .scope import Scope
from .texts import PLAIN


@compiles(tree.FString)
def fstring(node: tree.FString, scope: Scope) -> Evaluate:
    parts = [
        _literal(part) if isinstance(part, str) else _field(part, scope) for part in node.parts
    ]
    if len(parts) == 1:
        return parts[0]

    def join(frame):
        return "".join([part(frame) for part in parts])

    return join


def _literal(text: str) -> Evaluate:
    return lambda frame: text


def _field(node: tree.Field, scope: Scope) -> Evaluate:
    """A replacement field: convert, format, and put the text of `{x = }` in front."""
    value, fail, meter = expression(node.value, scope), scope.fail, scope.machine.meter
    texts = scope.machine.texts
    debug = node.debug or ""
    # With `=` and neither a conversion nor a format the value is shown as by repr.
    code = node.conversion or ("r" if node.debug and node.spec is None else None)
    convert = texts.conversions.get(code) if code else None
    spec = fstring(node.spec, scope) if node.spec else None

    def plain(frame):
        try:
            shown = value(frame)
            return format(shown, "") if shown.__class__ in PLAIN else texts.format_(shown)
        except FAILURES as error:
            fail(error, node)
            raise

    def full(frame):
        try:
            shown = value(frame)
            if convert is not None:
                shown = convert(shown)
            form = "" if spec is None else spec(frame)
            check_widths(form, meter)
            if shown.__class__ in PLAIN:
                return debug + format(shown, form)
            return debug + texts.format_(shown, form)
        except FAILURES as error:
            fail(error, node)
            raise

    return plain if convert is None and spec is None else full
