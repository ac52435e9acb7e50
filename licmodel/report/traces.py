"""A trace as an indented tale: each figure, its rule in words, and its sources."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from itertools import groupby
from math import isnan

from licmodel.analysis.tracing import ABOVE, WHAT_IF
from licmodel.language.program import Input, Origin, Row
from licmodel.language.words import Trace
from licmodel.report.amounts import UNKNOWN, measured, plain, plural
from licmodel.report.grid import WIDTH
from licmodel.terms.months import month_words, parse_month

_STEP = "  "
_MOST_PERIODS = 12
_NEVER = (".break_even", ".payback", ".payback_interpolated")
_DATES = ("timeline.month", ".break_even", ".renewed", ".behind", ".behind.last")


def trace_text(trace: Trace) -> str:
    """The trace, indented; the source of an input stands beside it once.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> print(trace_text(run(example()).explain("stay.total", depth=1)))
    stay, invoiced, in all: £2,400
      = the sum of the figures below, added up over the horizon
      support, invoiced, in all: £2,400
        = total of support: invoiced
      stay, VAT not recovered, invoiced, in all: £0
    """
    return "\n".join(
        line for level, text in trace_lines(trace) for line in _wrapped(text, _STEP * level)
    )


def trace_lines(trace: Trace) -> list[tuple[int, str]]:
    """The trace line by line, each with how deep it stands below the figure.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> trace_lines(run(example()).explain("stay.total", depth=1))[2]
    (1, 'support, invoiced, in all: £2,400')
    """
    return list(_Teller().lines(trace, 0, ""))


class _Teller:
    def __init__(self) -> None:
        self.told: set[str] = set()

    def lines(self, trace: Trace, level: int, scope: str) -> Iterator[tuple[int, str]]:
        """A figure and all below it; ``scope`` is the line whose name need not be said again."""
        label = trace.label.removeprefix(scope)
        when = f", {_when(trace)}" if _when(trace) else ""
        if isinstance(trace.of, Input):
            yield level, f"{label}: {_figure(trace)}{self._origin(trace.of)}"
            return
        above = f" ({ABOVE})" if trace.rule == ABOVE else ""
        yield level, f"{label}{when}: {_figure(trace)}{above}"
        if above:
            return
        inner = f"{trace.label.split(': ')[0]}: " if ": " in trace.label else scope
        if trace.rule:
            rule = trace.rule.replace(inner, "") if inner else trace.rule
            yield level + 1, f"= {rule}"
            for said in self._reason(trace.of):
                yield level + 1, said
        for _, same in groupby(trace.below, lambda each: each.key):
            yield from self._siblings(list(same), level + 1, inner)

    def _siblings(self, traces: list[Trace], level: int, scope: str) -> Iterator[tuple[int, str]]:
        """Periods of one row: those with a tale of their own, then the figures of the others."""
        figures = [each for each in traces if not (each.rule or each.below)]
        if len(traces) == 1 or isinstance(traces[0].of, Input):
            figures = []
        for each in traces:
            if each not in figures:
                yield from self.lines(each, level, scope)
        if figures and not _is_date(figures[0]):
            yield level, _others(figures)

    def _reason(self, row: object) -> Iterator[str]:
        """Why a row is worked out as it is, with its sources, the first time that it is told."""
        reason = row.reason if isinstance(row, Row) else None
        if reason is None or reason.words in self.told:
            return
        self.told.add(reason.words)
        yield f"The rule: {reason.words}"
        for each in reason.sources:
            if each.source not in self.told:
                self.told.add(each.source)
                yield f"[{_published(each)}]"

    def _origin(self, declared: Input) -> str:
        """Where an input is from, the first time that it is told."""
        if declared.key in self.told:
            return ""
        source = declared.origin.source
        said = "; ".join(origin(declared, source="as above" if source in self.told else source))
        self.told |= {declared.key, source}
        return f"  [{said}]"


def origin(declared: Input, source: str) -> Iterator[str]:
    """What is known of an input's source, part by part, ending with its place in the file."""
    said = declared.origin
    is_written = declared.shown == "month" or declared.key.endswith(".billing")
    if declared.key.startswith("timeline.") or source.startswith(WHAT_IF):
        yield source
    elif said.given:
        yield f"{said.status}: {source}"
    elif not is_written:
        yield said.source  # a default, which stands in no file
        return
    if said.dated and source == said.source:
        yield f"dated {month_words(parse_month(said.dated))}"
    if said.owner:
        yield f"owner {said.owner}"
    if said.place:
        yield said.place


def _published(said: Origin) -> str:
    dated = f"; dated {month_words(parse_month(said.dated))}" if said.dated else ""
    return f"{said.status}: {said.source}{dated}; {said.place}"


def _others(figures: list[Trace]) -> str:
    """Figures of several periods in one sentence."""
    some = [each for each in figures if each.value != 0]
    nothing = sum(each.times for each in figures if each.value == 0)
    said = [f"{_when(each)} {_figure(each)}" for each in some[:_MOST_PERIODS]]
    if len(some) > _MOST_PERIODS:
        said.append(f"and so on, at last {_when(some[-1])} {_figure(some[-1])}")
    if nothing:
        unit = "month" if _is_month(figures[0].when) else "year"
        said.append(f"nothing in {nothing} {unit if nothing == 1 else plural(unit)}")
    return f"Otherwise: {'; '.join(said)}."


def _when(trace: Trace) -> str:
    if not trace.when or trace.times == 1:
        return _period(trace.when)
    unit = "months" if _is_month(trace.when) else "years"
    first, last = _period(trace.when), _period(trace.until)
    return f"in each of {trace.times} {unit} from {first} to {last}"


def _period(label: str) -> str:
    before, _, last = label.rpartition("before ")
    said = month_words(parse_month(last)) if _is_month(last) else last
    return f"before {said}" if before or label.startswith("before ") else said


def _is_month(label: str) -> bool:
    return len(label) == len("2027-04") and label[4] == "-"


def _figure(trace: Trace) -> str:
    if isnan(trace.value):
        known = trace.below and not any(isnan(each.value) for each in trace.below)
        return "never" if known and trace.key.endswith(_NEVER) else UNKNOWN
    if trace.unit == "flag":
        return "yes" if trace.value else "no"
    shown = trace.of.shown if isinstance(trace.of, Input) else "number"
    if shown == "month" or _is_date(trace):
        return month_words(round(trace.value))
    if shown == "percent" or trace.key.endswith(".internal_rate"):
        return f"{plain(trace.value * 100)}%"
    return measured(trace.value, trace.unit)


def _is_date(trace: Trace) -> bool:
    return trace.unit == "month" and trace.key.endswith(_DATES)


def _wrapped(text: str, indent: str) -> list[str]:
    width = max(WIDTH - len(indent), 40)
    first, *rest = textwrap.wrap(
        text, width, subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
    ) or [""]
    return [indent + first, *(indent + more for more in rest)]
