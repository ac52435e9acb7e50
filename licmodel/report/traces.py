"""A trace as an indented tale: each figure, its rule in words, and its sources."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from math import isnan

from licmodel.language.program import Input
from licmodel.language.words import Trace
from licmodel.report.amounts import UNKNOWN, number
from licmodel.report.grid import WIDTH
from licmodel.terms.months import month_words

_WHOLE = 1e-9


def trace_text(trace: Trace) -> str:
    """The trace, indented; a figure told before is not told again.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> print(trace_text(run(example()).explain("stay.support.amount")))
    support: amount: 1,200 GBP/unit
      contract: contract of 2024
    """
    return "\n".join(_lines(trace, 0, set()))


def _lines(trace: Trace, depth: int, told: set[tuple[str, str]]) -> Iterator[str]:
    indent = "  " * depth
    when = f", {trace.when}" if trace.when else ""
    if trace.times > 1:
        when = f", each of {trace.times} from {trace.when} to {trace.until}"
    yield from _wrapped(f"{trace.label}{when}: {_figure(trace)}", indent)
    if isinstance(trace.of, Input):
        yield from _wrapped(_origin(trace.of), indent + "  ")
        return
    seen = (trace.key, trace.when) in told
    if trace.rule and not (trace.rule == "" or seen):
        yield from _wrapped(f"= {trace.rule}", indent + "  ")
    if seen:
        if trace.below:
            yield f"{indent}  (told above)"
        return
    told.add((trace.key, trace.when))
    for below in trace.below:
        yield from _lines(below, depth + 1, told)


def _wrapped(text: str, indent: str) -> list[str]:
    width = max(WIDTH - len(indent), 40)
    first, *rest = textwrap.wrap(text, width) or [""]
    return [indent + first, *(f"{indent}    {more}" for more in rest)]


def _figure(trace: Trace) -> str:
    if isnan(trace.value):
        return UNKNOWN
    if trace.unit == "flag":
        return "yes" if trace.value else "no"
    is_month = isinstance(trace.of, Input) and trace.of.shown == "month"
    if (
        is_month
        or trace.key == "timeline.month"
        or trace.key.endswith((".break_even", ".renewed", ".behind", ".behind.last"))
    ):
        return month_words(round(trace.value))
    if isinstance(trace.of, Input) and trace.of.shown == "percent":
        return f"{_plain(trace.value * 100)}%"
    unit = "" if trace.unit == "1" else f" {trace.unit}"
    digits = 2 if trace.unit.startswith("GBP") and trace.value != round(trace.value) else None
    return (_plain(trace.value) if digits is None else number(trace.value, digits)) + unit


def _plain(value: float) -> str:
    for digits in range(7):
        if abs(value - round(value, digits)) < _WHOLE * max(1.0, abs(value)):
            return number(value, digits)
    return number(value, 6)


def _origin(declared: Input) -> str:
    origin = declared.origin
    parts = [f"{origin.status}: {origin.source}"]
    if origin.dated:
        parts.append(f"dated {origin.dated}")
    if origin.owner:
        parts.append(f"owner {origin.owner}")
    said = ", ".join(parts)
    return f"{said} [{origin.place}]" if origin.place else said
