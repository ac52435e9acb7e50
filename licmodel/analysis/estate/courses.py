"""The course of an agreement through the months: its rows in the horizon, its inputs around it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from licmodel.analysis.results import Results
from licmodel.assembly.contracts import Terms

_YEAR = 12


@dataclass(frozen=True)
class Course:
    """Which months an agreement is in force, renewed, or has an anniversary.

    Parameters
    ----------
    results : Results
        Whose base column is read.
    terms : Terms
        What the agreement comes to.
    signed, term : int
        First month of its first term, and months from one renewal to the next [month].
    last : int or None
        Last month in force; None where it is renewed on and on [month].
    notice : int or None
        Months before a renewal by which notice is due; None where none is said [month].
    """

    results: Results
    terms: Terms
    signed: int
    term: int
    last: int | None
    notice: int | None

    @classmethod
    def of(cls, results: Results, key: str) -> Course:
        """The course of an agreement, by the inputs as they were evaluated.

        Examples
        --------
        >>> from licmodel.analysis.results import run
        >>> from licmodel.scenario.loading import from_data
        >>> scenario = from_data({
        ...     "title": "Example", "organisation": {"name": "An example"}, "baseline": "none",
        ...     "timeline": {"start": "2027-04", "years": "2"},
        ...     "agreements": {"mail": {"signed": "2027-04", "term": "12", "may_fall": "renewal"}},
        ...     "options": {"stay": {"lines": {"support": {
        ...         "kind": "recurring", "amount": "1_200", "per": "year"}}}},
        ... })
        >>> Course.of(run(scenario), "mail").is_renewal(2028 * 12 + 3)
        True
        """
        terms = Terms(results.scenario, key)

        def figure(field: str, otherwise: float) -> int:
            name = f"agreements.{terms.owners.get(field, key)}.{field}"
            known = name in results.model.program.inputs
            return int(results.figure(name) if known else otherwise)

        signed, term = figure("signed", terms.signed), figure("term", terms.term()[0].value)
        agreement = terms.agreement
        lasts = [signed + term - 1] if agreement.renewal == "lapse" else []
        if agreement.ends is not None:
            lasts.append(figure("ends", agreement.ends))
        notice = agreement.notice_months
        return cls(
            results,
            terms,
            signed,
            term,
            min(lasts, default=None),
            None if notice is None else figure("notice_months", notice.value),
        )

    def is_live(self, month: int) -> bool:
        """Whether it is in force."""
        flag = self._row("live", month)
        if flag is not None:
            return flag
        return self.signed <= month and (self.last is None or month <= self.last)

    def is_renewal(self, month: int) -> bool:
        """Whether it is signed or renewed."""
        return self._falls("renewal", month, self.term)

    def is_anniversary(self, month: int) -> bool:
        """Whether it was signed whole years ago."""
        return self._falls("anniversary", month, _YEAR)

    def _falls(self, name: str, month: int, cycle: int) -> bool:
        flag = self._row(name, month)
        if flag is not None:
            return flag
        return self.is_live(month) and (month - self.signed) % cycle == 0

    def _row(self, name: str, month: int) -> bool | None:
        """A flag of its rows; None where no line stands under it, or beyond the horizon."""
        key, timeline = f"agreements.{self.terms.key}.{name}", self.results.scenario.timeline
        if key not in self.results.model.program.rows:
            return None
        if not timeline.start <= month <= timeline.last:
            return None
        return self.results.by_period(key)[month - timeline.start] > 0


def courses(results: Results) -> Iterator[Course]:
    """The course of each agreement but those that only others are based on.

    Examples
    --------
    >>> from licmodel.analysis.results import example, run
    >>> list(courses(run(example())))
    []
    """
    agreements = results.scenario.agreements
    patterns = {each.based_on for each in agreements.values()}
    for key in agreements:
        if key not in patterns or f"agreements.{key}.live" in results.model.program.rows:
            yield Course.of(results, key)
