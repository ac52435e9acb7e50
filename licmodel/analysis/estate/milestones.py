"""Dates on which something happens or must be done: of agreements, lines and products."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from licmodel.analysis.estate.deadlines import Deadline, Milestone, deadlines, within_terms
from licmodel.analysis.estate.landings import of_lines
from licmodel.analysis.estate.window import Window
from licmodel.analysis.figures import plain
from licmodel.analysis.results import Results
from licmodel.catalogue.support import Support, support, support_of
from licmodel.errors import InputError
from licmodel.terms.lead_times import LeadTimes
from licmodel.terms.months import month_text


@dataclass(frozen=True)
class Calendar:
    """What must be decided by when, and every date through the horizon.

    Parameters
    ----------
    results : Results
        What the dates are of.
    window : Window
        Days that it is about.
    deadlines : list of Deadline
        Signings, renewals and ends of agreements, each with its last safe dates.
    events : list of Milestone
        Everything by date.
    """

    results: Results
    window: Window
    deadlines: list[Deadline]
    events: list[Milestone]

    @property
    def lead_times(self) -> LeadTimes:
        """How long the organisation's steps take."""
        return self.results.scenario.organisation.lead_times

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not known, and where to write it."""
        return tuple(f"{said}; write {where}" for said, where in self._unknown())

    @property
    def unknown(self) -> tuple[str, ...]:
        """What is not known."""
        return tuple(said for said, _ in self._unknown())

    def _unknown(self) -> list[tuple[str, str]]:
        scenario, told = self.results.scenario, []
        left_out = {name for each in self.deadlines for name in each.lead_times.unsaid}
        unsaid = tuple(name for name in LeadTimes.model_fields if name in left_out)
        if unsaid:
            counted = "Only notice and order dates are counted back"
            if len(unsaid) < len(LeadTimes.model_fields):
                counted = "Not every step is counted back"
            such_as = ", ".join(f"{name}: {_SUCH_AS[name]}" for name in unsaid)
            told.append(
                (
                    f"{counted}: the organisation's own time for {_listed(unsaid)} is not said",
                    f"it under organisation:, such as lead_times: {{{such_as}}}",
                )
            )
        if scenario.as_of is None:
            told.append(
                (
                    "No date is marked as past: the scenario does not say when it was drawn up",
                    "as_of: MONTH",
                )
            )
        return told

    def to_json(self) -> dict[str, Any]:
        """The calendar as plain data: the contract of ``calendar --json``."""
        scenario, window = self.results.scenario, self.window
        return {
            "scenario": scenario.title,
            "currency": scenario.finance.currency,
            "as_of": None if scenario.as_of is None else month_text(scenario.as_of),
            "from": window.first.isoformat(),
            "to": window.last.isoformat(),
            "what_if": self.results.base,
            "lead_times": _times(self.lead_times),
            "deadlines": [_deadline(each, window) for each in self.deadlines],
            "events": [_event(each, window) for each in self.events],
            "notes": list(self.notes),
        }


_SUCH_AS = {
    "procurement": "6 months",
    "papers": "6 weeks",
    "call_in": "2 weeks",
    "award": "10 days",
}


def calendar_of(results: Results, since: int | None = None) -> Calendar:
    """Find every date of a scenario, and count back from its deadlines.

    Parameters
    ----------
    results : Results
        Of the scenario as it stands, or `Results.under` a what-if.
    since : int, optional
        First month to tell of; that in which the scenario was drawn up, or else the horizon's
        first, where not given [month].

    Raises
    ------
    InputError
        If the month is beyond the horizon, or the end of support of something installed is not
        known.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> calendar_of(run(example())).events
    []
    """
    window = Window.of(results.scenario, since)
    found = list(deadlines(results, window))
    events = [
        *(each for deadline in found for each in deadline.milestones()),
        *within_terms(results, window),
        *of_lines(results, window),
        *_of_support(results, window),
    ]
    kept = [each for each in events if each.day in window or _still_open(each, window)]
    kept.sort(key=lambda each: (each.day, each.subject, each.kind))
    return Calendar(results, window, found, kept)


def _still_open(event: Milestone, window: Window) -> bool:
    """Whether what was due before the window can still be done, or still stands."""
    return event.day < window.first and event.is_open


def _of_support(results: Results, window: Window) -> list[Milestone]:
    """Ends of support of what is installed, and of products that lines name by their version."""
    found: dict[str, Support] = {}
    for key in results.scenario.installed:
        try:
            found[key] = support(key)
        except InputError as error:
            raise InputError(
                f"installed: {error.what}",
                where=results.scenario.place("installed"),
                found=error.found,
                expected=error.expected,
                remedies=["or take it out, and keep its date elsewhere"],
            ) from None
    for rows in results.model.options.values():
        for name, home in rows.lines.items():
            line = results.scenario.options[home.split(".")[0]].lines[name]
            product = line.product_key()
            one = None if product is None else support_of(product)
            if one is not None:
                found.setdefault(one.key, one)
    return [
        Milestone(
            one.ends,
            "support_ends",
            key,
            one.title,
            f"support {'ended' if one.ends < window.today else 'ends'}: no security updates "
            "after this day but paid ones",
            is_open=True,
        )
        for key, one in found.items()
    ]


def _deadline(deadline: Deadline, window: Window) -> dict[str, Any]:
    return {
        "agreement": deadline.key,
        "title": deadline.title,
        "what": deadline.what,
        "date": deadline.day.isoformat(),
        "last_day": deadline.last_day.isoformat(),
        "act_by": deadline.act_by.isoformat(),
        "steps": [
            {"step": key, "date": day.isoformat(), "past": window.is_past(day)}
            for key, day in deadline.steps
        ],
        "lead_times": _times(deadline.lead_times),
        "term_months": deadline.term,
        "memorandum": deadline.memorandum,
        "inaction": {option: plain(vars(figures)) for option, figures in deadline.inaction.items()},
    }


def _times(times: LeadTimes) -> dict[str, str | None]:
    return {
        name: None if each is None else str(each)
        for name in LeadTimes.model_fields
        for each in (getattr(times, name),)
    }


def _event(event: Milestone, window: Window) -> dict[str, Any]:
    return {
        "date": event.day.isoformat(),
        "kind": event.kind,
        "key": event.key,
        "subject": event.subject,
        "text": event.told(lambda amount: f"{amount:,.2f}"),
        "amounts": plain(list(event.amounts)),
        "past": window.is_past(event.day),
    }


def _listed(names: tuple[str, ...]) -> str:
    *rest, last = (name.replace("_", "-") for name in names)
    return f"{', '.join(rest)} and {last}" if rest else last
