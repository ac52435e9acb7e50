"""What cannot be avoided any more, and until when: by option, month and year."""

from __future__ import annotations

from math import isnan
from typing import Any

from licmodel.analysis.figures import plain
from licmodel.analysis.results import Results, run
from licmodel.errors import InputError
from licmodel.records import record
from licmodel.scenario.scenario import Scenario
from licmodel.terms.months import month_text

HEADS = ("option", "month", "unavoidable")


@record
class Fixed:
    """What of an option is charged whatever is decided now [money].

    ``until`` is the last month for which anything is, or may be, none where nothing is.
    """

    title: str
    by_month: tuple[float, ...]
    by_year: tuple[float, ...]
    total: float
    until: int | None


@record
class Unavoidable:
    """What cannot be avoided any more, seen from a month.

    ``seen_from`` is none where the scenario does not say when it was drawn up: then it is seen
    from before its first month. ``free`` are titles of options without any agreement.
    """

    results: Results
    seen_from: int | None
    options: dict[str, Fixed]
    free: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        """The scenario that it is of."""
        return self.results.scenario

    def to_json(self) -> dict[str, Any]:
        """The answer as plain data: the contract of ``unavoidable --json``."""
        return {
            "scenario": self.scenario.title,
            "currency": self.scenario.finance.currency,
            "what_if": self.results.base,
            "seen_from": None if self.seen_from is None else month_text(self.seen_from),
            "months": [month_text(each) for each in self.scenario.timeline.months],
            "years": list(self.scenario.timeline.year_labels()),
            "options": {
                key: {
                    "title": each.title,
                    "total": plain(each.total),
                    "until": None if each.until is None else month_text(each.until),
                    "by_year": plain(each.by_year),
                    "by_month": plain(each.by_month),
                }
                for key, each in self.options.items()
            },
            "without_agreement": list(self.free),
        }

    def records(self) -> list[tuple[str | float, ...]]:
        """Rows of option, month and amount: the contract of ``unavoidable --csv``."""
        months = [month_text(each) for each in self.scenario.timeline.months]
        return [
            (key, month, amount)
            for key, each in self.options.items()
            for month, amount in zip(months, each.by_month, strict=True)
        ]


def unavoidable(
    scenario: Scenario, seen_from: int | None = None, *, what_if: str | None = None
) -> Unavoidable:
    """What of each option is charged whatever is decided now, and until when.

    Parameters
    ----------
    scenario : Scenario
        Lines that stand under agreements are looked at.
    seen_from : int, optional
        Month from which it is seen, in place of the scenario's ``as_of``: what is signed before
        it is fixed [month].
    what_if : str, optional
        Under which of its what-ifs; as it stands, where not given.

    Raises
    ------
    InputError
        If the month is after the horizon, or no what-if is called so.

    Examples
    --------
    >>> from licmodel.analysis.results import example
    >>> unavoidable(example()).free
    ('stay',)
    """
    if seen_from is not None:
        if seen_from > scenario.timeline.last:
            raise InputError(
                "what cannot be avoided is seen from a month of the horizon, or before it",
                found=month_text(seen_from),
                expected=f"{month_text(scenario.timeline.last)} or before",
            )
        scenario = scenario.model_copy(update={"as_of": seen_from})
    results = run(scenario, None if what_if is None else [what_if]).under(what_if)
    rows = results.model.program.rows
    options = results.model.options
    fixed = {key: _fixed(results, key) for key in options if f"{key}.unavoidable" in rows}
    free = tuple(each.title for key, each in options.items() if key not in fixed)
    return Unavoidable(results, scenario.as_of, fixed, free)


def _fixed(results: Results, key: str) -> Fixed:
    by_month = results.by_period(f"{key}.unavoidable")
    charged = [
        month
        for month, amount in zip(results.scenario.timeline.months, by_month, strict=True)
        if amount > 0 or isnan(amount)  # what is not known is not nothing
    ]
    return Fixed(
        results.model.options[key].title,
        tuple(by_month),
        tuple(results.by_period(f"{key}.unavoidable.by_year")),
        results.figure(f"{key}.unavoidable.total"),
        charged[-1] if charged else None,
    )
