"""Our own range about a figure that somebody else now gave: widened, or taken away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from licmodel.scenario.scenario import Scenario
from licmodel.terms.term import parse_number
from licmodel.workbook.readings import Change

_FORMS = frozenset({"value", "start"})


class Doubt(NamedTuple):
    """The range that a file states about a figure: where, as it is, and as it is to be."""

    path: tuple[str, ...]
    before: list[str]
    after: list[str] | None
    is_beyond: bool
    """Whether the figure lies outside of it."""


def doubt_of(change: Change, scenario: Scenario) -> Doubt | None:
    """The range about a changed figure of the base; none where the file states none.

    What a vendor offers is a quote: the range was our guess before, and goes. Any other figure
    keeps its range, wide enough to hold it.
    """
    written = scenario.written(change.key)
    if written is None or change.what_if is not None:
        return None
    path, there = written
    table: object = there
    if path[-1:] and path[-1] in _FORMS and not (isinstance(there, Mapping) and "range" in there):
        path, table = path[:-1], scenario.said(path[:-1])  # it stands beside the number
    said = table.get("range") if isinstance(table, Mapping) else None
    if not isinstance(said, list) or len(said) != 2:  # noqa: PLR2004  low and high
        return None
    before = [str(each) for each in said]
    low, high = (float(parse_number(each)) for each in before)
    after: list[str] | None = [*before]
    if change.answer is not None:
        after = None
    elif change.after < low:
        after = [change.after_text, before[1]]
    elif change.after > high:
        after = [before[0], change.after_text]
    return Doubt((*path, "range"), before, after, not low <= change.after <= high)


def remark_on(change: Change, scenario: Scenario) -> str | None:
    """What is to be known of a figure that was taken, and of our range about it."""
    doubt = doubt_of(change, scenario)
    if doubt is None:
        return None
    was = f"{doubt.before[0]} to {doubt.before[1]}"
    beyond = f"{change.shown[1]} is outside of what we thought possible, {was}. " * doubt.is_beyond
    if doubt.after is None:
        return (
            f"{change.key}: {beyond}It is an answer now, a quote: our range of {was} is taken "
            "away with it, so that risk draws it no more"
        )
    if doubt.is_beyond:
        return f"{change.key}: {beyond}Our range is widened to {' to '.join(doubt.after)}"
    return None


def leave_undrawn(data: dict[str, Any], key: str, scenario: Scenario) -> None:
    """Take a figure out of what risk draws, and of what moves with it: it is known now."""
    risk = scenario.said(("risk",))
    if not isinstance(risk, Mapping):
        return
    if isinstance(risk.get("inputs"), Mapping) and key in risk["inputs"]:
        data.setdefault("risk", {}).setdefault("inputs", {})[key] = None
    together = data.get("risk", {}).get("correlations", risk.get("correlations"))
    if isinstance(together, list):
        left = [each for each in together if key not in _between(each)]
        if len(left) < len(together):
            data.setdefault("risk", {})["correlations"] = left or None


def _between(correlation: object) -> list[Any]:
    said = correlation.get("between") if isinstance(correlation, Mapping) else None
    return said if isinstance(said, list) else []
