"""Seats as drivers: a snippet of a scenario that others lay themselves over."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Iterator, Sequence
from typing import Any

from licmodel.errors import InputError
from licmodel.intake.findings import Holding, Report
from licmodel.scenario.overlay import dump_document
from licmodel.terms.months import month_text

_TITLES = {
    "bought": "bought",
    "assigned": "assigned",
    "unassigned": "bought but assigned to nobody",
    "active": "active within 90 days",
    "idle": "assigned, without activity for 90 days",
    "owned": "owned",
    "with_assurance": "with Software Assurance",
    "assurance_ends_in_12_months": "assurance that ends within 12 months",
    "assurance_ends_in_24_months": "assurance that ends in 12 to 24 months",
    "assurance_ends_later": "assurance that ends after 24 months",
}
# What is owned or ordered is an agreement's; what is in use is a report's.
_CONTRACT = frozenset(
    {
        "bought",
        "owned",
        "with_assurance",
        "assurance_ends_in_12_months",
        "assurance_ends_in_24_months",
        "assurance_ends_later",
    }
)


def drivers_text(
    report: Report,
    *,
    extends: str | None = None,
    status: str | None = None,
    only: Sequence[str] = (),
) -> str:
    """The seats of a report as drivers, to be extended by a scenario, or laid over one.

    Parameters
    ----------
    report : Report
        Of seats, activity or a licence statement.
    extends : str, optional
        The scenario to lay them over.
    status : str, optional
        How firmly they are known, where a mapping says so.
    only : sequence of str
        Keys of products or drivers, where not all are wanted: a driver that no line uses fails a
        scenario's check that every figure given is used.

    Raises
    ------
    InputError
        If the report holds no seats, or not what was asked for.
    """
    return dump_document(drivers_data(report, extends=extends, status=status, only=only))


def drivers_data(
    report: Report,
    *,
    extends: str | None = None,
    status: str | None = None,
    only: Sequence[str] = (),
) -> dict[str, Any]:
    """The seats of a report as `drivers_text` writes them: tables of keys and text.

    Raises
    ------
    InputError
        If the report holds no seats, or not what was asked for.
    """
    if not report.holdings:
        raise InputError(
            f"{report.title} holds no seats to make drivers of",
            where=report.file,
            found=f"{report.rows.held} rows held, {report.rows.refused} refused",
        )
    data: dict[str, Any] = {"extends": extends} if extends else {}
    data["notes"] = " ".join(_notes(report))
    named = {
        (holding.key, key): driver
        for holding in report.holdings
        for key, driver in _drivers(holding, report, status)
    }
    for name in only:
        _check_known(name, {name for names in named for name in names}, report)
    data["drivers"] = {
        key: driver
        for (product, key), driver in named.items()
        if not only or {product, key} & {*only}
    }
    return data


def _check_known(name: str, known: set[str], report: Report) -> None:
    if name not in known:
        near = difflib.get_close_matches(name, sorted(known), n=1)
        raise InputError(
            f"no product or driver is called {name}",
            where=report.file,
            remedies=[f"did you mean {near[0]}?"] if near else [f"one is {min(known)}"],
        )


def _notes(report: Report) -> Iterator[str]:
    day = f"as of {report.dated}" if report.dated else "of a day that the file does not say"
    yield f"Seats read from {report.file}, {day}."
    yield f"{report.rows.held} of {report.rows.taken_in} rows held, {report.rows.refused} refused."
    waiting = [holding.title for holding in report.holdings if _spare(holding)]
    stated = {holding.title for holding in report.holdings if holding.returns}
    if lacking := [title for title in waiting if title not in stated]:
        yield f"When spare seats can be given back is not stated for {', '.join(lacking)}."


def _spare(holding: Holding) -> int:
    return holding.counts.get("unassigned") or holding.counts.get("idle") or 0


def _drivers(
    holding: Holding, report: Report, status: str | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """One driver a count that is known: what is unknown is left out, and is not zero."""
    for count, number in holding.counts.items():
        if number is None:
            continue
        yield (
            f"{holding.key}_{count}",
            {
                "title": f"{holding.title}: {_TITLES[count]}",
                "unit": holding.unit,
                "value": str(number),
                **sourcing(report, holding, count, status),
            },
        )
    if holding.returns:
        said = sourcing(report, holding, "bought", status)
        yield (
            f"{holding.key}_returnable",
            {
                "title": f"{holding.title}: spare seats that can be given back by then",
                "unit": holding.unit,
                "by_date": _steps(holding, report.dated),
                **said,
                "source": f"{said['source']}: renewal or end of commitment",
            },
        )


def sourcing(
    report: Report, holding: Holding, count: str, status: str | None = None
) -> dict[str, str]:
    """Where a count is from, as a figure says it.

    One of our own use is no contract, and nobody published it: it has its source alone.

    Parameters
    ----------
    report : Report
        That it was read in.
    holding : Holding
        Whose count it is.
    count : str
        Which of its counts.
    status : str, optional
        How firmly it is known, where a mapping says so.
    """
    where = f"{report.file}{f', sheet {report.sheet}' if report.sheet else ''}"
    names = f" ({', '.join(holding.names)})" if holding.names else ""
    told = {"source": f"{where}{names}"}
    if report.dated:
        told["dated"] = report.dated.isoformat()
    known = status or ("contract" if count in _CONTRACT else None)
    return told if known is None else {**told, "status": known}


def _steps(holding: Holding, dated: dt.date | None) -> dict[str, str]:
    """Seats that can have been given back by each month: none before the first renewal."""
    steps = {_month(dated): 0} if dated else {}
    total = 0
    for day, seats in sorted((holding.returns or {}).items()):
        total += seats
        # a renewal within a month takes effect in the bill of the next
        steps[_month(day, after=day.day > 1)] = total
    return {month: str(seats) for month, seats in steps.items()}


def _month(day: dt.date, *, after: bool = False) -> str:
    return month_text(day.year * 12 + day.month - 1 + after)
