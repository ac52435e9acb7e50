"""Names of what is counted: user, device, server, GB."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from licmodel.terms.term import refusal

_FORM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_TAKEN = frozenset({"month", "year", "flag", "GBP"})


def _unit(value: object) -> str:
    text = str(value).strip()
    if not _FORM.fullmatch(text) or text in _TAKEN:
        raise refusal(text, "not a unit to count in", "write one word such as user or device")
    return text


UnitName = Annotated[str, BeforeValidator(_unit)]
"""One word; not a measure of time or money, which the rows have units of their own for."""
