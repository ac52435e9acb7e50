"""Who bears what each option charges: bodies in their own years, funds, members to the penny."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from licmodel.analysis.figures import plain
from licmodel.analysis.own_years import own_years
from licmodel.analysis.results import Results
from licmodel.assembly.bearers import fund_title
from licmodel.assembly.bodies import closing_of, title_of
from licmodel.assembly.sharing import member_title, weighed_in
from licmodel.errors import InputError
from licmodel.terms.months import month_words

PENNY = 0.005
"""Less than this is no difference to who pays [money]."""


@dataclass(frozen=True)
class Part:
    """What one body or fund bears of an option, by year [money]."""

    title: str
    years: dict[str, float]
    total: float
    closing: int
    """Closing month of the years, 1 to 12."""


@dataclass(frozen=True)
class MemberFigures:
    """What one member pays, by financial year and in all [money].

    ``pays`` is its ``share`` and ``overhead``, the lead's less than nothing; ``before`` is what it
    pays without the option, None where nobody said. ``per_unit`` is for each one its weight
    counts, a year; None where shares count nothing.
    """

    title: str
    share: list[float]
    overhead: list[float] | None
    overhead_total: float | None
    pays: list[float]
    total: float
    before: list[float] | None
    before_total: float | None
    change: float | None
    per_unit: float | None
    before_per_unit: float | None


@dataclass(frozen=True)
class Shared:
    """A cost of an option that members share [money]."""

    title: str
    by: str
    unit: str
    lead: str | None
    years: list[str]
    recharged: list[float]
    total: float
    members: dict[str, MemberFigures]

    @property
    def losers(self) -> list[MemberFigures]:
        """Members who pay more than before, those who lose most first."""
        more = [each for each in self.members.values() if (each.change or 0) >= PENNY]
        return sorted(more, key=lambda each: -(each.change or 0))


@dataclass(frozen=True)
class Borne:
    """One option by who bears it."""

    title: str
    whole: Part
    bodies: dict[str, Part]
    funds: dict[str, Part]
    shares: dict[str, Shared]

    def to_json(self) -> dict[str, Any]:
        """As plain data: the contract of ``shares --json``."""
        data: dict[str, Any] = plain(asdict(self))
        for key, shared in self.shares.items():
            data["shares"][key]["losers"] = [each.title for each in shared.losers]
        return data

    def records(self) -> Iterator[tuple[str, str, str, str, float]]:
        """The figures as rows: what is divided, who bears it, measure, period and figure."""
        for way, parts in (("body", self.bodies), ("fund", self.funds)):
            for key, part in parts.items():
                yield from ((way, key, "accrued", *each) for each in part.years.items())
        for key, shared in self.shares.items():
            for name, member in shared.members.items():
                for measure in ("share", "overhead", "pays", "before"):
                    figures = zip(shared.years, getattr(member, measure) or (), strict=False)
                    yield from ((f"shares.{key}", name, measure, *each) for each in figures)


def shares(results: Results, option: str | None = None) -> dict[str, Borne]:
    """Who bears each option, or one of them.

    Raises
    ------
    InputError
        If there is no such option, or all who share a cost weigh nothing in some month.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> shares(run(example()))["stay"].funds
    {}
    """
    known = results.model.options
    if option is not None and option not in known:
        raise InputError(f"no option is called {option}", expected=", ".join(known))
    _refuse_weightless(results)
    return {key: _borne(results, key) for key in known if option in {None, key}}


def _refuse_weightless(results: Results) -> None:
    scenario = results.scenario
    for key, shared in scenario.shares.items():
        *_, last = shared.members
        row = f"shares.{key}.members.{last}.weighs_up_to"
        if row not in results.model.program.rows:
            continue
        for month, weight in zip(scenario.timeline.months, results.by_period(row), strict=True):
            if weight == 0:
                raise InputError(
                    f"shares.{key}: those who share it weigh nothing in {month_words(month)}",
                    where=scenario.place(f"shares.{key}.members"),
                    expected="a member with a weight in every month",
                    remedies=["see to its drivers and dated weights in that month"],
                )


def _borne(results: Results, key: str) -> Borne:
    scenario, rows = results.scenario, results.model.options[key]
    closing = scenario.timeline.closing

    def years(row: str) -> dict[str, float]:
        labels = scenario.timeline.year_labels()
        return dict(zip(labels, results.by_period(f"{row}.by_year"), strict=True))

    def part(row: str, title: str, by_year: dict[str, float], ends: int) -> Part:
        return Part(title, by_year, results.figure(f"{row}.total"), ends)

    bodies = {row.rpartition(".")[2]: row for row in rows.borne.get("body", ())}
    funds = {row.rpartition(".")[2]: row for row in rows.borne.get("fund", ())}
    return Borne(
        rows.title,
        part(f"{key}.accrued", "in all", years(f"{key}.accrued"), closing),
        {
            name: part(
                row,
                title_of(name, scenario),
                own_years(results, row),
                closing_of(name, scenario),
            )
            for name, row in bodies.items()
        },
        {
            name: part(row, fund_title(name, scenario), years(row), closing)
            for name, row in funds.items()
        },
        {
            name: _shared(results, key, name)
            for name in scenario.shares
            if f"shares.{name}" in rows.borne
        },
    )


def _shared(results: Results, option: str, name: str) -> Shared:
    shared, at = results.scenario.shares[name], f"{option}.shares.{name}"
    return Shared(
        title=shared.title or name.replace("_", " "),
        by=shared.by,
        unit=weighed_in(shared, results.scenario),
        lead=shared.lead,
        years=list(results.scenario.timeline.year_labels()),
        recharged=results.by_period(f"{at}.recharged.by_year"),
        total=results.figure(f"{at}.recharged.total"),
        members={
            member: _member(results, f"{at}.{member}", member_title(member, said))
            for member, said in shared.members.items()
        },
    )


def _member(results: Results, at: str, title: str) -> MemberFigures:
    rows = results.model.program.rows

    def years(what: str) -> list[float] | None:
        key = f"{at}.{what}.by_year"
        return results.by_period(key) if key in rows else None

    def figure(what: str) -> float | None:
        return results.figure(f"{at}.{what}") if f"{at}.{what}" in rows else None

    return MemberFigures(
        title=title,
        share=results.by_period(f"{at}.share.by_year"),
        overhead=years("overhead"),
        overhead_total=figure("overhead.total"),
        pays=results.by_period(f"{at}.pays.by_year"),
        total=results.figure(f"{at}.pays.total"),
        before=years("before"),
        before_total=figure("before.total"),
        change=figure("change.total"),
        per_unit=figure("per_unit"),
        before_per_unit=figure("before_per_unit"),
    )
