"""What a scenario says of today's budget and of funding must fit its horizon, lines and country."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from licmodel.errors import InputError
from licmodel.scenario.scenario import Scenario
from licmodel.terms.funding import DIRECTION, FIRST, LAST, Receipts
from licmodel.terms.months import month_words, year_label


def check_budgets(scenario: Scenario) -> None:
    """Refuse a current year, a year, a line or a country that does not fit.

    Raises
    ------
    InputError
        At the first that does not.
    """
    _check_today(scenario)
    for key, option in scenario.options.items():
        if option.funding is None:
            continue
        at = f"{key}.funding"
        for name, receipts in option.funding.receipts.items():
            _check_receipts(scenario, f"{at}.receipts.{name}", receipts)
        for name, reserve in option.funding.reserves.items():
            for field in ("put_in", "take_out"):
                _check_years(scenario, f"{at}.reserves.{name}.{field}", getattr(reserve, field))
        for place, names in _lines_named(scenario, key):
            lines = scenario.homes(key)
            for name in names:
                if name not in lines:
                    raise InputError(
                        f"{key} has no line called {name}",
                        where=scenario.place(place),
                        expected=", ".join(lines) or "a line of the option",
                    )


def _lines_named(scenario: Scenario, key: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    funding = scenario.options[key].funding
    if funding is None:
        return
    for name, receipts in funding.receipts.items():
        yield f"{key}.funding.receipts.{name}.of", receipts.of or ()
    for name, reserve in funding.reserves.items():
        yield f"{key}.funding.reserves.{name}.smooth", reserve.smooth or ()


def _label(scenario: Scenario, year: int) -> str:
    return year_label(year, scenario.timeline.closing)


def _check_today(scenario: Scenario) -> None:
    today, timeline = scenario.today, scenario.timeline
    if today is None:
        return
    first, last = timeline.first_year, timeline.first_year + len(timeline.financial_years()) - 1
    if not first - 1 <= today.year < last:
        raise InputError(
            "today's year is neither the year before the horizon nor one within it",
            where=scenario.place("today.year"),
            found=_label(scenario, today.year),
            expected=f"{_label(scenario, first - 1)} to {_label(scenario, last - 1)}",
            remedies=["write the current year, or let the horizon begin with it or after it"],
        )
    _check_years(scenario, "today.in_plan", today.in_plan, today.year + 1)


def _check_years(
    scenario: Scenario, key: str, years: Mapping[int, object], since: int | None = None
) -> None:
    timeline = scenario.timeline
    first = timeline.first_year if since is None else since
    last = timeline.first_year + len(timeline.financial_years()) - 1
    for year in years:
        if not first <= year <= last:
            raise InputError(
                f"{key}: a year in which nothing is worked out",
                where=scenario.place(key),
                found=_label(scenario, year),
                expected=f"{_label(scenario, first)} to {_label(scenario, last)}",
            )


def _check_receipts(scenario: Scenario, key: str, receipts: Receipts) -> None:
    country = scenario.organisation.country
    if country is None or country.casefold() != "england":
        raise InputError(
            "capital receipts pay for revenue costs in England only",
            where=scenario.place(key),
            found=f"country: {country}" if country else "no country",
            expected=f"country: England under organisation ({DIRECTION})",
            remedies=["take the receipts out, or say country: England if it is there"],
        )
    timeline = scenario.timeline
    starts = timeline.start if receipts.starts is None else receipts.starts
    ends = timeline.last if receipts.ends is None else receipts.ends
    if starts < FIRST or ends > LAST or ends < starts:
        raise InputError(
            "capital receipts pay for revenue costs of April 2025 to March 2030 only",
            where=scenario.place(key),
            found=f"{month_words(starts)} to {month_words(ends)}",
            expected=f"starts: and ends: within those months ({DIRECTION})",
            remedies=["write ends: 2030-03", "or take the receipts out"],
        )
