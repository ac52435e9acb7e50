"""The horizon: from which month, for how many years, and when a financial year ends."""

from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from licmodel.terms.months import (
    Month,
    month_text,
    month_words,
    parse_closing_month,
    year_label,
    year_of,
    year_start,
)
from licmodel.terms.term import Term

MOST_YEARS = 20
_MONTHS = 12

ClosingMonth = Annotated[
    int,
    BeforeValidator(parse_closing_month),
    PlainSerializer(lambda month: month_words(month - 1).split()[0], return_type=str),
]


class Timeline(Term):
    """The months a scenario runs over.

    Examples
    --------
    >>> Timeline(start="2027-04", years=2).year_labels()
    ('2027/28', '2028/29')
    """

    start: Month
    """First month, such as 2027-04."""

    years: Annotated[int, Field(ge=1, le=MOST_YEARS)]
    """Length of the horizon [years], 1 to 20."""

    year_end: ClosingMonth | None = None
    """Month in which the financial year ends; March unless the organisation says otherwise."""

    contract_year_from: Month | None = None
    """Month in which a contract year begins; the horizon's first month unless said."""

    @property
    def closing(self) -> int:
        """Closing month of the financial year, 1 to 12."""
        return self.year_end or 3

    @property
    def months(self) -> range:
        """Absolute months of the horizon."""
        return range(self.start, self.start + _MONTHS * self.years)

    @property
    def last(self) -> int:
        """Last month of the horizon."""
        return self.months[-1]

    @property
    def first_year(self) -> int:
        """Calendar year in which the first financial year begins."""
        return year_of(self.start, self.closing)

    @property
    def year_starts(self) -> int:
        """First month of the financial year in which the horizon begins."""
        return year_start(self.first_year, self.closing)

    def financial_years(self) -> list[tuple[str, int, int]]:
        """Label, first and last month (from 0, both inside) of each financial year."""
        return self.years_to(self.closing)

    def years_to(self, closing: int) -> list[tuple[str, int, int]]:
        """The same of years that end in another month, 1 to 12: those of a body of its own.

        Examples
        --------
        >>> Timeline(start="2027-04", years=1).years_to(8)
        [('2026/27', 0, 4), ('2027/28', 5, 11)]
        """
        first = year_start(year_of(self.start, closing), closing)
        return self._spans(first, lambda month: year_label(year_of(month, closing), closing))

    def contract_years(self) -> list[tuple[str, int, int]]:
        """Label, first and last month (from 0, both inside) of each contract year."""
        begins = self.contract_year_from if self.contract_year_from is not None else self.start
        first = self.start - (self.start - begins) % _MONTHS
        return self._spans(first, lambda month: f"year from {month_text(month)}")

    def year_labels(self) -> tuple[str, ...]:
        """Labels of the financial years."""
        return tuple(label for label, _, _ in self.financial_years())

    def _spans(self, first: int, label: object) -> list[tuple[str, int, int]]:
        spans = []
        for begin in range(first, self.last + 1, _MONTHS):
            low = max(begin, self.start) - self.start
            high = min(begin + _MONTHS - 1, self.last) - self.start
            spans.append((label(begin), low, high))  # type: ignore[operator]
        return spans
