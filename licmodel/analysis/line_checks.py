"""Checks of lines one by one: each within its dates, and each contract saved once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import inf, isnan

from licmodel.analysis.checks import Check
from licmodel.analysis.results import Results
from licmodel.lines.displaced import Displaced, same_contract
from licmodel.lines.event import Event
from licmodel.lines.one_off import OneOff
from licmodel.lines.page import Page

IN_TIME = "no line costs anything before it starts or after it is over"
SAVED_ONCE = "each contract is saved once"


def line_checks(results: Results) -> Iterator[Check]:
    """Both checks, each for all options in turn; the second where contracts are displaced.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> [(check.name == IN_TIME, check.holds) for check in line_checks(run(example()))]
    [(True, True)]
    """
    for option in results.model.options.values():
        gaps = {page.key: _outside(results, page) for page in option.pages.values()}
        wrong = [line for line, gap in gaps.items() if gap != 0]
        yield Check(IN_TIME, _largest(gaps.values()), option.title, ", ".join(wrong))
    for key, option in results.model.options.items():
        saved = _saved(results, key)
        if saved:
            twice = {
                contract: gap
                for contract, lines in saved.items()
                if (gap := _more_than_once(results, contract, lines)) != 0
            }
            told = [_told(results, contract, saved[contract]) for contract in twice]
            yield Check(SAVED_ONCE, _largest(twice.values()), option.title, "; ".join(told))


def _largest(gaps: Iterable[float]) -> float:
    return max(gaps, key=lambda gap: inf if isnan(gap) else gap, default=0.0)


# --- within its dates ---


def _outside(results: Results, page: Page) -> float:
    """Most that a line costs in a month outside its own dates, worked out from them anew."""
    if page.line.agreement_key() is not None:
        return 0.0  # seats that are not handed back are paid on after the line ends
    first, last = _dates(results, page)
    start = results.scenario.timeline.start
    figures = [
        abs(figure)
        for flow in ("billed", "accrued")
        for at, figure in enumerate(results.by_period(f"{page.key}.{flow}"), start)
        if not first <= at <= last
    ]
    return _largest(figures)


def _dates(results: Results, page: Page) -> tuple[float, float]:
    """First and last month in which a line may cost anything; none is last where it goes on."""
    line = page.line

    def said(field: str, otherwise: float) -> float:
        if getattr(line, field) is None:
            return otherwise
        return results.figure(page.field_key(field))

    first, last = said("starts", -inf), said("ends", inf)
    if isinstance(line, OneOff):
        last = said("starts", results.figure("timeline.start")) + said("months", 0) - 1
    elif isinstance(line, Event):
        first = said("on", 0)
        begins = said("until", inf) if line.yearly else first
        last = begins + said("months", 0) - 1
    elif isinstance(line, Displaced):
        first = max(first, said("contract_ends", 0) + 1)
    return first, last


# --- saved once ---


def _saved(results: Results, key: str) -> dict[str, list[Page]]:
    """Lines of an option that displace a contract, by its name."""
    found: dict[str, list[Page]] = {}
    for page in results.model.options[key].pages.values():
        if isinstance(page.line, Displaced):
            found.setdefault(same_contract(page.line.contract), []).append(page)
    return found


def _taken(results: Results, contract: str, pages: Sequence[Page]) -> bool:
    """Whether the plan counts the saving already, as it says itself or a line does."""
    today = results.scenario.today
    in_plan = () if today is None else today.contracts_taken
    return any(same_contract(each) == contract for each in in_plan) or any(
        results.figure(page.field_key("already_taken")) > 0 for page in pages
    )


def _more_than_once(results: Results, contract: str, pages: Sequence[Page]) -> float:
    """What is saved of a contract beyond what one saving of it comes to, month by month."""
    savings = [[abs(each) for each in results.by_period(f"{page.key}.accrued")] for page in pages]
    taken = _taken(results, contract, pages)
    counted = (0.0 if taken else max(month) for month in zip(*savings, strict=True))
    return sum(map(sum, savings), 0.0) - sum(counted)


def _told(results: Results, contract: str, pages: Sequence[Page]) -> str:
    said = [page.key for page in pages if any(results.by_period(f"{page.key}.accrued"))]
    if _taken(results, contract, pages):
        said.append("taken in the plan already")
    line = pages[0].line
    name = line.contract if isinstance(line, Displaced) else contract
    return f"{name}, by {' and '.join(said)}"
