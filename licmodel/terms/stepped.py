"""Shares and sums that change on dates: one figure, or one from each of several months on."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import BeforeValidator, model_validator

from licmodel.terms.figure import Figure, Measure, Sourced, with_range
from licmodel.terms.months import Month, parse_month
from licmodel.terms.term import each_once

_SHARE = Measure("1", low=0, high=1, percent=True)
_SUM = Measure("GBP/year", low=0)
_ONCE = BeforeValidator(each_once(parse_month))


class Stepped(Sourced):
    """A figure over time, in steps."""

    measure: ClassVar[Measure]
    """What it is measured in."""

    @model_validator(mode="before")
    @classmethod
    def _read_bare(cls, value: Any) -> Any:  # noqa: ANN401  what a user may write
        return with_range(value) if isinstance(value, (dict, Sourced)) else {"value": value}

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if (self.throughout is None) == (self.steps is None):
            raise ValueError("it is one figure or dated ones; write value: or by_date:")
        if self.steps is not None and not self.steps:
            raise ValueError("by_date is empty; write a month and a figure, 2027-04: 50%")
        return self

    @property
    def throughout(self) -> Figure | None:
        """The one figure, where it does not change."""
        found: Figure | None = getattr(self, "value", None)
        return found

    @property
    def steps(self) -> dict[int, Figure] | None:
        """The figure from each month on, where it changes."""
        found: dict[int, Figure] | None = getattr(self, "by_date", None)
        return found


class SteppedShare(Stepped):
    """A share, or dated shares.

    Examples
    --------
    >>> SteppedShare.model_validate("50%").value.value
    0.5
    >>> taper = SteppedShare.model_validate({"by_date": {"2027-04": "100%", "2028-04": "50%"}})
    >>> len(taper.steps)
    2
    """

    measure = _SHARE

    value: Annotated[Figure, _SHARE] | None = None
    """The same share throughout."""

    by_date: Annotated[dict[Month, Annotated[Figure, _SHARE]], _ONCE] | None = None
    """Share from each month on."""


class SteppedSum(Stepped):
    """A sum a year, or dated ones.

    Examples
    --------
    >>> SteppedSum.model_validate("40_000").throughout.value
    40000.0
    """

    measure = _SUM

    value: Annotated[Figure, _SUM] | None = None
    """The same sum throughout."""

    by_date: Annotated[dict[Month, Annotated[Figure, _SUM]], _ONCE] | None = None
    """Sum from each month on."""
