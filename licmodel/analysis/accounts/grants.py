"""What grants leave of the lines they pay for, as tables and JSON show it; and their check."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

from licmodel.analysis.figures import plain
from licmodel.analysis.results import Results
from licmodel.assembly.granting import grants_of, lines_granted
from licmodel.lines.grant import Grant
from licmodel.lines.page import Page
from licmodel.lines.reading import charges_read
from licmodel.terms.months import month_text

_PENNY = 0.005


@dataclass(frozen=True)
class Granted:
    """The lines of one option that grants pay for, along the comparison's periods [money].

    ``ends`` is the last month in which a grant pays, none where none ever does. ``tail`` is what
    is left once they have ended, with its financial years and its total.
    """

    cost: list[float]
    paid: list[float]
    left: list[float]
    ends: str | None
    tail: dict[str, float]
    tail_total: float

    def to_json(self) -> dict[str, Any]:
        """What ``compare --json`` says of it."""
        data: dict[str, Any] = plain({name: getattr(self, name) for name in vars(self)})
        return data

    @property
    def tail_year(self) -> tuple[str, float] | None:
        """The first financial year wholly after the grants that costs anything, and what."""
        return next(((year, cost) for year, cost in self.tail.items() if cost >= _PENNY), None)


def granted(results: Results, key: str, base: str, suffix: str) -> Granted:
    """What an option's grants pay for, in a price base and along periods."""
    cost, paid, left = (
        results.by_period(f"{key}.{name}{base}{suffix}")
        for name in ("granted", "granted.paid", "after_grants")
    )
    last = results.figure(f"{key}.granted.last")
    timeline = results.scenario.timeline
    pays = not isnan(last) and last >= timeline.start
    tail = results.by_period(f"{key}.after_grants.tail{base}.by_year")
    years = zip(timeline.financial_years(), tail, strict=True)
    ended = {
        label: figure
        for (label, first, _), figure in years
        if pays and timeline.start + first > last
    }
    return Granted(
        cost,
        paid,
        left,
        month_text(int(last)) if pays else None,
        ended,
        results.figure(f"{key}.after_grants.tail{base}.total") if pays else 0.0,
    )


# --- what to know of them ---


def warnings_of_grants(results: Results) -> Iterator[str]:
    """Grants whose money goes to somebody else than who bears what they pay for.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> list(warnings_of_grants(run(example())))
    []
    """
    for field, words in (("body", "bears"), ("fund", "pays")):
        told = {}
        for option in results.model.options.values():
            for page in grants_of(option):
                said = getattr(page.line, field)
                others = [each for each in lines_granted(page) if getattr(each.line, field) != said]
                if others:
                    told[page.key] = f"{page.key} (of {', '.join(each.key for each in others)})"
        if told:
            yield (
                f"grants whose {field} is not the {field} that {words} what they are for; write "
                f"{field}: on each as on its lines, if it is: {'; '.join(told.values())}"
            )


# --- the check ---


def overpaid(results: Results, key: str) -> float | None:
    """By how much grants of an option pay more than their lines cost, or than their caps [money].

    None where it has no grants; several grants of the same lines are taken together too.
    """
    grants = grants_of(results.model.options[key])
    if not grants:
        return None
    gaps: list[float] = []
    for page in grants:
        gaps += _above(_paid(results, page), _cost(results, page))
        gaps += _above_caps(results, page)
    for pages in _together(grants):
        paid = [sum(each) for each in zip(*(_paid(results, page) for page in pages), strict=True)]
        lines = {line.key: line for page in pages for line in lines_granted(page)}
        accrued = (results.by_period(f"{line}.accrued") for line in lines)
        gaps += _above(paid, [max(sum(each), 0.0) for each in zip(*accrued, strict=True)])
    return float("nan") if any(map(isnan, gaps)) else max(gaps)


def _paid(results: Results, page: Page) -> list[float]:
    return [-figure for figure in results.by_period(f"{page.key}.accrued")]


def _cost(results: Results, page: Page) -> list[float]:
    """What the lines that a grant reads are charged, as far as it counts for the grant."""
    line = page.line
    capital_only = isinstance(line, Grant) and line.capital_only
    of = charges_read(page, "capital" if capital_only else None)
    rows = [charge.accrued.ref for charge in of]
    months = zip(*(results.by_period(str(row)) for row in rows), strict=True)
    return [max(sum(each), 0.0) for each in months]


def _above_caps(results: Results, page: Page) -> Iterator[float]:
    paid, rows = _paid(results, page), results.model.program
    if f"{page.key}.paid_so_far" in rows.rows:
        before = f"{page.field_key('paid_before')}"
        spent = results.figure(before) if before in rows.inputs else 0.0
        cap = results.figure(page.field_key("cap"))
        yield from _above([sum(paid)], [max(cap - spent, 0.0)])
    if f"{page.key}.yearly_cap" in rows.rows:
        caps = results.by_period(f"{page.key}.yearly_cap")
        for span in rows.periods.years:
            months = slice(span.first, span.last + 1)
            yield from _above([sum(paid[months])], [max(caps[months] or caps)])


def _together(grants: Sequence[Page]) -> list[list[Page]]:
    """Grants that pay for lines in common, directly or through others."""
    groups: list[tuple[set[str], list[Page]]] = []
    for page in grants:
        lines, pages = {line.key for line in lines_granted(page)}, [page]
        for group in [each for each in groups if each[0] & lines]:
            groups.remove(group)
            lines, pages = lines | group[0], [*group[1], *pages]
        groups.append((lines, pages))
    return [pages for _, pages in groups]


def _above(paid: Sequence[float], most: Sequence[float]) -> list[float]:
    """How much more is paid than is allowed; the last bits of large sums are none."""
    slack = 1e-9 * max(1.0, *map(abs, most))
    gaps = [one - limit for one, limit in zip(paid, most, strict=True)]
    return [gap if isnan(gap) or gap > slack else 0.0 for gap in gaps]
