"""Who bears a cost: bodies with their VAT position and year end, and funds whose money it is."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from licmodel.terms.figure import Figure, Share, Sourced, number_text
from licmodel.terms.term import Term, refusal
from licmodel.terms.timeline import ClosingMonth

BodyKind = Literal[
    "council",
    "maintained_school",
    "voluntary_aided",
    "academy",
    "independent_school",
    "college",
    "company",
]

_AUGUST = 8

ITSELF = "organisation"
"""What lines without a body are borne by: no body may be called so."""

UNSAID = "unsaid"
"""Where the cost of lines without a fund stands: no fund may be called so."""


class Body(Sourced):
    """An organisation that bears costs of its own: what VAT comes back to it, when its year ends.

    Examples
    --------
    >>> Body.model_validate({"kind": "academy", "year_end": "August"}).year_end
    8
    """

    title: str | None = None
    """Name on tables; the key in words unless said."""

    kind: BodyKind
    """What it is, which says what VAT it recovers: council, academy, college …"""

    year_end: ClosingMonth | None = None
    """Month in which its financial year ends; August for academies, otherwise the scenario's."""

    business_use: Share | None = None
    """Part of an academy's use that is for business: no VAT comes back on it."""

    vat_recoverable: Share | None = None
    """Part of its VAT that comes back, where its kind does not say, or says otherwise."""

    def closing(self, of_scenario: int) -> int:
        """Closing month of its financial year, 1 to 12, in a scenario whose own ends then."""
        if self.year_end is not None:
            return self.year_end
        return _AUGUST if self.kind == "academy" else of_scenario

    @model_validator(mode="after")
    def _said_why(self) -> Self:
        if self.business_use is not None and self.kind != "academy":
            raise ValueError(
                "business_use is an academy's; write vat_recoverable: SHARE, with its source"
            )
        if self.vat_recoverable is not None:
            if self.business_use is not None:
                raise ValueError("business_use is within vat_recoverable; write just one of them")
            if (self.vat_recoverable.provenance or self.provenance) is None:
                raise ValueError(
                    "a VAT position of one's own needs its source; write source: or assumed: beside"
                )
        return self


class Fund(Term):
    """Whose money it is: the general fund, schools, housing.

    Examples
    --------
    >>> Fund.model_validate({"title": "Housing revenue account"}).title
    'Housing revenue account'
    """

    title: str | None = None
    """Name on tables; the key in words unless said."""


def _read_fund(value: object) -> object:
    return {value.strip(): "100%"} if isinstance(value, str) else value


def refuse_other_than_all(parts: Mapping[str, Figure], what: str) -> None:
    """Refuse parts of a whole that do not add up to it.

    Examples
    --------
    >>> refuse_other_than_all({"general": Figure.model_validate("90%")}, "fund")
    Traceback (most recent call last):
    ValueError: general 90%: they come to 90%; write a share for each fund, 100% in all
    """
    whole = sum(map(exact, parts.values()), Decimal(0))
    if whole != 1:
        said = ", ".join(f"{name} {figure.text}" for name, figure in parts.items())
        sum_said = number_text(whole, percent=True)
        raise refusal(
            said, f"they come to {sum_said}", f"write a share for each {what}, 100% in all"
        )


def _whole(parts: dict[str, Figure]) -> dict[str, Figure]:
    refuse_other_than_all(parts, "fund")
    return parts


def exact(figure: Figure) -> Decimal:
    """A figure as it was typed, to the last digit.

    Examples
    --------
    >>> exact(Figure.model_validate("12.5%"))
    Decimal('0.125')
    """
    return Decimal(repr(figure.value))


FundSplit = Annotated[dict[str, Share], BeforeValidator(_read_fund), AfterValidator(_whole)]
"""One fund by name, or a fixed share for each of several."""
