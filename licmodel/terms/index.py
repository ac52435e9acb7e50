"""Indices of a scenario's own: yearly rates that prices follow."""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, model_validator

from licmodel.terms.figure import Rate, Sourced
from licmodel.terms.term import each_once, refusal

_FORMS = re.compile(r"(\d{4})(?:[/-](\d{2}))?")


def read_year(value: object) -> int:
    """A year as the key of a rate: 2027/28, or 2027 for a calendar year."""
    match = _FORMS.fullmatch(str(value).strip())
    if not match:
        raise refusal(value, "a year was expected", "write 2027/28 or 2027")
    year = int(match[1])
    if match[2] is not None and int(match[2]) != (year + 1) % 100:
        raise refusal(
            value, "the years do not follow each other", f"write {year}/{(year + 1) % 100:02d}"
        )
    return year


Year = Annotated[int, BeforeValidator(read_year)]


class Index(Sourced):
    """A series of yearly rates; after its last year the last rate is carried forward.

    Examples
    --------
    >>> Index.model_validate({"growth": "3%"}).growth.value
    0.03
    """

    title: str | None = None
    """What it measures, in words."""

    cause: Literal["inflation", "exchange rate"] = "inflation"
    """What money that follows it grows by, where a budget tells growth by cause."""

    growth: Rate | None = None
    """The same rate every year."""

    by_year: Annotated[dict[Year, Rate], BeforeValidator(each_once(read_year))] | None = None
    """Rate of each year, applied at the start of that financial year."""

    @model_validator(mode="before")
    @classmethod
    def _read_bare(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        return value if isinstance(value, (dict, Sourced)) else {"growth": value}

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.growth is None) == (not self.by_year):
            raise ValueError("an index is one rate or a rate by year; write growth: or by_year:")
        return self
